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
from uedasns_tui.ui.widgets.text_field import TextField, _cluster_ends, clean


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


FRESH = (
    "祇\U000e0101", "邉\U000e010f", "𠮟\U000e0100", "〰\ufe0f", "⏏\ufe0e", "*\ufe0f\u20e3", "0\u20e3", "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "🏳\ufe0f\u200d⚧\ufe0f", "👩🏽\u200d🤝\u200d👨🏿", "🧑🏻\u200d❤\ufe0f\u200d💋\u200d🧑🏿", "👮🏼\u200d♀\ufe0f", "🤷\u200d♂\ufe0f", "☝🏿", "❤\ufe0f\u200d🔥",
    "🐻\u200d❄\ufe0f", "🧑\u200d🦽\u200d➡\ufe0f", "🫱🏻\u200d🫲🏿", "ﾎﾞ", "ｳﾞ", "ツ\u309a", "あ\u3099", "ｶ\u3099", "〱\u3099", "e\u0323\u0301\u0308", "g\u0308", "n\u0360",
    "\u1112\u1161\u11ab", "\u1112\u119e\u11ab", "가\u11a8", "ก\u0e33", "ท\u0e35\u0e48", "ກ\u0eb3", "न\u093f", "क\u094dष\u093f", "र\u094d\u200dक", "ந\u0bbf", "ক\u09cb",
    "ب\u0650\u0651", "ש\u05b8\u05c1", "ཧ\u0f71\u0f74\u0f7e", "မ\u103c\u102d\u102f\u1037", "ក\u17d2ក", "ن\u200c", "字\u302a", "🇺🇳", "大\u20dd", "\u1820\u180b",
)  # fmt: skip


def test_clusters_are_typed_replaced_and_deleted_as_they_are_seen() -> None:
    async def typed(field: TextField, text: str) -> None:
        for letter in text:
            await field.on_key(key(letter))

    async def run() -> None:
        app = Form()
        async with app.run_test(size=(60, 20)):
            field = app.one
            for cluster in map(clean, FRESH):
                whole = f"市{cluster}長"
                field.put(whole)
                field.move_cursor((0, 1))
                field.action_cursor_right(True)
                assert field.selected_text == cluster
                await typed(field, "上田")
                assert field.value == "市上田長"
                field.action_undo()
                assert field.value == whole, "what an input method committed is taken back at once"
                field.move_cursor((0, 1))
                field.action_delete_right()
                assert field.value == "市長"
                for before, after in (("市", "長"), ("", "🌈"), ("市", "👩\u200d🚒")):
                    field.put(f"{before}区{after}")
                    field.move_cursor((0, len(before)))
                    field.action_cursor_right(True)
                    await typed(field, cluster)
                    assert field.value == before + cluster + after, "letter by letter, in order"
                    field.action_delete_left()
                    assert field.value == before + after
                    field.action_undo()
                    field.action_undo()
                    assert field.value == f"{before}区{after}"
                field.put(f"担当の{cluster}さんへ{cluster}{cluster}を送る")
                text, ends = field.text, {0, *_cluster_ends(field.text)}
                field.action_cursor_text_start()
                places = []
                for move in [field.action_cursor_word_right] * 12 + [field.action_cursor_word_left] * 12:
                    move()
                    places.append(field.cursor_location[1])
                assert set(places) <= ends and places[11] == len(text) and places[-1] == 0
                field.action_cursor_text_end()
                while field.text:
                    field.action_delete_word_left()
                    assert text.startswith(field.text) and len(field.text) in ends

    asyncio.run(run())


def test_only_what_is_being_typed_holds_the_caret_within_a_cluster() -> None:
    async def run() -> None:
        app = Form("🏳長")
        async with app.run_test(size=(60, 20)):
            app.one.move_cursor((0, 1))
            await app.one.on_key(key("\u200d"))
            assert app.one.cursor_location == (0, 2)
            app.one.move_cursor((0, 0))
            app.one.move_cursor((0, 2))
            assert app.one.cursor_location == (0, 0)

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
