"""Writing sheets and the site as files: the format, the place, and what came of it in a sentence."""

from __future__ import annotations

from pathlib import Path

from textual import work

from uedasns_tui.desk import publish
from uedasns_tui.desk.desk import Desk
from uedasns_tui.formats.plain import Unprintable
from uedasns_tui.formats.registry import FORMATS
from uedasns_tui.formats.site import Built, SiteFault
from uedasns_tui.guideline.schema import Ask
from uedasns_tui.records.record import Record
from uedasns_tui.store.atomic import write_atomic
from uedasns_tui.store.faults import StoreFault
from uedasns_tui.ui.widgets.dialog import AskForm


class Exporting(AskForm):
    """One policy's sheet as a file."""

    DEFAULT_CSS = AskForm.DEFAULT_CSS.replace("AskForm", "Exporting")

    def __init__(self, desk: Desk, record: Record) -> None:
        self.desk = desk
        self.record = record
        decided = publish.shown(desk, record).decided is not None
        body = (
            "最後に決裁された内容を書き出します。"
            if decided
            else "決裁された内容がないため、「案」と付けて今の内容を書き出します。"
        )
        asks = (
            Ask(
                "format",
                "形式",
                "choice",
                default="word",
                choices={name: FORMATS[name].label for name in FORMATS},
            ),
            Ask(
                "what",
                "内容",
                "choice",
                default="decided",
                choices={"decided": "決裁された内容", "draft": "今の内容（案）"},
            ),
            Ask("folder", "書き出すフォルダー", default=str(Path.home())),
        )
        super().__init__("書き出し", asks, ("folder",), body)

    def action_done(self) -> None:
        """Write the file."""
        answers = self.answers()
        kind = FORMATS[answers["format"]]
        path = Path(answers["folder"]).expanduser() / f"{self.record.id}{kind.suffix}"
        try:
            write_atomic(
                path, kind.write(publish.policy_page(self.desk, self.record, answers["what"] == "draft"))
            )
        except (StoreFault, Unprintable, OSError) as fault:
            self.notify(str(fault), severity="error", timeout=15)
            return
        self.app.notify(f"{path} に書き出しました。", timeout=10)
        self.dismiss({})


class BuildingSite(AskForm):
    """The whole site of public pages, with progress."""

    DEFAULT_CSS = AskForm.DEFAULT_CSS.replace("AskForm", "BuildingSite")

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        body = "決裁された利用方針のページと一覧を書き出します。変わったものだけを書き、前に書いたもののほかは消しません。"
        super().__init__(
            "公表するページ",
            (Ask("folder", "書き出すフォルダー", default=str(Path.home() / "site")),),
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
            built = publish.build_site(self.desk, folder)
        except (StoreFault, SiteFault, Unprintable, OSError) as fault:
            self.app.call_from_thread(self.app.notify, str(fault), severity="error", timeout=15)
            return
        self.app.call_from_thread(self.told, built)

    def told(self, built: Built) -> None:
        """Say what was written."""
        left = f"手で変えられたため残したもの {len(built.left)}。" if built.left else ""
        self.app.notify(
            f"書いたもの {built.written}、変わらないもの {built.same}、消したもの {built.deleted}。{left}",
            timeout=10,
        )
        self.dismiss({})
