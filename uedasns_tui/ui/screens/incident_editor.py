"""An incident: what is known, the steps to take, the timeline that only grows, the report. F6 turns to the steps."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import ContentSwitcher

from uedasns_tui.formats.registry import FORMATS
from uedasns_tui.records import checklist_run
from uedasns_tui.records.checklist_run import ChecklistRun, OutcomeResult
from uedasns_tui.records.record import Record
from uedasns_tui.services import drafts, incidents, post_check
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.repository import SavedRecord
from uedasns_tui.ui.screens.record_editor import RecordEditor
from uedasns_tui.ui.widgets.checklist_pane import ChecklistPane
from uedasns_tui.ui.widgets.key_bar import KeyBar
from uedasns_tui.ui.widgets.plain_text import PlainText


class IncidentEditor(RecordEditor):
    """One incident."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f6", "turn", "書く／手順", priority=True),
        Binding("f12", "report", "報告", priority=True),
    ]

    def __init__(
        self, context: AppContext, record: Record, kept: SavedRecord | None, stands: Record | None = None
    ) -> None:
        checklist = incidents.steps(context)
        known = context.guideline.checklists
        if checklist is not None and record.checklist not in known:
            record = replace(record, checklist=checklist.id)
        if checklist is not None and stands is not None and stands.checklist not in known:
            stands = replace(stands, checklist=checklist.id)
        super().__init__(context, record, kept, stands)
        self.checking = (
            ChecklistPane(self.sheet(), context.guideline, self.outcome, id="items-face")
            if checklist
            else None
        )

    def compose(self) -> ComposeResult:
        """The line of state, the two faces, the keys."""
        yield PlainText("", id="state")
        with ContentSwitcher(initial="text-face", id="faces"):
            with Horizontal(id="text-face"):
                yield self.pane
                yield self.side
            if self.checking is not None:
                yield self.checking
        yield KeyBar()

    def show(self, record: Record) -> None:
        """Show what a record says, the steps that somebody else did too."""
        super().show(record)
        if self.checking is not None:
            self.checking.put(self.sheet(record))

    def sheet(self, record: Record | None = None) -> ChecklistRun:
        """The steps as they stand, or as a record has them."""
        record = self.edited if record is None else record
        return ChecklistRun(
            post_check.checklist_of(self.context, record), record.values, (), record.answers, ()
        )

    def outcome(self, sheet: ChecklistRun) -> OutcomeResult:
        """How far the steps are done."""
        return checklist_run.outcome(sheet, None, None, [])

    @property
    def edited(self) -> Record:
        """The record with what stands on the form and among the steps."""
        record = super().edited
        checking = getattr(self, "checking", None)
        return replace(record, answers=checking.sheet.answers) if checking is not None else record

    @property
    def unsaved(self) -> bool:
        """Whether the form or the steps hold something that is not on the disk."""
        return super().unsaved or (self.kept is not None and self.edited.answers != self.kept.record.answers)

    def judge(self) -> None:
        """The rules, and the steps that these values call for."""
        super().judge()
        if self.checking is not None and self.checking.is_mounted:
            self.checking.put(self.sheet())

    def on_checklist_pane_answered(self, message: ChecklistPane.Answered) -> None:
        """A step done is work like a text."""
        message.stop()
        self._later("judge_answers", 0.05, super().judge)
        self.put_by_soon()

    def action_turn(self) -> None:
        """From what is known to the steps and back."""
        if self.checking is None:
            return
        faces = self.query_one("#faces", ContentSwitcher)
        to_steps = faces.current == "text-face"
        faces.current = "items-face" if to_steps else "text-face"
        if to_steps:
            self.checking.focus_items()
            self.checking.begin()
        else:
            self.pane.go("")

    def action_report(self) -> None:
        """The report to the head of section and public relations, to copy or as a file."""
        from uedasns_tui.ui.clipboard import copy_text

        text = FORMATS["text"].write(incidents.report(self.context, self.edited)).decode("utf-8")
        copy_text(self, text, "報告", f"{self.record.id}-report.txt")

    def keep_draft(self) -> bool:
        """Put by what is typed; what names a colleague's private use is not, until the person chooses to keep it."""
        if self.kept is None and incidents.answered_steps(self.context, self.edited):
            drafts.discard_draft(self.context, self.record)
            return not self.unsaved
        return super().keep_draft()

    def _save(self) -> None:
        if not incidents.answered_steps(self.context, self.edited) or self.kept is not None:
            super()._save()
            return
        from uedasns_tui.ui.dialogs.dialog import ConfirmDialog

        choices = {
            "report": "保存せずに、報告だけを使う",
            "keep": "この PC の自分のフォルダーに保存する（共有しません）",
        }
        self.app.push_screen(
            ConfirmDialog(
                "私的利用に関わる記録です", "同僚の名前などが入るため、ふつうは保存しません。", choices
            ),
            self._aside,
        )

    def _aside(self, choice: str | None) -> None:
        if choice == "report":
            self.action_report()
        elif choice == "keep":
            self.context = replace(
                self.context,
                folders=replace(self.context.folders, records=incidents.own_folder(self.context)),
            )
            super()._save()
