"""A screen that closes takes itself away, and no other: results that come late, a window that became large enough."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine

import pytest
from textual.geometry import Size
from textual.pilot import Pilot

from tests.ui.test_screens import desk  # noqa: F401
from uedasns_tui.desk.desk import Desk
from uedasns_tui.formats.site import Built
from uedasns_tui.store.index import Hits
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.around import Around
from uedasns_tui.ui.editing import Editing
from uedasns_tui.ui.exporting import BuildingSite
from uedasns_tui.ui.finding import Finder
from uedasns_tui.ui.going import Going
from uedasns_tui.ui.reading import ReadingPlace
from uedasns_tui.ui.small import TooSmall
from uedasns_tui.ui.widgets.lines import Lines

Path = Callable[[Uedasns, Pilot[None]], Coroutine[None, None, None]]


def play(desk: Desk, path: Path) -> Uedasns:  # noqa: F811
    async def inside() -> Uedasns:
        app = Uedasns(desk)
        async with app.run_test(size=(80, 30)) as pilot:
            await pilot.pause(0.2)
            await path(app, pilot)
            await pilot.pause(0.2)
            assert app.fault is None
        return app

    return asyncio.run(inside())


def test_pages_that_are_written_when_one_has_left_close_no_form(desk: Desk) -> None:  # noqa: F811
    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        site = BuildingSite(desk)
        await app.push_screen(site)
        await pilot.press("escape")
        app.follow("policy", "channel")
        await pilot.pause(0.3)
        assert isinstance(app.screen, Editing)
        site.told(Built(1, 0, 0))
        await pilot.pause(0.1)
        assert isinstance(app.screen, Editing)

    play(desk, path)


def test_what_is_found_when_one_asks_where_to_go_closes_nothing(desk: Desk) -> None:  # noqa: F811
    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        app.action_find()
        await pilot.pause(0.2)
        finder = app.screen
        assert isinstance(finder, Finder)
        await pilot.press("escape")
        finder.take("", Hits((), ()), [], [])
        finder.dismiss(None)
        app.action_find()
        await pilot.pause(0.2)
        finder = app.screen
        assert isinstance(finder, Finder)
        await pilot.press("f2")
        finder.dismiss(None)
        await pilot.pause(0.1)
        assert isinstance(app.screen, Going)

    play(desk, path)


def test_records_around_a_clause_that_come_late_are_let_go(desk: Desk) -> None:  # noqa: F811
    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        around = Around(desk, desk.guideline.clauses[-1].citation)
        await app.push_screen(around)
        await pilot.pause(0.2)
        await pilot.press("escape")
        await pilot.pause(0.2)
        around.take([])

    play(desk, path)


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
def test_an_item_that_rests_on_a_clause_leads_to_its_place(desk: Desk, checklist: str, place: str) -> None:  # noqa: F811
    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        app.action_go("reading")
        await pilot.pause(0.1)
        clause = desk.guideline.clause(desk.guideline.checklists[checklist].item[0].clause)
        assert clause is not None and isinstance(app.screen, ReadingPlace)
        app.screen.jump(clause.citation)
        await pilot.press("b")
        await pilot.pause(0.2)
        assert isinstance(app.screen, Around)
        key = next(row.key for row in app.screen.rows if f":item:{checklist}:" in row.key)
        app.screen.query_one(Lines).set_rows(app.screen.rows, keep=key)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert app.current_mode == place

    play(desk, path)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_window_made_large_again_shows_every_place(desk: Desk, elsewhere: bool) -> None:  # noqa: F811
    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        await pilot.resize_terminal(20, 8)
        await pilot.pause(0.2)
        assert isinstance(app.screen, TooSmall)
        if elsewhere:
            app.action_go("policies")
            await pilot.pause(0.2)
        await pilot.resize_terminal(80, 30)
        await pilot.pause(0.2)
        assert app.size == Size(80, 30)
        app.action_go("home")
        await pilot.pause(0.2)
        assert not isinstance(app.screen, TooSmall)

    play(desk, path)
