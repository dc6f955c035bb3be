"""Taking in a Word sheet or a CSV: a preview of each value and of what was not understood; drafts once confirmed."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from uedasns_tui.formats.imported import ImportRefused
from uedasns_tui.services import record_actions, record_import
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.ui.dialogs.dialog import CSS
from uedasns_tui.ui.dialogs.identify_user import with_user
from uedasns_tui.ui.widgets.key_bar import KeyBar
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.result_screen import ResultScreen
from uedasns_tui.ui.widgets.row_list import ListRow, RowList
from uedasns_tui.ui.widgets.text_field import TextField


class ImportDialog(ResultScreen[bool], ModalScreen[bool]):
    """The file's name, then what it would become. Nothing is written before F10."""

    DEFAULT_CSS = (
        CSS.replace("NAME", "ImportDialog")
        + "    ImportDialog > .box { height: 90%; }\n    ImportDialog RowList { height: 1fr; max-height: 100%; }\n"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10,ctrl+s", "take", "下書きにする", priority=True),
        Binding("escape", "leave", "やめる", priority=True),
    ]

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context
        self.previews: list[record_import.ImportPreview] = []

    def compose(self) -> ComposeResult:
        """The file and the preview."""
        with Vertical(classes="box"):
            yield PlainText(
                "取り込み（様式の Word、または CSV。ファイルの場所を書いて Enter）", classes="title"
            )
            yield TextField("", id="file")
            yield RowList(id="preview")
        yield KeyBar()

    def on_mount(self) -> None:
        """The keys go to the file's name."""
        self.query_one(TextField).focus()

    def on_text_field_submitted(self, message: TextField.Submitted) -> None:
        """Read the file and show what it would become."""
        message.stop()
        labels = {one.id: one.label for one in self.context.form(record_import.KIND).field}
        rows = []
        try:
            self.previews = record_import.preview(
                self.context, Path(message.value.strip().strip('"')).expanduser()
            )
        except (ImportRefused, OSError) as fault:
            self.previews = []
            rows.append(ListRow("fault", "", f"読めませんでした。{fault}"))
        for number, one in enumerate(self.previews, 1):
            rows.append(ListRow(f"{number}", "", f"{number} 件目", heading=True))
            for key, value in one.values.items():
                rows.append(
                    ListRow(
                        f"{number}:{key}",
                        "",
                        f"{labels.get(key, key)}: {value if isinstance(value, str) else '、'.join(value)}",
                        1,
                    )
                )
            for at, text in enumerate(one.unknown):
                rows.append(ListRow(f"{number}?{at}", "▲", f"分からなかったもの: {text}", 1))
            for at, text in enumerate(one.notes):
                rows.append(ListRow(f"{number}!{at}", "", text, 1))
        self.query_one(RowList).set_rows(
            rows or [ListRow("none", "", "利用方針として読めるものがありませんでした。")]
        )

    def action_take(self) -> None:
        """Make the drafts."""
        if self.previews:
            with_user(self.app, self.context, self._take)

    def _take(self) -> None:
        try:
            for one in self.previews:
                record_actions.save_record(
                    self.context,
                    record_actions.new_record(self.context, record_import.KIND, one.values),
                    None,
                )
        except StorageError as fault:
            self.notify(str(fault), severity="error", timeout=15)
            return
        self.app.notify(f"{len(self.previews)} 件の下書きを作りました。")
        self.dismiss(True)

    def action_leave(self) -> None:
        """Write nothing."""
        self.dismiss(False)
