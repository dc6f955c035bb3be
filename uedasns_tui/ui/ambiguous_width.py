"""Terminals that draw ①…―│ two cells wide: asked once at the start, and every measuring table follows.

Old Windows-like settings for Japanese do so. Whoever starts the app calls `apply(probe())` before it draws.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Mapping
from typing import Literal

from uedasns_tui.japanese import width as _width

PATIENCE = 0.3
"""Seconds to wait for the terminal's answer; one that says nothing draws them one cell wide."""
_ANSWER = re.compile(rb"\x1b\[\d+;(\d+)R")


def probe(env: Mapping[str, str] | None = None) -> Literal[1, 2]:
    """How many cells the terminal moves its cursor for ①. 1 where it cannot be asked."""
    env = os.environ if env is None else env
    if env.get("WT_SESSION") or env.get("TERM") in (None, "", "dumb"):
        return 1
    try:
        inward, outward = sys.stdin.fileno(), sys.stdout.fileno()
    except (OSError, ValueError, AttributeError):
        return 1
    if not (os.isatty(inward) and os.isatty(outward)):
        return 1
    return _ask(inward, outward)


def _ask(inward: int, outward: int) -> Literal[1, 2]:
    if sys.platform == "win32":
        return 1
    import select
    import termios
    import tty

    try:
        before = termios.tcgetattr(inward)
        tty.setcbreak(inward, termios.TCSANOW)
    except termios.error:
        return 1
    try:
        os.write(outward, "\r①\x1b[6n\r\x1b[K".encode())
        answer, until = b"", time.monotonic() + PATIENCE
        while (left := until - time.monotonic()) > 0 and select.select([inward], [], [], left)[0]:
            part = os.read(inward, 64)
            answer += part
            if match := _ANSWER.search(answer):
                return 2 if int(match[1]) == 3 else 1
            if not part:
                break
    except OSError:
        return 1
    finally:
        termios.tcsetattr(inward, termios.TCSANOW, before)
    return 1


def apply(wide: Literal[1, 2]) -> None:
    """Measure as the terminal draws: here, and in the tables of Rich that Textual lays out with."""
    _width.set_ambiguous(wide)
    if wide == 2:
        from uedasns_tui.ui import textual_patches  # loads Textual, which the question need not wait for

        textual_patches.widen_ambiguous(_width.ambiguous_ranges())
