"""The parts of a cell that stand under labels or are plain by what they are: section, address, telephone, mail (⑨).

Used by group_text. People write them in lines, in one line, glued, spread (住　所), in brackets, with signs for
bullets. A piece goes to a part by its label or because it can be nothing else; everything else is handed back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from uedasns_tui.guideline.schema import FormField
from uedasns_tui.japanese import fold
from uedasns_tui.records.record import Value

BULLETS: Final = "・･•○◯〇●◎◇◆■□★☆*※▪▶-"
_NUMBERED: Final = r"[(（\[]?(?:\d{1,2}|[ア-ンa-z①-⑳])[)）\].．、]|[ア-オ①-⑳](?=[\s　])"
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_POSTCODE: Final = re.compile(r"〒\s*\d|.{2,}(丁目|番地|番\d|\d番)")
_POSTCODE_ONLY: Final = re.compile(r"〒\s*\d{3}\s*-?\s*\d{4}\s*")
_BUILDING: Final = re.compile(r"[(（]?[^：:]{0,20}(階|号室?|館|棟|ビル|庁舎|センター|内)[)）]?")
_UNKNOWN: Final = re.compile(
    r"(?:^|(?<=[\s　、,，（(／/]))[^\s　：:、。@／/（()）\d]{1,12}[：:](?!//)"
    r"|(?:担当者?|責任者|責任担当|内線|受付時間|開庁時間|受付|携帯|ホームページ|HP|URL)\s*[：:]"
    r"|(?:^|(?<=[\s　、,，]))(?:担当者?|責任者|内線|受付時間|開庁時間|HP)[\s　]+"
)
"""A label that is none of a part."""
_LABEL: Final = re.compile(r"[^\s　：:、。@／/（()）\d]{1,12}[：:](?!//)")
_CUTS: Final = re.compile(r"(?<=[\s　、／/,，（(｜|])(?=〒\s*\d{3}|[\w.+-]+@[\w-]+\.)")
"""Where a piece begins without a label."""
_EDGES: Final = " 　、／/,，｜|\t"


def core(part: FormField) -> str:
    """The words that a part prints before its value, without bullet and colon; "" where there are none."""
    return part.printed.partition("{value}")[0].strip("：: 　" + BULLETS)


def read_parts(parts: list[FormField], text: str) -> tuple[dict[str, Value], tuple[str, ...]]:
    """The values by part, and the pieces that no part claims."""
    reader = _Reader([part for part in parts if part.print])
    for line in text.split("\n"):
        reader.line(line)
    return reader.values, tuple(reader.rest)


class _Reader:
    def __init__(self, parts: list[FormField]) -> None:
        self.parts = {part.id: part for part in parts}
        self.values: dict[str, Value] = {}
        self.rest: list[str] = []
        self._current: FormField | None = None
        self._waiting = False
        self._others: set[str] = set()
        """Parts that stand on a line that begins with a label of something else."""
        self._owners: dict[str, str] = {}
        for part in parts:
            for name in (core(part), part.label, *part.aliases):
                if name:
                    self._owners.setdefault(_key(name), part.id)
        self._pattern = _pattern(self._owners)

    def line(self, line: str) -> None:
        """One line, piece by piece."""
        if not line.strip():
            return
        pieces = list(self._pieces(line))
        labelled = pieces and pieces[0][0]
        other = bool(pieces) and (pieces[0][0] is None or _LABEL.match(pieces[0][1]) is not None)
        for part_id, value in pieces:
            if part_id is None:
                self._rest(value)
            elif part_id:
                self._labelled(self.parts[part_id], value, other)
            else:
                self._unlabelled(value, line)
        if not labelled and not pieces:
            self._rest(line)

    def _pieces(self, line: str) -> Iterator[tuple[str | None, str]]:
        """The pieces of a line by part; "" for those without a label, None for those of an unknown one."""
        bare = fold.narrow(line)
        body = re.match(rf"\s*(?:[{re.escape(BULLETS)}]+|{_NUMBERED})?\s*", bare)
        start = body.end() if body is not None else 0
        marks: list[tuple[int, int, str | None]] = []
        for mark in self._pattern.finditer(bare):
            name = self._owners[_key(mark["name"])]
            if mark["several"]:
                marks.append((mark.start("label"), mark.start("label"), None))
            elif mark.start("label") <= start or self._stands(mark, bare):
                marks.append((mark.start("label"), mark.end(), name))
        for mark in _UNKNOWN.finditer(bare, start):
            if not any(
                begin <= mark.start() < end or mark.start() < begin < mark.end() for begin, end, _ in marks
            ):
                marks.append((mark.start(), mark.start(), None))
        for mark in _CUTS.finditer(bare, start):
            if not any(begin <= mark.start() <= end for begin, end, _ in marks):
                marks.append((mark.start(), mark.start(), ""))
        marks.sort(key=lambda mark: mark[0])
        if not marks or line[start : marks[0][0]].strip(_EDGES + BULLETS + "（([【<＜［"):
            marks.insert(0, (start, start, ""))
        opened = False
        for number, (begin, end, part_id) in enumerate(marks):
            last = number + 1 == len(marks)
            value = line[end:] if last else line[end : marks[number + 1][0]].rstrip(_EDGES + "・･（(")
            opened = opened or "（" in line[:begin] or "(" in line[:begin]
            yield part_id, _balanced(value) if opened else value

    @staticmethod
    def _stands(mark: re.Match[str], bare: str) -> bool:
        """Whether a label in the middle of a line is one: behind a gap or the end of a value, before its sign or a number."""
        before = bare[: mark.start("label")]
        gap = before[-1:] in " \t、/,，（(・･｜|／" or (bool(before) and bool(mark["bracket"]))
        ends = before[-1:] in ")）号階館棟内課室係局所" or before[-1:].isdigit()
        colon = bool(mark["apart"].strip(" ")) or bool(mark["bracket"])
        number = bare[mark.end() : mark.end() + 1]
        if mark["bracket"] and not mark["apart"].strip(" ") and not bare[mark.end() :].strip():
            return False  # （直通） at the end of a value is part of it
        return (gap and (colon or number.isdigit() or number in "(〒+" or "@" in bare[mark.end() :])) or (
            ends and colon
        )

    # ---- pieces
    def _labelled(self, part: FormField, value: str, other: bool) -> None:
        text = value.strip(" 　\t")
        if part.id in self._others and not other:
            self.rest.append(f"{part.label}（二つ目）: {self.values.pop(part.id)}")
            self._others.discard(part.id)
        if other and part.id not in self.values:
            self._others.add(part.id)
        if part.id in self.values:
            self.rest.append(f"{part.label}（二つ目）: {value}")
            self._current = None
            return
        self.values[part.id] = value if text else ""
        self._current, self._waiting = part, not text

    def _rest(self, value: str) -> None:
        if value.strip():
            self.rest.append(value.strip(" 　\t"))

    def _unlabelled(self, value: str, line: str) -> None:
        """By what it plainly is, else to the part that prints without a label, else it is handed back."""
        text = value.strip(" 　\t")
        bullet = line.strip(" 　\t")[:1] in BULLETS
        if self._waiting and self._current is not None and not bullet:
            self.values[self._current.id], self._waiting = value, False
            return
        part = self._plain(text)
        free = next((part for part in self.parts.values() if not core(part)), None)
        if part is not None and part.id not in self.values:
            self.values[part.id] = text
            self._current = part
        elif (
            part is None
            and free is not None
            and not self.values
            and not re.fullmatch(r"[\d()\s-]+", fold.narrow(text))
        ):
            self.values[free.id] = text
            self._current = free
        elif part in (None, self._current) and not bullet and self._goes_on(text):
            assert self._current is not None
            self.values[self._current.id] = f"{self.values[self._current.id]}\n{value}"
        else:
            self._rest(value)

    def _goes_on(self, text: str) -> bool:
        """Whether a line is more of the address above it."""
        if self._current is None or self._current.type != "address":
            return False
        before = self.values[self._current.id]
        return isinstance(before, str) and (
            _POSTCODE_ONLY.fullmatch(fold.narrow(before)) is not None or _BUILDING.fullmatch(text) is not None
        )

    def _plain(self, text: str) -> FormField | None:
        kind, bare = "", fold.narrow(text)
        if _EMAIL.fullmatch(bare):
            kind = "email"
        elif _POSTCODE.match(bare):
            kind = "address"
        return next((part for part in self.parts.values() if part.type == kind), None)


def _key(name: str) -> str:
    return re.sub(r"[\s　.]", "", fold.narrow(name)).casefold()


def _balanced(value: str) -> str:
    """A value without a bracket that was opened before it."""
    text = value.rstrip()
    while text[-1:] in (")", "）") and text.count("(") + text.count("（") < text.count(")") + text.count(
        "）"
    ):
        text = text[:-1]
    return text


def _pattern(owners: dict[str, str]) -> re.Pattern[str]:
    """A label in any spacing, in brackets or not, with what parts it from its value."""
    names = "|".join(r"[\s　.]*".join(map(re.escape, name)) for name in sorted(owners, key=len, reverse=True))
    return re.compile(
        rf"(?P<label>(?:(?P<bracket>[\[【<《〔「（(])\s*)?(?P<name>{names})\.?\s*(?P<several>[/・,、&＆]\s*(?:{names})\b)?[\]】>》〕」）)]?)"
        r"(?P<apart>\s*(?:[:=：→⇒…‥.．]+|\t)\s*|[ 　]+|(?=[\d(+〒]|[\w.+-]+@)|(?<=[\]】>》〕」）)])|$)",
        re.IGNORECASE,
    )
