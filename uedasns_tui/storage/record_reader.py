"""Reading the records and versions of one data folder; the half of the repository that changes nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from uedasns_tui.guideline.problem import Problem
from uedasns_tui.guideline.schema import Form
from uedasns_tui.records import merge
from uedasns_tui.records.ids import valid_id
from uedasns_tui.storage import (
    ancestry,
    data_folder,
    found_conflicts,
    lost_records,
    paths,
    record_file,
    versions,
)
from uedasns_tui.storage.errors import RecordMissing, SaveConflict, StorageError
from uedasns_tui.storage.record_file import RecordFile, SavedRecord
from uedasns_tui.storage.versions import Version


class RecordReader:
    """The records under `root`, by their id; `forms` by theirs."""

    def __init__(self, root: Path, forms: Mapping[str, Form]) -> None:
        self.root = root
        self.forms = forms

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of record there are: those every data folder has, and the guideline's own."""
        return paths.record_kinds(self.forms)

    def path_of(self, name: str, kind: str = "") -> Path | None:
        """Where the record `name` lies; None when there is none. Raises StorageError for what is no id."""
        kinds = (kind,) if kind else self.kinds
        for candidate in kinds:
            path = paths.path_of(self.root, candidate, name)
            if os.path.lexists(path):
                return path
        file = name + paths.SUFFIX
        unread: Problem | None = None
        for folder in paths.walk(self.root, kinds):
            if isinstance(folder, Problem):
                unread = folder if folder.code == "folder" else unread
            elif any(candidate.name == file for candidate in folder.files):
                return self.root / folder.path / file
        if unread is not None:
            raise StorageError(unread.message, Path(unread.where.file), "folder")
        return None

    def read(self, name: str) -> RecordFile:
        """The record `name` with its Problems, readable or not. Raises Missing, and StorageError for what is no id."""
        path = self.path_of(name)
        if path is None:
            raise self._absent(name)
        return record_file.read_record_file(self.root, path)

    def load(self, name: str) -> SavedRecord:
        """The record `name`. Raises Missing, or StorageError with what is wrong with its file."""
        file = self.read(name)
        if file.kept is None:
            reasons = "\n".join(str(problem) for problem in file.problems)
            raise StorageError(
                f"「{name}」は読めない記録です。ファイルはそのまま残しています。\n{reasons}",
                file.path,
                "unreadable",
            )
        return file.kept

    def try_load(self, name: str) -> SavedRecord | None:
        """The record `name`, or None when there is none that can be read."""
        try:
            return self.load(name)
        except StorageError:
            return None

    def every(self, kind: str | None = None) -> Iterator[RecordFile | Problem]:
        """Every record one by one, newest folder first, and Problems for folders and links not entered."""
        for folder in paths.walk(self.root, (kind,) if kind else self.kinds):
            if isinstance(folder, Problem):
                yield folder
                continue
            for file in folder.files:
                path = self.root / folder.path / file.name
                yield record_file.read_record_file(self.root, path, guarded=False)

    def everything(self, kind: str | None = None) -> tuple[list[SavedRecord], list[Problem]]:
        """All records of a kind (or all), and the Problems of the files that cannot be read. Reads every file."""
        records: list[SavedRecord] = []
        problems: list[Problem] = []
        for file in self.every(kind):
            if isinstance(file, Problem):
                problems.append(file)
                continue
            problems += file.problems
            if file.kept is not None:
                records.append(file.kept)
        return records, problems

    def versions(self, name: str) -> list[Version]:
        """Every kept version of a record, oldest first, those of a deleted record too. Raises StorageError."""
        if not valid_id(name):
            raise self._absent(name)
        return next(
            (saved for kind in self.kinds if (saved := versions.list_versions(self.root, kind, name))), []
        )

    def read_version(self, version: Version) -> RecordFile:
        """What a version says. Raises StorageError."""
        paths.guard(self.root, version.path)
        kind, name = paths.parted(version.path.parent.name)
        data = version.read()
        file = record_file.decode_record_file(self.root, paths.path_of(self.root, kind, name), data, None)
        return replace(file, path=version.path)

    def unmerged(self, saved: SavedRecord) -> list[Version]:
        """The versions that a record was not made of, newest first: its conflicts found afterwards. Raises
        StorageError."""
        return found_conflicts.unmerged_versions(self.root, saved)

    def conflict_with(self, saved: SavedRecord, version: Version) -> SaveConflict:
        """A record and a version that it was not made of, over the newest version of which both were made (or over an
        empty record), with what both changed. Raises StorageError where the version cannot be read."""
        theirs = self.read_version(version).record
        if theirs is None:
            raise StorageError(f"版「{version.path}」は読めません。", version.path, "unreadable")
        record = saved.record
        files = versions.list_versions(self.root, record.kind, record.id, authors=False)
        head = versions.short_digest(saved.data)
        common = ancestry.common_version(files, head, version.digest)
        before = self.read_version(common).record if common is not None else None
        if before is None:
            before = merge.empty_of(record)
        conflicts = merge.merge_records(before, record, theirs).conflicts
        return SaveConflict(record, theirs, before, conflicts, saved)

    def lost_version(self, name: str) -> Version | None:
        """The newest version of a record that is in its history only, and was not deleted. Raises StorageError."""
        if not valid_id(name) or self.path_of(name) is not None:
            return None
        newest = (lost_records.lost_version(self.root, kind, name) for kind in self.kinds)
        return next((version for version in newest if version is not None), None)

    def _absent(self, name: str) -> RecordMissing:
        if not self.root.is_dir():
            return data_folder.absent(self.root, data_folder.absence(self.root) or data_folder.MISSING)
        version = self.lost_version(name)
        if version is not None:
            kind, _ = paths.parted(version.path.parent.name)
            return RecordMissing(
                lost_records.problem_of(self.root, kind, name, version).message, None, lost_records.CODE
            )
        return RecordMissing(f"「{name}」という ID の記録はありません。", None, "missing")
