"""A data folder that is not there: gone, not a folder, an empty place to mount a share at. None is called empty or written."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from uedasns_tui.records.record import Record
from uedasns_tui.storage import data_folder, format_mark
from uedasns_tui.storage.diagnostics import diagnose
from uedasns_tui.storage.errors import RecordMissing
from uedasns_tui.storage.repository import RecordRepository

Make = Callable[..., RecordRepository]


def test_what_is_there_is_told_from_what_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_folder, "MOUNTS", tmp_path / "no-fstab")
    place = tmp_path / "share"
    assert data_folder.absence(place) == "見つかりません"
    place.touch()
    assert data_folder.absence(place) == "フォルダーではありません"
    place.unlink()
    if os.name != "nt":  # links need a right there
        place.symlink_to(tmp_path / "nowhere")
        assert data_folder.absence(place) == "フォルダーではありません"
        place.unlink()
    place.mkdir()
    assert data_folder.absence(place) == "", "an empty folder that somebody made"
    assert "前に読んだ記録が1つもありません" in data_folder.absence(place, lambda: True)
    for name in (
        ".lock",
        ".lock-holder",
        ".lock-claim",
        "lost+found",
        "System Volume Information",
        ".DS_Store",
    ):
        (place / name).touch()
    assert "前に読んだ" in data_folder.absence(place, lambda: True)
    (place / "policies").mkdir()
    assert data_folder.absence(place, lambda: True) == ""


@pytest.mark.parametrize(
    ("line", "declared"),
    [
        ("//nas/kouhou {place} cifs credentials=/etc/c,_netdev 0 0", True),
        ("UUID=ab12\t{place}\text4\tdefaults\t0 2", True),
        ("# //nas/kouhou {place} cifs defaults 0 0", False),
        ("//nas/kouhou {place}/inner cifs defaults 0 0", False),
        ("{place}", False),
        ("", False),
    ],
)
def test_an_empty_place_that_fstab_names_is_a_share_that_is_not_connected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, declared: bool
) -> None:
    place = tmp_path / "kouhou share"
    place.mkdir()
    (tmp_path / "fstab").write_text(
        "proc /proc proc defaults 0 0\n" + line.format(place=str(place).replace(" ", "\\040")) + "\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(data_folder, "MOUNTS", tmp_path / "fstab")
    assert ("つなぐ場所" in data_folder.absence(place)) is declared
    (place / "policies").mkdir()
    assert data_folder.absence(place) == "", "the share is connected"


def test_an_empty_mount_is_not_taken_for_an_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == tmp_path)
    assert "つなぐ場所" in data_folder.absence(tmp_path)


def test_what_is_not_known_of_earlier_programs_versions_is_told_until_this_one_has_saved(
    make_store: Make, record: Callable[..., Record]
) -> None:
    store = make_store()

    def told() -> list[str]:
        return [entry.problem.code for entry in diagnose(store) if entry.problem.code == "unknown-parents"]

    assert told() == []
    first, second = store.save(record("a"), None).kept, store.save(record("b"), None).kept
    (store.root / format_mark.NAME).unlink()
    for kept in (first, second):  # as earlier programs name versions
        (version,) = store.versions(kept.record.id)
        version.path.rename(version.path.with_name(version.path.name.replace("-first", "")))
    assert told() == ["unknown-parents"], "once for the folder, not for every record"
    assert [store.unmerged(kept) for kept in (first, second)] == [[], []]
    store.save(replace(first.record, values={"text": "二"}), first)
    assert told() == []


@pytest.mark.parametrize("left", [lambda _place: None, Path.touch, Path.mkdir])
def test_a_named_folder_that_is_not_there_is_neither_made_nor_written_before_one_says_so(
    tmp_path: Path,
    make_store: Make,
    record: Callable[..., Record],
    monkeypatch: pytest.MonkeyPatch,
    left: Callable[[Path], None],
) -> None:
    place = tmp_path / "named"
    (tmp_path / "fstab").write_text(f"//nas/x {place} cifs 0 0\n", encoding="utf-8")
    monkeypatch.setattr(data_folder, "MOUNTS", tmp_path / "fstab")
    left(place)
    store = make_store(root=place, make=False)
    for change in (
        lambda: store.save(record(), None),
        lambda: store.delete("a"),
        lambda: store.purge("a", "x"),
        lambda: store.empty_trash(),
    ):
        with pytest.raises(RecordMissing, match="ここには保存していません"):
            change()
    assert not place.is_dir() or list(place.iterdir()) == []
    if place.is_file():
        return
    store.prepare()
    assert store.save(record(), None).kept.path.is_file()
