"""The trash: deleted records, until they are restored or emptied. Used by the repository and by `trash`.

Deleting moves. Nothing but an explicit command empties it, and then only these copies: the history stays until
its own rule or a purge takes it.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from uedasns_tui.frozen import dataclass
from uedasns_tui.japanese import local_time
from uedasns_tui.plain_file import read_plain
from uedasns_tui.records.ids import valid_id
from uedasns_tui.records.record import Person
from uedasns_tui.storage import paths
from uedasns_tui.storage.atomic import is_temporary, make_folder, retry_while_busy, sync_folder, write_atomic
from uedasns_tui.storage.errors import IdInUse, RecordMissing, read_error, write_error

WHY = ".json"
ASIDE = "leftovers"
"""The folder in the trash for what a save that was cut short left behind."""
BETWEEN = "~"
"""Stands for the folder's separator in the names of what lies there, which tell where it lay."""
_NAME = re.compile(r"(\d{8}T\d{12})Z-([a-z0-9_-]+)\.toml")
_TIME = "%Y%m%dT%H%M%S%f"


@dataclass(frozen=True)
class TrashedRecord:
    """A record in the trash: its file there, what it was, when, by whom and why it was deleted.

    `place` is where it lay, from the data folder, with /.
    """

    path: Path
    id: str
    kind: str
    place: str
    at: datetime
    who: Person | None
    reason: str


def move_to_trash(
    root: Path, path: Path, kind: str, name: str, at: datetime, who: Person | None, reason: str
) -> TrashedRecord:
    """Move a record to the trash. The caller holds the lock. Raises StorageError; the record is then where it was."""
    folder = root / paths.TRASH
    paths.guard(root, folder)
    make_folder(folder, root)
    at = local_time.utc(at)
    place = path.relative_to(root).as_posix()
    target = folder / f"{paths.stamp(at)}Z-{paths.joined(kind, name)}.toml"
    why: dict[str, Any] = {"id": name, "kind": kind, "place": place, "at": at.isoformat(), "reason": reason}
    why["who"] = asdict(who) if who else None
    note = json.dumps(why, ensure_ascii=False, indent=1).encode()
    write_atomic(target.with_suffix(WHY), note, shared=True)
    try:
        retry_while_busy(lambda: path.rename(target))
    except OSError as error:
        with contextlib.suppress(OSError):
            target.with_suffix(WHY).unlink()
        if isinstance(error, FileNotFoundError):
            raise RecordMissing(
                f"「{path}」はもうありません。ほかの人が削除したようです。", path, "missing"
            ) from error
        raise write_error(error, path, "削除の印を付けることが") from error
    sync_folder(folder)
    sync_folder(path.parent)
    return TrashedRecord(target, name, kind, place, at, who, reason)


def list_trash(root: Path) -> list[TrashedRecord]:
    """What the trash holds, newest first. Raises StorageError."""
    folder = root / paths.TRASH
    try:
        names = sorted((trashed.name for trashed in folder.iterdir()), reverse=True)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise read_error(error, folder) from error
    return [
        trashed
        for file in names
        if (match := _NAME.fullmatch(file)) and (trashed := _read(folder / file, match))
    ]


def strays(root: Path) -> list[Path]:
    """Files in the trash that are neither a record nor the note of one, by their names. Raises StorageError."""
    known = {entry.path.stem for entry in list_trash(root)} | {path.stem for path in orphans(root)}
    try:
        entries = sorted((root / paths.TRASH).iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise read_error(error, root / paths.TRASH) from error
    return [
        path
        for path in entries
        if path.stem not in known and not path.is_dir() and not is_temporary(path.name)
    ]


def trashed_names(root: Path) -> frozenset[str]:
    """The records that the trash holds, by kind and id as `paths.joined` puts them. Raises StorageError."""
    folder = root / paths.TRASH
    try:
        files = [path.name for path in folder.iterdir()]
    except FileNotFoundError:
        return frozenset()
    except OSError as error:
        raise read_error(error, folder) from error
    return frozenset(match[2] for file in files if (match := _NAME.fullmatch(file)))


def restore_from_trash(root: Path, trashed: TrashedRecord) -> Path:
    """Put a record back where it was. The caller holds the lock. Raises Taken when an id has come to be used
    meanwhile, StorageError otherwise; the record is then still in the trash."""
    target = _target(root, trashed)
    make_folder(target.parent, root)
    if _is_listed(target):
        raise IdInUse(
            f"「{target}」に別の記録があるので、元に戻せません。その記録を先に片付けてください。",
            target,
            "taken",
        )
    try:
        retry_while_busy(lambda: trashed.path.rename(target))
    except FileNotFoundError as error:
        raise RecordMissing(
            f"ごみ箱に「{trashed.path.name}」がありません。", trashed.path, "missing"
        ) from error
    except OSError as error:
        raise write_error(error, target, "戻すことが") from error
    sync_folder(target.parent)
    sync_folder(trashed.path.parent)  # the note of who and why goes only when the record is back for sure
    with contextlib.suppress(OSError):
        trashed.path.with_suffix(WHY).unlink()
    return target


def _is_listed(target: Path) -> bool:
    try:
        return paths.is_listed(target)
    except OSError as error:
        raise read_error(error, target.parent) from error


def remove_from_trash(trashed: TrashedRecord) -> None:
    """Take one record out of the trash for good, with what a deletion that was cut short left of it. Raises
    StorageError."""
    own = (trashed.path, trashed.path.with_suffix(WHY))
    names = tuple(f".{path.name}." for path in own)
    with os.scandir(trashed.path.parent) as entries:
        left = [trashed.path.parent / entry.name for entry in entries if entry.name.startswith(names)]
    for path in (*own, *(path for path in left if is_temporary(path.name))):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise write_error(error, path, "ごみ箱から消すことが") from error


def orphans(root: Path) -> list[Path]:
    """Notes in the trash whose record is not there: a deletion or a restoring that was cut short left them."""
    try:
        names = {entry.name for entry in (root / paths.TRASH).iterdir()}
    except OSError:
        return []
    notes = (name for name in sorted(names) if name.endswith(WHY))
    records = ((name, name.removesuffix(WHY) + paths.SUFFIX) for name in notes)
    return [
        root / paths.TRASH / name
        for name, record in records
        if record not in names and _NAME.fullmatch(record)
    ]


def aside(root: Path, path: Path, number: int) -> Path:
    """Where in the trash a leftover of `path` goes; `number` makes it the only one of its name."""
    return root / paths.TRASH / ASIDE / BETWEEN.join((str(number), *path.relative_to(root).parts))


def _target(root: Path, trashed: TrashedRecord) -> Path:
    """Where it lay, as far as the note can be believed; otherwise where its id belongs."""
    target = root / trashed.place
    top = paths.top_folder(trashed.kind)
    parts = Path(trashed.place).parts
    if not parts or parts[0] != top or ".." in parts or target.name != trashed.id + paths.SUFFIX:
        target = paths.path_of(root, trashed.kind, trashed.id)
    paths.guard(root, target)
    return target


def _read(path: Path, match: re.Match[str]) -> TrashedRecord | None:
    try:
        at = datetime.strptime(match[1], _TIME).replace(tzinfo=UTC)
    except ValueError:  # a name that no time gave
        return None
    kind, name = paths.parted(match[2])
    place, reason, who = "", "", None
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        note = json.loads(read_plain(path.with_suffix(WHY), 1_000_000, follow=False))
        pair = str(note["kind"]), str(note["id"])
        if match[2] in (paths.joined(*pair), "-".join(pair)):  # a note of another record is not believed
            kind, name = pair
        place, reason = str(note["place"]), str(note["reason"])
        by = note["who"]
        who = Person(str(by["name"]), str(by["section"]), str(by["account"])) if by else None
    if not valid_id(name) or not valid_id(kind):
        return None
    return TrashedRecord(path, name, kind, place, at, who, reason)
