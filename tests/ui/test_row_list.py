"""The list: hanging labels, kinsoku, moving, keeping its place, selection, thousands of rows."""

from __future__ import annotations

import asyncio
from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.geometry import Offset
from textual.selection import Selection

from tests.ui.screen import screen_text
from tests.work import work
from uedasns_tui.japanese import width
from uedasns_tui.ui import theme
from uedasns_tui.ui.widgets.row_layout import Badge, Column
from uedasns_tui.ui.widgets.row_list import ListRow, RowList, RowSpan
from uedasns_tui.ui.widgets.table_heading import TableHeading

BODY = (
    "情報発信を行う際は、原則として所属長の了承を得ること。ただし、市ホームページや広報うえだ等に掲載されるなど、"
    "既に周知した内容を再度発信する場合や、イベント・競技会の結果など、既成の事実のみを発信する場合は、この限りではない。"
)
ROWS = [
    ListRow("5", "第５", "運用上の留意事項", heading=True),
    ListRow("5.1", "(1)", "発信", indent=1),
    ListRow("5.1.a", "ア", BODY, indent=2, spans=(RowSpan(0, 4, "hit"),)),
    ListRow("5.1.b", "イ", "一行目\n二行目\x1b[31m[b]太字[/b]\tおわり", indent=2),
]


class Shown(App[None]):
    """A list, and what it said."""

    BINDINGS: ClassVar[list[BindingType]] = [("left", "say('left')"), ("right", "say('right')")]

    def __init__(self, rows: list[ListRow]) -> None:
        super().__init__()
        self.lines = RowList(rows, id="x")
        self.said: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.lines

    def action_say(self, what: str) -> None:
        self.said.append(what)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        assert message.control is self.lines
        self.said.append(f"moved {message.row.key}")

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        self.said.append(f"chosen {message.row.key}")


GOLDEN_40 = """\
▌ 第５ 運用上の留意事項
    (1)  発信
      ア   情報発信を行う際は、
           原則として所属長の
           了承を得ること。ただし、
           市ホームページや広報うえだ
           等に掲載されるなど、既に
           周知した内容を再度発信する
           場合や、イベント・競技会の
           結果など、既成の事実のみを
           発信する場合は、この
           限りではない。
      イ   一行目
           二行目␛[31m[b]太字
           [/b] おわり
"""


def test_labels_hang_and_lines_end_where_print_ends_them() -> None:
    async def run() -> None:
        app = Shown(ROWS)
        async with app.run_test(size=(39, 20)) as pilot:
            await pilot.pause()
            text = screen_text(app)
            assert text.startswith(GOLDEN_40), text
            assert not any(line.strip().startswith(("、", "。", "ー", "）")) for line in text.split("\n"))

    asyncio.run(run())


GOLDEN_80 = """\
▌ 第５ 運用上の留意事項
    (1)  発信
      ア   情報発信を行う際は、原則として所属長の了承を得ること。ただし、
"""


def test_the_same_in_a_usual_window() -> None:
    async def run() -> None:
        app = Shown(ROWS)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert screen_text(app).startswith(GOLDEN_80), screen_text(app)

    asyncio.run(run())


def test_wide_window_keeps_the_measure() -> None:
    async def run() -> None:
        app = Shown(ROWS)
        async with app.run_test(size=(120, 24)) as pilot:
            await pilot.pause()
            from uedasns_tui.japanese import width

            assert max(width.cells(line) for line in screen_text(app).split("\n")) <= 80 + 11
            assert "\x1b" not in screen_text(app)

    asyncio.run(run())


def test_moving_choosing_and_keeping() -> None:
    async def run() -> None:
        app = Shown(ROWS)
        async with app.run_test(size=(40, 20)) as pilot:
            await pilot.press("left", "right")
            assert app.said == ["left", "right"]
            app.said.clear()
            await pilot.press("j", "down", "k", "enter")
            assert app.said == ["moved 5.1", "moved 5.1.a", "moved 5.1", "chosen 5.1"]
            assert "\n▌ " in screen_text(app)
            app.lines.set_rows(ROWS[1:], keep="5.1")
            await pilot.pause()
            assert app.lines.current_row == ROWS[1]
            assert len(app.said) == 4
            await pilot.press("G")
            assert app.lines.current_row == ROWS[3]
            await pilot.press("home")
            assert app.lines.current_row == ROWS[1]
            assert app.lines.go("none") is False
            app.lines.set_rows([])
            await pilot.press("j", "k", "enter", "pagedown", "pageup", "home", "end")
            assert app.lines.current_row is None and app.lines.place is None

    asyncio.run(run())


def test_a_row_taller_than_the_window_is_read_line_by_line() -> None:
    async def run() -> None:
        app = Shown(
            [ListRow("long", "ア", "\n".join(f"{n}行目" for n in range(30))), ListRow("next", "イ", "次")]
        )
        async with app.run_test(size=(40, 10)) as pilot:
            seen = set()
            for _ in range(21):
                seen |= set(screen_text(app).split())
                await pilot.press("j")
            assert {f"{n}行目" for n in range(30)} <= seen
            assert app.lines.current == 1
            await pilot.press("k")
            assert app.lines.current == 0 and "29行目" in screen_text(app) and "20行目" in screen_text(app)
            await pilot.press("k")
            assert "19行目" in screen_text(app)

    asyncio.run(run())


def test_the_character_at_the_top_stays_when_the_window_changes() -> None:
    async def run() -> None:
        app = Shown([ListRow(f"r{n}", f"({n})", f"{n}番。" + BODY) for n in range(300)])
        async with app.run_test(size=(80, 24)) as pilot:
            app.lines.go("r200")
            app.lines.show_at("r200", 60)
            await pilot.pause()
            key, offset = app.lines.place or ("", 0)
            assert key == "r200" and 20 < offset <= 60
            await pilot.resize_terminal(40, 20)
            await pilot.pause()
            now = app.lines.place or ("", 0)
            shape = app.lines._layout_of.shape(200)
            assert now[0] == "r200"
            assert any(a <= offset < b and a == now[1] for a, b in shape.lines)

    asyncio.run(run())


def test_paging_reaches_every_line_of_rows_wrapped_late() -> None:
    async def run() -> None:
        rows = [ListRow(f"r{n}", f"({n})", f"<{n}>" + BODY) for n in range(150)]
        app = Shown(rows)
        async with app.run_test(size=(50, 21)) as pilot:
            seen: list[str] = []
            last = None
            while app.lines.place != last:
                last = app.lines.place
                seen += screen_text(app).split()
                await pilot.press("pagedown")
            assert [
                n for n in range(150) if f"(<{n}>" not in seen and not any(f"<{n}>" in s for s in seen)
            ] == []
            await pilot.press("end")
            assert app.lines.current == 149
            await pilot.press("pageup", "k", "k", "home")
            assert app.lines.scroll_y == 0

    asyncio.run(run())


def test_selection_goes_across_rows_without_the_windows_breaks() -> None:
    async def run() -> None:
        app = Shown(ROWS)
        async with app.run_test(size=(40, 20)) as pilot:
            await pilot.pause()
            got = app.lines.get_selection(Selection(Offset(1, 1), Offset(3, 3)))
            assert got == (f"信\nア {BODY}\nイ 一行目", "\n"), got
            assert app.lines.get_selection(Selection(Offset(-3, 2), Offset(4, 2))) == ("情報発信", "\n")
            # from the label of ア to inside its second line
            _, start = app.screen.get_widget_and_offset_at(6, 2)
            _, end = app.screen.get_widget_and_offset_at(15, 3)
            assert start is not None and end is not None
            assert BODY.startswith(app.lines.get_selection(Selection(start, end))[0])  # type: ignore[index]
            assert BODY[end.x :].startswith("として") and end.y == 2

    asyncio.run(run())


def test_clicks() -> None:
    async def run() -> None:
        app = Shown(ROWS)
        async with app.run_test(size=(40, 20)) as pilot:
            await pilot.click(app.lines, offset=(20, 3))
            assert app.said == ["moved 5.1.a"]
            await pilot.click(app.lines, offset=(20, 1), times=2)
            assert app.said[-1] == "chosen 5.1"
            await pilot.click(app.lines, offset=(20, 19))
            assert app.lines.current == 1

    asyncio.run(run())


def test_thousands_of_rows_are_there_at_once() -> None:
    async def run() -> None:
        app = Shown([])
        async with app.run_test(size=(80, 24)) as pilot:
            rows = [ListRow(f"r{n}", f"({n})", f"{n}番、" + BODY) for n in range(2000)]

            def show() -> None:
                app.lines.set_rows(rows)
                app.lines.go("r1999")

            assert work(show) < 200 * len(rows), "laying out a row is thousands of steps"
            await pilot.pause()
            assert "1999番" in screen_text(app)
            asked: list[int] = []

            def provider(at: int) -> ListRow:
                asked.append(at)
                return ListRow(str(at), f"{at}", f"記録{at}\n" + BODY)

            app.lines.set_provider(100_000, provider)
            await pilot.press("end")
            await pilot.pause()
            assert "記録99999" in screen_text(app) and app.lines.current_row
            assert len(set(asked)) < 400
            assert "…" in screen_text(app)

    asyncio.run(run())


COLUMNS = (Column("状態", "state"), Column("件名", "title", grow=True), Column("課", most=10))
TABLE = [
    ListRow(
        "a",
        cells=(Badge("差戻し", "bad"), "信州うえだ空き家バンクの利用方針", "移住交流推進課"),
        body="理由: 古い",
    ),
    ListRow("b", cells=(Badge("下書き"), "上田市X", "広報課")),
]


class Table(App[None]):
    """A table with headings, as the lists use it."""

    def __init__(self) -> None:
        super().__init__()
        theme.begin(self, theme.chosen(""))
        self.sorted: list[str] = []

    def compose(self) -> ComposeResult:
        table = RowList(TABLE, columns=COLUMNS)
        yield TableHeading(table)
        yield table

    def on_table_heading_clicked(self, message: TableHeading.Clicked) -> None:
        self.sorted.append(message.key)


@pytest.mark.parametrize(
    ("columns", "first"),
    [
        (60, "▌  差戻し   信州うえだ空き家バンクの利用方針  移住交流…"),
        (46, "▌  差戻し   信州うえだ空き家バンクの利用方針"),
        (29, "▌  差戻し   信州うえだ空き…"),
    ],
)
def test_a_table_drops_columns_from_the_right(columns: int, first: str) -> None:
    async def run() -> None:
        app = Table()
        async with app.run_test(size=(columns, 8)) as pilot:
            await pilot.pause()
            heading, row, body, other = screen_text(app).split("\n")[:4]
            assert row == first and "理由: 古い" in body and "上田市X" in other
            assert heading.split() == ["状態", "件名", "課"][: 3 if columns == 60 else 2]
            assert all(width.cells(line) <= columns for line in (heading, row, body, other))

    asyncio.run(run())


def test_a_heading_that_sorts_takes_the_mouse() -> None:
    async def run() -> None:
        app = Table()
        async with app.run_test(size=(60, 8)) as pilot:
            await pilot.click(TableHeading, offset=(20, 0))
            await pilot.click(TableHeading, offset=(50, 0))
            await pilot.click(TableHeading, offset=(3, 0))
            assert app.sorted == ["title", "state"]

    asyncio.run(run())


def test_print_sets_headings_rules_and_paragraphs_without_touching_the_text() -> None:
    async def run() -> None:
        row = ListRow("1", "", "見出し\n一つ目の段落です。\n二つ目。", ruled=True, paragraphs=True, gap=1)
        app = Shown([row, ListRow("2", "", "次")])
        async with app.run_test(size=(40, 12)) as pilot:
            await pilot.pause()
            lines = [line[2:] for line in screen_text(app).split("\n")]
            assert lines[:8] == ["", "見出し", "─" * 37, "　一つ目の段落です。", "", "　二つ目。", "", "次"]
            assert app.lines.get_selection(Selection(Offset(0, 0), Offset(99, 0))) == (row.body, "\n")

    asyncio.run(run())
