"""Resolves a conflict: mine, theirs and the base side by side; the person chooses, field by field.

Both texts are kept whatever is chosen: theirs is in the history, and mine becomes a version there before it is
replaced.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from uedasns_tui.records import merge
from uedasns_tui.records.record import Record
from uedasns_tui.services import record_merge
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.errors import SaveConflict
from uedasns_tui.storage.record_file import SavedRecord
from uedasns_tui.ui.dialogs.dialog import Dialog
from uedasns_tui.ui.widgets.choice import Choice
from uedasns_tui.ui.widgets.plain_text import PlainText


class ConflictChoice(NamedTuple):
    """The record to save; what it is saved over (None: it is gone, and is saved anew); whether some of mine was given
    up for theirs."""

    record: Record
    over: SavedRecord | None
    gave_up: bool = False


class MergeConflictDialog(Dialog[ConflictChoice]):
    """Each field in conflict with its three texts; or, of a record that is gone, whether to save it anew."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f10,ctrl+s", "accept", "これで保存", priority=True)]

    def __init__(
        self, context: AppContext, conflict: SaveConflict, sides: tuple[str, str] = ("自分", "ほかの人")
    ) -> None:
        gone = "F10 で、この画面の内容をもう一度記録として保存します。Esc でやめても、書いたものは画面に残ります。"
        self.context = context
        self.conflict = conflict
        super().__init__(str(conflict), gone if conflict.theirs is None else "")
        self.choices = {
            field.path: Choice(
                {
                    "mine": f"{sides[0]}: {self._text(field.path, field.mine)}",
                    "theirs": f"{sides[1]}: {self._text(field.path, field.theirs)}",
                },
                "mine",
            )
            for field in conflict.conflicts
        }

    def compose_content(self) -> ComposeResult:
        """Each field."""
        for field in self.conflict.conflicts:
            yield PlainText(
                f"{self._label_of(field.path)}\n元: {self._text(field.path, field.before)}", classes="label"
            )
            yield self.choices[field.path]

    def on_mount(self) -> None:
        """The keys go to the first field."""
        for choice in self.choices.values():
            choice.focus()
            break

    def _label_of(self, path: merge.Path) -> str:
        return record_merge.conflict_label(self.context, self.conflict.mine.kind, path)

    def _text(self, path: merge.Path, value: object) -> str:
        return record_merge.conflict_text(self.context, self.conflict.mine.kind, path, value)

    def action_accept(self) -> None:
        """Save with what was chosen."""
        theirs, saved = self.conflict.theirs, self.conflict.kept
        if theirs is None or saved is None:
            self.dismiss(ConflictChoice(self.conflict.mine, None))
            return
        choices = {path: choice.value for path, choice in self.choices.items()}
        record = merge.resolve_conflicts(self.conflict.before, self.conflict.mine, theirs, choices)
        self.dismiss(ConflictChoice(record, saved, "theirs" in choices.values()))
