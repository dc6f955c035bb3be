"""A private check is never written to disk: not kept, not put by, not in any cache, whatever ends it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from uedasns_tui.desk.desk import open_desk
from uedasns_tui.desk.folders import Options
from uedasns_tui.desk.settings import Mine
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.private import Private
from uedasns_tui.ui.widgets.field import Field

MARKER = "私的な投稿の目印"


async def written(app: Uedasns, end: str) -> None:
    """Write and answer a private check, wait longer than typing is put by, and end it."""
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_go("posts")
        await pilot.pause(0.2)
        await pilot.press("p")
        await pilot.pause(0.2)
        assert isinstance(app.screen, Private)
        app.screen.query_one("#private-text", Field).insert(f"{MARKER}090-1234-5678")
        await pilot.pause(0.2)
        await pilot.press("f6", "space", "space")
        await pilot.pause(2.2)
        if end == "quit":
            app.action_leave()
        elif end == "fault":
            app._handle_exception(RuntimeError(MARKER))
        else:
            await pilot.press("escape")
        await pilot.pause(0.1)


@pytest.mark.parametrize("end", ["close", "quit", "fault"])
def test_nothing_of_it_is_anywhere(end: str, tmp_path: Path) -> None:
    app = Uedasns(open_desk(Options(data=str(tmp_path / "records")), mine=Mine(name="花子", seen_home=True)))
    if end == "fault":
        with pytest.raises(RuntimeError):
            asyncio.run(written(app, end))
    else:
        asyncio.run(written(app, end))
    for folder in (tmp_path, Path.home()):
        for file in folder.rglob("*"):
            assert not file.is_file() or MARKER.encode() not in file.read_bytes(), file
