"""The pane beside a list shows the current record, never one that somebody has left meanwhile."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import pytest

from tests.ui.screen import finished, screen_text
from tests.ui.test_screens import context  # noqa: F401
from uedasns_tui.services import record_actions
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.goto import OpenRecord


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("1", "様式1）」を作成する"),
        ("3", "利用方針に書くこと"),
        ("4", "・侮蔑、誹謗"),
        ("5", "トラブルの記録に書くこと"),
    ],
)
@pytest.mark.parametrize("size", [(120, 40), (160, 50)])
def test_where_there_is_no_record_yet_it_is_said_what_goes_here(
    tmp_path: Path, now: datetime, key: str, shown: str, size: tuple[int, int]
) -> None:
    options = AppOptions(create=True, data=str(tmp_path / "records"))
    user = UserSettings(name="上田　花子", section="広報課", seen_home=True)
    empty = open_context(options, {}, lambda: now, user)

    async def inside() -> None:
        app = Uedasns(empty)
        async with app.run_test(size=size) as pilot:
            await finished(app)
            await pilot.press(key)
            for _ in range(2):
                await finished(app)
                await pilot.pause()
            assert shown in screen_text(app)

    asyncio.run(inside())


@pytest.mark.parametrize("key", ["3", "4", "5"])
def test_what_was_read_late_of_a_record_that_was_left_is_not_shown(
    context: AppContext,  # noqa: F811
    key: str,
) -> None:
    values = {"what": "乗っ取りの疑い", "found_at": "2026-11-20 13:00"}
    incident = record_actions.new_record(context, "incident", values, "trouble", "20261120-a")
    record_actions.save_record(context, incident, None)

    async def inside() -> None:
        app = Uedasns(context)
        async with app.run_test(size=(160, 50)) as pilot:
            await finished(app)
            await pilot.press(key)
            await finished(app)
            await finished(app)
            row = app.screen.row_list.current_row  # type: ignore[attr-defined]
            assert isinstance(row.goto, OpenRecord)
            log = "記録を始めた"
            await pilot.pause()
            assert log in screen_text(app)
            app.screen.show_details("another", "ほかの記録")  # type: ignore[attr-defined]
            await pilot.pause()
            assert log in screen_text(app) and "ほかの記録" not in screen_text(app)
            app.screen.show_details(row.goto.record_id, "この記録")  # type: ignore[attr-defined]
            await pilot.pause()
            assert "この記録" in screen_text(app)

    asyncio.run(inside())
