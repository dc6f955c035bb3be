"""Upkeep on the screen: a backup, the trash, deleting a record, name and settings.

Used by the app's actions, which the finder lists. Each does what the command of the same name does.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from uedasns_tui.guideline.schema import TransitionInput
from uedasns_tui.japanese import local_time
from uedasns_tui.japanese.near_date import near_date
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.backup import backup
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.storage.file_read import read_bytes
from uedasns_tui.storage.trash import TrashedRecord
from uedasns_tui.ui import theme
from uedasns_tui.ui.dialogs.dialog import ConfirmDialog, FormDialog, ListDialog
from uedasns_tui.ui.dialogs.identify_user import with_user
from uedasns_tui.ui.widgets.row_list import ListRow


def ask_backup(app: App[Any], context: AppContext) -> None:
    """Write everything in the data folder into one file."""
    name = f"uedasns-{context.clock():%Y%m%d-%H%M}.zip"
    inputs = (TransitionInput("file", "控えのファイル", default=str(Path.home() / name)),)

    def submit(answers: dict[str, str]) -> dict[str, str]:
        try:
            result = backup(
                context.repository.root, Path(answers["file"]).expanduser().absolute(), context.clock()
            )
        except StorageError as error:
            return {"file": str(error)}
        left_out = "".join(f"\n入れなかったもの: {name}" for name in result.left_out)
        app.notify(f"控えを取りました（{result.count} ファイル）。\n{result.file}{left_out}", timeout=15)
        return {}

    body = f"データフォルダー「{context.repository.root}」のすべてを、1つのファイルにします。"
    app.push_screen(FormDialog("控えを取る", inputs, ("file",), body, submit=submit))


def ask_settings(app: App[Any], context: AppContext) -> None:
    """Who I am and how I like the screen."""
    settings = context.user_settings
    inputs = (
        TransitionInput("name", "お名前", default=settings.name),
        TransitionInput("section", "課の名前", default=settings.section),
        TransitionInput(
            "theme",
            "画面の色",
            "choice",
            default=settings.theme or "dark",
            choices={"light": "明るい", "dark": "暗い"},
        ),
        TransitionInput("measure", "本文の1行の長さ（半角の文字数）", default=str(settings.measure)),
        TransitionInput(
            "spacing",
            "本文の行間",
            "choice",
            default=str(settings.spacing),
            choices={"0": "詰める", "1": "1行空ける"},
        ),
    )

    def submit(answers: dict[str, str]) -> dict[str, str]:
        measure = answers.get("measure", "")
        if not measure.isdecimal() or not 20 <= int(measure) <= 200:
            return {"measure": "20 から 200 までの数を入力してください。"}
        try:
            context.remember(
                name=answers.get("name", "").strip(),
                section=answers.get("section", "").strip(),
                theme=answers["theme"],
                measure=int(measure),
                spacing=int(answers["spacing"]),
            )
        except (StorageError, ValueError) as error:
            return {"": str(error)}
        app.theme = theme.chosen(answers["theme"])
        app.notify("設定を保存しました。本文の長さと行間は、次に開いたときから変わります。")
        return {}

    body = f"記録の場所: {context.folders.records}"
    app.push_screen(FormDialog("名前と設定", inputs, (), body, submit=submit))


def ask_delete(app: App[Any], context: AppContext, record_id: str, title: str) -> None:
    """Move a record to the trash, with a reason."""
    inputs = (TransitionInput("reason", "ごみ箱へ移す理由"),)

    def submit(answers: dict[str, str]) -> dict[str, str]:
        try:
            context.repository.delete(record_id, answers.get("reason", ""))
        except StorageError as error:
            return {"": str(error)}
        app.notify(f"「{title}」をごみ箱へ移しました。ごみ箱から戻せます（/ で「ごみ箱」を探します）。")
        app.look()  # type: ignore[attr-defined]
        return {}

    body = f"「{title}」（{record_id}）をごみ箱へ移します。版は残ります。"
    dialog = FormDialog("ごみ箱へ移す", inputs, (), body, submit=submit)

    def ask() -> None:
        app.push_screen(dialog)

    with_user(app, context, ask)


class TrashDialog(ListDialog[None]):
    """What is in the trash; r restores."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("r", "restore", "元に戻す")]

    def __init__(self, context: AppContext) -> None:
        super().__init__("ごみ箱")
        self.context = context
        self.trashed: dict[str, TrashedRecord] = {}

    def on_mount(self) -> None:
        """Read the trash."""
        self.show_trash()

    def show_trash(self) -> None:
        """Show what there is."""
        try:
            entries = self.context.repository.discarded()
        except StorageError as error:
            self.row_list.set_rows([ListRow("fault", "", str(error))])
            return
        self.trashed = {str(entry.path): entry for entry in entries}
        rows = [ListRow(key, "", self._text(entry)) for key, entry in self.trashed.items()]
        self.row_list.set_rows(rows or [ListRow("none", "", "ごみ箱は空です。")])

    def _text(self, entry: TrashedRecord) -> str:
        day = near_date(local_time.local(entry.at).date(), self.context.today)
        form = self.context.guideline.forms.get(entry.kind)
        who = entry.who.name if entry.who else ""
        head = "　".join(
            part for part in (form.title if form else entry.kind, self._title(entry), day, who) if part
        )
        return head + (f"\n理由: {entry.reason}" if entry.reason else "")

    def _title(self, entry: TrashedRecord) -> str:
        """The record's title, read from its file in the trash; its id where that cannot be read."""
        from uedasns_tui.records import codec
        from uedasns_tui.services import record_actions

        try:
            record, _ = codec.decode(read_bytes(entry.path)[0], str(entry.path))
        except (OSError, StorageError):
            record = None
        if record is None or record.kind not in self.context.guideline.forms:
            return entry.id
        return f"{record_actions.title(self.context, record)}（{entry.id}）"

    def action_restore(self) -> None:
        """Put the current record back."""
        row = self.row_list.current_row
        entry = self.trashed.get(row.key) if row else None
        if entry is None:
            return

        def confirmed(choice: str | None) -> None:
            if choice != "yes":
                return
            try:
                self.context.repository.restore(entry)
            except StorageError as error:
                self.notify(str(error), severity="error", timeout=15)
                return
            self.notify("元に戻しました。")
            self.app.look()  # type: ignore[attr-defined]
            self.show_trash()

        choices = {"no": "やめる", "yes": "元に戻す"}
        self.app.push_screen(ConfirmDialog("元に戻しますか。", self._text(entry), choices), confirmed)
