"""What every test of the screen stands on: a key that was pressed has arrived before the test looks."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.ui.screen import keys_arrived

HOPS = 3
"""What a widget says goes through its screen and the app."""


@pytest.fixture(autouse=True)
def pressed_keys_arrive(monkeypatch: pytest.MonkeyPatch) -> None:
    """`press` and `pause` go by whether the process is idle; one that gets no processor looks idle, too."""
    press, pause = Pilot.press, Pilot.pause

    async def settle(pilot: Pilot[object]) -> None:
        await keys_arrived(pilot.app)
        for _ in range(HOPS):
            await pilot._wait_for_screen()

    async def press_and_settle(pilot: Pilot[object], *keys: str) -> None:
        await press(pilot, *keys)
        await settle(pilot)

    async def settle_and_pause(pilot: Pilot[object], delay: float | None = None) -> None:
        await settle(pilot)
        await pause(pilot, delay)

    monkeypatch.setattr(Pilot, "press", press_and_settle)
    monkeypatch.setattr(Pilot, "pause", settle_and_pause)
