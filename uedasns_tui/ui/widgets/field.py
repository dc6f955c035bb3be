"""THE text field of this house: one line or many, over Textual's TextArea.

It has undo, takes U+3000 typed and pasted, wraps as Japanese print does (see `ui/kinsoku.py`), reports the caret
rightly, and repaints nothing but itself while somebody types. Used by every form and by the finder.
"""

from __future__ import annotations

import unicodedata
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from uedasns_tui.japanese import visible

DROPPED = "\u3000\u00a0\u200d"
"""Characters that `str.isprintable` calls unprintable, and that Textual therefore drops when they are typed."""
TALL = 12


class Field(TextArea):
    """A text as typed. `multiline` false: Enter submits, a pasted break becomes a space."""

    DEFAULT_CSS = """
    Field { border: none; padding: 0 1; background: $surface; color: $foreground; height: auto; min-height: 1; }
    Field:focus { border: none; background: $primary 20%; }
    Field.-one { height: 1; max-height: 1; overflow: hidden hidden; scrollbar-size: 0 0; }
    Field.-many { min-height: 3; max-height: 12; }
    Field:nocolor { text-style: none; background: $surface; }
    Field .text-area--cursor-line { background: transparent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+a", "select_all", "全部選ぶ", show=False),
        Binding("ctrl+z", "undo", "元に戻す", show=False),
        Binding("ctrl+y", "redo", "やり直す", show=False),
        Binding("tab", "app.focus_next", "次の欄", show=False),
        Binding("shift+tab", "app.focus_previous", "前の欄", show=False),
    ]

    class Edited(Message):
        """The person changed the text."""

        def __init__(self, field: Field, value: str) -> None:
            super().__init__()
            self.field = field
            self.value = value

        @property
        def control(self) -> Field:
            """The field."""
            return self.field

    class Submitted(Edited):
        """Enter was pressed in a field of one line."""

    def __init__(
        self,
        value: str = "",
        *,
        multiline: bool = False,
        placeholder: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(
            _clean(value),
            soft_wrap=multiline,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
            placeholder=placeholder,
            compact=True,
            id=id,
            classes=classes,
        )
        self.multiline = multiline
        self.add_class("-many" if multiline else "-one")
        self.cursor_blink = False
        self._quiet = self.text

    @property
    def value(self) -> str:
        """The text as it stands."""
        return self.text

    def put(self, value: str) -> None:
        """Show another text; it can be undone, and says nothing."""
        value = _clean(value)
        if value == self.text:
            return
        self._quiet = value
        self.replace(value, (0, 0), self.document.end)
        self.move_cursor(self.document.end if not self.multiline else (0, 0))

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Say that the person changed the text; what `put` put is no such change."""
        message.stop()
        if self.text != self._quiet:
            self._quiet = ""
            self.post_message(self.Edited(self, self.text))
        self._quiet = self.text

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter" and not self.multiline:
            event.stop()
            event.prevent_default()
            self.post_message(self.Submitted(self, self.text))
            return
        if not self.multiline and event.key in ("up", "down"):
            return
        if event.character and event.character in DROPPED and not self.read_only:
            event.stop()
            event.prevent_default()
            self._replace_via_keyboard(event.character, *self.selection)
            return
        await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        if self.read_only:
            return
        event.stop()
        event.prevent_default()
        text = event.text
        if visible.bad_surrogate(text) is not None:
            self.app.notify("壊れた文字があったため、その文字だけを除いて貼り付けました。", markup=False)
        text = _clean(text)
        if not self.multiline:
            text = " ".join(part for part in text.split("\n") if part)
        if result := self._replace_via_keyboard(text, *self.selection):
            self.move_cursor(result.end_location)

    def action_cursor_up(self, select: bool = False) -> None:
        """Up within the text."""
        super().action_cursor_up(select)


def _clean(text: str) -> str:
    """NFC, breaks as \\n, without lone surrogates (which no file can hold)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if visible.bad_surrogate(text) is not None:
        text = "".join(letter for letter in text if not "\ud800" <= letter <= "\udfff")
    return unicodedata.normalize("NFC", text)
