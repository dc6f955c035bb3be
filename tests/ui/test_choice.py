"""One of several: by arrows, digits of either width, Space, the mouse; long labels wrap."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import BindingType

from tests.ui.screen import screen_text
from uedasns_tui.japanese import width
from uedasns_tui.ui.fullwidth_keys import FullWidthKeys
from uedasns_tui.ui.widgets.choice import Choice, mark
from uedasns_tui.ui.widgets.text_field import TextField

CHOICES = {
    "open": "公開する（市ホームページにも載せ、だれでも見ることができるようにする。）",
    "shut": "公開しない",
    "later": "あとで決める",
}


class Asked(FullWidthKeys, App[None]):
    """A choice, a field after it, an app that wants digits too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("2", "say('two')"),
        ("9", "say('nine')"),
        ("slash", "say('find')"),
    ]

    def __init__(self, value: str = "") -> None:
        super().__init__()
        self.choice = Choice(CHOICES, value)
        self.field = TextField("")
        self.said: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.choice
        yield self.field

    def action_say(self, what: str) -> None:
        self.said.append(what)

    def on_choice_changed(self, message: Choice.Changed) -> None:
        assert message.control is self.choice
        self.said.append(message.value)


def test_taking() -> None:
    async def run() -> None:
        app = Asked()
        async with app.run_test(size=(40, 20)) as pilot:
            app.choice.focus()
            await pilot.press("space", "space")
            assert app.said == ["open"] and app.choice.value == "open"
            await pilot.press("down", "right", "down", "up", "1", "2", "３")
            assert app.said == ["open", "shut", "later", "shut", "open", "shut", "later"]
            await pilot.press("9", "９")
            app.post_message(events.Key("fullwidth_solidus", "／"))
            await pilot.pause()
            assert app.said[-3:] == ["nine", "nine", "find"]
            await pilot.click(app.choice, offset=(8, 1))
            assert app.choice.value == "open"
            await pilot.press("down", "tab", "２")
            app.post_message(events.Key("fullwidth_solidus", "／"))
            await pilot.pause()
            assert app.field.value == "２／" and app.choice.value == "shut"

    asyncio.run(run())


def test_drawing() -> None:
    async def run() -> None:
        app = Asked("gone")
        async with app.run_test(size=(40, 20)) as pilot:
            await pilot.pause()
            text = screen_text(app)
            assert text.startswith(" ○ 1 公開する") and "\n     だれ" in text
            assert " ● - gone（選択肢にない値です）" in text
            before = app.said[:]
            app.choice.put("shut")
            await pilot.pause()
            assert " ● 2 公開しない" in screen_text(app) and "gone" not in screen_text(app)
            assert app.said == before

    asyncio.run(run())


def test_the_mark_of_a_choice() -> None:
    """Signs where the terminal draws them in colour and one cell wide, else brackets."""
    signs = [mark(taken, several=several) for several in (False, True) for taken in (True, False)]
    assert signs == ["●", "○", "■", "□"]
    try:
        for no_color, ambiguous in ((True, 1), (False, 2)):
            width.set_ambiguous(ambiguous)  # type: ignore[arg-type]
            signs = [
                mark(taken, several=several, no_color=no_color)
                for several in (False, True)
                for taken in (True, False)
            ]
            assert signs == ["(*)", "( )", "[x]", "[ ]"]
    finally:
        width.set_ambiguous(1)
