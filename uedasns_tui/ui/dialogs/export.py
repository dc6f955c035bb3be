"""Exports sheets and the site as files: asks the format and the place, reports the result."""

from __future__ import annotations

from pathlib import Path

from textual import work

from uedasns_tui.formats.registry import FORMATS
from uedasns_tui.formats.site import SiteError, SiteResult
from uedasns_tui.formats.text_safety import Unprintable
from uedasns_tui.guideline.schema import TransitionInput
from uedasns_tui.records.record import Record
from uedasns_tui.services import publication
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.atomic import write_atomic
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.ui.dialogs.dialog import FormDialog
from uedasns_tui.ui.open_file import offer_file


class ExportDialog(FormDialog):
    """One policy's sheet as a file."""

    def __init__(self, context: AppContext, record: Record) -> None:
        self.context = context
        self.record = record
        decided = publication.printed_values(context, record).decided is not None
        body = (
            "最後に決裁された内容を書き出します。"
            if decided
            else "決裁された内容がないため、「案」と付けて今の内容を書き出します。"
        )
        formats = {name: file_format.label for name, file_format in FORMATS.items()}
        contents = {"decided": "決裁された内容", "draft": "今の内容（案）"}
        inputs = (
            TransitionInput("format", "形式", "choice", default="word", choices=formats),
            TransitionInput("what", "内容", "choice", default="decided", choices=contents),
            TransitionInput("folder", "書き出すフォルダー", default=str(Path.home())),
        )
        super().__init__("書き出し", inputs, ("folder",), body, submit=self._write)

    def _write(self, answers: dict[str, str]) -> dict[str, str]:
        file_format = FORMATS[answers["format"]]
        path = Path(answers["folder"]).expanduser() / f"{self.record.id}{file_format.suffix}"
        try:
            page = publication.policy_page(self.context, self.record, answers["what"] == "draft")
            write_atomic(path, file_format.write(page))
        except (StorageError, Unprintable, OSError) as error:
            return {"folder": str(error)}
        self.call_later(offer_file, self, path)
        return {}


class SiteDialog(FormDialog):
    """The whole site of public pages, written in a thread."""

    def __init__(self, context: AppContext) -> None:
        self.context = context
        body = "決裁された利用方針のページと一覧を書き出します。変わったものだけを書き、前に書いたもののほかは消しません。"
        folder = TransitionInput("folder", "書き出すフォルダー", default=str(Path.home() / "site"))
        super().__init__("公表するページ", (folder,), ("folder",), body)

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
            result = publication.build_site(self.context, folder)
        except (StorageError, SiteError, Unprintable, OSError) as error:
            self.app.call_from_thread(self.show_errors, {"folder": str(error)})
            return
        self.app.call_from_thread(self.show_result, result)

    def show_result(self, result: SiteResult) -> None:
        """Say what was written."""
        left = f"手で変えられたため残したもの {len(result.left)}。" if result.left else ""
        self.app.notify(
            f"書いたもの {result.written}、変わらないもの {result.same}、消したもの {result.deleted}。{left}",
            timeout=10,
        )
        self.dismiss({})
