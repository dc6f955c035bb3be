"""A menu by numbers: reads out entries, does what is chosen, and goes on after a fault. Used by every menu."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping
from typing import Any

from uedasns_tui.cli import errors
from uedasns_tui.cli.context import open_for_command
from uedasns_tui.cli.output import FINE, Console
from uedasns_tui.cli.parser import UsageError
from uedasns_tui.cli.prompt import Prompt, PromptBack, PromptClosed, PromptStopped
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.folders import AppOptions

Action = Callable[[], object]
Entries = Mapping[str, tuple[str, Action]]
PAGE = 15
"""Rows that are read out before 「続き」."""
LEAVE, MORE = "(leave)", "(more)"
LEFT = True
"""What an action gives after which the menu it stands in has no subject any more."""
USUAL: Mapping[str, Any] = {
    "values": [], "files": [], "yes": False, "reason": "", "kind": "", "section": "", "source": "", "file": "",
    "checklist": "", "answers": [], "draft": False, "fragment": "", "output": "", "markdown": False, "records": True,
    "keep": False, "remove": "", "anyway": "", "id": "", "only": "", "day": "", "by": "", "coverage": False, "fix": False, "take": "", "form": "",
    "all_formats": False, "overwrite": False,
}  # fmt: skip
"""What a command line that says nothing else would say."""


class Menu:
    """The menu and what its entries need. `closed`: nobody can answer any more."""

    def __init__(self, options: AppOptions, console: Console) -> None:
        self.options = options
        self.console = console
        self.prompt = Prompt()
        self.closed = False

    @property
    def context(self) -> AppContext:
        """The guideline and the records as they are now."""
        return open_for_command(self.options, self.console)

    @property
    def reading(self) -> AppContext:
        """The guideline as it is now, also where the folder of the records is not there."""
        return open_for_command(self.options, self.console, records=False)

    def loop(
        self,
        title: str,
        entries: Callable[[], Entries],
        rows: Callable[[], Entries] = dict,
        leave: str = "",
    ) -> None:
        """Read out entries, then rows page by page, and do what is chosen, until the person leaves, by `<` or by an entry
        of its own, or nothing can be chosen any more."""
        start = 0
        while not self.closed:
            choices, start = self._page({**entries()}, list(rows().items()), start)
            labels = {name: label for name, (label, _) in choices.items()} | ({LEAVE: leave} if leave else {})
            if not labels:
                return
            try:
                name = self.prompt.choice(title, labels)
            except PromptClosed:
                self.closed = True
            except PromptStopped:
                if not start:
                    return
                start -= PAGE
            else:
                if name == LEAVE:
                    return
                if name == MORE:
                    start += PAGE
                elif self.do(choices[name][1]):
                    return

    def _page(
        self, choices: dict[str, tuple[str, Action]], rows: list[tuple[str, tuple[str, Action]]], start: int
    ) -> tuple[Entries, int]:
        """The entries with the rows of a page; the page's start, where there are still so many."""
        start = start if start < len(rows) else 0
        choices |= dict(rows[start : start + PAGE])
        left = len(rows) - start - PAGE
        return (choices | {MORE: (f"続き（あと {left} 件）", lambda: None)} if left > 0 else choices), start

    def do(self, action: Action) -> bool:
        """One entry; a fault is told and the menu goes on. Whether the menu that it stands in is left."""
        left = False

        def work() -> int:
            nonlocal left
            try:
                left = action() is LEFT
            except PromptStopped as stopped:
                self.closed = isinstance(stopped, PromptClosed)
                back = "" if isinstance(stopped, PromptBack) else "やめました。"
                if message := f"{back}{stopped}":
                    self.console.say(message)
            except UsageError as error:
                self.console.say(error.reason)
            return FINE

        errors.guard(work, self.console)
        return left

    def call(self, command: Callable[..., object], **arguments: object) -> object:
        """A command with the arguments that its line would have."""
        return command(self.options, Namespace(**{**USUAL, **arguments, "parser": _NoUsage()}), self.console)


class _NoUsage:
    """Stands for the parser of a command line that nobody typed."""

    def format_usage(self) -> str:
        """No usage: the menu asked."""
        return ""
