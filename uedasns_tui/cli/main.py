"""The command line: finds the command, opens the desk, says what went wrong. Used by `__main__`.

No traceback reaches a user: an unexpected fault writes a report without the text of any record.
"""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from uedasns_tui.cli import faults
from uedasns_tui.cli.speak import FINE, WRONG_USE, Speaker, program_version
from uedasns_tui.desk.folders import Options

if TYPE_CHECKING:
    from argparse import Namespace

    from uedasns_tui.cli.grammar import Parser


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code (0 fine, 1 found, 2 wrong use, 3 changed by another)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if not arguments:
        speaker = Speaker()
        return faults.guard(lambda: _screen(Options(), speaker), speaker)
    from uedasns_tui.cli.grammar import Helped, Usage, parse

    grammar = _grammar()
    try:
        given = parse(grammar, list(arguments))
    except Helped as helped:
        print(helped.asked.format_help().rstrip())
        return FINE
    except Usage as usage:
        print(f"{usage.reason}\n{usage.usage}", file=sys.stderr)
        return WRONG_USE
    speaker = Speaker(json=getattr(given, "json", False), plain=getattr(given, "plain", False))
    if getattr(given, "version", False):
        speaker.raw(f"uedasns-tui {program_version()}")
        return FINE
    if not given.does and given.parser is not grammar:
        print(given.parser.format_help().rstrip(), file=sys.stderr)
        return WRONG_USE
    return faults.guard(lambda: _do(given, speaker), speaker)


def _grammar() -> Parser:
    # only a command has a grammar: without one the screen is there sooner
    from uedasns_tui.cli.commands import COMMANDS
    from uedasns_tui.cli.grammar import parser

    return parser(COMMANDS)


def _screen(options: Options, speaker: Speaker) -> int:
    from uedasns_tui.cli.screen import open_screen

    return open_screen(options, speaker, lambda: _grammar().format_help())


def _do(given: Namespace, speaker: Speaker) -> int:
    options = Options(
        data=getattr(given, "data", ""),
        guideline=getattr(given, "guideline", ""),
        json=speaker.json,
        plain=speaker.plain,
    )
    if not given.does:
        return _screen(options, speaker)
    gc.enable()
    module, _, name = given.does.partition(":")
    command = getattr(importlib.import_module(f"uedasns_tui.cli.{module}"), name)
    code = command(options, given, speaker)
    return int(code)
