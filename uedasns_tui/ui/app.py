"""The app: five main screens, one finder, help made from the bindings.

Used by `cli/screen.py`. It mediates: screens say where to go, the app knows how to get there.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable
from importlib import import_module
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.events import DescendantFocus, Resize
from textual.screen import Screen

from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.ui import textual_patches, theme
from uedasns_tui.ui.caret import CaretMixin
from uedasns_tui.ui.file_watch import FileWatch
from uedasns_tui.ui.fullwidth_keys import FullWidthKeys
from uedasns_tui.ui.goto import Goto, NewRecord
from uedasns_tui.ui.screens.main_screen import SCREENS, WIDE, DraftKeeper, NavigationBar, screen_titles
from uedasns_tui.ui.textual_patches import ReadsAnyByte, ReportsFault, open_screens
from uedasns_tui.ui.typeahead import TypeAhead
from uedasns_tui.ui.widgets.frame import mark_focus
from uedasns_tui.ui.widgets.plain_text import PlainNotices

SMALLEST = (36, 12)
"""Columns and rows below which the screen says what it needs instead of drawing something cut."""
CLASSES = {
    "home": ("home", "HomeScreen"), "reading": ("reader", "ReaderScreen"), "policies": ("register", "RegisterScreen"),
    "posts": ("posts", "PostsScreen"), "trouble": ("incidents", "IncidentsScreen"),
}  # fmt: skip
"""Mode -> module and class of its screen."""


def first_mode(context: AppContext) -> str:
    """The screen that a start opens."""
    return "home" if context.user_settings.seen_home else "reading"


def screen_class(name: str) -> Any:
    """The class of a mode's screen. Its module is loaded when somebody first goes there: a start loads one."""
    module, screen = CLASSES[name]
    return getattr(import_module(f"uedasns_tui.ui.screens.{module}"), screen)


class Uedasns(PlainNotices, ReadsAnyByte, TypeAhead, CaretMixin, FullWidthKeys, FileWatch, ReportsFault):
    """The terminal screen over an AppContext. `fault` holds what ended it, for the report."""

    TITLE = "uedasns-tui"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(WIDE, "-wide")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "説明", priority=True),
        Binding("question_mark", "help", "説明", show=False),
        Binding("f2", "go_to", "移動", priority=True),
        Binding("slash,f3", "find", "探す"),
        Binding("ctrl+p", "find", "探す", show=False, priority=True),
        Binding("q", "leave", "終了"),
        Binding("ctrl+q", "leave", "終了", show=False, priority=True),
    ]

    def __init__(self, context: AppContext) -> None:
        # the first screen is the one that is read: going to it from an empty one would draw and style twice
        self.first = first_mode(context)
        self.DEFAULT_MODE = self.first  # type: ignore[misc]
        # its style sheet is read with the app's own: one that comes with a screen has all of them read again
        self.CSS_PATH = ["app.tcss", f"screens/{CLASSES[self.first][0]}.tcss"]  # type: ignore[misc]
        self.context = context
        context.index_followed = True
        self.was_small = False
        super().__init__(ansi_color=True if context.env.get("NO_COLOR") else None)
        textual_patches.install()
        theme.begin(self, theme.chosen(context.user_settings.theme))
        self.warned = False
        for number, (name, title, _) in enumerate(screen_titles(context.guideline), 1):
            self.bind(str(number), f"go('{name}')", description=title, show=False)
            if name != self.first:
                self.add_mode(name, self._maker(name))

    def get_css_variables(self) -> dict[str, str]:
        """The colours of the theme; none before it is known: those of another would be worked out for nothing."""
        return super().get_css_variables() if theme.is_ours(self) else {}

    def get_default_screen(self) -> Screen[None]:
        """The screen of the start. As the default screen and no mode yet: a mode has all style sheets read again."""
        return self._maker(self.first)()

    def _maker(self, name: str) -> Callable[[], Screen[None]]:
        def make() -> Screen[None]:
            made: Screen[None] = screen_class(name)(self.context)
            return made

        return make

    def on_mount(self) -> None:
        """The first screen is a mode like the others; what a crash left is offered when the start is over."""
        self.add_mode(self.first, self._maker(self.first))
        self.set_timer(0.5, self.finish_start)

    def finish_start(self) -> None:
        """Collect garbage again, follow the files, and offer what a crash left of records that were never saved."""
        gc.enable()
        self.begin_watching()
        from uedasns_tui.ui import sudden_end

        sudden_end.watch(self, self.keep_drafts)
        from uedasns_tui.ui.dialogs.identify_user import with_data_folder
        from uedasns_tui.ui.record_navigation import offer_drafts

        with_data_folder(self, self.context, lambda: offer_drafts(self))

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

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """The frame of the pane that the keys go to has another colour."""
        mark_focus(event.widget.screen, event.widget)

    # ---- going somewhere
    def on_navigation_bar_wanted(self, message: NavigationBar.Wanted) -> None:
        """Go where the mouse pointed."""
        self.action_go(message.name)

    def action_go(self, name: str) -> None:
        """Go to a main screen; what was begun in the one left stays as it is."""
        if name == "others":
            self.action_others()
        elif self.current_mode != name and name in SCREENS:
            self.switch_mode(name)

    def navigate(self, goto: Goto | None) -> None:
        """Go to a screen, a clause or a record, or begin one; None goes nowhere."""
        from uedasns_tui.ui.navigation import navigate

        if goto is not None:
            navigate(self, goto)

    def action_begin(self, purpose: str) -> None:
        """Begin a new record."""
        self.navigate(NewRecord(purpose))

    def action_begin_sample(self, purpose: str) -> None:
        """Begin with a copy of the worked example."""
        self.navigate(NewRecord(purpose, sample=True))

    def action_go_to(self) -> None:
        """Ask where to go: works while somebody types, where a digit alone is text."""
        from uedasns_tui.ui.dialogs.go_to import GoToDialog

        if not isinstance(self.screen, GoToDialog):
            dialog = GoToDialog(self.context.guideline, self.current_mode)
            self.push_screen(dialog, lambda name: self.action_go(name or ""))

    def action_help(self) -> None:
        """Show the keys that can be used here, made from the bindings."""
        from uedasns_tui.ui.dialogs.help import HelpDialog

        if not isinstance(self.screen, HelpDialog):
            self.push_screen(HelpDialog(self.screen, self.context.guideline))

    def action_find(self) -> None:
        """One finder for citations, words, actions and records."""
        from uedasns_tui.ui.dialogs.finder import FinderDialog

        if not isinstance(self.screen, FinderDialog):
            choice = FinderDialog(self.context)
            self.push_screen(choice, lambda chosen: self.navigate(chosen.goto if chosen else None))

    # ---- upkeep
    def action_backup(self) -> None:
        """Take a backup."""
        from uedasns_tui.ui.dialogs.upkeep import ask_backup

        ask_backup(self, self.context)

    def action_others(self) -> None:
        """Show the records of the forms that have no screen of their own."""
        from uedasns_tui.ui.dialogs.other_records import OtherRecordsDialog

        self.push_screen(OtherRecordsDialog(self.context), self.navigate)

    def action_trash(self) -> None:
        """Show the trash."""
        from uedasns_tui.ui.dialogs.upkeep import TrashDialog

        self.push_screen(TrashDialog(self.context), self.came_back)

    def action_settings(self) -> None:
        """Change my name and settings."""
        from uedasns_tui.ui.dialogs.upkeep import ask_settings

        ask_settings(self, self.context)

    def action_diagnose(self) -> None:
        """Look for what is broken or missing in the records and the guideline."""
        from uedasns_tui.ui.dialogs.upkeep import DiagnosisDialog

        self.push_screen(DiagnosisDialog(self.context))

    def action_private(self) -> None:
        """Check a text of one's own."""
        from uedasns_tui.ui.screens.private_check import open_private_check

        open_private_check(self, self.context)

    def action_compare(self) -> None:
        """Compare two editions."""
        from uedasns_tui.ui.dialogs.edition_comparison import compare_editions

        compare_editions(self, self.context)

    def action_import(self) -> None:
        """Import Word or CSV files as drafts, after a preview."""
        from uedasns_tui.ui.dialogs.record_import import ImportDialog

        if missing := self.context.missing_forms("policy"):
            self.notify(missing, timeout=10)
        else:
            self.push_screen(ImportDialog(self.context), lambda done: self.look() if done else None)

    def action_site(self) -> None:
        """Write the whole site of public pages."""
        from uedasns_tui.ui.dialogs.export import SiteDialog

        if missing := self.context.missing_forms("policy"):
            self.notify(missing, timeout=10)
        else:
            self.push_screen(SiteDialog(self.context))

    def came_back(self, _: object = None) -> None:
        """A record's screen was closed: what is beneath reads again when it is shown."""

    # ---- themes, and the end
    def action_theme(self) -> None:
        """Change between light and dark, and remember it."""
        self.theme = theme.other(self.theme)
        with contextlib.suppress(StorageError, ValueError):
            self.context.remember(theme=theme.setting(self.theme))

    def action_leave(self) -> None:
        """Leave; what is typed and not saved is a draft that is offered the next time. Where drafts cannot be saved,
        leave only the second time."""
        if not self.keep_drafts() and not self.warned:
            self.warned = True
            text = "書きかけを残せない画面があります。もう一度押すと、保存していないものは消えて終了します。"
            self.notify(text, severity="warning", timeout=15)
            return
        self.stop_looking()
        if not self.context.user_settings.seen_home:
            with contextlib.suppress(StorageError, ValueError):
                self.context.remember(seen_home=True)
        self.exit()

    def keep_drafts(self) -> bool:
        """Save as drafts what every open screen holds and has not saved; whether all of it is on the disk."""
        done = True
        for screen in open_screens(self):
            if isinstance(screen, DraftKeeper):
                done = screen.keep_draft() and done
        return done

    def before_fault(self) -> None:
        """What is typed and not saved outlives the fault."""
        self.keep_drafts()
