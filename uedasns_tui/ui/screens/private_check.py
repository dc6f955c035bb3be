"""The private check (chapter on private use): text and items in memory only.

It holds no Record and no draft: closing it forgets everything, and nothing of it reaches the disk.
"""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Resize

from uedasns_tui.findings.finding import NO_FINDINGS
from uedasns_tui.guideline.schema import Checklist
from uedasns_tui.records import checklist_run, outcomes
from uedasns_tui.services import post_check
from uedasns_tui.services.context import AppContext
from uedasns_tui.ui.widgets.checklist_pane import ChecklistPane
from uedasns_tui.ui.widgets.frame import titled
from uedasns_tui.ui.widgets.key_bar import KeyBar
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.result_screen import ResultScreen
from uedasns_tui.ui.widgets.text_field import TextField

NEXT = "書いたら、F6 で項目を1つずつ確かめます。"
"""What comes after the text."""
SIDE_BY_SIDE = 120
"""Columns from which the text stands beside the items."""


class PrivateCheckScreen(ResultScreen[None]):
    """A text and the items of a checklist that is never saved."""

    DEFAULT_CSS = """
    PrivateCheckScreen #lead { height: auto; background: $panel; padding: 0 1; }
    PrivateCheckScreen #text-face, PrivateCheckScreen #items-face { width: 1fr; height: 1fr; }
    PrivateCheckScreen #text-face { padding: 0 1; }
    PrivateCheckScreen #found { height: auto; max-height: 10; }
    PrivateCheckScreen #items-face, PrivateCheckScreen.-checking #text-face { display: none; }
    PrivateCheckScreen.-checking #items-face, PrivateCheckScreen.-side-by-side #text-face, PrivateCheckScreen.-side-by-side #items-face { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f6", "turn", "投稿文／確認", priority=True),
        Binding("escape", "close", "閉じる"),
    ]

    def __init__(self, context: AppContext, checklist: Checklist) -> None:
        super().__init__()
        self.context = context
        self.text = TextField(
            "", multiline=True, placeholder="投稿する文を書くか、貼り付けます。", id="private-text"
        )
        run = post_check.private_checklist_run(context, checklist, "")
        self.checklist = ChecklistPane(
            run, context.guideline, lambda run: outcomes.outcome(run, None, None, []), id="items-face"
        )

    def compose(self) -> ComposeResult:
        """What this is, the text, the items."""
        checklist = self.checklist.run.checklist
        unsaved = "" if "保存しません" in checklist.lead else "（保存しません。閉じると消えます）"
        yield PlainText(f"{checklist.title}{unsaved}\n{checklist.lead}", id="lead")
        with Horizontal():
            with titled(Vertical(id="text-face"), "投稿文"):
                yield self.text
                yield PlainText(NEXT, id="found")
            yield titled(self.checklist, "確かめる")
        yield KeyBar()

    def on_resize(self, event: Resize) -> None:
        """Text and items are beside each other where there is room."""
        wide = event.size.width >= SIDE_BY_SIDE
        self.set_class(wide, "-side-by-side")
        for pane in (self.query_one("#text-face"), self.checklist):
            pane.set_class(wide, "framed")

    def on_mount(self) -> None:
        """Begin with the text."""
        self.text.focus()

    def on_text_field_edited(self, message: TextField.Edited) -> None:
        """What a careful colleague would point at, as one types."""
        message.stop()
        run = self.checklist.run
        findings = post_check.private_checklist_run(self.context, run.checklist, message.value).findings
        self.checklist.put(checklist_run.with_findings(run, findings))
        lines = [f"▲指摘「{finding.label}」{finding.message}" for finding in findings if not finding.own]
        if self.has_class("-side-by-side"):
            lines = [f"▲指摘 {len(lines)} 件。右の項目に示しています。"] if lines else []
        if not lines and message.value.strip():
            lines = [NO_FINDINGS]
        self.query_one("#found", PlainText).update("\n".join([*lines, NEXT]))

    def action_turn(self) -> None:
        """From the text to the items and back."""
        to_items = self.text.has_focus
        self.set_class(to_items, "-checking")
        if to_items:
            self.checklist.begin()
        else:
            self.text.focus()

    def action_close(self) -> None:
        """Close and forget; asked about when something was written."""
        if not self.text.value.strip():
            self.dismiss(None)
            return
        from uedasns_tui.ui.dialogs.dialog import ConfirmDialog

        def chosen(choice: str | None) -> None:
            if choice == "close":
                self.dismiss(None)

        choices = {"stay": "続ける", "close": "閉じて消す"}
        self.app.push_screen(
            ConfirmDialog("閉じると消えます", "この確認は保存していません。", choices), chosen
        )


def open_private_check(app: App[Any], context: AppContext) -> None:
    """Check a text of one's own for private use: the same quality, never written to disk."""
    checklists = context.guideline.checklists.values()
    checklist = next((checklist for checklist in checklists if not checklist.keeps), None)
    if checklist is None:
        app.notify("このガイドラインに、私的利用のチェックリストはありません。")
    else:
        app.push_screen(PrivateCheckScreen(context, checklist))
