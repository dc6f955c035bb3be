"""The list of every screen, on Textual's Line API: reader, checklists, register, hits, history.

A label hangs in its own column beside the text, which wraps as Japanese print does. The current row carries
a mark as well as a style, so that it is seen without colour. Only what is in the window is drawn, and rows are
wrapped when they come near it (`rows_window`, `row_layout`, `row_drawing`). Texts are never markup.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from uedasns_tui.ui.widgets import row_drawing
from uedasns_tui.ui.widgets.row_layout import ListRow, RowSpan
from uedasns_tui.ui.widgets.rows_window import RowsWindow

__all__ = ["ListRow", "RowList", "RowSpan"]


class RowList(RowsWindow, can_focus=True):
    """A list of rows with a current one. `measure`: columns of text at most; `one_line`: rows are cut, not wrapped."""

    DEFAULT_CSS = row_drawing.CSS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "step(1)", "次の行", show=False),
        Binding("up,k", "step(-1)", "前の行", show=False),
        Binding("pagedown,ctrl+f", "page(1)", "次のページ", show=False),
        Binding("pageup,ctrl+b", "page(-1)", "前のページ", show=False),
        Binding("home,g", "edge(0)", "先頭へ", show=False),
        Binding("end,G", "edge(-1)", "末尾へ", show=False),
        Binding("enter", "choose", "開く"),
    ]

    class _OfRow(Message):
        def __init__(self, lines: RowList, row: ListRow) -> None:
            super().__init__()
            self.lines = lines
            self.row = row

        @property
        def control(self) -> RowList:
            """The list."""
            return self.lines

    class Moved(_OfRow):
        """Another row is the current one, or the current one says something else."""

    class Chosen(_OfRow):
        """A row was chosen, by Enter or a double click."""

    chooses = True
    """Whether there is something to choose: Enter is offered only then."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """A key that would do nothing is not offered."""
        return action != "choose" or self.chooses

    # ---- rows
    def set_rows(self, rows: Sequence[ListRow], keep: str | None = None) -> None:
        """Show other rows. `keep`: the key of the row that stays the current one; scroll stays with it.

        Where that row is gone, the one in its place is current; without `keep` the first is, at the top.
        """
        before, place = self.current_row, self.place
        if self._provider is not None:
            self.one_line, place = False, None
        self.rows, self._provider, self._places = list(rows), None, None
        self._count = len(self.rows)
        at = self.index_of(keep) if keep is not None else 0
        self.current = max(0, min(self.current if at is None else at, self._count - 1))
        self._lay_out()
        if keep is None:
            self._scroll(0)
        elif place is not None:
            self.show_at(*place)
        self._reveal()
        self._report(before)

    def set_provider(self, count: int, provider: Callable[[int], ListRow], current: int = 0) -> None:
        """Show `count` rows of one line each, asked for as they come into view. Their labels are cut, too. The
        current row stays where it is in the window."""
        before, above = self.current_row, self.current - self._y
        self.rows, self._provider, self._places = [], provider, {}
        self._count, self.one_line = count, True
        self.current = max(0, min(current, count - 1))
        self._lay_out()
        self._scroll(max(0, self.current - above))
        self._reveal()
        self._report(before)

    def _report(self, before: ListRow | None) -> None:
        row = self.current_row
        if row is not None and row != before:
            self.post_message(self.Moved(self, row))

    def go(self, key: str) -> bool:
        """Make a row the current one and show it; whether there is one of that key."""
        at = self.index_of(key)
        if at is None:
            return False
        self._move(at)
        return True

    # ---- moving
    def _move(self, at: int, *, reveal: bool = True) -> None:
        if not self._count:
            return
        before, self.current = self.current, max(0, min(at, self._count - 1))
        if reveal:
            self._reveal(upward=self.current < before)
        if before != self.current:
            self._repaint(before)
            self._repaint(self.current)
            self.post_message(self.Moved(self, self._row(self.current)))

    def action_step(self, by: int) -> None:
        """To the next row; within a row that is taller than the window, one line first."""
        layout = self._layout_of
        if self.current >= layout.count:
            return
        y, window = self._y, self._window
        top, bottom = layout.top(self.current), layout.bottom(self.current)
        if self._seen() and bottom - top > window and (bottom > y + window if by > 0 else top < y):
            self._scroll(y + by)
        else:
            self._move(self.current + by)

    def action_page(self, by: int) -> None:
        """A window on; the current row is the first that begins there."""
        layout, y, window = self._layout_of, self._y, self._window
        self._scroll(max(0, y + by * max(1, window - 1)))
        if self._y == y:
            self._move(self._count - 1 if by > 0 else 0, reveal=False)
            return
        at = layout.row_at(self._y)
        if layout.top(at) < self._y and layout.bottom(at) < self._y + window and at + 1 < self._count:
            at += 1
        self._move(at, reveal=False)

    def action_edge(self, at: int) -> None:
        """To the first or the last row."""
        self._move(at % self._count if self._count else 0)

    def action_choose(self) -> None:
        """Choose the current row."""
        if (row := self.current_row) is not None:
            self.post_message(self.Chosen(self, row))

    def on_click(self, event: events.Click) -> None:
        """A click makes the row under it the current one; a double click chooses it."""
        offset = event.get_content_offset(self)
        if offset is None or not self._layout_of.count or offset.y + self._y >= self._layout_of.height:
            return
        self._move(self._layout_of.row_at(offset.y + self._y), reveal=event.chain == 1)
        if event.chain == 2:
            self.action_choose()
