"""Saving one file: whole or not at all, whatever fails and whoever is killed."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from uedasns_tui.storage.atomic import leftovers, make_folder, retry_while_busy, sweep, write_atomic
from uedasns_tui.storage.errors import NOTHING_LOST, IdInUse, StorageError

if sys.platform != "win32":
    import resource

posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX permissions")
STEPS = ("created", "written", "fsynced", "replaced", "confirmed")
ERRORS = ("ENOSPC", "EIO", "EACCES", "EROFS", "EDQUOT", "EMFILE", "ENOENT", "EBUSY")
CALLS = ("open", "write", "fsync", "replace", "close", "lstat", "read", "lseek")


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    steps: list[str] = []
    assert write_atomic(tmp_path / "a", b"1", hook=steps.append)
    assert write_atomic(tmp_path / "a", b"2")
    assert (tmp_path / "a").read_bytes() == b"2"
    assert steps == list(STEPS)
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    write_atomic(tmp_path / "a", b"1", new=True)
    with pytest.raises(IdInUse):
        write_atomic(tmp_path / "a", b"2", new=True)

    def somebody(step: str) -> None:
        if step == "fsynced":
            (tmp_path / "b").write_bytes(b"theirs")

    with pytest.raises(IdInUse):
        write_atomic(tmp_path / "b", b"mine", new=True, hook=somebody)
    assert (tmp_path / "b").read_bytes() == b"theirs"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a", "b"]


@posix
@pytest.mark.parametrize("mode", [0o664, 0o600, 0o644, 0o660])
def test_mode_and_group_of_the_replaced_file_stay(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"1")
    path.chmod(mode)
    if os.getuid() == 0:
        os.chown(path, -1, 12345)
    group = path.stat().st_gid
    earlier = os.umask(0o077)
    try:
        write_atomic(path, b"2")
    finally:
        os.umask(earlier)
    assert path.stat().st_mode & 0o777 == mode
    assert path.stat().st_gid == group


@posix
def test_a_new_file_follows_the_umask(tmp_path: Path) -> None:
    earlier = os.umask(0o027)
    try:
        write_atomic(tmp_path / "a", b"1")
        write_atomic(tmp_path / "b", b"1", mode=0o600)
    finally:
        os.umask(earlier)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o600


@posix
def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"1")
    (tmp_path / "a").symlink_to(tmp_path / "out")
    with pytest.raises(StorageError, match="リンク"):
        write_atomic(tmp_path / "a", b"2")
    assert (tmp_path / "out").read_bytes() == b"1"


def test_what_is_read_back_is_checked_before_it_replaces_anything(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def refuse(found: bytes) -> None:
        assert found == b"new"
        raise StorageError("違います。")

    with pytest.raises(StorageError):
        write_atomic(path, b"new", check=refuse)
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_disk_that_does_not_keep_what_it_is_given_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    real = os.read
    monkeypatch.setattr(os, "read", lambda fd, size: real(fd, size).replace(b"new", b"nex"))
    with pytest.raises(StorageError, match="読み返す"):
        write_atomic(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("call", [*CALLS, *(pytest.param(name, marks=posix) for name in ("fstat", "fchmod"))])
def test_every_call_fails_in_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """Each n-th use of a call fails with each error: the old file is whole, and the sentence complete."""
    path = tmp_path / "a"
    counts: Counter[str] = Counter()
    for name in ERRORS:
        for nth in range(1, 9):
            path.write_bytes(b"old")
            path.chmod(0o644)
            real, used = getattr(os, call), 0

            def fail(*given: object, real=real, nth=nth, name=name, **named: object) -> object:  # type: ignore[no-untyped-def]
                nonlocal used
                used += 1
                if used == nth:
                    if call == "close":
                        real(*given)
                    number = getattr(errno, name)
                    raise OSError(number, os.strerror(number))
                return real(*given, **named)

            with monkeypatch.context() as patch:
                patch.setattr(os, call, fail)
                try:
                    confirmed = write_atomic(path, b"new")
                except StorageError as fault:
                    outcome = "refused"
                    assert NOTHING_LOST in fault.message and str(path) in fault.message
                    assert fault.message.endswith("。")
                    expected = b"old"
                else:
                    outcome = "saved" if confirmed else "unconfirmed"
                    expected = b"new"
            assert path.read_bytes() == expected
            assert [one.name for one in tmp_path.iterdir()] == ["a"]
            counts[outcome] += 1
            if used < nth:
                break
    print(call, dict(counts))
    assert counts["refused"] + counts["unconfirmed"] > 0


def test_a_short_write_is_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, bytes(data)[:3]))
    write_atomic(tmp_path / "a", b"0123456789" * 9)
    assert (tmp_path / "a").read_bytes() == b"0123456789" * 9


def test_a_folder_that_does_not_confirm_is_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync
    seen: list[int] = []

    def second_fails(fd: int) -> None:
        seen.append(fd)
        if len(seen) == 2:
            raise OSError(errno.EIO, "")
        real(fd)

    monkeypatch.setattr(os, "fsync", second_fails)
    assert write_atomic(tmp_path / "a", b"1") is (os.name == "nt")
    assert (tmp_path / "a").read_bytes() == b"1"


def test_windows_sharing_errors_are_tried_again_but_not_for_ever() -> None:
    tries: list[int] = []

    def act(enough: int) -> None:
        tries.append(enough)
        if len(tries) < enough:
            raise PermissionError(errno.EACCES, "")

    retry_while_busy(lambda: act(5), 60, windows=True)
    assert len(tries) == 5
    tries.clear()
    with pytest.raises(PermissionError):
        retry_while_busy(lambda: act(1000), 0.2, windows=True)
    assert len(tries) <= 6, "pauses of 5, 10, 20, 40 and 80 ms are 155 ms; the next would be over 200"
    tries.clear()
    with pytest.raises(PermissionError):
        retry_while_busy(lambda: act(1000), windows=False)
    assert len(tries) == 1


@posix
def test_a_share_that_took_the_old_file_away_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client removes what is to be replaced, and is refused until the last PC that had it open has closed it."""
    path = tmp_path / "a"
    path.write_bytes(b"old")
    real, calls = os.replace, []

    def replace(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) < 4:
            Path(target).unlink(missing_ok=True)
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    assert write_atomic(path, b"new")
    assert path.read_bytes() == b"new" and len(calls) == 4
    assert [entry.name for entry in tmp_path.iterdir()] == ["a"]


@posix
def test_a_file_that_is_anothers_is_not_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def replace(_source: Path, target: Path) -> None:
        calls.append(target)
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(target))

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(StorageError):
        write_atomic(tmp_path / "a", b"new")
    assert len(calls) == 1


def test_leftovers_are_swept_after_an_hour_and_nothing_else(tmp_path: Path) -> None:
    old, young, other = (tmp_path / name for name in (".a.toml.12.abcd.tmp", ".b.toml.12.abcd.tmp", ".c.tmp"))
    for path in (old, young, other):
        path.write_bytes(b"")
    os.utime(old, (1, 1))
    os.utime(other, (1, 1))
    assert leftovers(tmp_path, time.time()) == [old]
    assert sweep(tmp_path) == 1
    assert sorted(one.name for one in tmp_path.iterdir()) == [young.name, other.name]


def test_folders_are_made_beneath_the_data_folder_only_when_that_is_there(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b", tmp_path)
    assert (tmp_path / "a" / "b").is_dir()
    with pytest.raises(StorageError):
        make_folder(tmp_path / "gone" / "a", tmp_path / "gone")
    assert not (tmp_path / "gone").exists()


@posix
def test_kill_9_at_every_step(
    tmp_path: Path,
    long: bool,
    child: Callable[[Callable[[], object]], int],
    kill_at: Callable[[str], Callable[[str], None]],
) -> None:
    """Saving is killed between create, write, fsync, replace and confirm: the file is the old or the new one."""
    each = 200 if long else 30
    path = tmp_path / "a"
    counts: Counter[str] = Counter()
    for step in STEPS:
        for turn in range(each):
            old, new = b"old %d" % turn * 400, b"new %d" % turn * 500
            path.write_bytes(old)
            assert child(lambda data=new, at=step: write_atomic(path, data, hook=kill_at(at))) == -9  # type: ignore[misc]
            assert path.read_bytes() == (new if step in ("replaced", "confirmed") else old)
            counts[step] += 1
    swept = sweep(tmp_path, time.time() + 7200)
    print("kills", dict(counts), "leftovers swept", swept)
    assert swept == 3 * each
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


@posix
def test_a_limit_on_file_size(tmp_path: Path, child: Callable[[Callable[[], object]], int]) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def act() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        with pytest.raises(StorageError, match="上限"):
            write_atomic(path, b"n" * 5000)

    assert child(act) == 0
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


@posix
def test_no_more_files_may_be_opened(tmp_path: Path, child: Callable[[Callable[[], object]], int]) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def act() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
        with pytest.raises(StorageError, match="多すぎ"):
            write_atomic(path, b"new")

    assert child(act) == 0
    assert path.read_bytes() == b"old"


@posix
def test_a_folder_without_permission(tmp_path: Path, child: Callable[[Callable[[], object]], int]) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "a").write_bytes(b"old")
    folder.chmod(0o555)

    def act() -> None:
        if os.getuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        with pytest.raises(StorageError, match="アクセス権"):
            write_atomic(folder / "a", b"new")

    try:
        assert child(act) == 0
    finally:
        folder.chmod(0o755)
    assert (folder / "a").read_bytes() == b"old"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 64 kB, where this machine lets us mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if sys.platform != "linux" or os.getuid() != 0:
        pytest.skip("mounting needs root on Linux; the same errors are tried by patching")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "none", folder], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip(f"this machine does not mount: {done.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk(small_disk: Path) -> None:
    path = small_disk / "a"
    write_atomic(path, b"old")
    with pytest.raises(StorageError, match="空きがありません"):
        write_atomic(path, b"n" * 100_000)
    assert path.read_bytes() == b"old"
    assert len(list(small_disk.iterdir())) == 1
    write_atomic(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_read_only_disk(small_disk: Path) -> None:
    path = small_disk / "a"
    write_atomic(path, b"old")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(StorageError, match="読み取り専用"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"


def test_a_folder_is_made_from_whatever_is_there_and_never_over_a_file(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b", mode=0o700)
    assert os.name == "nt" or (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700
    (tmp_path / "file").write_bytes(b"mine")
    with pytest.raises(StorageError, match="ファイルがあります"):
        make_folder(tmp_path / "file", doing="控えを保存")
    with pytest.raises(StorageError):
        make_folder(tmp_path / "file" / "below")
    assert (tmp_path / "file").read_bytes() == b"mine"
