"""Copies a text to the clipboard, and always into a file too, since a terminal does not confirm a copy."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from uedasns_tui.storage.atomic import write_atomic
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.ui.dialogs.dialog import ConfirmDialog
from uedasns_tui.ui.open_file import offer_file


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
    app.push_screen(
        ConfirmDialog(
            f"{what}をクリップボードへ送りました。貼り付けられないときはファイルにします。", text, choices
        ),
        chosen,
    )
