"""A guideline with less in it: every place says what is lacking, no key ends the program, and the rest works."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.partial import PARTIAL, lacking, partial
from tests.ui.screen import finished, screen_text
from uedasns_tui.services import record_actions
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.goto import NewRecord, OpenRecord
from uedasns_tui.ui.screens.main_screen import SCREENS, MainScreen

KEYS = {"home": "nc", "reading": "b", "policies": "neyswif", "posts": "npf", "trouble": "n"}
NEEDS = {"policies": ("policy",), "posts": ("post",), "trouble": ("incident",), "reading": (),
         "home": ("policy", "post", "incident")}  # fmt: skip


def desk_of(guideline: str, tmp_path: Path, now: datetime) -> AppContext:
    options = AppOptions(create=True, data=str(tmp_path / "records"), guideline=guideline)
    return open_context(
        options, {}, lambda: now, UserSettings(name="上田　花子", section="広報課", seen_home=True)
    )


def flat(app: Uedasns) -> str:
    return "".join(screen_text(app).split())


async def back(app: Uedasns, pilot: Pilot[None], place: str) -> None:
    """Close what a key opened, leaving nothing behind."""
    for _ in range(5):
        await finished(app)  # a screen that is not put together yet cannot be closed by hand either
        if isinstance(app.screen, MainScreen) and app.current_mode == place:
            return
        if isinstance(app.screen, MainScreen):
            app.action_go(place)
        else:
            app.screen.dismiss(None)
        await pilot.pause(0.05)


@pytest.mark.parametrize("name", PARTIAL)
def test_every_place_says_what_is_lacking_and_every_key_works(
    name: str, tmp_path: Path, now: datetime
) -> None:
    whole = desk_of("", tmp_path, now)
    for kind, values in (("policy", {"name": "広報"}), ("post", {"text": "催し", "accounts": ("one",)}),
                         ("incident", {"what": "誤り"})):  # fmt: skip
        record_actions.save_record(
            whole,
            record_actions.new_record(whole, kind, values, name="one" if kind == "policy" else kind),
            None,
        )

    async def inside() -> None:
        app = Uedasns(desk_of(str(partial(name, tmp_path / "guideline")), tmp_path, now))
        async with app.run_test(size=(110, 40)) as pilot:
            for number, place in enumerate(SCREENS, 1):
                await pilot.press(str(number))
                await pilot.pause(0.2)
                assert app.fault is None and app.current_mode == place
                away = [kind for kind in NEEDS[place] if kind in lacking(name)]
                said = flat(app)
                assert ("このガイドラインには、" in said) is (
                    bool(away) or (name == "no checklists" and place in ("posts", "trouble"))
                ), said
                if away:
                    assert f"（formsフォルダーのpurpose={'、'.join(away)}）" in said, said
                    assert "まだありません" not in said
                for key in [*KEYS[place], "down", "enter"]:
                    await pilot.press(key)
                    await pilot.pause(0.05)
                    assert app.fault is None and app.is_running, (place, key)
                    assert (
                        isinstance(app.screen, MainScreen) or place == "home" or not (away and key in "neyiw")
                    ), (place, key)
                    await back(app, pilot, place)
            for kind in ("policy", "post", "incident"):
                for goto in (
                    NewRecord(kind),
                    NewRecord(kind, sample=True),
                    OpenRecord("one" if kind == "policy" else kind),
                ):
                    app.navigate(goto)
                    await pilot.pause(0.1)
                    assert app.fault is None
                    opened = not isinstance(app.screen, MainScreen)
                    if kind in lacking(name):
                        assert not opened
                    elif goto != NewRecord(kind, sample=True) or kind == "policy":
                        assert opened, goto
                    await back(app, pilot, app.current_mode)
            app.action_find()
            await pilot.pause(0.1)
            assert app.fault is None

    asyncio.run(inside())


def test_begin_tells_which_form_is_lacking(tmp_path: Path, now: datetime) -> None:
    async def inside() -> None:
        app = Uedasns(desk_of(str(partial("no post", tmp_path / "guideline")), tmp_path, now))
        async with app.run_test(size=(110, 40)) as pilot:
            for sample in (False, True):
                app.clear_notifications()
                app.navigate(NewRecord("post", sample))
                await pilot.pause(0.1)
                assert ["「投稿の前の確認」の様式" in toast.message for toast in app._notifications] == [True]

    asyncio.run(inside())
