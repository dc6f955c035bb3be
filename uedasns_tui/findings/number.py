"""Numbers that name a person or an account: My Number and payment cards, each by its check digit.

One in ten random numbers of 12 figures passes My Number's check: the message says 可能性.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.post_text import PostText

_BEFORE: Final = r"(?<![0-9A-Za-z¥￥$])(?<![0-9][ .,-])"
_AFTER: Final = r"(?![0-9A-Za-z円]|[ .,-][0-9])"
_NUMBER: Final = (
    rf"{_BEFORE}(?:\d{{12}}|\d{{14,16}}|\d{{4}}(?P<a>[ ・-])\d{{4}}(?P=a)\d{{4}}(?:(?P=a)\d{{4}})?"
    rf"|\d{{4}}(?P<b>[ -])\d{{6}}(?P=b)\d{{4,5}}){_AFTER}"
)
_CARD: Final = (
    r"4\d{15}"  # Visa
    r"|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}"  # Mastercard
    r"|35(?:2[89]|[3-8]\d)\d{12}"  # JCB
    r"|3[47]\d{13}"  # American Express
    r"|3(?:0[0-59]|[689]\d)\d{11}"  # Diners Club
    r"|6(?:011|4[4-9]\d|5\d\d)\d{12}"  # Discover
)
_OTHERS: Final = r"(?:受付|整理|伝票|注文|予約|会員|追跡|お?問い?合わ?せ|製造|管理|照会|商品|JAN)(?:番号|コード|No\.?)[^0-9\n]{0,3}$"
WEIGHTS: Final = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def my_number(digits: str) -> bool:
    """Whether 12 figures carry My Number's check digit (平成26年総務省令第85号 第5条)."""
    if len(digits) != 12 or not digits.isascii() or not digits.isdigit() or len(set(digits)) == 1:
        return False
    rest = sum(int(figure) * weight for figure, weight in zip(digits, WEIGHTS, strict=False)) % 11
    return int(digits[-1]) == (0 if rest <= 1 else 11 - rest)


def card(digits: str) -> bool:
    """Whether the figures begin as a known card's and carry the check digit of ISO/IEC 7812-1."""
    if not re.fullmatch(_CARD, digits, re.ASCII) or len(set(digits)) == 1:
        return False
    total = 0
    for position, figure in enumerate(reversed(digits)):
        value = int(figure) * (1 + position % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def find(post: PostText, context: FindingContext) -> Iterator[Finding]:
    """Figures that may be a My Number or a card."""
    for hit in re.finditer(_NUMBER, post.masked, re.ASCII):
        digits = re.sub(r"[ ・-]", "", hit[0])
        if my_number(digits):
            what = "マイナンバー"
        elif card(digits):
            what = "クレジットカードの番号"
        else:
            continue
        if re.search(_OTHERS, post.masked[max(0, hit.start() - 16) : hit.start()]):
            continue
        message = f"{what}の可能性があります。載せないでください。"
        yield context.finding(post, "number", *hit.span(), message)
