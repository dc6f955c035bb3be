"""The visible window of a list: scrolling, drawing, and the row that stays when the window changes.

The lower half of `row_list`, which adds the current row's moves and the messages.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from textual.geometry import Offset, Size
from textual.selection import Selection
from textual.strip import Strip

from uedasns_tui.ui.textual_frames import LaidOutBeforeShown
from uedasns_tui.ui.widgets import row_drawing
from uedasns_tui.ui.widgets.row_layout import GUTTER, Column, ListRow, RowLayout, column_widths, label_column


class RowsWindow(LaidOutBeforeShown, inherit_bindings=False):
    """A window on rows, given or asked for, of which one is current."""

    def __init__(
        self,
        rows: Iterable[ListRow] = (),
        id: str | None = None,
        measure: int = 80,
        *,
        one_line: bool = False,
        classes: str | None = None,
        columns: Sequence[Column] = (),
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.rows: list[ListRow] = list(rows)
        self.measure = measure
        self.one_line = one_line
        self.columns = tuple(columns)
        """The columns of a table; without them each row is a label and a text."""
        self.on_layout: Callable[[], None] | None = None
        """Told when columns or rows have other places."""
        self.current = 0
        self._provider: Callable[[int], ListRow] | None = None
        self._count = len(self.rows)
        self._places: dict[str, int] | None = None
        self._layout_of = RowLayout(self._row, 0, 0, measure, 0, one_line)
        self._tall = 0

    def _row(self, at: int) -> ListRow:
        return self._provider(at) if self._provider is not None else self.rows[at]

    @property
    def column_widths(self) -> tuple[int, ...]:
        """Cells of each column of a table; 0 where there is no room for it."""
        return self._layout_of.columns

    @property
    def label_width(self) -> int:
        """Cells of the column of labels."""
        return self._layout_of.label

    @property
    def has_cells(self) -> bool:
        """Whether the first rows stand in the columns; headings above a sentence would name nothing."""
        return any(self._row(at).cells for at in range(min(self._count, 3)))

    @property
    def current_row(self) -> ListRow | None:
        """The current row; None in an empty list."""
        return self._row(self.current) if 0 <= self.current < self._count else None

    def index_of(self, key: str) -> int | None:
        """Where the row of that key is. None in a list that asks for its rows."""
        if self._places is None:
            self._places = {row.key: at for at, row in reversed(list(enumerate(self.rows)))}
        return self._places.get(key)

    # ---- layout
    @property
    def _window(self) -> int:
        return max(1, self.scrollable_content_region.height)

    @property
    def _y(self) -> int:
        return round(self.scroll_y)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the current row begins on the screen: the terminal's cursor stands there, for readers and magnifiers."""
        region, layout = self.content_region, self._layout_of
        top = layout.top(self.current) - self._y if self.current < layout.count else 0
        return Offset(region.x, region.y + max(0, min(top, region.height - 1)))

    def _lay_out(self) -> None:
        wide = self.scrollable_content_region.width
        sample = [self._row(at) for at in range(min(self._count, 5000 if self._provider is None else 200))]
        labels = [row.label for row in sample]
        widths = column_widths(self.columns, sample, wide - GUTTER) if self.columns else ()
        self._layout_of = RowLayout(
            self._row,
            self._count if wide else 0,
            wide,
            self.measure,
            label_column(labels, wide),
            self.one_line,
            widths,
            self.app.no_color,
        )
        if self.on_layout is not None:
            self.on_layout()
        self.virtual_size = Size(wide, self._layout_of.height)
        # what comes from the list's own height must not wait for a resize that may not come
        self.refresh(layout=self.styles.auto_dimensions)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the rows need, where the height is "auto"."""
        if self._provider is not None:
            return self._count
        wide = width - self.styles.scrollbar_size_vertical
        labels = label_column((row.label for row in self.rows), wide)
        columns = column_widths(self.columns, self.rows, wide - GUTTER) if self.columns else ()
        layout = RowLayout(self._row, self._count, wide, self.measure, labels, self.one_line, columns)
        layout.measure_all()
        return layout.height

    def size_known(self) -> None:
        """The first rows are laid out before the frame they appear in, not for the one after it."""
        if self._count and not self._layout_of.count and self.scrollable_content_region.width >= 4:
            self._lay_out()
            self._reveal()

    def on_resize(self) -> None:
        """Wrap for the new width; the character at the top of the window stays there, the current row in sight."""
        wide = self.scrollable_content_region.width
        tall, self._tall = self._tall, self._window
        if wide == self._layout_of.wide and self._tall < tall and self._seen(tall) and not self._seen():
            self._reveal()
        if wide != self._layout_of.wide and wide >= 4:
            place, seen = self.place, self._seen()
            self._lay_out()
            if place is not None:
                self.show_at(*place)
            if seen and not self._seen():
                self._reveal()
        self._settle()

    def _seen(self, tall: int | None = None) -> bool:
        """Whether the current row is in a window of that height (this one's)."""
        layout = self._layout_of
        if not layout.count or self.current >= layout.count:
            return True
        return layout.bottom(self.current) > self._y and layout.top(self.current) < self._y + (
            self._window if tall is None else tall
        )

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Rows that come near the window are wrapped before they are drawn."""
        super().watch_scroll_y(old_value, new_value)
        self._settle()

    def _settle(self) -> None:
        layout = self._layout_of
        height, y = layout.height, self._y
        settled = layout.settle(y, self._window, self._window)
        if layout.height != height:
            self.virtual_size = Size(layout.wide, layout.height)
            self.refresh()
        if settled != y:
            self._scroll(settled)

    def _scroll(self, y: int) -> None:
        y = self._layout_of.settle(y, self._window, self._window)
        self.virtual_size = Size(self._layout_of.wide, self._layout_of.height)
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
        """Scroll so that a character of a row is at the top."""
        at, layout = self.index_of(key), self._layout_of
        if at is None or at >= layout.count:
            return
        layout.measure_rows(at, at)
        starts = [start for start, _ in layout.shape(at).lines]
        self._scroll(layout.top(at) + max(0, bisect_right(starts, offset) - 1))

    def _reveal(self, upward: bool = False) -> None:
        """Scroll as little as shows the current row; a row taller than the window from its near end."""
        layout, window = self._layout_of, self._window
        if self.current >= layout.count:
            return
        layout.settle(layout.top(self.current), window, 0)
        layout.measure_rows(self.current, self.current, layout.top(self.current) + window + 1)
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
        self._settle()

    def _repaint(self, at: int) -> None:
        layout = self._layout_of
        if at < layout.count:
            self.refresh_lines(layout.top(at), layout.bottom(at) - layout.top(at))

    # ---- drawing
    def render_line(self, y: int) -> Strip:
        """One line of the window."""
        return row_drawing.strip(self, self._layout_of, y + self._y, self.current)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The text that the mouse selected, across rows, without the breaks that only the window made."""
        return row_drawing.selected(self._layout_of, selection), "\n"
