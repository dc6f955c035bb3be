"""The claim on a data folder: a file that only one PC can make at a time. Used by `lock`, beneath its own lock.

A lock on a share is as good as the client that keeps it. After the server was restarted, Linux clients (6.1) gave the
lock to two PCs at once: of 200 acknowledged saves 7 were overwritten. That a file is made anew (O_EXCL) is decided by
the server for each request; no client answers it from memory. A claim does not die with its holder, so one that stays
the same for STALE seconds is taken over: whoever asks holds the lock, and its holder has most likely died.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

from uedasns_tui.plain_file import read_plain

NAME = ".lock-claim"
STALE = 6.0
"""Seconds: longer than a save takes, shorter than somebody waits for the lock (`lock.PATIENCE`)."""
LEAVING = 2.0
"""Seconds for which a share may refuse the name of a claim that was just given up."""
PAUSE = 0.05
_numbers = itertools.count()
_held: set[tuple[Path, bytes]] = set()
"""The claims of this process."""


class ClaimHeld(Exception):
    """Others hold the claim in turn."""


@contextlib.contextmanager
def claimed(folder: Path, patience: float) -> Iterator[None]:
    """Hold the claim. Raises ClaimHeld when others hold it in turn for `patience` seconds. Where it cannot be made or
    taken over (a full disk, a folder in its place, a right that is lacking) the lock alone has to do."""
    path = folder / NAME
    mine = f"{socket.gethostname()} {os.getpid()} {next(_numbers)}".encode()
    _held.add((path, mine))
    made = False
    try:
        with contextlib.suppress(OSError):
            _take(path, mine, patience)
            made = True
        yield
    finally:
        _held.discard((path, mine))
        if made:
            with contextlib.suppress(OSError):
                path.unlink()


def _take(path: Path, mine: bytes, patience: float) -> None:
    began = since = time.monotonic()
    seen, in_turn = b"", False
    while True:
        try:
            _make(path, mine)
            return
        except FileExistsError:
            theirs = _read(path)
        except (FileNotFoundError, PermissionError):
            # one on its way out: it goes when its last reader closes it
            if time.monotonic() - began > LEAVING:
                raise
            theirs = seen
        now = time.monotonic()
        if theirs != seen:
            in_turn = in_turn or bool(seen)
            seen, since = theirs, now
        if _is_dead(path, theirs) or now - since > STALE:
            path.unlink(missing_ok=True)
        elif in_turn and now - began > patience:
            raise ClaimHeld
        else:
            time.sleep(PAUSE)


def _make(path: Path, mine: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        os.write(descriptor, mine)
    except OSError:
        path.unlink()
        raise
    finally:
        os.close(descriptor)


def _read(path: Path) -> bytes:
    try:
        return read_plain(path, 1000, follow=False)
    except FileNotFoundError:
        return b""


def _is_dead(path: Path, theirs: bytes) -> bool:
    """Whether a claim is one of this PC whose process has ended, or has given it up."""
    host, _, rest = theirs.decode("utf-8", "replace").partition(" ")
    pid = rest.partition(" ")[0]
    if host != socket.gethostname() or not pid.isdecimal() or len(pid) > 9:
        return False
    if int(pid) == os.getpid():
        return (path, theirs) not in _held
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
