"""Unsaved drafts, kept in the user's own state folder. Used by the screens and prompts.

A draft is put there while one types and dropped when it is saved. After a crash it is offered, and never over a
record that was saved since. Only its owner can read it. Private-use checks never come here: their screen
does not call this.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import socket
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from uedasns_tui.frozen import dataclass
from uedasns_tui.japanese import local_time
from uedasns_tui.plain_file import read_plain
from uedasns_tui.storage import paths
from uedasns_tui.storage.atomic import make_folder, sweep, write_atomic
from uedasns_tui.storage.errors import write_error

SUFFIX = ".draft"
LARGEST = 10_000_000
"""The largest draft that is read, in bytes."""


@dataclass(frozen=True)
class Draft:
    """A draft: its key (the caller's), what was typed, when, over what (the digest of what the record said then, ""
    for a new one), and by which running program."""

    key: str
    data: str | bytes
    at: datetime
    host: str = ""
    pid: int = 0
    base: str = ""
    started: str = ""

    @property
    def text(self) -> str:
        """What was typed, as text."""
        return self.data if isinstance(self.data, str) else self.data.decode("utf-8", "replace")


class DraftStore:
    """The drafts of one user on one machine. The folder is made, for this user alone, when first needed."""

    def __init__(self, folder: Path, clock: Callable[[], datetime] | None = None) -> None:
        self.folder = folder
        self._clock = clock or (lambda: local_time.now())

    def put(self, key: str, data: str | bytes, base: str = "") -> None:
        """Keep what is typed under `key`, in place of what was kept before. Any string can be kept, lone surrogates
        too. `base`: the digest of what it is written over. Raises StorageError."""
        pid = os.getpid()
        self._write(Draft(key, data, self._clock(), socket.gethostname(), pid, base, _started(pid)))

    def get(self, key: str) -> Draft | None:
        """The draft of a key; None when there is none that can be read."""
        draft = _read(self._path(key))
        return draft if draft is not None and draft.key == key else None

    def drop(self, key: str) -> None:
        """Forget a draft: it was saved, or the person does not want it. Raises StorageError."""
        path = self._path(key)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise write_error(error, path, "書きかけを消すことが") from error

    def offer(self, key: str, base: str | None = None) -> Draft | None:
        """The draft of a key if it is to be offered. It stays until it is dropped, for the next crash may come before
        the person has decided; whoever asks does so once a start.

        Not offered: what was written over something else than the record says now (`base`, its digest), and what
        another screen that is still running is just being typed into.
        """
        draft = self.get(key)
        if draft is None or (base is not None and draft.base != base) or _alive(draft):
            return None
        return draft

    def keys(self) -> list[str]:
        """The keys of every draft that can be read, newest first."""
        return [draft.key for draft in sorted(self.all(), key=lambda draft: draft.at, reverse=True)]

    def all(self) -> Iterator[Draft]:
        """Every draft that can be read."""
        with contextlib.suppress(OSError):
            for path in sorted(self.folder.iterdir()):
                if path.suffix == SUFFIX and (draft := _read(path)) is not None:
                    yield draft

    def forget_record(self, name: str) -> int:
        """Remove every draft of the record `name`, and of no other (for a purge). Raises StorageError."""
        gone = [draft.key for draft in self.all() if name in _records(draft)]
        for key in gone:
            self.drop(key)
        return len(gone)

    def _path(self, key: str) -> Path:
        name = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return self.folder / (name + SUFFIX)

    def _write(self, draft: Draft) -> None:
        content: dict[str, Any] = {
            "key": draft.key, "at": draft.at.isoformat(), "host": draft.host, "pid": draft.pid,
            "base": draft.base, "started": draft.started,
        }  # fmt: skip
        if isinstance(draft.data, str):
            content["text"] = draft.data
        else:
            content["bytes"] = base64.b64encode(draft.data).decode()
        make_folder(self.folder, mode=0o700, doing="書きかけを一時保存")
        try:
            if os.name != "nt" and self.folder.stat().st_mode & 0o077:
                self.folder.chmod(0o700)
        except OSError as error:
            raise write_error(error, self.folder, "書きかけを一時保存") from error
        sweep(self.folder)
        write_atomic(self._path(draft.key), json.dumps(content).encode("ascii"), mode=0o600)


def _read(path: Path) -> Draft | None:
    try:
        content = json.loads(read_plain(path, LARGEST))
        data = content["text"] if "text" in content else base64.b64decode(content["bytes"])
        at = datetime.fromisoformat(content["at"])
        if not isinstance(data, (str, bytes)) or at.tzinfo is None:
            return None
        over, started = str(content.get("base", "")), str(content.get("started", ""))
        return Draft(str(content["key"]), data, at, str(content["host"]), int(content["pid"]), over, started)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _records(draft: Draft) -> set[str]:
    """The ids of what a draft is of: by its key, and by the id that its text declares. What it mentions is not its."""
    import tomllib

    ids = {draft.key, paths.parted(draft.key)[1], draft.key.rpartition("/")[2]}
    with contextlib.suppress(ValueError, RecursionError):
        ids.add(str(tomllib.loads(draft.text).get("id", "")))
    return ids


def _alive(draft: Draft) -> bool:
    """Whether the program that wrote the draft is another one, on this machine, and still runs."""
    if draft.host != socket.gethostname() or draft.pid in (0, os.getpid()) or os.name == "nt":
        return False  # on Windows asking after a process would end it
    with contextlib.suppress(PermissionError):  # another account's: it may have taken over the number
        try:
            os.kill(draft.pid, 0)
        except ProcessLookupError:
            return False
    return draft.started == _started(draft.pid)


def _started(pid: int) -> str:
    """What tells a program from a later one of the same number, where the system says: its boot and start."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
        return f"{boot} {fields[19]}"
    except (OSError, IndexError):
        return ""
