"""How soon one can read: the start of the screen and of `read`, beside an empty Textual app and beside frogmouth.

Run: python tests/benchmarks/start.py [--long] (a POSIX pty and pyte are needed). Programs take turns, A B A B, and
a ratio is the median over the pairs; no time is asserted. $UEDASNS_FROGMOUTH names a frogmouth's executable.

A start is over when its first sentence stands on the screen and the key that was pressed then shows its effect.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyte

ROOT = Path(__file__).resolve().parent.parent.parent
SENTENCE = "X (旧 Twitter) やフェイスブックなどに"
"""The beginning of the guideline's first sentence, as far as it stands on one line at every size of SIZES."""
QUIET = 0.3
PATIENCE = 30.0
SIZES = {"80x24": (80, 24), "120x40": (120, 40)}

EMPTY = """
from textual.app import App
from textual.widgets import Static

class Empty(App):
    BINDINGS = [("j", "answer", "answer")]
    def compose(self):
        yield Static("nothing yet")
    def action_answer(self):
        self.query_one(Static).update("answered")

Empty().run()
"""
QUERIES = {
    b"\x1b[6n": b"\x1b[1;2R",
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
}
ESCAPES = re.compile(
    rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[P_^].*?\x1b\\|\x1b[^\[\]P_^]"
)


@dataclass(frozen=True)
class Program:
    """A program, the text that says one can read, the key, and what the screen shows when it is answered."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    sentence: str
    key: str
    answered: Callable[[str, str], bool]


@dataclass(frozen=True)
class Start:
    """Seconds from the program's start to its sentence, and from there to the answered key."""

    sentence: float
    key: float

    @property
    def whole(self) -> float:
        """Both."""
        return self.sentence + self.key


class Watched:
    """A program in a pseudo-terminal whose output is kept with its times and drawn only afterwards."""

    def __init__(self, program: Program, columns: int, rows: int) -> None:
        self.size = columns, rows
        self.parts: list[tuple[float, bytes]] = []
        parent, child = pty.openpty()
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            list(program.command),
            env=dict(program.env),
            stdin=child,
            stdout=child,
            stderr=child,
            start_new_session=True,
            preexec_fn=_own_terminal,
            cwd=program.env["HOME"],
        )
        os.close(child)
        self.fd = parent

    def read(self, seconds: float) -> bool:
        """Take in one piece of output; False when nothing came or the program has ended."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:
            return False
        self.parts.append((time.perf_counter(), data))
        for query, answer in QUERIES.items():
            os.write(self.fd, answer * data.count(query))
        return bool(data)

    def until(self, sentence: str) -> None:
        """Read until a sentence was written."""
        wanted = sentence.encode()
        end = time.perf_counter() + PATIENCE
        while wanted not in ESCAPES.sub(b"", b"".join(part for _, part in self.parts[-40:])):
            if time.perf_counter() > end or self.process.poll() is not None:
                raise SystemExit(f"「{sentence}」 never came; the screen shows:\n{self.screens()[-1][1]}")
            self.read(0.5)

    def screens(self) -> list[tuple[float, str]]:
        """What stood on the screen after each piece, and when."""
        screen = pyte.Screen(*self.size)
        stream = pyte.ByteStream(screen)
        shown = [(self.began, "")]
        for at, part in self.parts:
            stream.feed(re.sub(rb"\x1b\[[<>][0-9;]*u|\x1b\[\?\d+\$p|\x1b\[>[0-9;]*m", b"", part))
            lines = (
                "".join(screen.buffer[y][x].data for x in range(self.size[0])) for y in range(self.size[1])
            )
            shown.append((at, "\n".join(line.rstrip() for line in lines)))
        return shown

    def end(self) -> None:
        """End the program and what it started."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.fd)


def _own_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def start(program: Program, size: tuple[int, int]) -> Start:
    """Start a program once and measure it."""
    watched = Watched(program, *size)
    try:
        watched.until(program.sentence)
        pressed = time.perf_counter()
        os.write(watched.fd, program.key.encode())
        while watched.read(QUIET) and time.perf_counter() < pressed + PATIENCE:
            pass
    finally:
        watched.end()
    shown = watched.screens()
    seen = next(at for at, text in shown if program.sentence in text)
    before = [text for at, text in shown if at <= pressed][-1]
    answers = [at for at, text in shown if at > pressed and program.answered(before, text)]
    if not answers:
        raise SystemExit(
            f"{program.name}: {program.key!r} was not answered; the screen shows:\n{shown[-1][1]}"
        )
    return Start(seen - watched.began, answers[0] - seen)


def turns(one: Program, other: Program, size: tuple[int, int], pairs: int) -> tuple[list[Start], list[Start]]:
    """Start two programs in turn, once unmeasured (so that both are compiled and in the file cache)."""
    start(one, size), start(other, size)
    measured = [(start(one, size), start(other, size)) for _ in range(pairs)]
    return [a for a, _ in measured], [b for _, b in measured]


def ratio(ones: Sequence[float], others: Sequence[float]) -> float:
    """The median of the pairs' ratios."""
    return statistics.median(a / b for a, b in zip(ones, others, strict=True))


def row(what: str, figure: float, limit: float, ones: Sequence[float], others: Sequence[float]) -> str:
    """One line of the table."""
    said = "ok" if figure <= limit else "OVER"
    one, other = (statistics.median(times) * 1000 for times in (ones, others))
    return f"{what:<58} {figure:6.2f} {limit:6.2f}  {said:<4}  {one:6.0f} ms : {other:.0f} ms"


def environment(home: Path, **more: str) -> dict[str, str]:
    """Nothing of the caller's but the way to programs; a home of its own."""
    env = {
        name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL", "VIRTUAL_ENV")
    }
    return {
        "LANG": "C.UTF-8", **env, "HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor",
        "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more,
    }  # fmt: skip


def settled(home: Path) -> Path:
    """A home folder in which the program was used before: it opens on ホーム."""
    folder = home / ".config" / "uedasns-tui"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(
        'scheme = 1\nname = "上田花子"\nsection = "広報課"\nseen_home = true\n', "utf-8"
    )
    return home


def scrolled(before: str, now: str) -> bool:
    """Whether the reader's text has moved up, or the mark in it down."""
    return _mark(before) != _mark(now) and SENTENCE[:6] in before


def _mark(text: str) -> list[int]:
    return [at for at, line in enumerate(text.split("\n")) if re.search("[>▌] ", line)]


def read_time(command: Sequence[str], env: Mapping[str, str]) -> float:
    """Seconds of one command without a screen."""
    began = time.perf_counter()
    done = subprocess.run(list(command), env=dict(env), cwd=env["HOME"], capture_output=True, check=True)
    assert done.stdout
    return time.perf_counter() - began


def main(arguments: Sequence[str]) -> int:
    """Measure and print; always 0."""
    long = "--long" in arguments
    pairs = 25 if long else 9
    python = sys.executable
    lines: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        script = place / "empty.py"
        script.write_text(EMPTY, "utf-8")
        new, used, other = (place / name for name in ("new", "used", "other"))
        for home in (new, used, other):
            home.mkdir()
        empty = Program(
            "empty app", [python, str(script)], environment(other), "nothing yet", "j",
            lambda _, now: "answered" in now,
        )  # fmt: skip
        screen = [python, "-m", "uedasns_tui"]
        first = Program("first start", screen, environment(new), SENTENCE, "j", scrolled)
        home_env = environment(settled(used))
        later = Program(
            "later start", screen, home_env, "ガイドラインを読む", "j", lambda before, now: _mark(before) != _mark(now)
        )  # fmt: skip
        for name, size in SIZES.items():
            if name != "80x24" and not long:
                continue
            ours, theirs = turns(first, empty, size, pairs)
            whole = [one.whole for one in ours], [one.whole for one in theirs]
            figure = ratio(*whole)
            lines.append(
                row(f"first start, {name}: sentence and key / empty app (issue 3)", figure, 1.25, *whole)
            )
            lines.append(row(f"first start, {name}: the same (issue 2)", figure, 1.3, *whole))
            seen = [one.sentence for one in ours], [one.sentence for one in theirs]
            lines.append(row(f"first start, {name}: sentence alone", ratio(*seen), 1.25, *seen))
            if name == "80x24":
                until = whole[0]
            ours, theirs = turns(later, empty, size, pairs)
            whole = [one.whole for one in ours], [one.whole for one in theirs]
            lines.append(row(f"later start on home, {name} / empty app", ratio(*whole), 1.3, *whole))
        reads = [read_time([*screen, "read", "1"], environment(new)) for _ in range(pairs + 1)][1:]
        lines.append(row("read 1 / first start of the screen", ratio(reads, until), 0.5, reads, until))
        lines += _frogmouth(first, place, pairs)
    print(f"{pairs} pairs; limit: no more than; medians beside it\n")
    print(f"{'':<58} {'ratio':>6} {'limit':>6}")
    print("\n".join(lines))
    return 0


def _frogmouth(ours: Program, place: Path, pairs: int) -> list[str]:
    executable = os.environ.get("UEDASNS_FROGMOUTH", "")
    if not executable:
        return ["first start / frogmouth: not measured, $UEDASNS_FROGMOUTH names none"]
    file = place / "guideline.md"
    chapters = sorted((ROOT / "guideline" / "chapters").glob("*.md"))
    file.write_text("\n\n".join(chapter.read_text("utf-8") for chapter in chapters), "utf-8")
    home = place / "frogmouth"
    home.mkdir()
    sentence = SENTENCE[:12]
    theirs = Program(
        "frogmouth", [executable, str(file)], environment(home, PYTHONPATH=""), sentence, "\x1b[B",
        lambda before, now: before != now,
    )  # fmt: skip
    fewer = max(3, pairs // 2)
    mine, other = turns(ours, theirs, (80, 24), fewer)
    whole = [one.whole for one in mine], [one.whole for one in other]
    seen = [one.sentence for one in mine], [one.sentence for one in other]
    return [
        row("first start / frogmouth, sentence and key", ratio(*whole), 0.5, *whole),
        row("first start / frogmouth, sentence alone", ratio(*seen), 0.5, *seen),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
