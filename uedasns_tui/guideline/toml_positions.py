"""The line of a key in a TOML file, which tomllib does not report and an error message needs.

Used by `toml_reader`, only once something is wrong. The text was read by tomllib before, so this scanner need not
judge it; for text that is no TOML it still answers with some line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

Key = tuple[str | int, ...]

DEEPEST = 50
"""Tables and lists within each other; no file of ours comes near it."""
_TOKEN = (
    r'(?P<long>"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\')|(?P<text>"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<comment>\#[^\n]*)|(?P<word>[\w\-+:]+)|(?P<sign>[\[\]{}=,.\n])"
)


def line_of(text: str, key: Key) -> int:
    """The 1-based line of a key path; that of the nearest table or array around it where the key is absent."""
    lines = _lines(text)
    while key and key not in lines:
        key = key[:-1]
    return lines.get(key, 1)


def too_deep(text: str) -> int:
    """The line on which keys of many parts, or brackets, go deeper than DEEPEST; 0 where none do."""
    brackets = dots = 0
    for token, line in _tokens(text):
        brackets += (token in "[{") - (token in "]}")
        dots = dots + 1 if token == "." else 0 if token in "[]{}=,\n" else dots
        if dots >= DEEPEST or brackets > DEEPEST:
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
        self.index = 0
        self.table: Key = ()
        while self.index < len(self.tokens):
            self.statement()

    @property
    def next(self) -> str:
        return self.tokens[self.index][0] if self.index < len(self.tokens) else ""

    def statement(self) -> None:
        token, line = self.tokens[self.index]
        if token == "[":
            self.index += 1
            array = self.next == "["
            self.table = self.resolve(self.names("]"), array)
            self.lines.setdefault(self.table, line)
            if self.table and isinstance(self.table[-1], int):
                self.lines.setdefault(self.table[:-1], line)
            self.index += array and self.next == "]"
        elif token in "]{}=,.\n":
            self.index += 1
        else:
            names = self.names("=")
            for depth in range(1, len(names) + 1):
                self.lines.setdefault((*self.table, *names[:depth]), line)
            self.value((*self.table, *names))

    def names(self, end: str) -> tuple[str, ...]:
        """The parts of a dotted key, up to and past a sign."""
        names = []
        while self.next and self.next not in (end, "\n"):
            if self.next not in "[].":
                names.append(self.next[1:-1] if self.next[0] in "\"'" else self.next)
            self.index += 1
        self.index += 1
        return tuple(names)

    def resolve(self, names: tuple[str, ...], array: bool) -> Key:
        """A header's path, with the number of the last element of each array of tables on the way."""
        path: Key = ()
        for depth, name in enumerate(names, 1):
            path = (*path, name)
            if array and depth == len(names):
                self.arrays[path] = self.arrays.get(path, -1) + 1
            if path in self.arrays:
                path = (*path, self.arrays[path])
        return path

    def value(self, key: Key) -> None:
        """Past one value; its elements and inner keys are noted on the way."""
        around: list[tuple[str, Key, int]] = []
        while self.index < len(self.tokens):
            token, line = self.tokens[self.index]
            if token == "\n" and not around:
                return
            self.index += 1
            if token in ("[", "{"):
                around.append((token, key, 0))
            elif token in ("]", "}") and around:
                key = around.pop()[1]
                continue
            elif token == "," and around:
                bracket, outer, count = around[-1]
                around[-1] = (bracket, outer, count + 1)
            else:
                continue
            key = self.element(*around[-1], line)

    def element(self, bracket: str, outer: Key, count: int, line: int) -> Key:
        """What begins after a bracket or comma: an element of an array, or a key of an inline table."""
        while self.next == "\n":
            self.index += 1
        if self.next in ("]", "}", ""):
            return outer
        line = self.tokens[self.index][1]
        key: Key = (*outer, count) if bracket == "[" else (*outer, *self.names("="))
        self.lines.setdefault(key, line)
        return key


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    line, last = 1, 0
    for token in re.finditer(_TOKEN, text, re.DOTALL):
        line += text.count("\n", last, token.start())
        last = token.start()
        if token.lastgroup != "comment":
            yield token[0], line
