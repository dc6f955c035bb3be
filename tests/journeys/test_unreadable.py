"""Bytes that are no UTF-8, typed or pasted in a real terminal: told in a sentence, and nothing typed is lost."""

from __future__ import annotations

import os
import sys

import pytest
from conftest import Person
from half_done import WORDS, drafts, told, written
from terminal import Terminal

pytestmark = pytest.mark.journey
TEXT = "ソーシャルメディアの表"
BYTES = {
    "one byte": b"\xff",
    "alt in eight bits": bytes(byte | 0x80 for byte in b"ax"),
    "euc-jp": TEXT.encode("euc_jp"),
    "shift_jis": TEXT.encode("shift_jis"),
    "escape": b"\x1b\xff",
}

FALLING = (
    sys.executable,
    "-c",
    "import sys; from uedasns_tui.ui.dialogs import go_to; go_to.GoToDialog.compose = lambda self: 1 / 0\n"
    "from uedasns_tui.__main__ import main; sys.exit(main())",
)
"""The program with a fault in one of its screens."""


def send(window: Terminal, data: bytes) -> None:
    os.write(window.fd, data)
    window.read(0.4)


def test_bytes_that_are_no_text_are_told_and_what_was_typed_remains(person: Person) -> None:
    window = written(person)
    for data in BYTES.values():
        send(window, data)
    told(window, "UTF-8として読めない")
    for data in BYTES.values():
        send(window, b"\x1b[200~" + data + b"\x1b[201~")
    window.send("と続き")
    window.wait_for(f"{WORDS}と続き")
    window.send("f10")
    window.wait_for("・保存済み")
    (file,) = person.files("policies")
    assert f'行政チャンネル{WORDS}と続き"' in file.read_text(encoding="utf-8")


def test_a_paste_that_is_no_text_is_told(person: Person) -> None:
    window = written(person)
    send(window, b"\x1b[200~" + BYTES["shift_jis"] + b"\x1b[201~")
    told(window, "何も入れていません")
    assert "\\" not in window.text()


def test_a_fault_nobody_foresaw_keeps_the_draft_and_says_so(person: Person) -> None:
    window = written(person, program=FALLING)
    window.send("最後の字")
    window.wait_for("最後の字")
    window.send("f2")
    assert window.wait_end() == 1
    window.read()
    shown = "".join(window.raw.decode("utf-8", "replace").split())
    assert "予期しないエラーが起きました" in shown and "Traceback" not in shown
    (file,) = drafts(person)
    assert f"{WORDS}最後の字".encode("ascii", "backslashreplace") in file.read_bytes()
