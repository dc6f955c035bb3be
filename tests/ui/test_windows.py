"""What Windows alone has: its clipboard, and the console that tells its programs that the window is closed."""

from __future__ import annotations

import sys

import pytest

if sys.platform != "win32":
    pytest.skip("Windows' own console and clipboard", allow_module_level=True)

import asyncio
import ctypes
from datetime import datetime
from pathlib import Path

from uedasns_tui.services.context import open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.ui import clipboard, sudden_end
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.goto import NewRecord
from uedasns_tui.ui.screens.record_editor import RecordEditor
from uedasns_tui.ui.widgets.text_field import TextField


def on_the_clipboard() -> str:
    """What another program would paste."""
    user, kernel = ctypes.WinDLL("user32"), ctypes.WinDLL("kernel32")
    user.GetClipboardData.restype = kernel.GlobalLock.restype = ctypes.c_void_p
    assert user.OpenClipboard(None)
    try:
        memory = ctypes.c_void_p(user.GetClipboardData(13))
        place = kernel.GlobalLock(memory)
        text = ctypes.wstring_at(place)
        kernel.GlobalUnlock(memory)
        return text
    finally:
        user.CloseClipboard()


def test_a_text_is_on_the_clipboard_of_windows() -> None:
    """All in one test: there is one clipboard, and tests run side by side."""
    for text in ("市民の皆さんへ\n𠮷野家の前の道\n", "", "一行", "a\r\nb\n"):
        assert clipboard.to_windows_clipboard(text)
        assert on_the_clipboard() == text.replace("\r\n", "\n").replace("\n", "\r\n")


@pytest.mark.parametrize(("event", "ends"), [(0, False), (2, True), (5, True), (6, True)])
def test_the_handler_that_windows_calls_saves_what_is_typed(
    tmp_path: Path, now: datetime, event: int, ends: bool
) -> None:
    """It is called as Windows calls it: through its address, in a thread of its own, while the app goes on."""
    user = UserSettings(name="上田　花子", section="広報課", seen_home=True)
    context = open_context(AppOptions(create=True, data=str(tmp_path / "records")), {}, lambda: now, user)

    async def run() -> None:
        app = Uedasns(context)
        async with app.run_test(size=(80, 40)) as pilot:
            await pilot.pause(1)
            app.navigate(NewRecord("policy"))
            await pilot.pause(0.3)
            assert isinstance(app.screen, RecordEditor)
            app.screen.query(TextField).first().insert("書きかけ")
            assert list(context.drafts.all()) == []
            await asyncio.to_thread(sudden_end._handlers[-1], event)
            assert len(list(context.drafts.all())) == ends

    asyncio.run(run())
