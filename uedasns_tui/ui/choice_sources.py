"""What a form's pickers offer: the known media, the accounts that have a policy. Used by every form."""

from __future__ import annotations

from uedasns_tui.guideline.schema import FormField
from uedasns_tui.services import record_actions
from uedasns_tui.services.context import AppContext
from uedasns_tui.ui.widgets.form_pane import Offers
from uedasns_tui.ui.widgets.picker import PickerOption


def of(context: AppContext) -> Offers:
    """The offers of this context; a field's are made when its form is."""

    def offers(field: FormField) -> list[PickerOption]:
        match field.type:
            case "platform":
                return [
                    PickerOption(one.name, one.name, "・".join(one.names[:3]))
                    for one in context.platforms.values()
                ]
            case "accounts":
                rows, _ = record_actions.record_lines(context, "policy", now=True)
                return [
                    PickerOption(row.id, row.title, f"{row.section}［{row.state_label}］") for row in rows
                ]
        return []

    return offers
