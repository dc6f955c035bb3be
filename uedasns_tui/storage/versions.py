"""The saved versions of a record. Used when saving, listing, comparing and restoring.

A version is a file of its own, written before the record is replaced and never changed again, so that whatever
befalls the record, every text that was ever saved (or found on disk, written by hand) is still there. Its name says
when it was saved, the digest of its text, and of which texts it was made (`ancestry.py`):
`20261127T101500000000Z-DIGEST-PARENT.toml`, with several parents where texts were merged. The first of a record
ends in `-first`, a text that was only set aside in `-aside`; names of earlier programs end after the digest.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from uedasns_tui.frozen import dataclass
from uedasns_tui.japanese import local_time
from uedasns_tui.records.record import Person
from uedasns_tui.storage import paths, version_notes
from uedasns_tui.storage.atomic import is_temporary, make_folder, sync_folder, write_atomic
from uedasns_tui.storage.errors import read_error, write_error
from uedasns_tui.storage.file_read import read_bytes
from uedasns_tui.storage.record_file import digest as digest_of

SHORT = 16
DAY = 86_400.0
FIRST, ASIDE = "first", "aside"
"""What the names of versions without parents say of them."""
_NAME = re.compile(
    r"(\d{8}T\d{6}\d{6})Z-([0-9a-f]{16})(?:-(first|aside|[0-9a-f]{16}(?:-[0-9a-f]{16})*))?\.toml"
)
_TIME = "%Y%m%dT%H%M%S%f"


@dataclass(frozen=True)
class Version:
    """A version of a record: when it was saved (for a text written by hand: when it was found), by whom (None: not
    known), the first 16 digits of its digest, where it lies, and what its name says of its origin: the digests of its
    parents, FIRST, ASIDE, or "" for a version of an earlier program."""

    at: datetime
    who: Person | None
    digest: str
    path: Path
    origin: str = ""

    @property
    def parents(self) -> tuple[str, ...]:
        """The digests of the versions that it was made of."""
        return () if self.origin in ("", FIRST, ASIDE) else tuple(self.origin.split("-"))

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


def short_digest(data: bytes) -> str:
    """The digest of a text as the names of versions have it."""
    return digest_of(data)[:SHORT]


def folder_of(root: Path, kind: str, name: str) -> Path:
    """Where the versions of a record lie."""
    return root / paths.HISTORY / paths.joined(kind, name)


def list_versions(root: Path, kind: str, name: str, authors: bool = True) -> list[Version]:
    """The versions of a record, oldest first; none when there is no history. Without `authors` only the names of the
    files are read. Raises StorageError."""
    folder = folder_of(root, kind, name)
    files = _files(folder)
    known = version_notes.authors(folder) if files and authors else {}
    return [
        Version(_time(file), known.get(file[0]), file[2], folder / file[0], file[3] or "") for file in files
    ]


def newest_of(saved: Sequence[Version]) -> Version | None:
    """The newest version that was a record's text; None when there is none. `saved`: oldest first."""
    return next((version for version in reversed(saved) if version.origin != ASIDE), None)


def digests(root: Path, kind: str, name: str) -> list[str]:
    """The digests of all versions of a record, oldest first, as `Version` has them. Raises StorageError."""
    return [file[2] for file in _files(folder_of(root, kind, name))]


def _files(folder: Path) -> list[re.Match[str]]:
    """The files of versions by the parts of their names (0 the name, 1 the time, 2 the digest), oldest first."""
    return [match for name in _names(folder) if (match := _NAME.fullmatch(name)) and _is_time(match[1])]


def _names(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise read_error(error, folder) from error


def strays(root: Path, kind: str, name: str) -> list[Path]:
    """What lies in a history and is no version by its name, nor what this program keeps beside them. Raises StorageError."""
    folder = folder_of(root, kind, name)
    known = {match[0] for match in _files(folder)} | {version_notes.NAME}
    return [folder / name for name in _names(folder) if name not in known and not is_temporary(name)]


def _is_time(text: str) -> bool:
    try:
        datetime.strptime(text, _TIME)
    except ValueError:
        return False
    return True


def _time(file: re.Match[str]) -> datetime:
    return datetime.strptime(file[1], _TIME).replace(tzinfo=UTC)


def add_version(
    root: Path,
    kind: str,
    name: str,
    data: bytes,
    at: datetime,
    who: Person | None,
    parents: Iterable[str] = (),
) -> Version | None:
    """Keep a version; None when the newest one is this already. `parents`: the digests of what it was made of, or
    ASIDE; without, the newest version. Durable when it returns. Raises StorageError."""
    folder = folder_of(root, kind, name)
    saved = list_versions(root, kind, name, authors=False)
    newest = saved[-1] if saved else None
    short = short_digest(data)
    origin = "-".join(parent for parent in dict.fromkeys(parents) if parent != short)
    if newest and newest.digest == short and origin in ("", newest.origin):
        return None
    if not origin:
        before = newest_of(saved)
        origin = before.digest if before else FIRST
    at = local_time.utc(at)
    if newest:  # a clock that was set back must not change the order
        at = max(at, _after(newest.at))
    paths.guard(root, folder)
    make_folder(folder, root)
    version = Version(at, who, short, folder / f"{paths.stamp(at)}Z-{short}-{origin}.toml", origin)
    if who is not None:
        version_notes.add_note(folder, {"file": version.path.name, **asdict(who)})
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


def note_discarded(root: Path, kind: str, name: str, data: bytes) -> None:
    """Write down that a record with this text was taken out of the trash for good: what stays of it in the history is
    not lost. Raises StorageError."""
    saved = list_versions(root, kind, name, authors=False)
    short = short_digest(data)
    version = next(
        (entry for entry in reversed(saved) if entry.digest == short), saved[-1] if saved else None
    )
    if version is not None:
        version_notes.add_note(version.path.parent, {"discarded": version.path.name})


def discarded(root: Path, kind: str, name: str) -> frozenset[str]:
    """The files of versions whose record was taken out of the trash for good."""
    return version_notes.values(folder_of(root, kind, name), "discarded")


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
        day = _day(version.at, now)
        last_of[(day.year, day.month, day.day)] = version
        last_of[(day.year, day.month)] = version
    always = {version.path for version in ordered[-max(rule.least, 1) :]}
    gone = []
    for version in ordered:
        day = _day(version.at, now)
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


def _day(at: datetime, now: datetime) -> datetime:
    """`at` in the time zone of `now`; the last hours of all time as they stand."""
    try:
        return at.astimezone(now.tzinfo)
    except OverflowError:
        return at


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
