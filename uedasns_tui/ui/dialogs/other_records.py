"""The records of the forms that have no screen of their own (purpose other): listed by form, opened, begun.

Used by the app, from the finder and from F2.
"""

from __future__ import annotations

from collections.abc import Iterator

from uedasns_tui.guideline.schema import Form
from uedasns_tui.japanese.near_date import near_date
from uedasns_tui.services import record_actions
from uedasns_tui.services.context import AppContext
from uedasns_tui.ui.dialogs.dialog import ListDialog
from uedasns_tui.ui.goto import Goto, NewRecord, OpenRecord, of_problems
from uedasns_tui.ui.states import badge, section_name
from uedasns_tui.ui.widgets.row_layout import Badge, Column
from uedasns_tui.ui.widgets.row_list import ListRow, RowList

TITLE = "ほかの記録"


class OtherRecordsDialog(ListDialog[Goto]):
    """Enter opens a record or begins one; Esc returns."""

    COLUMNS = (Column("状態"), Column("件名", grow=True), Column("更新"), Column("課", most=18))

    def __init__(self, context: AppContext) -> None:
        forms = context.guideline.other_forms
        super().__init__(TITLE, [row for form in forms for row in _rows(context, form)])

    def on_mount(self) -> None:
        """Begin where Enter leads somewhere: a heading stands first."""
        self.row_list.go(next((row.key for row in self.rows if row.goto), ""))

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Go where the row leads."""
        message.stop()
        if message.row.goto is not None:
            self.dismiss(message.row.goto)


def _rows(context: AppContext, form: Form) -> Iterator[ListRow]:
    records, faults = record_actions.record_lines(context, form.id)
    yield ListRow(
        f"form:{form.id}",
        "",
        f"{form.title}（{len(records)}件　要対応 {sum(record.todo for record in records)} 件）",
        heading=True,
    )
    yield ListRow(f"new:{form.id}", cells=("書く", form.begin_label), goto=NewRecord(form.id))
    for record in records:
        cells = (
            badge(context, record.kind, record.state, record.state_label),
            record.title,
            near_date(record.changed_on, context.today) if record.changed_on else "",
            section_name(record.section),
        )
        yield ListRow(record.id, cells=cells, goto=OpenRecord(record.id))
    for number, fault in enumerate(faults):
        yield ListRow(
            f"fault:{form.id}:{number}",
            "",
            str(fault),
            cells=(Badge("読めない", "bad"),),
            goto=of_problems([fault]),
        )
