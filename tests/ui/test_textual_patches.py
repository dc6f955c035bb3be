"""Bytes of the terminal that are no UTF-8: what is replaced in Textual is there, and no byte ends the screen."""

from __future__ import annotations

import asyncio
import inspect
from pathlib import Path

import pytest
import textual.drivers.linux_driver as linux_driver
from textual import events
from textual._xterm_parser import XTermParser

from uedasns_tui.services.context import open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.ui import textual_patches
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.textual_patches import InputLost, unreadable


def decoded(*parts: bytes) -> str:
    decode = textual_patches._decoder("utf-8")().decode
    return "".join(decode(part) for part in parts) + decode(b"", True)


def test_the_names_are_there() -> None:
    textual_patches.install()
    assert linux_driver.getincrementaldecoder is textual_patches._decoder  # type: ignore[attr-defined]
    assert 'getincrementaldecoder("utf-8")().decode' in inspect.getsource(
        linux_driver.LinuxDriver.run_input_thread
    )


def test_utf8_arrives_whole_however_it_is_cut() -> None:
    text = "上田市👨‍👩‍👧\x1b[A𠮷ｶﾞ\r"
    data = text.encode()
    for at in range(len(data)):
        assert decoded(data[:at], data[at:]) == text


def readable(text: str) -> str:
    return "".join(letter for letter in text if not unreadable(letter))


@pytest.mark.parametrize("byte", range(0x80, 0x100))
def test_every_byte_alone_is_marked_and_what_is_around_it_stays(byte: int) -> None:
    once, later = (
        decoded(b"ab", bytes([byte]), b"cd", "市".encode()),
        decoded("市a".encode() + bytes([byte]) + "\r市".encode()),
    )
    assert unreadable(once) and unreadable(later)
    assert (readable(once), readable(later)) == ("abcd市", "市a\r市")


@pytest.mark.parametrize("encoding", ["shift_jis", "euc_jp", "cp932"])
@pytest.mark.parametrize(
    "text", ["ソ能表予十申暴貼構", "ソーシャルメディアの表", "上田市の広報", "ｶﾀｶﾅと漢字"]
)
def test_no_letter_is_read_that_nobody_typed(encoding: str, text: str) -> None:
    shown = decoded(b"\r" + text.encode(encoding, "ignore") + b"\r")
    assert unreadable(shown) and readable(shown) == "\r\r"


def test_any_bytes_pass_the_parser() -> None:
    for byte in range(0x80, 0x100):
        parser = XTermParser()
        for data in (bytes([byte]), b"\x1b" + bytes([byte]), b"\x1b[200~a" + bytes([byte]) + b"\x1b[201~"):
            for event in [*parser.feed(decoded(data)), *parser.feed("z")]:
                assert isinstance(event, (events.Key, events.Paste))


def test_the_end_of_the_thread_that_reads_keys_is_a_fault_with_its_drafts(tmp_path: Path) -> None:
    app = Uedasns(open_context(AppOptions(data=str(tmp_path / "records"))))

    async def inside() -> None:
        async with app.run_test() as pilot:
            app.follow("begin", "incident")
            await pilot.pause(0.3)
            app.screen.query_one("TextField").insert("消えてはならない")  # type: ignore[attr-defined]
            app.panic("traceback")
            await pilot.pause(0.1)

    with pytest.raises(InputLost):
        asyncio.run(inside())
    assert app.return_code == 1 and isinstance(app.fault, InputLost)
    assert [
        "消えてはならない" in draft.text or "\\u6d88" in draft.text for draft in app.context.drafts.all()
    ] == [True]
