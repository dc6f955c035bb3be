"""What goes into a backup and what may come out of one: no backup in a backup, and no zip that unpacks without end."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from uedasns_tui.cli.main import run
from uedasns_tui.records.record import Record
from uedasns_tui.storage import backup, versions
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.storage.repository import RecordRepository


def packed(file: Path, files: dict[str, bytes]) -> Path:
    """A backup whose checksums agree."""
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    manifest = json.dumps({"scheme": backup.SCHEME, "at": "2026-11-28", "sha256": sums})
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in {**files, backup.MANIFEST: manifest.encode()}.items():
            made.writestr(name, data)
    return file


def test_a_backup_that_lies_among_the_records_is_in_no_other(
    store: RecordRepository, record: Callable[..., Record], tmp_path: Path, now: datetime
) -> None:
    store.save(record(), None)
    (store.root / "posts").mkdir(exist_ok=True)
    for place in (store.root / "first.zip", store.root / "posts" / "second.zip"):
        backup.backup(store.root, place, now)
    with zipfile.ZipFile(store.root / "posts" / "pictures.zip", "w") as pictures:
        pictures.writestr("a.png", b"x")
    (store.root / "posts" / "broken.zip").write_bytes(b"PK\x03\x04")
    (store.root / backup.MANIFEST).write_text("{}", encoding="utf-8")
    result = backup.backup(store.root, tmp_path / "third.zip", now)
    names = zipfile.ZipFile(tmp_path / "third.zip").namelist()
    assert "posts/pictures.zip" in names and "posts/broken.zip" in names
    assert not {"first.zip", "posts/second.zip"} & set(names) and names.count(backup.MANIFEST) == 1
    told = " ".join(result.left_out)
    assert all(name in told for name in ("first.zip", "posts/second.zip", backup.MANIFEST))


@pytest.mark.parametrize("size", [backup.LARGEST // 2, backup.LARGEST // 10])
def test_a_zip_that_unpacks_to_hundreds_of_its_size_is_refused_before_it_is_unpacked(
    tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = packed(tmp_path / "a.zip", {f"posts/{number}.toml": b"#" * size for number in range(3)})
    reads: list[str] = []
    real = zipfile.ZipFile.open

    def opened(self: zipfile.ZipFile, name: object, *rest: object, **named: object) -> object:
        reads.append(str(name))
        return real(self, name, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(zipfile.ZipFile, "open", opened)
    if 3 * size > backup.LARGEST:
        with pytest.raises(StorageError, match=r"大きくなりすぎる.*200 倍"):
            backup.restore_preview(file, tmp_path / "new")
        assert reads == [] and not (tmp_path / "new").exists()
    else:
        assert len(backup.restore_preview(file, tmp_path / "new").add) == 3


def test_checksums_that_unpack_to_more_than_any_file_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(backup.MANIFEST, b" " * (backup.LARGEST + 1))
    with pytest.raises(StorageError, match="1つのファイルで 50 MB まで"):
        backup.restore_preview(tmp_path / "a.zip", tmp_path / "new")


def test_what_is_no_record_is_named_and_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source, data = tmp_path / "source", tmp_path / "data"
    (source / "guideline/forms").mkdir(parents=True)
    (source / "guideline/forms/policy.toml").write_text("x = 1\n")
    (source / "policies").mkdir()
    (source / "policies/p.toml").write_text("x = 1\n")
    (source / "settings.toml").write_text("")
    data.mkdir()
    backup.backup(source, tmp_path / "a.zip", datetime(2026, 11, 28, tzinfo=UTC))
    monkeypatch.setenv("UEDASNS_DATA", str(data))
    assert run(["restore", str(tmp_path / "a.zip")]) == 2
    heard = capsys.readouterr()
    assert "記録ではないものを加える: guideline/forms/policy.toml" in heard.out
    assert "policies/p.toml" not in heard.out and not list(data.iterdir())
    assert run(["restore", str(tmp_path / "a.zip"), "--yes"]) == 0
    assert (data / "guideline/forms/policy.toml").exists() and (data / "policies/p.toml").exists()


def test_a_restore_lists_the_histories_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It listed them again for every record: a folder of ten thousand took an hour."""
    source = tmp_path / "source"
    for number in range(30):
        (source / f".history/policy-p{number}").mkdir(parents=True)
        (source / f".history/policy-p{number}/20261128T100000000000Z-0123456789abcdef-first.toml").write_text(
            ""
        )
        (source / "policies").mkdir(exist_ok=True)
        (source / f"policies/p{number}.toml").write_text("x = 1\n")
    backup.backup(source, tmp_path / "a.zip", datetime(2026, 11, 28, tzinfo=UTC))
    calls: list[Path] = []
    real = versions.all_folders
    monkeypatch.setattr(versions, "all_folders", lambda root: calls.append(root) or real(root))
    backup.restore_backup(tmp_path / "a.zip", tmp_path / "into", datetime(2026, 11, 28, tzinfo=UTC))
    assert len(calls) == 1 and len(list((tmp_path / "into/policies").iterdir())) == 30
