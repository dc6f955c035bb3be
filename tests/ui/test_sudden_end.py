"""What the Windows console tells: only what ends the program saves drafts, and an app that has ended is no fault."""

from __future__ import annotations

import pytest

from uedasns_tui.ui import sudden_end


@pytest.mark.parametrize(
    ("event", "ends"), [(0, False), (1, False), (2, True), (5, True), (6, True), (99, False)]
)
def test_closing_logging_off_and_shutting_down_save_drafts(event: int, ends: bool) -> None:
    saved: list[int] = []
    assert sudden_end.on_console_event(event, lambda: saved.append(event)) is ends
    assert saved == [event] * ends


def test_an_app_that_has_ended_is_no_fault() -> None:
    def keep() -> None:
        raise RuntimeError("App is not running")

    assert sudden_end.on_console_event(sudden_end.CLOSED, keep)
