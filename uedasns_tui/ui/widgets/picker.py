"""Picker: one or several out of a list that may be long, or (where the form allows) another word.

Used for platforms and accounts. It shows what is picked as a text; Enter or a click opens the list.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, Key, Paste
from textual.message import Message
from textual.widget import Widget

from uedasns_tui.japanese import fold, width
from uedasns_tui.ui.dialogs.dialog import Dialog
from uedasns_tui.ui.widgets.choice import mark
from uedasns_tui.ui.widgets.plain_text import content
from uedasns_tui.ui.widgets.row_layout import Badge, Column
from uedasns_tui.ui.widgets.row_list import ListRow, RowList
from uedasns_tui.ui.widgets.table_heading import TableHeading
from uedasns_tui.ui.widgets.text_field import TextField

NONE = ""
"""The key of the row that stands where no option does."""


OPENS = " ▼"
"""The sign of a field that opens a list."""


class PickerOption(NamedTuple):
    """Something to pick: its key in the record, its label, what else it is found by, what stands beside it."""

    key: str
    label: str
    note: str = ""
    cells: tuple[str | Badge, ...] = ()


class Picker(Widget, can_focus=True):
    """What is picked, in words; Enter opens the list."""

    DEFAULT_CSS = """
    Picker { height: auto; min-height: 1; padding: 0 1; background: $foreground 8%; }
    Picker:focus { background: $primary 25%; }
    Picker:nocolor { border-left: ascii $foreground; }
    Picker:nocolor:focus { text-style: underline; }
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
        title: str = "",
        *,
        several: bool = False,
        free: bool = False,
    ) -> None:
        super().__init__()
        self.options = options
        self.picked = picked
        self.asked = title
        self.several = several
        self.free = free

    def render(self) -> Content:
        """The labels of what is picked, one a line; at the end of the first that there is a list."""
        labels = {option.key: option.label for option in self.options}
        first, *others = [labels.get(key, key) for key in self.picked] or ["（Enter で選びます）"]
        room = self.content_size.width - width.cells(OPENS)
        first = width.pad(first, room) + OPENS if width.cells(first) <= room else first
        return content("\n".join((first, *others)))

    def put(self, picked: tuple[str, ...]) -> None:
        """Show something else as picked."""
        self.picked = picked
        self.refresh(layout=True)

    def on_click(self, event: Click) -> None:
        """Open the list."""
        event.stop()
        self.action_pick()

    def on_key(self, event: Key) -> None:
        """A letter or digit opens the list with it, as if typed there: none is a command that leaves the form."""
        if event.character and event.character.isalnum():
            event.stop()
            event.prevent_default()
            self.action_pick(event.character)

    def on_paste(self, event: Paste) -> None:
        """A pasted name opens the list with it."""
        event.stop()
        self.action_pick(event.text)

    def action_pick(self, words: str = "") -> None:
        """Open the list, narrowed by `words`; what is taken leads on to the next field, as Enter does everywhere."""

        def done(picked: tuple[str, ...] | None) -> None:
            if picked is None:
                return
            if picked != self.picked:
                self.put(picked)
                self.post_message(self.Changed(self))
            self.screen.focus_next()

        dialog = PickerDialog(
            self.options, self.picked, words, self.asked, several=self.several, free=self.free
        )
        self.app.push_screen(dialog, done)


class PickerDialog(Dialog[tuple[str, ...]]):
    """The list to pick from: type to narrow it, Enter takes the current row, Esc leaves all as it was."""

    TALL = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "to_list", "次の行", show=False),
        Binding("f6", "mark", "印を切り替える", priority=True),
        Binding("f10,ctrl+s", "accept", "決める", priority=True),
    ]

    def __init__(
        self,
        options: list[PickerOption],
        picked: tuple[str, ...],
        words: str = "",
        title: str = "",
        *,
        several: bool,
        free: bool,
    ) -> None:
        lead = "↑↓ で選び Enter。言葉を入れると絞り込みます。"
        if several:
            lead = "↑↓ で選び Enter。いくつも選ぶときは F6 で印を付けて F10。言葉を入れると絞り込みます。"
        elif free:
            lead = "一覧から選ぶか、ほかの名前を書いて Enter を押します。"
        super().__init__(f"{title}を選ぶ" if title else "選ぶ", lead)
        self.options = options
        self.picked = list(picked)
        self.words = TextField(words, multiline=False, id="words")
        self.is_marked = False
        self.several = several
        self.free = free

    def compose_content(self) -> ComposeResult:
        """The words to narrow by, the list."""
        yield self.words
        states = any(len(option.cells) > 1 for option in self.options)
        columns = ("課", "状態") if states else ("ほかの呼び方",)
        rows = RowList(
            id="options",
            columns=(Column(""), Column("名前", grow=True), *(Column(title, most=30) for title in columns)),
        )
        yield TableHeading(rows)
        yield rows

    def on_mount(self) -> None:
        """All options, the picked one current."""
        self._show(self.words.value)
        self.words.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Marking is for several."""
        return self.several if action == "mark" else True

    def _show(self, words: str, keep: str | None = None) -> None:
        wanted = fold.fold(words).split()
        rows = [
            ListRow(
                option.key,
                cells=(
                    mark(option.key in self.picked, several=True, no_color=self.app.no_color),
                    option.label,
                    *option.cells,
                ),
            )
            for option in self.options
            if all(word in fold.fold(f"{option.label} {option.note} {option.key}") for word in wanted)
        ]
        empty = [ListRow(NONE, "", self._nothing(words.strip()))]
        self.query_one(RowList).set_rows(
            rows or empty, keep=keep or (self.picked[0] if self.picked else None)
        )

    def _nothing(self, words: str) -> str:
        """What to do where no option holds the words."""
        if not self.options:
            return "選べるものがまだありません。\nEsc で戻り、先に登録してください（F2 で移れます）。"
        own = f"Enter で「{words}」をそのまま使います。" if self.free else "別の言葉にしてください。"
        return f"「{words}」のあるものはありません。\n{own}"

    def on_text_field_edited(self, message: TextField.Edited) -> None:
        """Narrow the list."""
        message.stop()
        self._show(message.value)

    def on_text_field_submitted(self, message: TextField.Submitted) -> None:
        """Enter among the words: the word itself where one's own is allowed, else the current row."""
        message.stop()
        row = self.query_one(RowList).current_row
        own = message.value.strip()
        called = "" if row is None else " ".join(map(str, (row.key, *row.cells[1:])))
        if self.free and own and fold.fold(own) not in fold.fold(called):
            self.dismiss((own,))
        elif row is not None:
            self._pick(row.key)

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Enter or a double click on a row."""
        message.stop()
        self._pick(message.row.key)

    def _pick(self, key: str) -> None:
        if key == NONE:
            return
        several = self.several and self.is_marked
        self.dismiss(tuple(dict.fromkeys((*self.picked, key))) if several else (key,))

    def action_mark(self) -> None:
        """Mark the current row as one of several, or take its mark away."""
        row = self.query_one(RowList).current_row
        if row is None or row.key == NONE:
            return
        self.is_marked = True
        if row.key in self.picked:
            self.picked.remove(row.key)
        else:
            self.picked.append(row.key)
        self._show(self.words.value, keep=row.key)

    def action_to_list(self) -> None:
        """From the words to the row after the current one, which Enter and F6 take while the words have the keys."""
        rows = self.query_one(RowList)
        rows.focus()
        rows.action_step(1)

    def action_accept(self) -> None:
        """Take what is marked."""
        self.dismiss(tuple(self.picked))
