"""How long a folder's path may be before Windows refuses the names that are written beneath it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from uedasns_tui.records.ids import valid_id
from uedasns_tui.records.record import Record
from uedasns_tui.storage import diagnostics, paths
from uedasns_tui.storage.repository import RecordRepository

KINDS = ("policy", "post", "incident")


def test_the_room_is_what_is_left_to_the_last_letter() -> None:
    root = "C:\\" + "x" * 20
    left = paths.room(root, KINDS)
    assert paths.room(root + "x", KINDS) == left - 1
    assert paths.room(root + "\\", KINDS) == left, "a separator at the end is none of the name"
    assert paths.room(root + "課", KINDS) == left - 1 and paths.room(root + "𠮷", KINDS) == left - 2
    assert paths.room(root, (*KINDS, "incident-long")) < left
    assert paths.room("", KINDS, 1000) - paths.room("", KINDS) == 1000 - paths.WINDOWS_PATH


def test_an_id_is_no_longer_than_is_counted() -> None:
    assert valid_id("x" * paths.ID_LENGTH) and not valid_id("x" * (paths.ID_LENGTH + 1))


def test_no_name_that_a_save_writes_is_longer(
    store: RecordRepository, record: Callable[..., Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []
    real = diagnostics.os.open

    def note(path: Path, *arguments: int, **named: int) -> int:
        names.append(str(path))
        return real(path, *arguments, **named)

    monkeypatch.setattr("os.open", note)
    ident = "x" * paths.ID_LENGTH
    kept = store.save(record(ident, "incident"), None).kept
    for text in ("二", "三"):
        kept = store.save(replace(kept.record, values={**kept.record.values, "text": text}), kept).kept
    longest = max(len(name) for name in names if name.startswith(str(store.root)))
    assert longest <= paths.WINDOWS_PATH - paths.room(str(store.root), store.kinds)


def test_doctor_tells_by_how_much_a_place_is_too_long(
    store: RecordRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = Path("/" + "x" * 200)
    assert (paths.too_long(long, KINDS) != "") is (os.name == "nt")
    monkeypatch.setattr(paths, "PATH_LIMIT", paths.WINDOWS_PATH)
    assert paths.too_long(Path("/" + "x" * 20), KINDS) == ""
    assert f"{-paths.room(str(long), KINDS)} 文字長い" in paths.too_long(long, KINDS)
    store.root.mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(paths, "PATH_LIMIT", 100)
    assert "path-length" in [entry.problem.code for entry in diagnostics.diagnose(store)]


def test_the_first_save_of_a_folder_tells_it_and_no_other(
    store: RecordRepository, record: Callable[..., Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "PATH_LIMIT", 100)
    assert store.place_problem() == "", "nothing was saved there yet: the first save tells"
    first = store.save(record("a"), None)
    assert "浅い場所" in first.place and first.remarks().endswith(first.place)
    assert store.save(record("b"), None).place == ""
    assert store.place_problem() == first.place, "whoever chooses the folder is told"
    monkeypatch.setattr(paths, "PATH_LIMIT", 0)
    assert store.place_problem() == ""
