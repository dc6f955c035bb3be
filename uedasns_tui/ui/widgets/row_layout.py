"""Layout of a list's rows: the lines of each row, and the row at a line.

Used by `rows_window`. A row is wrapped when it comes near the window; until then its height is estimated, so that a
list of thousands is shown at once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple

from uedasns_tui.japanese import visible, width, wrap
from uedasns_tui.ui.goto import Goto

GUTTER = 2
"""Columns for the mark of the current row."""
LABEL_MOST = 20
SPACE = "\u3000"
"""What a paragraph begins with in print."""

Meaning = Literal["neutral", "waiting", "good", "bad", "info", "ended"]
"""What a colour says; the word beside it says it too."""
SpanKind = Literal[
    "hit", "link", "changed", "warning", "title", "neutral", "waiting", "good", "bad", "info", "ended", "heading", "label",
]  # fmt: skip
MANY = 1_000_000
"""More lines than a row has."""
GAP = "  "
"""Between two columns of a table."""
ROOMY = 60
"""Cells of room from which the text beneath a row begins where the title does."""
SPREAD, MOST_MORE = 90, 4
"""Cells of room from which the columns of a table stand further apart, and by how much at most."""


class RowSpan(NamedTuple):
    """A passage of a row's body (offsets in it), and what it is."""

    start: int
    end: int
    kind: SpanKind = "hit"


class Badge(NamedTuple):
    """A state in a table or as a label: its word on the colour of its meaning."""

    text: str
    meaning: Meaning = "neutral"


class Column(NamedTuple):
    """A column of a table: title, key to sort by, whether it takes the room that is left, which is `least` at least."""

    title: str
    key: str = ""
    grow: bool = False
    most: int = 24
    least: int = 36


class ListRow(NamedTuple):
    """A row. `key` names it; `indent` in steps of two columns; `heading` is emphasised; `goto`: where
    Enter leads. In a table `cells` stand in the columns and `body`, if any, beneath them. `ruled`: a blank line above
    and a rule beneath the first line; `paragraphs`: each begins with a full-width space; `gap`: blank lines below."""

    key: str
    label: str | Badge = ""
    body: str = ""
    indent: int = 0
    spans: tuple[RowSpan, ...] = ()
    heading: bool = False
    goto: Goto | None = None
    cells: tuple[str | Badge, ...] = ()
    ruled: bool = False
    paragraphs: bool = False
    gap: int = 0


class RowShape(NamedTuple):
    """A row as it is drawn: its text without controls, the lines of its label and the spans of its lines."""

    text: str
    labels: tuple[str, ...]
    lines: tuple[tuple[int, int], ...]
    left: int
    marks: tuple[RowSpan, ...]
    prefixes: dict[int, str] = {}  # noqa: RUF012 - never changed
    """What is drawn before a line's text and belongs to no text: a rule, a paragraph's space."""

    @property
    def height(self) -> int:
        """Lines it takes."""
        return max(len(self.labels), len(self.lines))


def shown(text: str) -> str:
    """`text` with every control visible and tabs as spaces; newlines stay."""
    return visible.visible(text).replace("\t", " ")


def _about(size: int, room: int) -> int:
    """Lines of a paragraph of `size` cells, more or less: phrases leave a tenth of each empty."""
    return max(1, -(-size * 11 // (room * 10))) if size > room else 1


def label_column(labels: Iterable[str | Badge], wide: int) -> int:
    """Columns for the labels: the widest, at most 20 and a third of the window."""
    most = min(LABEL_MOST, max(6, wide // 3))
    return min(most, max((width.cells(cell_text(label)) for label in labels), default=0))


def cell_text(cell: str | Badge, *, brackets: bool = False) -> str:
    """What is drawn of a cell; a badge has a margin, or brackets where there is no colour."""
    text = visible.one_line(cell.text if isinstance(cell, Badge) else cell)
    if not isinstance(cell, Badge) or not text:
        return text
    return f"[{text}]" if brackets else f" {text} "


def column_widths(columns: Sequence[Column], rows: Iterable[ListRow], room: int) -> tuple[int, ...]:
    """Cells for each column: as wide as its widest text. One that holds nothing is left out (0) where it cannot be
    sorted by or another would be cut. Where there is no room for all, so are those on the right; the growing column
    gives way first and stays. One that is wide at times (`most`) leaves none out."""
    texts = [0] * len(columns)
    for row in rows:
        for place, cell in enumerate(row.cells):
            texts[place] = max(texts[place], width.cells(cell_text(cell)))
    widest = [
        max(size, width.cells(column.title) + (1 if column.key else 0))
        for column, size in zip(columns, texts, strict=True)
    ]
    wanted = [
        size if column.grow else min(size, column.most) for column, size in zip(columns, widest, strict=True)
    ]
    least = [
        min(size, column.least) if column.grow else size for column, size in zip(columns, wanted, strict=True)
    ]
    shown = [place for place, size in enumerate(texts) if size or columns[place].key or columns[place].grow]
    if sum(widest[place] for place in shown) + len(GAP) * (len(shown) - 1) > room:
        shown = [place for place in shown if texts[place] or columns[place].grow]
    while sum(least[place] for place in shown) + len(GAP) * (len(shown) - 1) > room:
        out = next((place for place in reversed(shown) if not columns[place].grow and place), None)
        if out is None:
            break
        shown.remove(out)
    spare = room - len(GAP) * (len(shown) - 1) - sum(least[place] for place in shown)
    sizes = {place: least[place] for place in shown}
    for place in sorted(shown, key=lambda place: not columns[place].grow):
        more = widest[place] - least[place]  # where there is room, no text is cut
        more = min(more, spare) if columns[place].grow else more if more <= spare else 0
        sizes[place] += more
        spare -= more
    apart = min(MOST_MORE, spare // len(shown)) if room >= SPREAD else 0
    return tuple(sizes[place] + apart if place in sizes else 0 for place in range(len(columns)))


class RowLayout:
    """Where `count` rows stand in `wide` columns. With `one_line` every row takes one line, cut to the window."""

    def __init__(
        self,
        row: Callable[[int], ListRow],
        count: int,
        wide: int,
        measure: int,
        label: int,
        one_line: bool,
        columns: tuple[int, ...] = (),
        brackets: bool = False,
    ) -> None:
        self.row = row
        self.count = count
        self.wide = wide
        self.measure = measure
        self.label = label
        self.one_line = one_line
        self.columns = columns
        self.brackets = brackets
        self._shapes: dict[int, RowShape] = {}
        self._loose: dict[int, int] = {}
        """Row whose height is an estimate -> how many of its lines are wrapped already."""
        self._heights: list[int] = []
        self._tops: list[int] = [0]
        if not one_line:
            self._begin()

    def _begin(self) -> None:
        estimates = [self._estimate(self.row(at)) for at in range(self.count)]
        self._loose = {at: 0 for at, (_, exact) in enumerate(estimates) if not exact}
        self._heights = [height for height, _ in estimates]
        self._tops = [0, *accumulate(self._heights)]

    # ---- one row
    def left(self, row: ListRow) -> int:
        """Column at which a row's body begins; deep indents give way where the window is narrow."""
        indent = min(2 * row.indent, max(0, self.wide // 4))
        return GUTTER + indent + (self.label + 1 if self.label else 0)

    def _beneath(self, row: ListRow) -> int:
        """Columns by which the text beneath a row with a badge is moved in: to where its title begins."""
        badged = self.columns and row.cells and isinstance(row.cells[0], Badge)
        return self.columns[0] + len(GAP) if badged and self.wide >= ROOMY else 0

    def _room(self, row: ListRow) -> int:
        return max(4, min(self.measure, self.wide - self.left(row) - self._beneath(row)))

    def _estimate(self, row: ListRow) -> tuple[int, bool]:
        room = self._room(row)
        # most lines are plainly shorter or longer than the room: to measure all takes 1 of the 190 ms of a start
        lines = [(line, len(line)) for line in shown(row.body).split("\n")]
        sizes = [width.cells(line) if most <= room < 2 * most else 2 * most for line, most in lines]
        if row.cells:
            sizes = [1, *sizes] if row.body else [1]
        exact = max(sizes) <= room and width.cells(cell_text(row.label)) <= self.label
        more = row.gap + (2 if row.ruled else 0)
        return sum(_about(size, room) for size in sizes) + more, exact and not row.paragraphs

    def shape(self, at: int) -> RowShape:
        """How a row is drawn."""
        shape = self._shapes.get(at)
        if shape is None:
            if self.one_line and len(self._shapes) > 2000:
                self._shapes.clear()
            shape = self._shapes[at] = self._shape(self.row(at))
        return shape

    def _shape(self, row: ListRow, most: int = MANY) -> RowShape:
        if row.cells and self.columns:
            return self._table_shape(row)
        text = shown(row.body)
        marks = row.spans
        if marks and len(text) != len(row.body):
            marks = tuple(
                RowSpan(len(shown(row.body[: span.start])), len(shown(row.body[: span.end])), span.kind)
                for span in marks
            )
        label = cell_text(row.label, brackets=self.brackets)
        room = self._room(row)
        if self.one_line:
            text = text.replace("\n", " ")
            cut = width.cut(text, room)
            if cut < len(text):
                cut = width.cut(text, room - 1)
                text = text[:cut] + "…"
            return RowShape(text, (width.fit(label, self.label),), ((0, len(text)),), self.left(row), marks)
        labels = tuple(wrap.lines(label, self.label)) if width.cells(label) > self.label else (label,)
        lines, prefixes = self._lines(row, text, room, most)
        if row.ruled:
            labels = ("", *labels)
        return RowShape(text, labels, lines, self.left(row), marks, prefixes)

    def _lines(
        self, row: ListRow, text: str, room: int, most: int
    ) -> tuple[tuple[tuple[int, int], ...], dict[int, str]]:
        """The lines of a text, with the blank lines, rules and spaces of print. Where it has more than `most`, about as
        many empty ones follow as the later paragraphs take."""
        if not (row.ruled or row.paragraphs or row.gap):
            return tuple(wrap.wrap(text, room)), {}
        lines: list[tuple[int, int]] = [(0, 0)] if row.ruled else []
        prefixes: dict[int, str] = {}
        start = 0
        for number, paragraph in enumerate(text.split("\n")):
            if row.paragraphs and number > row.ruled:
                lines += [(start - 1, start - 1)] * row.gap
            if len(lines) >= most:
                lines += [(start, start)] * _about(width.cells(paragraph), room)
                start += len(paragraph) + 1
                continue
            space = SPACE if row.paragraphs and not (row.ruled and number == 0) else ""
            if space:
                prefixes[len(lines)] = space
            for a, b in wrap.wrap(space + paragraph, room):
                lines.append((start + max(0, a - len(space)), start + max(0, b - len(space))))
            start += len(paragraph) + 1
            if row.ruled and number == 0:
                prefixes[len(lines)] = ("-" if width.ambiguous() == 2 else "─") * room
                lines.append((start - 1, start - 1))
        lines += [(len(text), len(text))] * row.gap
        return tuple(lines), prefixes

    def _table_shape(self, row: ListRow) -> RowShape:
        """A row of a table: its cells in their columns, and its body beneath."""
        text, marks = "", []
        for cell, size in zip(row.cells, self.columns, strict=False):
            if not size:
                continue
            text += GAP if text else ""
            piece = cell_text(cell, brackets=self.brackets)
            if isinstance(cell, Badge) and piece:
                marks.append(RowSpan(len(text), len(text) + len(piece), cell.meaning))
            text += width.fit(piece, size)
        lines, prefixes = [(0, len(text))], {}
        if row.body and not self.one_line:
            start, body = len(text) + 1, shown(row.body)
            text += "\n" + body
            lines += [(start + a, start + b) for a, b in wrap.wrap(body, self._room(row))]
            prefixes = dict.fromkeys(range(1, len(lines)), " " * self._beneath(row))
        return RowShape(text, ("",), tuple(lines), GUTTER, tuple(marks), prefixes)

    # ---- all rows
    @property
    def height(self) -> int:
        """Lines of all rows; estimated where the window has not been yet."""
        return self.count if self.one_line else self._tops[-1]

    def top(self, at: int) -> int:
        """The line at which a row begins; that of the row after the last is the height."""
        return at if self.one_line else self._tops[at]

    def bottom(self, at: int) -> int:
        """The line after a row's last."""
        return self.top(at + 1)

    def row_at(self, line: int) -> int:
        """The row at a line."""
        at = line if self.one_line else bisect_right(self._tops, line) - 1
        return max(0, min(at, self.count - 1))

    def measure_rows(self, first: int, last: int, until: int | None = None) -> bool:
        """Wrap these rows, no further than the line `until`, if that is still to do; whether it was."""
        rows = range(max(0, first), min(last + 1, self.count))
        wanted = {at: MANY if until is None else until - self._tops[at] for at in rows if at in self._loose}
        todo = {at: most for at, most in wanted.items() if self._loose[at] < most}
        for at, most in todo.items():
            shape = self._shapes[at] = self._shape(self.row(at), most)
            self._heights[at] = shape.height
            self._loose[at] = most
            if shape.height <= most:
                del self._loose[at]
        self._tops = [0, *accumulate(self._heights)] if todo else self._tops
        return bool(todo)

    def settle(self, line: int, above: int, below: int) -> int:
        """Wrap what stands in `above` lines before `line` and `below` lines after; the line where that is now."""
        if not self._loose or not self.count:
            return line
        at = self.row_at(line)
        within = line - self.top(at)
        while True:
            here = self.top(at) + within
            first, last = self.row_at(max(0, here - above)), self.row_at(here + below)
            if not self.measure_rows(first, last, here + below):
                return here
            within = min(within, self._heights[at] - 1)

    def measure_all(self) -> None:
        """Wrap every row."""
        self.measure_rows(0, self.count - 1)
