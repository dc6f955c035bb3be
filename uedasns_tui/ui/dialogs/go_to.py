"""Where to go: the five places by digit, also while somebody types (F2, then the digit)."""

from __future__ import annotations

from uedasns_tui.ui.dialogs.dialog import ConfirmDialog
from uedasns_tui.ui.screens.main_screen import PLACES


class GoToDialog(ConfirmDialog):
    """The list of places; a digit goes there at once."""

    def __init__(self, current: str) -> None:
        body = (
            f"今は「{PLACES[current][0]}」です。書きかけのものはそのまま残ります。"
            if current in PLACES
            else ""
        )
        super().__init__("どこへ行きますか", body, {place: names[0] for place, names in PLACES.items()})
