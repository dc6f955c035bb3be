"""The lock of a data folder, held for milliseconds. Used by whatever changes a record.

`filelock` because its lock dies with its holder. Beside it lies a note of who held it last, so that a person who
waits in vain knows whom to ask; the note is never relied upon.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import stat
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from uedasns_tui.japanese import local_time
from uedasns_tui.plain_file import open_plain, read_plain
from uedasns_tui.storage import lock_claim
from uedasns_tui.storage.errors import NOTHING_LOST, StorageBusy, StorageError, reason
from uedasns_tui.storage.file_read import REMEMBERED

if TYPE_CHECKING:
    import filelock

NAME = ".lock"
HOLDER = ".lock-holder"
FILES = (NAME, HOLDER, lock_claim.NAME)
"""What the lock leaves or makes in a data folder: no record, and in no backup."""
PATIENCE = 10.0
POLL = 0.05
"""Seconds between two tries: each is four requests to the server of a share, and who holds the lock waits for it, too."""
LONG = 4.0
"""Seconds of patience from which on the file is left alone for a while in the middle (`_acquire`)."""
_opened: list[int] = []
"""The handle that `_stay_open` holds, on the data folder that was used last."""
_opening = threading.Lock()


@contextlib.contextmanager
def locked(folder: Path, patience: float = PATIENCE, holder: str = "") -> Iterator[None]:
    """Hold the data folder's lock. Waits `patience` seconds, then raises Busy naming folder and holder.

    `holder` is the name of the person, as told to others who wait. Raises StorageError where no lock can be had.
    """
    import filelock  # what only reads need not wait for it

    lock = filelock.FileLock(folder / NAME, poll_interval=POLL, mode=_mode(folder))
    with contextlib.ExitStack() as stack:
        try:
            folder.stat()  # the library would make the folder of a share that has gone away
            _acquire(lock, folder / NAME, patience)
            stack.callback(_release, lock)
            if os.name != "nt":
                stack.enter_context(lock_claim.claimed(folder, patience))
        except (filelock.Timeout, lock_claim.ClaimHeld) as error:
            raise StorageBusy(_busy(folder, patience), folder, "busy") from error
        except (OSError, NotImplementedError) as error:
            what, do = (
                reason(error) if isinstance(error, OSError) else ("この場所ではロックが使えません。", "")
            )
            raise StorageError(
                f"データフォルダー「{folder}」を、ほかの人と同時に書き込まないための準備ができませんでした。"
                f"{what}{NOTHING_LOST}{do}",
                folder,
                "lock",
            ) from error
        _note(folder, holder)
        yield


def _release(lock: filelock.BaseFileLock) -> None:
    with contextlib.suppress(OSError):
        lock.release()


def _acquire(lock: filelock.BaseFileLock, path: Path, patience: float) -> None:
    """Try for `patience` seconds, and in the middle leave the file alone until a share's client has closed it.

    A busy client (Linux 6.1) can take a lock for held that the server no longer knows: it then refuses every other one
    itself, as long as the file is opened again before it has closed it, a second after its last use. Two PCs went on,
    the third was refused for minutes.
    """
    _stay_open(path)
    if patience < LONG:
        lock.acquire(timeout=patience)
        return
    try:
        lock.acquire(timeout=patience / 2)
    except TimeoutError:
        close_held()
        time.sleep(REMEMBERED)
        _stay_open(path)
        lock.acquire(timeout=patience / 2 - REMEMBERED)


def _stay_open(path: Path) -> None:
    """Hold the lock's file open as long as the program runs, so that no PC that shares the folder is alone with it.

    The SMB client of a PC that is alone with a file (an exclusive oplock) keeps the lock to itself, too, and two PCs hold
    it at once: 28 of 78 saves with Linux 6.1, and Samba 4.17 without leases. A handle for each lock alone would do, but
    with leases that let a PC hang in the middle of a save.
    """
    if os.name == "nt":
        return
    with _opening, contextlib.suppress(OSError):
        entry = path.lstat()
        if _opened and os.path.samestat(entry, os.fstat(_opened[0])):
            return
        _close_all()
        _opened.append(
            os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        )


def close_held() -> None:
    """Close the lock's file, so that the drive it lies on can be taken away."""
    with _opening:
        _close_all()


def _close_all() -> None:
    while _opened:
        os.close(_opened.pop())


def _mode(folder: Path) -> int:
    """The lock's permissions: whoever may write in the folder may lock it."""
    try:
        of_folder = stat.S_IMODE(folder.stat().st_mode)
    except OSError:
        return 0o600
    shared = of_folder & 0o022
    return 0o600 | shared | shared << 1


def _note(folder: Path, holder: str) -> None:
    note = json.dumps(
        {
            "name": holder,
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "at": local_time.now().isoformat(),
        }
    ).encode()
    path = folder / HOLDER
    with contextlib.suppress(OSError):
        try:
            _scribble(path, note)
        except PermissionError:  # another person's note
            path.unlink()
            _scribble(path, note)


def _scribble(path: Path, note: bytes) -> None:
    # a pipe that somebody put here would stop the program while it holds the lock
    descriptor = open_plain(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644, follow=False, patience=0)
    try:
        os.write(descriptor, note)
    finally:
        os.close(descriptor)


def last_holder(folder: Path) -> str:
    """Who held the lock last, in Japanese, or "" when that is not known."""
    try:
        note = json.loads(read_plain(folder / HOLDER, 4096, follow=False))
        name, host, pid = (str(note[key]) for key in ("name", "host", "pid"))
        at = datetime.fromisoformat(note["at"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""
    return f"{name or '名前の分からない人'}（パソコン {host}、プロセス {pid}、{at:%Y-%m-%d %H:%M}）"


def _busy(folder: Path, patience: float) -> str:
    who = last_holder(folder)
    asked = f"最後に使ったのは {who} です。" if who else ""
    return (
        f"データフォルダー「{folder}」を、ほかの人かほかの画面が使っています。{patience:.0f} 秒待ちましたが、空きませんでした。"
        f"{asked}{NOTHING_LOST}少し待ってから、もう一度保存してください。何分も空かないときは、共有フォルダーをつなぎ直すか、"
        "サーバーの管理者に知らせてください。"
    )
