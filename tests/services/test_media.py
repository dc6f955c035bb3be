"""Pictures of a post: a name alone is taken as it is, the place of a file only where there is one."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from uedasns_tui.records.record import Medium
from uedasns_tui.services.media import medium_of
from uedasns_tui.storage.errors import StorageError


def test_a_name_is_kept_and_a_file_is_marked(tmp_path: Path) -> None:
    file = tmp_path / "花.jpg"
    file.write_bytes(b"picture")
    assert medium_of({"file": "紅葉.jpg"}).sha256 == ""
    medium = medium_of({"file": str(file), "alt": "花"})
    assert (medium.file, medium.alt) == ("花.jpg", "花")
    assert medium.sha256 == hashlib.sha256(b"picture").hexdigest()


def test_a_place_without_a_file_is_said_in_japanese(tmp_path: Path) -> None:
    for place in (tmp_path / "ない.jpg", tmp_path):
        with pytest.raises(StorageError) as refusal:
            medium_of({"file": str(place)})
        assert str(place) in str(refusal.value) and "No such" not in str(refusal.value)


def test_a_picture_that_is_elsewhere_now_can_still_be_described(tmp_path: Path) -> None:
    old = Medium("m", str(tmp_path / "前の.jpg"), sha256="abc")
    assert medium_of({"file": old.file, "alt": "花"}, old) == Medium("m", old.file, "花", sha256="abc")
