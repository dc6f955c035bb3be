"""Picker: one or several out of a list that may be long, or (where the form allows) a word of one's own.

Used for media and accounts. It shows what is picked as a text; Enter or a click opens the list.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget

from uedasns_tui.frozen import dataclass
from uedasns_tui.japanese import fold
from uedasns_tui.ui.widgets.plain_text import PlainText, content
from uedasns_tui.ui.widgets.result_screen import ResultScreen
from uedasns_tui.ui.widgets.row_list import ListRow, RowList
from uedasns_tui.ui.widgets.text_field import TextField


@dataclass(frozen=True)
class PickerOption:
    """Something to pick: its key in the record, and how it is shown."""

    key: str
    label: str
    body: str = ""


class Picker(Widget, can_focus=True):
    """What is picked, in words."""

    DEFAULT_CSS = """
    Picker { height: auto; min-height: 1; padding: 0 1; background: $surface; }
    Picker:focus { background: $primary 20%; text-style: underline; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space,down", "pick", "選ぶ")]

    class Changed(Message):
        """Something else is picked now."""

        def __init__(self, picker: Picker) -> None:
            super().__init__()
            self.picker = picker

        @property
        def control(self) -> Picker:
            """The picker."""
            return self.picker

    def __init__(
        self,
        options: list[PickerOption],
        picked: tuple[str, ...] = (),
        *,
        several: bool = False,
        free: bool = False,
    ) -> None:
        super().__init__()
        self.options = options
        self.picked = picked
        self.several = several
        self.free = free

    def render(self) -> Content:
        """The labels of what is picked, one a line."""
        labels = {one.key: one.label for one in self.options}
        shown = "\n".join(labels.get(key, key) for key in self.picked)
        return content(shown or "（Enter で選びます）")

    def put(self, picked: tuple[str, ...]) -> None:
        """Show something else as picked."""
        self.picked = picked
        self.refresh(layout=True)

    def on_click(self, event: Click) -> None:
        """Open the list."""
        event.stop()
        self.action_pick()

    def action_pick(self) -> None:
        """Open the list."""

        def done(picked: tuple[str, ...] | None) -> None:
            if picked is not None and picked != self.picked:
                self.put(picked)
                self.post_message(self.Changed(self))

        self.app.push_screen(
            PickerDialog(self.options, self.picked, several=self.several, free=self.free), done
        )


class PickerDialog(ResultScreen[tuple[str, ...] | None], ModalScreen[tuple[str, ...] | None]):
    """The list to pick from: type to narrow it, Enter takes the current one, Esc leaves all as it was."""

    DEFAULT_CSS = """
    PickerDialog { align: center middle; background: $surface; }
    PickerDialog > #box { width: 90%; max-width: 84; height: 80%; background: $panel; padding: 0 1; }
    PickerDialog #lead { height: auto; }
    PickerDialog RowList { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "やめる", priority=True),
        Binding("down", "to_list", show=False),
        Binding("f10,ctrl+s", "done", "決める", priority=True),
        Binding("f8", "mark", "印を付ける", priority=True),
    ]

    def __init__(
        self, options: list[PickerOption], picked: tuple[str, ...], *, several: bool, free: bool
    ) -> None:
        super().__init__()
        self.options = options
        self.picked = list(picked)
        self.marked = False
        self.several = several
        self.free = free

    def compose(self) -> ComposeResult:
        """What to do, the words to narrow by, the list."""
        lead = "↑↓ で選び Enter。言葉を入れると絞り込みます。"
        if self.several:
            lead = "↑↓ で選び Enter。いくつも選ぶときは F8 で印を付けて F10。言葉を入れると絞り込みます。"
        elif self.free:
            lead = "一覧から選ぶか、ほかの名前を書いて Enter を押します。"
        with Widget(id="box"):
            yield PlainText(lead, id="lead")
            yield TextField("", multiline=False, id="words")
            yield RowList(id="options")

    def on_mount(self) -> None:
        """All options, the picked one current."""
        self._show("")
        self.query_one(TextField).focus()

    def _show(self, words: str, keep: str | None = None) -> None:
        wanted = fold.fold(words).split()
        rows = [
            ListRow(
                key=one.key,
                label="[x]" if one.key in self.picked else "[ ]",
                body=f"{one.label} {one.body}".strip(),
            )
            for one in self.options
            if all(word in fold.fold(f"{one.label} {one.body} {one.key}") for word in wanted)
        ]
        self.query_one(RowList).set_rows(rows, keep=keep or (self.picked[0] if self.picked else None))

    def on_text_field_edited(self, message: TextField.Edited) -> None:
        """Narrow the list."""
        message.stop()
        self._show(message.value)

    def on_text_field_submitted(self, message: TextField.Submitted) -> None:
        """Enter among the words: the word itself where one's own is allowed, else the current row."""
        message.stop()
        row = self.query_one(RowList).current_row
        if (
            self.free
            and message.value.strip()
            and (row is None or fold.fold(message.value) not in fold.fold(row.body))
        ):
            self.dismiss((message.value.strip(),))
        elif row is not None:
            self._take(str(row.key))

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Enter or a double click on a row."""
        message.stop()
        self._take(str(message.row.key))

    def _take(self, key: str) -> None:
        marked = self.several and self.marked
        self.dismiss(tuple(dict.fromkeys((*self.picked, key))) if marked else (key,))

    def action_mark(self) -> None:
        """Mark the current row as one of several, or take its mark away."""
        row = self.query_one(RowList).current_row
        if not self.several or row is None:
            return
        self.marked = True
        if row.key in self.picked:
            self.picked.remove(row.key)
        else:
            self.picked.append(row.key)
        self._show(self.query_one(TextField).value, keep=row.key)

    def action_to_list(self) -> None:
        """From the words to the list."""
        self.query_one(RowList).focus()

    def action_done(self) -> None:
        """Take what is marked."""
        self.dismiss(tuple(self.picked))

    def action_leave(self) -> None:
        """Leave all as it was."""
        self.dismiss(None)
