"""The dialog of a decision: what is decided and the first question both in sight; PageDown moves only the former."""

from __future__ import annotations

import asyncio

import pytest
from textual.app import App
from textual.containers import VerticalScroll

from tests.ui.screen import screen_text
from uedasns_tui.guideline.schema import Transition, TransitionInput
from uedasns_tui.ui.dialogs.transition import TransitionDialog

ASKS = (
    TransitionInput("by", "決裁した人"),
    TransitionInput("number", "決裁番号"),
    *(TransitionInput(f"more{n}", f"問い{n}") for n in range(8)),
)
ACT = Transition("decide", "決裁済にする", needs=("by", "number"), role="decide")


@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
def test_both_are_in_sight(size: tuple[int, int]) -> None:
    async def run() -> None:
        app: App[None] = App()
        given: list[dict[str, str] | None] = []
        async with app.run_test(size=size) as pilot:
            about = "\n".join(f"行{n}" for n in range(40))
            app.push_screen(TransitionDialog(ACT, ASKS, about), given.append)
            await pilot.pause(0.2)
            shown = screen_text(app)
            assert "行0" in shown and "決裁した人" in shown
            await pilot.press("pagedown")
            await pilot.pause()
            shown = screen_text(app)
            assert "行0\n" not in shown and "行9" in shown and "決裁した人" in shown
            for _ in range(9):
                await pilot.press("pagedown")
            await pilot.pause()
            assert "行39" in screen_text(app)
            await pilot.press("a", "tab", "b", "tab", "tab", "tab")
            await pilot.pause(0.1)
            assert app.focused is not None and app.screen.query_one(".about", VerticalScroll).scroll_y > 0
            assert "問い2" in screen_text(app)
            await pilot.press("f10")
            await pilot.pause()
        assert given == [{"by": "a", "number": "b"}]

    asyncio.run(run())
