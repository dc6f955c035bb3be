"""Choices of a form's pickers: known social media, accounts that have a policy."""

from __future__ import annotations

from uedasns_tui.guideline.schema import FormField
from uedasns_tui.services import record_actions
from uedasns_tui.services.context import AppContext
from uedasns_tui.ui.widgets.picker import PickerOption


def options_of(context: AppContext, field: FormField) -> list[PickerOption]:
    """What can be picked in a field; nothing where nothing is picked in it."""
    match field.type:
        case "platform":
            return [
                PickerOption(platform.name, platform.name, "・".join(platform.names[:3]))
                for platform in context.platforms.values()
            ]
        case "accounts":
            rows, _ = record_actions.record_lines(context, "policy", now=True)
            return [PickerOption(row.id, row.title, f"{row.section}［{row.state_label}］") for row in rows]
    return []
