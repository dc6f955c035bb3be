"""Telephone numbers in any width and with any separator, kanji figures included; the city's own are marked.

Our pattern proposes (it also takes FAX03-… and 〇三-…, which phonenumbers misses), phonenumbers knows which areas
and services exist. Web and mail addresses are masked before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.post_text import PostText
from uedasns_tui.japanese.fold import narrow

_KANSUJI: Final = str.maketrans("〇零一二三四五六七八九", "00123456789")
_BEFORE: Final = r"(?<![0-9])(?<![0-9][.,-])(?<![A-Za-z]-)"
_AFTER: Final = r"(?![0-9]|[-.,][0-9])"
_PARTED: Final = (
    rf"{_BEFORE}(?:\+81[- ]?(?:\(0\))?[1-9]\d{{0,4}}|\(0\d{{1,4}}\)|0\d{{1,4}})(?: {{0,2}}[-・･.] {{0,2}}|[ (]{{0,2}})"
    rf"\d{{1,4}}(?: {{0,2}}[-・･.] {{0,2}}|[ )]{{1,2}})\d{{3,4}}{_AFTER}"
)
_LOCAL: Final = (
    rf"{_BEFORE}(?:[1-9]\d{{1,3}} ?[-・] ?|\([1-9]\d{{1,2}}\) ?-?)\d{{4}}(?!\s?[万千]?[円人])(?!年){_AFTER}"
)
_FURTHER: Final = r"(?:[・、,/] ?|[~〜～])(?P<number>\d{4})(?![0-9年月日円人名-])"
"""The last figures of a second number: 0268-22-9998・9999."""
_SOLID: Final = rf"{_BEFORE}(?:\+81[1-9]\d{{8,9}}|0\d{{9,10}}){_AFTER}"
_ABROAD: Final = rf"{_BEFORE}\+(?!81)[1-9](?:[- ()]{{0,2}}\d){{7,13}}{_AFTER}"
_KANJI: Final = r"[〇零][〇零一二三四五六七八九]{1,4}[-・ (ノの]{1,2}[〇零一二三四五六七八九]{1,4}[-・ )ノの]{1,2}[〇零一二三四五六七八九]{3,4}"
_LABELLED: Final = r"(?:電\s?話|\(電\)|☎|☏|℡|📞|📱|有線(?:放送)?|TEL|Tel|tel|FAX|Fax|ファク?ス|ファックス|ファクシミリ|携帯|ダイヤル|連絡先|直通)(?:番号)?は?[^0-9\n、。ぁ-ん]{0,4}$"
_OFFICE: Final = (
    r"(?:[課係室局所館園校会部班店院署庁社寺団組]|センター|ホール|プラザ|窓口|担当|ステーション)\s?\($"
)
_ROW: Final = (
    r"(?:[課係署]|医院|病院|クリニック|診療所|歯科|薬局|公民館|センター|事務局|役所|役場|支所)[ :]{1,3}$"
)
"""An office in a row of offices and their numbers: 塩田医院 38-2221."""
_OTHERS: Final = r"(?:番号|No\.?|NO\.?|№|ID|コード|型番|品番|口座|JAN|ISBN|価格)[^0-9\n]{0,3}$"


_OWN: Final = "市が公表している電話番号です。"
_OTHER: Final = "電話番号が書かれています。載せてよい番号か確かめてください。"


def find(post: PostText, context: FindingContext) -> Iterator[Finding]:
    """Numbers that could be dialled."""
    text = post.masked
    if not re.search("[0-9〇零]", text):
        return
    own = {
        _digits(number)
        for contact in context.city.contact
        for number in (contact.phone, contact.fax)
        if number
    }
    behind = -1
    for hit in sorted(_candidates(text), key=lambda hit: (hit.start(), -hit.end())):
        if hit.start() < behind or not _dialled(text, hit, behind):
            continue
        start, behind = hit.span()
        digits = _digits(hit[0])
        mine = digits in own or (len(digits) < 9 and any(number.endswith(digits) for number in own))
        yield context.finding(post, "phone", start, behind, _OWN if mine else _OTHER, mine)
        if further := re.compile(_FURTHER).match(text, behind):
            behind = further.end()
            yield context.finding(post, "phone", further.start("number"), behind, _OTHER)


def _candidates(text: str) -> Iterator[re.Match[str]]:
    for pattern in (_PARTED, _SOLID, _ABROAD, _KANJI, _LOCAL):
        yield from re.finditer(pattern, text)


def _digits(number: str) -> str:
    """The figures as dialled inside Japan."""
    digits = re.sub(r"[^0-9+]", "", narrow(number).replace("(0)", "").translate(_KANSUJI))
    return "0" + digits[3:] if digits.startswith("+81") else digits


def _dialled(text: str, hit: re.Match[str], behind: int) -> bool:
    digits = _digits(hit[0])
    before = text[max(0, hit.start() - 12) : hit.start()]
    labelled = re.search(_LABELLED, before) is not None
    if not digits.startswith(("0", "+")):
        return labelled or _is_local(text, hit, behind)
    if digits.isdigit():
        if not 10 <= len(digits) <= 11 or digits.startswith("00"):
            return False
        if not labelled and hit[0].isdigit() and re.search(_OTHERS, before):
            return False
    return _exists(digits, labelled)


def _is_local(text: str, hit: re.Match[str], behind: int) -> bool:
    """Whether 71-8080 is a number: an office's in brackets or a row, with an extension, or a second one."""
    before, after = text[max(0, hit.start() - 8) : hit.start()], text[hit.end() : hit.end() + 6]
    second = (
        0 <= hit.start() - behind <= 2
        and behind > 0
        and re.fullmatch("[・、,/ ]+", text[behind : hit.start()])
    )
    office = re.search(_OFFICE, before + "(" * hit[0].startswith("("))
    row = re.search(_ROW, before) and re.match(r"\(?[2-9]\d{1,2}\D", hit[0])
    return bool(second or office or row or re.match(r"\s?\(?内線", after))


def _exists(digits: str, labelled: bool) -> bool:
    """Whether such a number is given out; where it is called a telephone number, whether it could be."""
    import phonenumbers

    try:
        number = phonenumbers.parse(digits, "JP")
    except phonenumbers.NumberParseException:
        return False
    return bool(
        phonenumbers.is_valid_number(number) or (labelled and phonenumbers.is_possible_number(number))
    )
