"""The lists follow what others do while the screen is in use; a build says how far it is, stops, and goes on."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.screen import finished, screen_text
from uedasns_tui.services import finder, record_actions, record_list
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.storage.index import refresh
from uedasns_tui.storage.index.database import IndexDatabase, IndexUnavailable
from uedasns_tui.ui import file_watch
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.dialogs.finder import FinderDialog
from uedasns_tui.ui.goto import ShowMore
from uedasns_tui.ui.screens.record_editor import RecordEditor
from uedasns_tui.ui.widgets.row_list import RowList
from uedasns_tui.ui.widgets.text_field import TextField


@pytest.fixture
def context(tmp_path: Path, now: datetime) -> AppContext:
    mine = UserSettings(name="上田　花子", section="広報課", seen_home=True)
    return open_context(AppOptions(create=True, data=str(tmp_path / "records")), {}, lambda: now, mine)


def written(context: AppContext, *numbers: int) -> None:
    """Post checks that somebody else wrote, each with a word of its own."""
    other = open_context(
        AppOptions(data=str(context.folders.records)),
        {},
        context.clock,
        UserSettings(name="隣", section="福祉課"),
    )
    for number in numbers:
        values = {"title": f"題{number:04d}", "text": f"お知らせ{number:04d}です。", "kind": "official"}
        record_actions.save_record(
            other, record_actions.new_record(other, "post", values, "post", f"20261123-{number:05d}"), None
        )


def run(
    context: AppContext, journey: Callable[[Uedasns, Pilot[None]], object], size: tuple[int, int] = (80, 16)
) -> None:
    async def inside() -> None:
        app = Uedasns(context)
        async with app.run_test(size=size) as pilot:
            await settled(app, pilot)
            await journey(app, pilot)  # type: ignore[misc]
            assert app.fault is None
            app.stop_looking()

    asyncio.run(inside())


async def settled(app: Uedasns, pilot: Pilot[None]) -> None:
    """Until nobody reads and everything is drawn."""
    for _ in range(4):
        while app._reader is not None and app._reader.is_running:
            await asyncio.sleep(0.01)
        await finished(app)
        await pilot.pause(0.05)


def test_others_records_come_without_moving_what_one_reads(context: AppContext) -> None:
    written(context, *range(100, 130))

    async def journey(app: Uedasns, pilot: Pilot[None]) -> None:
        await pilot.press("4")
        await settled(app, pilot)
        lines = app.screen.query_one(RowList)
        await pilot.press(*["down"] * 20)
        await settled(app, pilot)
        row, line = lines.current_row, lines.current - lines._y
        assert row is not None and "30 件" in screen_text(app)
        await pilot.press("f", "題")
        written(context, 900, 901)
        app.look()
        await settled(app, pilot)
        assert app.screen.query_one("#words", TextField).value == "題" and isinstance(app.focused, TextField)
        assert "32 件" in screen_text(app)
        await pilot.press("escape")
        await settled(app, pilot)
        while lines.current_row is not None and lines.current_row.key != row.key:
            await pilot.press("down")
        line = lines.current - lines._y
        written(context, 902)
        app.look()
        await settled(app, pilot)
        assert lines.current_row is not None and lines.current_row.key == row.key
        assert lines.current - lines._y == line and "33 件" in screen_text(app)

    run(context, journey)


def test_another_window_of_ones_own_is_followed_too(context: AppContext) -> None:
    """Both windows have one index: what the other has written there is no change on the disk any more."""
    written(context, 100)

    async def journey(app: Uedasns, pilot: Pilot[None]) -> None:
        await pilot.press("4")
        await settled(app, pilot)
        assert "1 件" in screen_text(app)
        other = open_context(
            AppOptions(data=str(context.folders.records)), {}, context.clock, context.user_settings
        )
        written(context, 101)
        other.index.refresh()
        app.look()
        await settled(app, pilot)
        assert "2 件" in screen_text(app)

    run(context, journey)


def test_the_finder_takes_records_a_page_at_a_time(context: AppContext) -> None:
    written(context, *range(60))

    async def journey(app: Uedasns, pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"お知らせ00")
        await settled(app, pilot)
        finder = app.screen
        assert isinstance(finder, FinderDialog)
        assert len(finder.records) == 50 and finder.query_one(RowList).rows[-1].goto == ShowMore()
        await pilot.press("up")
        finder.query_one(RowList).action_edge(-1)
        await pilot.press("enter")
        await settled(app, pilot)
        assert len(finder.records) == 60 and all(
            row.goto != ShowMore() for row in finder.query_one(RowList).rows
        )
        for key in ("backspace", "backspace"):
            await pilot.press(key)
        await pilot.press(*"0059")
        await settled(app, pilot)
        assert [one.title for one in finder.records] == ["題0059"]

    run(context, journey)


def test_enter_goes_to_a_record_that_is_still_being_looked_for(
    context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(context, *range(5))
    records = finder.find_records

    def slowly(*arguments: object) -> object:
        time.sleep(0.3)
        return records(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(finder, "find_records", slowly)

    async def journey(app: Uedasns, pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"0003です", "enter")  # no words of the guideline: no hit yet
        await settled(app, pilot)
        assert isinstance(app.screen, RecordEditor) and app.screen.record.text("title") == "題0003"

    run(context, journey, (80, 30))


def test_a_build_says_how_far_it_is_and_can_be_stopped(
    context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(context, *range(250))
    context.index.rebuild()  # saving wrote it; here nothing is read yet
    monkeypatch.setattr(record_list, "index", lambda context, *_, **__: context.index)
    monkeypatch.setattr(file_watch, "MANY", 10)
    monkeypatch.setattr(refresh, "STEP", 20)  # far from the end when it is told to stop
    progress: list[str] = []
    stopped = threading.Event()
    show = Uedasns._show_progress

    def stopping(app: Uedasns, done: int, total: int) -> None:
        show(app, done, total)
        progress.append(app.progress)
        if done:
            app.screen.action_stop_reading()  # type: ignore[attr-defined]
            stopped.set()

    monkeypatch.setattr(Uedasns, "_show_progress", stopping)
    summarise = context.index.summarise
    read: list[object] = []

    def waiting(record: object) -> object:
        read.append(record)
        if len(read) == refresh.STEP:
            time.sleep(0.2)  # progress that comes sooner after the last is not reported
        elif len(read) > refresh.STEP:
            assert stopped.wait(60)
        return summarise(record)  # type: ignore[arg-type]

    context.index.summarise = waiting  # type: ignore[assignment]

    async def journey(app: Uedasns, pilot: Pilot[None]) -> None:
        await pilot.press("4")
        await pilot.pause(0.8)
        await settled(app, pilot)
        assert progress and "250 件" in progress[0] and "Esc で止めます" in progress[0]
        assert "止めました" in screen_text(app) and not context.index.built
        part = context.index.count("post")
        assert 0 < part < 250 and f"{part} 件" in screen_text(app)
        monkeypatch.setattr(Uedasns, "_show_progress", show)
        await pilot.press("r")
        await settled(app, pilot)
        assert context.index.built and "250 件" in screen_text(app) and "止めました" not in screen_text(app)

    run(context, journey)


@pytest.mark.parametrize("place", ["1", "3", "4", "5", "b"])
def test_an_index_that_somebody_else_writes_stops_nobody(
    context: AppContext, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(context, 1, 2)

    def busy(*_: object, **__: object) -> None:
        raise IndexUnavailable

    async def journey(app: Uedasns, pilot: Pilot[None]) -> None:
        await pilot.press("2", "down")  # from the title block, on which nothing rests, to the first clause
        await settled(app, pilot)
        monkeypatch.setattr(IndexDatabase, "run", busy)
        await pilot.press(place)
        await settled(app, pilot)
        app.look()
        await settled(app, pilot)
        said = {"b": "記録の一覧を今は読めません", "5": "連絡先"}.get(place, "今は読めません")
        assert said in screen_text(app)
        monkeypatch.undo()
        await pilot.press("escape", "4")
        app.look()
        await settled(app, pilot)
        assert "2 件" in screen_text(app) and "今は読めません" not in screen_text(app)

    run(context, journey, (80, 24))
