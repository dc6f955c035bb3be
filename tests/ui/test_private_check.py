"""A private check is never written to disk: not kept, not put by, not in any cache, whatever ends it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from uedasns_tui.services.context import open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.goto import NewRecord
from uedasns_tui.ui.screens.private_check import PrivateCheckScreen
from uedasns_tui.ui.screens.record_editor import RecordEditor
from uedasns_tui.ui.widgets.text_field import TextField

MARKER = "私的な投稿の目印"


async def written(app: Uedasns, end: str) -> None:
    """Write and answer a private check, wait longer than typing is put by, and end it."""
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_go("posts")
        await pilot.pause(0.2)
        await pilot.press("p")
        await pilot.pause(0.2)
        assert isinstance(app.screen, PrivateCheckScreen)
        app.screen.query_one("#private-text", TextField).insert(f"{MARKER}090-1234-5678")
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
    app = Uedasns(
        open_context(
            AppOptions(create=True, data=str(tmp_path / "records")),
            mine=UserSettings(name="花子", seen_home=True),
        )
    )
    if end == "fault":
        with pytest.raises(RuntimeError):
            asyncio.run(written(app, end))
    else:
        asyncio.run(written(app, end))
    for folder in (tmp_path, Path.home()):
        for file in folder.rglob("*"):
            assert not file.is_file() or MARKER.encode() not in file.read_bytes(), file


def test_what_turns_out_to_be_private_use_is_put_by_no_longer(tmp_path: Path) -> None:
    """An incident is put by while it may be kept; once it is said to be a colleague's private use, no more."""

    async def told() -> None:
        async with app.run_test(size=(80, 40)) as pilot:
            app.navigate(NewRecord("incident"))
            await pilot.pause(0.3)
            screen = app.screen
            assert isinstance(screen, RecordEditor)
            next(iter(screen.query(TextField))).insert(MARKER)
            await pilot.pause(0.1)
            assert screen.keep_draft() and any(MARKER in one.text for one in app.context.drafts.all())
            aside = app.context.form("incident").aside[0]
            for key, value in aside.items():
                screen.pane.rows[key].put(value if isinstance(value, str) else value[0])
            assert not screen.keep_draft() and list(app.context.drafts.all()) == []
            app.action_leave()
            await pilot.pause(0.1)
            assert app.is_running and app.warned, (
                "the only copy is on the screen: leaving is asked about once"
            )
            app.action_leave()

    app = Uedasns(
        open_context(
            AppOptions(create=True, data=str(tmp_path / "records")),
            mine=UserSettings(name="花子", seen_home=True),
        )
    )
    asyncio.run(told())
    for file in Path.home().rglob("*"):
        assert not file.is_file() or MARKER.encode() not in file.read_bytes(), file


def test_who_leaves_is_told_when_what_is_typed_cannot_be_put_by(tmp_path: Path) -> None:
    async def leaves() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            app.navigate(NewRecord("policy"))
            await pilot.pause(0.3)
            app.screen.query(TextField).first().insert(MARKER)
            await pilot.pause(0.1)
            app.context.drafts.folder.parent.mkdir(parents=True, exist_ok=True)
            app.context.drafts.folder.write_bytes(b"a file in its place")
            app.action_leave()
            await pilot.pause(0.1)
            assert app.is_running and app.warned
            editor = app.screen
            assert isinstance(editor, RecordEditor)
            editor.action_close()
            await pilot.press("2")
            await pilot.pause(0.1)
            assert app.screen is editor, "closing would lose it"
            app.context.drafts.folder.unlink()
            editor.action_close()
            await pilot.press("2")
            await pilot.pause(0.1)
            assert any(MARKER in one.text for one in app.context.drafts.all())

    app = Uedasns(
        open_context(
            AppOptions(create=True, data=str(tmp_path / "records")),
            mine=UserSettings(name="花子", seen_home=True),
        )
    )
    asyncio.run(leaves())
