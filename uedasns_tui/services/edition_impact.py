"""Impact of an edition: its problems before adoption, the difference between two, and the records affected.

Used by `guideline check`, `guideline compare` and the screen's comparison.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline import coverage, loader
from uedasns_tui.guideline import edition_diff as comparing
from uedasns_tui.guideline.clause_tree import Clause
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.edition_diff import ClauseDifference
from uedasns_tui.guideline.editions import editions
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.guideline.readings import reading_problems
from uedasns_tui.records.record import Record
from uedasns_tui.services.context import AppContext, NoGuideline, open_context
from uedasns_tui.services.folders import AppOptions


@dataclass(frozen=True)
class EditionComparison:
    """Two editions side by side, and a note for each record that a changed clause touches."""

    before: Guideline
    after: Guideline
    differences: tuple[ClauseDifference, ...]
    touched: list[Problem]


def check(options: AppOptions, folder: Path) -> list[Problem]:
    """Faults of the guideline in `folder`, then the records that its changed clauses touch."""
    loaded = loader.load(folder)
    problems = list(loaded.problems)
    if loaded.guideline is None:
        return problems
    problems += (*coverage.problems(loaded.guideline), *reading_problems(loaded.guideline))
    try:
        context = open_context(options)
    except NoGuideline:
        return problems
    if context.guideline.file.edition != loaded.guideline.file.edition:
        problems += impact_of(context, context.guideline, loaded.guideline)
    return problems


def compare(context: AppContext, before: str, after: str) -> EditionComparison:
    """Compare two editions, each named by a folder or by its date. Raises NoGuideline with the faults."""
    old, new = _edition(context, before), _edition(context, after)
    return EditionComparison(old, new, comparing.compare_editions(old, new), impact_of(context, old, new))


def _edition(context: AppContext, name: str) -> Guideline:
    try:
        wanted = date.fromisoformat(name)
    except ValueError:
        folder = Path(name).expanduser()
    else:
        known = {edition.date: edition.folder for edition in editions(context.folders.guideline)}
        folder = known.get(wanted, context.folders.guideline / "editions" / name)
    loaded = loader.load(folder)
    if loaded.guideline is None:
        raise NoGuideline(folder, loaded.problems)
    return loaded.guideline


def clause_with_heading(clause: Clause | None) -> str:
    """A clause's own words: title and text."""
    return "\n".join(part for part in (clause.title, clause.text) if part) if clause else ""


def impact_of(context: AppContext, before: Guideline, after: Guideline) -> list[Problem]:
    """A note for every record written under `before` that speaks of a clause that `after` changes."""
    changed = {
        difference.before.citation
        for difference in comparing.compare_editions(before, after)
        if difference.before is not None and difference.kind in ("changed", "removed")
    }
    notes = []
    for saved in context.repository.everything()[0]:
        record = saved.record
        hit = sorted(cited_clauses(context, record) & changed)
        if record.edition == before.file.edition and hit:
            reason = f"{'、'.join(hit)} が変わる前の版で書かれています（{record.edition.isoformat()}）。"
            notes.append(Problem("note", Location(str(saved.path)), reason, hit[0], "edition"))
    return notes


def cited_clauses(context: AppContext, record: Record) -> set[str]:
    """The citations that a record speaks of: its filled fields' and its answered items'."""
    form = context.guideline.forms.get(record.kind)
    cited = (
        {field.clause for field in form.field if field.clause and record.text(field.id)} if form else set()
    )
    checklist = context.guideline.checklists.get(record.checklist)
    if checklist:
        answered = {answer.id for answer in record.answers if answer.answer}
        cited |= {answer.clause for answer in checklist.item if answer.id in answered}
    return cited
