"""Whatever lies in the data folder: each bad file is a Problem with its line, and none stops the rest."""

from __future__ import annotations

import json
import os
import shutil
import signal
import tarfile
import tracemalloc
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from uedasns_tui.records.record import Record
from uedasns_tui.storage.diagnostics import diagnose
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.storage.index.record_index import RecordIndex
from uedasns_tui.storage.repository import RecordRepository

Make = Callable[..., Record]

OWN_BAD = {
    "empty-key": b"= 1\n", "unclosed": b'id = "x\n', "twice": b'id = "a"\nid = "b"\n', "sjis": "題 = 1".encode("cp932"),
    "utf16": 'id = "x"'.encode("utf-16"), "markers": b"<<<<<<< mine\nid = 1\n=======\n>>>>>>> theirs\n",
    "fullwidth": 'id ＝ ”x”'.encode(), "control": b'id = "a\x01b"\n', "nothing": b"", "list": b"[[[", "bytes": bytes(range(256)),
    "deep": b"a = " + b"[" * 10_000 + b"]" * 10_000, "deep-table": b"a = " + b"{b = " * 10_000 + b"1" + b"}" * 10_000,
    "dotted": b"a" + b".a" * 3000 + b" = 1\n", "future": b'scheme = 99\nid = "x"\n', "wrong-types": b"scheme = true\nid = 1\nkind = []\n",
}  # fmt: skip


def put_bad(store: RecordRepository, files: dict[str, bytes]) -> dict[Path, str]:
    folder = store.root / "posts" / "2026" / "11"
    folder.mkdir(parents=True, exist_ok=True)
    placed = {}
    for number, (name, data) in enumerate(sorted(files.items())):
        path = folder / f"20261101-bad{number:05d}.toml"
        path.write_bytes(data)
        placed[path] = name
    return placed


def each_is_a_problem(
    store: RecordRepository, index: RecordIndex, record: Make, files: dict[str, bytes]
) -> None:
    good = store.save(record(), None).kept
    placed = put_bad(store, files)
    before = {path: path.read_bytes() for path in placed}
    kept, problems = store.everything()
    assert [one.record.id for one in kept] == [good.record.id]
    errors = {problem.where.file: problem for problem in problems if problem.severity == "error"}
    unnamed = {name for path, name in placed.items() if str(path) not in errors}
    assert not unnamed
    lineless = [name for path, name in placed.items() if errors[str(path)].where.line == 0]
    index.refresh()
    rows = index.page("post", limit=10_000)
    assert sum(not row.readable for row in rows) == len(placed) and len(rows) == len(placed) + 1
    told = Counter(one.problem.where.file for one in diagnose(store, index))
    assert all(told[str(path)] for path in placed)
    assert {path: path.read_bytes() for path in placed} == before
    print(
        f"{len(placed)} bad files, each named; {len(placed) - len(lineless)} with their line; without: {lineless}"
    )
    assert len(lineless) <= max(3, len(placed) // 50)


def test_our_own_bad_files(store: RecordRepository, index: RecordIndex, record: Make) -> None:
    each_is_a_problem(store, index, record, OWN_BAD)


def test_every_invalid_file_of_toml_test(
    store: RecordRepository, index: RecordIndex, record: Make, corpora: Path
) -> None:
    with tarfile.open(corpora / "toml-test-1.0-invalid.tar.gz") as packed:
        files = {
            one.name: stream.read()
            for one in packed.getmembers()
            if one.name.endswith(".toml") and (stream := packed.extractfile(one))
        }
    assert len(files) > 400
    each_is_a_problem(store, index, record, files)


def test_no_valid_file_of_toml_test_is_called_bad_toml(store: RecordRepository, corpora: Path) -> None:
    with tarfile.open(corpora / "toml-test-1.0-valid.tar.gz") as packed:
        files = {
            one.name: stream.read()
            for one in packed.getmembers()
            if one.name.endswith(".toml") and (stream := packed.extractfile(one))
        }
    placed = put_bad(store, files)
    _, problems = store.everything()
    assert not [placed[Path(one.where.file)] for one in problems if "TOML として読めません" in one.message]
    print(f"{len(files)} valid files, none called bad TOML")


def test_naughty_strings_come_back(
    store: RecordRepository, index: RecordIndex, record: Make, corpora: Path
) -> None:
    strings = [one for one in json.loads((corpora / "blns.json").read_bytes()) if not has_surrogate(one)]
    values = {f"v{number}": text for number, text in enumerate(strings)}
    kept = store.save(record(name="一", **values), None).kept
    kept = store.save(record(name="二", **values), kept).kept
    assert {key: store.load(kept.record.id).record.text(key) for key in values} == values
    index.refresh()
    missed = [text for text in strings if text.split() and not index.find(text).rows]
    assert [text for text in missed if not text.isspace()] in (
        [],
        [text for text in missed if invisible(text)],
    )
    print(f"{len(strings)} naughty strings")


def has_surrogate(text: str) -> bool:
    return any(0xD800 <= ord(letter) < 0xE000 for letter in text)


def invisible(text: str) -> bool:
    from uedasns_tui.japanese.fold import fold

    return not fold(text).split()


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_links_lead_nowhere(
    store: RecordRepository, index: RecordIndex, record: Make, tmp_path: Path, edited: Make
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    kept = store.save(record(), None).kept
    shutil.copy(kept.path, outside / "20261123-other.toml")
    (kept.path.parent / "20261123-other.toml").symlink_to(outside / "20261123-other.toml")
    (store.root / "posts" / "2025").symlink_to(outside)
    (store.root / "incidents").symlink_to(outside)
    assert len(store.everything()[0]) == 1
    assert len([one for one in store.everything()[1] if one.code == "link"]) == 3
    index.refresh()
    assert index.count() == 1
    with pytest.raises(StorageError, match="リンク"):
        store.load("20261123-other")
    for name, kind in (
        ("20250101-aaaaa", "post"),
        ("20250101-aaaaa", "incident"),
        ("20261123-other", "post"),
    ):
        with pytest.raises(StorageError):
            store.save(record(name, kind=kind), None)
    (store.root / ".history").rename(tmp_path / "h")
    (store.root / ".history").symlink_to(outside)
    with pytest.raises(StorageError, match="リンク"):
        store.save(edited(kept.record, text="次"), kept)
    assert [path.name for path in outside.iterdir()] == ["20261123-other.toml"]
    kept.path.unlink()
    kept.path.symlink_to(outside / "20261123-other.toml")
    with pytest.raises(StorageError):
        store.save(edited(kept.record, text="次"), kept)
    assert "次" not in (outside / "20261123-other.toml").read_text()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_or_folder_in_a_records_place_does_not_stop_anything(
    store: RecordRepository, index: RecordIndex, record: Make
) -> None:
    kept = store.save(record(), None).kept
    os.mkfifo(kept.path.parent / "20261123-pipe0.toml")
    (kept.path.parent / "20261123-fold0.toml").mkdir()
    signal.alarm(300)  # a pipe that is opened waits for ever: this ends the whole run
    try:
        assert len(store.everything()[0]) == 1
        index.refresh()
        for name in ("20261123-pipe0", "20261123-fold0"):
            with pytest.raises(StorageError):
                store.load(name)
    finally:
        signal.alarm(0)


def test_a_huge_file_is_not_read(store: RecordRepository, index: RecordIndex, record: Make) -> None:
    kept = store.save(record(), None).kept
    with (kept.path.parent / "20261123-huge0.toml").open("wb") as file:
        file.truncate(50_000_000)
    tracemalloc.start()
    try:
        found, problems = store.everything()
        index.refresh()
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()
    assert len(found) == 1 and "大きすぎ" in problems[0].message and "50.0 MB" in problems[0].message


def test_a_copy_made_by_hand_is_told_and_does_not_count_twice(
    store: RecordRepository, index: RecordIndex, record: Make
) -> None:
    kept = store.save(record(), None).kept
    shutil.copy(kept.path, kept.path.with_name("20261123-ab3x7 - コピー.toml"))
    shutil.copy(kept.path, kept.path.with_name("20261123-other.toml"))
    (store.root / "policies").mkdir()
    shutil.copy(kept.path, store.root / "policies" / kept.path.name)
    found, problems = store.everything()
    assert len(found) == 1 and len(problems) == 3


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="needs to become somebody else")
def test_without_permission_each_file_says_so(
    store: RecordRepository, record: Make, child: Callable[[Callable[[], object]], int], tmp_path: Path
) -> None:
    kept = store.save(record(), None).kept
    store.save(record("20261123-other"), None)
    kept.path.chmod(0o000)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_mode & 0o777 == 0o700:
            folder.chmod(0o755)

    def act() -> None:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        found, problems = store.everything()
        assert len(found) == 1 and "アクセス権" in problems[0].message
        with pytest.raises(StorageError, match="アクセス権"):
            store.save(record("20261123-third"), None)
        assert any(one.problem.code == "permission" for one in diagnose(store))

    assert child(act) == 0


def test_a_folder_that_vanishes_while_open(
    store: RecordRepository, index: RecordIndex, record: Make, edited: Make
) -> None:
    kept = store.save(record(), None).kept
    index.refresh()
    shutil.rmtree(store.root)
    assert store.everything() == ([], [])
    with pytest.raises(StorageError, match="見つかりません"):
        store.save(edited(kept.record, text="次"), kept)
    assert list(diagnose(store, index)) == []
    assert index.refresh().changed == 0 and index.count() == 1


def test_doctor_mends_only_what_can_be_undone(
    store: RecordRepository, index: RecordIndex, record: Make
) -> None:
    kept = store.save(record(), None).kept
    index.refresh()
    assert list(diagnose(store, index)) == []
    leftover = kept.path.with_name(f".{kept.path.name}.12.abcd.tmp")
    leftover.write_bytes(b"half")
    os.utime(leftover, (1, 1))
    (store.versions(kept.record.id)[0].path).write_bytes(b"changed")
    found = list(diagnose(store, index))
    assert {one.problem.code for one in found} == {"leftover", "history"}
    mend = next(one.mend for one in found if one.problem.code == "leftover")
    assert mend is not None and leftover.exists()
    assert str(leftover) in mend.do()
    assert not leftover.exists() and b"half" in [
        path.read_bytes() for path in (store.root / ".trash").rglob("*.tmp")
    ]
    kept.path.write_bytes(b"[[")
    assert "record restore" not in "".join(one.problem.message for one in diagnose(store, index))
    store.versions(kept.record.id)[0].path.write_bytes(kept.data)
    assert any(
        one.problem.code == "last-good" and kept.record.id in one.problem.message
        for one in diagnose(store, index)
    )
    if os.name != "nt":
        kept.path.write_bytes(kept.data)
        kept.path.chmod(0o444)
        (mode,) = (one for one in diagnose(store) if one.problem.code == "mode")
        assert mode.mend is not None
        mode.mend.do()
        assert kept.path.stat().st_mode & 0o777 == 0o644
