"""Editing a record of any form: the form, the panel beside it, the checklist, save, transitions, history.

One screen for all purposes; what a purpose adds (the findings of a post, its media, the report of an incident) is a
pane or an action that the others do not offer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.widgets import ContentSwitcher

from uedasns_tui.formats.registry import FORMATS
from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.records import outcomes, workflow
from uedasns_tui.records.checklist_run import ChecklistRun
from uedasns_tui.records.outcomes import OutcomeResult
from uedasns_tui.records.record import Medium, Record
from uedasns_tui.services import incidents, post_check, record_actions, transitions
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.record_file import SavedRecord
from uedasns_tui.storage.repository import SaveResult
from uedasns_tui.ui.screens.unsaved_record import UnsavedRecordScreen
from uedasns_tui.ui.widgets.checklist_pane import ChecklistPane
from uedasns_tui.ui.widgets.form_inspector import FormInspector
from uedasns_tui.ui.widgets.form_pane import FormPane
from uedasns_tui.ui.widgets.frame import titled
from uedasns_tui.ui.widgets.key_bar import KeyBar
from uedasns_tui.ui.widgets.post_panes import FindingsPane, RecordPreview
from uedasns_tui.ui.widgets.record_header import RecordHeader

JUDGE_DELAY = 0.25
"""Seconds after a key until the rules are asked."""

ROOMY = 34
"""Rows from which the panes have margins."""
SIDE_BY_SIDE = 120
"""Columns from which a post's text is shown beside its checklist."""

NAMED_AT_ONCE = ("post", "incident")
"""Purposes whose records name their checklist from the beginning; the others when it is first answered."""

ONLY_FOR = {
    "media": ("post",), "copy": ("post",), "report": ("incident",),
    "inspect('sample')": ("policy", "incident", "other"), "inspect('sheet')": ("policy", "incident", "other"),
    "inspect('changes')": ("policy", "other"),
}  # fmt: skip
"""Actions that not every purpose has -> the purposes that have them."""


class RecordEditor(UnsavedRecordScreen):
    """One record on its form. `saved` is None until it is first saved; `shown` is what the form shows at first, where
    that is not the record as it was begun or saved."""

    CSS_PATH = "record_editor.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "transitions", "手続", priority=True),
        Binding("f10,ctrl+s", "save", "保存", priority=True),
        Binding("f6", "turn", "書く／確かめる", priority=True),
        Binding("f4", "inspect('clause')", "条項", priority=True),
        Binding("f5", "inspect('sample')", "記載例", priority=True),
        Binding("f5", "copy", "文をコピー", priority=True),
        Binding("f7", "compare", "見比べる（様式・違い・経過と版）", priority=True, show=False),
        Binding("f9", "export", "書き出し", priority=True),
        Binding("escape", "close", "閉じる"),
        Binding("ctrl+t", "mend", "値を直す", priority=True),
        Binding("ctrl+g", "media", "画像", priority=True),
        Binding("f12", "report", "報告", priority=True),
    ]

    def __init__(
        self, context: AppContext, record: Record, saved: SavedRecord | None, shown: Record | None = None
    ) -> None:
        super().__init__(context, context.form(record.kind), saved, has_draft=shown is not None)
        self.begun = self._with_checklist(record)
        self.record = self._with_checklist(shown or record)
        self.pane = FormPane(context, self.form, self.record.values)
        self.inspector = FormInspector(context, self.form)
        self.findings = FindingsPane() if self.purpose == "post" else None
        self.checklist: ChecklistPane | None = None
        if post_check.checklist_of(context, self.record) is not None:
            run = post_check.post_checklist_run(context, self.record)
            self.checklist = ChecklistPane(run, context.guideline, self.outcome, record=self.record.id)

    def _with_checklist(self, record: Record) -> Record:
        """The record with the checklist that its values call for; its own where this guideline has none for it."""
        for checklist in self.context.guideline.checklists.values():
            if checklist.form == record.kind and checklist.keeps and matches(checklist.when, record.values):
                return replace(record, checklist=checklist.id) if self.purpose in NAMED_AT_ONCE else record
        return record

    def compose(self) -> ComposeResult:
        """The line of state, the form with what is beside it, the checklist, the keys."""
        yield RecordHeader()
        with ContentSwitcher(initial="text-face", id="faces"):
            with Horizontal(id="text-face"):
                yield titled(self.pane, self.form.title)
                if self.findings is None:
                    yield self.inspector
                else:
                    with Vertical(id="beside"):
                        yield titled(self.findings, "長さと指摘")
                        yield self.inspector
            if self.checklist is not None:
                with Horizontal(id="items-face"):
                    yield titled(RecordPreview(), "投稿文" if self.findings is not None else self.form.title)
                    yield titled(self.checklist, "確かめる")
        yield KeyBar()

    @property
    def faces(self) -> ContentSwitcher:
        """The form and the checklist, one of which is shown."""
        return self.query_one("#faces", ContentSwitcher)

    def on_mount(self) -> None:
        """Begin in the first field; a new incident with its steps."""
        self.judge()
        self.pane.go("")
        if self.purpose == "incident" and self.saved is None and not self._has_draft:
            self.action_turn()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What this purpose has no use for is not offered."""
        if action == "turn":
            return self.checklist is not None
        if action == "mend":
            return self.purpose != "post" and self.inspector.mend != ""
        if action == "inspect" and parameters == ("clause",) and self.is_mounted:
            return self.faces.current == "text-face"  # the checklist shows the clause of its item
        name = f"{action}({', '.join(map(repr, parameters))})" if parameters else action
        return self.purpose in ONLY_FOR.get(name, (self.purpose,))

    # ---- what is on the screen now
    @property
    def edited(self) -> Record:
        """The record with what is on the form and in the checklist."""
        values = {**self.record.values, **self.pane.values}
        if self.checklist is None:
            return replace(self.record, values=values)
        run = self.checklist.run
        questions = (question.id for question in run.checklist.question)
        values |= {name: run.values[name] for name in questions if name in run.values}
        answered = replace(self.record, values=values, answers=run.answers)
        if run.answers and not answered.checklist:
            return replace(answered, checklist=run.checklist.id)
        return answered

    def problems(self) -> list[Problem]:
        """What the rules say of it, a day as people say it read as it will be written; and what the accounts' policies
        say before a post is written."""
        record, days = self.edited, self.pane.days()
        return [
            *record_actions.problems(self.context, replace(record, values={**record.values, **days})),
            *post_check.notices(self.context, record),
            *(Problem("note", Location(key=name), f"{day} と読みます。") for name, day in days.items()),
        ]

    def outcome(self, run: ChecklistRun) -> OutcomeResult:
        """The outcome of the checklist as it is answered now."""
        record = replace(self.edited, answers=run.answers)
        return outcomes.outcome(run, record, self.form, record_actions.problems(self.context, record))

    def judge(self) -> None:
        """Ask rules and findings about what is typed, and show what they say where it belongs."""
        self.record = replace(self.record, checklist=self._with_checklist(self.edited).checklist)
        self.show_state()
        if self.checklist is None:
            return
        run = post_check.post_checklist_run(self.context, self.edited)
        self._show_run(run)

    def _show_run(self, run: ChecklistRun) -> None:
        if self.checklist is not None and self.checklist.is_mounted:
            self.checklist.put(run)
        if self.findings is not None:
            self.findings.show(self.context, self.edited, run)
        if self.checklist is not None and self.faces.current == "items-face":
            self.query_one(RecordPreview).show(self.context, self.edited, run)

    def on_resize(self, event: Resize) -> None:
        """Text and checklist are beside each other where there is room."""
        self.set_class(event.size.width >= SIDE_BY_SIDE, "-side-by-side")
        self.set_class(event.size.height >= ROOMY, "-roomy")

    def show_state(self) -> None:
        """Show the problems, and in the line above whether something is missing and whether all is saved."""
        problems = self.problems()
        self.pane.show_problems(problems)
        self.inspector.update(self.edited, problems)
        missing = sum(1 for problem in problems if problem.severity == "must")
        summary = f"必須の不足 {missing} 件" if missing else "必須の不足なし"
        saving = "未保存" if self.unsaved or self.saved is None else "保存済み"
        stale = self.check_action("inspect", ("changes",)) and workflow.is_stale(self.edited, self.form)
        summary += f"・{saving}" + ("・違いは F7" if stale else "")
        self.query_one(RecordHeader).show_record(self.context, self.edited, self.form, summary)

    # ---- what is typed
    def on_form_pane_edited(self, message: FormPane.Edited) -> None:
        """Judge a moment after the last key, and save a draft."""
        message.stop()
        self._later("judge", JUDGE_DELAY, self.judge)
        self._draft_later()

    def on_checklist_pane_answered(self, message: ChecklistPane.Answered) -> None:
        """An answer is work like a text."""
        message.stop()
        self._later("state", 0.05, self._show_answers)
        self._draft_later()

    def _show_answers(self) -> None:
        self.show_state()
        if self.checklist is not None:
            self._show_run(self.checklist.run)

    def on_form_pane_entered(self, message: FormPane.Entered) -> None:
        """Show the clause of the field."""
        message.stop()
        self.inspector.enter(message.schema, self.edited)

    def _save_as_user(self, after: Callable[[], None] | None = None) -> None:
        self.pane.write_day(self.focused)
        super()._save_as_user(after)

    def show(self, record: Record) -> None:
        """Show what a record says, in place of what is on the form and in the checklist."""
        self.record = record
        self.pane.put(record.values)
        if self.checklist is not None:
            self._show_run(post_check.post_checklist_run(self.context, record))

    # ---- the other panes and dialogs
    def action_turn(self) -> None:
        """From the form to the checklist and back."""
        if self.checklist is None:
            return
        faces = self.faces
        if faces.current == "items-face":
            faces.current = "text-face"
            self.pane.go("")
            return
        faces.current = "items-face"
        self._show_run(post_check.post_checklist_run(self.context, self.edited))
        self.checklist.begin()

    def _to_text(self) -> None:
        """To the form, beside which the inspector is seen."""
        if self.faces.current == "items-face":
            self.action_turn()

    def action_inspect(self, topic: str) -> None:
        """Show the clause, the worked example, the finished sheet or the changes beside the form, or fold it away."""
        self._to_text()
        self.inspector.show(topic, self.edited)

    def action_compare(self) -> None:
        """The finished sheet, then the changes (first, where there are some), then the log and the versions."""
        self._to_text()
        topics = [topic for topic in ("sheet", "changes") if self.check_action("inspect", (topic,))]
        if workflow.is_stale(self.edited, self.form):
            topics.reverse()
        if not self.inspector.next_topic(topics, self.edited):
            self.action_history()

    def action_transitions(self) -> None:
        """Offer the transitions that the record's state allows; unsaved changes are saved first."""
        from uedasns_tui.ui.dialogs.transition import offer_transitions

        def offer() -> None:
            if self.saved is not None:
                offer_transitions(self.app, self.context, self.saved, self._on_transition)

        if self.unsaved or self.saved is None:
            self._save_as_user(offer)
        else:
            offer()

    def _on_transition(self, result: SaveResult) -> None:
        """Say what was done, and what comes next."""
        self.on_saved(result, transitions.done_message(self.context, result.kept.record))

    def action_export(self) -> None:
        """Write the sheet as a file."""
        from uedasns_tui.ui.dialogs.export import ExportDialog

        self.app.push_screen(ExportDialog(self.context, self.saved.record if self.saved else self.edited))

    def action_history(self) -> None:
        """Every version of this record."""
        from uedasns_tui.ui.dialogs.versions import VersionsDialog

        def closed(result: SaveResult | None) -> None:
            if result is not None:
                self.on_saved(result)

        if self.saved is None:
            self.notify("まだ保存していないため、経過と版はありません。")
        else:
            self.app.push_screen(VersionsDialog(self.context, self.saved), closed)

    def action_mend(self) -> None:
        """Put the current field right, where the right value is sure; it can be undone like any typing."""
        if (field := self.inspector.field) is not None and (mend := self.inspector.mend):
            self.pane.rows[field.id].put(mend)
            self.judge()
            self._draft_later()

    def action_media(self) -> None:
        """The pictures and films of a post."""
        from uedasns_tui.ui.dialogs.media_list import MediaDialog

        def closed(media: tuple[Medium, ...] | None) -> None:
            if media is not None:
                self.record = replace(self.record, media=media)
                self.judge()
                self._draft_later()

        self.app.push_screen(MediaDialog(self.record.media, self.record.id), closed)

    def action_copy(self) -> None:
        """Copy exactly the approved text; before approval, say that it is not approved yet."""
        from uedasns_tui.ui.clipboard import copy_text

        approved = workflow.valid_approval(self.edited, self.form) is not None
        name = self.form.approval + "された文" if approved else f"まだ{self.form.approval}されていない文"
        name = "　".join((name, *post_check.counts(self.context, self.edited)))
        copy_text(self, post_check.text_of(self.context, self.edited), name, f"{self.record.id}.txt")

    def action_report(self) -> None:
        """The report to the head of section and public relations, to copy or as a file."""
        from uedasns_tui.ui.clipboard import copy_text

        text = FORMATS["text"].write(incidents.report(self.context, self.edited)).decode("utf-8")
        copy_text(self, text, "報告", f"{self.record.id}-report.txt")
