"""A pseudo-terminal with a screen, in which journeys drive the real program: what a person sees and types.

Needs a POSIX pty; the screen is emulated by pyte. Used by tests/journeys and .ci/wheel.py.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pyte

KEYS = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "space": " ", "backspace": "\x7f", "up": "\x1b[A", "down": "\x1b[B",
    "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F", "pagedown": "\x1b[6~", "pageup": "\x1b[5~",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~", "f7": "\x1b[18~",
    "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~", "f11": "\x1b[23~", "f12": "\x1b[24~", "ctrl+s": "\x13", "ctrl+c": "\x03", "ctrl+p": "\x10",
    "ctrl+q": "\x11", "ctrl+g": "\x07", "ctrl+z": "\x1a", "ctrl+a": "\x01", "shift+tab": "\x1b[Z", "alt+left": "\x1b[1;3D",
    "alt+right": "\x1b[1;3C", "delete": "\x1b[3~",
}  # fmt: skip

FRAME_BEGIN, FRAME_END = b"\x1b[?2026h", b"\x1b[?2026l"


class Terminal:
    """Runs a program in a pseudo-terminal of `columns` x `rows` and shows what stands on its screen.

    `wait*` methods raise AssertionError with the screen's text when `patience` seconds are over.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        cwd: Path | None = None,
        columns: int = 80,
        rows: int = 24,
        patience: float = 20.0,
    ) -> None:
        self.patience = patience
        self.pressed = 0
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = bytearray()
        self._waiting = b""
        self.process, self.fd = pty.fork()
        if self.process == 0:
            if cwd is not None:
                os.chdir(cwd)
            time.sleep(0.05)  # until the window has its size
            os.execvpe(command[0], list(command), dict(env))
        self._size(columns, rows)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.kill()

    def _size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, columns: int, rows: int) -> None:
        """Resize the window as a person would."""
        self.screen.resize(rows, columns)
        self._size(columns, rows)
        os.kill(self.process, signal.SIGWINCH)

    def read(self, seconds: float = 0.05) -> None:
        """Take in what the program has written so far."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            ready, _, _ = select.select([self.fd], [], [], left)
            if not ready:
                return
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                return
            if not data:
                return
            self.raw += data
            self._draw(data)
            self._answer(data)

    def _draw(self, data: bytes) -> None:
        """Show whole frames only, as a terminal with synchronised output does: no test reads half a dialog."""
        self._waiting += data
        begin = self._waiting.rfind(FRAME_BEGIN)
        whole = begin if begin > self._waiting.rfind(FRAME_END) else len(self._waiting)
        self.stream.feed(_plain(self._waiting[:whole]))
        self._waiting = self._waiting[whole:]

    def _answer(self, data: bytes) -> None:
        if b"\x1b[?2026$p" in data:
            os.write(self.fd, b"\x1b[?2026;2$y")
        if b"\x1b[6n" in data:
            row, column = self.screen.cursor.y + 1, self.screen.cursor.x + 1
            os.write(self.fd, f"\x1b[{row};{column}R".encode())

    def text(self) -> str:
        """The screen's text, line by line, without the second half of full-width cells and trailing spaces."""
        self.read()
        return "\n".join(
            "".join(self.screen.buffer[y][x].data for x in range(self.screen.columns)).rstrip()
            for y in range(self.screen.lines)
        )

    def send(self, keys: str) -> None:
        """Press a key by name ("enter", "f2"), or type a text as it stands."""
        self.pressed += 1 if keys in KEYS else len(keys)
        os.write(self.fd, KEYS.get(keys, keys).encode())
        # an Esc that is followed at once by another key is Alt and that key
        self.read(0.3 if keys == "escape" else 0.05)

    def wait(self, condition: Callable[[str], bool], what: str) -> str:
        """Wait until the screen meets a condition and give its text."""
        end = time.monotonic() + self.patience
        while time.monotonic() < end:
            text = self.text()
            if condition(text):
                return text
        raise AssertionError(f"waited in vain for {what}; the screen shows:\n{self.text()}")

    def wait_for(self, passage: str) -> str:
        """Wait until a passage stands on the screen (also across the lines of its wrap)."""
        flat = "".join(passage.split())
        return self.wait(lambda text: flat in "".join(text.split()), f"「{passage}」")

    def wait_closed(self, title: str) -> str:
        """Wait until the dialog of that title is closed."""
        return self.wait(lambda text: f"─ {title} ─" not in text, f"the end of 「{title}」")

    def wait_end(self) -> int:
        """Wait until the program has ended and give its exit code."""
        end = time.monotonic() + self.patience
        while time.monotonic() < end:
            self.read()
            done, status = os.waitpid(self.process, os.WNOHANG)
            if done:
                self.process = 0
                return os.waitstatus_to_exitcode(status)
        raise AssertionError(f"the program did not end; the screen shows:\n{self.text()}")

    def kill(self, how: int = signal.SIGKILL) -> None:
        """End the program as a power cut would."""
        if self.process:
            os.kill(self.process, how)
            os.waitpid(self.process, 0)
            self.process = 0
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1


def stands_at(text: str, state: str) -> bool:
    """Whether the header of a record shows this state: beside what is missing, or as the present step of the path."""
    return re.search(rf"  {state}  (必須|→)|→  {state}$", text, re.MULTILINE) is not None


def _plain(data: bytes) -> bytes:
    """Without the sequences that pyte does not know and would print (kitty keys, in-band resize, sync)."""
    for sequence in (b"\x1b[>1u", b"\x1b[<u", b"\x1b[?2026$p", b"\x1b[?2048$p", b"\x1b[>4;1m", b"\x1b[>4;2m"):
        data = data.replace(sequence, b"")
    return data
