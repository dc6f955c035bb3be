"""Editing a record: the form, the clause of the field one is in, problems as one types, save, steps, history.

One screen for policies and incidents; posts add their own (`post_editing.py`). What is typed and not saved is
put by within two seconds and offered after a crash; Esc never throws work away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.timer import Timer

from uedasns_tui.guideline.problem import Problem
from uedasns_tui.guideline.schema import FormField as FieldSchema
from uedasns_tui.records import workflow
from uedasns_tui.records.record import Record
from uedasns_tui.services import drafts, record_actions
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.repository import SaveConflict, SavedRecord, SaveResult, StorageError
from uedasns_tui.ui import choice_sources
from uedasns_tui.ui.widgets.form_inspector import FormInspector
from uedasns_tui.ui.widgets.form_pane import FormPane
from uedasns_tui.ui.widgets.key_bar import KeyBar
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.result_screen import ResultScreen

if TYPE_CHECKING:
    from uedasns_tui.ui.dialogs.merge_conflict import ConflictChoice

PUT_BY = 1.5
"""Seconds after the first key that is not put by until it is (two are promised), however long one types on."""
JUDGE = 0.25
"""Seconds after a key until the rules are asked."""

CHANGES = "side('changes')"


class RecordEditor(ResultScreen[None]):
    """One record on its form. `kept` is None until it is first saved; `stands` is what stands on the form at first,
    where that is not the record as it was begun or kept."""

    CSS_PATH = "record_editor.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10,ctrl+s", "save", "保存", priority=True),
        Binding("f8", "steps", "手続", priority=True),
        Binding("f4", "side('clause')", "条項", priority=True),
        Binding("f5", "side('sample')", "記載例", priority=True),
        Binding("f7", "side('sheet')", "様式", priority=True),
        Binding("f12", CHANGES, "決裁のときとの違い", priority=True, show=False),
        Binding("f9", "export", "書き出し", priority=True),
        Binding("f11", "history", "履歴", priority=True, show=False),
        Binding("escape", "close", "閉じる"),
    ]

    def __init__(
        self, context: AppContext, record: Record, kept: SavedRecord | None, stands: Record | None = None
    ) -> None:
        super().__init__()
        self.context = context
        self.kept = kept
        self.begun = record.values
        self.going = False
        self.record = record if stands is None else stands
        self.form = context.form(record.kind)
        self.pane = FormPane(self.form, self.record.values, choice_sources.of(context), skip=self.skipped())
        self.side = FormInspector(context, self.form)
        self._waiting: dict[str, Timer] = {}
        self._due: set[str] = set()

    def skipped(self) -> tuple[str, ...]:
        """Fields that this screen shows elsewhere."""
        return ()

    def compose(self) -> ComposeResult:
        """The line of state, the form with what stands beside it, the keys."""
        yield PlainText("", id="state")
        with Horizontal(id="both"):
            yield self.pane
            yield self.side
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin in the first field that has something wrong, else in the first."""
        self.judge()
        self.pane.go("")

    # ---- what is on the form now
    @property
    def edited(self) -> Record:
        """The record with what stands on the form."""
        return replace(self.record, values={**self.record.values, **self.pane.values})

    @property
    def unsaved(self) -> bool:
        """Whether something on the form is not on the disk."""
        before = self.kept.record.values if self.kept else self.begun
        now = {key: value for key, value in self.edited.values.items() if value}
        return now != {key: value for key, value in before.items() if value}

    def problems(self) -> list[Problem]:
        """What the rules say of the form as it stands."""
        return record_actions.problems(self.context, self.edited)

    def judge(self) -> None:
        """Ask the rules and show what they say, where it is."""
        problems = self.problems()
        self.pane.tell(problems)
        self.side.tell(self.edited, problems)
        must = sum(1 for one in problems if one.severity == "must")
        said = f"必須の不足 {must} 件" if must else "必須の不足なし"
        saved = "未保存" if self.unsaved or self.kept is None else "保存済み"
        state = workflow.state_label(self.edited, self.form)
        key = self.active_bindings.get("f12")
        if key is not None and key.binding.action == CHANGES and workflow.is_stale(self.edited, self.form):
            state += "・違いは F12"
        self.query_one("#state", PlainText).update(
            f"{self.form.title} {self.record.id} ［{state}］{said}・{saved}"
        )

    def on_form_pane_edited(self, message: FormPane.Edited) -> None:
        """Judge a moment after the last key, and put by what is typed."""
        message.stop()
        self._later("judge", JUDGE, self.judge)
        self.put_by_soon()

    def put_by_soon(self) -> None:
        """Put by what is typed before long; more that is typed until then does not put it off."""
        if "put_by" not in self._due:
            self._later("put_by", PUT_BY, self.keep_draft)

    def _later(self, name: str, seconds: float, act: Callable[[], object]) -> None:
        """Do `act` once, `seconds` after the last time that this was asked for."""
        self._due.add(name)
        if name in self._waiting:
            self._waiting[name].reset()
            self._waiting[name].resume()
            return
        timer = self.set_interval(seconds, lambda: self._once(name, act), pause=False)
        self._waiting[name] = timer

    def _once(self, name: str, act: Callable[[], object]) -> None:
        self._waiting[name].pause()
        self._due.discard(name)
        act()

    def on_form_pane_entered(self, message: FormPane.Entered) -> None:
        """Show the clause of the field one is in."""
        message.stop()
        self.side.enter(message.schema, self.edited)

    def current_field(self) -> FieldSchema | None:
        """The field one is in."""
        return self.side.field

    # ---- put by, save
    def keep_draft(self) -> bool:
        """Put by what is typed; a fault in doing so is said, and typing goes on. Whether all is on the disk."""
        if not self.unsaved:
            return True
        try:
            drafts.save_draft(self.context, self.edited, self.kept)
        except StorageError as fault:
            self.notify(str(fault), severity="warning")
            return False
        return True

    def action_save(self) -> None:
        """Save; what somebody else changed meanwhile is merged or asked about."""
        from uedasns_tui.ui.dialogs.identify_user import with_user

        with_user(self.app, self.context, self._save)

    def _save(self) -> None:
        try:
            saved = record_actions.save_record(self.context, self.to_save(), self.kept)
        except SaveConflict as conflict:
            from uedasns_tui.ui.dialogs.merge_conflict import MergeConflictDialog

            self.app.push_screen(MergeConflictDialog(self.form, conflict), self._decided)
            return
        except StorageError as fault:
            self.failed(fault)
            return
        self.saved(saved)

    def failed(self, fault: StorageError) -> None:
        """Say why it was not saved; what was written stays on the screen and is put by."""
        said = f"{fault}\n書いたものはこの画面に残っています。"
        self.notify(said, severity="error", timeout=15)
        self.going = False
        self.keep_draft()

    def to_save(self) -> Record:
        """The record to save; the first save of a new one names who made it."""
        return record_actions.with_creator(self.context, self.edited)

    def _decided(self, chosen: ConflictChoice | None) -> None:
        if chosen is None:
            self.going = False
            self.notify("まだ保存していません。書いたものはこの画面に残っています。")
            return
        if chosen.gave_up:
            try:
                self.context.repository.keep_version(self.edited)
            except StorageError as fault:
                self.failed(fault)
                return
        self.kept = chosen.over
        if self.kept is not None:
            self.show(chosen.record)
        self._save()

    def show(self, record: Record) -> None:
        """Show what a record says, in place of what stands on the form."""
        self.record = record
        self.pane.put(record.values)

    def saved(self, saved: SaveResult) -> None:
        """Say what was saved, and go on from it."""
        self.kept = saved.kept
        self.show(saved.kept.record)
        drafts.discard_draft(self.context, self.record)
        said = (
            "保存しました。"
            if saved.confirmed
            else "保存しました（ディスクへの書き込みはまだ確かめられていません）。"
        )
        if saved.merged:
            said += f"ほかの人の変更 {len(saved.merged)} 件も合わせました。"
        self.notify(said, timeout=3)
        if self.going:
            self.dismiss(None)
        else:
            self.judge()

    # ---- steps and what stands beside
    def action_steps(self) -> None:
        """Offer the steps that the record's state allows; unsaved changes are saved first."""
        from uedasns_tui.ui.dialogs.transition import offer

        if self.unsaved or self.kept is None:
            self.notify("手続の前に保存してください（F10）。")
            return
        offer(self.app, self.context, self.kept, self.saved)

    def action_side(self, what: str) -> None:
        """Show the clause, the worked example or the finished sheet beside the form, or fold it away."""
        self.side.show(what, self.edited)

    def action_export(self) -> None:
        """Write the sheet as a file."""
        from uedasns_tui.ui.dialogs.export import ExportDialog

        self.app.push_screen(ExportDialog(self.context, self.kept.record if self.kept else self.edited))

    def action_history(self) -> None:
        """Every version of this record."""
        from uedasns_tui.ui.dialogs.versions import VersionsDialog

        if self.kept is not None:
            self.app.push_screen(
                VersionsDialog(self.context, self.kept), lambda saved: self.saved(saved) if saved else None
            )

    def action_close(self) -> None:
        """Close; unsaved work is asked about, and one Esc never throws it away."""
        if not self.unsaved:
            self.dismiss(None)
            return
        from uedasns_tui.ui.dialogs.dialog import ConfirmDialog

        choices = {
            "save": "保存して閉じる",
            "keep": "保存せずに閉じる（書きかけは次に開くとき選べます）",
            "stay": "続けて書く",
        }
        self.app.push_screen(
            ConfirmDialog("保存していない変更があります", "どうしますか。", choices), self._leaving
        )

    def _leaving(self, choice: str | None) -> None:
        if choice == "save":
            self.going = True
            self.action_save()
        elif choice == "keep" and self.keep_draft():
            self.dismiss(None)
