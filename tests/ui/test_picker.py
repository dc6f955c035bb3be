"""What is picked from a list in a form: letters open the list, what is taken leads on, and nothing leaves the form."""

from __future__ import annotations

import asyncio

import pytest
from textual import events
from textual.app import App

from tests.ui.test_screens import town  # noqa: F401
from uedasns_tui.services.context import AppContext
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.record_navigation import begin_new
from uedasns_tui.ui.screens.record_editor import RecordEditor
from uedasns_tui.ui.widgets.picker import Picker, PickerDialog, PickerOption
from uedasns_tui.ui.widgets.text_field import TextField


@pytest.mark.parametrize(
    ("keys", "picked"), [("x", "X"), ("y", "YouTube"), ("3", "3"), ("q", "q"), ("", "P")]
)
def test_letters_typed_on_it_open_the_list_and_what_is_taken_leads_on(
    keys: str, picked: str, town: AppContext  # noqa: F811
) -> None:  # fmt: skip
    async def run() -> None:
        app = Uedasns(town)
        async with app.run_test(size=(80, 24)) as pilot:
            begin_new(app, "policy")
            await pilot.pause()
            editor = app.screen
            assert isinstance(editor, RecordEditor)
            picker = editor.query_one(Picker)
            picker.focus()
            if keys:
                await pilot.press(*keys)
            else:
                picker.post_message(events.Paste("P"))
            await pilot.pause()
            assert isinstance(app.screen, PickerDialog), "a letter is no command here"
            assert app.screen.words.value == (keys or "P")
            await pilot.press("enter")
            await pilot.pause()
            assert app.screen is editor and picker.picked == (picked,)
            assert isinstance(editor.focused, TextField), "the keys go to the next field"
            await pilot.press(*"@ueda/1")
            assert editor.focused.value == "@ueda/1"
            picker.focus()
            await pilot.press("enter", "escape")
            assert picker.picked == (picked,) and editor.focused is picker, "Esc leaves all as it was"

    asyncio.run(run())


@pytest.mark.parametrize(
    ("keys", "row"), [((), 0), (("down",), 1), (("down", "down"), 2), (("down", "up"), 0)]
)
def test_the_mark_is_set_at_the_row_that_the_arrows_lead_to(keys: tuple[str, ...], row: int) -> None:
    async def run() -> None:
        app: App[None] = App()
        async with app.run_test(size=(80, 24)) as pilot:
            options = [PickerOption(name, name) for name in "abcd"]
            dialog = PickerDialog(options, (), several=True, free=False)
            results: list[object] = []
            app.push_screen(dialog, results.append)
            await pilot.pause()
            await pilot.press(*keys, "f6", "f10")
            await pilot.pause()
            assert results == [("abcd"[row],)]

    asyncio.run(run())
