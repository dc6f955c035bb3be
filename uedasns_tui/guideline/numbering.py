"""Numbering of Japanese public documents: labels, their order, and how a citation writes them.

Used by `tree.py` (labels at the head of a paragraph) and `citations.py` (labels in what staff type). A kind is
named by its first member, as guideline.toml writes it: 第1章 第1節 第1条 第1 1 (1) ア (ア) ① a (a) ・.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from uedasns_tui.japanese.fold import narrow

ORDER = ("第1章", "第1節", "第1条", "第1", "1", "(1)", "ア", "(ア)", "①", "a", "(a)", "・")
"""The levels, the highest first, where guideline.toml does not say otherwise."""

KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
CIRCLED = {chr(0x2460 + at): at + 1 for at in range(20)} | {chr(0x3251 + at): at + 21 for at in range(15)}
KANSUJI = "〇一二三四五六七八九十"


@dataclass(frozen=True, order=True)
class Label:
    """A label: its kind, and its number (two parts for 第2条の2)."""

    kind: str
    number: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """As a citation writes it: 5, (8), オ, 第2条の2."""
        first = self.number[0] if self.number else 1
        branch = "".join(f"の{part}" for part in self.number[1:])
        match self.kind:
            case "・":
                return f"・{first}"
            case "①":
                return next((mark for mark, number in CIRCLED.items() if number == first), f"({first})")
            case "ア" | "(ア)":
                return self.kind.replace("ア", KANA[first - 1])
            case "a" | "(a)":
                return self.kind.replace("a", chr(96 + first))
        return self.kind.replace("1", str(first)) + branch


NUMBER = r"(?P<n>[0-9]+|[一二三四五六七八九十百]+)(?:の(?P<b>[0-9]+|[一二三四五六七八九十]+))?"
_SHAPES = (
    ("第1章", rf"第{NUMBER}章"),
    ("第1節", rf"第{NUMBER}節"),
    ("第1条", r"第(?P<n>[0-9]+|[一二三四五六七八九十百]+)条(?:の(?P<b>[0-9]+|[一二三四五六七八九十]+))?"),
    ("第1", r"第(?P<n>[0-9]+)(?=[ \t])"),
    ("(1)", r"\((?P<n>[0-9]{1,2})\)"),
    ("(ア)", r"\((?P<k>[ァ-ン])\)"),
    ("(a)", r"\((?P<a>[a-z])\)"),
    ("①", r"(?P<o>[①-⑳㉑-㉟])"),
    ("・", r"・"),
    ("1", r"(?P<n>[0-9]{1,3})(?:\.(?=\D)|(?=[ \t]))"),
    ("ア", r"(?P<k>[ァ-ン])(?:\.|(?=[ \t]))"),
    ("a", r"(?P<a>[a-z])(?:[.)]|(?=[ \t]))"),
)
SHAPES = tuple((kind, re.compile(shape + r"[ \t]*")) for kind, shape in _SHAPES)


def arabic(text: str) -> int:
    """12 or 十二 as a number."""
    if text.isdecimal():
        return int(text)
    total = now = 0
    for letter in text:
        if letter in "十百":
            total += (now or 1) * (10 if letter == "十" else 100)
            now = 0
        else:
            now = KANSUJI.index(letter)
    return total + now


def read_label(line: str) -> tuple[Label, int] | None:
    """The label at the head of a line and where the text after it begins; None where there is none.

    Full-width digits and brackets are read as half-width ones (U+2474 ⑴ too would need NFKC and is none).
    """
    flat = narrow(line)
    for kind, shape in SHAPES:
        if found := shape.match(flat):
            number = _number(found)
            if number is not None:
                return Label(kind, number), found.end()
    return None


def _number(found: re.Match[str]) -> tuple[int, ...] | None:
    parts = found.groupdict()
    if parts.get("n"):
        return tuple(arabic(part) for part in (parts["n"], parts.get("b")) if part)
    if kana := parts.get("k"):
        return (KANA.index(kana) + 1,) if kana in KANA else None
    if parts.get("o"):
        return (CIRCLED[parts["o"]],)
    if parts.get("a"):
        return (ord(parts["a"]) - 96,)
    return ()
