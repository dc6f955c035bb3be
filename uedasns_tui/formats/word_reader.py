"""Filled sheets in Word read back: the rows found by their labels, wherever they stand.

Used for taking in drafts. Forms come merged, reordered, side by side, in content controls, in tables inside tables,
or typed without any table; what no label claims is reported, never dropped and never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final
from xml.etree.ElementTree import Element

from uedasns_tui.formats import word_text
from uedasns_tui.formats.imported import ImportedSheet, ImportRefused
from uedasns_tui.formats.word_package import local, open_parts
from uedasns_tui.japanese.fold import fold

_APART: Final = re.compile(r"[：:\t　 ]+")
_SHOWN: Final = 60
_LEAST: Final = 3
"""Characters that a label which is not quite the same must share with the one it is taken for."""

__all__ = ["ImportRefused", "ImportedSheet", "read_word"]


def read_word(data: bytes, labels: Mapping[str, str]) -> ImportedSheet:
    """The values of a filled sheet. `labels`: id → label as the form prints it. Raises Refused."""
    parts = open_parts(data)
    reader = word_text.WordTextReader(parts.numbering)
    sheet = _Sheet(_Labels(labels), reader)
    outside: list[str] = []
    for block in word_text.blocks(parts.body):
        if local(block) == "tbl":
            sheet.table(block)
        else:
            holder = Element("holder")
            holder.append(block)
            outside += reader.text(holder).split("\n")
    if not sheet.texts and any(line.strip() for line in outside):
        sheet.typed(outside)
    elif any(line.strip() for line in outside):
        text_outside = "／".join(line.strip() for line in outside if line.strip())
        sheet.notes[f"表の外の文は取り込みません: {_short(text_outside)}"] = None
    for name, label in labels.items():
        if sheet.texts and name not in sheet.texts:
            sheet.notes[f"「{label}」の欄が見つかりませんでした。"] = None
    if any(name.endswith("/comments.xml") for name in parts.names):
        sheet.notes["コメントは読みませんでした。"] = None
    values = {name: sheet.texts[name] for name in labels if name in sheet.texts}
    return ImportedSheet(values, tuple(sheet.odd), (*sheet.notes, *reader.notes))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


class _Labels:
    """Whose label a text is: by its folded words, its number telling apart those that share them."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self.texts = labels
        self._whole = {self._key(label): name for name, label in labels.items()}
        words = [self._words(label) for label in labels.values()]
        self._bare = {
            word: name for name, word in zip(labels, words, strict=True) if word and words.count(word) == 1
        }
        self._numbers = {name: (self._number(label), self._words(label)) for name, label in labels.items()}

    @staticmethod
    def _key(text: str) -> str:
        return re.sub(r"[\W_]", "", fold(text))

    @classmethod
    def _words(cls, text: str) -> str:
        return cls._key(text).lstrip("0123456789")

    @classmethod
    def _number(cls, text: str) -> str:
        key = cls._key(text)
        return key[: len(key) - len(cls._words(text))]

    def exact(self, text: str) -> str | None:
        """The id of the label that `text` is, number and words."""
        key = self._key(text)
        return self._whole.get(key) if key else None

    def named(self, text: str) -> str | None:
        """The id of the label whose words these are, with another number or none at all too."""
        return self.exact(text) or self._bare.get(self._words(text))

    def counts(self, text: str) -> bool:
        """Whether a text is a number alone, as in a column that counts the rows."""
        return not self._words(text)

    def near(self, text: str) -> str | None:
        """The id of the one label with this number whose words hold these, or the other way round."""
        number, words = self._number(text), self._words(text)
        if not number or len(words) < _LEAST:
            return None
        fits = [
            name
            for name, (its, own) in self._numbers.items()
            if its == number and len(own) >= _LEAST and (words in own or own in words)
        ]
        return fits[0] if len(fits) == 1 else None


class _Sheet:
    """The values as they are found; `odd` is what no label claimed."""

    def __init__(self, labels: _Labels, reader: word_text.WordTextReader) -> None:
        self._labels = labels
        self._reader = reader
        self._last: str | None = None
        self._waiting = False
        self.texts: dict[str, str] = {}
        self.odd: list[str] = []
        self.notes: dict[str, None] = {}

    def table(self, table: Element) -> None:
        """All rows of a table, those of tables inside it in their place."""
        for row in word_text.rows(table):
            inner: list[Element] = []

            def form(inner_table: Element, inner: list[Element] = inner) -> bool:
                if self._holds(inner_table):
                    inner.append(inner_table)
                    return True
                return False

            cells = list(word_text.cells(row))
            texts = [self._reader.text(cell, form).strip("\n") for cell in cells]
            texts = [text if text.strip() else "" for text in texts]
            self._row(texts, bool(cells) and word_text.goes_on(cells[0]))
            for inner_table in inner:
                self.table(inner_table)

    def _holds(self, table: Element) -> bool:
        return any(
            self._labels.exact(self._reader.text(cell)) is not None
            for found in table.iter()
            if local(found) == "tr"
            for cell in word_text.cells(found)
        )

    def _row(self, texts: list[str], below: bool) -> None:
        if not any(texts):
            self._waiting = False if len(texts) > 1 else self._waiting
            return
        first = next(at for at, text in enumerate(texts) if text)
        if self._labels.counts(texts[first]) and any(map(self._labels.named, texts[first + 1 : first + 2])):
            first += 1
        name = None if first and not self._is_label(texts[first]) else self._label(texts[first])
        if name is not None:
            self._labelled(name, texts[first + 1 :])
        elif self._alone(texts):
            return
        elif self._last is not None and (self._waiting or below or first > 0):
            self._add(self._last, "\n".join(text for text in texts if text))
            self._waiting = False
        else:
            self.odd.append(_short("／".join(text for text in texts if text)))

    def _is_label(self, text: str) -> bool:
        return self._labels.exact(text) is not None

    def _label(self, text: str) -> str | None:
        """The label that a row's first cell is; guidance under it is reported, a near one noted."""
        name = self._labels.named(text)
        if name is not None:
            return name
        head, _, guidance = text.partition("\n")
        name = self._labels.exact(head)
        if name is not None and guidance:
            return None
        name = self._labels.near(text)
        if name is not None:
            self.notes[f"「{_short(text)}」を「{self._labels.texts[name]}」として読みました。"] = None
        return name

    def _labelled(self, name: str, texts: list[str]) -> None:
        """A label and the cells beside it: side by side, further labels begin values of their own."""
        if not texts:
            self._start(name, "", waiting=True)
            return
        value: list[str] = []
        for text in texts:
            following = self._labels.exact(text) if len(texts) > 1 and text else None
            if following is not None and following != name:
                self._start(name, "\n".join(value))
                name, value = following, []
            elif text:
                value.append(text)
        self._start(name, "\n".join(value))

    def _alone(self, texts: list[str]) -> bool:
        """A cell that holds label and value one under the other, or a label with guidance under it."""
        head, _, rest = texts[0].partition("\n")
        name = self._labels.exact(head)
        if name is None:
            return False
        others = [text for text in texts[1:] if text]
        if others and rest:
            self.odd.append(_short(rest))
        self._start(name, "\n".join(others) or rest.strip("\n"))
        return True

    def _start(self, name: str, text: str, waiting: bool = False) -> None:
        self._last, self._waiting = name, waiting
        if not self.texts.get(name):
            self.texts[name] = text
        elif text and text != self.texts[name]:
            self.odd.append(f"{self._labels.texts[name]}（二つ目）: {_short(text)}")

    def _add(self, name: str, text: str) -> None:
        self.texts[name] = f"{self.texts[name]}\n{text}" if self.texts[name] else text

    def typed(self, lines: list[str]) -> None:
        """A sheet typed without a table: a line that begins with a label, and the lines under it."""
        now: str | None = None
        for line in lines:
            name, rest = self._begins(line)
            if name is not None:
                now = name
                self._start(name, rest)
            elif now is not None:
                self._add(now, line)
            elif line.strip():
                self.odd.append(_short(line))
        self.texts = {name: text.strip("\n") for name, text in self.texts.items()}
        if self.texts:
            self.notes["表がないので、見出しで始まる行から読みました。"] = None

    def _begins(self, line: str) -> tuple[str | None, str]:
        for end, start in self._splits(line.strip()):
            name = self._labels.exact(line.strip()[:end])
            if name is not None:
                return name, line.strip()[start:]
        return None, line

    @staticmethod
    def _splits(line: str) -> Iterator[tuple[int, int]]:
        yield len(line), len(line)
        for match in _APART.finditer(line):
            yield match.start(), match.end()
