"""The examination of everything: guideline, facts, settings, records. Used by `doctor` and CI."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from uedasns_tui.desk import work
from uedasns_tui.desk.desk import Desk
from uedasns_tui.guideline import coverage
from uedasns_tui.guideline.problem import Problem, Where


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


def examine(desk: Desk) -> list[Problem]:
    """Every Problem there is, most basic first: files of the guideline, facts, settings, then records."""
    problems = [
        *desk.problems,
        *coverage.problems(desk.guideline),
        *desk.fact_problems,
        *desk.shared_problems,
    ]
    kept, faults = desk.store.everything()
    problems += faults
    for one in kept:
        record = one.record
        if record.kind not in desk.guideline.forms:
            reason = f"「{record.kind}」の様式がこのガイドラインにありません。記録はそのまま残しています。"
            problems.append(Problem("warning", Where(str(one.path)), reason))
            continue
        for problem in work.problems(desk, record):
            where = Where(str(one.path), 0, problem.where.key)
            problems.append(Problem(problem.severity, where, problem.message, problem.clause, problem.code))
    return problems
