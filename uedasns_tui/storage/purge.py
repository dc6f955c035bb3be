"""Removes a record from every copy that this program keeps. Used by `record purge`.

For personal data that was kept by mistake, and for records whose years of retention are over. What stays is one
line: the id, when, who and why. The line is written first, so that a purge that was cut short is seen by the
examination and can be finished.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any

from uedasns_tui.frozen import dataclass
from uedasns_tui.records.record import Person
from uedasns_tui.storage import paths, trash, versions
from uedasns_tui.storage.atomic import is_temporary, sync_folder, write_atomic
from uedasns_tui.storage.drafts import DraftStore
from uedasns_tui.storage.errors import StorageError, read_error, write_error
from uedasns_tui.storage.file_read import read_bytes, read_uncached

LARGEST = 50_000_000
"""The largest list of purged records that is read, in bytes (a line takes about 200)."""
_ID = re.compile(rb'^id *= *"([a-z0-9-]{1,40})"', re.MULTILINE)
HEAD = "# 抹消した記録。内容は残していません。この一覧は、同じ ID が再び使われないためにも要ります。\n"


@dataclass(frozen=True)
class PurgeNote:
    """A line of the list of purged records. `count` is how many copies were removed (not kept in the list)."""

    id: str
    at: datetime
    by: str
    section: str
    reason: str
    count: int = 0


def purge_notes(root: Path, uncached: bool = False) -> list[PurgeNote]:
    """The purged records, oldest first. `uncached`: whatever a share's client remembers of the list. Raises StorageError
    when the list cannot be read."""
    path = root / paths.PURGED
    try:
        return _lines(path, (read_uncached(path, LARGEST).data if uncached else read_bytes(path, LARGEST)[0]))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise read_error(error, path) from error


def _lines(path: Path, data: bytes) -> list[PurgeNote]:
    import tomllib

    try:
        notes: dict[str, Any] = tomllib.loads(data.decode("utf-8"))
        return [
            PurgeNote(str(line["id"]), line["at"], str(line["by"]), str(line["section"]), str(line["reason"]))
            for line in notes.get("purged", [])
        ]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise StorageError(
            f"抹消の一覧「{path}」が読めません。内容を確かめて直してください。", path, "purged-list"
        ) from error


def purged_ids(root: Path, uncached: bool = False) -> frozenset[str]:
    """The ids that were purged. `uncached` as in `purged`. Raises StorageError when the list cannot be read."""
    return frozenset(note.id for note in purge_notes(root, uncached))


def purge_message(name: str) -> str:
    """The sentence for whoever meets a purged id."""
    return f"「{name}」は抹消された記録です。同じ ID ではもう保存しません。新しい記録として作ってください。"


def purge(
    root: Path,
    kinds: Iterable[str],
    name: str,
    by: Person,
    reason: str,
    at: datetime,
    drafts: DraftStore | None = None,
) -> PurgeNote:
    """Remove every copy of a record: record, history, trash, temporary files, drafts. The caller holds the lock and
    removes it from the index. Raises StorageError; then do it again, what is gone is gone."""
    if not reason.strip():
        raise StorageError("抹消する理由を入力してください。", None, "reason")
    if name not in purged_ids(root, uncached=True):
        _write_line(root, PurgeNote(name, at, by.name, by.section, reason.strip()))
    count = 0
    for path in copies(root, kinds, name):
        paths.guard(root, path)
        try:
            if path.is_dir():
                count += sum(1 for _ in path.glob("*.toml"))
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
                count += 1
        except OSError as error:
            raise write_error(error, path, "抹消の仕上げが") from error
        sync_folder(path.parent)
    if drafts is not None:
        count += drafts.forget_record(name)
    return PurgeNote(name, at, by.name, by.section, reason.strip(), count)


def copies(root: Path, kinds: Iterable[str], name: str) -> list[Path]:
    """Every file and folder that holds a copy of a record. Raises StorageError, also where a folder cannot be read: a
    copy may lie there."""
    return [path for path in _places(root, tuple(kinds)) if belongs(root, path, name)]


def belongs(root: Path, path: Path, name: str) -> bool:
    """What belongs to the record `name` and to no other; purge, the trash and pruning take nothing else. By its place,
    or (a conflict copy of a sync program) by what it says."""
    return is_copy(path.relative_to(root), name) or _holds(path, name)


def _places(root: Path, kinds: tuple[str, ...]) -> Iterator[Path]:
    """The files among the records and in the trash, and the folder of each history."""
    for folder in paths.walk(root, kinds):
        if isinstance(folder, paths.RecordFolder):
            place = root / folder.path
            yield from (place / entry.name for entry in folder.files)
            yield from _temporary(place)
        elif folder.code == "folder":
            raise StorageError(folder.message, Path(folder.where.file), folder.code)
    yield from (place for _, _, place in versions.all_folders(root))
    yield from _files(root / paths.TRASH)


def _files(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except FileNotFoundError:
        return
    except OSError as error:
        raise read_error(error, folder) from error
    for path in entries:
        if path.is_dir() and not path.is_symlink():
            yield from _files(path)
        else:
            yield path


def _holds(path: Path, name: str) -> bool:
    """Whether a file that is called after a record, and otherwise (a conflict copy of a sync program), says that it is
    that record. Another record, whose id begins so, does not."""
    if name not in path.name:
        return False
    try:
        match = _ID.search(read_bytes(path)[0])
    except (OSError, StorageError):
        return False
    return match is not None and match[1].decode() == name


def is_copy(place: PurePath, name: str) -> bool:
    """Whether a file, by its place in the data folder, holds a copy of the record `name`: the record, a version, what
    the trash holds of it, what a restore replaced, and what any of them left when it was cut short."""
    before = ""
    for part in re.split(f"[{trash.BETWEEN}/]", place.as_posix()):
        if before == paths.HISTORY:  # what lies beneath is called after times and digests, not after records
            return paths.parted(part)[1] == name
        whole = part[1:].rsplit(".", 3)[0] if is_temporary(part) else part
        stem = whole.removesuffix(paths.SUFFIX).removesuffix(trash.WHY)
        if stem == name != whole or paths.parted(stem.partition("Z-")[2])[1] == name:
            return True
        before = part
    return False


def _temporary(folder: Path) -> list[Path]:
    try:
        names = [entry.name for entry in folder.iterdir()]
    except OSError as error:
        raise read_error(error, folder) from error
    return [folder / name for name in names if is_temporary(name)]


def _write_line(root: Path, line: PurgeNote) -> None:
    path = root / paths.PURGED
    before = _list_now(path)
    lines = ["", "[[purged]]", f"id = {_quoted(line.id)}", f"at = {line.at.isoformat()}"]
    lines += [f"{key} = {_quoted(getattr(line, key))}" for key in ("by", "section", "reason")]
    data = before.rstrip(b"\n") + b"\n" + "\n".join(lines).encode("utf-8", "replace") + b"\n"
    write_atomic(path, data, shared=not path.exists(), check=lambda written: _check(path, written, line.id))


def _list_now(path: Path) -> bytes:
    """The list as it lies on the disk, readable, to be written anew with one line more."""
    try:
        before = read_uncached(path, LARGEST, patient=True).data
    except FileNotFoundError:
        return HEAD.encode()
    except OSError as error:
        raise read_error(error, path) from error
    _lines(path, before)
    return before


def _quoted(text: str) -> str:
    def escaped(letter: str) -> str:
        if letter in '"\\':
            return "\\" + letter
        return f"\\u{ord(letter):04x}" if ord(letter) < 0x20 or ord(letter) == 0x7F else letter

    return '"' + "".join(escaped(letter) for letter in text) + '"'


def _check(path: Path, written: bytes, name: str) -> None:
    import tomllib

    try:
        notes = tomllib.loads(written.decode("utf-8"))
    except ValueError as error:
        raise StorageError(f"抹消の一覧「{path}」に書けませんでした。", path, "readback") from error
    if notes["purged"][-1]["id"] != name:
        raise StorageError(f"抹消の一覧「{path}」に書けませんでした。", path, "readback")
