"""Help: every key that acts on the screen beneath, made from the bindings; in two columns where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from textual.screen import Screen

from uedasns_tui.guideline.document import Guideline
from uedasns_tui.japanese import width
from uedasns_tui.ui.dialogs.dialog import TextDialog
from uedasns_tui.ui.screens.main_screen import screen_titles
from uedasns_tui.ui.widgets.key_bar import help_rows
from uedasns_tui.ui.widgets.row_layout import GUTTER, ListRow, RowSpan, cell_text, label_column

TWO_COLUMNS, MOST_COLUMNS = 100, 116
"""Columns of the window from which the keys stand in two columns; those of the dialog at most."""
FRAME = 4 + GUTTER + 2
"""Cells at the sides of the rows: the frame, the mark, the scrollbar."""


class HelpDialog(TextDialog):
    """The keys of the screen beneath."""

    DEFAULT_CSS = f"HelpDialog > .box {{ max-width: {MOST_COLUMNS}; }}"

    def __init__(self, beneath: Screen[object], guideline: Guideline) -> None:
        names = "・".join(f"{n} {title}" for n, (_, title, _) in enumerate(screen_titles(guideline), 1))
        go_to = f"F2 で移る場所: {names}。文字を書いていないときは数字だけでも移れます。"
        commands = "画面を使わずに同じことをするには、コマンド uedasns-tui --help を実行します。"
        super().__init__("ここで使えるキー", help_rows(beneath))
        self.about = [ListRow("F2", "", go_to), ListRow("plain", "", commands)]

    def on_resize(self) -> None:
        """The keys in as many columns as there is room for."""
        wide = self.app.size.width
        room = min(MOST_COLUMNS, wide * 92 // 100) - FRAME
        rows = two_columns(self.rows, room) if wide >= TWO_COLUMNS else self.rows
        self.row_list.measure = room
        self.row_list.set_rows([*rows, *self.about])


def two_columns(rows: Sequence[ListRow], room: int) -> list[ListRow]:
    """Rows of keys beside each other, parted between two groups where that is shortest."""
    places = [at for at, row in enumerate(rows) if row.heading and at]
    part = min(places, key=lambda at: max(at, len(rows) - at), default=len(rows))
    half = (room - 2) // 2
    columns = [[_line(row, half, column) for row in column] for column in (rows[:part], rows[part:])]
    lines = zip_longest(*columns, fillvalue=("", ()))
    return [_beside(number, half, *pair) for number, pair in enumerate(lines)]


def _line(row: ListRow, half: int, column: Sequence[ListRow]) -> tuple[str, tuple[RowSpan, ...]]:
    label = label_column([row.label for row in column], half)
    name = cell_text(row.label)
    text = f"{width.pad(name, label)} {row.body}"
    end = len(text) if row.heading else len(name)
    return width.fit(text, half), (RowSpan(0, end, "heading" if row.heading else "label"),)


def _beside(
    number: int, half: int, left: tuple[str, Sequence[RowSpan]], right: tuple[str, Sequence[RowSpan]]
) -> ListRow:
    start = width.pad(left[0], half) + "  "
    spans = [RowSpan(span.start + len(start), span.end + len(start), span.kind) for span in right[1]]
    return ListRow(str(number), "", start + right[0], 0, (*left[1], *spans))
