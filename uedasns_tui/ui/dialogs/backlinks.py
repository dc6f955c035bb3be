"""Everything that rests on a clause, as a list; Enter goes to a record, or to the place of the form or checklist."""

from __future__ import annotations

from textual import work

from uedasns_tui.services import backlinks
from uedasns_tui.services.backlinks import BacklinkTarget
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.index.database import IndexUnavailable
from uedasns_tui.ui.dialogs.dialog import ListDialog
from uedasns_tui.ui.file_watch import BUSY
from uedasns_tui.ui.screens.main_screen import HOMES
from uedasns_tui.ui.widgets.row_list import ListRow, RowList


class BacklinksDialog(ListDialog[tuple[str, str]]):
    """The list. The result is what to follow: (kind, place)."""

    def __init__(self, context: AppContext, citation: str) -> None:
        super().__init__(f"{citation} に関わるもの")
        self.context = context
        self.citation = citation
        self.targets: list[BacklinkTarget] = []

    def on_mount(self) -> None:
        """What the guideline builds on it at once, the records as soon as they are read."""
        self._show(backlinks.document_backlinks(self.context, self.citation))
        self.read()

    @work(thread=True)
    def read(self) -> None:
        """Read the records that name it."""
        try:
            records = backlinks.record_backlinks(self.context, self.citation)
        except IndexUnavailable:
            records = [BacklinkTarget(f"{BUSY}もう一度開いてください。")]
        self.app.call_from_thread(self.show_records, records)

    def show_records(self, records: list[BacklinkTarget]) -> None:
        """Show the records too."""
        if not self.left:
            empty = BacklinkTarget("この条項に関わる項目や記録はありません。")
            self._show([*self.targets, *records] or [empty])

    def _show(self, targets: list[BacklinkTarget]) -> None:
        self.targets = targets
        rows = [
            ListRow(str(number), "記録" if target.record else "", target.label)
            for number, target in enumerate(targets)
        ]
        current = self.row_list.current_row
        self.row_list.set_rows(rows, keep=current.key if current else None)

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Go there."""
        message.stop()
        target = self.targets[int(message.row.key)]
        purpose = self.context.guideline.purpose_of(target.form)
        if target.record:
            self.dismiss((target.form, target.record))
        elif purpose in HOMES:
            self.dismiss(("place", HOMES[purpose]))
        elif target.form:
            self.notify("この様式の記録を開く画面は、まだありません。")
