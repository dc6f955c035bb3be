"""A record on a screen that is not wholly saved: its draft, saving it, what a colleague saved meanwhile, closing.

Base of the record editor. What is typed and not saved becomes a draft within two seconds and is offered after a crash;
Esc never throws work away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.timer import Timer

from uedasns_tui.guideline.schema import Form
from uedasns_tui.records.record import Record
from uedasns_tui.services import drafts, incidents, record_actions, record_list
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.errors import SaveConflict, StorageError
from uedasns_tui.storage.record_file import SavedRecord
from uedasns_tui.storage.repository import SaveResult
from uedasns_tui.ui.widgets.result_screen import ResultScreen

if TYPE_CHECKING:
    from uedasns_tui.ui.dialogs.merge_conflict import ConflictChoice

DRAFT_DELAY = 1.5
"""Seconds after the first key that is in no draft until it is (two are promised), however long one types on."""


class UnsavedRecordScreen(ResultScreen[None]):
    """Drafts, saves and closes what `edited` says. `saved` is None until the record is first saved; `begun` is how it
    was begun, `record` what the screen showed last."""

    record: Record
    begun: Record

    def __init__(self, context: AppContext, form: Form, saved: SavedRecord | None, has_draft: bool) -> None:
        super().__init__()
        self.context = context
        self.form = form
        self.saved = saved
        self.closing = False
        self._after_save: Callable[[], None] | None = None
        self._has_draft = has_draft
        self._delayed: dict[str, Timer] = {}
        self._due: set[str] = set()

    @property
    def purpose(self) -> str:
        """What the form is for: policy, post, incident or other."""
        return self.form.purpose or "other"

    @property
    def edited(self) -> Record:
        """The record with what is on the screen now."""
        raise NotImplementedError

    @property
    def subject(self) -> str:
        """The record's title, which its dialogs name; "" while it has none."""
        title = record_actions.title(self.context, self.edited)
        return "" if title == record_list.UNTITLED else title

    def show(self, record: Record) -> None:
        """Show what a record says, in place of what is on the screen."""
        raise NotImplementedError

    def judge(self) -> None:
        """Ask the rules about what is on the screen."""
        raise NotImplementedError

    def action_report(self) -> None:
        """The report of an incident, to copy or as a file."""
        raise NotImplementedError

    @property
    def unsaved(self) -> bool:
        """Whether the form, the media or the answers hold something that is not on the disk."""
        now, before = self.edited, self.saved.record if self.saved else self.begun
        return _filled(now) != _filled(before) or now.answers != before.answers or now.media != before.media

    def _draft_later(self) -> None:
        """Save a draft before long; more that is typed until then does not put it off."""
        if "draft" not in self._due:
            self._later("draft", DRAFT_DELAY, self.keep_draft)

    def _later(self, name: str, seconds: float, act: Callable[[], object]) -> None:
        """Do `act` once, `seconds` after the last time that this was asked for."""

        def fire() -> None:
            self._delayed[name].pause()
            self._due.discard(name)
            act()

        self._due.add(name)
        if name not in self._delayed:
            self._delayed[name] = self.set_interval(seconds, fire)
        else:
            self._delayed[name].reset()
            self._delayed[name].resume()

    # ---- drafts and saving
    def keep_draft(self) -> bool:
        """Save what is typed as a draft; whether all of it is on the disk then. An error is said, and typing goes on.

        What names a colleague's private use is in no draft until the person chooses to save it."""
        if self.saved is None and self._is_private():
            drafts.discard_draft(self.context, self.record)
            return not self.unsaved
        if not self.unsaved:
            if self._has_draft:  # what was typed was taken back: nothing is to be offered
                drafts.discard_draft(self.context, self.record)
            self._has_draft = False
            return True
        try:
            drafts.save_draft(self.context, self.edited, self.saved)
            self._has_draft = True
        except StorageError as error:
            self.notify(str(error), severity="warning")
            return False
        return True

    def _is_private(self) -> bool:
        return self.purpose == "incident" and incidents.answered_steps(self.context, self.edited)

    def action_save(self) -> None:
        """Save; what somebody else changed meanwhile is merged or asked about."""
        self._save_as_user()

    def _save_as_user(self, after: Callable[[], None] | None = None) -> None:
        from uedasns_tui.ui.dialogs.identify_user import with_user

        self._after_save = after
        with_user(self.app, self.context, self._save)

    def _save(self) -> None:
        if self.saved is None and self._is_private():
            self._ask_about_private()
        else:
            self._write()

    def _write(self) -> None:
        record = record_actions.with_creator(self.context, self.edited)
        try:
            result = record_actions.save_record(self.context, record, self.saved)
        except SaveConflict as conflict:
            from uedasns_tui.ui.dialogs.merge_conflict import MergeConflictDialog

            self.app.push_screen(MergeConflictDialog(self.context, conflict), self._resolved)
        except StorageError as error:
            self._failed(error)
        else:
            self.on_saved(result)

    def _failed(self, error: StorageError) -> None:
        self.notify(f"{error}\n書いたものはこの画面に残っています。", severity="error", timeout=15)
        self.closing, self._after_save = False, None
        self.keep_draft()

    def _resolved(self, choice: ConflictChoice | None) -> None:
        if choice is None:
            self.closing, self._after_save = False, None
            self.notify("まだ保存していません。書いたものはこの画面に残っています。")
            return
        if choice.gave_up:
            try:
                self.context.repository.keep_version(self.edited)
            except StorageError as error:
                self._failed(error)
                return
        self.saved = choice.over
        if self.saved is not None:
            self.show(choice.record)
        self._write()

    def _ask_about_private(self) -> None:
        from uedasns_tui.ui.dialogs.dialog import ConfirmDialog

        def chosen(choice: str | None) -> None:
            if choice == "report":
                self.action_report()
            elif choice == "keep":
                folder = incidents.own_folder(self.context)
                self.context = replace(self.context, folders=replace(self.context.folders, records=folder))
                self._write()

        choices = {
            "report": "保存せずに、報告だけを使う",
            "keep": "このパソコンの自分のフォルダーに保存する（共有しません）",
        }
        body = "同僚の名前などが入るため、ふつうは保存しません。"
        self.app.push_screen(ConfirmDialog("私的利用に関わる記録です", body, choices), chosen)

    def on_saved(self, result: SaveResult, message: str = "保存しました。") -> None:
        """Say what was saved, and go on from it."""
        self.saved = result.kept
        self.show(result.kept.record)
        drafts.discard_draft(self.context, self.record)
        remarks = result.remarks()
        message += remarks
        after, self._after_save = self._after_save, None
        if after is None or remarks:
            self.notify(message, timeout=max(5, len(message) // 6))
        if self.closing:
            self.dismiss(None)
            return
        self.judge()
        if after is not None:
            after()

    def action_close(self) -> None:
        """Close; unsaved work is asked about, and one Esc never throws it away."""
        if not self.unsaved:
            self.dismiss(None)
            return
        from uedasns_tui.ui.dialogs.dialog import ConfirmDialog

        def chosen(choice: str | None) -> None:
            if choice == "save":
                self.closing = True
                self.action_save()
            elif choice == "keep" and self.keep_draft():
                self.dismiss(None)

        choices = {
            "save": "保存して閉じる",
            "keep": "保存せずに閉じる（書きかけは残り、次に開くとき選べます）",
            "stay": "続けて書く",
        }
        self.app.push_screen(ConfirmDialog("保存していない変更があります", "どうしますか。", choices), chosen)


def _filled(record: Record) -> dict[str, object]:
    return {name: value for name, value in record.values.items() if value}
