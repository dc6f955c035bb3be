"""All reliance on inner names of Textual or Rich, but for `textual_frames`: what each is for, and why no public name
does it.

Used by the app and its widgets; no other module of the screen touches such a name. The versions of both are
bounded for this, and `tests/ui/test_textual_patches.py` names each of them and fails where it is gone or changed.
"""

from __future__ import annotations

import codecs
import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, TypeVar

from textual import events
from textual._compositor import Compositor
from textual.app import App
from textual.dom import DOMNode
from textual.keys import _character_to_key
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget

from uedasns_tui.japanese import wrap
from uedasns_tui.ui.textual_frames import render_chops

if TYPE_CHECKING:
    from textual.widgets.text_area import EditHistory

AnyWidget = TypeVar("AnyWidget", bound=Widget)
QUIET: Final = 3.0
"""Seconds in which more undecodable bytes are not reported again."""
_MARK: Final = "\udc80-\udcff"
"""What an undecodable byte becomes until the app drops it: a lone surrogate, which no UTF-8 holds."""
_GARBLED: Final = (
    rf"\x1b?[\x80-\u07ff]*[{_MARK}](?:[^\x00-\x1f\x7f]*[{_MARK}])?"
    r"(?:(?<=[\udc81-\udc9f\udce0-\udcfc])[@-~])?(?:[\x80-\u07ff]+[@-~]?)*"
)
"""What arrived at once and is no UTF-8, with the letters that two bytes of Shift_JIS or EUC-JP happen to make in it:
Latin or Greek ones (Japanese letters take three bytes in UTF-8), and an ASCII letter as a second byte. An Esc before
it was Alt: alone, Textual would type it as ^."""
KEYS = (
    "端末から届いた文字に、UTF-8 として読めないものがありました。その文字は入れていません。書いたものはそのままです。"
    "端末の文字コードを UTF-8 にしてください。"
)
PASTED = (
    "貼り付けた文章は UTF-8 ではないため、何も入れていません。書いたものはそのままです。"
    "端末の文字コードを UTF-8 にして、もう一度貼り付けてください。"
)


# ---- lines as Japanese print breaks them: Textual and Rich split at spaces only and have no hook for it
def divide_line(text: str, width: int, fold: bool = True) -> list[int]:
    """Where lines begin, for displayed texts; phrases are not broken."""
    if not fold or width < 2:
        return list(_originals["divide_line"](text, width, fold))
    return [start for start, _ in wrap.wrap(text, width)[1:]]


def compute_wrap_offsets(
    text: str,
    width: int,
    tab_size: int,
    fold: bool = True,
    precomputed_tab_sections: list[tuple[str, int]] | None = None,
) -> list[int]:
    """Where lines begin, for the editor: filled, so that what is above a caret stays while somebody types."""
    if "\t" in text or width < 2:
        return list(_originals["compute_wrap_offsets"](text, width, tab_size, fold, precomputed_tab_sections))
    return [start for start, _ in wrap.wrap(text, width, phrases=False, hang=False)[1:]]


_originals: dict[str, Any] = {}


def _replace(module: Any, name: str, function: Any) -> None:
    current = getattr(module, name)
    if current is not function:
        _originals.setdefault(name, current)
        setattr(module, name, function)


def install() -> None:
    """Replace what the first screen needs; doing it again changes nothing."""
    import rich.text
    import textual.content

    _replace(textual.content, "divide_line", divide_line)
    _replace(rich.text, "divide_line", divide_line)
    _replace(Compositor, "_render_chops", render_chops)
    if sys.platform != "win32":
        import textual.drivers.linux_driver

        # Textual decodes the keys strictly, in a thread that one other byte (a paste in Shift_JIS) would end
        _replace(textual.drivers.linux_driver, "getincrementaldecoder", _decoder)


def install_editor() -> None:
    """Replace what only a text field needs: the first screen has none and need not wait for the editor."""
    import textual.document._wrapped_document as wrapped_document

    _replace(wrapped_document, "compute_wrap_offsets", compute_wrap_offsets)


# ---- terminals that draw ambiguous characters two cells wide
def widen_ambiguous(ranges: tuple[tuple[int, int], ...]) -> None:
    """Have Rich's tables, which Textual lays out with, measure the characters of `ranges` as two cells."""
    import rich.cells
    import rich.segment
    from textual.scrollbar import ScrollBarRender

    # the modules' own names, not exports of theirs: typed as Any on purpose
    library: Any = rich.cells
    segments: Any = rich.segment
    table = library.load_cell_table("auto")
    known = [(first, last) for first, last, _ in table.widths]
    wide = [(first, last, 2) for first, last in _ranges_without(ranges, known)]
    wider = table._replace(
        widths=tuple(sorted([*table.widths, *wide])),
        narrow_to_wide=frozenset(
            letters for letters in table.narrow_to_wide if not _is_within(ord(letters[0]), ranges)
        ),
    )
    _measure_by(wider)
    library._SINGLE_CELLS = frozenset(
        letter for letter in library._SINGLE_CELLS if not _is_within(ord(letter), ranges)
    )
    library._is_single_cell_widths = segments._is_single_cell_widths = library._SINGLE_CELLS.issuperset
    # the ends of a scrollbar are block characters, which such a terminal draws two cells wide
    ScrollBarRender.VERTICAL_BARS = [" "] * len(ScrollBarRender.VERTICAL_BARS)
    ScrollBarRender.HORIZONTAL_BARS = [" "] * len(ScrollBarRender.HORIZONTAL_BARS)


def narrow_pictures() -> None:
    """Have Rich measure ⚠️ as one cell, as a terminal does that knows no selector."""
    import rich.cells

    library: Any = rich.cells
    _measure_by(library.load_cell_table("auto")._replace(narrow_to_wide=frozenset()))


def _measure_by(table: Any) -> None:
    import rich.cells

    library: Any = rich.cells
    library.load_cell_table = lambda _version="auto": table
    library.get_character_cell_size.cache_clear()
    library.cached_cell_len.cache_clear()


def _is_within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)


def _ranges_without(
    ranges: tuple[tuple[int, int], ...], known: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """`ranges` without what `known` (sorted) has a width for."""
    for first, last in ranges:
        start = first
        for low, high in known:
            if high < start:
                continue
            if low > last:
                break
            if low > start:
                yield start, low - 1
            start = high + 1
        if start <= last:
            yield start, last


# ---- bytes that are no UTF-8
class _Decoder:
    """UTF-8 in which other bytes are marks. What arrives at once (a paste) is garbled as a whole."""

    def __init__(self) -> None:
        self.utf8 = codecs.getincrementaldecoder("utf-8")("surrogateescape")

    def decode(self, data: bytes, final: bool = False) -> str:
        """The text of more bytes. Raises EOFError for none: the terminal is gone, and Textual would ask it for ever."""
        if not data and not final:
            raise EOFError
        earlier = len(self.utf8.getstate()[0])
        text = self.utf8.decode(data, final)
        while earlier and not unreadable(text[:earlier]):
            earlier -= 1
        # a byte of an earlier key belongs to no letter of this one
        later = text[earlier:]
        return text[:earlier] + (re.sub(_GARBLED, _first_mark, later) if unreadable(later) else later)


def _first_mark(match: re.Match[str]) -> str:
    return next(letter for letter in match[0] if unreadable(letter))


def _decoder(_encoding: str) -> type[_Decoder]:
    return _Decoder


def unreadable(text: str) -> bool:
    """Whether a text from the terminal holds the mark of an undecodable byte."""
    return any("\udc80" <= letter <= "\udcff" for letter in text)


class ReadsAnyByte(App[None]):
    """An App that reports bytes which are no text, and takes everything else. Comes before mixins that read keys."""

    _reported_bytes = False

    async def on_event(self, event: events.Event) -> None:
        """Drop a key or a paste that is no text, with a sentence; everything else goes its way."""
        if isinstance(event, events.Key) and unreadable(event.key + (event.character or "")):
            self._report_bytes(KEYS)
        elif isinstance(event, events.Paste) and unreadable(event.text):
            self._report_bytes(PASTED)
        else:
            await super().on_event(event)

    def _report_bytes(self, sentence: str) -> None:
        if not self._reported_bytes:
            self._reported_bytes = True
            self.set_timer(QUIET, self._end_quiet)
            self.notify(sentence, severity="warning", timeout=15)

    def _end_quiet(self) -> None:
        self._reported_bytes = False


# ---- a fault ends the program with our own report
class InputLost(RuntimeError):
    """The thread that reads the terminal ended: no key can arrive any more."""


class ReportsFault(App[None]):
    """An App that ends at a fault without Textual's traceback, which is English and prints the values of local
    variables, a record's text among them. `fault` holds the first."""

    fault: BaseException | None = None

    def before_fault(self) -> None:
        """Save what can be saved."""

    def panic(self, *renderables: object) -> None:  # noqa: ARG002
        """The thread that reads the keys has ended: a fault like any other."""
        self._handle_exception(InputLost())

    def _handle_exception(self, error: Exception) -> None:
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
            self.fault = error
            self.before_fault()
        self._close_messages_no_wait()


# ---- what Textual knows and does not tell
def key_of_character(character: str) -> str:
    """Textual's name of the key that writes a character: / -> slash."""
    return _character_to_key(character)


def open_screens(app: App[Any]) -> Iterator[Screen[Any]]:
    """The screens of all modes, those beneath others too."""
    for stack in app._screen_stacks.values():
        yield from stack


def needs_layout(screen: Screen[Any]) -> bool:
    """Whether something was shown or hidden whose place is not known yet: Tab goes by places."""
    return screen._layout_required or any(widget._layout_required for widget in screen.walk_children(Widget))


def has_messages(pump: MessagePump) -> bool:
    """Whether messages wait for it: in its queue, or taken from there to be compared with the current one."""
    return pump.message_queue_size > 0 or pump._pending_message is not None


def children_changed(widget: Widget) -> None:
    """Which children are shown is cached until the next layout; the next Tab may come before it."""
    widget._nodes.updated()


def begin_with_theme(app: App[Any]) -> None:
    """The colour filter of a theme that was set before the app runs (setting `app.theme` reads all styles twice)."""
    app._refresh_truecolor_filter(app.ansi_theme)


def continue_undo_step(history: EditHistory) -> None:
    """What is typed next belongs to the replacement just made; Textual would begin another step of undo."""
    history._previously_replaced = False


def own_component_classes(widget: type[AnyWidget]) -> type[AnyWidget]:
    """The class with no COMPONENT_CLASSES but its own: Widget drops the `inherit_component_classes` of DOMNode."""
    widget._inherit_component_classes = False
    return widget


def bind_key(node: DOMNode, key: str, action: str, description: str) -> None:
    """Bind a key whose description is data, in place of what the class binds it to. Textual's own BINDINGS belong to
    the class and know no guideline."""
    node._bindings.key_to_bindings.pop(key, None)
    node._bindings.bind(key, action, description)
