"""The numbers that Word puts before paragraphs by itself (第1条, (1), ア), as a reader sees them.

Used by `published_text`: in a published Word file they are often the only labels that there are. Counting follows
ECMA-376 17.9: lists of one shape go on counting, a level begins anew beneath the next of a higher one.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from uedasns_tui.formats.word_package import attribute, child, local
from uedasns_tui.guideline.numbering import (
    BRACKETED,
    CIRCLED,
    HALF_KANA,
    IROHA,
    KANA,
    ROMAN,
    ROMAN_SIGNS,
    kanji,
)

ROWS = {
    "aiueo": HALF_KANA, "aiueoFullWidth": KANA, "iroha": IROHA, "irohaFullWidth": IROHA, "decimalEnclosedCircle": CIRCLED,
    "decimalEnclosedParen": BRACKETED, "lowerLetter": "abcdefghijklmnopqrstuvwxyz", "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "lowerRoman": ROMAN, "upperRoman": ROMAN_SIGNS, "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
}  # fmt: skip
"""The letters of each way of counting that has some."""
COUNTS_IN_KANJI = ("japaneseCounting", "ideographDigital", "chineseCounting", "japaneseDigitalTenThousand")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


class WordNumbers:
    """Counts the lists of one document, paragraph by paragraph in its order."""

    def __init__(self, numbering: Element | None) -> None:
        self.levels: dict[str, dict[int, Element]] = {}
        self.shapes: dict[str, str] = {}
        self.starts: dict[tuple[str, int], int] = {}
        self.counts: dict[str, dict[int, int]] = {}
        for element in numbering if numbering is not None else ():
            if local(element) == "abstractNum":
                levels = [level for level in element if local(level) == "lvl"]
                self.levels[attribute(element, "abstractNumId")] = {_level(level): level for level in levels}
            elif local(element) == "num":
                self._add(element)

    def _add(self, element: Element) -> None:
        """A list: its shape, and where it begins anew."""
        number, shape = attribute(element, "numId"), child(element, "abstractNumId")
        self.shapes[number] = attribute(shape, "val") if shape is not None else ""
        for override in element:
            start = child(override, "startOverride")
            if local(override) == "lvlOverride" and start is not None:
                self.starts[number, _level(override)] = _whole(attribute(start, "val"))

    def label(self, number: str, level: int) -> str:
        """The label of the next paragraph of a list; "" for a level that shows none."""
        levels = self.levels.get(self.shapes.get(number, ""), {})
        if level not in levels:
            return ""
        counts = self.counts.setdefault(self.shapes[number], {})
        begun = self.starts.pop((number, level), None)
        counts[level] = begun if begun is not None else counts.get(level, _start(levels[level]) - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        shape = child(levels[level], "lvlText")
        text = attribute(shape, "val") if shape is not None else ""
        legal = child(levels[level], "isLgl") is not None
        return re.sub("%([1-9])", lambda match: self._shown(levels, counts, int(match[1]) - 1, legal), text)

    def _shown(self, levels: dict[int, Element], counts: dict[int, int], level: int, legal: bool) -> str:
        """A level's number as its format writes it."""
        if level not in levels:
            return ""
        number = counts.get(level, _start(levels[level]))
        kind = child(levels[level], "numFmt")
        return written(number, "decimal" if legal or kind is None else attribute(kind, "val"))


def written(number: int, kind: str) -> str:
    """A number in one of Word's formats; one that has no letter for it in digits."""
    row = ROWS.get(kind, ())
    if 0 < number <= len(row):
        return row[number - 1]
    if kind in COUNTS_IN_KANJI and 0 < number < 100:
        return kanji(number)
    if kind in ("none", "bullet"):
        return ""
    digits = f"{number:02}" if kind == "decimalZero" else str(number)
    return digits.translate(_WIDE) if "FullWidth" in kind else digits


def _level(element: Element) -> int:
    return _whole(attribute(element, "ilvl"))


def _start(level: Element) -> int:
    start = child(level, "start")
    return _whole(attribute(start, "val")) if start is not None else 1


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0
