"""A choice of several, each on lines of its own that wrap; the chosen one is marked by a sign, not by colour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset, Size
from textual.message import Message
from textual.widget import Widget

from uedasns_tui.japanese import fold, visible, width, wrap
from uedasns_tui.ui.widgets.plain_text import content


def mark(taken: bool, *, several: bool = False, no_color: bool = False) -> str:
    """What stands before a choice; brackets without colour, and where a terminal draws such signs two cells wide."""
    if no_color or width.ambiguous() == 2:
        return ("[x]" if taken else "[ ]") if several else ("(*)" if taken else "( )")
    return ("■" if taken else "□") if several else ("●" if taken else "○")


class Choice(Widget, can_focus=True):
    """The choices (id -> label) and the chosen one. Moving chooses, so what is marked is what is chosen."""

    DEFAULT_CSS = """
    Choice { height: auto; padding: 0 1; background: $foreground 8%; color: $foreground; }
    Choice:focus { background: $primary 25%; }
    Choice:nocolor { border-left: ascii $foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,right", "step(1)", "次を選ぶ", show=False),
        Binding("up,left", "step(-1)", "前を選ぶ", show=False),
        Binding("space,enter", "step(0)", "選ぶ", show=False),
    ]

    class Changed(Message):
        """Another choice was taken by the person."""

        def __init__(self, choice: Choice, value: str) -> None:
            super().__init__()
            self.choice = choice
            self.value = value

        @property
        def control(self) -> Choice:
            """The control."""
            return self.choice

    def __init__(self, choices: Mapping[str, str], value: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self.choices = dict(choices)
        self.value = value
        self._lines: list[str] = []

    def put(self, value: str) -> None:
        """Show another choice as taken; no message is posted."""
        if value != self.value:
            self.value = value
            self.refresh(layout=True)

    def _layout_lines(self, room: int) -> list[tuple[str, str]]:
        """The lines with the choice each belongs to; a value that is no choice (any more) is shown, too."""
        out = []
        labels = dict(self.choices)
        if self.value and self.value not in labels:
            labels[self.value] = f"{self.value}（選択肢にない値です）"
        for number, (choice, label) in enumerate(labels.items(), 1):
            sign = mark(choice == self.value, no_color=self.app.no_color)
            begin = f"{sign} {number if choice in self.choices else '-'} "
            first, *rest = wrap.lines(visible.one_line(label), max(4, room - len(begin))) or [""]
            out += [(choice, begin + first), *((choice, " " * len(begin) + line) for line in rest)]
        return out

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the labels need."""
        return max(1, len(self._layout_lines(width)))

    def render(self) -> Content:
        """The labels; while it has the keys, the taken one (or the first, which Space takes) stands out."""
        lines = self._layout_lines(self.content_size.width or 80)
        self._lines = [choice for choice, _ in lines]
        current = self.value or next(iter(self.choices), "")
        style = "bold underline" if self.has_focus else ""
        return Content("\n").join(
            content(text, style if choice == current else ("bold" if choice == self.value else ""))
            for choice, text in lines
        )

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the choice that stands out begins on the screen, for the terminal's cursor."""
        current = self.value or next(iter(self.choices), "")
        lines = [choice for choice, _ in self._layout_lines(self.content_size.width or 80)]
        region = self.content_region
        return Offset(region.x, region.y + (lines.index(current) if current in lines else 0))

    def _take(self, value: str) -> None:
        if value in self.choices and value != self.value:
            listed = self.value in self.choices or not self.value
            self.value = value
            self.refresh(layout=not listed)
            self.post_message(self.Changed(self, value))

    def action_step(self, by: int) -> None:
        """Take the next or the one before; at the ends it stays. When none is taken, the first."""
        ids = list(self.choices)
        if ids:
            index = ids.index(self.value) + by if self.value in ids else 0
            self._take(ids[max(0, min(index, len(ids) - 1))])

    def on_key(self, event: events.Key) -> None:
        """A digit, full-width too, takes that choice."""
        digit = fold.narrow(event.character or "")
        if digit and digit in "123456789" and int(digit) <= len(self.choices):
            event.stop()
            event.prevent_default()
            self._take(list(self.choices)[int(digit) - 1])

    def on_click(self, event: events.Click) -> None:
        """A click takes the choice under it."""
        offset = event.get_content_offset(self)
        if offset is not None and 0 <= offset.y < len(self._lines):
            self._take(self._lines[offset.y])
