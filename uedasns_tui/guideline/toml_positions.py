"""On which line of a TOML file a key stands: what `tomllib` does not tell, and a person who mends a file needs.

Used by `tables.py`, only once something is wrong. The text has been read by `tomllib` before, so that this scanner
need not judge it; for text that is no TOML it still answers with some line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

Key = tuple[str | int, ...]

_TOKEN = (
    r'(?P<long>"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\')|(?P<text>"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<note>\#[^\n]*)|(?P<word>[\w\-+:]+)|(?P<mark>[\[\]{}=,.\n])"
)
_KEY = r"""\s*(?:"((?:\\.|[^"\\])*)"|'([^']*)'|([\w\-]+))\s*"""


DEEPEST = 50
"""Tables and lists within each other; nothing of ours comes near it."""


def line_of(text: str, key: Key) -> int:
    """The 1-based line of a key path; that of the nearest table or array around it where the key is not there."""
    lines = _lines(text)
    while key and key not in lines:
        key = key[:-1]
    return lines.get(key, 1)


def too_deep(text: str) -> int:
    """The line on which keys of many parts, or brackets, go deeper than DEEPEST; 0 where none do."""
    around = parts = 0
    for token, line in _tokens(text):
        around += (token in "[{") - (token in "]}")
        if token == ".":
            parts += 1
        elif token in "[]{}=,\n":
            parts = 0
        if parts >= DEEPEST or around > DEEPEST:
            return line
    return 0


@lru_cache(4)
def _lines(text: str) -> dict[Key, int]:
    return _Scanner(text).lines


class _Scanner:
    """Walks through the tokens of a file and notes where each key and each element of an array begins."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Key, int] = {}
        self.arrays: dict[Key, int] = {}
        self.tokens = list(_tokens(text))
        self.at = 0
        self.table: Key = ()
        while self.at < len(self.tokens):
            self.statement()

    @property
    def next(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def statement(self) -> None:
        token, line = self.tokens[self.at]
        self.at += 1
        if token == "[":
            several = self.next == "["
            names = self.until("]")
            self.table = self.resolve(names, several)
            self.lines.setdefault(self.table, line)
            if self.table and isinstance(self.table[-1], int):
                self.lines.setdefault(self.table[:-1], line)
            if several and self.next == "]":
                self.at += 1
        elif token not in "]{}=,.\n":
            self.at -= 1
            self.pair(self.table)

    def until(self, mark: str) -> tuple[str, ...]:
        names = []
        while self.next and self.next not in (mark, "\n"):
            if self.next not in "[].":
                names.append(_plain(self.next))
            self.at += 1
        self.at += 1
        return tuple(names)

    def resolve(self, names: tuple[str, ...], several: bool) -> Key:
        """A header's path, with the number of the last element of each array of tables on the way."""
        full: Key = ()
        for depth, name in enumerate(names, 1):
            full = (*full, name)
            if several and depth == len(names):
                self.arrays[full] = self.arrays.get(full, -1) + 1
            if full in self.arrays:
                full = (*full, self.arrays[full])
        return full

    def pair(self, within: Key) -> None:
        line = self.tokens[self.at][1]
        names = self.until("=")
        for depth in range(1, len(names) + 1):
            self.lines.setdefault((*within, *names[:depth]), line)
        self.value((*within, *names))

    def value(self, key: Key) -> None:
        """Past one value; its elements and inner keys are noted on the way."""
        around: list[tuple[str, Key, int]] = []
        while self.at < len(self.tokens):
            token, line = self.tokens[self.at]
            if token in ("[", "{"):
                around.append((token, key, 0))
                self.at += 1
                key = self.element(around, line)
            elif token in ("]", "}") and around:
                key = around.pop()[1]
                self.at += 1
            elif token == "," and around:
                mark, outer, count = around[-1]
                around[-1] = (mark, outer, count + 1)
                self.at += 1
                key = self.element(around, line)
            elif token == "\n" and not around:
                return
            else:
                self.at += 1

    def element(self, around: list[tuple[str, Key, int]], line: int) -> Key:
        """What begins after a bracket or comma: an element of an array, or a key of an inline table."""
        while self.next == "\n":
            self.at += 1
        mark, outer, count = around[-1]
        line = self.tokens[self.at][1] if self.at < len(self.tokens) else line
        if self.next in ("]", "}", ""):
            return outer
        key: Key = (*outer, count) if mark == "[" else (*outer, *self.until("="))
        self.lines.setdefault(key, line)
        return key


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    line, at = 1, 0
    for found in re.finditer(_TOKEN, text, re.DOTALL):
        line += text.count("\n", at, found.start())
        at = found.start()
        if found.lastgroup != "note":
            yield found[0], line


def _plain(name: str) -> str:
    found = re.fullmatch(_KEY, name)
    return next((part for part in found.groups() if part is not None), name) if found else name
