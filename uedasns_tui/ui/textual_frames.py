"""How Textual draws a frame, where ours are drawn otherwise: with inner names of Textual's, as in `textual_patches`.

Used by every screen and list, and installed by `textual_patches`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from textual._compositor import Compositor
from textual.app import App, ScreenStackError
from textual.css.query import NoMatches
from textual.events import Resize, ScreenResume
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets._toast import ToastRack

ScreenResult = TypeVar("ScreenResult")


# ---- a message over two panes: Textual cuts its lines at the edges of what lies beneath, and blanks a letter of two
# cells that such an edge would halve
def render_chops(
    compositor: Compositor, crop: Region, is_rendered_line: Callable[[int], bool]
) -> Sequence[dict[int, Strip | None]]:
    """The pieces of each line by column, the foremost widgets first; one is cut only where it becomes visible or
    hidden. What was one piece stands in its first column, and nothing in the others. Lines that are hidden are not
    rendered: what lies behind panes takes 3 of the 11 ms of a first frame."""
    cuts = compositor.cuts
    chops: list[dict[int, Strip | None]] = [dict.fromkeys(line[:-1]) for line in cuts]
    nothing = Strip([], 0)
    for widget, (region, clip) in compositor.visible_widgets.items():
        area = region.intersection(clip)
        first, last = area.column_span
        lines = []
        for y in filter(is_rendered_line, area.line_range if crop.overlaps(clip) else ()):
            columns = [cut for cut in cuts[y] if first <= cut < last]
            hidden = [chops[y][column] is not None for column in columns]
            if not all(hidden):
                lines.append((y, columns, hidden))
        for run in _runs(lines):
            crop_of_run = Region(area.x - region.x, run[0][0] - region.y, area.width, len(run))
            for (y, columns, hidden), strip in zip(run, widget.render_lines(crop_of_run), strict=True):
                starts = [at for at in range(len(columns)) if not at or hidden[at] != hidden[at - 1]]
                pieces = strip.divide([*(columns[at] - area.x for at in starts[1:]), last - area.x])
                drawn = dict(zip(starts, pieces, strict=False))
                for at, column in enumerate(columns):
                    chops[y][column] = chops[y][column] if hidden[at] else drawn.get(at, nothing)
    return chops


_Line = tuple[int, list[int], list[bool]]
"""A line of the screen, the columns at which something begins there, and whether that is hidden."""


def _runs(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Lines that follow one another, together."""
    start = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or lines[at][0] != lines[at - 1][0] + 1:
            yield lines[start:at]
            start = at


# ---- the first frame of a screen
class LaidOutBeforeShown(ScrollView):
    """A ScrollView that says when its size is known, before the frame it appears in: `on_resize` comes after it."""

    def size_known(self) -> None:
        """The size is another now."""

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        before = self.scrollbars_enabled
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if changed:
            self.size_known()
            self._refresh_scrollbars()
        if self.scrollbars_enabled != before and isinstance(self.screen, DrawnOnce):
            self.screen.scrollbars_changed = True
        return changed


class DrawnOnce(Screen[ScreenResult]):
    """A Screen whose first frame is whole. Textual draws it without the scrollbars that its lists turn out to need, and
    then every widget once more for what it asked before that frame: 9 of the 196 ms until a start answers a key."""

    scrollbars_changed = False
    """Whether a list has come to need a scrollbar, or to need none, in the layout that is about to be drawn."""
    _whole_frames = 0
    _last_size: Size | None = None

    async def _on_resize(self, event: Resize) -> None:
        # Textual sends a size three times at a start and twice later, and lays all out each time
        if event.size == self._last_size:
            event.prevent_default()
        self._last_size = event.size

    def _compositor_refresh(self) -> None:
        if self.scrollbars_changed:
            self.scrollbars_changed = False
            self._compositor.reflow(self, self._compositor.size)
        whole = self is self.app.screen and self._compositor.size.region in self._compositor._dirty_regions
        super()._compositor_refresh()
        if whole:
            self._whole_frames += 1
            for widget in self._compositor.widgets:
                widget._repaint_required = False
                widget._exchange_repaint_regions()

    def _on_screen_resume(self, event: ScreenResume) -> None:
        event.prevent_default()
        frames = self._whole_frames
        super()._on_screen_resume(event)
        if self._whole_frames > frames:
            # it asks to be drawn again although it was, for screens whose size did not change
            self._repaint_required = False


class NoEmptyToasts(App[None]):
    """An App that shows notices where there are any. Textual hides none each time a screen comes, and lays it out anew."""

    def _refresh_notifications(self) -> None:
        with contextlib.suppress(ScreenStackError, NoMatches):
            if len(self._notifications) or self.screen.get_child_by_type(ToastRack).children:
                super()._refresh_notifications()
