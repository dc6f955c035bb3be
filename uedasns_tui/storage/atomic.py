"""Atomic writes that survive kill and power cut: the only way in which this program writes a file that matters.

A temporary file in the same folder, created exclusively, written, fsynced, then put in place in one step, then
the folder fsynced. Used by all of storage.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path

from uedasns_tui.plain_file import NotPlainFile, is_held
from uedasns_tui.storage.errors import DISPLACED, NOTHING_LOST, IdInUse, StorageError, write_error

__all__ = [
    "IdInUse",
    "StorageError",
    "is_temporary",
    "leftovers",
    "make_folder",
    "retry_while_busy",
    "sweep",
    "sync_folder",
    "write_atomic",
]

WINDOWS = os.name == "nt"
PATIENCE = 2.5
"""Seconds for which a file that a virus scanner or a reader holds (Windows) is tried again."""
STALE = 3600.0
"""Seconds after which a temporary file belongs to nobody any more."""
BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)

Hook = Callable[[str], None]
"""Called with the name of the step just taken: created, written, fsynced, replaced, confirmed. For tests."""


def _nothing(_step: str) -> None:
    return None


def write_atomic(
    path: Path,
    data: bytes,
    *,
    new: bool = False,
    mode: int | None = None,
    shared: bool = False,
    check: Callable[[bytes], None] | None = None,
    hook: Hook = _nothing,
) -> bool:
    """Put `data` at `path`, whole or not at all; True when the disk has confirmed it.

    False means: in place, but the folder's fsync failed ("saved, not yet confirmed on disk"). `new` refuses an
    existing file (raises Taken). `mode` sets the permissions; without it those (and the group) of the replaced
    file are kept, and a new file follows the umask, or with `shared` the rights of its folder, so that whoever may
    write there may write the file, too. `check` is given what was read back from the temporary file
    and raises when that is not what it should be. Raises StorageError; the earlier file is then untouched, but with the
    code DISPLACED it is gone, and a temporary file beside it has the new text.
    """
    try:
        _put(path, data, new, _folder_rights(path.parent) if shared else mode, check, hook)
    except FileExistsError as error:
        raise IdInUse(f"「{path}」は、すでにあります。上書きはしませんでした。", path, "taken") from error
    except OSError as error:
        raise write_error(error, path) from error
    hook("replaced")
    confirmed = sync_folder(path.parent)
    hook("confirmed")
    return confirmed


def _put(
    path: Path,
    data: bytes,
    new: bool,
    mode: int | None,
    check: Callable[[bytes], None] | None,
    hook: Hook,
) -> None:
    earlier = _earlier(path)
    if earlier is not None and stat.S_ISLNK(earlier.st_mode):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    if earlier is not None and not stat.S_ISREG(earlier.st_mode):
        raise NotPlainFile(path, earlier.st_mode)
    if earlier is not None and new:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}.tmp")
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | BINARY
    descriptor = os.open(temporary, flags, 0o666 if mode is None else mode)
    try:
        try:
            hook("created")
            _dress(descriptor, earlier, mode)
            view = memoryview(data)
            while view:
                view = view[os.write(descriptor, view) :]
            hook("written")
            os.fsync(descriptor)
            _verify(descriptor, path, data, check)
        finally:
            os.close(descriptor)
        hook("fsynced")
        if new:
            _place_new(temporary, path)
        elif earlier is None:
            retry_while_busy(lambda: temporary.replace(path), refused=True)
        else:
            _replace(temporary, path)
    except BaseException as error:
        if not isinstance(error, StorageError) or error.code != DISPLACED:
            with contextlib.suppress(OSError):
                temporary.unlink()
        raise


def _earlier(path: Path) -> os.stat_result | None:
    try:
        return os.lstat(path)
    except FileNotFoundError:
        return None


def _replace(temporary: Path, path: Path) -> None:
    """Put a file over an earlier one. Where that is refused after the earlier one was already taken away (Linux on an
    SMB share), the new text gets the empty place; where that is refused, too, the temporary file stays."""
    try:
        retry_while_busy(lambda: temporary.replace(path), refused=True)
    except OSError as refusal:
        if _is_there(path):
            if is_held(path):
                raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(path)) from refusal
            raise
        try:
            retry_while_busy(lambda: _place_new(temporary, path), refused=True)
        except FileExistsError:  # another PC has put one there meanwhile
            raise refusal from None
        except OSError as error:
            raise StorageError(
                f"「{path}」を置き換える途中で、共有フォルダーに断られました。元のファイルは先に取り除かれ、今この場所には"
                f"何もありません。書いた内容は、同じフォルダーの「{temporary.name}」に残しています（記録の内容は、履歴の版"
                "にもあります）。ほかの画面やパソコンでこの記録を閉じてから、もう一度保存するか、uedasns-tui doctor --fix で"
                "戻してください。",
                path,
                DISPLACED,
            ) from error


def _is_there(path: Path) -> bool:
    try:
        return _earlier(path) is not None
    except OSError:  # on its way out: it goes when the last program closes it
        return False


def _dress(descriptor: int, earlier: os.stat_result | None, mode: int | None) -> None:
    """Give the temporary file the group and mode of the file it replaces, as far as we may."""
    if sys.platform == "win32":
        return
    if earlier is not None:
        with contextlib.suppress(PermissionError):
            if os.fstat(descriptor).st_gid != earlier.st_gid:
                os.fchown(descriptor, -1, earlier.st_gid)
    wanted = mode if mode is not None else stat.S_IMODE(earlier.st_mode) if earlier is not None else None
    if wanted is not None:
        os.fchmod(descriptor, wanted)


def _folder_rights(folder: Path) -> int | None:
    """The permissions of a new file in a folder that is shared: who may write in the folder may write the file."""
    if WINDOWS:
        return None
    return 0o600 | (stat.S_IMODE(os.lstat(folder).st_mode) & 0o066)


def take_rights(path: Path, folder: Path) -> None:
    """Give a new folder or file the group and the rights of the `folder` it lies in, whatever the umask. Where they
    cannot be set (a mount, an access list) those that the system gave stay."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        above, entry = os.lstat(folder), os.lstat(path)
        if entry.st_gid != above.st_gid:
            os.chown(path, -1, above.st_gid, follow_symlinks=False)
        rights = stat.S_IMODE(above.st_mode) & (0o2777 if stat.S_ISDIR(entry.st_mode) else 0o666)
        if stat.S_IMODE(entry.st_mode) != rights | 0o600:
            path.chmod(rights | 0o600)


def _verify(descriptor: int, path: Path, data: bytes, check: Callable[[bytes], None] | None) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    written = bytearray()
    while part := os.read(descriptor, 1 << 20):
        written += part
    if written != data:
        raise StorageError(
            f"「{path}」に書いた内容を読み返すと、違っていました。保存をやめました。{NOTHING_LOST}"
            "ディスクの故障かもしれません。管理者に知らせてください。",
            path,
            "readback",
        )
    if check is not None:
        check(bytes(written))


def _place_new(temporary: Path, path: Path) -> None:
    """Give a new file its name, refusing one that appeared meanwhile even where nobody asks for our lock."""
    if WINDOWS:
        retry_while_busy(lambda: temporary.rename(path))
        return
    try:
        os.link(temporary, path)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK):
            raise
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from error
        temporary.replace(path)
        return
    with contextlib.suppress(OSError):
        temporary.unlink()


def retry_while_busy(
    act: Callable[[], object], patience: float = PATIENCE, windows: bool | None = None, refused: bool = False
) -> None:
    """Do `act`; on Windows again, for `patience` seconds, while another program holds the file.

    `refused`: elsewhere, too, when it ends with EACCES. Linux puts a file over another on an SMB share by taking that
    away first when somebody has it open, and is then refused until the last one has closed it (measured: Samba 4.17
    without leases); whoever gave up at once would leave neither. On a local disk a folder in which the new file could
    be made does not refuse so.
    """
    end = time.monotonic() + patience
    pause = 0.005
    while True:
        try:
            act()
        except PermissionError as error:
            again = (WINDOWS if windows is None else windows) or (refused and error.errno == errno.EACCES)
            if not again or time.monotonic() + pause > end:
                raise
            time.sleep(pause)
            pause = min(pause * 2, 0.25)
        else:
            return


def sync_folder(folder: Path) -> bool:
    """Ask the disk to confirm a folder's entries; False when it failed, True where that is not possible at all."""
    if WINDOWS:
        return True
    try:
        descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    except OSError:
        return False
    try:
        os.fsync(descriptor)
    except OSError as error:
        # some network file systems know no fsync of a folder: there is nothing to wait for
        return error.errno in (errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EBADF)
    finally:
        with contextlib.suppress(OSError):
            os.close(descriptor)
    return True


def make_folder(folder: Path, root: Path | None = None, mode: int = 0o777, doing: str = "保存") -> None:
    """Make `folder` and what is missing above it, down from `root`, which must exist (a share that has gone away
    is not made anew on the local disk) and whose rights they take, and have the disk confirm each. Without `root`, down
    from whatever is there.
    `mode` is the folder's own. Raises StorageError, which says what was being done as `doing`."""
    missing = []
    place = folder
    while place not in (root, place.parent) and not place.is_dir():
        missing.append(place)
        place = place.parent
    try:
        for place in reversed(missing):
            try:
                place.mkdir(mode if place == folder else 0o777)
            except FileExistsError:
                if not place.is_dir():
                    raise
            else:
                if root is not None:
                    take_rights(place, place.parent)
            sync_folder(place.parent)
    except OSError as error:
        raise write_error(error, folder, doing) from error


def is_temporary(name: str) -> bool:
    """Whether a name is one that `write_atomic` gives to its temporary files."""
    parts = name.rsplit(".", 3)
    return name.startswith(".") and len(parts) == 4 and parts[3] == "tmp" and parts[1].isdigit()


def leftovers(folder: Path, now: float) -> list[Path]:
    """Temporary files in one folder that nobody can be writing any more. `now`: seconds since the epoch."""
    files: list[Path] = []
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                if (
                    is_temporary(entry.name)
                    and entry.is_file(follow_symlinks=False)
                    and (now - entry.stat(follow_symlinks=False).st_mtime > STALE)
                ):
                    files.append(folder / entry.name)
    return files


def sweep(folder: Path, now: float | None = None) -> int:
    """Remove the leftovers of one folder; returns how many."""
    swept = 0
    for path in leftovers(folder, time.time() if now is None else now):
        with contextlib.suppress(OSError):
            path.unlink()
            swept += 1
    return swept
