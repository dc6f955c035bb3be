"""The frame of a pane: round lines with a title; where the terminal draws lines two cells wide, a title on a shade."""

from __future__ import annotations

from typing import TypeVar

from textual.widget import Widget

from uedasns_tui.japanese import width
from uedasns_tui.ui.widgets.plain_text import content

FRAME_CSS = """
    .framed { border: round $foreground 70%; border-title-style: bold; border-title-color: $foreground; padding: 0 1; }
    .framed:focus-within { border: round $accent; border-title-color: $accent; }
    .framed.wide-lines, .framed.wide-lines:focus-within { border: none; border-top: blank; border-title-background: $primary 25%; }
    .framed:nocolor { border: round $foreground; }
    .framed.wide-lines:nocolor { border: none; border-top: blank; border-title-style: bold underline; }
"""


AnyWidget = TypeVar("AnyWidget", bound=Widget)


def titled(widget: AnyWidget, title: str) -> AnyWidget:
    """The widget with the title that its frame shows, whenever the screen's styles give it one."""
    widget.set_class(width.ambiguous() == 2, "wide-lines")
    widget.border_title = content(title)
    return widget


def framed(widget: AnyWidget, title: str = "") -> AnyWidget:
    """The widget in a frame with its title."""
    return titled(widget.add_class("framed"), title)
