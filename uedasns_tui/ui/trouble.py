"""トラブル: the steps and whom to tell, readable at once; the incidents on record; recording begins with n."""

from __future__ import annotations

from typing import ClassVar

from textual import work as worker
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from uedasns_tui.desk import incidents, work
from uedasns_tui.desk.work import Line
from uedasns_tui.guideline.problem import Problem
from uedasns_tui.ui.place import Place
from uedasns_tui.ui.widgets.lines import Lines, Row
from uedasns_tui.ui.widgets.plain_text import PlainText


class TroublePlace(Place):
    """What to do now, then what was recorded."""

    PLACE = "trouble"
    NEEDS = CHECKS = ("incident",)
    DEFAULT_CSS = """
    TroublePlace #lead { height: auto; background: $panel; padding: 0 1; text-style: bold; }
    TroublePlace #steps { height: 1fr; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "app.begin('incident')", "記録を始める"),
        Binding("r", "read_again", "読み直す", show=False),
    ]

    def content(self) -> ComposeResult:
        """The first thing to do, then the list."""
        checklist = incidents.steps(self.desk)
        yield PlainText(checklist.lead if checklist else "", id="lead")
        yield Lines(self._steps(), id="steps")

    def _steps(self) -> list[Row]:
        rows = [Row("h:tell", "", "知らせる先", heading=True)]
        head = self.desk.guideline.city.head
        if head:
            rows.append(Row("tell:head", "", head, 1))
        for one in incidents.tell(self.desk):
            parts = [
                one.section or one.name,
                one.phone and f"電話 {one.phone}",
                one.email and f"メール {one.email}",
            ]
            rows.append(Row(f"tell:{one.name}", "", "　".join(part for part in parts if part), 1))
        checklist = incidents.steps(self.desk)
        if checklist is not None:
            rows.append(Row("h:steps", "", "すること", heading=True))
            for number, item in enumerate(checklist.item, 1):
                text = f"{item.say}〔{item.clause}〕" + (f"\n{item.help}" if item.help else "")
                rows.append(Row(f"clause:{item.clause}:{item.id}", str(number), text))
        for regulation in self.desk.guideline.city.regulation:
            if regulation is self.desk.guideline.city.regulation[0]:
                rows.append(Row("h:rules", "", "よる規程", heading=True))
            place = regulation.place or "所在は登録されていません"
            rows.append(
                Row(
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
        if incidents.KIND in self.desk.guideline.forms:
            rows, faults = work.lines(self.desk, incidents.KIND)
            self.app.call_from_thread(self.take, rows, faults)

    def take(self, rows: list[Line], faults: list[Problem]) -> None:
        """Show them after the steps; open ones first."""
        ended = self.desk.form(incidents.KIND).ended
        rows.sort(key=lambda row: row.state in ended)
        found = [Row("h:records", "", "記録（Enter で開きます。n で新しく始めます）", heading=True)]
        found += [
            Row(f"incident:{row.id}", f"[{row.state_label}]", f"{row.title} ／ {row.section}") for row in rows
        ]
        found += [Row(f"fault:{n}", "[読めない]", str(one)) for n, one in enumerate(faults)]
        lines = self.query_one(Lines)
        keep = lines.current_row.key if lines.current_row else None
        lines.set_rows([*self._steps(), *found], keep=keep)

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """Open a record, or read the clause of a step."""
        kind, _, place = message.row.key.partition(":")
        if kind == "incident":
            self.app.follow("incident", place)  # type: ignore[attr-defined]
        elif kind == "clause":
            self.app.follow("clause", place.partition(":")[0])  # type: ignore[attr-defined]
