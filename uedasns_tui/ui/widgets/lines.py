"""THE list of this house, on Textual's Line API: reader, checklists, register, hits, history.

A label hangs in its own column and the text stands beside it, wrapped as Japanese print. The current row carries
a mark as well as a style, so that it is seen without colour. Only what is in the window is drawn, and rows are
wrapped when they are first needed. Texts are never markup.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, Literal

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from uedasns_tui.japanese import visible, width, wrap

MARK = "> "
GUTTER = 2
LABEL_MOST = 16


@dataclass(frozen=True)
class Span:
    """A passage of a row's body, and what it is."""

    start: int
    end: int
    kind: Literal["hit", "link", "changed", "warning"] = "hit"


@dataclass(frozen=True)
class Row:
    """A row. `key` names it; `indent` in steps; `heading` stands out."""

    key: str
    label: str = ""
    body: str = ""
    indent: int = 0
    spans: tuple[Span, ...] = ()
    heading: bool = False


class Lines(ScrollView, can_focus=True):
    """A list of rows with a current one. `measure`: columns of text at most."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lines--label", "lines--current", "lines--heading", "lines--hit", "lines--link", "lines--changed", "lines--warning",
    }  # fmt: skip
    DEFAULT_CSS = """
    Lines { height: 1fr; overflow-x: hidden; scrollbar-gutter: stable; background: $surface; color: $foreground; }
    Lines > .lines--label { color: $text-secondary; }
    Lines > .lines--current { background: $primary 25%; }
    Lines:focus > .lines--current { background: $primary 45%; text-style: bold; }
    Lines > .lines--heading { text-style: bold; color: $text-primary; }
    Lines > .lines--hit { background: $warning; color: $background; text-style: bold; }
    Lines > .lines--link { text-style: underline; }
    Lines > .lines--changed { text-style: bold underline; }
    Lines > .lines--warning { text-style: bold; }
    Lines:nocolor > .lines--current { text-style: underline; }
    Lines:nocolor:focus > .lines--current { text-style: bold underline; }
    Lines:nocolor > .lines--hit { text-style: bold reverse; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "step(1)", "次", show=False),
        Binding("up,k", "step(-1)", "前", show=False),
        Binding("pagedown,ctrl+f", "page(1)", "次の画面", show=False),
        Binding("pageup,ctrl+b", "page(-1)", "前の画面", show=False),
        Binding("home,g", "edge(0)", "先頭", show=False),
        Binding("end,G", "edge(-1)", "末尾", show=False),
        Binding("enter", "choose", "開く"),
    ]

    class Moved(Message):
        """Another row is the current one."""

        def __init__(self, lines: Lines, row: Row) -> None:
            super().__init__()
            self.lines = lines
            self.row = row

        @property
        def control(self) -> Lines:
            """The list."""
            return self.lines

    class Chosen(Moved):
        """A row was chosen, by Enter or a double click."""

    def __init__(
        self,
        rows: Iterable[Row] = (),
        *,
        measure: int = 80,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.rows: list[Row] = list(rows)
        self.measure = measure
        self.current = 0
        self._width = 0
        self._tops: list[int] = [0]
        self._wrapped: dict[int, list[tuple[int, int]]] = {}
        self._label = 0

    # ---- rows
    @property
    def current_row(self) -> Row | None:
        """The current row; None in an empty list."""
        return self.rows[self.current] if 0 <= self.current < len(self.rows) else None

    def set_rows(self, rows: Sequence[Row], keep: str | None = None) -> None:
        """Show other rows. `keep`: the key of the row that stays the current one, where it is still there."""
        before = self.current_row
        place = self.place
        self.rows = list(rows)
        keys = {row.key: at for at, row in enumerate(self.rows)}
        self.current = keys.get(keep, min(self.current, max(0, len(self.rows) - 1))) if keep else 0
        self._reflow()
        if keep is None:
            self.scroll_to(y=0, animate=False)
        elif place is not None and place[0] in keys:
            self.show_at(*place)
        self._keep_visible()
        if self.current_row is not None and (before is None or before.key != self.current_row.key):
            self.post_message(self.Moved(self, self.current_row))

    def update_row(self, key: str, row: Row) -> None:
        """Show another row in the place of one; the rest is not repainted where its height stays."""
        at = self._index(key)
        if at is None:
            return
        self.rows[at] = row
        height = self._tops[at + 1] - self._tops[at]
        self._wrapped.pop(at, None)
        if len(self._spans(at)) == height:
            self.refresh_lines(self._tops[at], height)
        else:
            self._reflow()

    def _index(self, key: str) -> int | None:
        return next((at for at, row in enumerate(self.rows) if row.key == key), None)

    def go(self, key: str) -> bool:
        """Make a row the current one; whether there is one of that key."""
        at = self._index(key)
        if at is None:
            return False
        self._move(at)
        return True

    # ---- layout
    def _left(self, row: Row) -> int:
        return GUTTER + 2 * row.indent + (self._label + 1 if self._label else 0)

    def _body_width(self, row: Row) -> int:
        return max(8, min(self.measure, self._width - self._left(row)))

    def _spans(self, at: int) -> list[tuple[int, int]]:
        found = self._wrapped.get(at)
        if found is None:
            row = self.rows[at]
            found = wrap.wrap(visible.visible(row.body), self._body_width(row)) or [(0, 0)]
            self._wrapped[at] = found
        return found

    def _reflow(self) -> None:
        """Wrap every row anew for the present width."""
        self._wrapped.clear()
        self._label = min(LABEL_MOST, max((width.cells(row.label) for row in self.rows), default=0))
        tops = [0]
        for at in range(len(self.rows)):
            tops.append(tops[-1] + (len(self._spans(at)) if self._width else 1))
        self._tops = tops
        self.virtual_size = Size(self._width, tops[-1])
        self.refresh()

    def on_resize(self) -> None:
        """Wrap for the new width; the character at the top of the window stays there."""
        wide = self.scrollable_content_region.width
        if wide == self._width or wide < 4:
            return
        place = self.place
        self._width = wide
        self._reflow()
        if place is not None:
            self.show_at(*place)
        self.call_after_refresh(self._keep_visible)

    @property
    def place(self) -> tuple[str, int] | None:
        """The row at the top of the window and the offset of its first character there."""
        if not self.rows or not self._width:
            return None
        y = min(int(self.scroll_offset.y), self._tops[-1] - 1)
        at = self._row_at(y)
        return self.rows[at].key, self._spans(at)[y - self._tops[at]][0]

    def show_at(self, key: str, offset: int) -> None:
        """Scroll so that a character of a row stands at the top."""
        at = self._index(key)
        if at is None or not self._width:
            return
        starts = [start for start, _ in self._spans(at)]
        line = max(0, bisect_right(starts, offset) - 1)
        self.scroll_to(y=self._tops[at] + line, animate=False)

    def _row_at(self, y: int) -> int:
        return max(0, min(len(self.rows) - 1, bisect_right(self._tops, y) - 1))

    def _keep_visible(self) -> None:
        if not self.rows or not self._width:
            return
        top, bottom = self._tops[self.current], self._tops[self.current + 1]
        y, height = int(self.scroll_offset.y), self.scrollable_content_region.height
        if (top < y and bottom - top <= height) or bottom <= y:
            self.scroll_to(y=top, animate=False)
        elif bottom > y + height and bottom - top <= height:
            self.scroll_to(y=bottom - height, animate=False)
        elif top >= y + height:
            self.scroll_to(y=top, animate=False)

    # ---- moving
    def _move(self, at: int) -> None:
        at = max(0, min(at, len(self.rows) - 1))
        if not self.rows:
            return
        before, self.current = self.current, at
        for one in {before, at}:
            if one < len(self.rows):
                self.refresh_lines(self._tops[one], self._tops[one + 1] - self._tops[one])
        self._keep_visible()
        if before != at:
            self.post_message(self.Moved(self, self.rows[at]))

    def action_step(self, by: int) -> None:
        """To the next row; within a row that is taller than the window, one line first."""
        if not self.rows:
            return
        y, height = int(self.scroll_offset.y), self.scrollable_content_region.height
        top, bottom = self._tops[self.current], self._tops[self.current + 1]
        if by > 0 and bottom > y + height and bottom - top > height and top <= y + height:
            self.scroll_to(y=min(y + 1, bottom - height), animate=False)
        elif by < 0 and top < y and bottom - top > height:
            self.scroll_to(y=max(y - 1, top), animate=False)
        else:
            self._move(self.current + by)

    def action_page(self, by: int) -> None:
        """A window on."""
        height = max(1, self.scrollable_content_region.height - 1)
        y = max(0, min(int(self.scroll_offset.y) + by * height, max(0, self._tops[-1] - height)))
        self.scroll_to(y=y, animate=False)
        wanted = self._row_at(y if by < 0 else min(y + height, self._tops[-1] - 1))
        self._move(max(wanted, self.current + 1) if by > 0 else min(wanted, self.current))

    def action_edge(self, at: int) -> None:
        """To the first or the last row."""
        self._move(at % len(self.rows) if self.rows else 0)

    def action_choose(self) -> None:
        """Choose the current row."""
        if self.current_row is not None:
            self.post_message(self.Chosen(self, self.current_row))

    def on_click(self, event: events.Click) -> None:
        """A click makes the row under it the current one; a double click chooses it."""
        y = event.y + int(self.scroll_offset.y)
        if self.rows and 0 <= y < self._tops[-1]:
            self._move(self._row_at(y))
            if event.chain == 2:
                self.action_choose()

    # ---- drawing
    def render_line(self, y: int) -> Strip:
        """One line of the window."""
        wide = self.scrollable_content_region.width
        y += int(self.scroll_offset.y)
        base = self.visual_style
        if not self.rows or y >= self._tops[-1] or not self._width:
            return Strip.blank(wide, base.rich_style)
        at = self._row_at(y)
        row = self.rows[at]
        spans = self._spans(at)
        line = y - self._tops[at]
        start, end = spans[line]
        names = (["lines--heading"] if row.heading else []) + (
            ["lines--current"] if at == self.current else []
        )
        style = self.get_visual_style(*names) if names else base
        body = visible.visible(row.body)
        mark = MARK if at == self.current and line == 0 else " " * GUTTER
        label = (
            width.fit(visible.one_line(row.label) if line == 0 else "", self._label) + " "
            if self._label
            else ""
        )
        label_style = self.get_visual_style(*names, "lines--label") if not row.heading else style
        segments = [
            Segment(mark, style.rich_style_with_offset(start, at)),
            Segment(" " * (2 * row.indent) + label, label_style.rich_style_with_offset(start, at)),
        ]
        segments += self._pieces(row, at, body, start, end, names)
        return Strip(segments).adjust_cell_length(wide, style.rich_style)

    def _pieces(self, row: Row, at: int, body: str, start: int, end: int, names: list[str]) -> list[Segment]:
        while end > start and body[end - 1] == "\n":
            end -= 1
        chosen = self.text_selection
        picked = chosen.get_span(at) if chosen is not None else None
        if picked is not None and picked[1] == -1:
            picked = (picked[0], len(body))
        cuts = {start, end}
        for span in row.spans:
            cuts |= {span.start, span.end}
        if picked is not None:
            cuts |= set(picked)
        marks = sorted(cut for cut in cuts if start <= cut <= end)
        out = []
        for a, b in pairwise(marks):
            kinds = [f"lines--{span.kind}" for span in row.spans if span.start <= a < span.end]
            style = self.get_visual_style(*names, *kinds) if names or kinds else self.visual_style
            if picked is not None and picked[0] <= a < picked[1]:
                style = self.screen.get_visual_style("screen--selection")
            rich_style: Style = style.rich_style_with_offset(a, at)
            out.append(Segment(body[a:b], rich_style))
        return out

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The text that the mouse selected, across rows, without the breaks that only the window made."""
        return selection.extract("\n".join(visible.visible(row.body) for row in self.rows)), "\n"
