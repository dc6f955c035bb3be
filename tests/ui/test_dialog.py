"""Dialogs: what comes back, that Esc harms nothing, that they fit a small window."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual.app import App
from textual.screen import ModalScreen

from tests.ui.screen import screen_text
from uedasns_tui.guideline.schema import TransitionInput
from uedasns_tui.japanese import width
from uedasns_tui.ui import textual_patches
from uedasns_tui.ui.dialogs.dialog import ConfirmDialog, TextDialog
from uedasns_tui.ui.dialogs.form_dialog import FormDialog, LineDialog
from uedasns_tui.ui.fullwidth_keys import FullWidthKeys
from uedasns_tui.ui.widgets.row_list import ListRow
from uedasns_tui.ui.widgets.text_field import TextField

CHOICES = {
    "save": "保存して閉じる",
    "keep": "保存せずに閉じる（書きかけは次に開くとき選べます）",
    "stay": "続けて書く",
}
ASKS = (
    TransitionInput("by", "決裁した人", default="課長"),
    TransitionInput("number", "決裁番号", help="文書管理の番号です。"),
    TransitionInput("how", "方法", "choice", choices={"paper": "紙", "system": "文書管理システム"}),
    TransitionInput("why", "理由", "text"),
)


class Opened(FullWidthKeys, App[None]):
    """An app with a dialog open."""

    def __init__(self, dialog: ModalScreen[Any]) -> None:
        super().__init__()
        textual_patches.install()
        self.dialog = dialog
        self.results: list[object] = []

    def on_mount(self) -> None:
        self.push_screen(self.dialog, self.results.append)


@pytest.mark.parametrize(
    ("keys", "result"),
    [
        (["enter"], "save"),
        (["j", "enter"], "keep"),
        (["3"], "stay"),
        (["３"], "stay"),
        (["escape"], None),
        (["9", "escape"], None),
        (["pagedown", "pageup", "G", "enter"], "stay"),
    ],
)
def test_confirm(keys: list[str], result: str | None) -> None:
    async def run() -> None:
        app = Opened(ConfirmDialog("保存していない変更があります", "どうしますか。[b]", CHOICES))
        async with app.run_test(size=(40, 20)) as pilot:
            await pilot.press(*keys)
            await pilot.pause()
            assert app.results == [result]

    asyncio.run(run())


GOLDEN = """\
╭─ 保存していない変更があります ───────╮
│ どうしますか。[b]                    │
│                                      │
│ ▌ 1 保存して閉じる                   │
│   2 保存せずに閉じる（書きかけは     │
│     次に開くとき選べます）           │
│   3 続けて書く                       │
╰──────────────────────────────────────╯
"""


def test_confirm_looks() -> None:
    async def run() -> None:
        app = Opened(ConfirmDialog("保存していない変更があります", "どうしますか。[b]", CHOICES))
        async with app.run_test(size=(40, 20)) as pilot:
            await pilot.pause()
            text = screen_text(app)
            assert GOLDEN.strip() in text, text
            assert text.rstrip().endswith("Enter 選ぶ  Esc やめる  F1 説明")

    asyncio.run(run())


def test_where_lines_are_two_cells_wide_the_title_is_on_a_shade(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        monkeypatch.setattr(width._widths, "ambiguous", 2)
        app = Opened(ConfirmDialog("題", "どうしますか。", CHOICES))
        async with app.run_test(size=(40, 20)) as pilot:
            await pilot.pause()
            text = screen_text(app)
            assert " 題" in text and "どうしますか。" in text and not set("╭─╮│╰╯+|") & set(text)

    asyncio.run(run())


def test_what_was_typed_is_there_when_a_form_is_opened_again() -> None:
    async def run() -> None:
        app = Opened(FormDialog("決裁の記録", ASKS, ("number",), key="record:decide"))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("tab", "1", "2")
            await pilot.press("escape")
            assert app.results == [None], "one Esc: nothing is lost"
            again = FormDialog("決裁の記録", ASKS, ("number",), key="record:decide")
            app.push_screen(again, app.results.append)
            await pilot.pause()
            assert again.answers()["number"] == "12"
            await pilot.press("f10")
            assert app.results[-1] == {"by": "課長", "number": "12"}
            app.push_screen(FormDialog("決裁の記録", ASKS, key="record:decide"))
            await pilot.pause()
            assert app.screen.controls["number"].value == "", "done is done"  # type: ignore[attr-defined]

    asyncio.run(run())


def test_a_bad_answer_is_told_at_its_question_and_closes_nothing() -> None:
    def submit(answers: dict[str, str]) -> dict[str, str]:
        return {} if answers["number"] == "8広第1号" else {"number": "この番号は読めません。"}

    async def run() -> None:
        app = Opened(FormDialog("決裁の記録", ASKS, ("number",), submit=submit))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("tab", "x", "f10")
            await pilot.pause()
            lines = screen_text(app).splitlines()
            error = next(index for index, line in enumerate(lines) if "! この番号は読めません。" in line)
            assert "x" in lines[error - 1] and app.results == []
            await pilot.press("backspace", *"8広第1号", "f10")
            assert app.results == [{"by": "課長", "number": "8広第1号"}]

    asyncio.run(run())


def test_a_long_question_can_be_read_in_a_small_window() -> None:
    async def run() -> None:
        body = "\n".join(f"{n}行目の説明です。" for n in range(40))
        app = Opened(ConfirmDialog("題", body, CHOICES))
        async with app.run_test(size=(40, 20)) as pilot:
            await pilot.pause()
            assert "▌ 1 保存して閉じる" in screen_text(app), screen_text(app)
            seen = screen_text(app)
            assert "0行目" in seen, "it opens at its top"
            for _ in range(8):
                await pilot.press("pagedown")
                seen += screen_text(app)
            assert all(f"{n}行目" in seen for n in range(40))
            await pilot.press("enter")
            assert app.results == ["save"]

    asyncio.run(run())


def test_ask_line() -> None:
    async def run() -> None:
        app = Opened(LineDialog("項目", "該当しない理由", "前の理由"))
        async with app.run_test(size=(40, 20)) as pilot:
            await pilot.press("x", "enter")
            assert app.results == ["前の理由x"]
        app = Opened(LineDialog("項目", "理由" * 200))
        async with app.run_test(size=(40, 20)) as pilot:
            await pilot.press("あ", "escape")
            assert app.results == [] and "もう一度" in "".join(one.message for one in app._notifications)
            await pilot.press("い")
            assert "あい" in screen_text(app)
            await pilot.press("escape")
            assert app.results == [None]
        app = Opened(LineDialog("項目", "理由"))
        async with app.run_test(size=(40, 20)) as pilot:
            await pilot.press("escape")
            assert app.results == [None]

    asyncio.run(run())


def test_ask_form() -> None:
    async def run() -> None:
        app = Opened(FormDialog("決裁の記録", ASKS, ("by", "number"), "決裁が済んだら記録します。"))
        async with app.run_test(size=(40, 20)) as pilot:
            await pilot.press("f10")
            assert app.results == [] and isinstance(app.focused, TextField)
            assert "! 決裁番号を入力してください。" in screen_text(app), "at the question, in the dialog"
            await pilot.press("a", "enter", "2", "tab", "理", "enter", "由")
            assert all(width.cells(line) <= 40 for line in screen_text(app).split("\n"))
            await pilot.press("escape")
            assert app.results == []
            await pilot.press("ctrl+s")
            assert app.results == [{"by": "課長", "number": "a", "how": "system", "why": "理\n由"}]
        app = Opened(FormDialog("決裁の記録", ASKS))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            text = screen_text(app)
            assert "○ 1 紙" in text and "課長" in text and "F10 決める" in text
            await pilot.press("escape")
            assert app.results == [None]

    asyncio.run(run())


def test_viewer() -> None:
    async def run() -> None:
        rows = [ListRow(str(n), f"F{n}", f"説明{n}") for n in range(60)]
        app = Opened(TextDialog("ここで使えるキー", rows))
        async with app.run_test(size=(40, 20)) as pilot:
            await pilot.press("end")
            assert "説明59" in screen_text(app) and "ここで使えるキー" in screen_text(app)
            assert screen_text(app).rstrip().endswith("\nEsc 閉じる"), "there is nothing to open"
            await pilot.press("q")
            assert app.results == [None]

    asyncio.run(run())
