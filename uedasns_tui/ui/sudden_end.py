"""Saves drafts when the program is ended from outside: a closed window, a log-off, a shutdown, a signal.

Used by the app. What is typed is saved before the program ends; on POSIX systems the terminal is left whole, too.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable
from typing import Any

from textual.app import App

CLOSED, LOGGED_OFF, SHUT_DOWN = 2, 5, 6
"""What the Windows console tells its programs (CTRL_CLOSE_EVENT, CTRL_LOGOFF_EVENT, CTRL_SHUTDOWN_EVENT)."""
_handlers: list[Any] = []
"""What Windows calls must not be collected as garbage."""


def watch(app: App[Any], keep: Callable[[], object]) -> None:
    """Call `keep` when the program is about to be ended from outside, then end it."""
    if sys.platform == "win32":
        _watch_console(lambda: app.call_from_thread(keep))
        return
    for number in (signal.SIGHUP, signal.SIGTERM):
        # whoever started the program so that it outlives the terminal (nohup) wants it so
        if signal.getsignal(number) == signal.SIG_DFL:
            with contextlib.suppress(ValueError, RuntimeError):  # not in the main thread: a test's app
                asyncio.get_running_loop().add_signal_handler(number, _end, app, keep, number)


def _end(app: App[Any], keep: Callable[[], object], number: int) -> None:
    keep()
    app.exit(return_code=128 + number)


def on_console_event(event: int, keep: Callable[[], object]) -> bool:
    """Call `keep` for what ends the program; whether it did. The console waits five seconds for this."""
    if event not in (CLOSED, LOGGED_OFF, SHUT_DOWN):
        return False
    with contextlib.suppress(RuntimeError):  # the app has ended meanwhile, and left its drafts
        keep()
    return True


def _watch_console(keep: Callable[[], object]) -> None:
    if sys.platform == "win32":
        import ctypes

        def called(event: int) -> int:
            on_console_event(event, keep)
            return 0  # the system goes on to end the program

        handler = ctypes.WINFUNCTYPE(ctypes.c_int, ctypes.c_uint)(called)
        _handlers.append(handler)
        ctypes.windll.kernel32.SetConsoleCtrlHandler(handler, 1)
