"""On Windows a virus scanner holds files so that nobody can replace or remove them: a save waits, or says so."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from uedasns_tui.plain_file import is_held
from uedasns_tui.records.record import Record
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.storage.repository import RecordRepository
from uedasns_tui.storage.versions import short_digest

if sys.platform != "win32":
    pytest.skip("only Windows keeps others from replacing an open file", allow_module_level=True)

import ctypes
from ctypes import wintypes

READ, EXISTING = 0x80000000, 3
READ_AND_WRITE, ONLY_READ, NOBODY = 3, 1, 0
"""What else may be done with a file that a scanner holds; nobody may replace, rename or remove it."""
_kernel = ctypes.WinDLL("kernel32", use_last_error=True)
_kernel.CreateFileW.restype = wintypes.HANDLE
INVALID = wintypes.HANDLE(-1).value
_kernel.CloseHandle.argtypes = [wintypes.HANDLE]


class Scanner:
    """Holds files until the program has waited so many seconds for them: the clock goes on while it pauses, only."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.waited, self.seconds, self.handles = 0.0, 0.0, list[int]()
        monkeypatch.setattr("time.monotonic", lambda: self.waited)
        monkeypatch.setattr("time.sleep", self._pause)

    def hold(self, paths: list[Path], seconds: float, shared: int = READ_AND_WRITE) -> None:
        self.seconds = self.waited + seconds
        self.handles = [
            _kernel.CreateFileW(str(path), READ, shared, None, EXISTING, 0, None) for path in paths
        ]
        assert INVALID not in self.handles

    def _pause(self, seconds: float) -> None:
        self.waited += seconds
        if self.waited >= self.seconds:
            self.release()

    def release(self) -> None:
        while self.handles:
            _kernel.CloseHandle(self.handles.pop())


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scanner]:
    scanner = Scanner(monkeypatch)
    yield scanner
    scanner.release()


def result_of(act: Callable[[], object]) -> str:
    """ "saved", or the sentence with which it was refused."""
    try:
        act()
    except StorageError as fault:
        return fault.message
    return "saved"


@pytest.mark.parametrize(("seconds", "saved"), [(0.3, True), (1.5, True), (4.0, False)])
@pytest.mark.parametrize("shared", [READ_AND_WRITE, ONLY_READ, NOBODY])
def test_a_save_waits_for_a_scanner_or_tells_of_it(
    store: RecordRepository,
    record: Callable[..., Record],
    scanner: Scanner,
    seconds: float,
    saved: bool,
    shared: int,
) -> None:
    kept = store.save(record("r1", "post"), None).kept
    edited = replace(kept.record, values={**kept.record.values, "text": "二"})
    scanner.hold([path for path in store.root.rglob("*") if path.is_file()], seconds, shared)
    result = result_of(lambda: store.save(edited, kept))
    assert (result == "saved") is saved
    assert scanner.waited < seconds + 1
    if not saved:
        scanner.release()
        assert "ほかのプログラムがファイルを使っています" in result
        assert store.load("r1").data == kept.data
        assert [version.digest for version in store.versions("r1")] == [short_digest(kept.data)]
        assert not list(store.root.rglob("*.tmp"))
        store.save(edited, kept)
    assert store.load("r1").record.values["text"] == "二"


@pytest.mark.parametrize(("seconds", "saved"), [(0.3, True), (1.5, True), (4.0, False)])
def test_a_record_that_is_held_is_thrown_away_later_or_not_at_all(
    store: RecordRepository, record: Callable[..., Record], scanner: Scanner, seconds: float, saved: bool
) -> None:
    kept = store.save(record("r1", "post"), None).kept
    scanner.hold([kept.path], seconds)
    result = result_of(lambda: store.delete("r1"))
    assert (result == "saved") is saved
    if saved:
        assert store.try_load("r1") is None and len(store.discarded()) == 1
    else:
        assert "ほかのプログラムがファイルを使っています" in result
        assert store.load("r1").data == kept.data


def test_only_a_file_that_is_held_is_called_so(tmp_path: Path, scanner: Scanner) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"x")
    assert not is_held(path) and not is_held(tmp_path / "none")
    scanner.hold([path], 1)
    assert is_held(path)
    scanner.release()
    assert not is_held(path)
