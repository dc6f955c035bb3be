"""What goes into a backup and what may come out of one: no backup in a backup, and no zip that unpacks without end."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from uedasns_tui.records.record import Record
from uedasns_tui.storage import backup
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
    with pytest.raises(StorageError, match="一つのファイルで 50 MB まで"):
        backup.restore_preview(tmp_path / "a.zip", tmp_path / "new")
