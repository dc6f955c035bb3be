"""The pictures and films of a post: file name, alternative text, what is shown, consent, source."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from uedasns_tui.records.record import Medium
from uedasns_tui.services.media import ASKS, medium_of
from uedasns_tui.ui.dialogs.dialog import CSS, FormDialog
from uedasns_tui.ui.widgets.key_bar import KeyBar
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.result_screen import ResultScreen
from uedasns_tui.ui.widgets.row_list import ListRow, RowList


class MediaDialog(ResultScreen[tuple[Medium, ...] | None], ModalScreen[tuple[Medium, ...] | None]):
    """The list; n adds, Enter changes, Del takes away. Esc closes and keeps what was done."""

    DEFAULT_CSS = CSS.replace("NAME", "MediaDialog")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", "加える"),
        Binding("delete,d", "remove", "外す"),
        Binding("escape,f10", "done", "決める", priority=True),
    ]

    def __init__(self, media: tuple[Medium, ...]) -> None:
        super().__init__()
        self.media = media

    def compose(self) -> ComposeResult:
        """The list."""
        with Vertical(classes="box"):
            yield PlainText("画像・動画", classes="title")
            yield RowList()
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin to add at once where there is none."""
        self._draw()
        self.query_one(RowList).focus()
        if not self.media:
            self.action_add()

    def _draw(self) -> None:
        rows = [
            ListRow(one.id, "", f"{one.file}\n代替テキスト: {one.alt or 'ありません'}") for one in self.media
        ]
        self.query_one(RowList).set_rows(rows or [ListRow("none", "n", "まだありません。n で加えます。")])

    def action_add(self) -> None:
        """Add one."""
        self._ask(None)

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Change one."""
        message.stop()
        self._ask(next((one for one in self.media if one.id == message.row.key), None))

    def _ask(self, old: Medium | None) -> None:
        values = (
            {}
            if old is None
            else {key: getattr(old, key) for key in ("file", "alt", "shows", "consent", "source")}
        )

        def done(answers: dict[str, str] | None) -> None:
            if answers is None:
                return
            new = medium_of(answers, old)
            first = not self.media
            self.media = (
                tuple(new if one is old else one for one in self.media) if old else (*self.media, new)
            )
            if first:
                self.dismiss(self.media)
            else:
                self._draw()

        self.app.push_screen(FormDialog("画像・動画", ASKS, ("file",), "", values), done)

    def action_remove(self) -> None:
        """Take the current one away."""
        row = self.query_one(RowList).current_row
        self.media = tuple(replace(one) for one in self.media if row is None or one.id != row.key)
        self._draw()

    def action_done(self) -> None:
        """Close and keep."""
        self.dismiss(self.media)
