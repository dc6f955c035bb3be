"""The backlinks of a clause as a list; Enter opens a record, or the screen of its form."""

from __future__ import annotations

from textual import work

from uedasns_tui.services import backlinks
from uedasns_tui.services.backlinks import BacklinkTarget
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.index.database import IndexUnavailable
from uedasns_tui.ui.dialogs.dialog import ListDialog
from uedasns_tui.ui.file_watch import BUSY
from uedasns_tui.ui.goto import Goto, OpenRecord, OpenScreen, ShowText
from uedasns_tui.ui.screens.main_screen import SCREEN_OF_PURPOSE
from uedasns_tui.ui.widgets.row_list import ListRow, RowList

NOTHING = "この条項に関わるものは、まだありません。\nこの条項を引く項目・欄・決まり・記録が、ここに並びます。"


class BacklinksDialog(ListDialog[Goto]):
    """The list. The result is where to go."""

    def __init__(self, context: AppContext, citation: str) -> None:
        targets = backlinks.document_backlinks(context, citation)
        rows = [
            ListRow(f"document:{number}", "", target.label, goto=self._screen_of(context, target))
            for number, target in enumerate(targets)
        ]
        super().__init__(f"{citation} に関わるもの", rows)
        self.context = context
        self.citation = citation

    @staticmethod
    def _screen_of(context: AppContext, target: BacklinkTarget) -> Goto:
        screen = SCREEN_OF_PURPOSE.get(context.guideline.purpose_of(target.form))
        return OpenScreen(screen) if screen else ShowText("この様式の記録を開く画面は、まだありません。")

    def on_mount(self) -> None:
        """The records come as soon as they are read."""
        self.read()

    @work(thread=True)
    def read(self) -> None:
        """Read the records that speak of the clause."""
        try:
            targets = backlinks.record_backlinks(self.context, self.citation)
        except IndexUnavailable:
            targets = [BacklinkTarget(f"{BUSY}もう一度開いてください。")]
        self.call_later(self.show_records, targets)

    def show_records(self, targets: list[BacklinkTarget]) -> None:
        """Show them too."""
        if self.left:
            return
        records = [
            ListRow(
                f"record:{target.record}",
                "記録",
                target.label,
                goto=OpenRecord(target.record) if target.record else None,
            )
            for target in targets
        ]
        empty = [ListRow("none", "", NOTHING)]
        current = self.row_list.current_row
        rows = [*self.rows, *records]
        self.row_list.set_rows(rows or empty, keep=current.key if current else None)
        self.row_list.chooses = any(row.goto for row in rows)
        self.refresh_bindings()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Go there."""
        message.stop()
        goto = message.row.goto
        if isinstance(goto, ShowText):
            self.notify(goto.text)
        elif goto is not None:
            self.dismiss(goto)
