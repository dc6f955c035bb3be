"""The disk is full or read-only, the file or its folder is gone: saving says so, and what was written is still there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Person
from half_done import WORDS, put_by, told, written
from terminal import Terminal

pytestmark = pytest.mark.journey


@pytest.fixture
def disk(person: Person) -> Iterator[Path]:
    """A data folder on a disk of its own, of 256 kB, where this machine lets us mount one."""
    if sys.platform != "linux" or os.getuid() != 0:
        pytest.skip("mounting needs root on Linux; tests/storage tries the same errors by patching")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "none", person.data], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip(f"this machine does not mount: {done.stderr.decode(errors='replace').strip()}")
    (person.data / "policies").mkdir()  # of an empty disk one is asked first whether it is the right one
    try:
        yield person.data
    finally:
        for window in person.open_windows:
            window.kill()
        subprocess.run(["umount", "-l", person.data], check=True)


def refused(window: Terminal, person: Person, *sentences: str) -> None:
    """Saving says why not and what to do; the text is still on the screen and put by."""
    window.send("f10")
    for one in (*sentences, "書いたものはこの画面に残っています"):
        told(window, one)
    assert WORDS in window.text()
    put_by(window, person, WORDS)


def saved_after_all(window: Terminal, person: Person) -> None:
    """Once the cause is gone, saving saves."""
    window.send("f10")
    window.wait_for("・保存済み")
    assert f"上田市行政チャンネル{WORDS}" in person.files("policies")[0].read_text(encoding="utf-8")


def test_the_disk_is_full(person: Person, disk: Path) -> None:
    window = written(person)
    before = person.files("policies")[0].read_bytes()
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"0" * 1024)
        except OSError:
            pass
    refused(window, person, "ディスクの空きがありません", "要らないファイルを片付けてから")
    assert person.files("policies")[0].read_bytes() == before
    filler.unlink()
    saved_after_all(window, person)


def test_the_disk_is_read_only(person: Person, disk: Path) -> None:
    window = written(person)
    before = person.files("policies")[0].read_bytes()
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    refused(window, person, "読み取り専用の場所です", "書き込める場所を")
    assert person.files("policies")[0].read_bytes() == before
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
    saved_after_all(window, person)


def test_the_folder_vanishes_and_comes_back(person: Person) -> None:
    window = written(person)
    away = person.data.with_name("away")
    person.data.rename(away)
    refused(window, person, "見つかりません", "共有フォルダーにつながっているかを確かめて")
    assert not person.data.exists(), "a share that has gone away is not made anew"
    away.rename(person.data)
    saved_after_all(window, person)


def test_the_file_becomes_unreadable(person: Person) -> None:
    window = written(person)
    (file,) = person.files("policies")
    before = file.read_bytes()
    file.write_bytes(b"\xff[[ not toml")
    refused(window, person, "読めない内容になっています", "上書きはしませんでした")
    assert file.read_bytes() == b"\xff[[ not toml"
    file.write_bytes(before)
    saved_after_all(window, person)


@pytest.mark.parametrize("how", ["by hand", "with its folder"])
def test_the_file_is_gone_and_nobody_deleted_the_record(person: Person, how: str) -> None:
    """Its history has it still: saving puts it back in its place, and says that it was gone."""
    window = written(person)
    (file,) = person.files("policies")
    if how == "by hand":
        file.unlink()
    else:
        shutil.rmtree(file.parent)
    window.send("f10")
    told(window, "保存しました。記録のファイルがなくなっていたので、元の場所に書き直しました")
    assert f"上田市行政チャンネル{WORDS}" in file.read_text(encoding="utf-8")
    window.wait_for("・保存済み")
    assert person.files("policies") == [file] and WORDS in window.text()


def test_the_record_is_deleted(person: Person) -> None:
    window = written(person)
    assert person.run("record", "delete", "channel", "--reason", "重複").returncode == 0
    window.send("f10")
    window.wait_for("ほかの人がこの記録を削除しました")
    window.send("escape")
    told(window, "書いたものはこの画面に残っています")
    assert WORDS in window.text() and not person.files("policies")
    window.send("f10")
    window.wait_for("もう一度記録として保存します")
    saved_after_all(window, person)
