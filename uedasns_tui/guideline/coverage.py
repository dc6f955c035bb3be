"""Coverage, counted in sentences: each is answered, explains, or cannot be answered and says why.

Used by doctor, `guideline check`, the reader's side panel and tests. A sentence that falls out is a Problem, and so
is one that asks and is passed off as an explanation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import Literal

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline import asking_words
from uedasns_tui.guideline.backlinks import Backlink, all_backlinks
from uedasns_tui.guideline.clause_tree import Clause
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.guideline_schema import Explanation, UnansweredSentence
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.guideline.toml_reader import MAX_BYTES, location
from uedasns_tui.plain_file import read_plain

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
    for link in all_backlinks(guideline):
        answers.setdefault(link.clause, []).append(link)
    return tuple(row for clause in guideline.clauses for row in _rows(guideline, clause, answers))


def _rows(guideline: Guideline, clause: Clause, answers: dict[str, list[Backlink]]) -> Iterator[CoverageRow]:
    claims = [(link, claimed(clause, link.quote)) for link in answers.get(clause.citation, ())]
    counted = clause.chapter.citation in guideline.file.asks.chapters or not guideline.file.asks.chapters
    rows = ["　".join(cells) for cells in clause.cells if cells is not None]
    asking_rows = [row for row in rows if counted and asked(guideline, row)]
    for index, sentence in enumerate((*clause.sentences, *asking_rows)):
        asks = asked(guideline, sentence) if counted else ""
        own = tuple(link for link, numbers in claims if index in numbers and link.kind != "page")
        pages = tuple(link for link, numbers in claims if index in numbers and link.kind == "page")
        entry, exact = _explanation(guideline, clause, index)
        why = entry.why if isinstance(entry, UnansweredSentence) else ""
        kind: Covered
        if own:
            kind = "twice" if exact else "answered"
        elif entry is not None:
            kind = "unanswered" if why else "explained"
        else:
            kind = "answered" if pages else "missing"
        by = own or (pages if kind == "answered" else ())
        yield CoverageRow(clause.citation, sentence, kind, by, asks, why)


def _explanation(guideline: Guideline, clause: Clause, index: int) -> tuple[Explanation | None, bool]:
    """What guideline.toml says of a sentence, and whether it quotes it. The nearest entry counts, quotes first."""
    entries = _explanations(guideline)
    for entry in entries.get(clause.citation, ()):
        if entry.quote and index in claimed(clause, entry.quote):
            return entry, True
    for ancestor in reversed(clause.path):
        for entry in entries.get(ancestor.citation, ()):
            if not entry.quote:
                return entry, False
    return None, False


@lru_cache(4)
def _explanations(guideline: Guideline) -> dict[str, list[Explanation]]:
    entries: dict[str, list[Explanation]] = {}
    for entry in guideline.file.explanations:
        entries.setdefault(entry.clause, []).append(entry)
    return entries


def asked(guideline: Guideline, sentence: str) -> Asks:
    """Whether a sentence asks, by the guideline's own signs; what one should is looked for before what one must."""
    signs = asking_words.signs(guideline.file.asks)
    bare = sentence[1:-1] if sentence[:1] in "（(" and sentence[-1:] in "）)" else sentence
    if asking_words.holds_any(signs.should, bare):
        return "should"
    must = asking_words.holds_any(signs.must, bare) and not asking_words.holds_any(signs.unless, bare)
    return "must" if must else ""


def claimed(clause: Clause, quote: str) -> frozenset[int]:
    """The sentences of a clause that a quote touches, by number; all of them for an empty quote."""
    if not quote:
        return frozenset(range(len(clause.sentences)))
    text = "\n".join(clause.sentences)
    ends = list(accumulate(len(sentence) + 1 for sentence in clause.sentences))
    wanted = r"\s*".join(re.escape(piece) for piece in re.split(r"(?<=。)\s*", quote) if piece)
    return frozenset(
        number
        for match in re.finditer(wanted, text)
        for number, end in enumerate(ends)
        if match.start() < end - 1 and match.end() > end - 1 - len(clause.sentences[number])
    )


def problems(guideline: Guideline) -> list[Problem]:
    """What is wrong with the coverage: sentences nobody answers, answered twice, or wrongly called explanations.

    A guideline that has text only (no forms, no checklists, nothing explained) promises nothing: one note says so.
    """
    file = guideline.file
    if not (guideline.forms or guideline.checklists or file.explained or file.unanswered):
        message = "様式もチェックもないので、どの文に何が答えるかは数えていません。"
        return [Problem("note", Location("guideline.toml"), message, code="coverage")]
    return [*_sentences(guideline), *_vague(guideline)]


def _sentences(guideline: Guideline) -> Iterator[Problem]:
    for row in coverage(guideline):
        shown = row.sentence if len(row.sentence) <= 40 else row.sentence[:39] + "…"
        if row.kind == "missing":
            message = f"「{shown}」に答える欄も項目もなく、説明とも答えられないとも書かれていません。"
        elif row.kind == "twice":
            by = "、".join(link.label for link in row.by)
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
    for link in all_backlinks(guideline):
        if link.kind != "page" and not link.quote and len(asks.get(link.clause, ())) > 1:
            try:
                data = read_plain(guideline.folder / link.file, MAX_BYTES)
            except OSError:
                data = b""
            message = f"{link.clause} には重さの違う文があります。どの文に答えるか quote で示してください。"
            yield Problem("note", location(link.file, data, link.key), message, link.clause, "coverage")
