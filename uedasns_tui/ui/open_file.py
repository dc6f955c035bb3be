"""Handing a written file to the system: to its program to look at, or to the printer. Nothing where there is no way."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from textual.screen import Screen

COMMANDS = {"open": ("xdg-open", "open"), "print": ("lp", "lpr")}
"""What to do -> the programs that do it, where the system itself does not."""


def can_hand_over(action: str) -> bool:
    """Whether this system can do it."""
    return sys.platform == "win32" or any(map(shutil.which, COMMANDS[action]))


def hand_over(path: Path, action: str) -> None:
    """Open or print a file. Raises OSError."""
    if sys.platform == "win32":
        os.startfile(path, action)
        return
    command = next(filter(None, map(shutil.which, COMMANDS[action])))
    subprocess.Popen(
        [command, str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def offer_file(screen: Screen[Any], path: Path) -> None:
    """Say where a file was written, and offer to open or print it there."""
    from uedasns_tui.storage.errors import reason
    from uedasns_tui.ui.dialogs.dialog import ConfirmDialog

    choices = {"close": "閉じる"}
    choices |= {
        action: label for action, label in (("open", "開く"), ("print", "印刷する")) if can_hand_over(action)
    }

    def chosen(choice: str | None) -> None:
        if choice in COMMANDS:
            try:
                hand_over(path, choice)
            except OSError as error:
                screen.app.notify(
                    f"{path} を渡せませんでした。{reason(error)[0]}", severity="error", timeout=15
                )

    screen.app.push_screen(ConfirmDialog("書き出しました", str(path), choices), chosen)
