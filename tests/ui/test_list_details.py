"""The pane beside a list shows the current record, never one that somebody has left meanwhile."""

from __future__ import annotations

import asyncio

import pytest

from tests.ui.screen import finished, screen_text
from tests.ui.test_screens import context  # noqa: F401
from uedasns_tui.services.context import AppContext
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.goto import OpenRecord


@pytest.mark.parametrize("key", ["3", "4"])
def test_what_was_read_late_of_a_record_that_was_left_is_not_shown(
    context: AppContext,  # noqa: F811
    key: str,
) -> None:
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
