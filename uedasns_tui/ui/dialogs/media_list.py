"""The pictures and films of a post: file name, alternative text, what is shown, consent, source."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from uedasns_tui.records.record import Medium
from uedasns_tui.services.media import ASKS, medium_of
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.ui.dialogs.dialog import ListDialog
from uedasns_tui.ui.dialogs.form_dialog import FormDialog
from uedasns_tui.ui.widgets.row_list import ListRow, RowList


class MediaDialog(ListDialog[tuple[Medium, ...]]):
    """The list; n adds, Enter changes, Del removes. Esc closes and keeps what was done."""

    TALL = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", "加える"),
        Binding("delete", "remove", "外す"),
        Binding("escape", "accept", "閉じる", priority=True),
        Binding("f10", "accept", "決める", show=False, priority=True),
    ]

    def __init__(self, media: tuple[Medium, ...], record: str) -> None:
        super().__init__("画像・動画", _rows(media))
        self.record = record
        self.media = media

    def on_mount(self) -> None:
        """Begin to add at once where there is none."""
        if not self.media:
            self.action_add()

    def action_add(self) -> None:
        """Add a medium."""
        self._ask(None)

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Change the chosen medium."""
        message.stop()
        self._ask(next((medium for medium in self.media if medium.id == message.row.key), None))

    def _ask(self, old: Medium | None) -> None:
        values = {item.id: getattr(old, item.id) for item in ASKS} if old is not None else {}
        media: list[Medium] = []

        def submit(answers: dict[str, str]) -> dict[str, str]:
            try:
                media.append(medium_of(answers, old))
            except StorageError as error:
                return {"file": str(error)}
            return {}

        def done(answers: dict[str, str] | None) -> None:
            if answers is None:
                return
            first = not self.media
            new = media[-1]
            self.media = (
                tuple(new if medium is old else medium for medium in self.media)
                if old
                else (*self.media, new)
            )
            if first:
                self.dismiss(self.media)
            else:
                self.row_list.set_rows(_rows(self.media))

        key = f"media:{self.record}:{old.id if old else ''}"
        self.app.push_screen(
            FormDialog("画像・動画", ASKS, ("file",), "", values, submit=submit, key=key, own=True), done
        )

    def action_remove(self) -> None:
        """Remove the current medium from the list."""
        row = self.row_list.current_row
        self.media = tuple(medium for medium in self.media if row is None or medium.id != row.key)
        self.row_list.set_rows(_rows(self.media))

    def action_accept(self) -> None:
        """Close with the list as it is."""
        self.dismiss(self.media)


def _rows(media: tuple[Medium, ...]) -> list[ListRow]:
    return [
        ListRow(medium.id, "", f"{medium.file}\n代替テキスト: {medium.alt or 'ありません'}")
        for medium in media
    ] or [
        ListRow("none", "n", "まだありません。この投稿に付ける画像や動画の名前を書きます。\nn で加えます。")
    ]
