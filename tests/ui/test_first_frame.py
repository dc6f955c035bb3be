"""The first frame of a screen is whole and drawn once, and a list wraps no more than what is seen."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import ClassVar

import pytest
from rich.console import RenderableType
from textual._compositor import LayoutUpdate
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets._toast import Toast

from uedasns_tui.ui.textual_frames import DrawnOnce
from uedasns_tui.ui.widgets.frame import framed
from uedasns_tui.ui.widgets.plain_text import PlainNotices, PlainText
from uedasns_tui.ui.widgets.row_layout import ListRow, RowLayout
from uedasns_tui.ui.widgets.row_list import RowList

PARAGRAPHS = [
    f"{number}番目の段落です。" + "同じことをもう一度書きます。" * (number % 4) for number in range(40)
]
ROWS = [
    ListRow("chapter", "", "\n".join(["見出し", *PARAGRAPHS]), ruled=True, paragraphs=True),
    *(ListRow(f"row{number}", str(number), "短い行です。" * (number % 5 + 1)) for number in range(60)),
]


class ListAndText(DrawnOnce[None]):
    """A screen with a list, longer than the window; the focus would draw it again."""

    AUTO_FOCUS = ""
    asking: ClassVar[list[bool]] = []
    """Of each frame, whether a widget still asks for what it shows."""

    def _compositor_refresh(self) -> None:
        super()._compositor_refresh()
        widgets = self._compositor.widgets
        self.asking.append(any(one._repaint_required or one._repaint_regions for one in widgets))

    DEFAULT_CSS = "ListAndText RowList { width: 30; }"

    def compose(self) -> Iterator[Widget]:
        """The list beside a text."""
        with Horizontal():
            yield framed(RowList(ROWS), "一覧", focused=True)
            yield PlainText("並べて読む文章")


class Notices(PlainNotices):
    """An app whose first screen has one list. `frames`: the lines of each frame, and whether the scrollbar is in it."""

    frames: list[tuple[set[int], bool]]

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        bar = screen.query_one(RowList)._vertical_scrollbar
        whole = isinstance(renderable, LayoutUpdate)
        lines = set(range(screen.size.height)) if whole else {y for y, *_ in getattr(renderable, "spans", ())}
        if lines:
            self.frames.append((lines, bar is not None and bar in screen._compositor.full_map))
        super()._display(screen, renderable)

    def get_default_screen(self) -> Screen[None]:
        """The list's screen."""
        return ListAndText()


def test_the_first_frame_has_the_scrollbar_and_is_the_only_one_of_its_lines() -> None:
    async def run() -> None:
        app = Notices()
        app.frames = []
        ListAndText.asking.clear()
        async with app.run_test(size=(40, 20)) as pilot:
            await pilot.pause(0.3)
            assert not ListAndText.asking[0]
            (lines, has_bar), *later = app.frames
            assert lines == set(range(20)) and has_bar
            assert sum(len(lines) for lines, _ in later) <= 20, (
                "the scrollbar, which knows its place a frame later"
            )

    asyncio.run(run())


def test_a_key_repaints_after_the_first_frame() -> None:
    async def run() -> None:
        app = Notices()
        app.frames = []
        async with app.run_test(size=(40, 20)) as pilot:
            await pilot.pause(0.2)
            app.screen.query_one(RowList).focus()
            await pilot.pause(0.1)
            app.frames.clear()
            await pilot.press("G")
            await pilot.pause(0.2)
            assert set().union(*(lines for lines, _ in app.frames)) == set(range(20))
            assert app.screen.query_one(RowList).current == len(ROWS) - 1

    asyncio.run(run())


@pytest.mark.parametrize("seen", [1, 5, 12, 30])
def test_a_long_row_is_wrapped_as_far_as_it_is_seen(seen: int) -> None:
    layout, whole = (RowLayout(ROWS.__getitem__, len(ROWS), 30, 30, 2, False) for _ in range(2))
    whole.measure_all()
    assert layout.settle(0, seen, seen) == 0
    assert layout.shape(0).lines[:seen] == whole.shape(0).lines[:seen]
    wrapped = [start for start, end in layout.shape(0).lines[seen:] if end > start]
    assert len(wrapped) < 12, "the paragraphs that nobody sees are not wrapped"
    layout.measure_all()
    assert [layout.top(at) for at in range(len(ROWS))] == [whole.top(at) for at in range(len(ROWS))]
    assert layout.shape(0) == whole.shape(0)


@pytest.mark.parametrize("step", [1, 7, 20])
def test_whoever_scrolls_down_sees_every_line_of_the_rows(step: int) -> None:
    layout, whole = (RowLayout(ROWS.__getitem__, len(ROWS), 30, 30, 2, False) for _ in range(2))
    whole.measure_all()
    window, line, seen = 20, 0, list[tuple[str, tuple[int, int]]]()
    while line + window < layout.height:
        line = layout.settle(line, window, window)
        for y in range(line, line + step):
            at = layout.row_at(y)
            seen.append((layout.row(at).key, layout.shape(at).lines[y - layout.top(at)]))
        line += step
    wanted = [(ROWS[at].key, part) for at in range(len(ROWS)) for part in whole.shape(at).lines]
    assert seen == wanted[: len(seen)] and len(seen) > len(wanted) - window - step


def test_a_notice_that_ended_beneath_another_screen_is_gone_when_one_comes_back() -> None:
    async def run() -> None:
        app = Notices()
        app.frames = []
        async with app.run_test(size=(40, 20), notifications=True) as pilot:
            app.notify("保存しました。")
            await pilot.pause(0.1)
            assert app.screen.query(Toast)
            app.push_screen(ListAndText())
            await pilot.pause(0.1)
            assert app.screen.query(Toast)
            app.clear_notifications()
            await pilot.pause(0.1)
            assert not app.screen.query(Toast)
            app.pop_screen()
            await pilot.pause(0.1)
            assert not app.screen.query(Toast)

    asyncio.run(run())
