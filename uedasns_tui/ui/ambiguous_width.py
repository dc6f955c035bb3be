"""Asks the terminal how wide it draws ①…―│ and pictures with a selector (⚠️), and sets the width tables by that.

Old Windows-like settings for Japanese draw ① two cells wide; some terminals (tmux 3.3) draw ⚠️ one cell wide. Whoever starts the app asks before Textual is loaded and reads the
answer after: a slow line or a silent terminal costs nothing that the program would not wait for anyway.
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
"""Seconds from the question on to wait for an answer; a terminal that is silent draws them one cell wide."""
_ANSWER = re.compile(rb"\x1b\[\d+;(\d+)R")
Cells = Literal[1, 2]
AMBIGUOUS, PICTURE = "①", "⚠\ufe0f"


class WidthQuestion:
    """The question how many cells the terminal moves its cursor for each of `texts`. `answer` or `answers` must be
    called: until then the terminal shows no typed letter. Raises OSError where it cannot be asked."""

    def __init__(self, inward: int, outward: int, texts: tuple[str, ...] = (AMBIGUOUS,)) -> None:
        self._inward = inward
        self._texts = texts
        self._until = time.monotonic() + PATIENCE
        if sys.platform == "win32":
            raise OSError("a Windows console is not asked")
        import termios
        import tty

        try:
            self._before: list[Any] = termios.tcgetattr(inward)
            tty.setcbreak(inward, termios.TCSANOW)
        except termios.error as error:
            raise OSError(str(error)) from error
        os.write(outward, ("".join(f"\r{text}\x1b[6n" for text in texts) + "\r\x1b[K").encode())

    def answer(self) -> Cells:
        """The number of cells of the first; 1 where no answer comes in time."""
        return (*self.answers(), 1)[0]

    def answers(self) -> list[Cells]:
        """The numbers of cells, as many as came in time. The terminal is as it was before."""
        if sys.platform == "win32":
            return []
        import termios

        try:
            return self._read()
        except OSError:
            return []
        finally:
            termios.tcsetattr(self._inward, termios.TCSANOW, self._before)

    def _read(self) -> list[Cells]:
        import select

        answer, answers = b"", list[Cells]()
        while select.select([self._inward], [], [], max(0, self._until - time.monotonic()))[0]:
            # one byte at a time: what is typed after the answer stays for the app
            byte = os.read(self._inward, 1)
            answer += byte
            if match := _ANSWER.search(answer):
                answers.append(2 if int(match[1]) == 3 else 1)
                answer = b""
            if not byte or len(answers) == len(self._texts):
                break
        return answers


def ask(env: Mapping[str, str] | None = None) -> WidthQuestion | None:
    """Ask the terminal. None where it cannot be asked: it counts as drawing them one cell wide."""
    env = os.environ if env is None else env
    if sys.platform == "win32" or env.get("WT_SESSION") or env.get("TERM") in (None, "", "dumb"):
        return None
    try:
        inward, outward = sys.stdin.fileno(), sys.stdout.fileno()
        return (
            WidthQuestion(inward, outward, (AMBIGUOUS, PICTURE))
            if os.isatty(inward) and os.isatty(outward)
            else None
        )
    except (OSError, ValueError, AttributeError):
        return None


def apply(cells: Cells, picture: Cells = 2) -> None:
    """Measure as the terminal draws: here, and in the tables of Rich that Textual lays out with."""
    _width.set_ambiguous(cells)
    _width.set_picture(picture)
    if picture == 1:
        from uedasns_tui.ui import textual_patches

        textual_patches.narrow_pictures()
    if cells == 2:
        from uedasns_tui.ui import textual_patches  # loads Textual, which the question need not wait for

        textual_patches.widen_ambiguous(_width.ambiguous_ranges())
