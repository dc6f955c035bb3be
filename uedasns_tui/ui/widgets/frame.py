"""The frame of a pane: round lines with a title; where the terminal draws lines two cells wide, a title on a shade."""

from __future__ import annotations

from typing import TypeVar

from textual.screen import Screen
from textual.widget import Widget

from uedasns_tui.japanese import width
from uedasns_tui.ui.widgets.plain_text import content

FRAME_CSS = """
    .framed { border: round $foreground 60%; border-title-style: bold; border-title-color: $foreground; padding: 0 1; }
    .framed.wide-lines { border: none; border-top: blank; border-title-background: $primary 25%; }
    .framed:nocolor { border: round $foreground; }
    .framed.wide-lines:nocolor { border: none; border-top: blank; border-title-style: bold underline; }
"""
HOLDS_FOCUS = "-holds-focus"
"""Class of the pane that holds what the keys go to. Textual's `:focus-within` has every widget of a pane styled anew on
each Tab within it: 100 ms of processor time in a form of 28 fields, 44 without it (with fewer COMPONENT_CLASSES)."""

AnyWidget = TypeVar("AnyWidget", bound=Widget)


def titled(widget: AnyWidget, title: str) -> AnyWidget:
    """The widget with the title that its frame shows, whenever the screen's styles give it one."""
    widget.set_class(width.ambiguous() == 2, "wide-lines", update=widget.is_attached)
    widget.border_title = content(title)
    return widget


def framed(widget: AnyWidget, title: str = "", *, focused: bool = False) -> AnyWidget:
    """The new widget in a frame with its title. `focused`: the screen begins with the keys going to it; marked only
    when they do, its first frame would be drawn twice."""
    widget.add_class("framed", *([HOLDS_FOCUS] if focused else []), update=False)
    return titled(widget, title)


def mark_focus(screen: Screen[object], focused: Widget) -> None:
    """Mark the pane that the keys go to now, and no other of its screen."""
    panes = (pane for pane in focused.ancestors if isinstance(pane, Widget))
    holder = next((pane for pane in panes if pane.has_class("framed") or pane.border_title), None)
    if holder is not None and not holder.has_class(HOLDS_FOCUS):
        for pane in screen.query(f".{HOLDS_FOCUS}"):
            pane.remove_class(HOLDS_FOCUS)
        holder.add_class(HOLDS_FOCUS)
