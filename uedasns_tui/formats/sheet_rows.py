"""Reads a filled sheet as rows of labels and values, wherever the values stand: beside, under or behind the label.

Used by the readers of Word and of Excel and CSV that hold the sheet itself. What no label claims is reported whole,
and so is what stands in a column for notes or examples; a second form in the same file is a sheet of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from uedasns_tui.formats.column_heads import is_aside, is_label, is_value
from uedasns_tui.formats.headings import Headings
from uedasns_tui.formats.imported import ImportedSheet
from uedasns_tui.formats.labels import Labels
from uedasns_tui.frozen import dataclass

_RARE: Final = 3
"""A column that is filled in a third of the rows at most holds no values."""
_SPREAD: Final = re.compile(r"(?:[^\s　：:][　 ]+){2,}[^\s　：:]+\s*[：:]")
"""A label whose letters stand apart."""


@dataclass(frozen=True)
class Row:
    """A row's cells with the column in which each begins; `below`: its first cell is merged with the one above."""

    texts: tuple[str, ...]
    columns: tuple[int, ...] = ()
    below: bool = False


class SheetRows:
    """The values as they are met; `odd` is what no label claimed, `notes` how labels were taken.

    `forms`: the sheets that stand before the last one, whose values are in `texts`.
    """

    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self._last: str | None = None
        self._first: str | None = None
        self._waiting = False
        self._heads: dict[int, str] = {}
        self._values_under: set[int] = set()
        self._value: set[int] = set()
        self._width = 0
        self._across: list[str] = []
        self.texts: dict[str, str] = {}
        self.forms: list[dict[str, str]] = []
        self.odd: list[str] = []
        self.notes: dict[str, None] = {}
        self.seen: list[str] = []

    def table(self, rows: Sequence[Row]) -> None:
        """All rows of a table."""
        self.begin_table(rows)
        for row in rows:
            self.row(row)

    def begin_table(self, rows: Sequence[Row]) -> None:
        """Look at which columns may hold the values: where more than one is filled, those that are not rarely."""
        self._heads, self._across = {}, []
        filled: Counter[int] = Counter()
        for row in rows:
            texts = [text for text in row.texts if text]
            if len(texts) > 1 and self._labels.counts(texts[0]):
                texts = texts[1:]
            if len(texts) < 2 or self._labels.named(texts[0]) is None or self._side_by_side(texts[1:]):
                continue
            at = row.texts.index(texts[0]) + 1
            own = [column for column, text in zip(_columns(row)[at:], row.texts[at:], strict=True) if text]
            filled.update(own)
        self._width = max((len(row.texts) for row in rows), default=0)
        most = max(filled.values(), default=0)
        self._value = {column for column, count in filled.items() if count * _RARE > most}

    def _side_by_side(self, texts: list[str]) -> bool:
        """Whether labels stand among the cells beside a label; one of a part only before its value."""
        return any(map(self._labels.exact, texts)) or any(map(self._is_label, texts[:-1]))

    def _is_label(self, text: str) -> bool:
        group = self._labels.parts.values()
        return self._labels.exact(text) is not None or any(
            self._labels.part(text, name) for name in set(group)
        )

    def row(self, row: Row) -> None:
        """One row."""
        texts = list(row.texts)
        if not any(texts):
            self._waiting = False if len(texts) > 1 else self._waiting
            return
        self.seen.append("／".join(text for text in texts if text))
        if self._under_heads(texts):
            return
        first = next(index for index, text in enumerate(texts) if text)
        numbered = self._labels.counts(texts[first]) and self._label_of(texts[first + 1 : first + 2])
        if numbered:
            first += 1
        texts = self._without_asides(row, texts, first)
        column = bool(first) and not numbered
        part = self._labels.part(texts[first], self._group()) if len(texts) > first + 1 else None
        if part is not None:
            self._start(part, "\t".join(text for text in texts[first + 1 :] if text))
            return
        name = self._labels.exact(texts[first]) if column else self._labels.named(texts[first])
        if name is not None:
            self._labelled(name, texts[first + 1 :])
        elif self._behind(texts[first], [text for text in texts[first + 1 :] if text], column):
            return
        elif not column and (near := self._labels.near(texts[first])) is not None:
            self.notes[f"「{texts[first]}」を「{self._labels.texts[near]}」として読みました。"] = None
            self._labelled(near, texts[first + 1 :])
        elif self._last is not None and (self._waiting or row.below or first > 0):
            self._below([text for text in texts if text])
        else:
            self.odd.append("／".join(text for text in texts if text))

    def _below(self, texts: list[str]) -> None:
        """Cells under a label: in a group a label and its value belong together, which a tab keeps on one line."""
        group = self._group() in self._labels.parts.values()
        assert self._last is not None
        if len(texts) > 1 and (not group or self._last in self._labels.parts):
            self.odd.append(f"{self._labels.texts[self._last]}の下: {'／'.join(texts)}")
        else:
            self._add(self._last, "\t".join(texts))
        self._waiting = False

    # ---- columns
    def _under_heads(self, texts: list[str]) -> bool:
        """Whether a row is one of heads: of columns (項目, 内容, 備考), or labels over the values of the next rows."""
        whole = len(texts) > 2 and all(texts)
        if whole and len({self._labels.exact(text) for text in texts} - {None}) == len(texts):
            self._across = [name for text in texts if (name := self._labels.exact(text))]
            return True
        if self._across and len(texts) == len(self._across) and not any(map(self._is_label, texts)):
            for name, text in zip(self._across, texts, strict=True):
                self._start(name, text)
            return True
        self._across = []
        asides = list(map(is_aside, texts))
        known = [aside or is_value(text) or is_label(text) for text, aside in zip(texts, asides, strict=True)]
        if len(texts) < 2 or not all(known) or sum(map(bool, texts)) < 2:
            return False
        self._heads = {index: texts[index] for index, aside in enumerate(asides) if aside}
        self._values_under = {index for index, text in enumerate(texts) if text and is_value(text)}
        self._value -= set(self._heads)
        self.notes[f"列の見出し: {'／'.join(text for text in texts if text)}"] = None
        return True

    def _without_asides(self, row: Row, texts: list[str], first: int) -> list[str]:
        """A row's cells without those that are no value, which are named."""
        columns = _columns(row)
        heads = {} if columns[first] in self._values_under else self._heads
        name = texts[first].partition("\n")[0]
        for index in range(first + 1, len(texts)):
            column, text = columns[index], texts[index]
            if text and column in heads:
                self.odd.append(f"{name}（{heads[column]}）: {text}")
                texts[index] = ""
        others = [index for index in range(first + 1, len(texts)) if texts[index]]
        whole = len(others) > 1 or (bool(others) and len(texts) == self._width)
        if (
            heads is not self._heads
            or not self._value
            or not whole
            or self._labels.named(texts[first]) is None
        ):
            return texts
        if self._side_by_side([texts[index] for index in others]):
            return texts
        sure = len(self._value) == 1
        if sure and self._labels.named(texts[first]) in self._labels.parts.values():
            return texts
        if not sure:
            self.notes[f"「{name}」は、どの列が値か決められないため、空けておきます。"] = None
        for index in others:
            if not sure or columns[index] not in self._value:
                self.odd.append(f"{name}（{index + 1}列目）: {texts[index]}")
                texts[index] = ""
        return texts

    def _label_of(self, cells: list[str]) -> bool:
        return any(
            self._labels.named(text) or self._labels.begins(text, loose=True)[0] or self._labels.near(text)
            for text in cells
        )

    def _group(self) -> str | None:
        return self._labels.parts.get(self._last, self._last) if self._last else None

    def _joined(self, texts: list[str]) -> str:
        """Cells beside each other: in a group a label and its value, which a tab keeps on one line."""
        return ("\t" if self._group() in self._labels.parts.values() else "\n").join(texts)

    # ---- labels and values
    def _labelled(self, name: str, texts: list[str]) -> None:
        """A label and the cells beside it: side by side, further labels begin values of their own."""
        if not texts:
            self._start(name, "", waiting=True)
            return
        filled = [text for text in texts if text]
        part = self._labels.part(filled[0], name) if len(filled) > 1 else None
        if part is not None:
            self._start(name, "")
            self._start(part, "\t".join(filled[1:]))
            return
        value: list[str] = []
        for text in texts:
            following = self._labels.exact(text) if len(texts) > 1 and text else None
            if following == name:
                texts = texts[texts.index(text) :]
                self._second(name, "／".join(text for text in texts if text))
                break
            if following is not None:
                self._last = name
                self._start(name, self._joined(value))
                name, value = following, []
            elif text:
                value.append(text)
        self._last = name
        self._start(name, self._joined(value))

    def _behind(self, text: str, others: list[str], column: bool) -> bool:
        """Cells that hold a label and its value; beside other cells the words behind a label are guidance."""
        name, rest = self._labels.begins(text, loose=not column)
        glued = name is not None and text.strip().startswith(self._labels.texts[name] + rest[:1])
        if name is None or (others and glued and rest[:1].isalpha()):
            return False
        if others and all(self._labels.begins(other)[0] for other in others):
            for cell in (text, *others):
                begun, value = self._labels.begins(cell, loose=True)
                if begun is not None:
                    self._start(begun, value)
            return True
        if others and rest:
            if self._labels.begins(rest)[0] is not None:
                self.odd.append("／".join((text, *others)))
                return True
            self.odd.append(f"{self._labels.texts[name]}: {rest}")
        self._last = name
        self._start(name, self._joined(others) or rest.strip("\n"), waiting=not others and not rest)
        return True

    def _start(self, name: str, text: str, waiting: bool = False) -> None:
        if self._first is None:
            self._first = name
        elif name == self._first and name in self.texts:
            self.forms.append(self.texts)
            self.texts = {}
        self._last, self._waiting = name, waiting
        if not self.texts.get(name):
            self.texts[name] = text
        elif text and text != self.texts[name]:
            self._second(name, text)

    def _second(self, name: str, text: str) -> None:
        self.odd.append(f"{self._labels.texts[name]}（二つ目）: {text}")

    def _add(self, name: str, text: str) -> None:
        self.texts[name] = f"{self.texts[name]}\n{text}" if self.texts[name] else text

    def lines(self, lines: list[str]) -> None:
        """A sheet typed without a table: a line that begins with a label, and the lines under it."""
        loose = not any(self._labels.begins(line)[0] for line in lines if line.strip())
        current: str | None = None
        headings = Headings()
        for line in lines:
            spread = _SPREAD.match(line.strip()) is not None
            name, rest = self._labels.begins(line, loose=loose or spread) if line.strip() else (None, line)
            if line.strip():
                self.seen.append(line.strip())
            if name is not None:
                current = name
                headings.known(line)
                self._start(name, rest)
            elif current is not None and self._foreign(headings, line, current):
                current = None
                self.odd.append(line.strip())
            elif current is not None:
                self._add(current, line)
            elif line.strip():
                headings.passed(line)
                self.odd.append(line.strip())
        self.texts = {name: text.strip("\n") for name, text in self.texts.items()}
        if self.texts:
            self.notes["表がないので、見出しで始まる行から読みました。"] = None

    def _foreign(self, headings: Headings, line: str, current: str) -> bool:
        """Whether a line is the heading of an item that the form lacks; labels of parts stand in their group."""
        parts = self._labels.parts
        group = parts.get(current, current)
        if group in parts.values() and any(
            self._labels.part(head, group) for head in re.split(r"[：:\s　]+", line.strip())[:1]
        ):
            return False
        return headings.foreign(line, self.texts.get(current, ""))

    # ---- the whole
    def sheets(self, notes: tuple[str, ...], carried: Mapping[str, str] | None = None) -> list[ImportedSheet]:
        """The sheets, in the order of the file; what was not understood stands with the first."""
        forms = list(self._forms())
        for texts in forms:
            for name, label in self._labels.texts.items():
                if texts and name not in texts and name not in self._labels.parts:
                    self.notes[f"「{label}」の欄が見つかりませんでした。"] = None
        if len(forms) > 1:
            self.notes[f"このファイルには様式が {len(forms)} つあります。"] = None
        first = ImportedSheet(
            self._ordered(forms[0]), tuple(self.odd), (*self.notes, *notes), carried or {}, tuple(self.seen)
        )
        return [first, *(ImportedSheet(self._ordered(texts), carried=carried or {}) for texts in forms[1:])]

    def _ordered(self, texts: Mapping[str, str]) -> dict[str, str]:
        return {name: texts[name] for name in self._labels.texts if name in texts}

    def _forms(self) -> Iterator[dict[str, str]]:
        """A form of a single label belongs to the one before; labels inside a value begin values of their own."""
        forms: list[dict[str, str]] = []
        for texts in (*self.forms, self.texts):
            if forms and len(texts) == 1:
                for name, text in texts.items():
                    if text and text != forms[-1].get(name):
                        self._second(name, text)
            else:
                forms.append(texts)
        for texts in forms:
            for name in [name for name in texts if name not in self._labels.parts]:
                self._opened(texts, name)
            yield texts

    def _opened(self, texts: dict[str, str], name: str) -> None:
        """A value in which labels of fields stand that have no row of their own: theirs from there on."""
        text = texts[name]
        marks: list[tuple[str, int, int]] = []
        for inner, start, end in self._labels.inside(text):
            if inner not in texts and inner not in [mark[0] for mark in marks]:
                marks.append((inner, start, end))
        for number, (inner, _, end) in enumerate(marks):
            last = number + 1 == len(marks)
            texts[inner] = text[end : None if last else marks[number + 1][1]].strip("\n")
        if marks:
            texts[name] = text[: marks[0][1]].strip("\n")


def _columns(row: Row) -> tuple[int, ...]:
    return row.columns or tuple(range(len(row.texts)))
