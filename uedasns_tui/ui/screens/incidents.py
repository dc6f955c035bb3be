"""Incidents: the steps and whom to tell, readable at once; then the incidents on record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import work as worker
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from uedasns_tui.guideline.problem import Problem
from uedasns_tui.japanese.near_date import near_date
from uedasns_tui.services import incidents, record_actions
from uedasns_tui.services.record_actions import RecordLine
from uedasns_tui.ui.goto import OpenClause, OpenRecord
from uedasns_tui.ui.screens.list_screen import ListScreen, fault_row
from uedasns_tui.ui.states import badge, section_name
from uedasns_tui.ui.widgets.frame import framed
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.row_layout import Badge, Column, ListRow
from uedasns_tui.ui.widgets.row_list import RowList


def _heading(text: str) -> ListRow:
    return ListRow(f"h:{text}", "", text, heading=True)


class IncidentsScreen(ListScreen):
    """What to do now, then what was recorded."""

    NAME = "trouble"
    NEEDS = CHECKS = ("incident",)
    COLUMNS = (Column("状態"), Column("件名", grow=True), Column("日付"), Column("課", most=24))
    DEFAULT_CSS = """
    IncidentsScreen #lead { height: auto; padding: 0 1; text-style: bold; color: $error; }
    IncidentsScreen #rows { height: 1fr; padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "app.begin('incident')", "記録を始める"),
        Binding("r", "read_again", "読み直す", show=False),
    ]

    def content(self) -> ComposeResult:
        """The first thing to do, then the list."""
        checklist = incidents.steps(self.context)
        yield PlainText(checklist.lead if checklist else "", id="lead")
        yield framed(RowList(self._guidance(), id="rows", columns=self.COLUMNS), "手順と記録")

    def _guidance(self) -> list[ListRow]:
        return [*self._contacts(), *self._steps(), *self._regulations()]

    def _contacts(self) -> Iterator[ListRow]:
        yield _heading("連絡先")
        if head := self.context.guideline.city.head:
            yield ListRow("tell:head", "", head, 1)
        for contact in incidents.contacts_to_notify(self.context):
            parts = [
                contact.section or contact.name,
                contact.phone and f"電話 {contact.phone}",
                contact.email and f"メール {contact.email}",
            ]
            yield ListRow(f"tell:{contact.name}", "", "　".join(part for part in parts if part), 1)

    def _steps(self) -> Iterator[ListRow]:
        checklist = incidents.steps(self.context)
        if checklist is None:
            return
        yield _heading("すること")
        for number, item in enumerate(checklist.item, 1):
            text = f"{item.say}〔{item.clause}〕" + (f"\n{item.help}" if item.help else "")
            yield ListRow(f"step:{item.id}", str(number), text, goto=OpenClause(item.clause))

    def _regulations(self) -> Iterator[ListRow]:
        regulations = self.context.guideline.city.regulation
        if regulations:
            yield _heading("根拠となる規程")
        for rule in regulations:
            text = f"{rule.title}（{rule.place or '掲載場所は登録されていません'}）〔{rule.clause}〕"
            yield ListRow(f"rule:{rule.id}", "", text, 1, goto=OpenClause(rule.clause))

    def records_changed(self) -> None:
        """Ask the index again."""
        self.read()

    @worker(thread=True, exclusive=True, group="incidents")
    def read(self) -> None:
        """Read the incidents from the index."""
        form = self.context.guideline.form_for("incident")
        if form is not None:
            rows, faults = record_actions.record_lines(self.context, form.id)
            rows.sort(key=lambda row: row.state in form.ended)
            self.call_later(self.show_records, rows, faults)

    def _cells(self, row: RecordLine) -> tuple[str | Badge, ...]:
        changed = near_date(row.changed_on, self.context.today) if row.changed_on else ""
        return (
            badge(self.context, row.kind, row.state, row.state_label),
            row.title,
            changed,
            section_name(row.section),
        )

    def show_records(self, rows: list[RecordLine], faults: list[Problem]) -> None:
        """Show the open records above the steps, the others beneath."""
        form = self.context.form_for("incident")
        current = [ListRow(row.id, goto=OpenRecord(row.id), cells=self._cells(row)) for row in rows]
        still = sum(row.state not in form.ended for row in rows)
        begun = self.draft_rows("incident")
        ended = [*current[still:], *(fault_row(number, fault) for number, fault in enumerate(faults))]
        self.whole = True
        self.show_rows(
            [
                *(
                    [_heading("対応中（Enter で開きます）"), *begun, *current[:still]]
                    if begun or still
                    else ()
                ),
                *self._guidance(),
                _heading("これまでの記録（Enter で開きます。n で新しく始めます）"),
                *ended,
            ]
        )
