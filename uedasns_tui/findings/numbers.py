"""Numbers that name a person or an account: My Number and payment cards, each by its check digit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from uedasns_tui.findings.finding import Context, Finding
from uedasns_tui.findings.masks import Reading

_RUN = re.compile(r"(?<![0-9A-Za-z.,-])(?:\d[ -]?){11,18}\d(?![0-9A-Za-z]|[.,-]\d)")
_CARDS = ((re.compile(r"4\d{12}(?:\d{3})?"), "Visa"), (re.compile(r"(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}"), "Mastercard"),
          (re.compile(r"35(?:2[89]|[3-8]\d)\d{12}"), "JCB"), (re.compile(r"3[47]\d{13}"), "American Express"),
          (re.compile(r"3(?:0[0-5]|[68]\d)\d{11}"), "Diners"))  # fmt: skip
WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def my_number(digits: str) -> bool:
    """Whether 12 figures carry My Number's check digit (Order of the Ministry 85 of 2014, article 5)."""
    if len(digits) != 12 or len(set(digits)) == 1:
        return False
    rest = sum(int(figure) * weight for figure, weight in zip(digits, WEIGHTS, strict=False)) % 11
    return int(digits[-1]) == (0 if rest <= 1 else 11 - rest)


def luhn(digits: str) -> bool:
    """Whether the figures carry the check digit of ISO/IEC 7812-1."""
    total = 0
    for at, figure in enumerate(reversed(digits)):
        value = int(figure) * (1 + at % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def number(read: Reading, context: Context) -> Iterator[Finding]:
    """Figures that may be a My Number or a card."""
    for hit in _RUN.finditer(read.masked):
        digits = re.sub(r"\D", "", hit[0])
        said = ""
        if my_number(digits) and re.fullmatch(r"\d{12}|\d{4}[ -]\d{4}[ -]\d{4}", hit[0]):
            said = "マイナンバーの可能性がある番号です。"
        elif luhn(digits) and any(shape.fullmatch(digits) for shape, _ in _CARDS) and len(set(digits)) > 2:
            said = "カード番号の可能性がある番号です。"
        if said:
            text = read.text[hit.start() : hit.end()]
            yield Finding(
                hit.start(),
                hit.end(),
                "number",
                text,
                context.clauses.get("number", ""),
                f"{said}載せないでください。",
            )
