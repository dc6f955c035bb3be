"""Upkeep on the screen: a backup, the trash, deleting a record, name and settings.

Used by the app's actions, which the finder lists. Each does what the command of the same name does.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, ClassVar

from textual import work
from textual.app import App
from textual.binding import Binding, BindingType

from uedasns_tui.guideline.problem import Problem
from uedasns_tui.guideline.schema import TransitionInput
from uedasns_tui.japanese import local_time
from uedasns_tui.japanese.near_date import near_date
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.backup import backup
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.storage.file_read import read_bytes
from uedasns_tui.storage.trash import TrashedRecord
from uedasns_tui.ui import theme
from uedasns_tui.ui.dialogs.dialog import ConfirmDialog, ListDialog
from uedasns_tui.ui.dialogs.form_dialog import FormDialog
from uedasns_tui.ui.dialogs.identify_user import with_user
from uedasns_tui.ui.goto import OpenRecord
from uedasns_tui.ui.textual_patches import bind_key
from uedasns_tui.ui.widgets.form_inspector import SEVERITIES
from uedasns_tui.ui.widgets.row_layout import Column
from uedasns_tui.ui.widgets.row_list import ListRow, RowList
from uedasns_tui.ui.widgets.table_heading import TableHeading

EMPTY_TRASH = (
    "ごみ箱は空です。\n一覧で記録を選んで Del を押すと、ここへ移ります。ここからいつでも元に戻せます。"
)


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
        left_out = "".join(f"\n入れなかったもの: {name}" for name in (*result.left_out, *result.unread))
        app.notify(f"控えを取りました（{result.count} ファイル）。\n{result.file}{left_out}", timeout=15)
        return {}

    body = f"データフォルダー「{context.repository.root}」のすべてを、1つのファイルにします。"
    app.push_screen(FormDialog("控えを取る", inputs, ("file",), body, submit=submit, key="backup"))


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
    app.push_screen(FormDialog("名前と設定", inputs, (), body, submit=submit, key="settings"))


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
    dialog = FormDialog("ごみ箱へ移す", inputs, (), body, submit=submit, key=f"delete:{record_id}")

    def ask() -> None:
        app.push_screen(dialog)

    with_user(app, context, ask)


class TrashDialog(ListDialog[None]):
    """What is in the trash; Enter restores."""

    COLUMNS = (
        Column("様式", "kind"),
        Column("件名", "title", grow=True),
        Column("移した日", "at"),
        Column("誰が", "who", most=16),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "sort", "並べ替え"),
        Binding("S", "reverse", "逆順にする", show=False),
    ]

    def __init__(self, context: AppContext) -> None:
        super().__init__("ごみ箱")
        self.context = context
        self.trashed: dict[str, TrashedRecord] = {}
        self.column, self.backwards = "at", True

    def on_mount(self) -> None:
        """Read the trash."""
        bind_key(self.row_list, "enter", "choose", "元に戻す")
        self.show_trash()

    def show_trash(self) -> None:
        """Show what there is."""
        try:
            entries = self.context.repository.discarded()
        except StorageError as error:
            self.row_list.set_rows([ListRow("fault", "", str(error))])
            return
        self.trashed = {str(entry.path): entry for entry in entries}
        rows = [self._row(key, entry) for key, entry in self.trashed.items()]
        place = [column.key for column in self.COLUMNS].index(self.column)
        rows.sort(
            key=lambda row: (
                self.trashed[row.key].at.isoformat() if self.column == "at" else str(row.cells[place])
            ),
            reverse=self.backwards,
        )
        self.query_one(TableHeading).sort(self.column, backwards=self.backwards)
        self.row_list.set_rows(rows or [ListRow("none", "", EMPTY_TRASH)])
        self.row_list.chooses = bool(rows)
        self.refresh_bindings()

    def on_table_heading_clicked(self, message: TableHeading.Clicked) -> None:
        """Sort by a column; again, the other way round."""
        message.stop()
        self.backwards = not self.backwards if message.key == self.column else message.key == "at"
        self.column = message.key
        self.show_trash()

    def action_sort(self) -> None:
        """Sort by the next column."""
        keys = [column.key for column in self.COLUMNS]
        self.post_message(TableHeading.Clicked(keys[(keys.index(self.column) + 1) % len(keys)]))

    def action_reverse(self) -> None:
        """The other way round."""
        self.post_message(TableHeading.Clicked(self.column))

    def _row(self, key: str, entry: TrashedRecord) -> ListRow:
        day = near_date(local_time.local(entry.at).date(), self.context.today)
        form = self.context.guideline.forms.get(entry.kind)
        who = entry.who.name if entry.who else ""
        reason = f"└ 理由: {entry.reason}" if entry.reason else ""
        kind = form.title if form else entry.kind
        return ListRow(key, "", reason, cells=(kind, self._title(entry), day, who))

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

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Put the current record back."""
        message.stop()
        entry = self.trashed.get(message.row.key)
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
        self.app.push_screen(ConfirmDialog("元に戻しますか。", self._title(entry), choices), confirmed)


class DiagnosisDialog(ListDialog[None]):
    """What is broken or missing in the guideline, the settings and the records; the command mends what can be mended."""

    def __init__(self, context: AppContext) -> None:
        super().__init__("記録の点検", [ListRow("busy", "", "調べています…")])
        self.context = context

    def on_mount(self) -> None:
        """Begin to look."""
        super().on_mount()
        self.diagnose()

    @work(thread=True)
    def diagnose(self) -> None:
        """Look at everything; the screen stays usable."""
        from uedasns_tui.services import diagnostics

        try:
            problems = [diagnosis.problem for diagnosis in diagnostics.diagnose(self.context)]
        except StorageError as error:
            self.call_later(self.show_rows, [ListRow("fault", "", str(error))])
            return
        rows = [self._row(number, problem) for number, problem in enumerate(problems)]
        whole = ListRow("none", "", "壊れたところや足りないところは見つかりませんでした。")
        self.call_later(self.show_rows, rows or [whole])

    def _row(self, number: int, problem: Problem) -> ListRow:
        """A problem, its file by its place in the folder; Enter opens the record whose field is wrong."""
        root, path = self.context.repository.root, Path(problem.where.file)
        goto = OpenRecord(path.stem) if problem.where.key and root in path.parents else None
        text = str(problem).replace(f"{root}{os.sep}", "", 1)
        return ListRow(str(number), SEVERITIES[problem.severity], text, goto=goto)

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Go to the record."""
        message.stop()
        if message.row.goto is None:
            self.notify("この行から開く記録はありません。直し方は行の文をご覧ください。")
        else:
            self.dismiss(None)
            self.app.navigate(message.row.goto)  # type: ignore[attr-defined]

    def show_rows(self, rows: list[ListRow]) -> None:
        """Show what there is, unless somebody has left."""
        if not self.left:
            self.row_list.set_rows(rows)
            self.row_list.chooses = any(row.goto is not None for row in rows)
            self.refresh_bindings()
