"""The command line: finds the command, opens the context, says what went wrong. Used by `__main__`.

No traceback reaches a user: an unexpected fault writes a report without the text of any record.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from uedasns_tui.cli import errors
from uedasns_tui.cli.output import FINE, WRONG_USE, Console
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.program import program_version

if TYPE_CHECKING:
    from argparse import Namespace

    from uedasns_tui.cli.parser import CommandParser


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code (`output.CODES`)."""
    _streams()
    console = Console()
    return errors.guard(lambda: _run(arguments, console), console)


def _streams() -> None:
    """Standard streams that say anything and survive any byte; one that is closed goes nowhere."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="surrogateescape")
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        stream = getattr(sys, name)
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _run(arguments: Sequence[str], console: Console) -> int:
    if not arguments and not os.environ.get("ACCESSIBLE"):
        return _screen(AppOptions(), console)
    from uedasns_tui.cli.parser import HelpRequested, parse

    grammar = _grammar(arguments)
    try:
        parsed = parse(grammar, list(arguments))
    except HelpRequested as helped:
        console.raw(helped.asked.format_help().rstrip())
        return FINE
    console.json = getattr(parsed, "json", False)
    console.plain = getattr(parsed, "plain", False) or bool(os.environ.get("ACCESSIBLE"))
    if getattr(parsed, "version", False):
        console.raw(f"uedasns-tui {program_version()}")
        return FINE
    if not parsed.does and parsed.parser is not grammar:
        console.fault(parsed.parser.format_help().rstrip())
        return WRONG_USE
    return _do(parsed, console)


def _stop_on_signals() -> None:
    """Whoever ends a command from outside (a closed window, a shutdown) ends it as Ctrl+C does: answers stay as a draft."""
    from uedasns_tui.cli.prompt import end, ends

    def stop(*_: object) -> None:
        end()
        raise KeyboardInterrupt

    for number in ends():
        if signal.getsignal(number) == signal.SIG_DFL:
            with contextlib.suppress(ValueError):  # not in the main thread
                signal.signal(number, stop)


def _grammar(arguments: Sequence[str] = ("--help",)) -> CommandParser:
    # only a command has a grammar: without one the screen is there sooner
    from uedasns_tui.cli.commands import commands
    from uedasns_tui.cli.parser import HELP, first_word, parser

    first = first_word(arguments)
    return parser(commands(first) if first or HELP.intersection(arguments) else ())


def _screen(options: AppOptions, console: Console) -> int:
    from uedasns_tui.cli.screen import open_screen

    return open_screen(options, console, lambda: _grammar().format_help())


def _do(parsed: Namespace, console: Console) -> int:
    options = AppOptions(
        data=getattr(parsed, "data", ""),
        guideline=getattr(parsed, "guideline", ""),
        json=console.json,
        plain=console.plain,
        create=getattr(parsed, "create", False),
    )
    if not parsed.does:
        if console.plain:
            _stop_on_signals()
            from uedasns_tui.cli.menu import open_menu

            return open_menu(options, console)
        return _screen(options, console)
    gc.enable()
    _stop_on_signals()
    code = parsed.does(options, parsed, console)
    return int(code)
