"""The program is ended from outside while somebody writes: what was written is a draft, and the terminal is whole."""

from __future__ import annotations

import os
import signal
import termios
import time

import pytest
from conftest import PROGRAM, Person
from half_done import WORDS, drafts
from terminal import Terminal
from test_recovery import OFFER, begin

pytestmark = pytest.mark.journey
DEAF = ("sh", "-c", "trap '' HUP; exec \"$@\"", "sh", *PROGRAM)
"""The program as a tool starts it that keeps the signal of a closed window from it."""


def ended(window: Terminal) -> int:
    """How the program ended; what it wrote last is read."""
    for _ in range(400):
        window.read(0.05)
        pid, status = os.waitpid(window.process, os.WNOHANG)
        if pid:
            window.process = 0
            window.read(0.2)
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    raise AssertionError("the program did not end")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_somebody_writes(person: Person, number: signal.Signals) -> None:
    window = person.named().window()
    modes = termios.tcgetattr(window.fd)[:4]
    window.kill()
    window = begin(person)
    assert termios.tcgetattr(window.fd)[:4] != modes, "the screen has the terminal's keys to itself"
    window.send(WORDS)
    window.wait_for(WORDS)
    before = len(window.raw)
    os.kill(window.process, number)
    assert ended(window) == 128 + number
    assert len(drafts(person)) == 1
    left = bytes(window.raw[before:])
    assert b"\x1b[?1049l" in left and b"\x1b[?25h" in left and b"Traceback" not in left
    assert termios.tcgetattr(window.fd)[:4] == modes
    window = person.window()
    window.wait(lambda text: OFFER in text and WORDS in text, "the offer with the words")


@pytest.mark.parametrize("told", [True, False], ids=["told", "without a signal"])
def test_the_window_is_closed_while_somebody_writes(person: Person, told: bool) -> None:
    window = begin(person.named(), program=() if told else DEAF)
    window.send(WORDS)
    window.wait_for(WORDS)
    os.close(window.fd)
    for _ in range(400):
        if os.waitpid(window.process, os.WNOHANG)[0]:
            break
        time.sleep(0.05)
    else:
        raise AssertionError("the program did not end")
    person.open_windows.remove(window)
    assert len(drafts(person)) == 1
    window = person.window()
    window.wait(lambda text: OFFER in text and WORDS in text, "the offer with the words")


@pytest.mark.parametrize("how", ["ended", "hung up", "window closed"])
def test_questions_that_are_cut_short_are_a_draft(person: Person, how: str) -> None:
    window = person.named().window("policy", "new")
    window.wait_for("①")
    window.send(WORDS)
    window.send("enter")
    window.wait_for("②")
    if how == "window closed":
        os.close(window.fd)
        os.waitpid(window.process, 0)
        person.open_windows.remove(window)
    else:
        os.kill(window.process, signal.SIGTERM if how == "ended" else signal.SIGHUP)
        assert ended(window) == 4
    assert len(drafts(person)) == 1
    assert person.files("policies") == []
    window = person.window("policy", "new")
    window.wait(lambda text: "途中まで書いた" in text and WORDS in text, "the offer")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_menu_ends_with_the_question_in_it(person: Person, number: signal.Signals) -> None:
    """The question was stopped, and the menu above it asked on: the program could not be ended any more."""
    window = person.named().window("--plain")
    window.wait_for("メニュー")
    for words, answer in (("5", "記載例から書く"), ("1", "①"), (WORDS, "②")):
        window.send(words)
        window.send("enter")
        window.wait_for(answer)
    os.kill(window.process, number)
    assert ended(window) in (0, 4)
    assert len(drafts(person)) == 1
