"""The same change to many records at once: section and contacts of many accounts when an office is reorganised.

Nothing is written before it was shown: `preview` says what each record would become, `apply` saves them one by one.
Each is an edit like any other, so a decided policy is then 変更あり.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.guideline.schema import FormField, TransitionInput
from uedasns_tui.records.record import Value
from uedasns_tui.services import changes, record_actions
from uedasns_tui.services.answers import check_answer
from uedasns_tui.services.changes import LabelledChange
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.errors import SaveConflict, StorageError
from uedasns_tui.storage.record_file import SavedRecord
from uedasns_tui.storage.repository import SaveResult


@dataclass(frozen=True)
class BulkChange:
    """What one record would become: its title and the fields that differ."""

    saved: SavedRecord
    title: str
    values: Mapping[str, Value]
    changes: tuple[LabelledChange, ...]


def contact_fields(context: AppContext) -> list[FormField]:
    """The fields that change with an office: the section's own group, contacts and all."""
    form = context.form_for("policy")
    section = record_actions.field_of(form, "section")
    if section is None:
        return []
    return [
        field
        for field in form.field
        if field is section or (field.part_of and field.part_of == section.part_of)
    ]


def unusable(context: AppContext, field: FormField, text: str) -> str:
    """Why a value cannot be given to every account, "" where it can."""
    question = TransitionInput(field.id, field.label, field.type, choices=field.choices)
    return check_answer(question, text, context.today) if text.strip() else ""


def lines(planned: Iterable[BulkChange]) -> Iterator[str]:
    """What each record would become, in words."""
    for change in planned:
        parts = (f"{entry.label}: {entry.before or '（なし）'} → {entry.after}" for entry in change.changes)
        yield "\n  ".join((change.title, *parts))


def consequence(context: AppContext) -> str:
    """What a change makes of what was decided, in the words of the form; "" where a form has no such state."""
    form = context.form_for("policy")
    if not form.changed:
        return ""
    decided = "」「".join(form.states.get(state, state) for state in form.changed_from)
    return f"（「{decided}」のものは「{form.states.get(form.changed, form.changed)}」になります）"


def records_of_section(context: AppContext, section: str) -> list[SavedRecord]:
    """The accounts of a section that are not closed."""
    form = context.form_for("policy")
    lines = record_actions.record_lines(context, form.id, section, now=True)[0]
    return [context.repository.load(line.id) for line in lines if line.state not in form.ended]


def preview(
    context: AppContext, records: Iterable[SavedRecord], values: Mapping[str, Value]
) -> Iterator[BulkChange]:
    """What the records would become; those that already are so are left out."""
    for saved in records:
        after = record_actions.with_values(saved.record, values)
        differing = changes.differences(context, saved.record, after)
        if differing:
            yield BulkChange(saved, record_actions.title(context, saved.record), values, differing)


def apply(context: AppContext, planned: Iterable[BulkChange]) -> tuple[list[SaveResult], list[Problem]]:
    """Save the changes one by one; a record that cannot be saved is named, and keeps none of the others from it."""
    results: list[SaveResult] = []
    problems: list[Problem] = []
    for change in planned:
        record = record_actions.with_values(change.saved.record, change.values)
        try:
            results.append(record_actions.save_record(context, record, change.saved))
        except (SaveConflict, StorageError) as error:
            message = f"「{change.title}」は変えていません。{error}"
            problems.append(Problem("error", Location(str(change.saved.path)), message, code="bulk"))
    return results, problems
