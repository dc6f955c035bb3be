"""One lock a data folder: it excludes, it dies with its holder, and who waits in vain is told whom to ask."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from uedasns_tui.storage import lock
from uedasns_tui.storage.errors import StorageBusy, StorageError
from uedasns_tui.storage.file_read import REMEMBERED
from uedasns_tui.storage.lock import locked

forks = pytest.mark.skipif(os.name == "nt", reason="it forks")


def holder(folder: Path, name: str) -> int:
    """A process that holds the lock; returns when it does."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        with locked(folder, holder=name):
            os.write(theirs, b"1")
            time.sleep(60)
        os._exit(0)
    os.read(ours, 1)
    os.close(ours)
    os.close(theirs)
    return pid


@forks
def test_who_waits_in_vain_is_told_whom_to_ask(tmp_path: Path) -> None:
    pid = holder(tmp_path, "上田 花子")
    try:
        with pytest.raises(StorageBusy) as caught, locked(tmp_path, patience=0.2):
            pass
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    for said in (str(tmp_path), "上田 花子", socket.gethostname(), str(pid)):
        assert said in caught.value.message
    with locked(tmp_path, patience=0):  # the lock ends with its holder: there is nothing to wait for
        pass


@forks
def test_who_waits_for_long_leaves_the_file_alone_for_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A share's client that refuses the lock out of its own memory forgets only what is not open."""
    pid = holder(tmp_path, "花子")
    pauses: list[tuple[float, int]] = []

    def pause(seconds: float, real: Callable[[float], None] = time.sleep) -> None:
        if seconds == REMEMBERED:
            pauses.append((seconds, len(lock._opened)))
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        else:
            real(seconds)

    monkeypatch.setattr("time.sleep", pause)
    with locked(tmp_path, patience=4.0):
        assert pauses == [(REMEMBERED, 0)] and len(lock._opened) == 1


@forks
def test_the_note_of_the_holder_may_be_anything(tmp_path: Path) -> None:
    pid = holder(tmp_path, "花子")
    try:
        for said in (b"", b"\xff{", b"[1]", b'{"name": 1}', b"[" * 5000):
            (tmp_path / lock.HOLDER).write_bytes(said)
            with pytest.raises(StorageBusy), locked(tmp_path, patience=0.05):
                pass
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_everybody_who_may_write_in_the_folder_may_lock_it(tmp_path: Path) -> None:
    tmp_path.chmod(0o2775)
    earlier = os.umask(0o077)
    try:
        with locked(tmp_path):
            assert stat.S_IMODE((tmp_path / lock.NAME).stat().st_mode) == 0o660
    finally:
        os.umask(earlier)


def test_the_last_holder_is_told_with_the_time(tmp_path: Path) -> None:
    with locked(tmp_path, holder="上田 花子"):
        pass
    said = json.loads((tmp_path / lock.HOLDER).read_bytes())
    assert lock.last_holder(tmp_path) == (
        f"上田 花子（パソコン {socket.gethostname()}、プロセス {os.getpid()}、{said['at'][:16].replace('T', ' ')}）"
    )


def test_a_folder_that_cannot_be_locked_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="同時に書き込まないための準備"), locked(tmp_path / "gone"):
        pass


@forks
def test_a_client_that_is_alone_with_the_file_cannot_keep_the_lock_to_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Modelled: with one handle on the file a PC's lock is granted by its own client, and excludes nobody."""
    import fcntl

    real = fcntl.flock
    path = tmp_path / lock.NAME

    def handles(file: Path) -> int:
        return sum(name.exists() and name.samefile(file) for name in Path("/proc/self/fd").iterdir())

    def flock(descriptor: int, operation: int) -> None:
        if handles(path) > 1:
            real(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", flock)
    with locked(tmp_path):
        pass  # makes the file
    for _ in range(2):
        with locked(tmp_path):
            assert handles(path) == 2
            other = os.open(path, os.O_RDWR)
            with pytest.raises(BlockingIOError):
                real(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.close(other)
        assert handles(path) == 1
    path.rename(tmp_path / "moved")
    path.touch()
    with locked(tmp_path):
        assert handles(path) == 2, "another file has come in its place"
    (tmp_path / "other").mkdir()
    for _ in range(2):
        with locked(tmp_path / "other"):
            pass
    assert handles(path) == handles(tmp_path / "moved") == 0, "only the folder used last is held"


@forks
def test_the_lock_excludes(tmp_path: Path, child: Callable[[Callable[[], object]], int]) -> None:
    """Counting without the lock loses counts; with it none is lost."""
    count = tmp_path / "count"
    count.write_text("0")

    def add() -> None:
        for _ in range(30):
            with locked(tmp_path):
                value = int(count.read_text())
                time.sleep(0.0005)
                count.write_text(str(value + 1))

    pids = []
    for _ in range(4):
        pid = os.fork()
        if pid == 0:
            try:
                add()
            finally:
                os._exit(0)
        pids.append(pid)
    for pid in pids:
        os.waitpid(pid, 0)
    assert count.read_text() == "120"
