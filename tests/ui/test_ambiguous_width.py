"""Terminals with wide ①: asked over a pseudo-terminal, and all tables agree afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from uedasns_tui.ui import ambiguous_width

if sys.platform != "win32":
    import pty


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
@pytest.mark.parametrize(
    ("answer", "wide"), [(b"\x1b[5;3R", 2), (b"\x1b[5;2R", 1), (b"x\x1b[1;3R", 2), (b"", 1)]
)
def test_the_terminal_is_asked(answer: bytes, wide: int) -> None:
    import termios

    master, slave = pty.openpty()
    before = termios.tcgetattr(slave)
    asked: list[bytes] = []

    def terminal() -> None:
        asked.append(os.read(master, 100))
        for byte in answer:
            os.write(master, bytes([byte]))

    thread = threading.Thread(target=terminal)
    thread.start()
    waits = Counter[str]()
    sys.setprofile(lambda _frame, event, called: waits.update([called.__name__] if event == "c_call" else []))
    try:
        assert ambiguous_width.WidthQuestion(slave, slave).answer() == wide
    finally:
        sys.setprofile(None)
    assert 1 <= waits["select"] <= max(1, len(answer)), (
        "it waits once for what is still to come, then no more"
    )
    thread.join()
    assert "①".encode() in asked[0] and b"\x1b[6n" in asked[0]
    assert termios.tcgetattr(slave) == before
    os.close(master)
    os.close(slave)


def test_it_is_not_asked_where_nobody_answers() -> None:
    assert ambiguous_width.ask({"TERM": "xterm", "WT_SESSION": "1"}) is None
    assert ambiguous_width.ask({}) is None
    assert ambiguous_width.ask({"TERM": "dumb"}) is None


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_an_answer_that_came_meanwhile_is_read_at_once_and_later_keys_stay() -> None:
    master, slave = pty.openpty()
    question = ambiguous_width.WidthQuestion(slave, slave)
    os.write(master, b"\x1b[5;3R12")
    question._until = 0.0
    assert question.answer() == 2
    import termios
    import tty

    tty.setcbreak(slave, termios.TCSANOW)
    assert os.read(slave, 10) == b"12"
    os.close(master)
    os.close(slave)


LOADED = """
import sys
from uedasns_tui.cli import screen
from uedasns_tui.services.context import open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.ui import ambiguous_width

class Question:
    def answers(self):
        assert "textual.app" in sys.modules
        return [2, 1]

def ask(env):
    assert not any(name.startswith(("textual", "rich")) for name in sys.modules)
    return Question()

ambiguous_width.ask = ask
screen._make_app(open_context(AppOptions(data=sys.argv[1]), {}))
from uedasns_tui.japanese import width
assert width.cells("①") == 2
assert width.cells("⚠\\ufe0f") == width.cells("⚠") == 1
"""


def test_the_question_goes_out_before_textual_is_loaded_and_is_answered_after(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


AGREE = """
import rich.cells, rich.segment
from textual.strip import Strip
from uedasns_tui.japanese import width
from uedasns_tui.ui import ambiguous_width
before = {c: rich.cells.cell_len(c) for c in "aあ①―…│αЯ×※ﾊ"}
assert before["①"] == before["│"] == 1
ambiguous_width.apply(1)
assert rich.cells.cell_len("①") == width.cells("①") == 1
def differ():
    return {n for n in range(0x20, 0x30000) if not (0xd800 <= n <= 0xdfff or 0x7f <= n < 0xa0)
            and rich.cells.cell_len(chr(n)) != width.cells(chr(n))}
newer = differ()  # characters that one of the libraries does not know yet
ambiguous_width.apply(2)
after = {c: rich.cells.cell_len(c) for c in before}
assert after == {c: 1 if c in "aﾊ" else 2 for c in before}, after
assert not differ() - newer
assert rich.segment.Segment("││α").cell_length == 6
assert Strip([rich.segment.Segment("①②…")]).crop(0, 4).text == "①②"
for text in ("①\\ufe0f", "※\\ufe0f１", "α\\u0301β"):
    assert rich.cells.cell_len(text) == width.cells(text), text
"""


def test_the_tables_agree() -> None:
    done = subprocess.run([sys.executable, "-c", AGREE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
@pytest.mark.parametrize(
    ("answer", "wide"),
    [
        (b"\x1b[5;2R\x1b[5;3R12", [1, 2]), (b"\x1b[5;3R\x1b[5;2R12", [2, 1]), (b"\x1b[5;2R", [1]), (b"", []),
    ],
)  # fmt: skip
def test_the_terminal_is_asked_for_a_picture_too(answer: bytes, wide: list[int]) -> None:
    master, slave = pty.openpty()
    texts = (ambiguous_width.AMBIGUOUS, ambiguous_width.PICTURE)
    question = ambiguous_width.WidthQuestion(slave, slave, texts)
    os.write(master, answer)
    question._until = 0.0
    assert question.answers() == wide
    asked = os.read(master, 100).decode()
    assert asked.count("\x1b[6n") == 2 and asked.index("①") < asked.index("⚠\ufe0f")
    os.close(master)
    os.close(slave)


NARROW = """
import rich.cells
from uedasns_tui.japanese import width
from uedasns_tui.ui import ambiguous_width
texts = ("⚠\\ufe0f", "1\\ufe0f\\u20e3", "❤\\ufe0fあ", "☀\\ufe0f☀", "👨\\u200d👩", "あ\\ufe0f")
assert width.cells(texts[0]) == rich.cells.cell_len(texts[0]) == 2
ambiguous_width.apply(WIDE, 1)
for text in texts:
    assert rich.cells.cell_len(text) == width.cells(text), text
assert width.cells("⚠\\ufe0f") == width.cells("⚠")
assert width.cells("👨\\u200d👩") == 2
"""


@pytest.mark.parametrize("wide", [1, 2])
def test_the_tables_agree_where_a_picture_is_narrow(wide: int) -> None:
    script = NARROW.replace("WIDE", str(wide))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
