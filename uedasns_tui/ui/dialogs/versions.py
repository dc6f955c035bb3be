"""The log and the versions of a record, with what each version differs by; one can be restored."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from uedasns_tui.services import version_history
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.record_log import LogLine, log_lines
from uedasns_tui.services.version_history import VersionInfo
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.storage.record_file import SavedRecord
from uedasns_tui.storage.repository import SaveResult
from uedasns_tui.ui.dialogs.dialog import ConfirmDialog, ListDialog
from uedasns_tui.ui.dialogs.identify_user import with_user
from uedasns_tui.ui.widgets.row_list import ListRow, RowSpan


class VersionsDialog(ListDialog[SaveResult]):
    """The log, then the versions, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("r", "restore", "この版に戻す")]

    def __init__(self, context: AppContext, saved: SavedRecord) -> None:
        self.context = context
        self.versions = {
            version.number: version for version in version_history.history(context, saved.record.id)
        }
        rows = [ListRow("log", "", "経過", heading=True)]
        rows += [_log_row(number, line) for number, line in enumerate(log_lines(context, saved.record))]
        rows.append(ListRow("versions", "", "版（r で、その版に戻せます）", heading=True))
        rows += [_row(version) for version in self.versions.values()]
        if not self.versions:
            rows.append(ListRow("none", "", "まだ版がありません。"))
        super().__init__(f"{saved.record.id} の経過と版", rows)

    def action_restore(self) -> None:
        """Make the chosen version the record again; the present one stays among the versions."""
        row = self.row_list.current_row
        version = self.versions.get(row.key) if row else None
        if version is None:
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
    body = "\n".join(filter(None, (f"{line.label}  {line.who}", line.text)))
    return ListRow(f"log{number}", line.at, body, 0, (RowSpan(0, len(line.label), "changed"),))


def _row(version: VersionInfo) -> ListRow:
    changes = "\n".join(
        f"{change.label}: {change.before or '（なし）'} → {change.after or '（なし）'}"
        for change in version.changes[:6]
    )
    body = f"{version.at} {version.who}\n{changes or '今の内容と同じです。'}"
    return ListRow(version.number, version.number, body, 0, (RowSpan(0, len(version.at), "changed"),))
