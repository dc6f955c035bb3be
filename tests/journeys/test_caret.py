"""The terminal's own cursor stands at the caret in every field, so that the input method's window opens there.

After full-width text, a window made narrow and wide again, and leaving and coming back.
"""

from __future__ import annotations

import tomllib

import pytest
from conftest import Person
from terminal import Terminal

from uedasns_tui.guideline.conditions import matches
from uedasns_tui.services.context import open_context
from uedasns_tui.services.folders import AppOptions

pytestmark = pytest.mark.journey
LETTERS = "鮎鮑鮟鮠鮨鮪鮫鮭鯉鯊鯖鯛鯡鯨鯰鯱鰈鰍鰐鰓鰕鰭鰯鰹鱈鱒鱗鱚鱠鱧"
"""One a field: full-width, and at first nowhere on the screen (a problem may quote it)."""
NO_TEXT = ("group", "choice", "accounts", "platform")


def press(window: Terminal, key: str) -> None:
    """Press a key and wait until what it changes is drawn."""
    drawn = len(window.raw)
    window.send(key)
    settled(window, drawn)


def resize(window: Terminal, columns: int, rows: int) -> None:
    """Make the window another size and wait until it is drawn anew."""
    drawn = len(window.raw)
    window.resize(columns, rows)
    window.wait(lambda _text: len(window.raw) > drawn, "the screen to be drawn")
    settled(window, drawn)


def settled(window: Terminal, drawn: int) -> None:
    """Wait until something is drawn (a key may change nothing), and then nothing more for a moment."""
    for _ in range(20):
        if len(window.raw) > drawn:
            break
        window.read(0.1)
    while drawn != len(window.raw):
        drawn = len(window.raw)
        window.read(0.15)


def stands_after(window: Terminal, letter: str, when: str) -> None:
    """The cursor is in the cell after a letter (which is two cells wide)."""

    def right(_text: str) -> bool:
        screen = window.screen
        places = [
            (x + 2, y) for y in range(screen.lines) for x in range(screen.columns)
            if screen.buffer[y][x].data == letter
        ]  # fmt: skip
        return (screen.cursor.x, screen.cursor.y) in places

    window.wait(
        right,
        f"the cursor after {letter}, {when} (it is at {window.screen.cursor.x}, {window.screen.cursor.y})",
    )


def walk(window: Terminal, kind: str, values: dict[str, str], every: int) -> dict[str, str]:
    """Type a letter into every field that is written in, and look where the cursor is, in every so many after a change
    of the window and of the focus, too; the letters by field."""
    form = open_context(AppOptions()).form(kind)
    shown = [one for one in form.field if one.type != "group" and matches(one.when, values)]
    typed = {}
    for at, field in enumerate(shown):
        if at:
            press(window, "tab")
        if field.type in NO_TEXT:
            continue
        letter = LETTERS[len(typed)]
        typed[field.id] = letter
        assert letter not in window.text()
        window.send(letter)
        stands_after(window, letter, f"typed into {field.label}")
        if len(typed) % every:
            continue
        resize(window, 40, 20)
        stands_after(window, letter, f"in {field.label} at 40x20")
        press(window, "shift+tab")
        press(window, "tab")
        stands_after(window, letter, f"back in {field.label}")
        resize(window, 80, 24)
        stands_after(window, letter, f"in {field.label} at 80x24")
    return typed


def test_in_every_field_of_a_policy(person: Person, long: bool) -> None:
    window = person.named().window()
    window.wait_for("対応が必要なもの")
    window.send("3")
    window.wait_for("まだありません")
    window.send("e")
    window.wait_for("必須の不足なし")
    values = {"reply": "none"}
    typed = walk(window, "policy", values, 1 if long else 4)
    window.send("f10")
    window.wait_for("・保存済み")
    kept = tomllib.loads(person.files("policies")[0].read_text(encoding="utf-8"))["values"]
    assert {key for key, letter in typed.items() if letter in kept.get(key, "")} == set(typed)
    assert len(typed) >= 10


def test_in_every_field_of_a_post(person: Person, long: bool) -> None:
    person.named().run("policy", "new", "--from", "sample", "--id", "channel")
    window = person.window()
    window.wait_for("対応が必要なもの")
    window.send("4")
    window.wait_for("投稿する文を確かめ始めます")
    window.send("n")
    window.wait(lambda text: "アカウント" in text and "上田市行政チャンネル" in text, "the form of a post")
    settled(window, 0)
    assert "text" in walk(window, "post", {"kind": "official"}, 1 if long else 2)


def test_in_a_long_text_that_scrolls(person: Person, long: bool) -> None:
    """The caret of a text higher than its field, at its end, in its middle and at its head."""
    person.named().run("policy", "new", "--from", "sample", "--id", "channel")
    window = person.window()
    window.wait_for("対応が必要なもの")
    window.send("4")
    window.wait_for("投稿する文を確かめ始めます")
    window.send("n")
    window.wait(lambda text: "アカウント" in text and "上田市行政チャンネル" in text, "the form of a post")
    for _ in range(2):
        press(window, "tab")
    window.send("紅葉が見頃です。\r" * 30)
    window.wait(lambda text: text.count("紅葉が見頃です。") > 3, "the text")
    for number, keys in enumerate(
        ((), ("pageup",), ("up", "up", "end"), ("pageup", "pageup", "pageup", "home"))
    ):
        for key in keys:
            press(window, key)
        window.send(LETTERS[number])
        stands_after(window, LETTERS[number], f"after {keys}")
        for columns, rows in ((40, 20), (80, 24), (80, 14), (80, 24)) if long else ((40, 14), (80, 24)):
            resize(window, columns, rows)
            stands_after(window, LETTERS[number], f"after {keys}, at {columns}x{rows}")
