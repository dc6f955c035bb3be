"""Reads the regular expressions that `[asks]` held before it took wordings. Used by `asking_words`.

Only what such files held is read: letters, groups, alternatives, `?`, sets of letters, what may stand between, and what must
not stand before or anywhere. No expression is run.
"""

from __future__ import annotations

import re
from itertools import product
from typing import Final

MOST: Final = 500
"""Wordings that an expression may stand for."""
LONGEST: Final = 2_000
DEEPEST: Final = 10
_UNLESS: Final = re.compile("([\0\1])(.*?)\\1")
"""In a wording that is being read: what must not stand before this place (0), or in the sentence (1)."""
_GAP: Final = re.compile(r"(?:\.|\[\^[^\]\\]+\])(?:[*+?]|\{\d*,?\d*\})?\??")
_SET: Final = re.compile(r"\[([^\^\]\\-][^\]\\-]*)\]")
_END: Final = re.compile(r"。?\??\$")
_GROUP: Final = re.compile(r"\((\?:|\?P<\w+>|\?<=|\?<!|\?!|(?!\?))")
_LETTER: Final = re.compile(r"([。-〇ぁ-ヿ㐀-鿿々a-zA-Z0-9０-ｚ、（）「」])|\\([^\w{}\[\]|])")


class UnreadableExpression(ValueError):
    """An expression that cannot be written in wordings."""


def wordings(expression: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The wordings that an expression stands for, and those that it spares."""
    if len(expression) > LONGEST:
        raise UnreadableExpression
    reader = _Reader(expression)
    forms = reader.alternatives(0)
    if reader.at < len(expression):
        raise UnreadableExpression
    spared = dict.fromkeys(longer for form in forms for longer in _spared(form))
    return tuple(dict.fromkeys(_bare(form) for form in forms)), tuple(spared)


def _bare(form: str) -> str:
    return _UNLESS.sub("", form).strip("…")


def _spared(form: str) -> list[str]:
    return [
        (hit[2] + _bare(form[hit.end() :]) if hit[1] == "\0" else hit[2]).strip("…")
        for hit in _UNLESS.finditer(form)
    ]


class _Reader:
    """Reads an expression from its beginning."""

    def __init__(self, expression: str) -> None:
        self.expression = expression
        self.at = 0

    def next(self, sign: re.Pattern[str]) -> re.Match[str] | None:
        """What stands here, if it is that, and goes on behind it."""
        hit = sign.match(self.expression, self.at)
        self.at = hit.end() if hit else self.at
        return hit

    def alternatives(self, depth: int) -> list[str]:
        """All that a group stands for, up to its closing bracket."""
        if depth > DEEPEST:
            raise UnreadableExpression
        forms = self.sequence(depth)
        while self.expression.startswith("|", self.at):
            self.at += 1
            forms += self.sequence(depth)
        return forms

    def sequence(self, depth: int) -> list[str]:
        """All that stands between two `|` stands for."""
        forms = [""]
        while self.at < len(self.expression) and self.expression[self.at] not in "|)":
            parts = self.part(depth)
            if self.expression.startswith("?", self.at):
                self.at += 1
                parts = [*parts, ""]
            if len(forms) * len(parts) > MOST:
                raise UnreadableExpression
            forms = [before + part for before, part in product(forms, parts)]
        return forms

    def part(self, depth: int) -> list[str]:
        """What a letter, a set or a group stands for."""
        if self.expression[self.at] == "^":
            self.at += 1
            return [""]
        if self.next(_END):
            return ["。"]
        if self.next(_GAP):
            return ["…"]
        if hit := self.next(_SET) or self.next(_LETTER):
            return list(hit[1] or hit[2])
        if hit := self.next(_GROUP):
            forms = self.alternatives(depth + 1)
            if not self.expression.startswith(")", self.at):
                raise UnreadableExpression
            self.at += 1
            mark = {"?<!": "\0", "?!": "\1"}.get(hit[1])
            return ["".join(f"{mark}{form}{mark}" for form in forms)] if mark else forms
        raise UnreadableExpression
