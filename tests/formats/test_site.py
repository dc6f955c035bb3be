"""The site's folder: only changes are written, only our own files deleted, and nothing leaves the folder."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from uedasns_tui.formats.site import MANIFEST, SiteError, SiteResult, build

PAGES = {"index.html": b"<p>1", "a.html": b"<p>a", "sub/b.html": b"<p>b"}


class Disk:
    """A writer that notes what it was given, and may stop after so many files."""

    def __init__(self, most: int = 1000) -> None:
        self.written: list[str] = []
        self._most = most

    def __call__(self, path: Path, data: bytes) -> None:
        if len(self.written) == self._most:
            raise OSError("disk full")
        self.written.append(path.name)
        path.write_bytes(data)


def held(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


def test_a_second_build_writes_only_what_changed(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "site"
    seen: list[tuple[int, int]] = []
    assert build(folder, PAGES, Disk(), lambda done, whole: seen.append((done, whole))) == SiteResult(3, 0, 0)
    assert held(folder) == PAGES and seen == [(1, 3), (2, 3), (3, 3)]
    disk = Disk()
    assert build(folder, PAGES, disk) == SiteResult(0, 3, 0) and disk.written == []
    assert build(folder, {**PAGES, "a.html": b"<p>A"}, disk) == SiteResult(1, 2, 0)
    assert set(disk.written) == {"a.html", MANIFEST}


def test_only_our_own_files_are_deleted(tmp_path: Path) -> None:
    build(tmp_path, PAGES, Disk())
    (tmp_path / "others.html").write_bytes(b"theirs")
    (tmp_path / "a.html").write_bytes(b"edited by hand")
    assert build(tmp_path, {"index.html": b"<p>1"}, Disk()) == SiteResult(0, 1, 1, ("a.html",))
    assert held(tmp_path) == {"index.html": b"<p>1", "others.html": b"theirs", "a.html": b"edited by hand"}
    assert not (tmp_path / "sub").exists()


def test_others_files_are_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(b"the city's own")
    with pytest.raises(SiteError, match=r"index\.html"):
        build(tmp_path, PAGES, Disk())
    assert held(tmp_path) == {"index.html": b"the city's own"} and not (tmp_path / MANIFEST).exists()


@pytest.mark.parametrize("most", range(6))
def test_a_build_that_was_cut_off_goes_on(tmp_path: Path, most: int) -> None:
    build(tmp_path, {"index.html": b"old", "gone.html": b"old"}, Disk())
    with pytest.raises(OSError, match="full"):
        build(tmp_path, PAGES, Disk(most if most < 5 else 4))
    build(tmp_path, {"a.html": b"<p>a"}, Disk())
    assert held(tmp_path) == {"a.html": b"<p>a"}


@pytest.mark.parametrize(
    "name",
    [
        "../x.html", "/etc/x", "a/../../x", "", ".", "..", "a//b", ".hidden", "a\\b", "C:x", "con", "NUL.html", "COM¹.html", "conin$", "x.", "x ",
        "あ.html", "a\0b", MANIFEST, "x" * 81,
    ],
)  # fmt: skip
def test_paths_that_leave_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(SiteError):
        build(tmp_path / "site", {"index.html": b"1", name: b"x"}, Disk())
    assert not (tmp_path / "site").exists()


def test_two_pages_that_one_disk_cannot_tell_apart(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="大文字"):
        build(tmp_path, {"a.html": b"1", "A.html": b"2"}, Disk())


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
@pytest.mark.parametrize("link", ["index.html", "sub", MANIFEST])
def test_links_are_not_followed(tmp_path: Path, link: str) -> None:
    site, other = tmp_path / "site", tmp_path / "other"
    site.mkdir()
    other.mkdir()
    target = other if link == "sub" else other / "kept"
    if target != other:
        target.write_bytes(b"kept")
    (site / link).symlink_to(target)
    with pytest.raises(SiteError, match="リンク"):
        build(site, PAGES, Disk())
    assert list(held(other).values()) in ([], [b"kept"])


@pytest.mark.parametrize(
    "manifest",
    [
        b"", b"not json", b"[]", b'{"scheme": 2, "files": {}}', b'{"scheme": 1, "files": []}',
        b'{"scheme": 1, "files": {"a.html": ["short"]}}', b"[" * 100_000, b"\xff\xfe",
        json.dumps({"scheme": 1, "files": {"../victim.html": ["0" * 64]}}).encode(),
        json.dumps({"scheme": 1, "files": {"/etc/passwd": ["0" * 64]}}).encode(),
    ],
    ids=range(10),
)  # fmt: skip
def test_a_manifest_that_is_not_ours(tmp_path: Path, manifest: bytes) -> None:
    (tmp_path / "victim.html").write_bytes(b"")
    site = tmp_path / "site"
    site.mkdir()
    (site / MANIFEST).write_bytes(manifest)
    with pytest.raises(SiteError, match="読めない"):
        build(site, PAGES, Disk())
    assert held(site) == {} and (tmp_path / "victim.html").exists()


def test_a_file_or_folder_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SiteError, match="フォルダーではありません"):
        build(tmp_path / "file", PAGES, Disk())
    (tmp_path / "site" / "index.html").mkdir(parents=True)
    with pytest.raises(SiteError, match="フォルダーなので"):
        build(tmp_path / "site", PAGES, Disk())
