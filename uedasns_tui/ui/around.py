"""Everything that rests on a clause, as a list; Enter goes to a record, or shows the form or checklist it is in."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from uedasns_tui.desk import around
from uedasns_tui.desk.around import Neighbour
from uedasns_tui.desk.desk import Desk
from uedasns_tui.store.index_base import Unavailable
from uedasns_tui.ui.place import HOMES
from uedasns_tui.ui.watching import BUSY
from uedasns_tui.ui.widgets.closing import Closing
from uedasns_tui.ui.widgets.dialog import CSS
from uedasns_tui.ui.widgets.keys import Keys
from uedasns_tui.ui.widgets.lines import Lines, Row
from uedasns_tui.ui.widgets.plain_text import PlainText


class Around(Closing[tuple[str, str] | None], ModalScreen[tuple[str, str] | None]):
    """The list. The result is what to follow: (kind, place)."""

    DEFAULT_CSS = (
        CSS.replace("NAME", "Around")
        + "    Around > .box { height: 90%; }\n    Around Lines { height: 1fr; max-height: 100%; }\n"
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "閉じる", priority=True)]

    def __init__(self, desk: Desk, citation: str) -> None:
        super().__init__()
        self.desk = desk
        self.citation = citation

    def compose(self) -> ComposeResult:
        """The clause and the list."""
        with Vertical(classes="box"):
            yield PlainText(f"{self.citation} に関わるもの", classes="title")
            yield Lines()
        yield Keys()

    def on_mount(self) -> None:
        """What the house builds on it at once, the records as soon as they are read."""
        self.rows = [
            Row(f"{one.kind}|{one.place}", "", one.said) for one in around.bases(self.desk, self.citation)
        ]
        self.query_one(Lines).set_rows(self.rows)
        self.query_one(Lines).focus()
        self.read()

    @work(thread=True)
    def read(self) -> None:
        """Read the records that speak of it."""
        try:
            found = around.records(self.desk, self.citation)
        except Unavailable:
            found = [Neighbour("none", "", f"{BUSY}もう一度開いてください。")]
        self.app.call_from_thread(self.take, found)

    def take(self, found: list[Neighbour]) -> None:
        """Show them too."""
        if self.left:
            return
        rows = [*self.rows, *(Row(f"{one.kind}|{one.place}", "記録", one.said) for one in found)]
        lines = self.query_one(Lines)
        lines.set_rows(
            rows or [Row("none", "", "この条項に関わる項目や記録はありません。")],
            keep=lines.current_row.key if lines.current_row else None,
        )

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """Go there."""
        message.stop()
        kind, _, place = message.row.key.partition("|")
        if kind == "basis":
            self._go(place.partition(":")[0])
        elif kind != "none" and place:
            self.dismiss((kind, place))

    def _go(self, kind: str) -> None:
        if kind in HOMES:
            self.dismiss(("place", HOMES[kind]))
        else:
            self.notify("この様式の記録を開く画面は、まだありません。")

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)
