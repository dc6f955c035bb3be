"""Help: every key that acts where one is, made from the bindings; so it cannot drift from them."""

from __future__ import annotations

from textual.screen import Screen

from uedasns_tui.ui.dialogs.dialog import TextDialog
from uedasns_tui.ui.widgets.key_bar import help_rows
from uedasns_tui.ui.widgets.row_list import ListRow


class HelpDialog(TextDialog):
    """The keys of the screen beneath."""

    def __init__(self, beneath: Screen[object]) -> None:
        rows = [
            ListRow(
                "F2",
                "F2",
                "場所を移る（1 ホーム・2 本文・3 利用方針・4 投稿前チェック・5 トラブル）。文字を書いていないときは数字だけでも移れます。",
            ),
            *help_rows(beneath),
            ListRow("plain", "", "画面を使わずに同じことをするには、端末で uedasns-tui --help と打ちます。"),
        ]
        super().__init__("ここで使えるキー", rows)
