"""What a form's pickers offer: the known media, the accounts that have a policy. Used by every form."""

from __future__ import annotations

from uedasns_tui.desk import work
from uedasns_tui.desk.desk import Desk
from uedasns_tui.guideline.schema import Field
from uedasns_tui.ui.form_pane import Offers
from uedasns_tui.ui.picker import Option


def of(desk: Desk) -> Offers:
    """The offers of this desk; a field's are made when its form is."""

    def offers(field: Field) -> list[Option]:
        match field.type:
            case "platform":
                return [
                    Option(one.name, one.name, "・".join(one.names[:3])) for one in desk.platforms.values()
                ]
            case "accounts":
                rows, _ = work.lines(desk, "policy", now=True)
                return [Option(row.id, row.title, f"{row.section}［{row.state_label}］") for row in rows]
        return []

    return offers
