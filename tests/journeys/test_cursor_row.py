"""The terminal's cursor stands on the current row in every place, so that a screen reader and a magnifier follow it."""

from __future__ import annotations

import pytest
from conftest import Person
from terminal import Terminal
from test_caret import press, settled

pytestmark = pytest.mark.journey


def at_cursor(window: Terminal) -> str:
    """The text of the line at which the cursor stands, from the cursor on."""
    window.read()
    screen = window.screen
    line = screen.buffer[screen.cursor.y]
    return "".join(line[x].data for x in range(screen.cursor.x, screen.columns)).strip()


def moves(window: Terminal, key: str = "down") -> None:
    """A key moves the cursor to another line, on which something stands (in a list, the mark of the current row); the
    way back leads back."""
    if key == "down":
        window.wait(lambda _text: marked(window), "the cursor at the mark of the current row")
    text = at_cursor(window)
    before = window.screen.cursor.y  # of the screen whose text was read
    press(window, key)
    window.wait(
        lambda _text: window.screen.cursor.y != before and bool(at_cursor(window)),
        f"{key} to move it off 「{text}」",
    )
    if key == "down":
        window.wait(lambda _text: marked(window), "the cursor at the mark of the current row")
    back = {"down": "up", "right": "left", "tab": "shift+tab"}[key]
    press(window, back)
    window.wait(lambda _text: window.screen.cursor.y == before, f"{back} to move it back to 「{text}」")


def marked(window: Terminal) -> bool:
    """Whether the cursor stands at the mark of the current row."""
    return at_cursor(window).startswith("▌")


@pytest.fixture
def office(person: Person) -> Person:
    """Two of each, so that there are rows to go to; one of each in the trash, and one with versions."""
    person.named()
    for name in ("one", "two", "old"):
        person.run("policy", "new", "--from", "sample", "--id", name, f"name={name} の方針")
        person.run(
            "post",
            "new",
            "--id",
            f"p-{name}",
            "text=休館日のお知らせ",
            f"title={name} の投稿",
            f"accounts={name}",
        )
        person.run("incident", "new", "--id", f"t-{name}", f"what={name} の件", "kind=other")
    person.run("policy", "set", "one", "period=令和8年4月から")
    person.run("policy", "set", "one", "period=令和8年5月から")
    for name in ("old", "p-old"):
        person.run("record", "delete", name)
    return person


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_in_every_list(office: Person, size: tuple[int, int]) -> None:
    window = office.window(columns=size[0], rows=size[1])
    window.wait_for("記録がありません")
    settled(window, len(window.raw))  # records are still being read
    moves(window)
    for key, title in (("3", "one の方針"), ("4", "one の投稿"), ("5", "すること")):
        window.send(key)
        window.wait_for(title)
        moves(window)
    window.send("2")
    window.wait_for("はじめに")
    if size[1] > 24:  # in a small window the first clause is taller than it, and the first key scrolls
        moves(window)
    press(window, "t")
    moves(window)


def test_in_the_record_its_items_and_dialogs(office: Person) -> None:
    window = office.window()
    window.wait_for("の方針")
    window.send("3")
    window.wait_for("two の方針")
    press(window, "enter")
    window.wait_for("必須の不足")
    moves(window, "tab")
    for shown in ("様式のでき上がり", "まだ決裁されていません", "の経過と版"):  # the versions come last
        press(window, "f7")
        window.wait_for(shown)
    moves(window)
    press(window, "escape")
    press(window, "f6")
    window.wait_for("適合")
    moves(window)
    press(window, "f8")  # steps
    window.wait_for("決裁に出す")
    moves(window)


def test_in_the_finder_the_trash_and_the_help(office: Person) -> None:
    window = office.window()
    window.wait_for("の方針")
    press(window, "/")
    window.send("ごみ箱")
    window.wait(lambda _text: "ごみ箱" in line_at_cursor(window), "the cursor behind what is typed")
    press(window, "enter")
    window.wait_for("old")
    moves(window)
    press(window, "escape")
    press(window, "f1")
    window.wait_for("説明")
    press(window, "escape")
    press(window, "f2")
    window.wait_for("どこへ行きますか")
    moves(window)


def line_at_cursor(window: Terminal) -> str:
    """The whole line at which the cursor stands."""
    window.read()
    screen = window.screen
    return "".join(screen.buffer[screen.cursor.y][x].data for x in range(screen.columns))
