"""The headings of a table: they stand above its rows, show by which column these are sorted, and take the mouse."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import RenderResult
from textual.events import Click
from textual.message import Message
from textual.widget import Widget

from uedasns_tui.japanese import width
from uedasns_tui.ui.widgets.plain_text import content
from uedasns_tui.ui.widgets.row_layout import GAP, GUTTER, Column
from uedasns_tui.ui.widgets.rows_window import RowsWindow


class TableHeading(Widget):
    """One line above a table."""

    DEFAULT_CSS = "TableHeading { height: 1; color: $text-primary; text-style: bold; }"

    class Clicked(Message):
        """A heading that can be sorted by was clicked."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, table: RowsWindow, titles: tuple[str, str] = ("", "")) -> None:
        """`titles`: of the labels and the texts of a list without columns."""
        super().__init__()
        self.table = table
        self.titles = titles
        self.sorted_by = ""
        self.backwards = False
        table.on_layout = self._follow

    def _follow(self) -> None:
        self.display = self.table.has_cells or (bool(self.titles[0]) and self.table.label_width > 0)
        self.refresh()

    def sort(self, key: str, *, backwards: bool = False) -> None:
        """Show by which column the rows are sorted."""
        self.sorted_by, self.backwards = key, backwards
        self.refresh()

    def _shown(self) -> Iterator[tuple[Column, int]]:
        pairs = zip(self.table.columns, self.table.column_widths, strict=False)
        return ((column, size) for column, size in pairs if size)

    def _title(self, column: Column) -> str:
        mark = ("▼" if self.backwards else "▲") if column.key and column.key == self.sorted_by else ""
        return column.title + mark

    def render(self) -> RenderResult:
        if self.titles[0]:
            first, second = self.titles
            return content(" " * GUTTER + width.fit(first, self.table.label_width) + " " + second)
        titles = (width.fit(self._title(column), size) for column, size in self._shown())
        return content(" " * GUTTER + GAP.join(titles))

    def on_click(self, event: Click) -> None:
        """Sort by the heading under the mouse."""
        end = GUTTER
        for column, size in self._shown():
            end += size + len(GAP)
            if event.x < end:
                if column.key:
                    self.post_message(self.Clicked(column.key))
                return
