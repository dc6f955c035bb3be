"""Citations as staff write them: 5(8)オ, 5-8-オ, ５（８）オ, 5 8 オ, 4(1)⑧・2, 第3条第2項第2号イ, はじめに.

Used by `document.py`. Full-width forms are made narrow, but never by NFKC, which turns ① into 1. Decorated
steps match exactly; a bare number matches any numeric class, its own first; 章 and 節 may be left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.clause_tree import HEADINGS, Clause, bare_title
from uedasns_tui.guideline.numbering import ABOVE, BRACKETED, CIRCLED, NUMBER, Label, arabic, kana_number
from uedasns_tui.japanese.fold import fold, narrow

NUMERIC: Final = ("1", "(1)", "①", "第1", "第1条", "・", "第1章", "第1節")
_UNITS: Final = {"章": "第1章", "節": "第1節", "条": "第1条", "項": "1", "号": "(1)"}


LONGEST = 200
"""A longer text is no citation."""


@dataclass(frozen=True)
class CitationStep:
    """One step: the kinds it may be, the best first, and its number. `item`: 項 (第1項 may be the article itself)."""

    kinds: tuple[str, ...]
    number: tuple[int, ...]
    item: bool = False


@cache
def _step_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"""第?(?P<art>{NUMBER})(?P<unit>[章節条項号])(?:の(?P<branch>{NUMBER}))?
          | 第(?P<dai>{NUMBER})(?:の(?P<part>{NUMBER})(?![0-9]*[(（]))?
          | \((?P<p>[0-9]+|[ァ-ンｱ-ﾝ]|[a-z])\)? | (?P<o>[{CIRCLED}{BRACKETED}]) | [・･](?P<dot>[0-9]*)
          | (?P<d>[0-9]+) | (?P<k>[ァ-ンｱ-ﾝ])(?![ァ-ンｱ-ﾝー]) | (?P<a>[a-z])(?![a-z]) | (?P<sep>[\s\-‐－ー―.,、。の>/)]+)""",
        re.VERBOSE,
    )


def steps(text: str) -> list[CitationStep] | None:
    """The steps of a citation; None when it is none. Hiragana stand for the katakana of a label."""
    if len(text) > LONGEST:
        return None
    flat = re.sub("[ぁ-ねは-ん]", lambda one: chr(ord(one[0]) + 0x60), narrow(text).strip().lower())
    pattern, at = _step_pattern(), 0
    found: list[CitationStep] = []
    while at < len(flat):
        one = pattern.match(flat, at)
        if one is None:
            return None
        at = one.end()
        if one["sep"] is None:
            step = _step(one)
            if step is None:
                return None
            found.append(step)
    return found or None


def _step(one: re.Match[str]) -> CitationStep | None:
    if one["art"]:
        branch = (arabic(one["branch"]),) if one["branch"] else ()
        return CitationStep((_UNITS[one["unit"]],), (arabic(one["art"]), *branch), one["unit"] == "項")
    if one["dai"]:
        part = (arabic(one["part"]),) if one["part"] else ()
        return CitationStep(("第1",), (arabic(one["dai"]), *part))
    if one["o"]:
        circled = one["o"] in CIRCLED
        row = CIRCLED if circled else BRACKETED
        return CitationStep(("①",) if circled else ("(1)",), (row.index(one["o"]) + 1,))
    if one["dot"] is not None:
        return CitationStep(("・",), (int(one["dot"] or 1),))
    if one["d"]:
        return CitationStep(NUMERIC, (int(one["d"]),))
    inner, bracketed = one["p"] or one["k"] or one["a"], one["p"] is not None
    if inner.isdecimal():
        return CitationStep(("(1)",), (int(inner),))
    if inner.isascii():
        return CitationStep(("(a)",) if bracketed else ("a", "(a)"), (ord(inner) - 96,))
    number = kana_number(inner)
    return CitationStep(("(ア)",) if bracketed else ("ア", "(ア)"), (number,)) if number else None


def names(step: CitationStep, label: Label) -> bool:
    """Whether a step may mean a label."""
    return label.kind in step.kinds and label.number == step.number


def plain_form(text: str) -> str:
    """What names a form, without what varies: 様式1 for 様式第１号, （別紙）様式1 and 様式 1."""
    flat = re.sub(r"[ \t]", "", narrow(text)).lower()
    flat = re.sub(r"^\(?別[紙記添表]\)?(?=様式|第)", "", flat)
    return re.sub(r"第([0-9]+)号?", r"\1", flat)


def find(root: Clause, text: str) -> tuple[Clause, ...]:
    """Every clause that the citation may name: one is a hit; none or several are for the caller to say."""
    wanted = _squeezed(bare_title(text.strip()))
    if not wanted:
        return ()
    titled = [one for one in root.walk() if one.title and wanted in _names(one)]
    if titled:
        return tuple(one for one in titled if one.rank < HEADINGS) or tuple(titled)
    path = steps(text)
    if path is not None and (hits := _follow([root], path)):
        return hits
    return _begun(root, text)


def _begun(root: Clause, text: str) -> tuple[Clause, ...]:
    """はじめに(1): a heading without a number, and steps from there; or the headings that begin with the text."""
    for chapter in root.children:
        if (
            chapter.label is None
            and (name := bare_title(chapter.title))
            and text.lstrip("〇○ 　").startswith(name)
        ):
            path = steps(text.lstrip("〇○ 　")[len(name) :])
            return _follow([chapter], path) if path else ()
    wanted = _squeezed(bare_title(text.strip()))
    if len(wanted) < 2 or not re.search(r"[^\W\da-z]", wanted):
        return ()
    return tuple(one for one in root.children if any(name.startswith(wanted) for name in _names(one)))


def _names(clause: Clause) -> tuple[str, ...]:
    """What a heading is called: with and without its number."""
    return _squeezed(bare_title(clause.title)), _squeezed(f"{clause.mark}{clause.title}")


def _squeezed(text: str) -> str:
    return "".join(fold(narrow(text)).split())


def follow(start: Clause, path: list[CitationStep]) -> tuple[Clause, ...]:
    """Where steps lead from a clause; the clause itself for none."""
    return _follow([start], path)


def _follow(here: list[Clause], path: list[CitationStep]) -> tuple[Clause, ...]:
    for step in path:
        here = [hit for one in here for hit in _below(one, step)]
    return tuple(dict.fromkeys(here))


def _below(clause: Clause, step: CitationStep) -> list[Clause]:
    hits = [one for one in _named_under(clause) if one.label is not None and names(step, one.label)]
    article = clause.label is not None and clause.label.kind == "第1条"
    if article and step.item and step.number == (1,) and not hits:
        return [clause]
    for kind in step.kinds:
        exact = [one for one in hits if one.label is not None and one.label.kind == kind]
        if exact:
            return exact
    return []


def _named_under(clause: Clause) -> Iterator[Clause]:
    """What a step may name: the children, and what stands under 章, 節 and headings without a number."""
    for one in clause.children:
        yield one
        if one.rank < HEADINGS and (one.label is None or one.label.kind in ABOVE):
            yield from _named_under(one)


def nearest(root: Clause, text: str, most: int = 5) -> tuple[Clause, ...]:
    """Clauses that a citation which names nothing may have meant, the likeliest first.

    Digits run together are taken apart (58オ); else the kin of the first step that is not there; a text that is no
    citation is compared with the headings.
    """
    path = steps(text)
    if path is None:
        return _alike(root, text, most)
    apart = re.sub(r"(?<=[0-9])(?=[0-9])", " ", narrow(text))
    if apart != narrow(text) and (split := steps(apart)) and (hits := _follow([root], split)):
        return hits[:most]
    here, wrong = [root], path[-1]
    for step in path:
        deeper = [hit for one in here for hit in _below(one, step)]
        if not deeper:
            wrong = step
            break
        here = deeper
    kin = [one for clause in here for one in _named_under(clause) if one.label] or here
    if here == [root] and wrong.kinds[0] in ("ア", "a") and not any(_far(one, wrong)[0] == 0 for one in kin):
        return ()
    return tuple(sorted(kin, key=lambda one: _far(one, wrong))[:most])


def _alike(root: Clause, text: str, most: int) -> tuple[Clause, ...]:
    wanted = _pairs(text)
    scored = [
        (len(wanted & _pairs(one.title)) / len(wanted), one) for one in root.walk() if one.title and wanted
    ]
    ranked = sorted((pair for pair in scored if pair[0] >= 0.25), key=lambda pair: -pair[0])
    return tuple(one for _, one in ranked[:most])


def _pairs(text: str) -> set[str]:
    flat = _squeezed(text)
    return {flat[at : at + 2] for at in range(max(1, len(flat) - 1))} - {""}


def _far(clause: Clause, step: CitationStep) -> tuple[int, int]:
    label = clause.label
    if label is None or not label.number:
        return 1, 99
    return int(label.kind not in step.kinds), abs(label.number[0] - step.number[0])
