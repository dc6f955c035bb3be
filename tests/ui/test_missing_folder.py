"""A named data folder that is not there, as the app starts: it asks, and makes one only on a yes."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot

from tests.ui.screen import finished, screen_text
from uedasns_tui.services.context import open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.ui.app import Uedasns


@pytest.mark.parametrize(("key", "made"), [("1", False), ("2", True), ("escape", False)])
def test_the_app_asks_before_it_makes_a_named_folder(
    tmp_path: Path, now: datetime, key: str, made: bool
) -> None:
    place = tmp_path / "share" / "records"
    settings = UserSettings(name="上田　花子", section="広報課", seen_home=True)
    context = open_context(AppOptions(data=str(place)), {}, lambda: now, settings)

    async def said(app: App[object], pilot: Pilot[None]) -> str:
        await finished(app)
        await pilot.pause(0.1)
        return screen_text(app)

    async def inside() -> None:
        app = Uedasns(context)
        async with app.run_test(size=(100, 30)) as pilot:
            await said(app, pilot)
            await pilot.pause(0.6)  # the start is over
            asked = await said(app, pilot)
            assert "データフォルダーがありません" in asked and "見つかりません" in asked
            assert not place.exists()
            await pilot.press(key)
            await said(app, pilot)
            assert place.is_dir() is made
            await pilot.press("3")
            listed = await said(app, pilot)
            assert ("見つかりません" in listed) is not made, "what is not there is not called empty"

    asyncio.run(inside())
