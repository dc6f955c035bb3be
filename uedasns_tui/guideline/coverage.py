"""Coverage: every sentence of the guideline and what answers it; and, for a clause, what is built on it.

Used by `doctor --coverage`, the reader's side panel, and the test that fails when a sentence falls out. Each
sentence stands once: answered (by a field, item, rule, act, consent, watch or regulation), explanation, or
unanswerable with the reason; where a sentence asks, "explanation" is not an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.problem import Problem, Where
from uedasns_tui.guideline.schema import Explained, Unanswered
from uedasns_tui.guideline.tree import Clause

BasisKind = Literal["field", "item", "rule", "act", "consent", "watch", "regulation", "form", "words"]
Kind = Literal["answered", "explained", "unanswered", "missing", "twice"]
LABELS: dict[str, str] = {
    "field": "様式の項目", "item": "確認の項目", "rule": "決まり", "act": "手続", "consent": "了承", "watch": "台帳の見張り",
    "regulation": "規程", "form": "様式", "words": "言葉",
}  # fmt: skip


@dataclass(frozen=True)
class Basis:
    """Something of the house that rests on a clause: `source` is the id of its form or checklist."""

    kind: BasisKind
    id: str
    label: str
    source: str
    clause: str
    quote: str = ""

    @property
    def said(self) -> str:
        """What it is, in words."""
        return f"{LABELS[self.kind]}: {self.label}"


@dataclass(frozen=True)
class Row:
    """A sentence: what it is to the house, and what answers it."""

    clause: str
    sentence: str
    kind: Kind
    by: tuple[Basis, ...] = ()
    asks: Literal["must", "should", ""] = ""
    why: str = ""


def bases(guideline: Guideline) -> Iterator[Basis]:
    """Everything of the house that rests on a clause."""
    for form in guideline.forms.values():
        if form.clause:
            yield Basis("form", form.id, f"{form.cite} {form.title}".strip(), form.id, form.clause)
        for field in form.field:
            if field.clause:
                yield Basis("field", field.id, field.label, form.id, field.clause, field.quote)
        for act in form.act:
            if act.clause:
                yield Basis("act", act.id, act.label, form.id, act.clause, act.quote)
        for rule in form.rule:
            if rule.clause:
                yield Basis("rule", rule.id, rule.message, form.id, rule.clause, rule.quote)
        for watch in form.watch:
            if watch.clause:
                yield Basis("watch", watch.kind, watch.message, form.id, watch.clause, watch.quote)
    for checklist in guideline.checklists.values():
        for item in checklist.item:
            yield Basis("item", item.id, item.say, checklist.id, item.clause, item.quote)
        if checklist.consent is not None:
            consent = checklist.consent
            yield Basis(
                "consent", "consent", f"{consent.by}の了承", checklist.id, consent.clause, consent.quote
            )
            for exempt in consent.exempt:
                yield Basis("consent", exempt.id, exempt.label, checklist.id, consent.clause, exempt.quote)
    for one in guideline.city.regulation:
        yield Basis("regulation", one.id, one.title, "city", one.clause, one.quote)


@lru_cache(4)
def _by_clause(guideline: Guideline) -> dict[str, tuple[Basis, ...]]:
    found: dict[str, list[Basis]] = {}
    for one in bases(guideline):
        found.setdefault(one.clause, []).append(one)
    return {key: tuple(ones) for key, ones in found.items()}


def built_on(guideline: Guideline, citation: str) -> tuple[Basis, ...]:
    """What rests on a clause itself; where nothing does, what rests on the clauses around and beneath it."""
    known = _by_clause(guideline)
    own = known.get(citation, ())
    clause = guideline.clause(citation)
    if own or clause is None:
        return own
    below = tuple(one for part in clause.walk() for one in known.get(part.citation, ()))
    above = clause.parent.citation if clause.parent is not None and clause.parent.path else ""
    return below or known.get(above, ())


def reason(guideline: Guideline, citation: str) -> str:
    """Why no tool answers a clause; "" where one does, or where it asks nothing."""
    return "\n".join(one.why for one in guideline.file.unanswered if one.clause == citation)


def _overlap(sentence: str, quote: str) -> bool:
    """Whether a quote (which may run over several sentences) bears on a sentence."""
    return not quote or quote in sentence or sentence in quote


def coverage(guideline: Guideline) -> tuple[Row, ...]:
    """Every sentence, in document order. A label without text of its own (① …) is covered by what is beneath it."""
    must, should = re.compile(guideline.file.asks.must), re.compile(guideline.file.asks.should)
    rows = []
    for clause in guideline.clauses:
        for sentence in clause.sentences:
            asks: Literal["must", "should", ""] = ""
            if clause.chapter.citation in guideline.file.asks.chapters:
                asks = "should" if should.search(sentence) else "must" if must.search(sentence) else ""
            rows.append(_row(guideline, clause, sentence, asks))
    return tuple(rows)


def _row(guideline: Guideline, clause: Clause, sentence: str, asks: Literal["must", "should", ""]) -> Row:
    by = tuple(one for one in _claims(guideline, clause) if _overlap(sentence, one.quote))
    unanswered = _declared(guideline.file.unanswered, clause, sentence)
    explained = _declared(guideline.file.explained, clause, sentence)
    own = [one for one in (*unanswered, *explained) if one.clause == clause.citation]
    why = unanswered[0].why if unanswered and isinstance(unanswered[0], Unanswered) else ""
    quoted = any(one.quote for one in own)
    if quoted:
        by = tuple(one for one in by if one.clause == clause.citation)
    if len(own) > 1 or (by and quoted):
        return Row(clause.citation, sentence, "twice", by, asks, why)
    if by:
        return Row(clause.citation, sentence, "answered", by, asks)
    if unanswered:
        return Row(clause.citation, sentence, "unanswered", (), asks, why)
    return Row(clause.citation, sentence, "explained" if explained else "missing", (), asks)


def _claims(guideline: Guideline, clause: Clause) -> tuple[Basis, ...]:
    """What rests on the clause, or on its label above it where that has no text of its own (4(1)④ and its ・)."""
    known = _by_clause(guideline)
    found = known.get(clause.citation, ())
    parent = clause.parent
    if parent is not None and parent.path and not parent.paragraphs:
        found += known.get(parent.citation, ())
    return found


def _declared(
    entries: tuple[Explained, ...] | tuple[Unanswered, ...], clause: Clause, sentence: str
) -> list[Explained | Unanswered]:
    above = {one.citation for one in clause.path}
    return [
        one
        for one in entries
        if (one.clause == clause.citation and _overlap(sentence, one.quote))
        or (one.clause in above and not one.quote)
    ]


def problems(guideline: Guideline) -> list[Problem]:
    """A Problem for every sentence that is not covered, covered twice, or asks and is only explained."""
    found = []
    for row in coverage(guideline):
        clause = guideline.clause(row.clause)
        where = Where(clause.file, clause.line) if clause else Where()
        said = f"「{row.sentence[:24]}{'…' if len(row.sentence) > 24 else ''}」"
        if row.kind == "missing":
            reason = f"{said}に答えるもの（項目・確認・説明など）がありません。"
            found.append(Problem("warning", where, reason, row.clause, "coverage"))
        elif row.kind == "twice":
            reason = f"{said}は、説明（または答えない理由）と答えの両方に書かれています。"
            found.append(Problem("warning", where, reason, row.clause, "coverage"))
        elif row.kind == "explained" and row.asks:
            reason = f"{said}は何かを求めているのに、説明とされています。"
            found.append(Problem("warning", where, reason, row.clause, "coverage"))
    return found
