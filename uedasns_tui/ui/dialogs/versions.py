"""Every version of a record: when, by whom, what differs from now; one can be restored."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from uedasns_tui.services import version_history
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.version_history import VersionInfo
from uedasns_tui.storage.repository import SavedRecord, SaveResult, StorageError
from uedasns_tui.ui.dialogs.dialog import ConfirmDialog, ListDialog
from uedasns_tui.ui.dialogs.identify_user import with_user
from uedasns_tui.ui.widgets.row_list import ListRow, RowSpan


class VersionsDialog(ListDialog[SaveResult]):
    """The list, the newest first, with what each differs by from the record now."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("r", "restore", "この版に戻す")]

    def __init__(self, context: AppContext, saved: SavedRecord) -> None:
        versions = version_history.history(context, saved.record.id)
        rows = [self._row(version) for version in versions]
        super().__init__(f"{saved.record.id} の履歴", rows or [ListRow("none", "", "まだ版がありません。")])
        self.context = context
        self.versions = {version.number: version for version in versions}

    @staticmethod
    def _row(version: VersionInfo) -> ListRow:
        changes = [
            f"{change.label}: {change.before or '（なし）'} → {change.after or '（なし）'}"
            for change in version.changes[:6]
        ]
        body = f"{version.at} {version.who}\n" + ("\n".join(changes) or "今の内容と同じです。")
        return ListRow(version.number, version.number, body, 0, (RowSpan(0, len(version.at), "changed"),))

    def action_restore(self) -> None:
        """Make the chosen version the record again; the present one stays in the history."""
        row = self.row_list.current_row
        version = self.versions.get(row.key) if row else None
        if version is None:
            return

        def confirmed(choice: str | None) -> None:
            if choice == "yes":
                with_user(self.app, self.context, lambda: self._restore(version))

        choices = {"no": "やめる", "yes": "戻す（今の内容も履歴に残ります）"}
        title = f"版 {version.number} に戻しますか"
        self.app.push_screen(ConfirmDialog(title, version.at, choices), confirmed)

    def _restore(self, version: VersionInfo) -> None:
        try:
            saved = self.context.repository.bring_back(version.version)
        except StorageError as error:
            self.notify(str(error), severity="error", timeout=15)
            return
        self.dismiss(saved)
