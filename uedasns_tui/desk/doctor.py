"""The examination of everything: guideline, facts, settings, records. Used by `doctor` and CI."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import NamedTuple

from uedasns_tui.desk import work
from uedasns_tui.desk.desk import Desk
from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline import coverage
from uedasns_tui.guideline.problem import Problem, Where
from uedasns_tui.store import examine as examining
from uedasns_tui.store.examine import Mend


class Sentence(NamedTuple):
    """A row of the coverage table: a sentence, and what answers it."""

    clause: str
    kind: str
    asks: str
    sentence: str
    by: str


def coverage_rows(desk: Desk) -> list[Sentence]:
    """Every sentence of the guideline, in order."""
    return [
        Sentence(
            row.clause,
            row.kind,
            row.asks,
            row.sentence,
            "、".join(f"{one.source} {one.label}".strip() for one in row.by),
        )
        for row in coverage.coverage(desk.guideline)
    ]


def coverage_counts(rows: list[Sentence]) -> dict[str, int]:
    """How many sentences are of each kind."""
    return dict(Counter(row.kind for row in rows))


@dataclass(frozen=True)
class Finding:
    """Something that is wrong, and how it would be mended (None: by a person only)."""

    problem: Problem
    mend: Mend | None = None


def examine(desk: Desk) -> list[Finding]:
    """Everything that is wrong, most basic first: guideline, facts, settings, what is kept, then the rules."""
    problems = [
        *desk.problems,
        *coverage.problems(desk.guideline),
        *desk.fact_problems,
        *desk.shared_problems,
    ]
    found = [Finding(one) for one in problems]
    found += [Finding(one.problem, one.mend) for one in examining.examine(desk.store, desk.index)]
    for one in desk.store.everything()[0]:
        record = one.record
        if record.kind not in desk.guideline.forms:
            reason = f"「{record.kind}」の様式がこのガイドラインにありません。記録はそのまま残しています。"
            found.append(Finding(Problem("warning", Where(str(one.path)), reason)))
            continue
        for problem in work.problems(desk, record):
            where = Where(str(one.path), 0, problem.where.key)
            found.append(Finding(replace(problem, where=where)))
    return found


def mend(found: list[Finding]) -> list[str]:
    """Mend what can be mended; each line tells what was done and how to undo it. Raises StoreFault."""
    return [f"{one.mend.says} {one.mend.do()}" for one in found if one.mend is not None]
