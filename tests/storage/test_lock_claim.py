"""The claim beneath the lock: it alone keeps processes apart, outlives nobody for long, and holds nobody up for nothing."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from uedasns_tui.storage import lock_claim
from uedasns_tui.storage.lock import locked

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows' own locks are not kept by a client alone")
ADD = """
import sys
from pathlib import Path
from uedasns_tui.storage.lock_claim import claimed
folder = Path(sys.argv[1])
for _ in range(40):
    with claimed(folder, 30):
        count = folder / "count"
        count.write_text(str(int(count.read_text()) + 1))
"""


def claim(folder: Path, text: str) -> Path:
    path = folder / lock_claim.NAME
    path.write_text(text)
    return path


def dead_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_it_keeps_processes_apart_without_the_lock(tmp_path: Path) -> None:
    (tmp_path / "count").write_text("0")
    crowd = [subprocess.Popen([sys.executable, "-c", ADD, str(tmp_path)]) for _ in range(3)]
    assert [process.wait() for process in crowd] == [0, 0, 0]
    assert (tmp_path / "count").read_text() == "120"
    assert not (tmp_path / lock_claim.NAME).exists()


def test_it_is_gone_after_the_lock_also_after_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path):
        assert (tmp_path / lock_claim.NAME).exists()
        raise ZeroDivisionError
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", ".lock-holder"]


@pytest.mark.parametrize("own", [False, True])
def test_one_of_this_pc_that_nobody_holds_is_taken_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: bool
) -> None:
    monkeypatch.setattr(lock_claim, "STALE", 1e9)
    claim(tmp_path, f"{socket.gethostname()} {os.getpid() if own else dead_process()} 0")
    with locked(tmp_path):
        assert str(os.getpid()) in (tmp_path / lock_claim.NAME).read_text()


@pytest.mark.parametrize("text", ["pc9 1 0", "HERE", "", "x", "\0" * 9, "?" * 900])
def test_one_that_never_changes_is_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(lock_claim, "STALE", 0.2)
    text = text.replace("HERE", f"{socket.gethostname()} {os.getppid()} 0")
    path = claim(tmp_path, text)
    with locked(tmp_path):
        assert path.read_text() != text
    assert not path.exists()


def test_one_that_others_hold_in_turn_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock_claim, "STALE", 1e9)
    claim(tmp_path, "pc9 1 0")
    over = threading.Event()

    def others() -> None:
        number = 0
        while not over.wait(0.01):
            number += 1
            claim(tmp_path, f"pc9 1 {number}")

    thread = threading.Thread(target=others)
    thread.start()
    try:
        with pytest.raises(lock_claim.ClaimHeld), lock_claim.claimed(tmp_path, 0.5):
            raise AssertionError("taken from under somebody")
    finally:
        over.set()
        thread.join()


@pytest.mark.parametrize("kind", ["folder", "pipe", "link"])
def test_what_is_no_claim_holds_nobody_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(lock_claim, "STALE", 1e9)
    path = tmp_path / lock_claim.NAME
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    with locked(tmp_path):
        pass
    assert path.is_symlink() or path.exists(), "nothing that somebody else put there is removed"
