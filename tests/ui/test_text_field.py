"""The text field: what is typed and pasted arrives whole and in order; undo; messages; the caret."""

from __future__ import annotations

import asyncio
from typing import ClassVar

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from tests.ui.screen import screen_text
from uedasns_tui.ui import textual_patches
from uedasns_tui.ui.caret import CaretMixin
from uedasns_tui.ui.widgets.text_field import TextField, clean


class Form(CaretMixin, App[None]):
    """Two fields and what they said."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("down", "say('down')"), ("up", "say('up')"), ("ctrl+s", "say('save')"), ("escape", "say('esc')"), ("f6", "say('f6')"),
    ]  # fmt: skip

    def __init__(self, value: str = "") -> None:
        super().__init__()
        textual_patches.install()
        self.one = TextField(value, placeholder="名称を書きます")
        self.many = TextField("", multiline=True)
        self.said: list[str] = []

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield self.one
            yield self.many

    def action_say(self, what: str) -> None:
        self.said.append(what)

    def on_text_field_edited(self, message: TextField.Edited) -> None:
        self.said.append(f"edited {message.value!r} {message.control is self.one}")

    def on_text_field_submitted(self, message: TextField.Submitted) -> None:
        self.said.append(f"submitted {message.value!r}")


def key(letter: str) -> events.Key:
    return events.Key("enter" if letter == "\n" else letter, letter)


def test_a_burst_arrives_whole_and_in_order() -> None:
    async def run() -> None:
        app = Form()
        async with app.run_test(size=(40, 20)) as pilot:
            app.one.focus()
            await pilot.pause()
            text = "上田　太郎\u00a0👨\u200d👩　、。（）"
            for letter in text:
                app.post_message(key(letter))
            await pilot.pause()
            assert app.one.value == text
            assert app.said[-1] == f"edited {text!r} True"
            app.post_message(key("\n"))
            await pilot.pause()
            assert app.said[-1] == f"submitted {text!r}"
            await pilot.press("down", "up", "ctrl+s", "escape", "f6")
            assert app.said[-5:] == ["down", "up", "save", "esc", "f6"]
            await pilot.press("home", "shift+right", "shift+right", "backspace")
            assert app.one.value == text[2:]

    asyncio.run(run())


def test_put_says_nothing_and_can_be_undone() -> None:
    async def run() -> None:
        app = Form("初め")
        async with app.run_test(size=(40, 20)) as pilot:
            app.one.focus()
            app.one.put("記載例")
            await pilot.pause()
            assert app.said == [] and app.one.value == "記載例"
            await pilot.press("x")
            assert app.said == ["edited '記載例x' True"]
            await pilot.press("ctrl+z")
            assert app.one.value == "記載例"
            await pilot.press("ctrl+z")
            assert app.one.value == "初め" and app.said[-1] == "edited '初め' True"
            await pilot.press("ctrl+y", "ctrl+y")
            assert app.one.value == "記載例x"
            await pilot.press("ctrl+a", "z")
            assert app.one.value == "z"

    asyncio.run(run())


def test_paste() -> None:
    async def run() -> None:
        app = Form()
        async with app.run_test(size=(60, 20)) as pilot:
            app.one.focus()
            await pilot.pause()
            app.post_message(events.Paste("一行目\r\n　二行目\r\n\r\n三\x0b四\t五\u3000"))
            await pilot.pause()
            assert app.one.value == "一行目 二行目 三 四 五"
            await pilot.press("tab")
            assert app.many.has_focus
            app.post_message(events.Paste("か\u3099\r\nは\u309aー\ufa19\ud800終"))
            await pilot.pause()
            assert app.many.value == "が\nぱー\ufa19終"
            assert any("壊れた文字" in one.message for one in app._notifications)
            await pilot.press("ctrl+z")
            assert app.many.value == ""
            await pilot.press("shift+tab")
            assert app.one.has_focus

    asyncio.run(run())


def test_many_lines_grow_and_wrap_as_print() -> None:
    async def run() -> None:
        app = Form()
        async with app.run_test(size=(40, 24)) as pilot:
            app.many.focus()
            await pilot.pause()
            assert app.many.size.height == 3
            app.many.put("市の情報を、" * 30)
            await pilot.pause()
            assert 3 < app.many.size.height <= 12
            lines = [line.strip() for line in screen_text(app).split("\n") if line.strip()]
            assert len(lines) > 8 and not any(line.startswith("、") for line in lines)
            app.many.put("行\n" * 40)
            await pilot.pause()
            assert app.many.size.height == 12
            await pilot.press("down", "enter")
            assert "down" not in app.said and app.many.value.startswith("行\n\n行")

    asyncio.run(run())


def test_the_caret_is_where_the_input_method_is_told() -> None:
    async def run() -> None:
        app = Form()
        async with app.run_test(size=(40, 20)) as pilot:
            app.one.focus()
            await pilot.pause()
            assert app.cursor_position == (1, 0)
            await pilot.press("日", "本", "a")
            assert app.cursor_position == (6, 0)
            await pilot.press("left", "left")
            assert app.cursor_position == (3, 0)
            app.one.put("あ" * 100)
            await pilot.pause()
            assert app.cursor_position.x in (37, 38) and "ああ" in screen_text(app)
            await pilot.press("tab")
            assert app.cursor_position == (1, 1)

    asyncio.run(run())


def test_a_long_value_is_entered_at_its_end() -> None:
    async def run() -> None:
        app = Form("あ" * 100 + "終")
        async with app.run_test(size=(40, 20)) as pilot:
            app.one.focus()
            await pilot.pause()
            assert app.cursor_position.x in (37, 38) and "終" in screen_text(app)
            await pilot.press("x")
            assert app.one.value.endswith("終x")

    asyncio.run(run())


def test_a_break_makes_many_lines_and_controls_steer_nothing() -> None:
    async def run() -> None:
        app = Form("一\n二\x1b[31m赤\u202e")
        async with app.run_test(size=(40, 20)) as pilot:
            await pilot.pause()
            text = screen_text(app)
            assert "二␛[31m赤\ufffd" in text and "\x1b" not in text and "一" in text
            assert app.one.value == "一\n二\x1b[31m赤\u202e"

    asyncio.run(run())


@pytest.mark.parametrize(
    ("text", "after"),
    [("\ufa19か\u3099", "\ufa19が"), ("a\u2028b\x85c", "a\nb\nc"), ("葛\U000e0100", "葛\U000e0100")],
)
def test_clean(text: str, after: str) -> None:
    assert clean(text) == after


CLUSTERS = (
    "葛\U000e0100", "辻\U000e0101", "神\ufe00", "⚠\ufe0f", "☎\ufe0f", "❤\ufe0f", "1\ufe0f\u20e3", "#\ufe0f\u20e3", "🇯🇵", "🇺🇳",
    "👨\u200d👩\u200d👧\u200d👦", "👩\u200d🚒", "🧑\U0001f3fd\u200d💻", "👍\U0001f3fb", "🏴\u200d☠\ufe0f", "🏳\ufe0f\u200d🌈",
    "👩\u200d❤\ufe0f\u200d👨", "ｶﾞ", "ﾊﾟ", "ｳﾞ", "か\u309a", "セ\u309a", "ト\u309a", "カ\u309a", "キ\u309a", "ㇷ\u309a",
    "e\u0301\u0323", "x\u0302", "𠮷", "𠮷\U000e0101", "髙", "﨑", "ば", "パ", "〇\u20dd", "①", "※\ufe0e",
    "↔\ufe0f", "〽\ufe0f", "㊗\ufe0f", "㊙\ufe0f", "🅿\ufe0f", "⛹\U0001f3fe\u200d♂\ufe0f", "👁\ufe0f\u200d🗨\ufe0f", "あ",
)  # fmt: skip


@pytest.mark.parametrize("cluster", CLUSTERS)
def test_a_cluster_is_one_for_moving_selecting_and_deleting(cluster: str) -> None:
    cluster = clean(cluster)

    async def run() -> None:
        app = Form()
        async with app.run_test(size=(60, 20)) as pilot:
            app.one.focus()
            app.one.put(f"市{cluster}長")
            await pilot.press("left")
            await pilot.press("left")
            assert app.one.cursor_location == (0, 1), "one step to the left is the whole of it"
            await pilot.press("right")
            assert app.one.cursor_location == (0, 1 + len(cluster))
            await pilot.press("shift+left")
            assert app.one.selected_text == cluster
            await pilot.press("right", "backspace")
            assert app.one.value == "市長", "nothing dangles"
            await pilot.press("ctrl+z", "home", "right", "delete")
            assert app.one.value == "市長"
            await pilot.press("ctrl+z")
            for column in range(len(app.one.text) + 1):
                app.one.move_cursor((0, column))
                assert app.one.cursor_location[1] in (0, 1, 1 + len(cluster), 2 + len(cluster))

    asyncio.run(run())


def test_the_caret_on_a_cluster_draws_all_of_it() -> None:
    async def run() -> None:
        app = Form()
        async with app.run_test(size=(60, 20)) as pilot:
            family = "👨\u200d👩\u200d👧\u200d👦"
            app.one.put(f"市{family}長")
            app.one.focus()
            app.one.move_cursor((0, 1))
            await pilot.pause()
            assert any(family in segment.text for segment in app.one.render_line(0)), "in one piece"

    asyncio.run(run())


def test_moving_and_deleting_by_phrase() -> None:
    async def run() -> None:
        app = Form()
        async with app.run_test(size=(60, 20)) as pilot:
            app.one.focus()
            app.one.put("所属長の了承を得ること")
            await pilot.press("ctrl+w")
            assert app.one.value == "所属長の了承を得る"[: len(app.one.value)] and app.one.value.startswith(
                "所属長の"
            )
            await pilot.press("ctrl+home", "ctrl+right")
            assert app.one.cursor_location == (0, len("所属長の"))
            await pilot.press("ctrl+left")
            assert app.one.cursor_location == (0, 0)
            app.many.focus()
            app.many.put("一行目\n二行目")
            await pilot.press("ctrl+end")
            assert app.many.cursor_location == (1, 3)
            await pilot.press("ctrl+home")
            assert app.many.cursor_location == (0, 0)

    asyncio.run(run())


def test_a_selection_that_an_input_method_replaces_is_one_undo() -> None:
    async def run() -> None:
        app = Form()
        async with app.run_test(size=(60, 20)) as pilot:
            app.one.focus()
            app.one.put("古い題")
            await pilot.press("ctrl+a")
            for letter in "新しい題":
                await pilot.press(letter)
            assert app.one.value == "新しい題"
            await pilot.press("ctrl+z")
            assert app.one.value == "古い題"

    asyncio.run(run())


def test_pasted_lines_make_a_growing_field_one_of_many_lines() -> None:
    async def run() -> None:
        app = Form()
        async with app.run_test(size=(60, 20)) as pilot:
            app.one.grows = True
            app.one.focus()
            await pilot.pause()
            app.post_message(events.Paste("広報課\n上田花子\n春日次郎\n"))
            await pilot.pause()
            assert app.one.value.split("\n")[:3] == ["広報課", "上田花子", "春日次郎"] and app.one.multiline

    asyncio.run(run())
