"""The line of keys and the help, both made from the bindings."""

from __future__ import annotations

import asyncio
from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Button

from tests.ui.screen import screen_text
from uedasns_tui.japanese import width
from uedasns_tui.ui.dialogs.dialog import ConfirmDialog, Dialog
from uedasns_tui.ui.widgets.key_bar import Buttons, KeyBar, help_rows, key_name
from uedasns_tui.ui.widgets.row_list import ListRow, RowList
from uedasns_tui.ui.widgets.text_field import TextField


class Bound(App[None]):
    """Bindings as a screen has them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10,ctrl+s", "save", "保存"),
        Binding("f8", "steps", "手続"),
        Binding("escape", "close", "閉じる"),
        Binding("n", "new", "新しく書く"),
        Binding("slash,f3", "find", "探す"),
        Binding("f1", "help", "説明", priority=True),
        Binding("f6", "theme", "明暗", show=False),
        Binding("ctrl+x", "english", "English"),
    ]

    saves = 0

    def action_save(self) -> None:
        self.saves += 1

    def compose(self) -> ComposeResult:
        yield RowList([ListRow("a", body="一")])
        yield TextField("")
        yield Button("x", disabled=True)
        yield KeyBar()


def last_line(app: App[None]) -> str:
    return screen_text(app).split("\n")[-1]


def test_the_line_of_keys() -> None:
    async def run() -> None:
        app = Bound()
        async with app.run_test(size=(80, 24)) as pilot:
            app.query_one(RowList).focus()
            await pilot.pause()
            assert (
                last_line(app) == "Enter 開く  F10 保存  F8 手続  n 新しく書く  / 探す  Esc 閉じる  F1 説明"
            )
            await pilot.resize_terminal(40, 20)
            await pilot.pause()
            assert last_line(app) == "Enter 開く  Esc 閉じる  F1 説明"
            await pilot.press("tab")
            assert last_line(app) == "F10 保存  F8 手続  Esc 閉じる  F1 説明"
            assert all(width.cells(line) <= 40 for line in screen_text(app).split("\n"))

    asyncio.run(run())


def test_help_has_hidden_keys_and_only_those_that_act() -> None:
    async def run() -> None:
        app = Bound()
        async with app.run_test(size=(80, 24)) as pilot:
            app.query_one(TextField).focus()
            await pilot.pause()
            rows = {row.body: row.label for row in help_rows(app.screen)}
            assert rows["保存"] == "F10 Ctrl+S" and rows["明暗"] == "F6" and rows["元に戻す"] == "Ctrl+Z"
            assert "新しく書く" not in rows, "n is a letter where one types"
            assert "English" not in rows and rows["探す"] == "F3"

    asyncio.run(run())


def test_a_key_can_be_clicked() -> None:
    async def run() -> None:
        app = Bound()
        async with app.run_test(size=(80, 24)) as pilot:
            app.query_one(RowList).focus()
            await pilot.pause()
            for column, saves in ((10, 0), (11, 0), (12, 1), (19, 2), (20, 2), (22, 2)):
                await pilot.click(KeyBar, offset=(column, 0))
                await pilot.pause()
                assert app.saves == saves, column
            assert app.focused is app.query_one(RowList), "the keys stay where they were"

    asyncio.run(run())


@pytest.mark.parametrize(("rows", "shown"), [(29, False), (30, True)])
def test_a_dialog_has_buttons_where_there_is_room(rows: int, shown: bool) -> None:
    async def run() -> None:
        app, answers = Bound(), []
        async with app.run_test(size=(100, rows)) as pilot:
            app.push_screen(ConfirmDialog("消しますか。", "元に戻せます。", {"yes": "消す"}), answers.append)
            await pilot.pause()
            buttons = app.screen.query_one(Buttons)
            assert bool(buttons.size.height) == shown
            if shown:
                lines = screen_text(app).split("\n")
                line = next(line for line in lines if " Enter 選ぶ    Esc やめる " in line)
                assert lines[-1].strip() == "F1 説明", "the same keys do not stand twice"
                await pilot.click(offset=(width.cells(line[: line.index("Esc")]), lines.index(line)))
                await pilot.pause()
                assert answers == [None]

    asyncio.run(run())


class Scrolled(Dialog[None]):
    """A dialog whose first key only moves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "scroll_about(1)", "下へスクロール"),
        Binding("f10", "accept", "決める"),
    ]


@pytest.mark.parametrize("columns", [36, 40, 60])
def test_keys_that_only_move_give_way_and_are_no_buttons(columns: int) -> None:
    async def run() -> None:
        app = Bound()
        async with app.run_test(size=(columns, 24)) as pilot:
            app.push_screen(Scrolled("題", "本文"))
            await pilot.pause()
            assert "F10 決める" in (line := screen_text(app).split("\n")[-1])
            assert ("下へスクロール" in line) == (columns == 60)
            await pilot.resize_terminal(columns, 40)
            await pilot.pause()
            lines = screen_text(app).split("\n")
            assert [line.strip(" │") for line in lines if "決める" in line] == ["F10 決める    Esc やめる"]
            assert "PgDn" in lines[-1]

    asyncio.run(run())


def test_names() -> None:
    assert [key_name(one) for one in ("ctrl+s", "f10", "slash", "left_square_bracket", "G", "shift+tab", "ctrl+down")] == [
        "Ctrl+S", "F10", "/", "[", "G", "Shift+Tab", "Ctrl+↓",
    ]  # fmt: skip
