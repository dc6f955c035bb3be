"""The pictures and films of a post: file name, alternative text, what is shown, consent, source."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from uedasns_tui.desk.media import ASKS, medium_of
from uedasns_tui.records.record import Medium
from uedasns_tui.ui.widgets.closing import Closing
from uedasns_tui.ui.widgets.dialog import CSS, AskForm
from uedasns_tui.ui.widgets.keys import Keys
from uedasns_tui.ui.widgets.lines import Lines, Row
from uedasns_tui.ui.widgets.plain_text import PlainText


class MediaList(Closing[tuple[Medium, ...] | None], ModalScreen[tuple[Medium, ...] | None]):
    """The list; n adds, Enter changes, Del takes away. Esc closes and keeps what was done."""

    DEFAULT_CSS = CSS.replace("NAME", "MediaList")
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
            yield Lines()
        yield Keys()

    def on_mount(self) -> None:
        """Begin to add at once where there is none."""
        self._draw()
        self.query_one(Lines).focus()
        if not self.media:
            self.action_add()

    def _draw(self) -> None:
        rows = [Row(one.id, "", f"{one.file}\n代替テキスト: {one.alt or 'ありません'}") for one in self.media]
        self.query_one(Lines).set_rows(rows or [Row("none", "n", "まだありません。n で加えます。")])

    def action_add(self) -> None:
        """Add one."""
        self._ask(None)

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
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

        self.app.push_screen(AskForm("画像・動画", ASKS, ("file",), "", values), done)

    def action_remove(self) -> None:
        """Take the current one away."""
        row = self.query_one(Lines).current_row
        self.media = tuple(replace(one) for one in self.media if row is None or one.id != row.key)
        self._draw()

    def action_done(self) -> None:
        """Close and keep."""
        self.dismiss(self.media)
