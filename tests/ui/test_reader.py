"""The reader: whoever turns its pages, forwards or backwards, sees every line of the guideline."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import pytest

from uedasns_tui.services.context import open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.screens.reader import ReaderScreen
from uedasns_tui.ui.widgets.row_list import RowList


def seen_lines(text: RowList) -> set[tuple[int, str]]:
    """Row and text of each line in the window."""
    layout, top = text._layout_of, text._y
    lines = set()
    for line in range(top, min(top + text._window, layout.height)):
        at = layout.row_at(line)
        shape = layout.shape(at)
        start, end = shape.lines[line - layout.top(at)]
        lines.add((at, shape.text[start:end].strip()))
    return lines


@pytest.mark.parametrize("keys", [("pagedown",), ("G", "pageup")])
@pytest.mark.parametrize("size", [(40, 20), (80, 24)])
def test_turning_pages_shows_every_line(
    tmp_path: Path, now: datetime, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    context = open_context(
        AppOptions(data=str(tmp_path / "records"), create=True), {}, lambda: now, UserSettings()
    )
    app = Uedasns(context)

    async def turn() -> None:
        async with app.run_test(size=size) as pilot:
            while not (isinstance(app.screen, ReaderScreen) and app.screen.complete):
                await pilot.pause(0.05)
            text = app.screen.text
            for key in keys[:-1]:
                await pilot.press(key)
            await pilot.pause()
            seen, place = seen_lines(text), None
            while place != (text._y, text.current):
                place = text._y, text.current
                await pilot.press(keys[-1])
                await pilot.pause()
                seen |= seen_lines(text)
            layout = text._layout_of
            layout.measure_all()
            shapes = enumerate(map(layout.shape, range(layout.count)))
            assert seen == {(at, shape.text[a:b].strip()) for at, shape in shapes for a, b in shape.lines}

    asyncio.run(turn())
