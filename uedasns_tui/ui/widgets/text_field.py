"""The text field, of one line or many, over Textual's TextArea. Used by every form and dialog.

It has undo, takes U+3000 typed and pasted, wraps as Japanese print does, moves and deletes by what is seen as one
character, reports the caret rightly, and repaints nothing but itself while somebody types.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region
from textual.message import Message
from textual.widget import Widget
from textual.widgets import TextArea
from textual.widgets.text_area import EditResult, Location, Selection, TextAreaTheme

from uedasns_tui.japanese import visible, wrap
from uedasns_tui.japanese.width import graphemes
from uedasns_tui.ui import textual_patches
from uedasns_tui.ui.widgets.key_bar import characters

DROPPED = re.compile("[\u00a0\u1680\u2000-\u200a\u200c\u200d\u202f\u205f\u3000\U000e0020-\U000e007f]")
"""Spaces, joiners and the letters of a flag (🏴󠁧󠁢󠁳󠁣󠁴󠁿), which Textual calls unprintable and drops when they are typed."""
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_COMPOSABLE = re.compile("[^\uf900-\ufaff\U0002f800-\U0002fa1f]+")

_MOVES = {
    "up": "cursor_up", "down": "cursor_down", "left": "cursor_left", "right": "cursor_right",
    "home": "cursor_line_start", "end": "cursor_line_end", "ctrl+left": "cursor_word_left",
    "ctrl+right": "cursor_word_right", "ctrl+home": "cursor_text_start", "ctrl+end": "cursor_text_end",
}  # fmt: skip
_KEYS = (
    ("pageup", "cursor_page_up", "前のページ"),
    ("pagedown", "cursor_page_down", "次のページ"),
    ("backspace", "delete_left", "前の字を消す"),
    ("delete", "delete_right", "次の字を消す"),
    ("ctrl+w", "delete_word_left", "前の文節を消す"),
    ("ctrl+u", "delete_to_start_of_line", "行の初めまで消す"),
    ("ctrl+k", "delete_to_end_of_line", "行の終わりまで消す"),
    ("ctrl+a", "select_all", "すべて選択"),
    ("ctrl+x", "cut", "切り取る"),
    ("ctrl+c,super+c", "copy", "コピー"),
    ("ctrl+v", "paste", "貼り付ける"),
    ("ctrl+z", "undo", "元に戻す"),
    ("ctrl+y,ctrl+shift+z", "redo", "やり直す"),
    ("ctrl+e", "cursor_line_end", "行の終わりへ"),
    ("tab", "app.focus_next", "次の欄"),
    ("shift+tab", "app.focus_previous", "前の欄"),
)
"""Keys of a field; those of TextArea that screens use (F6, F7, Ctrl+F, Ctrl+D) are not among them."""


_BY_LINES = ("cursor_up", "cursor_down", "cursor_page_up", "cursor_page_down")
_UNUSED = ("gutter_style", "cursor_line_style", "cursor_line_gutter_style", "bracket_matching_style")
_THEME = TextAreaTheme("field", **dict.fromkeys(_UNUSED, Style.null()))  # type: ignore[arg-type]
"""A field has no gutter, no line of the caret and no brackets: what CSS need not style."""


@textual_patches.own_component_classes
class TextField(TextArea, inherit_bindings=False):
    """A text as typed. `multiline` false: Enter submits, a pasted break becomes a space; with `grows` it makes the
    field one of many lines, as a value that holds a break always does: nothing of it may be hidden or lost.
    """

    DEFAULT_CSS = """
    TextField { border: none; padding: 0 1; background: $foreground 8%; color: $foreground; height: auto; }
    TextField:focus { border: none; background: $primary 25%; }
    TextField.-one { height: 1; max-height: 1; overflow: hidden hidden; scrollbar-size: 0 0; }
    TextField.-many { min-height: 3; max-height: 12; overflow-x: hidden; scrollbar-gutter: stable; scrollbar-size-vertical: 1; }
    TextField .text-area--placeholder { color: $text-muted; }
    TextField .text-area--cursor { color: $background; background: $foreground; }
    TextField:nocolor { border-left: ascii $foreground; }
    TextField:nocolor:focus { border-left: ascii $foreground; text-style: underline; }
    """
    COMPONENT_CLASSES = {"text-area--cursor", "text-area--selection", "text-area--placeholder"}  # noqa: RUF012
    """What it draws of TextArea's eight; each is styled anew for every field of a form that opens."""
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(keys, action, label, show=False) for keys, action, label in _KEYS),
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
        grows: bool = False,
        placeholder: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        textual_patches.install_editor()
        value = clean(value)
        self._typed_end: Location | None = None
        self.multiline = multiline or "\n" in value
        self.grows = grows
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
        self.register_theme(_THEME)
        self.theme = _THEME.name
        self.add_class("-many" if self.multiline else "-one")
        self.cursor_blink = False
        self._reported = self.text

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
        """Wrapped anew, all of it is drawn anew; the caret stays in sight."""
        self.refresh()
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
        if "\n" in value:
            self._become_multiline()
        self._reported = value
        self.history.checkpoint()
        self.replace(value, (0, 0), self.document.end, maintain_selection_offset=False)
        self.history.checkpoint()
        self.move_cursor((0, 0) if self.multiline else self.document.end)

    def _become_multiline(self) -> None:
        if not self.multiline:
            self.multiline = True
            self.set_class(False, "-one")
            self.set_class(True, "-many")
            self.soft_wrap = True

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Say that the person changed the text; what `put` put is no such change."""
        message.stop()
        if self.text != self._reported:
            self._reported = self.text
            self.post_message(self.Edited(self, self.value))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Up and down have nothing to do in one line: they go on to the screen."""
        if not self.multiline and action in _BY_LINES:
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
        elif event.character and not self.read_only and _is_text(event):
            event.stop()
            event.prevent_default()
            replaces = not self.selection.is_empty
            row, column = min(self.selection)
            self._typed_end = row, column + len(event.character)
            self._type(event.character)
            self._typed_end = None
            if replaces:  # what an input method commits arrives by letters: one undo takes back all
                textual_patches.continue_undo_step(self.history)

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
        if "\n" in text.strip() and self.grows:
            self._become_multiline()
        if not self.multiline:
            text = " ".join(part.strip() for part in text.replace("\t", " ").split("\n") if part.strip())
        if text and (result := self._type(text)):
            self.move_cursor(result.end_location)

    def _type(self, text: str) -> EditResult:
        return self.replace(text, *self.selection, maintain_selection_offset=False)

    # ---- what is seen as one character is one: 葛󠄀 ⚠️ 🇯🇵 👨‍👩‍👧‍👦 ｶﾞ
    def validate_selection(self, selection: Selection) -> Selection:
        """No end of a selection is within a cluster, however it got there; but what is typed goes on behind what was
        typed last, which may join what follows (🏳️ and a joiner before 長) until the rest of it comes."""
        if selection.is_empty and selection.end == self._typed_end:
            return selection
        return Selection(self._cluster_start(selection.start), self._cluster_start(selection.end))

    def _cluster_start(self, location: Location) -> Location:
        row, column = location
        if row >= self.document.line_count:
            return location
        return row, max(end for end in (0, *_cluster_ends(self.document[row])) if end <= max(column, 0))

    def get_cursor_left_location(self) -> Location:
        """Before the cluster to the left."""
        row, column = self.cursor_location
        ends = [end for end in (0, *_cluster_ends(self.document[row])) if end < column]
        return (row, ends[-1]) if ends else super().get_cursor_left_location()

    def get_cursor_right_location(self) -> Location:
        """After the cluster to the right."""
        row, column = self.cursor_location
        end = next((end for end in _cluster_ends(self.document[row]) if end > column), None)
        return (row, end) if end is not None else super().get_cursor_right_location()

    def get_cursor_word_left_location(self) -> Location:
        """To the beginning of the phrase; Textual knows only words between spaces and punctuation."""
        row, column = self.cursor_location
        before = [end for end in (0, *wrap.phrase_ends(self.document[row])) if end < column]
        return (row, before[-1]) if before else super().get_cursor_word_left_location()

    def get_cursor_word_right_location(self) -> Location:
        """To the end of the phrase."""
        row, column = self.cursor_location
        end = next((end for end in wrap.phrase_ends(self.document[row]) if end > column), None)
        return (row, end) if end is not None else super().get_cursor_word_right_location()

    def action_cursor_text_start(self, select: bool = False) -> None:
        """To the beginning of the text."""
        self.move_cursor((0, 0), select=select)

    def action_cursor_text_end(self, select: bool = False) -> None:
        """To the end of the text."""
        self.move_cursor(self.document.end, select=select)

    def get_line(self, line_index: int) -> Text:
        """The line as it is drawn: a control is a picture of itself, and steers no terminal."""
        line = self.document.get_line(line_index)
        if not line.isprintable():
            line = "".join(_drawn(letter) for letter in line)
        return _ClusterText(line, end="", no_wrap=True)


def _is_text(event: events.Key) -> bool:
    return event.is_printable or DROPPED.fullmatch(event.character or "") is not None


class _ClusterText(Text):
    """A line whose styles begin and end with whole clusters: the caret on 👨‍👩‍👧‍👦 does not cut it into four."""

    def stylize(self, style: str | Style, start: int = 0, end: int | None = None) -> None:
        ends = (0, *_cluster_ends(self.plain))
        if end is not None and 0 <= start < end <= ends[-1]:
            start = max(edge for edge in ends if edge <= start)
            end = min(edge for edge in ends if edge >= end)
        super().stylize(style, start, end)


@lru_cache(maxsize=512)
def _cluster_ends(line: str) -> tuple[int, ...]:
    return tuple(range(1, len(line) + 1)) if line.isascii() else tuple(end for _, end, _ in graphemes(line))


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
    return _COMPOSABLE.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)
