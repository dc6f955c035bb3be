"""A main screen: one of the five that are reached alike from everywhere, with the bar that names them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from textual.app import ComposeResult, RenderResult
from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from uedasns_tui.guideline.document import Guideline
from uedasns_tui.japanese import width
from uedasns_tui.services.context import AppContext
from uedasns_tui.ui.textual_frames import DrawnOnce
from uedasns_tui.ui.widgets.key_bar import KeyBar
from uedasns_tui.ui.widgets.plain_text import PlainText, content

if TYPE_CHECKING:
    from uedasns_tui.guideline.schema import Purpose

SCREENS: dict[str, tuple[str, str, Purpose]] = {
    "home": ("ホーム", "ホーム", ""),
    "reading": ("ガイドライン", "指針", ""),
    "policies": ("", "", "policy"),
    "posts": ("", "", "post"),
    "trouble": ("", "", "incident"),
}
"""Mode of the app -> its name, in a narrow window too, or the purpose of the form that names it. The first is key 1,
and so on."""

SCREEN_OF_PURPOSE: dict[str, str] = {purpose: name for name, (_, _, purpose) in SCREENS.items() if purpose}
"""Purpose of a record -> the screen that lists its kind."""

WIDE = 100
"""Columns from which there is room for two things beside each other: the class -wide of every screen."""
MARGIN = 120
"""Columns from which a cell is left free at both sides of the window."""
BROAD = 150
"""Columns from which what belongs to a list stands beside it, and three panes beside each other."""
ROOMY = 38
"""Rows from which wide panes have margins."""
NARROW = 60
"""Columns below which panes have no frames."""


def screen_titles(guideline: Guideline) -> Iterator[tuple[str, str, str]]:
    """Each screen's mode, its title, and its title in a narrow window."""
    for name, (title, short, purpose) in SCREENS.items():
        if purpose in guideline.form_heads:
            head = guideline.form_heads[purpose]
            yield name, head.tab_title, head.short_title
        elif purpose:
            from uedasns_tui.guideline.schema import PURPOSES

            yield name, PURPOSES[purpose], PURPOSES[purpose]
        else:
            yield name, title, short


@runtime_checkable
class DraftKeeper(Protocol):
    """A screen that can save what is typed as a draft."""

    def keep_draft(self) -> bool:
        """Save it; whether all of it is on the disk then."""


class NavigationBar(Widget):
    """The line of the main screens, the current one on the accent, in brackets where there is no colour; at its end
    who works here, and the day."""

    DEFAULT_CSS = """
    NavigationBar { height: 1; dock: top; background: $panel; color: $foreground; }
    """

    class Wanted(Message):
        """A screen was clicked."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, guideline: Guideline, current: str, who: Callable[[], str] = str) -> None:
        super().__init__()
        self.who = who
        self.titles = list(screen_titles(guideline))
        self.current = current

    def _labels(self) -> list[tuple[str, str]]:
        def room(names: list[tuple[str, str]]) -> bool:
            return sum(width.cells(text) + 3 for _, text in names) <= self.size.width

        names = [(name, f"{n} {long}") for n, (name, long, _) in enumerate(self.titles, 1)]
        if not room(names):
            names = [(name, f"{n}{short}") for n, (name, _, short) in enumerate(self.titles, 1)]
        before = " " if room(names) else ""
        begin, end = "[]" if self.app.no_color else "  "
        return [
            (name, begin + text + end if name == self.current else f"{before}{text} ") for name, text in names
        ]

    def render(self) -> RenderResult:
        current = "bold" if self.app.no_color else "bold $background on $accent"
        parts = [content(text, current if name == self.current else "") for name, text in self._labels()]
        room = self.size.width - sum(width.cells(text) for _, text in self._labels()) - 1
        who = self.who()
        if width.cells(who) < room:
            parts.append(content(" " * (room - width.cells(who)) + who))
        return Content("").join(parts)

    def on_click(self, event: Click) -> None:
        """Go to the screen under the mouse."""
        end = 0
        for name, text in self._labels():
            end += width.cells(text)
            if event.x < end:
                self.post_message(self.Wanted(name))
                return


class MainScreen(DrawnOnce[None]):
    """One of the five. Subclasses compose `content`; `NAME` is their mode."""

    NAME: ClassVar[str] = "home"
    NEEDS: ClassVar[tuple[Purpose, ...]] = ()
    """The purposes of the records that are worked on here; that the guideline has no form for them is said."""
    CHECKS: ClassVar[tuple[Purpose, ...]] = ()
    """The purposes whose checklists are answered here; that there is none is said too."""
    AUTO_FOCUS = "RowList"

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context

    def compose(self) -> ComposeResult:
        """The bar of screens, the screen's own content, the few keys that matter."""
        self.fit(self.app.size)
        yield NavigationBar(self.context.guideline, self.NAME, self.who)
        no_checklists = self.context.missing_checklists(*self.CHECKS) if self.CHECKS else ""
        if missing := "\n".join(filter(None, (self.lacking, no_checklists))):
            yield PlainText(missing, classes="lacking")
        yield from self.content()
        yield KeyBar()

    def who(self) -> str:
        """Who works here, and the day."""
        user, today = self.context.user_settings, self.context.today
        return " ".join(filter(None, (user.section, user.name, f"{today.month}/{today.day}")))

    def content(self) -> ComposeResult:
        """What stands between the bar of screens and the keys."""
        yield from ()

    @property
    def lacking(self) -> str:
        """What the guideline lacks of all that is worked on here, in a sentence; "" where it has it."""
        return self.context.missing_forms(*self.NEEDS)

    def refused(self) -> bool:
        """Whether nothing can be done here for want of a form; then that is said again."""
        if self.lacking:
            self.notify(self.lacking, timeout=10)
        return bool(self.lacking)

    def fit(self, size: Size) -> None:
        """Set the classes that depend on the window; at the start before anything is laid out, so that it is once."""
        before = self.classes
        for name, there_is in self.size_classes(size).items():
            self.set_class(there_is, name, update=False)
        if self.is_mounted and self.classes != before:
            self.update_node_styles()

    def size_classes(self, size: Size) -> dict[str, bool]:
        """The classes that depend on the window, and whether it is so."""
        wide = size.width >= WIDE
        return {
            "-wide": wide,
            "-narrow": size.width < NARROW,
            "-margin": size.width >= MARGIN,
            "-broad": size.width >= BROAD,
            "-roomy": wide and size.height >= ROOMY,
        }

    def keep_draft(self) -> bool:
        """Save what is typed as a draft; whether all of it is on the disk. Called before the app dies, too."""
        return True

    def on_screen_resume(self) -> None:
        """Read the records again whenever this screen is shown again."""
        self.records_changed()

    def records_changed(self) -> None:
        """Somebody changed records: show what there is now."""

    def show_progress(self) -> None:
        """Show how far the reading of the records is."""

    def action_read_again(self) -> None:
        """Look at the files again, and show what is there."""
        self.app.look()  # type: ignore[attr-defined]
        self.records_changed()
        self.notify("読み直しました。")

    def action_stop_reading(self) -> None:
        """Stop reading the records for now."""
        self.app.stop_looking()  # type: ignore[attr-defined]
