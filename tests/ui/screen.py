"""What stands on the screen, as text: read from the strips that the terminal would get."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import accumulate

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


def own_lines(app: App[object]) -> list[list[Segment]]:
    """The segments of every line that belong to the foremost screen, without what shows beneath a dialog."""
    return [[segment for segment, own in line if own] for line in _layers(app)]


def lines_beneath(app: App[object]) -> list[list[Segment]]:
    """The segments of every line that a dialog lets show from what lies beneath it."""
    return [[segment for segment, own in line if not own] for line in _layers(app)]


def _layers(app: App[object]) -> Iterator[list[tuple[Segment, bool]]]:
    screen = app.screen
    for y, line in enumerate(screen_lines(app)):
        ends = accumulate(segment.cell_length for segment in line)
        yield [
            (segment, not (screen.is_modal and screen.get_widget_at(end - 1, y)[0] is screen))
            for segment, end in zip(line, ends, strict=True)
        ]


def screen_text(app: App[object]) -> str:
    """The lines, without the spaces at their ends."""
    return "\n".join("".join(one.text for one in line).rstrip() for line in screen_lines(app))


async def keys_arrived(app: App[object]) -> None:
    """Until each key that was pressed has gone where it belongs: on a busy machine keys wait for those before them.
    A program that ends takes none."""
    while getattr(app, "typed_ahead", False) and app.is_running and not app._exit:
        if getattr(app, "fault", None) is not None:
            return
        await asyncio.sleep(0.01)


ROUNDS = 3
"""Rounds without a worker after which no message starts another one: a worker tells the app, the app its screen."""


async def finished(app: App[object]) -> None:
    """Until all keys have arrived, no worker runs, those that a newer one has stopped included, nor is started by what one
    said, and the screen shows what they read."""
    quiet = 0
    while quiet < ROUNDS:
        await keys_arrived(app)
        busy = any(worker.is_running for worker in app.workers)
        while any(worker.is_running for worker in app.workers):
            await asyncio.sleep(0.01)
        for pump in (app, app.screen):
            shown = asyncio.Event()
            if pump.call_later(shown.set):
                await shown.wait()
        quiet = 0 if busy else quiet + 1
