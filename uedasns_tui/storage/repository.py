"""RecordRepository: reads, saves, deletes and restores records; the context's only way to the disk.

Reading takes no lock (files are replaced whole). Whatever changes a record holds the data folder's lock for
milliseconds, compares by content what lies there with what was read, and keeps every version.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.schema import Form
from uedasns_tui.records import merge
from uedasns_tui.records.ids import valid_id
from uedasns_tui.records.record import Person, Record
from uedasns_tui.storage import (
    data_folder,
    format_mark,
    paths,
    purge,
    record_file,
    record_writer,
    trash,
    versions,
)
from uedasns_tui.storage.atomic import Hook, make_folder, write_atomic
from uedasns_tui.storage.drafts import DraftStore
from uedasns_tui.storage.errors import (
    IdInUse,
    SaveConflict,
    StorageError,
    write_error,
)
from uedasns_tui.storage.file_read import read_bytes
from uedasns_tui.storage.lock import PATIENCE, locked
from uedasns_tui.storage.record_file import RecordFile, SavedRecord
from uedasns_tui.storage.record_reader import RecordReader
from uedasns_tui.storage.versions import Version


@dataclass(frozen=True)
class SaveResult:
    """What was saved. `confirmed` false: in place, but the disk has not confirmed it. `merged`: what somebody else
    had changed meanwhile and was taken over (as `records.merge` names it). `put_back`: its file was gone, deleted by
    nobody, and is in its place again. `place`: what is wrong with the data folder, told at its first save only."""

    kept: SavedRecord
    confirmed: bool = True
    merged: tuple[Any, ...] = ()
    put_back: bool = False
    place: str = ""

    def remarks(self) -> str:
        """What a save came to besides, in sentences ("" for nothing)."""
        return "".join(
            text
            for shown, text in (
                (not self.confirmed, "ディスクへの書き込みは、まだ確かめられていません。"),
                (self.merged, f"ほかの人の変更 {len(self.merged)} 件も合わせました。"),
                (self.put_back, "記録のファイルがなくなっていたので、元の場所に書き直しました。"),
                (self.place, self.place),
            )
            if shown
        )


def _nothing(_step: str) -> None:
    return None


class RecordRepository(RecordReader):
    """The records of one data folder.

    `who` tells who is working (None: nobody has said). `make` false: a data folder that is not there (a share that is
    not connected) is never made before `prepare` is called. `pruning`: the rule for old versions, applied to a record when it is saved.
    `noticed` is called with what was saved (or the path that went away), for an index; `seen` tells whether an index
    knows records of the folder.
    """

    def __init__(
        self,
        root: Path,
        forms: Mapping[str, Form],
        *,
        clock: Callable[[], datetime],
        who: Callable[[], Person | None] = lambda: None,
        patience: float = PATIENCE,
        make: bool = True,
        pruning: versions.PruningRule | None = None,
    ) -> None:
        super().__init__(root.resolve(), forms)
        self.clock = clock
        self.who = who
        self.patience = patience
        self.pruning = pruning
        self.noticed: Callable[[SavedRecord | Path], None] = lambda _what: None
        self.seen: Callable[[], bool] = lambda: False
        self.hook: Hook = _nothing
        self._make = make and not self.root.is_dir()
        self._agreed = make

    def prepare(self) -> None:
        """Make the data folder, when it is not there, and take the one that is, empty or not. Raises StorageError."""
        make_folder(self.root, doing="データフォルダーを作ることが")
        self._make, self._agreed = False, True

    def absence(self) -> str:
        """Why there is no data folder, as `data_folder.absence` says it; "" too where it is made at the first save."""
        if self._make or (self._agreed and data_folder.is_folder(self.root)):
            return ""
        return data_folder.absence(self.root, self.seen)

    def place_problem(self) -> str:
        """What is wrong with the place of a data folder in which something was saved already; "" for nothing."""
        return paths.too_long(self.root, self.kinds) if (self.root / format_mark.NAME).exists() else ""

    # ---- changing
    def save(
        self, record: Record, base: SavedRecord | None, merged_versions: tuple[str, ...] = ()
    ) -> SaveResult:
        """Save a record over `base`, what it was read as (None: a new record). `merged_versions`: the digests of
        versions that it takes in.

        What somebody else changed meanwhile is merged; where both changed the same, raises Conflict and writes
        nothing, as it raises TransitionOvertaken where both took a step. Raises Taken for a new record whose id is in
        use or was purged, StorageError otherwise.
        """
        target = base.path if base is not None else paths.path_of(self.root, record.kind, record.id)
        if base is None and self._make:
            self.prepare()
        with self.locked():
            paths.guard(self.root, target)
            current, put_back = record_writer.current(self.root, record.kind, record.id, target), False
            if base is None:
                self._refuse_taken(record, target)
            elif current is None and (lost := self.lost_version(record.id)) is not None:
                current, put_back = record_writer.Current(lost.read(), in_place=False), True
            merged: tuple[Any, ...] = ()
            if base is not None and current is None:
                raise SaveConflict(record, None, base.record, ())
            if base is not None and current is not None and current.data != base.data:
                form = self.forms.get(record.kind)
                record, merged = record_writer.merge_with_existing(
                    self.root, record, base, current.data, form
                )
            place = paths.too_long(self.root, self.kinds) if format_mark.write(self.root) else ""
            plan = replace(self._plan(target, current), merged=merged_versions)
            saved, confirmed = record_writer.write_record(record, self.forms.get(record.kind), plan)
        self.noticed(saved)
        return SaveResult(saved, confirmed, merged, put_back, place)

    def merge_version(
        self, saved: SavedRecord, version: Version, picked: Mapping[merge.Path, str] = MappingProxyType({})
    ) -> SaveResult:
        """Bring a version that the record was not made of into it. `picked`: "mine" (the record's) or "theirs" (the
        version's) for what both changed, by its path. Raises SaveConflict where one is not picked, StorageError."""
        conflict = self.conflict_with(saved, version)
        if conflict.theirs is None or any(entry.path not in picked for entry in conflict.conflicts):
            raise conflict
        record = merge.resolve_conflicts(conflict.before, conflict.mine, conflict.theirs, picked)
        return self.save(record, saved, (version.digest,))

    def delete(self, name: str, reason: str = "") -> trash.TrashedRecord:
        """Move a record to the trash; its history stays. Raises StorageError."""
        with self.locked():
            path = self.path_of(name)
            if path is None:
                raise self._absent(name)
            paths.guard(self.root, path)
            kind = next(
                candidate
                for candidate in self.kinds
                if paths.top_folder(candidate) == path.relative_to(self.root).parts[0]
            )
            gone = trash.move_to_trash(self.root, path, kind, name, self.clock(), self.who(), reason)
        self.noticed(path)
        return gone

    def discarded(self) -> list[trash.TrashedRecord]:
        """What the trash holds, newest first. Raises StorageError."""
        return trash.list_trash(self.root)

    def restore(self, trashed: trash.TrashedRecord) -> Path:
        """Put a record back from the trash. Raises Taken, StorageError."""
        with self.locked():
            if trashed.id in purge.purged_ids(self.root, uncached=True):
                raise IdInUse(purge.purge_message(trashed.id), trashed.path, "purged")
            elsewhere = self.path_of(trashed.id)
            if elsewhere is not None:
                raise IdInUse(
                    f"同じ ID の記録「{elsewhere}」があるので、元に戻せません。", elsewhere, "taken"
                )
            path = trash.restore_from_trash(self.root, trashed)
            self._add_restored(trashed, path)
        file = record_file.read_record_file(self.root, path)
        self.noticed(file.kept if file.kept is not None else path)
        return path

    def empty_trash(self, only: list[trash.TrashedRecord] | None = None) -> int:
        """Remove what the trash holds (or `only` some of it) for good; returns how many. Raises StorageError."""
        with self.locked():
            gone = trash.list_trash(self.root) if only is None else only
            for trashed in gone:
                with contextlib.suppress(OSError):
                    data = read_bytes(trashed.path)[0]
                    versions.note_discarded(self.root, trashed.kind, trashed.id, data)
                trash.remove_from_trash(trashed)
        return len(gone)

    def purge(self, name: str, reason: str, drafts: DraftStore | None = None) -> purge.PurgeNote:
        """Take a record out of every copy that is kept here, leaving a line with date, person and reason. Copies in
        backups stay where they are. Raises StorageError, and does nothing, without a reason or a person."""
        who = self.who()
        if who is None:
            raise StorageError("抹消する人の名前がありません。先に名前を決めてください。", None, "who")
        if not valid_id(name):
            raise self._absent(name)
        with self.locked():
            if not purge.copies(self.root, self.kinds, name) and name not in purge.purged_ids(self.root):
                raise self._absent(name)
            path = self.path_of(name)
            done = purge.purge(self.root, self.kinds, name, who, reason, self.clock(), drafts)
        if path is not None:
            self.noticed(path)
        return done

    # ---- versions
    def keep_version(self, record: Record) -> None:
        """Keep a text that never came to be the record: what somebody gave up for another's. Raises StorageError."""
        place = paths.path_of(self.root, record.kind, record.id)
        with self.locked():
            record_writer.keep_version(record, self.forms.get(record.kind), self._plan(place, None))

    def bring_back(self, version: Version) -> SaveResult:
        """Make a version's values, media and answers the record's again; its log goes on. A record that is gone or
        unreadable comes back as the version was. Raises Conflict, StorageError."""
        old = self.read_version(version).record
        if old is None:
            raise StorageError("この版は読めないので、元に戻せません。", version.path, "unreadable")
        path = self.path_of(old.id)
        current = record_file.read_record_file(self.root, path) if path is not None else None
        if current is None:
            return self.put_back(version)
        if current.kept is None:
            return self._replace_unreadable(old, current)
        now = current.kept.record
        return self.save(replace(now, values=old.values, media=old.media, answers=old.answers), current.kept)

    def put_back(self, version: Version, over_newest: bool = True) -> SaveResult:
        """Write a version, byte by byte, where its record was; `over_newest`: as made of all that was saved since.
        Raises IdInUse, StorageError."""
        file = self.read_version(version)
        if file.record is None or file.data is None:
            raise StorageError("この版は読めないので、元に戻せません。", version.path, "unreadable")
        record, target = file.record, paths.path_of(self.root, file.record.kind, file.record.id)
        with self.locked():
            paths.guard(self.root, target)
            self._refuse_taken(record, target, lost=True)
            make_folder(target.parent, self.root)
            format_mark.write(self.root)
            if over_newest:
                versions.add_version(self.root, record.kind, record.id, file.data, self.clock(), self.who())
            confirmed = write_atomic(target, file.data, new=True, shared=True)
        saved = SavedRecord(record, target, file.data)
        self.noticed(saved)
        return SaveResult(saved, confirmed)

    # ---- inside
    def _add_restored(self, trashed: trash.TrashedRecord, path: Path) -> None:
        """What comes back from the trash was made of all that was saved under its id meanwhile."""
        kind, name = trashed.kind, trashed.id
        newest = versions.newest_of(versions.list_versions(self.root, kind, name, authors=False))
        with contextlib.suppress(OSError):
            data = read_bytes(path)[0]
            if newest is not None and newest.digest != versions.short_digest(data):
                versions.add_version(self.root, kind, name, data, self.clock(), self.who())

    def _replace_unreadable(self, record: Record, unreadable: RecordFile) -> SaveResult:
        """Write a record over a file that cannot be read, unless it came to say something else meanwhile."""
        path = unreadable.path
        with self.locked():
            current = record_writer.current(self.root, record.kind, record.id, path)
            if current is not None and current.data != unreadable.data and unreadable.data is not None:
                raise StorageError(
                    f"読んだあとに「{path}」が書き換えられました。上書きはしませんでした。記録を開き直して確かめてください。",
                    path,
                    "changed",
                )
            saved, confirmed = self._write(record, path, current)
        self.noticed(saved)
        return SaveResult(saved, confirmed)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the data folder's lock. Raises StorageError, StorageBusy."""
        if why := self.absence() or data_folder.MISSING * (not data_folder.is_folder(self.root)):
            raise data_folder.absent(self.root, why)
        who = self.who()
        try:
            with locked(self.root, self.patience, who.name if who else ""):
                format_mark.check(self.root)
                yield
        except OSError as error:  # one that nothing nearer the call turned into a sentence
            raise write_error(error, self.root) from error

    def _refuse_taken(self, record: Record, target: Path, lost: bool = False) -> None:
        if record.id in purge.purged_ids(self.root, uncached=True):
            raise IdInUse(purge.purge_message(record.id), target, "purged")
        for kind in self.kinds:
            path = paths.path_of(self.root, kind, record.id)
            if paths.is_listed(path):
                raise IdInUse(
                    f"ID「{record.id}」は、すでに「{path}」で使われています。別の ID にしてください。",
                    path,
                    "taken",
                )
        version = None if lost else self.lost_version(record.id)
        if version is not None and version.parents:  # without, its first save was cut short
            raise IdInUse(self._absent(record.id).message, target, "taken")

    def _write(
        self, record: Record, target: Path, current: record_writer.Current | None
    ) -> tuple[SavedRecord, bool]:
        return record_writer.write_record(record, self.forms.get(record.kind), self._plan(target, current))

    def _plan(self, target: Path, current: record_writer.Current | None) -> record_writer.WritePlan:
        return record_writer.WritePlan(
            self.root, target, current, self.clock(), self.who(), self.pruning, self.hook
        )
