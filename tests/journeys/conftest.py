"""What journeys stand on: the real program in a pseudo-terminal, a home of its own, a stopped clock, no network."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from terminal import Terminal  # noqa: E402

ROOT = HERE.parents[1]
PROGRAM = [sys.executable, "-m", "uedasns_tui"]
CLOCK = "2026-11-23T10:00:00+09:00"


class Person:
    """Somebody at the program: starts it in a window, or runs commands, always with the same home."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / "records"
        self.data.mkdir(
            exist_ok=True
        )  # a folder that is named and not there is said, never taken for an empty one
        paths = [str(HERE / "guard"), str(ROOT)]
        self.env = {
            "PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm-256color", "USER": "tester",
            "LOGNAME": "tester", "UEDASNS_DATA": str(self.data), "UEDASNS_NOW": CLOCK,
            "PYTHONPATH": os.pathsep.join(paths),
        }  # fmt: skip
        self.open_windows: list[Terminal] = []

    def named(self, name: str = "上田　花子", section: str = "広報課") -> Person:
        """Somebody who has said who they are."""
        folder = self.home / ".config" / "uedasns-tui"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.toml").write_text(
            f'name = "{name}"\nsection = "{section}"\nseen_home = true\n', encoding="utf-8"
        )
        return self

    def window(
        self, *arguments: str, columns: int = 80, rows: int = 24, program: Sequence[str] = ()
    ) -> Terminal:
        """Start the program (or another in its place) in a window."""
        one = Terminal(
            [*(program or PROGRAM), *arguments], env=self.env, cwd=self.home, columns=columns, rows=rows
        )
        self.open_windows.append(one)
        return one

    def run(self, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command without a terminal."""
        return subprocess.run(
            [*PROGRAM, *arguments],
            env=self.env,
            cwd=self.home,
            input=text,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def files(self, kind: str) -> list[Path]:
        """The records of a kind on the disk."""
        return sorted((self.data / kind).rglob("*.toml"))


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    """Somebody with an empty home."""
    one = Person(tmp_path)
    yield one
    for window in one.open_windows:
        window.kill()
