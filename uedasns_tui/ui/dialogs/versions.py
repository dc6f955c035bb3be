"""The versions and the log of a record, with what each version differs by from now; one can be restored."""

from __future__ import annotations

from uedasns_tui.services import record_actions, version_history
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.record_log import LogLine, log_lines
from uedasns_tui.services.version_history import VersionInfo
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.storage.record_file import SavedRecord
from uedasns_tui.storage.repository import SaveResult
from uedasns_tui.ui.dialogs.dialog import ConfirmDialog, ListDialog
from uedasns_tui.ui.dialogs.identify_user import with_user
from uedasns_tui.ui.textual_patches import bind_key
from uedasns_tui.ui.widgets.row_layout import Column
from uedasns_tui.ui.widgets.row_list import ListRow, RowList


class VersionsDialog(ListDialog[SaveResult]):
    """The versions, the newest first, with what each differs by from now; then the log."""

    COLUMNS = (Column("版"), Column("日時"), Column("誰が", most=16), Column("内容", grow=True))

    def __init__(self, context: AppContext, saved: SavedRecord) -> None:
        self.context = context
        self.versions = {
            version.number: version for version in version_history.history(context, saved.record.id)
        }
        rows = [_row(version) for version in self.versions.values()]
        rows += [_log_row(number, line) for number, line in enumerate(log_lines(context, saved.record))]
        super().__init__(f"{record_actions.title(context, saved.record)} の経過と版", rows)

    def on_mount(self) -> None:
        """Enter brings the current version back."""
        bind_key(self.row_list, "enter", "choose", "この版に戻す")
        super().on_mount()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Make the chosen version the record again; the present one stays among the versions."""
        message.stop()
        version = self.versions.get(message.row.key)
        if version is None:
            self.notify("経過は記録として残るもので、戻せません。戻せるのは、上の版です。")
            return

        def confirmed(choice: str | None) -> None:
            if choice == "yes":
                with_user(self.app, self.context, lambda: self._restore(version))

        choices = {"no": "やめる", "yes": "戻す（今の内容も版に残ります）"}
        self.app.push_screen(
            ConfirmDialog(f"版 {version.number} に戻しますか。", version.at, choices), confirmed
        )

    def _restore(self, version: VersionInfo) -> None:
        try:
            saved = self.context.repository.bring_back(version.version)
        except StorageError as error:
            self.notify(str(error), severity="error", timeout=15)
            return
        self.dismiss(saved)


def _log_row(number: int, line: LogLine) -> ListRow:
    return ListRow(f"log{number}", "", line.text, cells=("経過", line.at, line.who, line.label))


def _row(version: VersionInfo) -> ListRow:
    changes = "\n".join(
        f"{change.label}: {change.before or '（なし）'} → {change.after or '（なし）'}"
        for change in version.changes[:6]
    )
    content = f"今と {len(version.changes)} か所違います。" if version.changes else "今の内容と同じです。"
    return ListRow(version.number, "", changes, cells=(version.number, version.at[:16], version.who, content))
