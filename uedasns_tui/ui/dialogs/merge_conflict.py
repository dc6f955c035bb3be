"""Somebody else changed the same fields: mine, theirs and before, side by side; the person chooses, field by field.

Both texts are kept whatever is chosen: theirs is in the history, and mine becomes a version there before it gives way.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from uedasns_tui.guideline.schema import Form
from uedasns_tui.records import merge
from uedasns_tui.records.record import Record
from uedasns_tui.storage.repository import SaveConflict, SavedRecord
from uedasns_tui.ui.dialogs.dialog import CSS
from uedasns_tui.ui.widgets.choice import Choice
from uedasns_tui.ui.widgets.key_bar import KeyBar
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.result_screen import ResultScreen


class ConflictChoice(NamedTuple):
    """The record to save; what it is saved over (None: it is gone, and is saved anew); whether some of mine was given
    up for theirs."""

    record: Record
    over: SavedRecord | None
    gave_up: bool = False


class MergeConflictDialog(ResultScreen[ConflictChoice | None], ModalScreen[ConflictChoice | None]):
    """Each field in conflict with its three texts; or, of a record that is gone, whether to save it anew."""

    DEFAULT_CSS = CSS.replace("NAME", "MergeConflictDialog")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10,ctrl+s", "done", "これで保存", priority=True),
        Binding("escape", "leave", "やめる", priority=True),
    ]

    def __init__(self, form: Form, conflict: SaveConflict) -> None:
        super().__init__()
        self.form = form
        self.conflict = conflict
        self.choices = {
            one.path: Choice(
                {"mine": f"自分: {_text(one.mine)}", "theirs": f"ほかの人: {_text(one.theirs)}"}, "mine"
            )
            for one in conflict.conflicts
        }

    def compose(self) -> ComposeResult:
        """What happened, then each field."""
        with VerticalScroll(classes="box", can_focus=False):
            yield PlainText(str(self.conflict), classes="title")
            if self.conflict.theirs is None:
                yield PlainText(
                    "F10 で、この画面の内容をもう一度記録として保存します。Esc でやめても、書いたものは画面に残ります。",
                    classes="body",
                )
            for one in self.conflict.conflicts:
                yield PlainText(f"{self._label(one.path)}\n元: {_text(one.before)}", classes="label")
                yield self.choices[one.path]
        yield KeyBar()

    def on_mount(self) -> None:
        """The keys go to the first field."""
        for one in self.choices.values():
            one.focus()
            break

    def _label(self, path: tuple[str, ...]) -> str:
        last = path[1] if len(path) > 1 else path[0]
        return next((one.label for one in self.form.field if one.id == last), "・".join(path))

    def action_done(self) -> None:
        """Save with what was chosen."""
        theirs, kept = self.conflict.theirs, self.conflict.kept
        if theirs is None or kept is None:
            self.dismiss(ConflictChoice(self.conflict.mine, None))
            return
        picked = {path: choice.value for path, choice in self.choices.items()}
        record = merge.resolve_conflicts(self.conflict.before, self.conflict.mine, theirs, picked)
        self.dismiss(ConflictChoice(record, kept, "theirs" in picked.values()))

    def action_leave(self) -> None:
        """Save nothing yet."""
        self.dismiss(None)


def _text(one: object) -> str:
    if one is None:
        return "（なし）"
    return "、".join(str(part) for part in one) if isinstance(one, list) else str(one)
