"""A person who has typed and not saved yet: what the journeys of killed programs, full disks and two windows share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from conftest import Person
from terminal import Terminal

WORDS = "消えてはならない名称"


def drafts(person: Person) -> list[Path]:
    """What is put by."""
    return sorted((person.home / ".local" / "state" / "uedasns-tui" / "drafts").glob("*.draft"))


def told(window: Terminal, sentence: str) -> None:
    """Wait until a notice beside the form says a sentence, over as many lines as it takes."""

    def said(text: str) -> str:
        framed = (re.search(r"│([^│]*)│ ?$", line.rstrip("\n")) for line in text.splitlines())
        return "".join("".join(match[1] for match in framed if match).split())

    window.wait(lambda text: sentence in said(text), f"the notice 「{sentence}」")


def put_by(window: Terminal, person: Person, text: str) -> Path:
    """Wait until a text is put by; the file that holds it."""

    def holding() -> list[Path]:
        wanted = (text.encode(), text.encode("ascii", "backslashreplace"))
        return [one for one in drafts(person) if any(said in one.read_bytes() for said in wanted)]

    window.wait(lambda _text: bool(holding()), "the text to be put by")
    return holding()[0]


def open_first(person: Person, program: Sequence[str] = ()) -> Terminal:
    """A window in which the one policy there is was chosen."""
    window = person.window(program=program)
    window.wait_for("対応が必要なもの")
    window.send("3")
    window.wait_for("見直し: 決めていません")
    window.send("enter")
    return window


def written(person: Person, words: str = WORDS, program: Sequence[str] = ()) -> Terminal:
    """A window on a kept policy, with words typed at the end of its first field, and put by."""
    person.named().run("policy", "new", "--from", "sample", "--id", "channel")
    window = open_first(person, program)
    window.wait_for("・保存済み")
    window.send(words)
    window.wait_for(f"上田市行政チャンネル{words}")
    put_by(window, person, words)
    return window
