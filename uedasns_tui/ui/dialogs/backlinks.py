"""Everything that rests on a clause, as a list; Enter goes to a record, or shows the form or checklist it is in."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from uedasns_tui.services import backlinks
from uedasns_tui.services.backlinks import BacklinkTarget
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.index.database import IndexUnavailable
from uedasns_tui.ui.dialogs.dialog import CSS
from uedasns_tui.ui.file_watch import BUSY
from uedasns_tui.ui.screens.main_screen import HOMES
from uedasns_tui.ui.widgets.key_bar import KeyBar
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.result_screen import ResultScreen
from uedasns_tui.ui.widgets.row_list import ListRow, RowList


class BacklinksDialog(ResultScreen[tuple[str, str] | None], ModalScreen[tuple[str, str] | None]):
    """The list. The result is what to follow: (kind, place)."""

    DEFAULT_CSS = (
        CSS.replace("NAME", "BacklinksDialog")
        + "    BacklinksDialog > .box { height: 90%; }\n    BacklinksDialog RowList { height: 1fr; max-height: 100%; }\n"
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "閉じる", priority=True)]

    def __init__(self, context: AppContext, citation: str) -> None:
        super().__init__()
        self.context = context
        self.citation = citation

    def compose(self) -> ComposeResult:
        """The clause and the list."""
        with Vertical(classes="box"):
            yield PlainText(f"{self.citation} に関わるもの", classes="title")
            yield RowList()
        yield KeyBar()

    def on_mount(self) -> None:
        """What the house builds on it at once, the records as soon as they are read."""
        self.rows = [
            ListRow(f"{one.kind}|{one.place}", "", one.said)
            for one in backlinks.document_backlinks(self.context, self.citation)
        ]
        self.query_one(RowList).set_rows(self.rows)
        self.query_one(RowList).focus()
        self.read()

    @work(thread=True)
    def read(self) -> None:
        """Read the records that speak of it."""
        try:
            found = backlinks.record_backlinks(self.context, self.citation)
        except IndexUnavailable:
            found = [BacklinkTarget("none", "", f"{BUSY}もう一度開いてください。")]
        self.app.call_from_thread(self.take, found)

    def take(self, found: list[BacklinkTarget]) -> None:
        """Show them too."""
        if self.left:
            return
        rows = [*self.rows, *(ListRow(f"{one.kind}|{one.place}", "記録", one.said) for one in found)]
        lines = self.query_one(RowList)
        lines.set_rows(
            rows or [ListRow("none", "", "この条項に関わる項目や記録はありません。")],
            keep=lines.current_row.key if lines.current_row else None,
        )

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
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
