"""トラブル: the steps and whom to tell, readable at once; the incidents on record; recording begins with n."""

from __future__ import annotations

from typing import ClassVar

from textual import work as worker
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from uedasns_tui.guideline.problem import Problem
from uedasns_tui.services import incidents, record_actions
from uedasns_tui.services.record_actions import RecordLine
from uedasns_tui.ui.screens.main_screen import MainScreen
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.row_list import ListRow, RowList


class IncidentsScreen(MainScreen):
    """What to do now, then what was recorded."""

    PLACE = "trouble"
    NEEDS = CHECKS = ("incident",)
    DEFAULT_CSS = """
    IncidentsScreen #lead { height: auto; background: $panel; padding: 0 1; text-style: bold; }
    IncidentsScreen #steps { height: 1fr; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "app.begin('incident')", "記録を始める"),
        Binding("r", "read_again", "読み直す", show=False),
    ]

    def content(self) -> ComposeResult:
        """The first thing to do, then the list."""
        checklist = incidents.steps(self.context)
        yield PlainText(checklist.lead if checklist else "", id="lead")
        yield RowList(self._steps(), id="steps")

    def _steps(self) -> list[ListRow]:
        rows = [ListRow("h:tell", "", "知らせる先", heading=True)]
        head = self.context.guideline.city.head
        if head:
            rows.append(ListRow("tell:head", "", head, 1))
        for one in incidents.contacts_to_notify(self.context):
            parts = [
                one.section or one.name,
                one.phone and f"電話 {one.phone}",
                one.email and f"メール {one.email}",
            ]
            rows.append(ListRow(f"tell:{one.name}", "", "　".join(part for part in parts if part), 1))
        checklist = incidents.steps(self.context)
        if checklist is not None:
            rows.append(ListRow("h:steps", "", "すること", heading=True))
            for number, item in enumerate(checklist.item, 1):
                text = f"{item.say}〔{item.clause}〕" + (f"\n{item.help}" if item.help else "")
                rows.append(ListRow(f"clause:{item.clause}:{item.id}", str(number), text))
        for regulation in self.context.guideline.city.regulation:
            if regulation is self.context.guideline.city.regulation[0]:
                rows.append(ListRow("h:rules", "", "よる規程", heading=True))
            place = regulation.place or "所在は登録されていません"
            rows.append(
                ListRow(
                    f"clause:{regulation.clause}:{regulation.id}",
                    "",
                    f"{regulation.title}（{place}）〔{regulation.clause}〕",
                    1,
                )
            )
        return rows

    def records_changed(self) -> None:
        """Ask the index again."""
        self.read()

    @worker(thread=True, exclusive=True, group="incidents")
    def read(self) -> None:
        """Read the incidents from the index."""
        if self.context.form_id("incident"):
            rows, faults = record_actions.record_lines(self.context, self.context.form_id("incident"))
            self.app.call_from_thread(self.take, rows, faults)

    def take(self, rows: list[RecordLine], faults: list[Problem]) -> None:
        """Show them after the steps; open ones first."""
        ended = self.context.form_for("incident").ended
        rows.sort(key=lambda row: row.state in ended)
        found = [ListRow("h:records", "", "記録（Enter で開きます。n で新しく始めます）", heading=True)]
        found += [
            ListRow(f"incident:{row.id}", f"[{row.state_label}]", f"{row.title} ／ {row.section}")
            for row in rows
        ]
        found += [ListRow(f"fault:{n}", "[読めない]", str(one)) for n, one in enumerate(faults)]
        lines = self.query_one(RowList)
        keep = lines.current_row.key if lines.current_row else None
        lines.set_rows([*self._steps(), *found], keep=keep)

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Open a record, or read the clause of a step."""
        kind, _, place = message.row.key.partition(":")
        if kind == "incident":
            self.app.follow("incident", place)  # type: ignore[attr-defined]
        elif kind == "clause":
            self.app.follow("clause", place.partition(":")[0])  # type: ignore[attr-defined]
