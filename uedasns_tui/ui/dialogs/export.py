"""Exports sheets and the site as files: asks the format and the place, reports the result."""

from __future__ import annotations

from pathlib import Path

from textual import work

from uedasns_tui.formats.registry import FORMATS
from uedasns_tui.formats.site import SiteError, SiteResult
from uedasns_tui.formats.text_safety import Unprintable
from uedasns_tui.guideline.schema import TransitionInput
from uedasns_tui.records.record import Record
from uedasns_tui.services import export_files, public_site, publication
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.ui.dialogs.form_dialog import FormDialog, forget_typed
from uedasns_tui.ui.open_file import offer_file

ALL = "all"


class ExportDialog(FormDialog):
    """What is handed on of one record as files: a policy's sheet, a post's check, a trouble report."""

    def __init__(self, context: AppContext, record: Record) -> None:
        self.context = context
        self.record = record
        self.taken: set[Path] = set()
        form = context.form(record.kind)
        policy = form.purpose == "policy"
        decided = policy and publication.printed_values(context, record).decided is not None
        if decided:
            body = f"最後に{form.approval}された内容を書き出します。"
        elif policy:
            body = f"{form.approval}された内容がないため、「案」と付けて今の内容を書き出します。"
        else:
            body = "今の内容を書き出します。"
        formats = {name: file_format.label for name, file_format in FORMATS.items()} | {ALL: "すべての形式"}
        contents = {"decided": f"{form.approval}された内容", "draft": "今の内容（案）"}
        inputs = (
            TransitionInput("format", "形式", "choice", default="word", choices=formats),
            *(
                [TransitionInput("what", "内容", "choice", default="decided", choices=contents)]
                if policy
                else []
            ),
            TransitionInput("folder", "書き出すフォルダー", default=str(Path.home())),
        )
        super().__init__("書き出し", inputs, ("folder",), body, submit=self._write, key=f"export:{record.id}")

    def _write(self, answers: dict[str, str]) -> dict[str, str]:
        """Write the files; what exists is named, and replaced only when F10 is pressed once more."""
        formats = list(FORMATS) if answers["format"] == ALL else [answers["format"]]
        folder = Path(answers["folder"]).expanduser()
        try:
            page, names = export_files.page_of(self.context, self.record, answers.get("what") == "draft")
            files = {
                folder / export_files.file_name(*names, name): FORMATS[name].write(page) for name in formats
            }
            for path in files:
                export_files.refuse_place(self.context, path)
            taken = set(filter(export_files.exists, files))
            if not taken <= self.taken:
                self.taken = taken
                listed = "、".join(sorted(path.name for path in taken))
                return {
                    "folder": f"{listed} は、すでにあります。置き換えてよければ、もう一度 F10 を押してください。"
                }
            for path, data in files.items():
                export_files.write_file(self.context, path, data, overwrite=path in taken)
        except (StorageError, Unprintable, OSError) as error:
            return {"folder": str(error)}
        if len(files) == 1:
            self.call_later(offer_file, self, *files)
        else:
            self.app.notify("\n".join(f"{path} に書き出しました。" for path in files), timeout=10)
        return {}


class SiteDialog(FormDialog):
    """The whole site of public pages, written in a thread."""

    def __init__(self, context: AppContext) -> None:
        self.context = context
        form = context.form_for("policy")
        body = (
            f"{form.approval}された{form.title}のページと一覧を書き出します。"
            "変わったものだけを書き、前に書いたもののほかは消しません。"
        )
        folder = TransitionInput("folder", "書き出すフォルダー", default=str(Path.home() / "site"))
        super().__init__("公表するページ", (folder,), ("folder",), body, key="site")

    def action_accept(self) -> None:
        """Write the site."""
        answers = self.answers()
        if errors := self.check(answers):
            self.show_errors(errors)
        else:
            self.build(Path(answers["folder"]).expanduser())

    @work(thread=True, exclusive=True)
    def build(self, folder: Path) -> None:
        """Write what changed."""
        try:
            result = public_site.build_site(self.context, folder)
        except (StorageError, SiteError, Unprintable, OSError) as error:
            self.call_later(self.show_errors, {"folder": str(error)})
            return
        self.call_later(self.show_result, result)

    def show_result(self, result: SiteResult) -> None:
        """Say what was written."""
        left = f"手で変えられたため残したもの {len(result.left)}。" if result.left else ""
        self.app.notify(
            f"書いたもの {result.written}、変わらないもの {result.same}、消したもの {result.deleted}。{left}",
            timeout=10,
        )
        forget_typed(self.app, self.key)
        self.dismiss({})
