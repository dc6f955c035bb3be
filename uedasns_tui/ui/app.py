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

from uedasns_tui.desk.desk import Desk
from uedasns_tui.store.faults import StoreFault
from uedasns_tui.ui import kinsoku, textual_patches, themes
from uedasns_tui.ui.fullwidth import FullWidthKeys
from uedasns_tui.ui.ime import CaretMixin
from uedasns_tui.ui.place import PLACES, WIDE, KeepsDrafts, PlaceBar
from uedasns_tui.ui.textual_patches import InputLost, ReadsAnyByte
from uedasns_tui.ui.typeahead import TypeAhead
from uedasns_tui.ui.watching import Watching
from uedasns_tui.ui.widgets.plain_text import PlainNotices

SMALLEST = (36, 12)
"""Columns and rows below which the screen says what it needs instead of drawing something cut."""


class Uedasns(PlainNotices, ReadsAnyByte, TypeAhead, CaretMixin, FullWidthKeys, Watching):
    """The terminal screen over a Desk. `fault` holds what ended it, for the report."""

    # the reader's is read with the app's own: a sheet that comes with a screen has all of them read again
    CSS_PATH: ClassVar = ["app.tcss", "reading.tcss"]
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

    def __init__(self, desk: Desk) -> None:
        # the first screen is the one that is read: going to it from an empty one would draw and style twice
        self.first = "home" if desk.mine.seen_home else "reading"
        self.DEFAULT_MODE = self.first  # type: ignore[misc]
        self.desk = desk
        desk.followed = True
        self.fault: BaseException | None = None
        self.was_small = False
        super().__init__(ansi_color=True if desk.env.get("NO_COLOR") else None)
        kinsoku.install()
        textual_patches.install()
        themes.begin(self, themes.chosen(desk.mine.theme))
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
                    from uedasns_tui.ui.home import HomePlace

                    return HomePlace(self.desk)
                case "reading":
                    from uedasns_tui.ui.reading import ReadingPlace

                    return ReadingPlace(self.desk)
                case "policies":
                    from uedasns_tui.ui.policies import PoliciesPlace

                    return PoliciesPlace(self.desk)
                case "posts":
                    from uedasns_tui.ui.posts import PostsPlace

                    return PostsPlace(self.desk)
                case _:
                    from uedasns_tui.ui.trouble import TroublePlace

                    return TroublePlace(self.desk)

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
        from uedasns_tui.ui.opening import offer_left

        offer_left(self)

    def on_resize(self, event: Resize) -> None:
        """Say what the screen needs where the window is too small to be used."""
        small = event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1]
        self.was_small = self.was_small or small
        if not self.was_small:
            return
        from uedasns_tui.ui.small import TooSmall

        if small and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall(SMALLEST))
        elif not small and isinstance(self.screen, TooSmall):
            self.pop_screen()

    def on_place_bar_wanted(self, message: PlaceBar.Wanted) -> None:
        """Go where the mouse pointed."""
        self.action_go(message.place)

    def action_go(self, place: str) -> None:
        """Go to a place; what was begun in the one left stays as it is."""
        if self.current_mode != place:
            self.switch_mode(place)

    def action_places(self) -> None:
        """Ask where to go: works while one types, where a digit alone is a text."""
        from uedasns_tui.ui.going import Going

        def gone(place: str | None) -> None:
            if place:
                self.action_go(place)

        if not isinstance(self.screen, Going):
            self.push_screen(Going(self.current_mode), gone)

    def action_help(self) -> None:
        """Show the keys that can be used here, made from the bindings."""
        from uedasns_tui.ui.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help(self.screen))

    def action_find(self) -> None:
        """One finder for citations, words, actions and records."""
        from uedasns_tui.ui.finding import Finder, Goal

        def found(goal: Goal | None) -> None:
            if goal is not None:
                self.follow(goal.kind, goal.place)

        if not isinstance(self.screen, Finder):
            self.push_screen(Finder(self.desk), found)

    def follow(self, kind: str, place: str) -> None:
        """Go to a clause by its citation, to a record by its id, or do an action by its name."""
        from uedasns_tui.ui.following import follow

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
        self.theme = themes.other(self.theme)
        with contextlib.suppress(StoreFault, ValueError):
            self.desk.remember(theme=themes.setting(self.theme))

    def action_leave(self) -> None:
        """Leave; what is typed and not saved has been put by and is offered the next time. Where it cannot be put by,
        only the second time."""
        if not self.keep_drafts() and not self.warned:
            self.warned = True
            said = "書きかけを残せない画面があります。もう一度押すと、保存していないものは消えて終了します。"
            self.notify(said, severity="warning", timeout=15)
            return
        self.stop_looking()
        if not self.desk.mine.seen_home:
            with contextlib.suppress(StoreFault, ValueError):
                self.desk.remember(seen_home=True)
        self.exit()

    def keep_drafts(self) -> bool:
        """Put by what every open screen holds and has not saved; whether all of it is on the disk."""
        done = True
        for stack in self._screen_stacks.values():
            for screen in stack:
                if isinstance(screen, KeepsDrafts):
                    done = screen.keep_draft() and done
        return done

    def panic(self, *renderables: object) -> None:  # noqa: ARG002
        """The thread that reads the keys has ended: like any other fault, and not with Textual's traceback."""
        self._handle_exception(InputLost())

    def _handle_exception(self, error: Exception) -> None:
        # Textual would print an English traceback with the values of local variables, a record's text among them.
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
            self.fault = error
            self.keep_drafts()
        self._close_messages_no_wait()
