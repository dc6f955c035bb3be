"""Every version of a record: when, by whom, what differs from now; one can be brought back."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from uedasns_tui.services import version_history
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.repository import SavedRecord, SaveResult, StorageError
from uedasns_tui.ui.dialogs.dialog import CSS, ConfirmDialog
from uedasns_tui.ui.dialogs.identify_user import with_user
from uedasns_tui.ui.widgets.key_bar import KeyBar
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.result_screen import ResultScreen
from uedasns_tui.ui.widgets.row_list import ListRow, RowList, RowSpan


class VersionsDialog(ResultScreen[SaveResult | None], ModalScreen[SaveResult | None]):
    """The list, the newest first, with what each differs by from the record now."""

    DEFAULT_CSS = (
        CSS.replace("NAME", "VersionsDialog")
        + "    VersionsDialog > .box { height: 90%; }\n    VersionsDialog RowList { height: 1fr; max-height: 100%; }\n"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "bring_back", "この版に戻す"),
        Binding("escape", "leave", "閉じる", priority=True),
    ]

    def __init__(self, context: AppContext, kept: SavedRecord) -> None:
        super().__init__()
        self.context = context
        self.kept = kept

    def compose(self) -> ComposeResult:
        """The list."""
        with Vertical(classes="box"):
            yield PlainText(f"{self.kept.record.id} の履歴", classes="title")
            yield RowList()
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the versions."""
        self.versions = {
            one.number: one for one in version_history.history(self.context, self.kept.record.id)
        }
        rows = []
        for one in self.versions.values():
            changed = [
                f"{each.label}: {each.before or '（なし）'} → {each.after or '（なし）'}"
                for each in one.changes[:6]
            ]
            body = f"{one.at} {one.who}\n" + ("\n".join(changed) or "今の内容と同じです。")
            rows.append(ListRow(one.number, one.number, body, 0, (RowSpan(0, len(one.at), "changed"),)))
        self.query_one(RowList).set_rows(rows or [ListRow("none", "", "まだ版がありません。")])
        self.query_one(RowList).focus()

    def action_bring_back(self) -> None:
        """Make the chosen version the record again; the present one stays in the history."""
        row = self.query_one(RowList).current_row
        one = self.versions.get(row.key) if row else None
        if one is None:
            return

        def confirmed(choice: str | None) -> None:
            if choice == "yes":
                with_user(self.app, self.context, lambda: self._bring(one))

        choices = {"no": "やめる", "yes": "戻す（今の内容も履歴に残ります）"}
        self.app.push_screen(ConfirmDialog(f"版 {one.number} に戻しますか", one.at, choices), confirmed)

    def _bring(self, one: version_history.VersionInfo) -> None:
        try:
            saved = self.context.repository.bring_back(one.version)
        except StorageError as fault:
            self.notify(str(fault), severity="error", timeout=15)
            return
        self.dismiss(saved)

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)
