"""Textual's own widgets and the caret: what is replaced in Textual is there, and does what it is for."""

from __future__ import annotations

import asyncio

import rich.text
import textual.content
import textual.document._wrapped_document as wrapped_document
from textual.app import App, ComposeResult
from textual.widgets import Label, Static

from tests.ui.screen import screen_text
from uedasns_tui.ui import textual_patches
from uedasns_tui.ui.widgets.text_field import TextField

TEXT = "情報発信を行う際は、原則として所属長の了承を得ること。ただし、市ホームページや広報うえだ等に掲載される場合を除く。"


def test_the_names_are_there() -> None:
    textual_patches.install()
    assert rich.text.divide_line is textual_patches.divide_line
    assert textual.content.divide_line is textual_patches.divide_line
    textual_patches.install()
    assert textual_patches._originals["divide_line"] is not textual_patches.divide_line


def test_the_editor_has_them_with_the_first_field() -> None:
    TextField("")
    assert wrapped_document.compute_wrap_offsets is textual_patches.compute_wrap_offsets
    textual_patches.install_editor()
    assert textual_patches._originals["compute_wrap_offsets"] is not textual_patches.compute_wrap_offsets


class Stock(App[None]):
    """Widgets of Textual."""

    def compose(self) -> ComposeResult:
        yield Static(TEXT, markup=False)
        yield Label(TEXT, markup=False)


def test_stock_widgets_and_toasts_wrap_as_print() -> None:
    async def run() -> None:
        textual_patches.install()
        app = Stock()
        for width in range(30, 60, 3):
            async with app.run_test(size=(width, 40), notifications=True) as pilot:
                app.notify(TEXT, markup=False)
                await pilot.pause()
                await pilot.pause()
                lines = [line.strip() for line in screen_text(app).split("\n")]
                assert sum("情報発信" in line for line in lines) == 3
                assert not any(line.startswith(tuple("、。ーっャ）")) for line in lines), screen_text(app)
            app = Stock()

    asyncio.run(run())


def test_tabs_and_no_folding_are_left_to_textual() -> None:
    assert textual_patches.compute_wrap_offsets("あ\tい", 4, 4) == textual_patches._originals[
        "compute_wrap_offsets"
    ]("あ\tい", 4, 4)
    assert textual_patches.divide_line("あいう", 4, fold=False) == textual_patches._originals["divide_line"](
        "あいう", 4, False
    )
