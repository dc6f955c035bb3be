"""Keys typed faster than the screen follows: every one arrives, in order, where it was meant for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.keys import _character_to_key
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input

from uedasns_tui.services import record_actions
from uedasns_tui.services.context import open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.screens.record_editor import RecordEditor
from uedasns_tui.ui.typeahead import TypeAhead
from uedasns_tui.ui.widgets.row_list import RowList


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
        if not app.typed_ahead:
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
    monkeypatch.setattr("uedasns_tui.ui.typeahead.PATIENCE", 1)

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
    mine = UserSettings(name="上田　花子", section="広報課", seen_home=True)
    context = open_context(AppOptions(create=True, data=str(tmp_path / "records")), {}, lambda: now, mine)
    sample = record_actions.sample(context, "policy")
    assert sample is not None
    record_actions.save_record(
        context,
        record_actions.new_record(context, "policy", record_actions.copy_of(context, sample), name="channel"),
        None,
    )
    text = "11月24日（月）に上田城跡公園でまつりを開催します。"

    async def inside() -> None:
        app = Uedasns(context)
        async with app.run_test(size=(80, 44)) as pilot:
            await pilot.pause()
            burst(app, "4", "n", "tab", "2", "tab", *"相手", "tab", *text)
            await quiet(app)
            await pilot.pause(0.3)
            assert isinstance(app.screen, RecordEditor)
            values = app.screen.edited.values
            assert (values["kind"], values["replied"], values["text"]) == ("reply", "相手", text)

    asyncio.run(inside())


def test_find_and_enter_at_once_go_to_what_was_typed(tmp_path: Path, now: datetime) -> None:
    context = open_context(
        AppOptions(create=True, data=str(tmp_path / "records")), {}, lambda: now, UserSettings()
    )
    wanted = next(one for one in context.guideline.clauses if one.depth > 2)

    async def inside() -> None:
        app = Uedasns(context)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause(0.3)
            text = app.screen.query_one("#text", RowList)
            for keys in ([], ["down"]):
                burst(app, "/", *wanted.citation, "enter", *keys)
                await quiet(app)
                await pilot.pause(0.3)
                row = text.current_row
                assert row is not None
                assert row.key == (
                    text.rows[text.index_of(wanted.citation) + 1].key if keys else wanted.citation
                )

    asyncio.run(inside())


class Chained(Screen[None]):
    """A field whose text says something, which says something, which moves the focus; all of it slowly."""

    class Said(Message):
        """One step of what a key brings about."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    def compose(self) -> ComposeResult:
        yield Slow(id="from")
        yield Input(id="to")

    async def on_input_changed(self, message: Input.Changed) -> None:
        if message.input.id == "from" and message.value.endswith("。"):
            await asyncio.sleep(0.05)
            self.post_message(self.Said(1))

    async def on_chained_said(self, message: Said) -> None:
        await asyncio.sleep(0.05)
        if message.step < 2:
            self.post_message(self.Said(message.step + 1))
        else:
            self.query_one("#to").focus()


def run(inside: Callable[[], Coroutine[None, None, None]]) -> None:
    asyncio.run(inside())


def test_what_a_key_brings_about_step_by_step_comes_before_the_next_key() -> None:
    async def inside() -> None:
        app = Program()
        async with app.run_test() as pilot:
            await app.push_screen(Chained())
            await pilot.pause()
            burst(app, *"雨。", *"曇り")
            await quiet(app)
            await pilot.pause(0.2)
            assert [one.value for one in app.screen.query(Input)] == ["雨。", "曇り"]

    run(inside)


def test_a_screen_that_moves_the_focus_when_it_is_drawn_has_done_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def choose(screen: Opened) -> None:
        screen.mount(Slow(id="chosen"))
        screen.call_after_refresh(lambda: screen.query_one("#chosen").focus())

    monkeypatch.setattr(Opened, "on_mount", choose)

    async def inside() -> None:
        app = Program()
        async with app.run_test() as pilot:
            await pilot.pause()
            burst(app, "f2", *"内側")
            await quiet(app)
            await pilot.pause(0.2)
            assert app.screen.query_one("#chosen", Input).value == "内側"

    run(inside)


def test_a_program_that_computes_for_long_loses_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The watchdog's time passes while the loop stands still; it does not mistake that for a key that never ends."""
    monkeypatch.setattr("uedasns_tui.ui.typeahead.PATIENCE", 3)

    class Computing(Program):
        def action_open(self) -> None:
            time.sleep(0.6)
            super().action_open()
            time.sleep(0.6)

    async def inside() -> None:
        app = Computing()
        async with app.run_test() as pilot:
            await pilot.pause()
            burst(app, "f2", *"内側", "escape", *"外")
            await quiet(app)
            await pilot.pause(0.2)
            assert app.screen.query_one("#one", Input).value == "外"

    run(inside)


def test_what_is_typed_while_the_program_starts_arrives() -> None:
    class Starting(TypeAhead):
        def get_default_screen(self) -> Screen[None]:
            return Opened()

    async def inside() -> None:
        app = Starting()
        async with app.run_test() as pilot:
            burst(app, *"朝")
            await quiet(app)
            await pilot.pause(0.2)
            assert app.screen.query_one("#inner", Input).value == "朝"

    run(inside)


def test_a_screen_that_nobody_asked_for_by_key_is_ready_too() -> None:
    async def inside() -> None:
        app = Program()
        async with app.run_test() as pilot:
            await pilot.pause()
            app.push_screen(Opened())
            burst(app, *"内側")
            await quiet(app)
            await pilot.pause(0.2)
            assert app.screen.query_one("#inner", Input).value == "内側"

    run(inside)


@pytest.mark.parametrize("presses", [1, 2])
def test_leaving_waits_for_no_long_row_of_keys(monkeypatch: pytest.MonkeyPatch, presses: int) -> None:
    """Once, it goes with all keys before it after one wait; twice, at once."""
    monkeypatch.setattr("uedasns_tui.ui.typeahead.PATIENCE", 4 if presses == 1 else 10_000)
    left: list[str] = []

    class Stuck(Program):
        BINDINGS = [Binding("ctrl+q", "leave", "leave", priority=True)]  # noqa: RUF012

        def action_leave(self) -> None:
            left.append("left")

    free = asyncio.Event()

    async def stuck(self: Slow, event: events.Key) -> None:
        await free.wait()
        await Input._on_key(self, event)

    monkeypatch.setattr(Slow, "_on_key", stuck)

    async def inside() -> None:
        app = Stuck()
        async with app.run_test() as pilot:
            await pilot.pause()
            burst(app, *"雨" * 300, *["ctrl+q"] * presses)
            for _ in range(200):
                await asyncio.sleep(0.01)
                if left:
                    break
            assert len(left) == presses
            free.set()
            await quiet(app)
            await pilot.pause(0.2)
            assert app.query_one("#one", Input).value == "雨" * 300

    run(inside)
