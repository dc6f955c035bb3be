"""The app: five places reached alike from everywhere, one finder, help made from the bindings.

Used by `cli/screen.py`. It mediates: screens post what they want, the app knows where things are.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.screen import Screen

from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.ui import textual_patches, theme
from uedasns_tui.ui.caret import CaretMixin
from uedasns_tui.ui.file_watch import FileWatch
from uedasns_tui.ui.fullwidth_keys import FullWidthKeys
from uedasns_tui.ui.screens.main_screen import PLACES, WIDE, DraftKeeper, NavigationBar
from uedasns_tui.ui.textual_patches import ReadsAnyByte, ReportsFault, open_screens
from uedasns_tui.ui.typeahead import TypeAhead
from uedasns_tui.ui.widgets.plain_text import PlainNotices

SMALLEST = (36, 12)
"""Columns and rows below which the screen says what it needs instead of drawing something cut."""


class Uedasns(PlainNotices, ReadsAnyByte, TypeAhead, CaretMixin, FullWidthKeys, FileWatch, ReportsFault):
    """The terminal screen over a AppContext. `fault` holds what ended it, for the report."""

    # the reader's is read with the app's own: a sheet that comes with a screen has all of them read again
    CSS_PATH: ClassVar = ["app.tcss", "screens/reader.tcss"]
    TITLE = "uedasns-tui"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(WIDE, "-wide")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(number), f"go('{place}')", long, show=False)
            for number, (place, (long, _)) in enumerate(PLACES.items(), 1)
        ),
        Binding("f1", "help", "説明", priority=True),
        Binding("f2", "places", "移動", priority=True),
        Binding("slash,f3", "find", "探す"),
        Binding("ctrl+p", "find", "探す", show=False, priority=True),
        Binding("f6", "theme", "明暗", show=False),
        Binding("q", "leave", "終了"),
        Binding("ctrl+q", "leave", "終了", show=False, priority=True),
    ]

    def __init__(self, context: AppContext) -> None:
        # the first screen is the one that is read: going to it from an empty one would draw and style twice
        self.first = "home" if context.user_settings.seen_home else "reading"
        self.DEFAULT_MODE = self.first  # type: ignore[misc]
        self.context = context
        context.index_followed = True
        self.was_small = False
        super().__init__(ansi_color=True if context.env.get("NO_COLOR") else None)
        textual_patches.install()
        theme.begin(self, theme.chosen(context.user_settings.theme))
        self.warned = False
        for place in PLACES:
            if place != self.first:
                self.add_mode(place, self._maker(place))

    def get_default_screen(self) -> Screen[None]:
        """The place one starts at. As the default screen and no mode yet: a mode has all style sheets read again."""
        return self._maker(self.first)()

    def _maker(self, place: str) -> Callable[[], Screen[None]]:
        def make() -> Screen[None]:
            # a place's module is loaded when it is first gone to: the first screen is there sooner
            match place:
                case "home":
                    from uedasns_tui.ui.screens.home import HomeScreen

                    return HomeScreen(self.context)
                case "reading":
                    from uedasns_tui.ui.screens.reader import ReaderScreen

                    return ReaderScreen(self.context)
                case "policies":
                    from uedasns_tui.ui.screens.register import RegisterScreen

                    return RegisterScreen(self.context)
                case "posts":
                    from uedasns_tui.ui.screens.posts import PostsScreen

                    return PostsScreen(self.context)
                case _:
                    from uedasns_tui.ui.screens.incidents import IncidentsScreen

                    return IncidentsScreen(self.context)

        return make

    def on_mount(self) -> None:
        """The first place is a mode like the others; what a crash left is offered when what one came for is there."""
        self.add_mode(self.first, self._maker(self.first))
        self.set_timer(0.5, self.begun)

    def begun(self) -> None:
        """The start is over: garbage is collected again, and what a crash left is offered."""
        gc.enable()
        self.begin_watching()
        self.offer_drafts()

    def offer_drafts(self) -> None:
        """Offer once what a crash left of records that were never saved; that of others when they are opened."""
        from uedasns_tui.ui.record_navigation import offer_drafts

        offer_drafts(self)

    def on_resize(self, event: Resize) -> None:
        """Say what the screen needs where the window is too small to be used."""
        small = event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1]
        self.was_small = self.was_small or small
        if not self.was_small:
            return
        from uedasns_tui.ui.screens.too_small import TooSmallScreen

        if small and not isinstance(self.screen, TooSmallScreen):
            self.push_screen(TooSmallScreen(SMALLEST))
        elif not small and isinstance(self.screen, TooSmallScreen):
            self.pop_screen()

    def on_navigation_bar_wanted(self, message: NavigationBar.Wanted) -> None:
        """Go where the mouse pointed."""
        self.action_go(message.place)

    def action_go(self, place: str) -> None:
        """Go to a place; what was begun in the one left stays as it is."""
        if self.current_mode != place:
            self.switch_mode(place)

    def action_places(self) -> None:
        """Ask where to go: works while one types, where a digit alone is a text."""
        from uedasns_tui.ui.dialogs.go_to import GoToDialog

        def gone(place: str | None) -> None:
            if place:
                self.action_go(place)

        if not isinstance(self.screen, GoToDialog):
            self.push_screen(GoToDialog(self.current_mode), gone)

    def action_help(self) -> None:
        """Show the keys that can be used here, made from the bindings."""
        from uedasns_tui.ui.dialogs.help import HelpDialog

        if not isinstance(self.screen, HelpDialog):
            self.push_screen(HelpDialog(self.screen))

    def action_find(self) -> None:
        """One finder for citations, words, actions and records."""
        from uedasns_tui.ui.dialogs.finder import FinderDialog, FinderGoal

        def found(goal: FinderGoal | None) -> None:
            if goal is not None:
                self.follow(goal.kind, goal.place)

        if not isinstance(self.screen, FinderDialog):
            self.push_screen(FinderDialog(self.context), found)

    def follow(self, kind: str, place: str) -> None:
        """Go to a clause by its citation, to a record by its id, or do an action by its name."""
        from uedasns_tui.ui.navigation import follow

        follow(self, kind, place)

    def action_begin(self, kind: str) -> None:
        """Begin a new record."""
        self.follow("begin", kind)

    def begin(self, kind: str) -> None:
        """Begin a new record."""
        self.follow("begin", kind)

    def action_begin_sample(self, kind: str) -> None:
        """Begin with a copy of the worked example."""
        self.follow("sample", kind)

    def came_back(self, _: object = None) -> None:
        """A record's screen was closed: what is beneath reads again (it does so when it is shown)."""

    def action_theme(self) -> None:
        """Change between light and dark, and remember it."""
        self.theme = theme.other(self.theme)
        with contextlib.suppress(StorageError, ValueError):
            self.context.remember(theme=theme.setting(self.theme))

    def action_leave(self) -> None:
        """Leave; what is typed and not saved has been put by and is offered the next time. Where it cannot be put by,
        only the second time."""
        if not self.keep_drafts() and not self.warned:
            self.warned = True
            said = "書きかけを残せない画面があります。もう一度押すと、保存していないものは消えて終了します。"
            self.notify(said, severity="warning", timeout=15)
            return
        self.stop_looking()
        if not self.context.user_settings.seen_home:
            with contextlib.suppress(StorageError, ValueError):
                self.context.remember(seen_home=True)
        self.exit()

    def keep_drafts(self) -> bool:
        """Put by what every open screen holds and has not saved; whether all of it is on the disk."""
        done = True
        for screen in open_screens(self):
            if isinstance(screen, DraftKeeper):
                done = screen.keep_draft() and done
        return done

    def before_fault(self) -> None:
        """What is typed and not saved outlives the fault."""
        self.keep_drafts()
