"""Reads a filled sheet as rows of labels and values, wherever the values stand: beside, under or behind the label.

Used by the readers of Word and of Excel and CSV that hold the sheet itself. What no label claims is reported whole.
"""

from __future__ import annotations

from uedasns_tui.formats.labels import Labels


class SheetRows:
    """The values as they are met; `odd` is what no label claimed, `notes` how labels were taken."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self._last: str | None = None
        self._waiting = False
        self.texts: dict[str, str] = {}
        self.odd: list[str] = []
        self.notes: dict[str, None] = {}
        self.seen: list[str] = []

    def row(self, texts: list[str], below: bool = False) -> None:
        """One row; `below`: its first cell is merged with the one above."""
        if not any(texts):
            self._waiting = False if len(texts) > 1 else self._waiting
            return
        self.seen.append("／".join(text for text in texts if text))
        first = next(index for index, text in enumerate(texts) if text)
        numbered = self._labels.counts(texts[first]) and self._label_of(texts[first + 1 : first + 2])
        if numbered:
            first += 1
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
        elif self._last is not None and (self._waiting or below or first > 0):
            self._add(self._last, self._joined([text for text in texts if text]))
            self._waiting = False
        else:
            self.odd.append("／".join(text for text in texts if text))

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
            if following is not None and following != name:
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
        if name is None:
            return False
        if others and all(self._labels.begins(other)[0] for other in others):
            for cell in (text, *others):
                begun, value = self._labels.begins(cell, loose=True)
                if begun is not None:
                    self._start(begun, value)
            return True
        if others and rest:
            self.odd.append(f"{self._labels.texts[name]}: {rest}")
        self._last = name
        self._start(name, self._joined(others) or rest.strip("\n"), waiting=not others and not rest)
        return True

    def _start(self, name: str, text: str, waiting: bool = False) -> None:
        self._last, self._waiting = name, waiting
        if not self.texts.get(name):
            self.texts[name] = text
        elif text and text != self.texts[name]:
            self.odd.append(f"{self._labels.texts[name]}（二つ目）: {text}")

    def _add(self, name: str, text: str) -> None:
        self.texts[name] = f"{self.texts[name]}\n{text}" if self.texts[name] else text

    def lines(self, lines: list[str]) -> None:
        """A sheet typed without a table: a line that begins with a label, and the lines under it."""
        loose = not any(self._labels.begins(line)[0] for line in lines if line.strip())
        current: str | None = None
        for line in lines:
            name, rest = self._labels.begins(line, loose=loose) if line.strip() else (None, line)
            if line.strip():
                self.seen.append(line.strip())
            if name is not None:
                current = name
                self._start(name, rest)
            elif current is not None:
                self._add(current, line)
            elif line.strip():
                self.odd.append(line.strip())
        self.texts = {name: text.strip("\n") for name, text in self.texts.items()}
        if self.texts:
            self.notes["表がないので、見出しで始まる行から読みました。"] = None
