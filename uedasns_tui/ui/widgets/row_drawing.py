"""Draws a line of a list, and what the mouse selects of it. Used by `rows_window`.

Every segment of text says which character of which row it begins with, which is how Textual knows what is selected.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style

from uedasns_tui.japanese import width
from uedasns_tui.ui.widgets.row_layout import GUTTER, RowLayout, RowShape

if TYPE_CHECKING:
    from uedasns_tui.ui.widgets.rows_window import RowsWindow

MARK = ">".ljust(GUTTER)
BAR = "▌".ljust(GUTTER)
CLASSES = {
    "lines--label", "lines--current", "lines--heading", "lines--hit", "lines--link", "lines--changed", "lines--warning",
    "lines--title", "lines--bar", "lines--neutral", "lines--waiting", "lines--good", "lines--bad", "lines--info", "lines--ended",
}  # fmt: skip
CSS = """
RowList { height: 1fr; overflow-x: hidden; scrollbar-gutter: stable; scrollbar-size-horizontal: 0; background: $surface; color: $foreground; }
RowList > .lines--label { color: $text-secondary; }
RowList > .lines--heading { text-style: bold; color: $text-primary; }
RowList > .lines--title { text-style: bold; }
RowList > .lines--current { background: $primary 8%; color: $foreground; }
RowList > .lines--bar { background: $primary 8%; color: $text-muted; }
RowList:focus > .lines--bar { color: $accent; }
RowList > .lines--neutral { background: $foreground 20%; color: $foreground; }
RowList > .lines--waiting { background: $warning; color: $background; }
RowList > .lines--good { background: $success; color: $background; }
RowList > .lines--bad { background: $error; color: $background; text-style: bold; }
RowList > .lines--info { background: $primary; color: $background; }
RowList > .lines--ended { background: $secondary; color: $background; }
RowList > .lines--hit { background: $warning; color: $background; text-style: bold; }
RowList > .lines--link { text-style: underline; }
RowList > .lines--changed { text-style: bold underline; }
RowList > .lines--warning { text-style: bold; }
RowList:nocolor > .lines--current { text-style: underline; }
RowList:nocolor:focus > .lines--current { text-style: bold underline; }
RowList:nocolor > .lines--hit { text-style: bold italic underline; }
"""


def strip(lines: RowsWindow, layout: RowLayout, y: int, current: int) -> Strip:
    """The line `y` of the whole list."""
    wide = layout.wide
    if not layout.count or y >= layout.height:
        return Strip.blank(lines.scrollable_content_region.width, lines.visual_style.rich_style)
    at = layout.row_at(y)
    shape, row = layout.shape(at), layout.row(at)
    line = y - layout.top(at)
    names = (["lines--heading"] if row.heading else []) + (["lines--current"] if at == current else [])
    style = lines.get_visual_style(*names) if names else lines.visual_style
    start, end = shape.lines[line] if line < len(shape.lines) else (len(shape.text), len(shape.text))
    label = width.pad(shape.labels[line], layout.label) if line < len(shape.labels) else ""
    before = (
        ""
        if shape.left == GUTTER
        else width.pad(
            " " * (shape.left - GUTTER - (layout.label + 1 if layout.label else 0)) + label,
            shape.left - GUTTER,
        )
    )
    label_style = style if row.heading else lines.get_visual_style("lines--label", *names)
    mark, mark_style = _mark(lines, style, at == current, line)
    segments: list[Segment] = []
    if line == 0:
        # counted up to 0 from below, so that whoever presses on the label selects from the row's beginning
        size = len(mark) + len(before)
        segments.append(Segment(mark, mark_style.rich_style_with_offset(-size, at)))
        segments.append(Segment(before, label_style.rich_style_with_offset(len(mark) - size, at)))
    else:
        plain = mark_style.rich_style_with_offset(start, at)
        named = label_style.rich_style_with_offset(start, at)
        segments += [Segment(cell, plain) for cell in mark] + [Segment(cell, named) for cell in before]
    if prefix := shape.prefixes.get(line):
        segments.append(Segment(prefix, label_style.rich_style_with_offset(start, at)))
    segments += _pieces(lines, shape, at, start, end, names, style)
    return Strip(segments).adjust_cell_length(wide, style.rich_style)


def _mark(lines: RowsWindow, style: Style, current: bool, line: int) -> tuple[str, Style]:
    """What marks the current row: a bar along its lines; a sign where there is no colour or a bar is two cells."""
    if not current:
        return " " * GUTTER, style
    if lines.app.no_color or width.ambiguous() == 2:
        return (MARK if line == 0 else " " * GUTTER), style
    return BAR, lines.get_visual_style("lines--bar")


def _pieces(
    lines: RowsWindow, shape: RowShape, at: int, start: int, end: int, names: list[str], style: Style
) -> list[Segment]:
    while end > start and shape.text[end - 1] in "\r\n":
        end -= 1
    if start == end:
        return [Segment("", style.rich_style_with_offset(start, at))]
    picked = picked_of(lines.text_selection, at, len(shape.text))
    cuts = {start, end}
    for span in shape.marks:
        cuts |= {span.start, span.end}
    if picked is not None:
        cuts |= set(picked)
    out = []
    for a, b in pairwise(sorted(cut for cut in cuts if start <= cut <= end)):
        kinds = [f"lines--{span.kind}" for span in shape.marks if span.start <= a < span.end]
        piece = lines.get_visual_style(*names, *kinds) if kinds else style
        if picked is not None and picked[0] <= a < picked[1]:
            piece = lines.screen.get_visual_style("screen--selection")
        out.append(Segment(shape.text[a:b], piece.rich_style_with_offset(a, at)))
    return out


def picked_of(selection: Selection | None, at: int, size: int) -> tuple[int, int] | None:
    """The part of a row of `size` characters that is selected."""
    span = selection.get_span(at) if selection is not None else None
    if span is None:
        return None
    start, end = max(0, span[0]), size if span[1] == -1 and _open(selection, at) else max(0, span[1])
    return min(start, size), min(end, size)


def _open(selection: Selection | None, at: int) -> bool:
    """Whether the selection goes on beyond this row (-1 is then its end; a place before the row is -1, too)."""
    return selection is None or selection.end is None or selection.end.y > at


def selected(layout: RowLayout, selection: Selection) -> str:
    """The selected text; a row that is selected from its beginning, among several, with its label."""
    first = selection.start.y if selection.start is not None else 0
    last = selection.end.y if selection.end is not None else layout.count - 1
    out = []
    for at in range(max(0, first), min(last, layout.count - 1) + 1):
        shape = layout.shape(at)
        picked = picked_of(selection, at, len(shape.text))
        if picked is None:
            continue
        label = "".join(shape.labels).strip() if picked[0] == 0 and (first, at) != (last, last) else ""
        out.append(" ".join(part for part in (label, shape.text[picked[0] : picked[1]]) if part))
    return "\n".join(out)
