"""A post check: account, text with its findings as one types, pictures, then the items, consent and posting.

Two faces of one screen, F6 turns: the text with what a careful colleague would point at, and the items to
confirm. The text is written or pasted here, and copied from here exactly as it was approved.
"""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import ContentSwitcher

from uedasns_tui.findings import length
from uedasns_tui.guideline.problem import Problem
from uedasns_tui.records import checklist_run, workflow
from uedasns_tui.records.checklist_run import ChecklistRun, OutcomeResult
from uedasns_tui.records.record import Medium, Record
from uedasns_tui.services import post_check, record_actions
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.repository import SavedRecord
from uedasns_tui.ui.screens.record_editor import RecordEditor
from uedasns_tui.ui.widgets.checklist_pane import ChecklistPane
from uedasns_tui.ui.widgets.key_bar import KeyBar
from uedasns_tui.ui.widgets.plain_text import PlainText

LIMITS = {
    "text": "本文",
    "title": "題",
    "description": "説明",
    "hashtags": "ハッシュタグ",
    "bubbles": "吹き出し",
}


class PostEditor(RecordEditor):
    """One post check."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f6", "turn", "文／確認", priority=True),
        Binding("f3", "media", "画像", priority=True),
        Binding("f5", "nothing", show=False, priority=True),
        Binding("f7", "nothing", show=False, priority=True),
        Binding("f12", "copy", "文を写す", priority=True, show=False),
    ]

    def __init__(
        self, context: AppContext, record: Record, kept: SavedRecord | None, stands: Record | None = None
    ) -> None:
        if not record.checklist:
            checklist = post_check.checklist_for(
                context, {**record.values, **(stands.values if stands else {})}
            )
            record = replace(record, checklist=checklist.id if checklist else "")
        if stands is not None and not stands.checklist:
            stands = replace(stands, checklist=record.checklist)
        super().__init__(context, record, kept, stands)
        self.fresh = record
        self.checking = ChecklistPane(self.sheet(), context.guideline, self.outcome, id="items-face")

    def compose(self) -> ComposeResult:
        """The line of state, the two faces, the keys."""
        yield PlainText("", id="state")
        with ContentSwitcher(initial="text-face", id="faces"):
            with Horizontal(id="text-face"):
                yield self.pane
                with Vertical(id="findings"):
                    yield PlainText("", id="found")
                    yield self.side
            yield self.checking
        yield KeyBar()

    # ---- what it is now
    @property
    def edited(self) -> Record:
        """The record with what stands on the form and among the items."""
        record = super().edited
        done = self.checking.sheet if hasattr(self, "checking") else None
        if done is None:
            return record
        told = {one.id: done.values[one.id] for one in done.checklist.question if one.id in done.values}
        return replace(
            record, answers=done.answers, values={**record.values, **told}, media=self.record.media
        )

    @property
    def unsaved(self) -> bool:
        """Whether the form, the pictures or the answers hold something that is not on the disk."""
        if super().unsaved:
            return True
        now = self.edited
        before = self.kept.record if self.kept is not None else self.fresh
        return now.answers != before.answers or now.media != before.media

    def sheet(self) -> ChecklistRun:
        """The items with what the text shows now."""
        return post_check.post_checklist_run(self.context, self.edited)

    def outcome(self, sheet: ChecklistRun) -> OutcomeResult:
        """The outcome of the items as they are answered now."""
        record = replace(
            super().edited, answers=sheet.answers, values={**super().edited.values, **sheet.values}
        )
        return checklist_run.outcome(sheet, record, self.form, record_actions.problems(self.context, record))

    def problems(self) -> list[Problem]:
        """The form's problems, and what the accounts' policies say before a post is written."""
        return [*super().problems(), *post_check.notices(self.context, self.edited)]

    def judge(self) -> None:
        """The rules, the findings, the length, the items: all from the text as it stands."""
        kind = post_check.checklist_for(self.context, self.pane.values)
        if kind is not None and kind.id != self.record.checklist:
            self.record = replace(self.record, checklist=kind.id)
        super().judge()
        sheet = self.sheet()
        if self.checking.is_mounted:
            self.checking.put(sheet)
        lines = []
        for platform in post_check.platforms_of(self.context, self.edited):
            for size in length.measure(post_check.text_of(self.context, self.edited), platform):
                over = "【超えています】" if size.over else ""
                lines.append(
                    f"{platform.name} {LIMITS.get(size.what, size.what)} {size.count}/{size.max}{over}"
                )
        lines += [problem.message for problem in post_check.notices(self.context, self.edited)]
        for one in sheet.findings:
            mark = "市の連絡先" if one.own else "▲要確認"
            lines.append(f"{mark}「{one.text}」{one.message}" + (f" [{one.clause}]" if one.clause else ""))
        if not sheet.findings and post_check.text_of(self.context, self.edited).strip():
            lines.append("気になるところは見つかっていません（安全という意味ではありません）。")
        self.query_one("#found", PlainText).update("\n".join(lines))

    def on_checklist_pane_answered(self, message: ChecklistPane.Answered) -> None:
        """An answer is work like a text: judged, put by."""
        message.stop()
        self._later("judge_answers", 0.05, super().judge)
        self.put_by_soon()

    def action_nothing(self) -> None:
        """A post has no worked example and no printed sheet."""

    # ---- turning, pictures, copying
    def action_turn(self) -> None:
        """From the text to the items and back."""
        faces = self.query_one("#faces", ContentSwitcher)
        to_items = faces.current == "text-face"
        if to_items:
            self.checking.put(self.sheet())
        faces.current = "items-face" if to_items else "text-face"
        if to_items:
            self.checking.focus_items()
            self.checking.begin()
        else:
            self.pane.go("")

    def action_media(self) -> None:
        """The pictures and films of this post."""
        from uedasns_tui.ui.dialogs.media_list import MediaDialog

        def done(media: tuple[Medium, ...] | None) -> None:
            if media is not None:
                self.record = replace(self.record, media=media)
                self.judge()
                self.put_by_soon()

        self.app.push_screen(MediaDialog(self.record.media), done)

    def action_copy(self) -> None:
        """Copy exactly the approved text; before approval, say that it is not approved yet."""
        from uedasns_tui.ui.clipboard import copy_text

        approved = workflow.valid_approval(self.edited, self.form) is not None
        text = post_check.text_of(self.context, self.edited)
        copy_text(
            self, text, "了承された文" if approved else "まだ了承されていない文", f"{self.record.id}.txt"
        )

    def show(self, record: Record) -> None:
        """Show what a record says, its answers too: somebody else may have given some of them."""
        super().show(record)
        self.checking.put(post_check.post_checklist_run(self.context, record))
