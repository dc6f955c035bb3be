"""Citations as staff write them: 5(8)オ, 5-8-オ, ５（８）オ, 5 8 オ, 4(1)⑧・2, 第3条第2項第2号イ, はじめに.

Used by `document.py`. Full-width forms are made narrow, but never by NFKC, which turns ① into 1. Decorated
steps match exactly; a bare number matches any numeric class, its own first; 章 and 節 may be left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from uedasns_tui.guideline.numbering import CIRCLED, KANA, arabic
from uedasns_tui.guideline.tree import DEEP, Clause, bare_title
from uedasns_tui.japanese.fold import fold, narrow

NUMERIC = ("1", "(1)", "①", "第1", "第1章", "第1節", "第1条", "・")
_UNITS = {"章": "第1章", "節": "第1節", "条": "第1条", "項": "1", "号": "(1)"}
_STEP = re.compile(
    r"""第?(?P<art>[0-9]+|[一二三四五六七八九十百]+)(?P<unit>[章節条項号])(?:の(?P<branch>[0-9]+|[一二三四五六七八九十]+))?
      | 第(?P<dai>[0-9]+) | \((?P<p>[0-9]+|[ァ-ン]|[a-z])\) | (?P<o>[①-⑳㉑-㉟]) | ・(?P<dot>[0-9]*)
      | (?P<d>[0-9]+) | (?P<k>[ァ-ン]) | (?P<a>[a-z]) | (?P<sep>[\s\-.,、の>/]+)""",
    re.X,
)


@dataclass(frozen=True)
class Step:
    """One step: the kinds it may be, the best first, and its number. `item` is 項 (第1項 is the article itself)."""

    kinds: tuple[str, ...]
    number: tuple[int, ...]
    item: bool = False


def steps(text: str) -> list[Step] | None:
    """The steps of a citation; None when it is none."""
    flat = narrow(text).strip().lower()
    at = 0
    found: list[Step] = []
    while at < len(flat):
        one = _STEP.match(flat, at)
        if one is None:
            return None
        at = one.end()
        step = _step(one)
        if step is not None:
            found.append(step)
    return found or None


def _step(one: re.Match[str]) -> Step | None:
    if one["art"]:
        branch = (arabic(one["branch"]),) if one["branch"] else ()
        return Step((_UNITS[one["unit"]],), (arabic(one["art"]), *branch), one["unit"] == "項")
    if one["dai"]:
        return Step(("第1",), (int(one["dai"]),))
    if one["p"]:
        inner = one["p"]
        if inner.isdecimal():
            return Step(("(1)",), (int(inner),))
        return Step(("(a)",), (ord(inner) - 96,)) if inner.isascii() else _kana(inner, ("(ア)",))
    if one["o"]:
        return Step(("①",), (CIRCLED[one["o"]],))
    if one["dot"] is not None:
        return Step(("・",), (int(one["dot"] or 1),))
    if one["d"]:
        return Step(NUMERIC, (int(one["d"]),))
    if one["k"]:
        return _kana(one["k"], ("ア", "(ア)"))
    if one["a"]:
        return Step(("a", "(a)"), (ord(one["a"]) - 96,))
    return None


def _kana(letter: str, kinds: tuple[str, ...]) -> Step | None:
    return Step(kinds, (KANA.index(letter) + 1,)) if letter in KANA else None


def find(root: Clause, text: str) -> tuple[Clause, ...]:
    """Every clause that the citation may name: one is a hit; none or several are for the caller to say."""
    wanted = fold(bare_title(text.strip()))
    if not wanted:
        return ()
    titled = [
        one for one in root.walk() if one.title and 0 <= one.rank < DEEP and wanted in (
            fold(bare_title(one.title)), fold(f"{one.mark} {one.title}"), fold(f"{one.mark}{one.title}"),
        )
    ]  # fmt: skip
    if titled:
        return tuple(titled[:1])
    path = steps(text)
    if path is None:
        begun = [
            one
            for one in root.children
            if len(wanted) >= 2 and fold(bare_title(one.title)).startswith(wanted)
        ]
        return tuple(begun)
    here = [root]
    for at, step in enumerate(path):
        here = [hit for one in here for hit in _below(one, step, at == 0)]
    return tuple(dict.fromkeys(here))


def _below(clause: Clause, step: Step, first: bool) -> list[Clause]:
    article = clause.label is not None and clause.label.kind == "第1条"
    hits = [
        one
        for one in _children(clause, first)
        if one.label is not None and one.label.kind in step.kinds and one.label.number == step.number
    ]
    if article and step.item and step.number == (1,) and not hits:
        return [clause]
    for kind in step.kinds:
        exact = [one for one in hits if one.label is not None and one.label.kind == kind]
        if exact:
            return exact
    return hits


def _children(clause: Clause, first: bool) -> Iterator[Clause]:
    """What a step may name: the children; for the first step also what 章 and 節 hold."""
    for one in clause.children:
        yield one
        container = one.label is None or one.label.kind in ("第1章", "第1節")
        if first and container and one.rank < DEEP:
            yield from _children(one, True)


def nearest(root: Clause, text: str, most: int = 5) -> tuple[Clause, ...]:
    """Clauses that a citation which names nothing may have meant: the deepest step that exists, then its kin."""
    path = steps(text)
    if path is None:
        wanted = set(fold(text))
        ranked = sorted(
            (one for one in root.walk() if one.title),
            key=lambda one: -len(wanted & set(fold(one.title))),
        )
        return tuple(one for one in ranked[:most] if wanted & set(fold(one.title)))
    here = [root]
    for at, step in enumerate(path):
        deeper = [hit for one in here for hit in _below(one, step, at == 0)]
        if not deeper:
            break
        here = deeper
    found = [child for one in here for child in one.children] or here
    number = path[-1].number[0] if path[-1].number else 1
    return tuple(sorted(found, key=lambda one: _far(one, number))[:most])


def _far(clause: Clause, number: int) -> int:
    return abs(clause.label.number[0] - number) if clause.label and clause.label.number else 99
