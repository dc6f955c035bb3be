"""Keys typed faster than the screen follows: every one arrives, in order, where it was meant for."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.keys import _character_to_key
from textual.screen import Screen
from textual.widgets import Input

from uedasns_tui.desk import work
from uedasns_tui.desk.desk import open_desk
from uedasns_tui.desk.folders import Options
from uedasns_tui.desk.settings import Mine
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.post_editing import PostEditing
from uedasns_tui.ui.typeahead import TypeAhead


class Slow(Input):
    """A field on a slow machine."""

    async def _on_key(self, event: events.Key) -> None:
        await asyncio.sleep(0.02)
        await super()._on_key(event)


class Opened(Screen[None]):
    """A screen that takes its time to open."""

    BINDINGS = [("escape", "dismiss", "back")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield Slow(id="inner")

    async def on_mount(self) -> None:
        await asyncio.sleep(0.1)


class Program(TypeAhead):
    """Two fields; F2 opens another screen."""

    BINDINGS = [("f2", "open", "open")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield Slow(id="one")
        yield Slow(id="two")

    def action_open(self) -> None:
        self.push_screen(Opened())


class Hasty(Program):
    """The same without its patience: what Textual does by itself."""

    async def on_event(self, event: events.Event) -> None:
        await App.on_event(self, event)


def burst(app: App[None], *typed: str | events.Paste) -> None:
    """All at once, as a terminal hands on what was typed while the program was busy."""
    for one in typed:
        if isinstance(one, events.Paste):
            app.post_message(one)
        elif len(one) == 1:
            app.post_message(events.Key(_character_to_key(one), one))
        else:
            app.post_message(events.Key(one, None))


async def quiet(app: TypeAhead) -> None:
    for _ in range(1000):
        await asyncio.sleep(0.01)
        if app._guard is None and not app._typed:
            return
    raise AssertionError("keys are still waiting")


def typed_into(program: type[Program]) -> tuple[str, str, str]:
    async def inside() -> tuple[str, str, str]:
        app = program()
        async with app.run_test() as pilot:
            await pilot.pause()
            burst(app, *"雨", "tab", *"曇り", events.Paste("のち"), *"晴れ", "f2", *"内側", "escape", *"x")
            await asyncio.sleep(0.05)
            if program is Program:
                await quiet(app)
            await pilot.pause(0.5)
            values = [app.screen_stack[0].query_one(f"#{name}", Input).value for name in ("one", "two")]
            return values[0], values[1], type(app.screen).__name__

    return asyncio.run(inside())


def test_what_is_typed_at_once_arrives_where_it_was_meant_for() -> None:
    assert typed_into(Program) == ("雨", "曇りのち晴れx", "Screen")


def test_without_patience_it_goes_astray() -> None:
    """What this is for: were Textual to do it by itself one day, this fails and the mixin can go."""
    assert typed_into(Hasty) != ("雨", "曇りのち晴れx", "Screen")


def test_a_key_that_never_ends_blocks_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("uedasns_tui.ui.typeahead.PATIENCE", 0.05)

    class Stuck(Program):
        BINDINGS = [Binding("f2", "open", "open", priority=True)]  # noqa: RUF012

        def compose(self) -> ComposeResult:
            yield Slow(id="one")

    async def stuck(self: Slow, event: events.Key) -> None:
        if event.key == "a":
            await asyncio.sleep(0.5)
        await Input._on_key(self, event)

    monkeypatch.setattr(Slow, "_on_key", stuck)

    async def inside() -> None:
        app = Stuck()
        async with app.run_test() as pilot:
            await pilot.pause()
            burst(app, "a", "f2")
            await asyncio.sleep(0.3)
            assert isinstance(app.screen, Opened)
            await quiet(app)

    asyncio.run(inside())


def test_a_new_post_takes_the_keys_that_came_with_its_opening(tmp_path: Path, now: datetime) -> None:
    mine = Mine(name="上田　花子", section="広報課", seen_home=True)
    desk = open_desk(Options(data=str(tmp_path / "records")), {}, lambda: now, mine)
    sample = work.sample(desk, "policy")
    assert sample is not None
    work.keep(desk, work.start(desk, "policy", work.copied(desk, sample), name="channel"), None)
    text = "11月24日（月）に上田城跡公園でまつりを開催します。"

    async def inside() -> None:
        app = Uedasns(desk)
        async with app.run_test(size=(80, 44)) as pilot:
            await pilot.pause()
            burst(app, "4", "n", "tab", "2", "tab", *"相手", "tab", *text)
            await quiet(app)
            await pilot.pause(0.3)
            assert isinstance(app.screen, PostEditing)
            values = app.screen.edited.values
            assert (values["kind"], values["replied"], values["text"]) == ("reply", "相手", text)

    asyncio.run(inside())


def test_find_and_enter_at_once_go_to_what_was_typed(tmp_path: Path, now: datetime) -> None:
    desk = open_desk(Options(data=str(tmp_path / "records")), {}, lambda: now, Mine())
    wanted = next(one for one in desk.guideline.clauses if one.depth > 2)

    async def inside() -> None:
        app = Uedasns(desk)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause(0.3)
            burst(app, "/", *wanted.citation, "enter")
            await quiet(app)
            await pilot.pause(0.3)
            assert app.screen.query_one("#text").current_row.key == wanted.citation  # type: ignore[attr-defined]

    asyncio.run(inside())
