"""THE list of this house, on Textual's Line API: reader, checklists, register, hits, history.

A label hangs in its own column and the text stands beside it, wrapped as Japanese print. The current row carries
a mark as well as a style, so that it is seen without colour. Only what is in the window is drawn, and rows are
wrapped when one comes near them (`layout.py`). Texts are never markup.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from uedasns_tui.japanese import width
from uedasns_tui.ui.widgets import drawing
from uedasns_tui.ui.widgets.layout import Layout, Row, Span, label_column

__all__ = ["Lines", "Row", "Span"]


class Lines(ScrollView, can_focus=True, inherit_bindings=False):
    """A list of rows with a current one. `measure`: columns of text at most; `one_line`: rows are cut, not wrapped."""

    COMPONENT_CLASSES: ClassVar[set[str]] = drawing.CLASSES
    DEFAULT_CSS = drawing.CSS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "step(1)", "次の行", show=False),
        Binding("up,k", "step(-1)", "前の行", show=False),
        Binding("pagedown,ctrl+f", "page(1)", "次の画面", show=False),
        Binding("pageup,ctrl+b", "page(-1)", "前の画面", show=False),
        Binding("home,g", "edge(0)", "先頭へ", show=False),
        Binding("end,G", "edge(-1)", "末尾へ", show=False),
        Binding("enter", "choose", "開く"),
    ]

    class _OfRow(Message):
        def __init__(self, lines: Lines, row: Row) -> None:
            super().__init__()
            self.lines = lines
            self.row = row

        @property
        def control(self) -> Lines:
            """The list."""
            return self.lines

    class Moved(_OfRow):
        """Another row is the current one, or the current one says something else."""

    class Chosen(_OfRow):
        """A row was chosen, by Enter or a double click."""

    def __init__(
        self,
        rows: Iterable[Row] = (),
        id: str | None = None,
        measure: int = 80,
        *,
        one_line: bool = False,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.rows: list[Row] = list(rows)
        self.measure = measure
        self.one_line = one_line
        self.current = 0
        self._provider: Callable[[int], Row] | None = None
        self._count = len(self.rows)
        self._places: dict[str, int] | None = None
        self._layout_of = Layout(self._row, 0, 0, measure, 0, one_line)

    # ---- rows
    def _row(self, at: int) -> Row:
        return self._provider(at) if self._provider is not None else self.rows[at]

    @property
    def current_row(self) -> Row | None:
        """The current row; None in an empty list."""
        return self._row(self.current) if 0 <= self.current < self._count else None

    def set_rows(self, rows: Sequence[Row], keep: str | None = None) -> None:
        """Show other rows. `keep`: the key of the row that stays the current one; scroll stays with it.

        Where that row is gone, the one in its place is current; without `keep` the first is, at the top.
        """
        before, place = self.current_row, self.place
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
        self._tell(before)

    def set_provider(self, count: int, provider: Callable[[int], Row], current: int = 0) -> None:
        """Show `count` rows of one line each, asked for as they come into view. Their labels are cut, too."""
        before = self.current_row
        self.rows, self._provider, self._places = [], provider, {}
        self._count, self.one_line = count, True
        self.current = max(0, min(current, count - 1))
        self._lay_out()
        self._reveal()
        self._tell(before)

    def _tell(self, before: Row | None) -> None:
        row = self.current_row
        if row is not None and row != before:
            self.post_message(self.Moved(self, row))

    def update_row(self, key: str, row: Row) -> None:
        """Show another row in the place of one; the rest is not repainted where its height stays."""
        at = self.index_of(key)
        if at is None or self._provider is not None:
            return
        place = self.place
        before, self.rows[at] = self.rows[at], row
        if row.key != key:
            self._places = None
        if not self._layout_of.wide:
            return
        if width.cells(row.label) > self._layout_of.label or self._layout_of.change(at):
            self._lay_out()
            if place is not None:
                self.show_at(*place)
        else:
            self._repaint(at)
        if at == self.current:
            self._tell(before)

    def index_of(self, key: str) -> int | None:
        """Where the row of that key stands. None in a list that asks for its rows."""
        if self._places is None:
            self._places = {row.key: at for at, row in reversed(list(enumerate(self.rows)))}
        return self._places.get(key)

    def go(self, key: str) -> bool:
        """Make a row the current one and show it; whether there is one of that key."""
        at = self.index_of(key)
        if at is None:
            return False
        self._move(at)
        return True

    # ---- layout
    @property
    def _window(self) -> int:
        return max(1, self.scrollable_content_region.height)

    @property
    def _y(self) -> int:
        return round(self.scroll_y)

    def _lay_out(self) -> None:
        wide = self.scrollable_content_region.width
        labels = [
            self._row(at).label for at in range(min(self._count, 5000 if self._provider is None else 200))
        ]
        self._layout_of = Layout(
            self._row,
            self._count if wide else 0,
            wide,
            self.measure,
            label_column(labels, wide),
            self.one_line,
        )
        self.virtual_size = Size(wide, self._layout_of.height)
        # what comes from the list's own height must not wait for a resize that may not come
        self.refresh(layout=self.styles.auto_dimensions)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the rows need, where the height is "auto"."""
        if self._provider is not None:
            return self._count
        wide = width - self.styles.scrollbar_size_vertical
        labels = label_column((row.label for row in self.rows), wide)
        layout = Layout(self._row, self._count, wide, self.measure, labels, self.one_line)
        layout.measure_all()
        return layout.height

    def on_resize(self) -> None:
        """Wrap for the new width; the character at the top of the window stays there, the current row in sight."""
        wide = self.scrollable_content_region.width
        if wide != self._layout_of.wide and wide >= 4:
            place, seen = self.place, self._seen()
            self._lay_out()
            if place is not None:
                self.show_at(*place)
            if seen and not self._seen():
                self._reveal()
        self._settle()

    def _seen(self) -> bool:
        layout = self._layout_of
        if not layout.count or self.current >= layout.count:
            return True
        return layout.bottom(self.current) > self._y and layout.top(self.current) < self._y + self._window

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Rows that come near the window are wrapped before they are drawn."""
        super().watch_scroll_y(old_value, new_value)
        self._settle()

    def _settle(self) -> None:
        layout = self._layout_of
        height, y = layout.height, self._y
        settled = layout.settle(y, self._window)
        if layout.height != height:
            self.virtual_size = Size(layout.wide, layout.height)
            self.refresh()
        if settled != y:
            self._scroll(settled)

    def _scroll(self, y: int) -> None:
        self.scroll_to(y=y, animate=False, force=True)

    @property
    def place(self) -> tuple[str, int] | None:
        """The row at the top of the window and the offset of its first character there."""
        layout = self._layout_of
        if not layout.count or not self._count:
            return None
        at = layout.row_at(self._y)
        line = min(self._y - layout.top(at), len(layout.shape(at).lines) - 1)
        return layout.row(at).key, layout.shape(at).lines[max(0, line)][0]

    def show_at(self, key: str, offset: int) -> None:
        """Scroll so that a character of a row stands at the top."""
        at, layout = self.index_of(key), self._layout_of
        if at is None or at >= layout.count:
            return
        layout.measure_rows(at, at)
        starts = [start for start, _ in layout.shape(at).lines]
        line = layout.settle(layout.top(at) + max(0, bisect_right(starts, offset) - 1), self._window)
        self.virtual_size = Size(layout.wide, layout.height)
        self._scroll(line)

    def _reveal(self, upward: bool = False) -> None:
        """Scroll as little as shows the current row; a row taller than the window from its near end."""
        layout, window = self._layout_of, self._window
        if self.current >= layout.count:
            return
        layout.settle(layout.top(self.current), window)
        self.virtual_size = Size(layout.wide, layout.height)
        top, bottom, y = layout.top(self.current), layout.bottom(self.current), self._y
        if bottom - top > window:
            if (
                bottom <= y
                or top >= y + window
                or (upward and bottom < y + window)
                or (not upward and top > y)
            ):
                self._scroll(bottom - window if upward else top)
        elif top < y:
            self._scroll(top)
        elif bottom > y + window:
            self._scroll(bottom - window)

    def _repaint(self, at: int) -> None:
        layout = self._layout_of
        if at < layout.count:
            self.refresh_lines(layout.top(at), layout.bottom(at) - layout.top(at))

    # ---- moving
    def _move(self, at: int, *, reveal: bool = True) -> None:
        if not self._count:
            return
        before, self.current = self.current, max(0, min(at, self._count - 1))
        self._repaint(before)
        self._repaint(self.current)
        if reveal:
            self._reveal(upward=self.current < before)
        if before != self.current:
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

    # ---- drawing
    def render_line(self, y: int) -> Strip:
        """One line of the window."""
        return drawing.strip(self, self._layout_of, y + self._y, self.current)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The text that the mouse selected, across rows, without the breaks that only the window made."""
        return drawing.selected(self._layout_of, selection), "\n"
