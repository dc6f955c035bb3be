"""The saved versions of a record. Used when saving, listing, comparing and restoring.

A version is a file of its own, written before the record is replaced and never changed again, so that whatever
befalls the record, every text that was ever saved (or found on disk, written by hand) is still there.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from uedasns_tui.frozen import dataclass
from uedasns_tui.records.record import Person
from uedasns_tui.storage import paths
from uedasns_tui.storage.atomic import make_folder, sync_folder, take_rights, write_atomic
from uedasns_tui.storage.errors import read_error, write_error
from uedasns_tui.storage.file_read import read_bytes
from uedasns_tui.storage.record_file import digest as digest_of

WHO = "who.jsonl"
SHORT = 16
DAY = 86_400.0
_NAME = re.compile(r"(\d{8}T\d{6}\d{6})Z-([0-9a-f]{16})\.toml")
_TIME = "%Y%m%dT%H%M%S%f"


@dataclass(frozen=True)
class Version:
    """A version of a record: when it was saved (for a text written by hand: when it was found), by whom (None: not
    known), the first 16 digits of its digest, and where it lies."""

    at: datetime
    who: Person | None
    digest: str
    path: Path

    def read(self) -> bytes:
        """The version's bytes. Raises StorageError."""
        try:
            return read_bytes(self.path)[0]
        except OSError as error:
            raise read_error(error, self.path) from error


@dataclass(frozen=True)
class PruningRule:
    """How long versions are kept; the numbers are settings. Times are in days.

    All versions of the last `all_days`, the last of each day up to `daily_days`, then the last of each month (with
    `monthly`) for ever. The newest `least` versions always stay.
    """

    all_days: int = 365
    daily_days: int = 1825
    monthly: bool = True
    least: int = 10


def folder_of(root: Path, kind: str, name: str) -> Path:
    """Where the versions of a record lie."""
    return root / paths.HISTORY / paths.joined(kind, name)


def list_versions(root: Path, kind: str, name: str) -> list[Version]:
    """The versions of a record, oldest first; none when there is no history. Raises StorageError."""
    folder = folder_of(root, kind, name)
    files = _files(folder)
    authors = _who(folder) if files else {}
    return [Version(_time(file), authors.get(file[0]), file[2], folder / file[0]) for file in files]


def digests(root: Path, kind: str, name: str) -> list[str]:
    """The digests of all versions of a record, oldest first, as `Version` has them. Raises StorageError."""
    return [file[2] for file in _files(folder_of(root, kind, name))]


def _files(folder: Path) -> list[re.Match[str]]:
    """The files of versions by the parts of their names (0 the name, 1 the time, 2 the digest), oldest first."""
    try:
        names = sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise read_error(error, folder) from error
    return [match for name in names if (match := _NAME.fullmatch(name)) and _is_time(match[1])]


def _is_time(text: str) -> bool:
    try:
        datetime.strptime(text, _TIME)
    except ValueError:
        return False
    return True


def _time(file: re.Match[str]) -> datetime:
    return datetime.strptime(file[1], _TIME).replace(tzinfo=UTC)


def add_version(
    root: Path, kind: str, name: str, data: bytes, at: datetime, who: Person | None
) -> Version | None:
    """Keep a version; None when the newest one is this already. Durable when it returns. Raises StorageError."""
    folder = folder_of(root, kind, name)
    newest = next(reversed(_files(folder)), None)
    short = digest_of(data)[:SHORT]
    if newest and newest[2] == short:
        return None
    at = at.astimezone(UTC)
    if newest:  # a clock that was set back must not change the order
        at = max(at, _after(_time(newest)))
    paths.guard(root, folder)
    make_folder(folder, root)
    version = Version(at, who, short, folder / f"{at.strftime(_TIME)}Z-{short}.toml")
    _note(folder, version)
    write_atomic(version.path, data, new=True, shared=True)
    return version


def _after(time: datetime) -> datetime:
    """The next moment that a name can say; the last one there is has none after it."""
    return time + timedelta(microseconds=1) if time < datetime.max.replace(tzinfo=UTC) else time


def clock_agrees(version: Version, now: datetime) -> bool:
    """Whether this PC's clock is not ahead of the disk's (on a share the server's) about the version just written.

    A PC whose clock runs ahead would prune what is young: where it is a day or more, nothing is pruned.
    """
    try:
        written = version.path.stat().st_mtime
    except OSError:
        return False
    return now.timestamp() - written < DAY


def add_outside_version(root: Path, kind: str, name: str, data: bytes, at: datetime) -> None:
    """Keep what lies on disk when no version is equal to it (somebody wrote it by hand). Raises StorageError."""
    short = digest_of(data)[:SHORT]
    if short not in digests(root, kind, name):
        add_version(root, kind, name, data, at, None)


def remove_version(version: Version | None) -> None:
    """Take back a version whose saving failed, so that the history tells what happened."""
    if version is not None:
        with contextlib.suppress(OSError):
            version.path.unlink()


def surplus(versions: Iterable[Version], rule: PruningRule, now: datetime) -> list[Version]:
    """The versions that the rule lets go, oldest first."""
    ordered = sorted(versions, key=lambda version: version.at)
    last_of: dict[tuple[int, ...], Version] = {}
    for version in ordered:
        day = version.at.astimezone(now.tzinfo)
        last_of[(day.year, day.month, day.day)] = version
        last_of[(day.year, day.month)] = version
    always = {version.path for version in ordered[-max(rule.least, 1) :]}
    gone = []
    for version in ordered:
        day = version.at.astimezone(now.tzinfo)
        age = (now - version.at).days
        if version.path in always or age <= rule.all_days:
            continue
        if age <= rule.daily_days:
            stays = last_of[(day.year, day.month, day.day)] is version
        else:
            stays = rule.monthly and last_of[(day.year, day.month)] is version
        if not stays:
            gone.append(version)
    return gone


def prune(root: Path, kind: str, name: str, rule: PruningRule, now: datetime) -> int:
    """Remove the versions of a record that the rule lets go; returns how many. Raises StorageError."""
    gone = surplus(list_versions(root, kind, name), rule, now)
    for version in gone:
        try:
            version.path.unlink(missing_ok=True)
        except OSError as error:
            raise write_error(error, version.path, "古い版の整理が") from error
    if gone:
        sync_folder(folder_of(root, kind, name))
    return len(gone)


def _note(folder: Path, version: Version) -> None:
    """Write down who; a version whose line was lost is one of unknown hand, no worse."""
    if version.who is None:
        return
    line = json.dumps({"file": version.path.name, **asdict(version.who)}) + "\n"
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        torn = _torn(folder / WHO)
        descriptor = os.open(folder / WHO, flags, 0o666)
        try:
            os.write(descriptor, ("\n" * torn + line).encode())
        finally:
            os.close(descriptor)
        take_rights(folder / WHO, folder)
    except PermissionError:  # written by a colleague, for themselves alone
        write_atomic(folder / WHO, _bytes_of(folder / WHO) + line.encode(), mode=None)
    except OSError as error:
        raise write_error(error, folder / WHO) from error


def _bytes_of(path: Path) -> bytes:
    try:
        return read_bytes(path)[0]
    except OSError as error:
        raise read_error(error, path) from error


def _torn(path: Path) -> bool:
    """Whether a file's last line was cut short: the next one must not be lost with it."""
    try:
        with path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) != b"\n"
    except OSError:  # not there, or empty
        return False


def _who(folder: Path) -> dict[str, Person]:
    known: dict[str, Person] = {}
    try:
        text = (folder / WHO).read_bytes().decode("utf-8", "replace")
    except OSError:
        return known
    for line in text.splitlines():
        try:
            note = json.loads(line)
            known[str(note["file"])] = Person(str(note["name"]), str(note["section"]), str(note["account"]))
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
    return known


def all_folders(root: Path) -> list[tuple[str, str, Path]]:
    """Every history folder as (kind, id, folder). Raises StorageError."""
    base = root / paths.HISTORY
    try:
        names = sorted(entry.name for entry in base.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise read_error(error, base) from error
    return [(*pair, base / name) for name in names if all(pair := paths.parted(name))]
