"""A screen that closes takes itself away, and no other: results that come late, a window that became large enough."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine

import pytest
from textual.geometry import Size
from textual.pilot import Pilot

from tests.ui.test_screens import context  # noqa: F401
from uedasns_tui.formats.site import SiteResult
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.index.record_index import RecordHits
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.dialogs.backlinks import BacklinksDialog
from uedasns_tui.ui.dialogs.export import SiteDialog
from uedasns_tui.ui.dialogs.finder import FinderDialog
from uedasns_tui.ui.dialogs.go_to import GoToDialog
from uedasns_tui.ui.goto import OpenRecord
from uedasns_tui.ui.screens.reader import ReaderScreen
from uedasns_tui.ui.screens.record_editor import RecordEditor
from uedasns_tui.ui.screens.too_small import TooSmallScreen
from uedasns_tui.ui.widgets.row_list import RowList

Path = Callable[[Uedasns, Pilot[None]], Coroutine[None, None, None]]


def play(context: AppContext, path: Path) -> Uedasns:  # noqa: F811
    async def inside() -> Uedasns:
        app = Uedasns(context)
        async with app.run_test(size=(80, 30)) as pilot:
            await pilot.pause(0.2)
            await path(app, pilot)
            await pilot.pause(0.2)
            assert app.fault is None
        return app

    return asyncio.run(inside())


def test_pages_that_are_written_when_one_has_left_close_no_form(context: AppContext) -> None:  # noqa: F811
    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        site = SiteDialog(context)
        await app.push_screen(site)
        await pilot.press("escape")
        app.navigate(OpenRecord("channel"))
        await pilot.pause(0.3)
        assert isinstance(app.screen, RecordEditor)
        site.show_result(SiteResult(1, 0, 0))
        await pilot.pause(0.1)
        assert isinstance(app.screen, RecordEditor)

    play(context, path)


def test_what_is_found_when_one_asks_where_to_go_closes_nothing(context: AppContext) -> None:  # noqa: F811
    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        app.action_find()
        await pilot.pause(0.2)
        finder = app.screen
        assert isinstance(finder, FinderDialog)
        await pilot.press("escape")
        finder.show_records("", RecordHits((), ()), [], [])
        finder.dismiss(None)
        app.action_find()
        await pilot.pause(0.2)
        finder = app.screen
        assert isinstance(finder, FinderDialog)
        await pilot.press("f2")
        finder.dismiss(None)
        await pilot.pause(0.1)
        assert isinstance(app.screen, GoToDialog)

    play(context, path)


def test_records_around_a_clause_that_come_late_are_let_go(context: AppContext) -> None:  # noqa: F811
    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        around = BacklinksDialog(context, context.guideline.clauses[-1].citation)
        await app.push_screen(around)
        await pilot.pause(0.2)
        await pilot.press("escape")
        await pilot.pause(0.2)
        around.show_records([])

    play(context, path)


@pytest.mark.parametrize(
    ("checklist", "place"),
    [
        ("post", "posts"),
        ("reply", "posts"),
        ("account", "policies"),
        ("trouble", "trouble"),
        ("private", "posts"),
    ],
)
def test_an_item_that_rests_on_a_clause_leads_to_its_place(
    context: AppContext,  # noqa: F811
    checklist: str,
    place: str,
) -> None:
    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        app.action_go("reading")
        await pilot.pause(0.1)
        clause = context.guideline.clause(context.guideline.checklists[checklist].item[0].clause)
        title = context.guideline.checklists[checklist].title
        assert clause is not None and isinstance(app.screen, ReaderScreen)
        app.screen.jump(clause.citation)
        await pilot.press("b")
        await pilot.pause(0.2)
        assert isinstance(app.screen, BacklinksDialog)
        say = context.guideline.checklists[checklist].item[0].say
        key = next(row.key for row in app.screen.rows if say in row.body and title in row.body)
        app.screen.query_one(RowList).go(key)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert app.current_mode == place

    play(context, path)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_window_made_large_again_shows_every_place(context: AppContext, elsewhere: bool) -> None:  # noqa: F811
    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        await pilot.resize_terminal(20, 8)
        await pilot.pause(0.2)
        assert isinstance(app.screen, TooSmallScreen)
        if elsewhere:
            app.action_go("policies")
            await pilot.pause(0.2)
        await pilot.resize_terminal(80, 30)
        await pilot.pause(0.2)
        assert app.size == Size(80, 30)
        app.action_go("home")
        await pilot.pause(0.2)
        assert not isinstance(app.screen, TooSmallScreen)

    play(context, path)
