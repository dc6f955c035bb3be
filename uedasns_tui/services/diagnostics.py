"""The examination of everything: guideline, facts, settings, records. Used by `doctor` and CI."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import NamedTuple

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline import coverage
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.services import record_actions
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage import diagnostics as examining
from uedasns_tui.storage.diagnostics import Repair


class CoverageLine(NamedTuple):
    """A row of the coverage table: a sentence, and what answers it."""

    clause: str
    kind: str
    asks: str
    sentence: str
    by: str


def coverage_rows(context: AppContext) -> list[CoverageLine]:
    """Every sentence of the guideline, in order."""
    return [
        CoverageLine(
            row.clause,
            row.kind,
            row.asks,
            row.sentence,
            "、".join(f"{backlink.source} {backlink.label}".strip() for backlink in row.by),
        )
        for row in coverage.coverage(context.guideline)
    ]


def coverage_counts(rows: list[CoverageLine]) -> dict[str, int]:
    """How many sentences are of each kind."""
    return dict(Counter(row.kind for row in rows))


@dataclass(frozen=True)
class DiagnosisReport:
    """Something that is wrong, and how it would be mended (None: by a person only)."""

    problem: Problem
    mend: Repair | None = None


def diagnose(context: AppContext) -> list[DiagnosisReport]:
    """Everything that is wrong, most basic first: guideline, facts, settings, what is kept, then the rules."""
    problems = [
        *context.problems,
        *coverage.problems(context.guideline),
        *context.platform_problems,
        *context.settings_problems,
    ]
    found = [DiagnosisReport(one) for one in problems]
    found += [
        DiagnosisReport(one.problem, one.mend)
        for one in examining.diagnose(context.repository, context.index)
    ]
    for one in context.repository.everything()[0]:
        record = one.record
        if record.kind not in context.guideline.forms:
            reason = f"「{record.kind}」の様式がこのガイドラインにありません。記録はそのまま残しています。"
            found.append(DiagnosisReport(Problem("warning", Location(str(one.path)), reason)))
            continue
        for problem in record_actions.problems(context, record):
            where = Location(str(one.path), 0, problem.where.key)
            found.append(DiagnosisReport(replace(problem, where=where)))
    return found


def repair(found: list[DiagnosisReport]) -> list[str]:
    """Mend what can be mended; each line tells what was done and how to undo it. Raises StorageError."""
    return [f"{one.mend.says} {one.mend.do()}" for one in found if one.mend is not None]
