"""What a start must not do twice, counted and not timed: style sheets are read once, the first place is a mode too."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from textual._compositor import LayoutUpdate
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen
from textual.widgets import Static

from tests.ui.screen import finished, screen_text
from uedasns_tui.services import home
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.ui import theme
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.screens.home import HomeScreen
from uedasns_tui.ui.screens.reader import ReaderScreen


def begun(tmp_path: Path, now: datetime, mine: UserSettings) -> Uedasns:
    (tmp_path / "records").mkdir(exist_ok=True)
    return Uedasns(open_context(AppOptions(data=str(tmp_path / "records")), {}, lambda: now, mine))


@pytest.mark.parametrize("seen", [False, True])
def test_a_start_reads_no_style_sheet_again(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch, seen: bool
) -> None:
    again = []
    monkeypatch.setattr(Stylesheet, "reparse", lambda sheet: again.append(sheet))
    app = begun(tmp_path, now, UserSettings(name="上田花子", seen_home=seen))

    async def start() -> str:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            return app.current_mode

    assert asyncio.run(start()) == ("home" if seen else "reading")
    assert not again


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_start_in_a_theme_is_that_theme(tmp_path: Path, now: datetime, name: str) -> None:
    app = begun(tmp_path, now, UserSettings(theme=name))

    async def start() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            there = set(app.classes), app.screen.styles.background, app.get_css_variables()
            app.theme = theme.other(app.theme)
            await pilot.pause()
            app.theme = theme.other(app.theme)
            await pilot.pause()
            assert (set(app.classes), app.screen.styles.background, app.get_css_variables()) == there

    asyncio.run(start())


def test_one_comes_back_to_the_place_one_started_at(tmp_path: Path, now: datetime) -> None:
    app = begun(tmp_path, now, UserSettings())

    async def there_and_back() -> tuple[str, str]:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            before, first = screen_text(app), app.screen
            await pilot.press("1")
            await pilot.pause()
            await pilot.press("2")
            await pilot.pause()
            assert app.screen is first
            return before.split("\n")[0], screen_text(app).split("\n")[0]

    before, after = asyncio.run(there_and_back())
    assert before == after != ""


def test_the_first_layout_is_that_of_the_window(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[set[str]] = []
    lay_out = Screen._refresh_layout

    def noted(screen: Screen[object], *arguments: Any, **named: Any) -> None:
        seen.append(set(screen.classes))
        lay_out(screen, *arguments, **named)

    monkeypatch.setattr(Screen, "_refresh_layout", noted)
    app = begun(tmp_path, now, UserSettings())

    async def start() -> None:
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            await pilot.resize_terminal(80, 24)
            await pilot.pause()
            assert not set(app.screen.classes) & {"-wide", "-with-contents", "-with-about"}

    asyncio.run(start())
    assert seen[0] >= {"-wide", "-with-contents", "-with-about"}


def test_the_text_of_the_reader_is_drawn_once(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames: list[tuple[bool, set[tuple[int, int, int]]]] = []
    display = Uedasns._display

    def noted(app: Uedasns, screen: Screen[Any], update: Any) -> None:
        if isinstance(screen, ReaderScreen) and not screen.complete:
            frames.append((isinstance(update, LayoutUpdate), set(getattr(update, "spans", ()))))
        display(app, screen, update)

    monkeypatch.setattr(Uedasns, "_display", noted)
    app = begun(tmp_path, now, UserSettings())

    async def start() -> range:
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause(0.3)
            region = app.screen.query_one("#text").content_region
            return range(region.x, region.right - 2)

    text = asyncio.run(start())
    assert [whole for whole, _ in frames].count(True) == 1
    assert not [span for _, spans in frames for span in spans if span[1] in text and 0 < span[0] < 39]


@pytest.mark.parametrize("slow", [False, True])
def test_the_first_frame_of_home_waits_a_blink_for_what_there_is_to_do(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch, slow: bool
) -> None:
    frames: list[str] = []
    asked: list[int] = []
    go_on = threading.Event()
    lay_out, todo = Screen._refresh_layout, home.todo

    def noted(screen: Screen[object], *arguments: Any, **named: Any) -> None:
        frames.append("".join(str(one.render()) for one in screen.query("#count").results(Static)))
        lay_out(screen, *arguments, **named)

    def read(context: AppContext, limit: int = -1) -> home.TodoList:
        asked.append(limit)
        if slow:
            go_on.wait(30)
        return todo(context, limit)

    monkeypatch.setattr(Screen, "_refresh_layout", noted)
    monkeypatch.setattr(home, "todo", read)
    monkeypatch.setattr("uedasns_tui.ui.screens.home.BLINK", 0.01 if slow else 30)
    app = begun(tmp_path, now, UserSettings(name="上田花子", seen_home=True))

    async def start() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            go_on.set()
            await finished(app)
            await pilot.pause()
            assert "ガイドラインを読む" in screen_text(app)

    asyncio.run(start())
    assert frames[0] == ("読んでいます…" if slow else "対応が必要なものはありません。")
    assert len(asked) == 1


def test_what_is_read_while_the_program_ends_finds_nothing_to_show(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_apart, todo = threading.Event(), home.todo

    def read(context: AppContext, limit: int = -1) -> home.TodoList:
        read_now = todo(context, limit)
        taken_apart.wait(30)
        return read_now

    async def unmounted(screen: HomeScreen) -> None:
        taken_apart.set()
        while any(worker.is_running for worker in app.workers):
            await asyncio.sleep(0.01)

    monkeypatch.setattr(home, "todo", read)
    monkeypatch.setattr("uedasns_tui.ui.screens.home.BLINK", 0.01)
    monkeypatch.setattr(HomeScreen, "on_unmount", unmounted, raising=False)
    app = begun(tmp_path, now, UserSettings(name="上田花子", seen_home=True))

    async def end_at_once() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert not taken_apart.is_set()

    asyncio.run(end_at_once())  # raises what a worker raised
    assert taken_apart.is_set()


START = """
import asyncio, sys
from pathlib import Path
from uedasns_tui.services.context import open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.ui.app import Uedasns
app = Uedasns(open_context(AppOptions(data=sys.argv[1]), {}, mine=UserSettings(name="上田花子", seen_home=True)))
app.finish_start = lambda: None  # what comes after the start is not asked here
async def start():
    async with app.run_test(size=(80, 24)):
        await app.screen.tasks_shown.wait()
        print(app.current_mode, callable(app.context.guideline._root), *(name for name in sys.argv[2:] if name in sys.modules))
asyncio.run(start())
"""


def test_home_is_there_without_what_only_a_record_or_an_editor_needs(tmp_path: Path) -> None:
    late = (
        "uedasns_tui.storage.repository", "uedasns_tui.records.codec", "uedasns_tui.records.workflow", "tomlkit",
        "uedasns_tui.ui.widgets.text_field", "uedasns_tui.ui.screens.record_editor", "uedasns_tui.ui.screens.reader",
    )  # fmt: skip
    (tmp_path / "records").mkdir()
    command = [sys.executable, "-c", START, str(tmp_path / "records"), *late]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split() == ["home", "True"]
