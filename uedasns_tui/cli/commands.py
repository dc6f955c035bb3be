"""The modules that declare commands, in the order in which help shows them. Used by `main.py`.

A command loads only the modules of its first word.
"""

from __future__ import annotations

import importlib

from uedasns_tui.cli.parser import DECLARED, Command

MODULES: dict[str, tuple[str, ...]] = {
    "read": ("read",),
    "find": ("read",),
    "todo": ("todo",),
    "activity": ("todo",),
    "guideline": ("read", "guideline_import", "compare"),
    "policy": ("policy", "bulk_change", "exchange", "post", "last_post", "transition"),
    "post": ("post", "exchange", "lint", "policy", "media", "transition"),
    "incident": ("incident", "policy", "post", "exchange", "transition"),
    "record": ("records", "policy", "post", "exchange", "transition", "versions", "record_merge"),
    "trash": ("versions",),
    "site": ("exchange",),
    "backup": ("versions",),
    "restore": ("versions",),
    "doctor": ("doctor",),
}
"""First word of a command -> the modules of this folder that declare such commands."""


def commands(first: str = "") -> tuple[Command, ...]:
    """The commands that begin with a word; all where it is none of theirs."""
    declared = []
    for word in (first,) if first in MODULES else MODULES:
        for module in MODULES[word]:
            name = importlib.import_module(f"uedasns_tui.cli.{module}").__name__
            declared += [
                command
                for command in DECLARED
                if command.words.split()[0] == word and command.does.__module__ == name
            ]
    return tuple(declared)
