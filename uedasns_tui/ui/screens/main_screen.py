"""A place: one of the five screens that are reached alike from everywhere, with the line that names them.

Used by every place. The line says where one is in brackets, never by colour alone, and takes the mouse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from textual.app import ComposeResult, RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, Resize
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from uedasns_tui.japanese import width
from uedasns_tui.services.context import AppContext
from uedasns_tui.ui.widgets.key_bar import KeyBar
from uedasns_tui.ui.widgets.plain_text import PlainText, content

if TYPE_CHECKING:
    from uedasns_tui.ui.widgets.row_list import RowList

PLACES: dict[str, tuple[str, str]] = {
    "home": ("ホーム", "ホーム"),
    "reading": ("本文", "本文"),
    "policies": ("利用方針", "方針"),
    "posts": ("投稿前チェック", "投稿"),
    "trouble": ("トラブル", "トラブル"),
}
"""Mode of the app -> its name, and its short name for a narrow window. The first is key 1, and so on."""

HOMES = {"policy": "policies", "post": "posts", "incident": "trouble"}
"""Kind of record -> the place where its records are."""

WIDE = 100
"""Columns from which there is room for two things beside each other: the class -wide of every screen."""


@runtime_checkable
class DraftKeeper(Protocol):
    """A screen that can put by what is typed and not saved."""

    def keep_draft(self) -> bool:
        """Put it by; whether all of it is on the disk then."""


class NavigationBar(Widget):
    """The line of the five places; the current one stands in brackets."""

    DEFAULT_CSS = """
    NavigationBar { height: 1; dock: top; background: $panel; color: $foreground; }
    """

    class Wanted(Message):
        """A place was clicked."""

        def __init__(self, place: str) -> None:
            super().__init__()
            self.place = place

    def __init__(self, current: str) -> None:
        super().__init__()
        self.current = current

    def _labels(self) -> list[tuple[str, str]]:
        names = [(place, f"{n} {long}") for n, (place, (long, _)) in enumerate(PLACES.items(), 1)]
        if sum(width.cells(text) + 3 for _, text in names) > self.size.width:
            names = [(place, f"{n}{short}") for n, (place, (_, short)) in enumerate(PLACES.items(), 1)]
        narrow = sum(width.cells(text) + 3 for _, text in names) > self.size.width
        return [(place, self._marked(place, text, narrow)) for place, text in names]

    def _marked(self, place: str, text: str, narrow: bool) -> str:
        if place == self.current:
            return f"[{text}]"
        return f"{text} " if narrow else f" {text} "

    def render(self) -> RenderResult:
        parts = [content(text, "bold" if place == self.current else "") for place, text in self._labels()]
        return Content("").join(parts)

    def on_click(self, event: Click) -> None:
        """Go to the place under the mouse."""
        at = 0
        for place, text in self._labels():
            at += width.cells(text)
            if event.x < at:
                self.post_message(self.Wanted(place))
                return


class MainScreen(Screen[None]):
    """A screen of one of the five places. Subclasses compose `content` and name themselves in `PLACE`."""

    PLACE: ClassVar[str] = "home"
    NEEDS: ClassVar[tuple[str, ...]] = ()
    """The kinds of record that are worked on here; a form of them that the guideline does not have is said."""
    CHECKS: ClassVar[tuple[str, ...]] = ()
    """The kinds of record whose checklists are answered here; that there is none is said too."""
    AUTO_FOCUS = "RowList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "stop_reading", "記録の読み取りを止める", show=False),
    ]

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context
        self._told: Size | None = None
        self.said = ""
        self.whole = False

    def compose(self) -> ComposeResult:
        """The line of places, the place's own content, the few keys that matter."""
        self.fit(self.app.size)
        yield NavigationBar(self.PLACE)
        if said := "\n".join(filter(None, (self.lacking, self.context.missing_checklists(*self.CHECKS)))):
            yield PlainText(said, classes="lacking")
        yield from self.content()
        yield KeyBar()

    @property
    def lacking(self) -> str:
        """What to say of what the guideline does not have of all that is worked on here; "" where it has it."""
        return self.context.missing_forms(*self.NEEDS)

    def refused(self) -> bool:
        """Whether nothing can be done here for want of a form; then that is said again."""
        if self.lacking:
            self.notify(self.lacking, timeout=10)
        return bool(self.lacking)

    async def _on_resize(self, event: Resize) -> None:
        # Textual tells a size three times at a start and twice later, and lays all out each time
        if event.size == self._told:
            event.prevent_default()
        self._told = event.size

    def fit(self, size: Size) -> None:
        """Set the classes that depend on the window; at the start before anything is laid out, so that it is once."""
        self.set_class(size.width >= WIDE, "-wide")

    def content(self) -> ComposeResult:
        """What stands between the line of places and the keys."""
        yield from ()

    def keep_draft(self) -> bool:
        """Put what is typed and not saved where a crash cannot reach it; whether all of it is there. Called before
        the app dies, too."""
        return True

    # ---- following the records
    def say(self, said: str | None = None) -> None:
        """Say how many there are (or the same again), and how far the reading of the records is."""
        self.said = self.said if said is None else said
        progress = getattr(self.app, "progress", "")
        for line in self.query("#count").results(PlainText):
            line.update("\n".join(part for part in (self.said, progress) if part))

    def on_screen_resume(self) -> None:
        """Ask for the records again whenever one comes back here."""
        self.records_changed()

    def action_read_again(self) -> None:
        """Look at the files again, and show what is there."""
        self.app.look()  # type: ignore[attr-defined]
        self.records_changed()

    def records_changed(self) -> None:
        """Somebody changed records: show what there is now, with the current row and the scroll where they are."""

    def kept(self, lines: RowList, whole: bool) -> str | None:
        """The key of the row that stays the current one; None for the first, while nobody has moved and records are
        still being read. `whole`: whether all records are there now."""
        before, self.whole = self.whole, whole
        row = lines.current_row
        return row.key if row is not None and (before or lines.current) else None

    def action_stop_reading(self) -> None:
        """Stop reading the records for now."""
        self.app.stop_looking()  # type: ignore[attr-defined]
