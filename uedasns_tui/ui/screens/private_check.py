"""The private check (chapter on private use): text and items in memory only.

It holds no Record and no draft: closing it forgets everything, and nothing of it reaches the disk.
"""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import ContentSwitcher

from uedasns_tui.findings.finding import NO_FINDINGS
from uedasns_tui.guideline.schema import Checklist
from uedasns_tui.records import checklist_run, outcomes
from uedasns_tui.services import post_check
from uedasns_tui.services.context import AppContext
from uedasns_tui.ui.widgets.checklist_pane import ChecklistPane
from uedasns_tui.ui.widgets.key_bar import KeyBar
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.result_screen import ResultScreen
from uedasns_tui.ui.widgets.text_field import TextField


class PrivateCheckScreen(ResultScreen[None]):
    """A text and the items of a checklist that is never saved."""

    DEFAULT_CSS = """
    PrivateCheckScreen #lead { height: auto; background: $panel; padding: 0 1; }
    PrivateCheckScreen #faces { height: 1fr; }
    PrivateCheckScreen #text-face { height: 1fr; padding: 0 1; }
    PrivateCheckScreen #found { height: auto; max-height: 10; background: $panel; }
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
        with ContentSwitcher(initial="text-face", id="faces"):
            with Vertical(id="text-face"):
                yield self.text
                yield PlainText("", id="found")
            yield self.checklist
        yield KeyBar()

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
        if not lines and message.value.strip():
            lines = [NO_FINDINGS]
        self.query_one("#found", PlainText).update("\n".join(lines))

    def action_turn(self) -> None:
        """From the text to the items and back."""
        faces = self.query_one("#faces", ContentSwitcher)
        to_items = faces.current == "text-face"
        faces.current = "items-face" if to_items else "text-face"
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
