"""Reports the caret as the terminal's cursor, where the input method's window opens.

Textual remembers a position and sends it after each update; what it remembers is stale after scroll, resize and
change of focus. Here it is asked for at the moment of drawing.
"""

from __future__ import annotations

from textual.app import App
from textual.geometry import Offset


class CaretMixin(App[None]):
    """An App whose cursor position is always the focused widget's caret or current row, else where it begins."""

    _remembered = Offset(0, 0)

    @property
    def cursor_position(self) -> Offset:
        """Where the caret or the current row of the focused widget is on the screen."""
        widget = self.focused if self.is_running else None
        if widget is None:
            return self._remembered
        return Offset(*getattr(widget, "cursor_screen_offset", widget.content_region.offset))

    @cursor_position.setter
    def cursor_position(self, value: Offset) -> None:
        self._remembered = value
