"""Headings in a sheet typed without a table that belong to none of its fields: they end the value above them.

Used by sheet_rows. Other bodies' forms have items that this one lacks; they look like the labels that were known.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from uedasns_tui.japanese import fold

_NUMBERED: Final = re.compile(
    r"\s*(?:(?P<sign>[①-⑳❶-❿⑴-⒇Ⅰ-Ⅹ㈠-㈩])"
    r"|(?P<open>[第(\[【]?)\s*(?P<number>\d{1,2}|[一二三四五六七八九十ア-コ])\s*(?P<close>[条章節項号)\]】.、:]|(?=\s)|$))"
)
_ROWS: Final = ("一二三四五六七八九十", "アイウエオカキクケコ")
_OFFICE: Final = re.compile(
    r"(備考|摘要|(作成|記入|起案|承認|決裁|提出|受付|確認)(者|日|年月日|課|欄)?|起案|注意事項)\s*:"
)
"""What an office adds to a sheet."""
_SHAPES: Final = {
    "bracket": re.compile(r"\s*([\[【〔<《][^\]】〕>》]{1,30}[\]】〕>》]|\([^()]{1,30}\)\s*(:|$))"),
    "colon": re.compile(r"[^\s・:。、(○●※\-][^:。、]{0,20}:(?!//)"),
    "plain": re.compile(r"[^\s・○●※\-\d〒(][^。、,.:@/\d〒]{0,18}"),
}


class Headings:
    """How the known labels look, and the number that the last heading of each kind had."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._shapes: set[str] = set()

    def known(self, line: str) -> None:
        """A line that begins with the label of a field."""
        if (numbered := _number(line)) is not None:
            self._count(*numbered)
        elif (shape := _shape(line)) is not None:
            self._shapes.add(shape)

    def _count(self, kind: tuple[str, ...], number: int) -> None:
        """The last number of a kind; lists that began inside it begin again."""
        if kind in self._numbers:
            kinds = list(self._numbers)
            for inner in kinds[kinds.index(kind) + 1 :]:
                del self._numbers[inner]
        self._numbers[kind] = number

    def passed(self, line: str) -> None:
        """A line that stands under no label: its number counts, as the next heading may go on from it."""
        if (numbered := _number(line)) is not None:
            self._count(*numbered)

    def foreign(self, line: str, value: str) -> bool:
        """Whether a line under a label with `value` so far is the heading of another item."""
        if _OFFICE.match(fold.narrow(line).strip()):
            return True
        if (numbered := _number(line)) is not None:
            kind, number = numbered
            if self._numbers.get(kind) != number - 1:
                return False
            self._count(kind, number)
            return True
        shape = _shape(line)
        return shape in self._shapes and (shape != "plain" or (not self._numbers and bool(value.strip())))


def _number(line: str) -> tuple[tuple[str, ...], int] | None:
    """The kind of a line's number by its signs, and the number."""
    match = _NUMBERED.match(fold.narrow(line))
    if match is None:
        return None
    if sign := match["sign"]:
        return (unicodedata.name(sign).split()[0],), int(unicodedata.numeric(sign))
    number = match["number"]
    row = next((row for row in _ROWS if number in row), "")
    return (match["open"], row, match["close"]), row.index(number) + 1 if row else int(number)


def _shape(line: str) -> str | None:
    text = fold.narrow(line)
    for name, pattern in _SHAPES.items():
        if pattern.fullmatch(text.strip()) if name == "plain" else pattern.match(text):
            return name
    return None
