"""Coverage as a promise, counted in sentences: each is answered, explains, or cannot be answered and says why.

Used by doctor, `guideline check`, the reader's side panel and tests. A sentence that falls out is a Problem, and so
is one that asks and is passed off as an explanation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.backlinks import Backlink, all_backlinks, backlinks_to, reason, reasons
from uedasns_tui.guideline.clause_tree import Clause
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.guideline_schema import ExplainedSentence, UnansweredSentence
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.guideline.toml_positions import line_of

__all__ = ["Backlink", "CoverageRow", "backlinks_to", "coverage", "problems", "reason", "reasons"]

Covered = Literal["answered", "explained", "unanswered", "missing", "twice"]
Asks = Literal["must", "should", ""]


@dataclass(frozen=True)
class CoverageRow:
    """A sentence of the guideline, and what stands for it. `why`: the reason of an unanswered one."""

    clause: str
    sentence: str
    kind: Covered
    by: tuple[Backlink, ...] = ()
    asks: Asks = ""
    why: str = ""


@lru_cache(4)
def coverage(guideline: Guideline) -> tuple[CoverageRow, ...]:
    """Every sentence in document order.

    An entry answers the sentences of its own clause that its quote touches, all of them without a quote. What is
    explained or unanswered covers its clause and all beneath it, and gives way to an answer; only one that quotes the
    very sentence contradicts an answer ("twice"). A page (a whole form or checklist) answers where nothing else does.
    """
    answers: dict[str, list[Backlink]] = {}
    for one in all_backlinks(guideline):
        answers.setdefault(one.clause, []).append(one)
    return tuple(row for clause in guideline.clauses for row in _rows(guideline, clause, answers))


def _rows(guideline: Guideline, clause: Clause, answers: dict[str, list[Backlink]]) -> Iterator[CoverageRow]:
    claims = [(one, claimed(clause, one.quote)) for one in answers.get(clause.citation, ())]
    asking = clause.chapter.citation in guideline.file.asks.chapters or not guideline.file.asks.chapters
    for at, sentence in enumerate(clause.sentences):
        asks = asked(guideline, sentence) if asking else ""
        own = tuple(one for one, hit in claims if at in hit and one.kind != "page")
        pages = tuple(one for one, hit in claims if at in hit and one.kind == "page")
        said, exact = _said(guideline, clause, at)
        why = said.why if isinstance(said, UnansweredSentence) else ""
        kind: Covered
        if own:
            kind = "twice" if exact else "answered"
        elif said is not None:
            kind = "unanswered" if why else "explained"
        else:
            kind = "answered" if pages else "missing"
        yield CoverageRow(
            clause.citation, sentence, kind, own or (pages if kind == "answered" else ()), asks, why
        )


def _said(
    guideline: Guideline, clause: Clause, at: int
) -> tuple[ExplainedSentence | UnansweredSentence | None, bool]:
    """What guideline.toml says of a sentence, and whether it quotes it. The nearest entry counts, quotes first."""
    entries = _entries(guideline)
    for here in reversed(clause.path):
        found = entries.get(here.citation, ())
        if here is clause:
            for one in found:
                if one.quote and at in claimed(clause, one.quote):
                    return one, True
        for one in found:
            if not one.quote:
                return one, False
    return None, False


@lru_cache(4)
def _entries(guideline: Guideline) -> dict[str, tuple[ExplainedSentence | UnansweredSentence, ...]]:
    found: dict[str, tuple[ExplainedSentence | UnansweredSentence, ...]] = {}
    entries: tuple[ExplainedSentence | UnansweredSentence, ...] = (
        *guideline.file.unanswered,
        *guideline.file.explained,
    )
    for one in entries:
        found[one.clause] = (*found.get(one.clause, ()), one)
    return found


def asked(guideline: Guideline, sentence: str) -> Asks:
    """Whether a sentence asks, by the guideline's own signs; what one should is looked for before what one must."""
    asks = guideline.file.asks
    bare = sentence[1:-1] if sentence[:1] in "（(" and sentence[-1:] in "）)" else sentence
    for kind, sign in (("should", asks.should), ("must", asks.must)):
        try:
            if sign and re.search(sign, bare):
                return "should" if kind == "should" else "must"
        except re.error:
            continue
    return ""


def claimed(clause: Clause, quote: str) -> frozenset[int]:
    """The sentences of a clause that a quote touches, by number; all of them for an empty quote."""
    if not quote:
        return frozenset(range(len(clause.sentences)))
    text, hit, at = "\n".join(clause.sentences), set(), 0
    starts = []
    for sentence in clause.sentences:
        starts.append((at, at + len(sentence)))
        at += len(sentence) + 1
    wanted = r"\s*".join(re.escape(part) for part in re.split(r"(?<=。)\s*", quote) if part)
    for found in re.finditer(wanted, text):
        hit |= {n for n, (start, end) in enumerate(starts) if start < found.end() and found.start() < end}
    return frozenset(hit)


def problems(guideline: Guideline) -> list[Problem]:
    """What is wrong with the coverage: sentences nobody answers, answered twice, or wrongly called explanations.

    A guideline that has text only (no forms, no checklists, nothing explained) promises nothing: one note says so.
    """
    head = guideline.file
    if not (guideline.forms or guideline.checklists or head.explained or head.unanswered):
        message = "様式もチェックもないので、どの文に何が答えるかは数えていません。"
        return [Problem("note", Location("guideline.toml"), message, code="coverage")]
    return [*_sentences(guideline), *_vague(guideline)]


def _sentences(guideline: Guideline) -> Iterator[Problem]:
    for row in coverage(guideline):
        shown = row.sentence if len(row.sentence) <= 40 else row.sentence[:39] + "…"
        if row.kind == "missing":
            message = f"「{shown}」に答える欄も項目もなく、説明とも答えられないとも書かれていません。"
        elif row.kind == "twice":
            by = "、".join(one.label for one in row.by)
            message = f"「{shown}」は、{by}が答えているのに、guideline.toml では説明か、答えられない文です。"
        elif row.kind == "explained" and row.asks:
            message = f"「{shown}」は何かを求める文なのに、説明とされています。"
        else:
            continue
        clause = guideline.clause(row.clause)
        assert clause is not None
        yield Problem("warning", Location(clause.file, clause.line), message, row.clause, "coverage")


def _vague(guideline: Guideline) -> Iterator[Problem]:
    """Entries without a quote on a clause whose sentences ask different things: which one do they answer?"""
    asks: dict[str, set[str]] = {}
    for row in coverage(guideline):
        if row.asks:
            asks.setdefault(row.clause, set()).add(row.asks)
    for one in all_backlinks(guideline):
        if one.kind != "page" and not one.quote and len(asks.get(one.clause, ())) > 1:
            try:
                text = (guideline.folder / one.file).read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError):
                text = ""
            where = Location(one.file, line_of(text, one.key), ".".join(map(str, one.key)))
            message = f"{one.clause} には重さの違う文があります。どの文に答えるか quote で示してください。"
            yield Problem("note", where, message, one.clause, "coverage")
