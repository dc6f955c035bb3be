"""What stands on the screen, as text: read from the strips that the terminal would get."""

from __future__ import annotations

import asyncio

from rich.segment import Segment
from textual.app import App


def screen_lines(app: App[object]) -> list[list[Segment]]:
    """The segments of every line."""
    screen = app.screen
    width, height = screen.size
    return [
        [segment for segment in strip if segment.text]
        for strip in screen._compositor.render_strips()[:height]
        if strip.cell_length <= width or width
    ]


def screen_text(app: App[object]) -> str:
    """The lines, without the spaces at their ends."""
    return "\n".join("".join(one.text for one in line).rstrip() for line in screen_lines(app))


async def finished(app: App[object]) -> None:
    """Until no worker runs, those that a newer one has stopped included, and the screen shows what they read."""
    while any(worker.is_running for worker in app.workers):
        await asyncio.sleep(0.01)
    shown = asyncio.Event()
    if app.screen.call_later(shown.set):
        await shown.wait()
