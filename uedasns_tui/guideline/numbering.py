"""Numbering of Japanese public documents: labels, their order, and how a citation writes them.

Used by `chapters.py` (labels at the head of a paragraph) and `citations.py` (labels in what staff type). A kind is
named by its first member, as guideline.toml writes it: 第1章 第1節 第1条 第1 1 (1) ア (ア) ① a (a) ・.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final, NamedTuple

from uedasns_tui.japanese.fold import narrow

ORDER: Final = ("第1章", "第1節", "第1条", "第1", "1", "(1)", "ア", "(ア)", "①", "a", "(a)", "・")
"""The levels, the highest first, where guideline.toml does not say otherwise."""

ABOVE: Final = ("第1章", "第1節")
"""Levels that a citation leaves out: articles are counted through the whole document."""

KANA: Final = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
HALF_KANA: Final = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ"
CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟"
BRACKETED: Final = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
KANSUJI: Final = "〇一二三四五六七八九"

NUMBER: Final = "[0-9]{1,4}|[一二三四五六七八九十百]+"


class Label(NamedTuple):
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
                return CIRCLED[first - 1]
            case "ア" | "(ア)":
                return self.kind.replace("ア", KANA[first - 1])
            case "a" | "(a)":
                return self.kind.replace("a", chr(96 + first))
        return self.kind.replace("1", str(first)) + branch


@cache
def _shapes() -> dict[str, str]:
    """Each kind's shape at the head of a line, the more decorated first."""
    branch = rf"(?:の(?P<b>{NUMBER}))?"
    return {
        "第1章": rf"第(?P<n>{NUMBER})章{branch}",
        "第1節": rf"第(?P<n>{NUMBER})節{branch}",
        "第1条": rf"第(?P<n>{NUMBER})条{branch}",
        "第1": rf"第(?P<n>{NUMBER}){branch}(?=[ \t]|$)",
        "(1)": rf"\((?P<n>[0-9]{{1,3}})\)|(?P<p>[{BRACKETED}])",
        "(ア)": r"\((?P<k>[ァ-ンｱ-ﾝ])\)",
        "(a)": r"\((?P<a>[a-z])\)",
        "①": rf"(?P<o>[{CIRCLED}])",
        "・": r"[・･]",
        "1": rf"(?P<n>[0-9]{{1,3}}){branch}(?:\.(?=[^0-9]|$)|(?=[ \t]|$))",
        "ア": r"(?P<k>[ァ-ンｱ-ﾝ])(?:[.、](?=[ \t])|\.|(?=[ \t]|$))",
        "a": r"(?P<a>[a-z])(?:[.)]|(?=[ \t]|$))",
    }


@cache
def _shape(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_shapes()[kind]})[ \t]*")


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


def kana_number(letter: str) -> int | None:
    """ア (or ｱ) is 1, イ 2; None for small letters and others that number nothing."""
    for row in (KANA, HALF_KANA):
        if letter in row:
            return row.index(letter) + 1
    return None


def read_label(line: str, kinds: Iterable[str] = ORDER) -> tuple[Label, int] | None:
    """The label of one of `kinds` at the head of a line and where the text after it begins; None where none is.

    Full-width digits, letters, brackets and spaces count as half-width ones.
    """
    flat = narrow(line[:40])
    for kind in _shapes():
        # a shape is compiled when a line may have it: no article is looked for where no line begins with 第
        if kind not in kinds or (kind[0] == "第" and flat[:1] != "第"):
            continue
        if found := _shape(kind).match(flat):
            number = _number(found)
            if number is not None:
                return Label(kind, number), found.end()
    return None


def _number(found: re.Match[str]) -> tuple[int, ...] | None:
    parts = {name: part for name, part in found.groupdict().items() if part}
    if "n" in parts:
        return tuple(arabic(parts[name]) for name in ("n", "b") if name in parts)
    if "k" in parts:
        number = kana_number(parts["k"])
        return None if number is None else (number,)
    if "o" in parts:
        return (CIRCLED.index(parts["o"]) + 1,)
    if "p" in parts:
        return (BRACKETED.index(parts["p"]) + 1,)
    if "a" in parts:
        return (ord(parts["a"]) - 96,)
    return ()
