"""Incidents: the steps and whom to tell, readable at once; beside or beneath them the incidents on record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import work as worker
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.events import Resize

from uedasns_tui.guideline.problem import Problem
from uedasns_tui.japanese.near_date import near_date
from uedasns_tui.services import incidents, record_actions
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.record_actions import RecordLine
from uedasns_tui.ui.goto import NewRecord, OpenClause, OpenRecord
from uedasns_tui.ui.screens.list_screen import BEGIN, ListScreen, fault_row
from uedasns_tui.ui.states import badge, section_name
from uedasns_tui.ui.widgets.frame import framed, titled
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.row_layout import Badge, Column, ListRow
from uedasns_tui.ui.widgets.row_list import RowList


def _heading(text: str) -> ListRow:
    return ListRow(f"h:{text}", "", text, heading=True)


class IncidentsScreen(ListScreen):
    """What to do now, then what was recorded."""

    NAME = "trouble"
    NEEDS = CHECKS = ("incident",)
    COLUMNS = (
        Column("状態", "state_label"),
        Column("件名", "title", grow=True),
        Column("発見日", "due"),
        Column("要対応"),
        Column("課", "section", most=24),
    )
    SORT = ("due", True)
    LISTS_ITEMS = False  # they stand among the steps
    CSS_PATH = "incidents.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "app.begin('incident')", "記録を始める"),
        Binding("s", "sort", "並べ替え"),
        Binding("S", "reverse", "逆順にする", show=False),
        Binding("r", "read_again", "読み直す", show=False),
    ]

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.lines: list[RecordLine] = []
        self.faults: list[Problem] = []

    def content(self) -> ComposeResult:
        """The first thing to do, the steps, the records."""
        checklist = incidents.steps(self.context)
        yield PlainText(checklist.lead if checklist else "", id="lead")
        with Container(id="both"):
            yield framed(RowList(self._guidance(), id="guidance"), "手順")
            with Vertical(id="recorded"):
                yield titled(self.table(), "記録")
                yield self.beside()

    def on_resize(self, event: Resize) -> None:
        """Where there is room now, the current incident."""
        self.fit(event.size)
        self.show_beside(self.row_list.current_row)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Show the current incident; the steps are a list too."""
        if message.control is self.row_list:
            super().on_row_list_moved(message)

    def details(self, record_id: str) -> str:
        """What was written of it, and what was done."""
        return "\n\n".join(self.written(record_id))

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
            self.call_later(self.show_records, *record_actions.record_lines(self.context, form.id))

    def _cells(self, row: RecordLine) -> tuple[str | Badge, ...]:
        return (
            badge(self.context, row.kind, row.state, row.state_label),
            row.title,
            near_date(row.due, self.context.today) if row.due else "",
            Badge(str(row.todo), "waiting") if row.todo else "",
            section_name(row.section),
        )

    def show_records(self, lines: list[RecordLine], faults: list[Problem]) -> None:
        """Show what was read; open records are what somebody comes for, and stand above the steps."""
        first = not self.whole
        self.lines, self.faults, self.whole = lines, faults, True
        is_open = any(self._open(line) for line in lines)
        self.set_class(is_open, "-open")
        self.order_changed()
        if first and is_open and self.focused in (None, self.guidance):
            self.row_list.focus()

    @property
    def guidance(self) -> RowList:
        """The steps and whom to tell."""
        return self.query_one("#guidance", RowList)

    def _open(self, line: RecordLine) -> bool:
        return line.state not in self.context.form_for("incident").ended

    def order_changed(self) -> None:
        """Show the records in their order, the open ones before the others."""
        ordered = sorted(self.lines, key=self._sort_value, reverse=self.backwards)
        ordered.sort(key=self._open, reverse=True)
        rows = [
            *self.draft_rows("incident"),
            *(ListRow(line.id, goto=OpenRecord(line.id), cells=self._cells(line)) for line in ordered),
            *(fault_row(number, fault) for number, fault in enumerate(self.faults)),
        ]
        if not rows and not self.lacking:
            text = "まだ記録はありません。起きたことと、したことを残します。\nn で記録を始めます。"
            rows = [ListRow(BEGIN, "", text, goto=NewRecord("incident"))]
        self.show_rows(rows)
        self.show_order()
        count = sum(map(self._open, self.lines))
        todo = sum(line.todo for line in self.lines)
        title = f"記録　{len(self.lines)} 件（対応中 {count} 件、要対応 {todo} 件）" if self.lines else "記録"
        self.title_pane(title)

    def _sort_value(self, line: RecordLine) -> str:
        return str(getattr(line, self.column) or "")
