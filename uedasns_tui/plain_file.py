"""Opening a file that anybody may have put there: plain files only, no waiting, sizes checked before reading.

Used by every reader of a file. A named pipe in the place of a file would stop a program that opens it as usual, a device
never ends, and a file of gigabytes fills the memory.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FLAGS = (
    getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
)
NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_CHUNK = 1 << 18
PATIENCE = 2.5
"""Seconds for which a file that another program (a virus scanner) lets nobody else at is asked for again, on Windows."""
_PAUSE = 0.05
_KINDS = (
    (stat.S_ISDIR, "フォルダー"),
    (stat.S_ISFIFO, "名前付きパイプ"),
    (stat.S_ISSOCK, "ソケット"),
    (stat.S_ISLNK, "リンク"),
)


class NotPlainFile(OSError):
    """What lies there is a folder, a pipe, a socket, a device; `what` names it in Japanese."""

    def __init__(self, path: Path, mode: int) -> None:
        self.what = kind_name(mode)
        super().__init__(errno.ENODEV, f"ふつうのファイルではありません（{self.what}）", str(path))


class FileTooLarge(OSError):
    """A file of more bytes than whoever reads it can use; `size` in bytes, as far as it is known."""

    def __init__(self, path: Path, size: int, limit: int) -> None:
        self.size, self.limit = size, limit
        text = f"大きすぎます（{size / 1_000_000:.1f} MB。{limit / 1_000_000:.0f} MB まで）"
        super().__init__(errno.EFBIG, text, str(path))


def kind_name(mode: int) -> str:
    """What a mode is that is none of a plain file."""
    return next((name for is_kind, name in _KINDS if is_kind(mode)), "装置など")


def open_plain(
    path: Path, flags: int = os.O_RDONLY, mode: int = 0o666, follow: bool = True, patience: float = PATIENCE
) -> int:
    """A descriptor of a plain file; waited for only while a program on Windows holds it, for `patience` seconds.
    `follow` false refuses a link. Raises OSError, NotPlainFile."""
    try:
        descriptor = _open(path, flags | FLAGS | (0 if follow else NOFOLLOW), mode, patience)
    except FileNotFoundError:
        raise
    except OSError as error:
        entry = _lstat(path, follow)
        if entry is not None and not stat.S_ISREG(entry.st_mode) and not stat.S_ISLNK(entry.st_mode):
            raise NotPlainFile(path, entry.st_mode) from error
        raise
    try:
        entry = os.fstat(descriptor)
        if not stat.S_ISREG(entry.st_mode):
            raise NotPlainFile(path, entry.st_mode)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _open(path: Path, flags: int, mode: int, patience: float) -> int:
    end = time.monotonic() + patience
    while True:
        try:
            return os.open(path, flags, mode)
        except PermissionError:
            if sys.platform != "win32":
                raise
            if not is_held(path):
                return os.open(path, flags, mode)  # it may have been let go just now
            if time.monotonic() > end:
                raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(path)) from None
        time.sleep(_PAUSE)


def is_held(path: Path) -> bool:
    """Whether another program holds a file so that Windows refuses it, which it mostly calls a right that is lacking;
    only who gives the file its own name is told which of both it is."""
    if sys.platform != "win32":
        return False
    try:
        path.rename(path)
    except OSError as error:
        return error.winerror in (32, 33)
    return False


@contextmanager
def opened(path: Path, limit: int, follow: bool = True) -> Iterator[tuple[int, os.stat_result]]:
    """A plain file of at most `limit` bytes while it is read: descriptor and stat. Raises as `read_plain`."""
    descriptor = open_plain(path, follow=follow)
    try:
        entry = os.fstat(descriptor)
        if entry.st_size > limit:
            raise FileTooLarge(path, entry.st_size, limit)
        yield descriptor, entry
    finally:
        os.close(descriptor)


def read_descriptor(descriptor: int, path: Path, limit: int) -> bytes:
    """What is left to read, at most `limit` bytes: a file may grow meanwhile. Raises OSError, FileTooLarge."""
    parts = []
    left = limit + 1
    while left > 0 and (part := os.read(descriptor, min(left, _CHUNK))):
        parts.append(part)
        left -= len(part)
    if left <= 0:
        raise FileTooLarge(path, limit + 1, limit)
    return b"".join(parts)


def read_plain(path: Path, limit: int, follow: bool = True) -> bytes:
    """A plain file, whole. Raises OSError; NotPlainFile, FileTooLarge, whose `strerror` is Japanese."""
    with opened(path, limit, follow) as (descriptor, _):
        return read_descriptor(descriptor, path, limit)


def _lstat(path: Path, follow: bool) -> os.stat_result | None:
    try:
        return os.stat(path) if follow else os.lstat(path)  # noqa: PTH116
    except OSError:
        return None
