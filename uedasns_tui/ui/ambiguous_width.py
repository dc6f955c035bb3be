"""Terminals that draw ①…―│ two cells wide: asked once at the start, and every measuring table told.

Old Windows-like settings for Japanese do so. Whoever starts the app calls `apply(probe())` before it draws.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Mapping
from typing import Any, Literal

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
        got, until = b"", time.monotonic() + PATIENCE
        while (left := until - time.monotonic()) > 0 and select.select([inward], [], [], left)[0]:
            part = os.read(inward, 64)
            got += part
            if found := _ANSWER.search(got):
                return 2 if int(found[1]) == 3 else 1
            if not part:
                break
    except OSError:
        return 1
    finally:
        termios.tcsetattr(inward, termios.TCSANOW, before)
    return 1


def apply(wide: Literal[1, 2]) -> None:
    """Measure as the terminal draws: here, and in the tables of Rich that Textual lays out with.

    Borders of this house are ASCII already, so none of them doubles.
    """
    _width.set_ambiguous(wide)
    if wide == 2:
        _widen()


def _widen() -> None:
    import rich.cells
    import rich.segment
    from textual.scrollbar import ScrollBarRender

    library: Any = rich.cells
    segments: Any = rich.segment
    table = library.load_cell_table("auto")
    ranges = _width.ambiguous_ranges()
    known = [(first, last) for first, last, _ in table.widths]
    found = [*table.widths, *((first, last, 2) for first, last in _cut(ranges, known))]
    wider = table._replace(
        widths=tuple(sorted(found)),
        narrow_to_wide=frozenset(one for one in table.narrow_to_wide if not _within(ord(one[0]), ranges)),
    )
    library.load_cell_table = lambda _version="auto": wider
    library._SINGLE_CELLS = frozenset(one for one in library._SINGLE_CELLS if not _within(ord(one), ranges))
    library._is_single_cell_widths = segments._is_single_cell_widths = library._SINGLE_CELLS.issuperset
    library.get_character_cell_size.cache_clear()
    library.cached_cell_len.cache_clear()
    # the ends of a scrollbar are block characters, which such a terminal draws two cells wide
    ScrollBarRender.VERTICAL_BARS = [" "] * len(ScrollBarRender.VERTICAL_BARS)
    ScrollBarRender.HORIZONTAL_BARS = [" "] * len(ScrollBarRender.HORIZONTAL_BARS)


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)


def _cut(ranges: tuple[tuple[int, int], ...], known: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`ranges` without what `known` (sorted) has a width for."""
    out = []
    for first, last in ranges:
        at = first
        for low, high in known:
            if high < at:
                continue
            if low > last:
                break
            if low > at:
                out.append((at, low - 1))
            at = high + 1
        if at <= last:
            out.append((at, last))
    return out
