"""What stands first in the finder, and what Enter opens: what was named, then what holds every word."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from tests.ui.screen import finished, screen_text
from uedasns_tui.services import finder as services_finder
from uedasns_tui.services import record_actions
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.storage.index.record_index import RecordHits
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.dialogs.finder import FinderDialog
from uedasns_tui.ui.goto import OpenClause, OpenRecord, RunAction
from uedasns_tui.ui.screens.record_editor import RecordEditor

TITLES = {"a": "個人情報", "b": "秋の夜長の星空観望会", "c": "観望会の個人情報の扱い"}


@pytest.fixture
def context(tmp_path: Path, now: datetime) -> AppContext:
    context = open_context(
        AppOptions(create=True, data=str(tmp_path / "records")),
        {},
        lambda: now,
        UserSettings(name="上田　花子", section="広報課", seen_home=True),
    )
    for name, title in TITLES.items():
        values = {"title": title, "text": "開きます。", "accounts": (), "kind": "official"}
        record_actions.save_record(
            context, record_actions.new_record(context, "post", values, "post", name), None
        )
    return context


async def until(condition: Callable[[], bool]) -> None:
    """Also while keys wait, for which the pilot would wait, too."""
    for _ in range(500):
        if condition():
            return
        await asyncio.sleep(0.01)


async def asked(app: Uedasns, pilot: Pilot[None], words: str) -> FinderDialog:
    app.action_find()
    await pilot.pause(0.05)
    finder = app.screen
    assert isinstance(finder, FinderDialog)
    await pilot.press(*words)
    for _ in range(2):
        await pilot.pause(0.05)
        await finished(app)
    return finder


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("個人情報", OpenRecord("a")),  # clauses hold it too, but this is its name
        ("秋の夜長の星空観望会", OpenRecord("b")),
        ("観望会 個人情報", OpenRecord("c")),  # no clause holds both words
        ("漏えい", OpenClause("5(5)")),
        ("5(5)", OpenClause("5(5)")),
        (
            "もらさない",
            OpenClause("5(5)"),
        ),  # kana alone are no word of any action: once all of them came first
        ("ひかえをとる", RunAction("backup")),
    ],
)
def test_what_fits_best_is_first(context: AppContext, words: str, first: object) -> None:
    async def inside() -> None:
        app = Uedasns(context)
        async with app.run_test(size=(100, 30)) as pilot:
            finder = await asked(app, pilot, words)
            row = finder.row_list.current_row
            assert row is not None and row.goto == first
            assert "場所" in screen_text(app) and "見つかったところ" in screen_text(app)

    asyncio.run(inside())


def test_enter_right_behind_the_last_letter_opens_the_record_of_that_name(context: AppContext) -> None:
    async def inside() -> None:
        app = Uedasns(context)
        async with app.run_test(size=(100, 30)) as pilot:
            app.action_find()
            await pilot.pause(0.05)
            await pilot.press(*"個人情報", "enter")
            for _ in range(3):
                await pilot.pause(0.05)
                await finished(app)
            assert isinstance(app.screen, RecordEditor) and app.screen.record.id == "a"

    asyncio.run(inside())


def test_a_key_behind_enter_waits_for_the_records_that_enter_waits_for(
    context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = threading.Event()
    quick = services_finder.find_records

    def slow(*arguments: Any) -> RecordHits:
        ready.wait(10)
        return quick(*arguments)

    monkeypatch.setattr(services_finder, "find_records", slow)

    async def inside() -> None:
        app = Uedasns(context)
        async with app.run_test(size=(100, 30)) as pilot:
            app.action_find()
            await pilot.pause(0.05)
            for key in (*"個人情報", "enter", "f1"):
                app.post_message(events.Key(key, key if len(key) == 1 else None))
            finder = app.screen
            assert isinstance(finder, FinderDialog)
            await until(lambda: bool(finder.submitted))
            ready.set()
            await until(lambda: not app.typed_ahead and len(app.screen_stack) == 3)
            assert len(app.screen_stack) == 3 and isinstance(app.screen_stack[1], RecordEditor)

    asyncio.run(inside())


def test_whoever_has_moved_stays_when_records_come(context: AppContext) -> None:
    async def inside() -> None:
        app = Uedasns(context)
        async with app.run_test(size=(100, 30)) as pilot:
            finder = await asked(app, pilot, "個人情報")
            await pilot.press("down", "down")
            row = finder.row_list.current_row
            assert finder.record_hits is not None
            finder.show_records(finder.words, finder.record_hits, finder.records, [])
            assert row is not None and finder.row_list.current_row == row

    asyncio.run(inside())
