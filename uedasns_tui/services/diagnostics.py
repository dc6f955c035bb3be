"""Diagnostics: guideline, facts, settings, records. Used by `doctor` and CI."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import NamedTuple

from uedasns_tui.guideline import coverage
from uedasns_tui.guideline.backlinks import Backlink
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.guideline.schema import Checklist, Form
from uedasns_tui.services import record_actions, record_list
from uedasns_tui.services.context import PURPOSE_NAMES, AppContext
from uedasns_tui.storage import diagnostics
from uedasns_tui.storage.diagnostics import Diagnosis
from uedasns_tui.storage.errors import StorageError


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
            "unreached"
            if row.kind == "answered" and not any(_reached(context, link) for link in row.by)
            else row.kind,
            row.asks,
            row.sentence,
            "、".join(f"{backlink.source} {backlink.label}".strip() for backlink in row.by),
        )
        for row in coverage.coverage(context.guideline)
    ]


def _reached(context: AppContext, link: Backlink) -> bool:
    """Whether some screen and some command let one answer an entry: those of the forms that the program knows, and
    the private check. Words, regulations and pages are read where they bear."""
    source = context.guideline.sources[link.file]
    if isinstance(source, Checklist) and not source.keeps:
        return True
    form = source.form if isinstance(source, Checklist) else source.id if isinstance(source, Form) else ""
    return not form or context.guideline.purpose_of(form) in PURPOSE_NAMES


def coverage_counts(rows: list[CoverageLine]) -> dict[str, int]:
    """How many sentences are of each kind."""
    return dict(Counter(row.kind for row in rows))


def diagnose(context: AppContext) -> list[Diagnosis]:
    """Everything that is wrong, most basic first: guideline, facts, settings, files, then what the rules say."""
    problems = [
        *context.problems,
        *coverage.problems(context.guideline),
        *context.platform_problems,
        *context.settings_problems,
        *record_list.is_unreachable(context),
    ]
    diagnoses = [Diagnosis(problem) for problem in problems]
    of_files = list(diagnostics.diagnose(context.repository, context.index))
    messages = record_list.explained(context, [diagnosis.problem for diagnosis in of_files])
    diagnoses += [replace(entry, problem=problem) for entry, problem in zip(of_files, messages, strict=True)]
    for saved in context.repository.everything()[0]:
        path = str(saved.path)
        if saved.record.kind not in context.guideline.forms:
            reason = (
                f"「{saved.record.kind}」の様式がこのガイドラインにありません。記録はそのまま残しています。"
            )
            diagnoses.append(Diagnosis(Problem("warning", Location(path), reason)))
            continue
        for problem in record_actions.problems(context, saved.record):
            diagnoses.append(Diagnosis(replace(problem, where=Location(path, 0, problem.where.key))))
    return diagnoses


def repair(diagnoses: list[Diagnosis]) -> tuple[list[str], list[str]]:
    """Mend what can be mended: what was done and how to undo it, and what could not be done; the rest goes on."""
    done, failed = [], []
    for diagnosis in diagnoses:
        if diagnosis.mend is not None:
            try:
                done.append(f"{diagnosis.mend.says} {diagnosis.mend.do()}")
            except StorageError as fault:
                failed.append(fault.message)
    return done, failed
