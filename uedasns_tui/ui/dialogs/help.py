"""Help: every key that acts on the screen beneath, made from the bindings."""

from __future__ import annotations

from textual.screen import Screen

from uedasns_tui.guideline.document import Guideline
from uedasns_tui.ui.dialogs.dialog import TextDialog
from uedasns_tui.ui.screens.main_screen import screen_titles
from uedasns_tui.ui.widgets.key_bar import help_rows
from uedasns_tui.ui.widgets.row_layout import ListRow


class HelpDialog(TextDialog):
    """The keys of the screen beneath."""

    def __init__(self, beneath: Screen[object], guideline: Guideline) -> None:
        names = "・".join(f"{n} {title}" for n, (_, title, _) in enumerate(screen_titles(guideline), 1))
        go_to = f"F2 で移る場所: {names}。文字を書いていないときは数字だけでも移れます。"
        commands = "画面を使わずに同じことをするには、コマンド uedasns-tui --help を実行します。"
        super().__init__(
            "ここで使えるキー",
            [*help_rows(beneath), ListRow("F2", "", go_to), ListRow("plain", "", commands)],
        )
