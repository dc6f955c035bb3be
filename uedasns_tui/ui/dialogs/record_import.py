"""Imports a Word sheet or a CSV: a preview of each value and of what was not understood, then drafts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from uedasns_tui.formats.imported import ImportRefused
from uedasns_tui.services import record_import
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.import_sheets import ImportPreview
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.ui.dialogs.dialog import Dialog
from uedasns_tui.ui.dialogs.form_dialog import forget_typed, save_typed, typed_before
from uedasns_tui.ui.dialogs.identify_user import with_user
from uedasns_tui.ui.widgets.row_list import ListRow, RowList
from uedasns_tui.ui.widgets.text_field import TextField

KEY = "import"
"""What the file's name is kept under while the dialog is closed."""


class ImportDialog(Dialog[bool]):
    """The file's name, then what it would become. Nothing is written before F10."""

    TALL = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f10,ctrl+s", "accept", "下書きにする", priority=True)]

    def __init__(self, context: AppContext) -> None:
        super().__init__("取り込み", "様式の Word、Excel、または CSV を下書きにします。")
        self.context = context
        self.previews: list[ImportPreview] = []

    def compose_content(self) -> ComposeResult:
        """The file and the preview."""
        yield TextField("", placeholder="ファイルの場所を書いて Enter", id="file")
        yield RowList(id="preview")

    def on_mount(self) -> None:
        """The keys go to the file's name, which is there as it was left."""
        file = self.query_one(TextField)
        file.put(typed_before(self.app, KEY).get("file", ""))
        file.focus()

    def action_cancel(self) -> None:
        """Leave; the file's name stays for the next time."""
        save_typed(self.app, KEY, {"file": self.query_one(TextField).value})
        super().action_cancel()

    def on_text_field_submitted(self, message: TextField.Submitted) -> None:
        """Read the file and show what it would become."""
        message.stop()
        path = Path(message.value.strip().strip('"')).expanduser()
        try:
            self.previews = record_import.preview(self.context, path)
        except (ImportRefused, OSError) as error:
            self.previews = []
            rows = [ListRow("fault", "", f"読めませんでした。{error}")]
        else:
            form = self.context.form_for("policy")
            rows = [
                row
                for number, preview in enumerate(self.previews, 1)
                for row in _rows(number, preview, record_import.shown_values(form, preview))
            ]
        empty = ListRow(
            "none", "", f"{self.context.form_for('policy').title}として読めるものがありませんでした。"
        )
        self.query_one(RowList).set_rows(rows or [empty])

    def action_accept(self) -> None:
        """Make the drafts."""
        if self.previews:
            with_user(self.app, self.context, self._save_drafts)

    def _save_drafts(self) -> None:
        try:
            saved = [record_import.save(self.context, preview) for preview in self.previews]
        except StorageError as error:
            self.notify(str(error), severity="error", timeout=15)
            return
        new = sum(map(record_import.is_new, self.previews))
        changed = sum(result is not None for result in saved) - new
        self.app.notify(
            f"{new} 件の下書きを作り、{changed} 件を直しました。"
            if changed
            else f"{new} 件の下書きを作りました。"
        )
        forget_typed(self.app, KEY)
        self.dismiss(True)


def _rows(number: int, preview: ImportPreview, values: list[tuple[str, str]]) -> Iterator[ListRow]:
    yield ListRow(f"{number}", "", f"{number} 件目", heading=True)
    for index, (label, text) in enumerate(values):
        yield ListRow(f"{number}:{index}", "", f"{label}: {text}", 1)
    for index, text in enumerate(preview.unknown):
        yield ListRow(f"{number}?{index}", "▲", f"分からなかったもの: {text}", 1)
    for index, text in enumerate(preview.notes):
        yield ListRow(f"{number}!{index}", "", text, 1)
