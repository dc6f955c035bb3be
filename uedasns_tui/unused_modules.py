"""Modules that a library loads and this program never uses. Left out, the first sentence stands sooner (of 188 ms):

- Textual's command palette, which is turned off, brings six widgets and twelve modules (7 ms);
- TLS, for a program that opens no connection, brings OpenSSL (4 ms);
- Rich's tables, in which Textual shows a developer its colours (1 ms);
- BudouX's reader of HTML brings the standard library's (2 ms).

Used by `cli.screen` before it loads the screen and by `japanese.phrases`. What is loaded already stays.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any, Final

PALETTE: Final = "textual.command"
TABLES: Final = "rich.table"
PHRASES_OF_HTML: Final = "budoux.html_processor"
TLS: Final = "ssl"


class EmptyModule(ModuleType):
    """A module whose every name is a class without contents."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        placeholder = type(name, (), {"__module__": self.__name__})
        setattr(self, name, placeholder)
        return placeholder


def leave_out(name: str) -> None:
    """Have later imports of a module get an empty one."""
    sys.modules.setdefault(name, EmptyModule(name))


def leave_out_for_screen() -> None:
    """What Textual loads for its palette and its developers, and asyncio for TLS."""
    leave_out_tls()
    leave_out(PALETTE)
    leave_out(TABLES)


def leave_out_tls() -> None:
    """Load asyncio as a Python that was built without TLS does; whoever asks for TLS later gets it."""
    if TLS in sys.modules:
        return
    sys.modules[TLS] = None  # type: ignore[assignment]  # how the import system says that there is none
    try:
        import asyncio  # noqa: F401
    finally:
        del sys.modules[TLS]
