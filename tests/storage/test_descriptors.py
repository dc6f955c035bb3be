"""No call that fails leaves a file open: on Windows an open file can be neither replaced nor deleted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from uedasns_tui import plain_file


@pytest.mark.parametrize("call", ["fstat", "read"])
def test_a_call_that_fails_leaves_nothing_open(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x")
    opened: list[int] = []
    closed: list[int] = []
    open_, close = os.open, os.close

    def fail(*_: object) -> object:
        raise OSError(5, "x")

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", lambda *words: opened.append(open_(*words)) or opened[-1])
        patch.setattr(os, "close", lambda number: (closed.append(number), close(number)))
        patch.setattr(os, call, fail)
        with pytest.raises(OSError):
            plain_file.read_plain(path, 10)
    assert opened and closed == opened
