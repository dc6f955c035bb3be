"""Writing sheets and the site as files: the format, the place, and what came of it in a sentence."""

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


class ExportDialog(FormDialog):
    """One policy's sheet as a file."""

    DEFAULT_CSS = FormDialog.DEFAULT_CSS.replace("FormDialog", "ExportDialog")

    def __init__(self, context: AppContext, record: Record) -> None:
        self.context = context
        self.record = record
        decided = publication.printed_values(context, record).decided is not None
        body = (
            "最後に決裁された内容を書き出します。"
            if decided
            else "決裁された内容がないため、「案」と付けて今の内容を書き出します。"
        )
        asks = (
            TransitionInput(
                "format",
                "形式",
                "choice",
                default="word",
                choices={name: FORMATS[name].label for name in FORMATS},
            ),
            TransitionInput(
                "what",
                "内容",
                "choice",
                default="decided",
                choices={"decided": "決裁された内容", "draft": "今の内容（案）"},
            ),
            TransitionInput("folder", "書き出すフォルダー", default=str(Path.home())),
        )
        super().__init__("書き出し", asks, ("folder",), body)

    def action_done(self) -> None:
        """Write the file."""
        answers = self.answers()
        kind = FORMATS[answers["format"]]
        path = Path(answers["folder"]).expanduser() / f"{self.record.id}{kind.suffix}"
        try:
            write_atomic(
                path,
                kind.write(publication.policy_page(self.context, self.record, answers["what"] == "draft")),
            )
        except (StorageError, Unprintable, OSError) as fault:
            self.notify(str(fault), severity="error", timeout=15)
            return
        self.app.notify(f"{path} に書き出しました。", timeout=10)
        self.dismiss({})


class SiteDialog(FormDialog):
    """The whole site of public pages, with progress."""

    DEFAULT_CSS = FormDialog.DEFAULT_CSS.replace("FormDialog", "SiteDialog")

    def __init__(self, context: AppContext) -> None:
        self.context = context
        body = "決裁された利用方針のページと一覧を書き出します。変わったものだけを書き、前に書いたもののほかは消しません。"
        super().__init__(
            "公表するページ",
            (TransitionInput("folder", "書き出すフォルダー", default=str(Path.home() / "site")),),
            ("folder",),
            body,
        )

    def action_done(self) -> None:
        """Write the site in a thread."""
        self.build(Path(self.answers()["folder"]).expanduser())

    @work(thread=True, exclusive=True)
    def build(self, folder: Path) -> None:
        """Write what changed."""
        try:
            built = publication.build_site(self.context, folder)
        except (StorageError, SiteError, Unprintable, OSError) as fault:
            self.app.call_from_thread(self.app.notify, str(fault), severity="error", timeout=15)
            return
        self.app.call_from_thread(self.told, built)

    def told(self, built: SiteResult) -> None:
        """Say what was written."""
        left = f"手で変えられたため残したもの {len(built.left)}。" if built.left else ""
        self.app.notify(
            f"書いたもの {built.written}、変わらないもの {built.same}、消したもの {built.deleted}。{left}",
            timeout=10,
        )
        self.dismiss({})
