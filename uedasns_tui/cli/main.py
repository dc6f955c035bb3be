"""The command line: finds the command, opens the desk, says what went wrong. Used by `__main__`.

No traceback reaches a user: an unexpected fault writes a report without the text of any record.
"""

from __future__ import annotations

import importlib
import sys
from argparse import Namespace
from collections.abc import Sequence

from uedasns_tui.cli import faults
from uedasns_tui.cli.commands import COMMANDS
from uedasns_tui.cli.grammar import Helped, Parser, Usage, parse, parser
from uedasns_tui.cli.speak import FINE, WRONG_USE, Speaker, program_version
from uedasns_tui.desk.folders import Options


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code (0 fine, 1 found, 2 wrong use, 3 changed by another)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    grammar = parser(COMMANDS)
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
    return faults.guard(lambda: _do(given, speaker, grammar), speaker)


def _do(given: Namespace, speaker: Speaker, grammar: Parser) -> int:
    options = Options(
        data=getattr(given, "data", ""),
        guideline=getattr(given, "guideline", ""),
        json=speaker.json,
        plain=speaker.plain,
    )
    if not given.does:
        from uedasns_tui.cli.screen import open_screen

        return open_screen(options, speaker, grammar)
    module, _, name = given.does.partition(":")
    command = getattr(importlib.import_module(f"uedasns_tui.cli.{module}"), name)
    code = command(options, given, speaker)
    return int(code)
