"""Personal data: telephone numbers, mail addresses, postal addresses. The city's own published ones are marked so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from uedasns_tui.findings.finding import Context, Finding
from uedasns_tui.findings.masks import Reading
from uedasns_tui.japanese.fold import narrow

_KANSUJI = str.maketrans("〇零一二三四五六七八九", "00123456789")
_NOT_PHONE = re.compile(
    r"(?:番号|No\.?|NO\.?|№|ID|コード|型番|品番|注文|整理|管理|受付|会員|口座|JAN|ISBN|税込|価格)[はが]?[:\s]*$"
)
_PHONE = re.compile(
    r"(?<![0-9.,])(?<![0-9]-)"
    r"(?:\+81[- ]?\(?0?\)?[1-9]\d{0,3}|\(?0\d{1,4}\)?)[- ()]{0,2}\d{1,4}[- ()]{1,2}\d{3,4}(?![0-9]|-[0-9])"
    r"|(?<![0-9.,])(?<![0-9]-)0(?:[5789]0\d{8}|120\d{6}|800\d{7}|570\d{6}|[1-9]\d{8})(?![0-9]|-[0-9])"
)
_KANJI_PHONE = re.compile(
    r"[〇零][〇零一二三四五六七八九]{1,4}[-ー・ ()の][〇零一二三四五六七八九]{1,4}[-ー・ ()の][〇零一二三四五六七八九]{3,4}"
)
_EMAIL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._%+\-]*@(?:[A-Za-z0-9](?:[A-Za-z0-9\-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}(?![A-Za-z0-9])"
)
_POSTCODE = re.compile(r"〒\s*\d{3}-?\d{4}")
_NUM = r"[0-9一二三四五六七八九十百]+"
_TOWN = r"[^\s、。,.「」『』（）()0-9※/:：!！?？\x00]"
_ADDRESS = re.compile(
    rf"(?:{_TOWN}{{1,8}}?[都道府県])?{_TOWN}{{1,8}}?[市区町村]{_TOWN}{{0,14}}?(?:{_NUM}丁目)?(?:{_NUM}番地?(?:の?{_NUM})?(?:{_NUM}?号)?|\d{{1,4}}(?:-\d{{1,4}}){{1,3}})(?:号)?(?:[^\s、。]{{0,12}}?\d{{2,4}}号(?:室)?)?"
    rf"|{_TOWN}{{1,10}}?{_NUM}丁目{_NUM}番(?:地)?(?:{_NUM}号)?"
    rf"|(?<=住所[はが:：]){_TOWN}{{1,14}}?\d{{1,4}}-\d{{1,4}}(?:-\d{{1,4}})?"
)


def _digits(text: str) -> str:
    plain = narrow(text).translate(_KANSUJI)
    digits = re.sub(r"\D", "", plain)
    return "0" + digits[2:].removeprefix("0") if plain.lstrip().startswith("+81") else digits


def phone(read: Reading, context: Context) -> Iterator[Finding]:
    """Telephone numbers that exist as such in Japan, in any width, also in kanji figures."""
    own = {_digits(number) for one in context.city.contact for number in (one.phone, one.fax) if number}
    for pattern, text in ((_PHONE, read.masked), (_KANJI_PHONE, read.text)):
        for hit in pattern.finditer(text):
            digits = _digits(hit[0])
            before = text[max(0, hit.start() - 8) : hit.start()]
            if not _is_number(digits) or (
                "-" not in hit[0] and "(" not in hit[0] and _NOT_PHONE.search(before)
            ):
                continue
            start, end = hit.start(), hit.end()
            if read.text[start] in "(（" and ")" not in text[start:end]:
                start += 1
            message = "電話番号が書かれています。載せてよい番号か確かめてください。"
            if digits in own:
                message = "市の公表している電話番号です。"
            yield Finding(
                start,
                end,
                "phone",
                read.text[start:end],
                context.clauses.get("phone", ""),
                message,
                digits in own,
            )


def _is_number(digits: str) -> bool:
    """Whether a run of figures can be a Japanese number; phonenumbers knows the areas, loaded when first needed."""
    if not 10 <= len(digits) <= 11 or not digits.startswith("0"):
        return False
    if (len(digits) == 10 and digits[:4] in ("0120", "0570", "0990")) or digits[:4] == "0800":
        return True
    import phonenumbers

    try:
        return bool(phonenumbers.is_possible_number(phonenumbers.parse(digits, "JP")) and digits[1] != "0")
    except phonenumbers.NumberParseException:
        return False


def email(read: Reading, context: Context) -> Iterator[Finding]:
    """Mail addresses, ＠ included."""
    own = {one.email.lower() for one in context.city.contact if one.email}
    for hit in _EMAIL.finditer(re.sub(r"[。、]", " ", read.flat)):
        mine = hit[0].lower() in own
        message = (
            "市の公表している電子メールです。"
            if mine
            else "電子メールのアドレスが書かれています。載せてよいか確かめてください。"
        )
        text = read.text[hit.start() : hit.end()]
        yield Finding(hit.start(), hit.end(), "email", text, context.clauses.get("email", ""), message, mine)


def address(read: Reading, context: Context) -> Iterator[Finding]:
    """Postal addresses down to the house, and postcodes; place names alone are none."""
    own = {_place(one.address) for one in context.city.contact if one.address}
    taken: list[tuple[int, int]] = []
    for pattern in (_ADDRESS, _POSTCODE):
        for hit in pattern.finditer(read.masked):
            start, end = hit.start(), hit.end()
            if any(a < end and start < b for a, b in taken):
                continue
            text = read.text[start:end]
            if pattern is _ADDRESS and _is_other(read.masked, start, end):
                continue
            taken.append((start, end))
            mine = any(_place(text) in one or one in _place(text) for one in own if _place(text))
            message = (
                "市の公表している住所です。"
                if mine
                else "住所が書かれています。個人の住所でないか確かめてください。"
            )
            yield Finding(start, end, "address", text, context.clauses.get("address", ""), message, mine)


def _place(text: str) -> str:
    """An address without postcode, spaces and 長野県, its figures alike."""
    flat = re.sub(r"〒\s*\d{3}-?\d{4}|\s|長野県", "", narrow(text))
    figures = {
        "十一": "11",
        "十二": "12",
        "十": "10",
        **{kanji: str(at) for at, kanji in enumerate("〇一二三四五六七八九")},
    }
    for kanji, figure in figures.items():
        flat = flat.replace(kanji, figure)
    return re.sub(r"丁目|番地?|号", "-", flat).strip("-")


def _is_other(text: str, start: int, end: int) -> bool:
    """Numbers that only look like a house's: dates, times, telephone numbers, 第3回, 1-3年生."""
    after = text[end : end + 2]
    around = text[max(0, start - 1) : end]
    if re.match(r"[年月日時分回人名円%歳度点組班]|号[車機線館]|番[線目]", after):
        return True
    return bool(re.search(r"0\d{1,4}-\d{1,4}-\d{3,4}", around))
