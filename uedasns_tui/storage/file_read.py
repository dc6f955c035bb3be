"""Reads one file whole: by its name, or past an SMB client's cache. Used by all of storage.

A client of an SMB share keeps a file open for a while after it was closed and answers the next open of that name
from it. When another PC has replaced the file meanwhile, that is the old text, or EINVAL or ESTALE; the client may even
take the old text for the new file's and give it under every name (all measured: Linux 6.1 with Samba 4.17, leases or
oplocks on). So `read_uncached` makes a hard link of a name that nobody has used, reads by that, after dropping what
the client remembers of the file, and removes it again.

Some places know no hard links: FAT and exFAT, shares of a few servers and mounts, and files of a colleague that one
may not write (Linux protects those). On Windows the link is tried as everywhere. Where there is none, the file is
read by its own name and `certain` is false: whoever compares must then ask something else whether the text is the
latest (`writing.current` asks the history), or wait until the client has forgotten (`patient`).
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from pathlib import Path

from uedasns_tui.frozen import dataclass
from uedasns_tui.plain_file import FileTooLarge, NotPlainFile, opened, read_descriptor
from uedasns_tui.storage.errors import StorageError, not_plain_message

MAX_BYTES = 1_000_000
"""The largest record that is read or written, in bytes (as the reader of every TOML file has it)."""
REMEMBERED = 1.5
"""Seconds after which a client no longer answers from memory (Linux keeps attributes and closed files for 1)."""
PAUSES = (0.05, 0.1, 0.25, 0.5, 0.75)
"""Seconds between the tries to read a file that the client confuses with the one it replaced."""
_CONFUSED = (errno.EINVAL, errno.ESTALE)


@dataclass(frozen=True)
class Uncached:
    """A file's bytes and its stat. `certain` false: a share's client may have answered from memory."""

    data: bytes
    entry: os.stat_result
    certain: bool


def read_bytes(path: Path, limit: int = MAX_BYTES) -> tuple[bytes, os.stat_result]:
    """A file's bytes and its stat as of the open. Opened, read whole and closed at once.

    It may be the text of a moment ago; where the client gives an error instead, the file is read past its memory.
    Raises OSError; StorageError for what is no plain file, or larger than `limit` bytes.
    """
    try:
        return _read(path, path, limit)
    except OSError as error:
        if error.errno not in _CONFUSED:
            raise
    content = read_uncached(path, limit)
    return content.data, content.entry


def read_uncached(path: Path, limit: int = MAX_BYTES, patient: bool = False) -> Uncached:
    """The file that lies at `path` now, whatever a share's client remembers of it. Raises as `read_bytes` does.

    Without hard links the answer is not `certain`; `patient` then waits first, until the client has forgotten.
    """
    for pause in PAUSES:
        try:
            return _attempt(path, limit, patient)
        except OSError as error:
            if error.errno not in _CONFUSED:
                raise
        time.sleep(pause)
    return _attempt(path, limit, patient)


def _attempt(path: Path, limit: int, patient: bool) -> Uncached:
    fresh = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}.tmp")
    try:
        os.link(path, fresh)
    except FileNotFoundError:
        raise
    except OSError:
        if patient:
            time.sleep(REMEMBERED)
        return Uncached(*_read(path, path, limit), certain=False)
    try:
        return Uncached(*_read(fresh, path, limit, forget=True), certain=True)
    except FileNotFoundError as error:  # somebody tidied the name away: the file itself is there
        raise OSError(errno.ESTALE, os.strerror(errno.ESTALE), str(path)) from error
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink()


def _read(file: Path, path: Path, limit: int, forget: bool = False) -> tuple[bytes, os.stat_result]:
    """Read `file`; what is told of it is told of `path`. `forget`: first drop what is cached of its text."""
    try:
        with opened(file, limit, follow=False) as (descriptor, entry):
            if forget and sys.platform != "win32" and hasattr(os, "posix_fadvise"):
                with contextlib.suppress(OSError):
                    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            return read_descriptor(descriptor, file, limit), entry
    except NotPlainFile as error:
        raise StorageError(not_plain_message(path, error.what), path, "not-a-file") from error
    except FileTooLarge as error:
        raise StorageError(_too_large(path, error.size, limit), path, "too-large") from error


def _too_large(path: Path, size: int, limit: int) -> str:
    return (
        f"「{path}」は大きすぎます（{size / 1_000_000:.1f} MB）。{limit / 1_000_000:.0f} MB までのファイルを読めます。"
        "ファイルはそのまま残しています。"
    )
