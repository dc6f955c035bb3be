"""Draws a line of a list, and what the mouse selects of it. Used by `rows_window`.

Every segment of text says which character of which row it begins with, which is how Textual knows what is selected.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style

from uedasns_tui.japanese import width
from uedasns_tui.ui.widgets.row_layout import GUTTER, Badge, RowLayout, RowShape

if TYPE_CHECKING:
    from uedasns_tui.ui.widgets.rows_window import RowsWindow

MARK = ">".ljust(GUTTER)
BAR = "▌".ljust(GUTTER)
CSS = """
RowList { height: 1fr; overflow-x: hidden; scrollbar-gutter: stable; scrollbar-size: 0 1; background: $surface; color: $foreground; }
"""
STYLES = {
    "label": "$text-secondary", "heading": "bold $text-primary", "title": "bold", "link": "underline",
    "changed": "bold underline", "warning": "bold", "hit": "bold $background on $warning",
    "current": "$foreground on $primary 8%", "bar": "$text-muted on $primary 8%", "bar:focus": "$accent on $primary 8%",
    "neutral": "$foreground on $neutral-shade", "waiting": "$warning on $warning-shade",
    "good": "$success on $success-shade", "bad": "bold $background on $error",
    "info": "$text-primary on $primary-shade", "ended": "$text-secondary on $secondary-shade",
    "current:nocolor": "underline $foreground on $primary 8%", "hit:nocolor": "bold italic underline $background on $warning",
    "current:nocolor:focus": "bold underline $foreground on $primary 8%",
}  # fmt: skip
"""How each part of a row is drawn. Component classes of Textual's would say the same, but it works out each of them
again whenever the list is shown or gets the focus: 90 of the 131 styles of a start on home."""


def strip(lines: RowsWindow, layout: RowLayout, y: int, current: int) -> Strip:
    """The line `y` of the whole list."""
    wide = layout.wide
    if not layout.count or y >= layout.height:
        return Strip.blank(lines.scrollable_content_region.width, lines.visual_style.rich_style)
    at = layout.row_at(y)
    shape, row = layout.shape(at), layout.row(at)
    line = y - layout.top(at)
    names = (["heading"] if row.heading else []) + (["current"] if at == current else [])
    style = _style(lines, *names)
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
    label_style = style if row.heading else _style(lines, *names, "label")
    parts = [_mark(lines, style, at == current, line), (before, label_style)]
    if isinstance(row.label, Badge) and label:
        head, word, tail = before.partition(shape.labels[line])
        parts[1:] = [(head, style), (word, _style(lines, *names, row.label.meaning)), (tail, style)]
    segments: list[Segment] = []
    offset = -sum(len(text) for text, _ in parts)
    for text, part_style in parts:
        if line == 0:
            # counted up to 0 from below, so that whoever presses on the label selects from the row's beginning
            segments.append(Segment(text, part_style.rich_style_with_offset(offset, at)))
            offset += len(text)
        else:
            plain = part_style.rich_style_with_offset(start, at)
            segments += [Segment(cell, plain) for cell in text]
    if prefix := shape.prefixes.get(line):
        segments.append(Segment(prefix, label_style.rich_style_with_offset(start, at)))
    segments += _pieces(lines, shape, at, start, end, names, style)
    return Strip(segments).adjust_cell_length(wide, style.rich_style)


def _style(lines: RowsWindow, *kinds: str) -> Style:
    """The list's own style with those of `kinds` over it."""
    ending = ":focus" if lines.has_focus else ""
    style = lines.visual_style
    for kind in kinds:
        names = (f"{kind}:nocolor{ending}", f"{kind}:nocolor") if lines.app.no_color else ()
        name = next(name for name in (*names, kind + ending, kind) if name in STYLES)
        style += _parsed(STYLES[name], lines.app.theme)
    return style


@lru_cache
def _parsed(text: str, _theme: str) -> Style:
    return Style.parse(text)


def _mark(lines: RowsWindow, style: Style, current: bool, line: int) -> tuple[str, Style]:
    """What marks the current row: a bar along its lines; a sign where there is no colour or a bar is two cells."""
    if not current:
        return " " * GUTTER, style
    if lines.app.no_color or width.ambiguous() == 2:
        return (MARK if line == 0 else " " * GUTTER), style
    return BAR, _style(lines, "bar")


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
        kinds = [span.kind for span in shape.marks if span.start <= a < span.end]
        piece = _style(lines, *names, *kinds) if kinds else style
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
