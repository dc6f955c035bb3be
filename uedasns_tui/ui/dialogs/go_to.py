"""Where to go: the main screens by digit, also while somebody types (F2, then the digit)."""

from __future__ import annotations

from uedasns_tui.guideline.document import Guideline
from uedasns_tui.ui.dialogs.dialog import ConfirmDialog
from uedasns_tui.ui.screens.main_screen import screen_titles


class GoToDialog(ConfirmDialog):
    """The list of main screens; a digit goes there at once."""

    def __init__(self, guideline: Guideline, current: str) -> None:
        titles = {name: title for name, title, _ in screen_titles(guideline)}
        if guideline.other_forms:
            titles["others"] = "ほかの記録"
        here = titles.get(current, "")
        body = f"今は「{here}」です。書きかけのものはそのまま残ります。" if here else ""
        super().__init__("どこへ行きますか。", body, titles)
