"""THE text field of this house: one line or many, over Textual's TextArea.

It has undo, takes U+3000 typed and pasted, wraps as Japanese print does (see `ui/kinsoku_editor.py`), reports the caret
rightly, and repaints nothing but itself while somebody types. Used by every form and by the finder.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region
from textual.message import Message
from textual.widget import Widget
from textual.widgets import TextArea
from textual.widgets.text_area import EditResult

from uedasns_tui.japanese import visible
from uedasns_tui.ui import textual_patches
from uedasns_tui.ui.widgets.key_bar import characters

DROPPED = "\u3000\u00a0\u200d"
"""Characters that `str.isprintable` calls unprintable, and that Textual therefore drops when they are typed."""
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_COMPOSABLE = re.compile("[^\uf900-\ufaff\U0002f800-\U0002fa1f]+")

_MOVES = {
    "up": "cursor_up", "down": "cursor_down", "left": "cursor_left", "right": "cursor_right",
    "home": "cursor_line_start", "end": "cursor_line_end", "ctrl+left": "cursor_word_left",
    "ctrl+right": "cursor_word_right",
}  # fmt: skip
_KEYS = (
    ("pageup", "cursor_page_up", "前の画面"),
    ("pagedown", "cursor_page_down", "次の画面"),
    ("backspace", "delete_left", "前の字を消す"),
    ("delete", "delete_right", "次の字を消す"),
    ("ctrl+w", "delete_word_left", "前の語を消す"),
    ("ctrl+u", "delete_to_start_of_line", "行の初めまで消す"),
    ("ctrl+k", "delete_to_end_of_line", "行の終わりまで消す"),
    ("ctrl+a", "select_all", "全部選ぶ"),
    ("ctrl+x", "cut", "切り取る"),
    ("ctrl+c,super+c", "copy", "写す"),
    ("ctrl+v", "paste", "貼り付ける"),
    ("ctrl+z", "undo", "元に戻す"),
    ("ctrl+y,ctrl+shift+z", "redo", "やり直す"),
    ("ctrl+e", "cursor_line_end", "行の終わりへ"),
    ("tab", "app.focus_next", "次の欄"),
    ("shift+tab", "app.focus_previous", "前の欄"),
)
"""Keys of a field; those of TextArea that screens want (F6, F7, Ctrl+F, Ctrl+D) are not among them."""


class TextField(TextArea, inherit_bindings=False):
    """A text as typed. `multiline` false: Enter submits, a pasted break becomes a space.

    A value that holds a break makes any field one of many lines, for nothing of it may be hidden or lost.
    """

    DEFAULT_CSS = """
    TextField { border: none; padding: 0 1; background: $foreground 8%; color: $foreground; height: auto; }
    TextField:focus { border: none; background: $primary 25%; }
    TextField.-one { height: 1; max-height: 1; overflow: hidden hidden; scrollbar-size: 0 0; }
    TextField.-many { min-height: 3; max-height: 12; overflow-x: hidden; scrollbar-gutter: stable; }
    TextField .text-area--cursor-line { background: transparent; }
    TextField .text-area--placeholder { color: $text-muted; }
    TextField .text-area--cursor { color: $background; background: $foreground; }
    TextField:nocolor { border-left: ascii $foreground; }
    TextField:nocolor:focus { border-left: ascii $foreground; text-style: underline; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(keys, action, said, show=False) for keys, action, said in _KEYS),
        *(
            Binding(f"shift+{key}", f"{action}(True)", "選びながら動く", show=False)
            for key, action in _MOVES.items()
        ),
        *(Binding(key, action, "動く", show=False) for key, action in _MOVES.items()),
    ]

    class _OfField(Message):
        def __init__(self, field: TextField, value: str) -> None:
            super().__init__()
            self.field = field
            self.value = value

        @property
        def control(self) -> TextField:
            """The field."""
            return self.field

    class Edited(_OfField):
        """The person changed the text."""

    class Submitted(_OfField):
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
        textual_patches.install_editor()
        value = clean(value)
        self.multiline = multiline or "\n" in value
        super().__init__(
            value,
            soft_wrap=self.multiline,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
            placeholder=visible.one_line(placeholder),
            max_checkpoints=500,
            id=id,
            classes=classes,
        )
        self.add_class("-many" if self.multiline else "-one")
        self.cursor_blink = False
        self._told = self.text

    def on_mount(self) -> None:
        """In one line one goes on at its end."""
        if not self.multiline:
            self.move_cursor(self.document.end)

    def on_focus(self) -> None:
        """The caret is in sight, and its place known to the input method, before the first key."""
        self.scroll_cursor_visible()

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """The caret in sight within the field, and the field's line with the caret within what the field lies in."""
        if self.has_focus:
            self.call_after_refresh(self.show_caret)
        return super().scroll_cursor_visible(center, animate)

    def show_caret(self) -> None:
        """Scroll what the field lies in as far as the caret's line needs: a field may be higher than its window."""
        if not self.has_focus:
            return
        y = self.cursor_screen_offset[1]
        for holder in self.ancestors:
            if isinstance(holder, Widget) and holder.allow_vertical_scroll:
                window = holder.scrollable_content_region
                line = Region(window.x, y, 1, 1).translate(holder.scroll_offset - window.offset)
                y -= holder.scroll_to_region(line, animate=False, x_axis=False, immediate=True).y

    def on_resize(self) -> None:
        """The caret stays in sight."""
        if self.has_focus:
            self.call_after_refresh(self.scroll_cursor_visible)

    @property
    def value(self) -> str:
        """The text as it stands, its marks composed (か and ゛ typed one after the other are が)."""
        return clean(self.text)

    def put(self, value: str) -> None:
        """Show another text; it can be undone, and says nothing."""
        value = clean(value)
        if value == self.text:
            return
        if "\n" in value and not self.multiline:
            self.multiline = True
            self.set_class(False, "-one")
            self.set_class(True, "-many")
            self.soft_wrap = True
        self._told = value
        self.history.checkpoint()
        self.replace(value, (0, 0), self.document.end, maintain_selection_offset=False)
        self.history.checkpoint()
        self.move_cursor((0, 0) if self.multiline else self.document.end)

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Say that the person changed the text; what `put` put is no such change."""
        message.stop()
        if self.text != self._told:
            self._told = self.text
            self.post_message(self.Edited(self, self.value))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Up and down have nothing to do in one line: they go on to the screen."""
        if (
            action in ("cursor_up", "cursor_down", "cursor_page_up", "cursor_page_down")
            and not self.multiline
        ):
            return False
        return super().check_action(action, parameters)

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Whether a key writes here: a binding of it does not act then, and help does not name it."""
        return super().check_consume_key(key, character or characters().get(key))

    async def on_key(self, event: events.Key) -> None:
        if event.key == "enter" and not self.multiline:
            event.stop()
            event.prevent_default()
            self.post_message(self.Submitted(self, self.value))
        elif event.character and event.character in DROPPED and not self.read_only:
            event.stop()
            event.prevent_default()
            self._type(event.character)

    async def on_paste(self, event: events.Paste) -> None:
        if self.read_only:
            return
        event.stop()
        event.prevent_default()
        self._take(event.text)

    def action_paste(self) -> None:
        """Paste what was cut or copied here."""
        if not self.read_only:
            self._take(self.app.clipboard)

    def _take(self, text: str) -> None:
        if visible.bad_surrogate(text) is not None:
            self.app.notify(
                "壊れた文字があったため、その文字だけを除いて貼り付けました。", severity="warning"
            )
        text = clean(text)
        if not self.multiline:
            text = " ".join(part.strip() for part in text.replace("\t", " ").split("\n") if part.strip())
        if text and (result := self._type(text)):
            self.move_cursor(result.end_location)

    def _type(self, text: str) -> EditResult | None:
        return self._replace_via_keyboard(text, *self.selection)

    def get_line(self, line_index: int) -> Text:
        """The line as it is drawn: a control is a picture of itself, and steers no terminal."""
        line = self.document.get_line(line_index)
        if not line.isprintable():
            line = "".join(_drawn(letter) for letter in line)
        return Text(line, end="", no_wrap=True)


@cache
def _drawn(letter: str) -> str:
    shown = visible.visible(letter)
    return shown if len(shown) == 1 else "\ufffd"


def clean(text: str) -> str:
    """`text` composed (NFC), with \\n for every kind of break, without lone surrogates, which no file can hold.

    Compatibility ideographs stay (the 神 of a name, U+FA19): NFC would write another character for them.
    """
    text = _BREAKS.sub("\n", text)
    if visible.bad_surrogate(text) is not None:
        text = "".join(letter for letter in text if not "\ud800" <= letter <= "\udfff")
    if unicodedata.is_normalized("NFC", text):
        return text
    return _COMPOSABLE.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)
