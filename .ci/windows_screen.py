"""Open the screen of a Windows program under Wine and leave it: `windows_screen.py COMMAND…`.

Wine's console counts a Japanese character as one cell, so that the picture is none to look at; here only the words that
the program draws are read, without the codes between them.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "journeys"))

from terminal import Terminal

CODES = re.compile(r"\x1b(\[[\d;?<>=]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?)|[\r\n]")


def words(screen: Terminal, start: int = 0) -> str:
    """What was drawn since the byte `start`, without codes."""
    screen.read()
    return CODES.sub("", bytes(screen.raw[start:]).decode("utf-8", "replace"))


def main(command: list[str]) -> int:
    """Wait for the row of places, go to the third, and leave; 0 when the program ended well."""
    with Terminal(command, env=os.environ, columns=100, rows=30, patience=120) as screen:
        screen.wait(lambda _: "投稿前チェック" in words(screen), "the row of places")
        start = len(screen.raw)
        screen.send("3")
        screen.wait(lambda _: "[3 利用方針]" in words(screen, start), "the third place")
        screen.send("q")
        status = screen.wait_end()
    print(f"the screen was opened, answered a key, and ended with {status}")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
