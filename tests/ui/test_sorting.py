"""Lists are sorted by the keys s and S and by the mouse on a heading; what is sorted by is marked and said."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.screen import finished, screen_text
from uedasns_tui.records.record import Record
from uedasns_tui.services import record_actions, record_list
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.screens.list_screen import ListScreen
from uedasns_tui.ui.widgets.table_heading import TableHeading

TITLES = ("城", "橋", "市", "湯", "山")


@pytest.fixture
def context(tmp_path: Path, now: datetime) -> AppContext:
    """Five posts and three incidents, one a day; the first incident is closed."""
    times = [now]
    context = open_context(
        AppOptions(create=True, data=str(tmp_path / "records")),
        {},
        lambda: times[0],
        UserSettings(name="上田　花子", section="広報課", seen_home=True),
    )
    for number, title in enumerate(TITLES):
        times[0] = now - timedelta(days=number)
        values = {"title": title, "text": f"{title}のお知らせ", "accounts": (), "kind": "official"}
        record_actions.save_record(
            context, record_actions.new_record(context, "post", values, "post", f"p{number}"), None
        )
        if number < 3:
            values = {"what": f"{title}の誤り", "found_at": "2026-11-20 10:00"}
            record = record_actions.new_record(context, "incident", values, "trouble", f"i{number}")
            record_actions.save_record(context, closed(record) if number == 0 else record, None)
    times[0] = now
    return context


def closed(record: Record) -> Record:
    entry = replace(record.log[-1], id="e", transition="close")
    return replace(record, log=(*record.log, entry))


def visit(
    context: AppContext, key: str, act: Callable[[Uedasns, Pilot[None], ListScreen], Awaitable[None]]
) -> None:
    async def inside() -> None:
        app = Uedasns(context)
        async with app.run_test(size=(110, 40)) as pilot:
            await pilot.press(key)
            await settled(app, pilot)
            assert isinstance(app.screen, ListScreen)
            await act(app, pilot, app.screen)

    asyncio.run(inside())


async def settled(app: Uedasns, pilot: Pilot[None]) -> None:
    for _ in range(3):
        await pilot.pause(0.05)
        await finished(app)


def order(screen: ListScreen, words: tuple[str, ...]) -> str:
    """The first letters of the titles, from top to bottom."""
    table = screen.row_list
    titles = [str(table._row(at).cells[1]) for at in range(table._count)]
    return "".join(title[0] for title in titles if title[0] in words)


@pytest.mark.parametrize("key", ["4", "5"])
def test_the_key_s_goes_through_the_columns_and_shift_s_turns_round(context: AppContext, key: str) -> None:
    async def act(app: Uedasns, pilot: Pilot[None], screen: ListScreen) -> None:
        keys = [column.key for column in screen.COLUMNS if column.key]
        before = screen.column
        assert (before, screen.backwards) == screen.SORT
        seen = []
        for _ in keys:
            await pilot.press("s")
            await settled(app, pilot)
            seen.append(screen.column)
            text = screen_text(app)
            title = next(column.title for column in screen.COLUMNS if column.key == screen.column)
            assert f"{title}{'▼' if screen.backwards else '▲'}" in text
        assert sorted(seen) == sorted(keys) and seen[-1] == before
        while screen.column != "title":
            await pilot.press("s")
        await settled(app, pilot)
        up = order(screen, TITLES)
        await pilot.press("S")
        await settled(app, pilot)
        assert screen.backwards
        if key == "4":
            assert up == "".join(sorted(TITLES)) and order(screen, TITLES) == up[::-1]
            assert "件名の逆順" in screen_text(app)
        else:  # the open ones stay before the closed one
            assert up == "市橋城" and order(screen, TITLES) == "橋市城"

    visit(context, key, act)


def test_a_click_on_a_heading_of_the_posts_sorts_them_and_the_current_row_stays(context: AppContext) -> None:
    async def act(app: Uedasns, pilot: Pilot[None], screen: ListScreen) -> None:
        assert order(screen, TITLES) == "".join(TITLES)
        await pilot.press("down")
        current = screen.row_list.current_row
        heading = screen.query_one(TableHeading)
        left = heading.render_line(0).text.index("件名")
        cells = len(heading.render_line(0).text[:left].encode("utf-32-le")) // 4 + 2  # 状態 is two wide signs
        await pilot.click(TableHeading, offset=(cells, 0))
        await settled(app, pilot)
        assert screen.column == "title" and order(screen, TITLES) == "".join(sorted(TITLES))
        after = screen.row_list.current_row
        assert current is not None and after is not None and after.key == current.key == "p1"
        await pilot.click(TableHeading, offset=(cells, 0))
        await settled(app, pilot)
        assert screen.backwards and order(screen, TITLES) == "".join(sorted(TITLES, reverse=True))

    visit(context, "4", act)


def test_what_is_filtered_is_sorted_too(context: AppContext) -> None:
    async def act(app: Uedasns, pilot: Pilot[None], screen: ListScreen) -> None:
        await pilot.press("f", *"お知らせ", "enter")
        await settled(app, pilot)
        assert order(screen, TITLES) == "".join(TITLES)
        screen.sort("title")
        await settled(app, pilot)
        assert order(screen, TITLES) == "".join(sorted(TITLES))

    visit(context, "4", act)


@pytest.mark.parametrize("column", ["at", "title", "state", "section"])
@pytest.mark.parametrize("descending", [True, False])
def test_a_record_is_at_its_place_in_every_order(context: AppContext, column: str, descending: bool) -> None:
    pages = record_list.Pages(context, "post", 2, order=column, descending=descending)
    rows = [pages[at] for at in range(pages.count)]
    assert len(rows) == 5
    assert [pages.place_of(row.id) for row in rows if row is not None] == list(range(5))


def test_delete_acts_on_the_list_that_has_the_keys(context: AppContext) -> None:
    async def act(app: Uedasns, pilot: Pilot[None], screen: ListScreen) -> None:
        screen.query_one("#guidance").focus()
        await pilot.press("delete")
        await settled(app, pilot)
        assert app.screen is screen  # a step is no record: nothing is asked, nothing is deleted
        screen.row_list.focus()
        await pilot.press("delete")
        await settled(app, pilot)
        assert app.screen is not screen

    visit(context, "5", act)
