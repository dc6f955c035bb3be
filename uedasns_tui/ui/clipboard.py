"""Copies a text to the clipboard, and offers it as a file too, since a terminal does not confirm a copy.

On Windows the clipboard itself is asked, which the old console never passes a copy on to.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from uedasns_tui.storage.atomic import write_atomic
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.ui.dialogs.dialog import ConfirmDialog
from uedasns_tui.ui.open_file import offer_file

TRIES, PAUSE = 10, 0.02
"""How often, and with how many seconds between, a clipboard that another program holds is asked for."""
_UNICODE_TEXT, _MOVEABLE = 13, 2


def copy_text(screen: Screen[Any], text: str, what: str, name: str) -> None:
    """Copy a text and offer it as a file; nothing is claimed that cannot be seen."""
    app = screen.app
    app.copy_to_clipboard(text)
    folder = screen.context.folders.state / "out"  # type: ignore[attr-defined]
    path = folder / name

    def chosen(choice: str | None) -> None:
        if choice != "file":
            return
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_atomic(path, text.encode("utf-8", "replace"))
        except (StorageError, OSError) as fault:
            app.notify(str(fault), severity="error", timeout=15)
            return
        offer_file(screen, path)

    choices = {"ok": "このまま閉じる", "file": f"ファイルにも書く（{path}）"}
    copied = (
        f"{what}をクリップボードにコピーしました。"
        if to_windows_clipboard(text)
        else f"{what}をクリップボードへ送りました。貼り付けられないときはファイルにします。"
    )
    app.push_screen(ConfirmDialog(copied, text, choices), chosen)


def to_windows_clipboard(text: str) -> bool:
    """Put a text onto the clipboard of Windows; False elsewhere, and where it was refused."""
    if sys.platform != "win32":
        return False
    import ctypes

    user, kernel = ctypes.WinDLL("user32"), ctypes.WinDLL("kernel32")
    for function in (user.CreateWindowExW, user.SetClipboardData, kernel.GlobalAlloc, kernel.GlobalLock):
        function.restype = ctypes.c_void_p
    lines = text.replace("\r\n", "\n").replace("\n", "\r\n")
    data = ctypes.create_string_buffer(f"{lines}\0".encode("utf-16-le", "replace"))
    pointer = ctypes.c_void_p
    # without a window of its own to belong to, a text may be refused
    owner = pointer(user.CreateWindowExW(0, "STATIC", None, 0, 0, 0, 0, 0, None, None, None, None))
    try:
        if not _opened(lambda: bool(user.OpenClipboard(owner))):
            return False
        try:
            user.EmptyClipboard()
            memory = pointer(kernel.GlobalAlloc(_MOVEABLE, ctypes.c_size_t(len(data))))
            place = kernel.GlobalLock(memory)
            if not place:
                return False
            ctypes.memmove(pointer(place), data, len(data))
            kernel.GlobalUnlock(memory)
            return bool(user.SetClipboardData(_UNICODE_TEXT, memory))
        finally:
            user.CloseClipboard()
    finally:
        user.DestroyWindow(owner)


def _opened(ask: Callable[[], bool]) -> bool:
    """Ask until it is granted, a few times: another program may hold the clipboard for a moment."""
    for _ in range(TRIES):
        if ask():
            return True
        time.sleep(PAUSE)
    return False
