"""What a field can be chosen from: the known social media, the accounts, the records of a form. Used by pickers and
prompts; no id has to be typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from uedasns_tui.guideline.schema import FormField, TransitionInput
from uedasns_tui.services import record_actions
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.record_actions import RecordLine


class FieldOption(NamedTuple):
    """Something to choose: its key in the record, its label, and what else it is called or is known by."""

    key: str
    label: str
    note: str = ""
    line: RecordLine | None = None
    """The record that it is."""


def field_options(
    context: AppContext, field: FormField | TransitionInput, chosen: Iterable[str] = ()
) -> list[FieldOption]:
    """What can be chosen in a field; nothing where nothing is chosen in it. Records that are `chosen` already are read
    from their files where the index does not know them yet, so that people read their names."""
    match field.type:
        case "platform":
            return [
                FieldOption(platform.name, platform.name, "・".join(platform.names[:3]))
                for platform in context.platforms.values()
            ]
        case "accounts":
            return _records(context, "policy", chosen)
        case "record" if context.form_id(field.role):
            return _records(context, field.role, chosen)
    return []


def _records(context: AppContext, purpose: str, chosen: Iterable[str]) -> list[FieldOption]:
    rows, _ = record_actions.record_lines(context, context.form_id(purpose) or purpose, now=True)
    options = [FieldOption(row.id, row.title, f"{row.section}［{row.state_label}］", row) for row in rows]
    known = {row.id for row in rows}
    for name in chosen:
        saved = context.repository.try_load(name) if name not in known else None
        if saved is not None:
            options.append(FieldOption(name, record_actions.title(context, saved.record)))
    return options
