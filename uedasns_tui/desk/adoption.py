"""Editions: every fault of one before it is adopted, what differs between two, and the records it touches.

Used by `guideline check`, `guideline compare` and the screen's comparison.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from uedasns_tui.desk.desk import Desk, NoGuideline, open_desk
from uedasns_tui.desk.folders import Options
from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline import compare as comparing
from uedasns_tui.guideline import coverage, load
from uedasns_tui.guideline.compare import Difference
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.editions import editions
from uedasns_tui.guideline.problem import Problem, Where
from uedasns_tui.guideline.tree import Clause
from uedasns_tui.records.record import Record


@dataclass(frozen=True)
class Compared:
    """Two editions side by side, and a note for each record that a changed clause touches."""

    before: Guideline
    after: Guideline
    differences: tuple[Difference, ...]
    touched: list[Problem]


def check(options: Options, folder: Path) -> list[Problem]:
    """Faults of the guideline in `folder`, then the records that its changed clauses touch."""
    loaded = load.load(folder)
    problems = list(loaded.problems)
    if loaded.guideline is None:
        return problems
    problems += coverage.problems(loaded.guideline)
    try:
        desk = open_desk(options)
    except NoGuideline:
        return problems
    if desk.guideline.file.edition != loaded.guideline.file.edition:
        problems += touched(desk, desk.guideline, loaded.guideline)
    return problems


def compare(desk: Desk, before: str, after: str) -> Compared:
    """Compare two editions, each named by a folder or by its date. Raises NoGuideline with the faults."""
    old, new = _edition(desk, before), _edition(desk, after)
    return Compared(old, new, comparing.compare(old, new), touched(desk, old, new))


def _edition(desk: Desk, name: str) -> Guideline:
    try:
        wanted = date.fromisoformat(name)
    except ValueError:
        folder = Path(name).expanduser()
    else:
        known = {one.date: one.folder for one in editions(desk.folders.guideline)}
        folder = known.get(wanted, desk.folders.guideline / "editions" / name)
    loaded = load.load(folder)
    if loaded.guideline is None:
        raise NoGuideline(folder, loaded.problems)
    return loaded.guideline


def whole(clause: Clause | None) -> str:
    """A clause's own words: title and text."""
    return "\n".join(part for part in (clause.title, clause.text) if part) if clause else ""


def touched(desk: Desk, before: Guideline, after: Guideline) -> list[Problem]:
    """A note for every record written under `before` that speaks of a clause that `after` changes."""
    changed = {
        one.before.citation
        for one in comparing.compare(before, after)
        if one.before is not None and one.kind in ("changed", "removed")
    }
    found = []
    for kept in desk.store.everything()[0]:
        record = kept.record
        hit = sorted(spoken(desk, record) & changed)
        if record.edition == before.file.edition and hit:
            reason = f"{'、'.join(hit)} が変わる前の版で書かれています（{record.edition.isoformat()}）。"
            found.append(Problem("note", Where(str(kept.path)), reason, hit[0], "edition"))
    return found


def spoken(desk: Desk, record: Record) -> set[str]:
    """The citations that a record speaks of: its filled fields' and its answered items'."""
    form = desk.guideline.forms.get(record.kind)
    cited = {one.clause for one in form.field if one.clause and record.text(one.id)} if form else set()
    checklist = desk.guideline.checklists.get(record.checklist)
    if checklist:
        answered = {one.id for one in record.answers if one.answer}
        cited |= {one.clause for one in checklist.item if one.id in answered}
    return cited
