"""Refreshes the index from the data folder's changes since the last look. Used by `record_index.py`.

Folders whose listing (names, sizes, times, inodes) is as before are not looked into. A time that is too recent to
tell two saves apart is not trusted: such a file is compared by content, and its folder is looked into again. Work
is committed in small steps, each folder marked only when all of it is done, so that it can be stopped and resumed.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b, sha256
from pathlib import Path
from typing import TYPE_CHECKING

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.problem import Problem
from uedasns_tui.storage import paths
from uedasns_tui.storage.data_folder import is_empty
from uedasns_tui.storage.errors import UNMERGED
from uedasns_tui.storage.index import full_text, rows
from uedasns_tui.storage.index.database import IndexDatabase
from uedasns_tui.storage.index.rows import IndexedFile, RecordSummary
from uedasns_tui.storage.paths import display_path

if TYPE_CHECKING:
    from uedasns_tui.records.record import Record
    from uedasns_tui.storage.record_file import RecordFile

RECENT = 3_000_000_000
"""Nanoseconds for which a file's time is too recent to trust."""
STEP = 100
"""Files read between two commits, and between two looks at whether to stop."""
Progress = Callable[[int, int], None]
"""Called with how many of how many files are done."""


@dataclass(frozen=True)
class RefreshResult:
    """What a refresh found. `changed` and `removed` count records. `whole` false: stopped, or something could not be
    read. `problems`: folders and links."""

    changed: int = 0
    removed: int = 0
    whole: bool = True
    problems: tuple[Problem, ...] = ()


class Refresher:
    """One refresh. `summarise` tells what a record comes to; `stop` whether to stop. `discarded` remembers from one
    refresh to the next which histories have no record because it was thrown away, and when those last changed.

    A record's time is that of its file or of its history, whichever is later: a version that comes without the record
    (by a sync program, from a copy) may be one that the record does not hold.
    """

    def __init__(
        self,
        database: IndexDatabase,
        root: Path,
        kinds: tuple[str, ...],
        summarise: Callable[[Record], RecordSummary],
        stop: Callable[[], bool],
        progress: Progress,
        discarded: dict[str, int],
    ) -> None:
        self.database = database
        self.root = root
        self.kinds = kinds
        self.summarise = summarise
        self.stop = stop
        self.progress = progress
        self.discarded = discarded
        self.histories: dict[str, int] = {}
        self.absent: set[str] = set()
        self.top_kinds = {paths.top_folder(kind): kind for kind in kinds}
        self.counted = 0
        self.removed = 0
        self.problems: list[Problem] = []
        self._told = 0.0

    def run(self) -> RefreshResult:
        """Look at everything, and read what is new. Raises index_base.Unavailable."""
        self.histories = paths.history_times(self.root)
        known = {
            path: mark
            for path, mark in self.database.run(
                lambda db: db.execute("SELECT path, signature FROM folder").fetchall()
            )
            if path.split("/", 1)[0] in self.top_kinds
        }
        if not known and not self.root.is_dir():
            return RefreshResult(whole=False)
        stale, present, total = self._stale(known)
        whole = not self.problems_of_folders()
        if whole and not is_empty(self.root) and self.root.is_dir():
            for gone in set(known) - present:
                self.database.write(lambda db, gone=gone: self._drop_folder(db, gone))  # type: ignore[misc]
        done = 0
        for path in stale:
            steps = self._folder(path)
            for step in steps:
                done += step
                self._tell(done, total)
                if self.stop():
                    return self._result(False)
        if stale:
            self.database.write(
                lambda db: full_text.merge_bitmaps(db, 1 if total > STEP else full_text.PENDING_MOST)
            )
            self.progress(total, total)
        return self._result(whole)

    def refresh_file(self, path: Path) -> None:
        """Take in one file that was just written, or went away. Its folder is looked into at the next refresh."""
        place = path.parent.relative_to(self.root).as_posix()
        name = display_path(place)
        try:
            entry = path.lstat()
        except FileNotFoundError:
            self.database.write(lambda db: self._finish(db, name, [display_path(path.name)], None))
            return
        listed = paths.DirectoryEntry(path.name, entry.st_mtime_ns, entry.st_size, entry.st_ino)
        self._write([self._read(name, path.parent, listed, None)])
        self.database.write(lambda db: self._finish(db, name, [], None))

    def problems_of_folders(self) -> list[Problem]:
        """Folders that could not be read: what lay in them is kept in the index as it was."""
        return [problem for problem in self.problems if problem.code == "folder"]

    def _result(self, whole: bool) -> RefreshResult:
        return RefreshResult(self.counted, self.removed, whole, tuple(self.problems))

    def _stale(self, known: dict[str, bytes | None]) -> tuple[list[str], set[str], int]:
        """The folders to look into, all folders there are, and how many files the former hold."""
        stale: list[str] = []
        present: set[str] = set()
        total = 0
        self.absent = set(self.histories)
        for listed in paths.walk(self.root, self.kinds):
            if isinstance(listed, Problem):
                self.problems.append(listed)
                continue
            folder = self._with_histories(listed)
            name = display_path(folder.path)
            present.add(name)
            before = known.get(name)
            if before is None or before != signature(folder):
                stale.append(folder.path)
                total += len(folder.raw)
        if not self.problems_of_folders():
            self._look_for_lost()
        return stale, present, total

    def _look_for_lost(self) -> None:
        """Say of the histories whose record is not in its place that it is lost."""
        names = sorted(
            name
            for name in self.absent
            if paths.parted(name)[0] in self.kinds and self.discarded.get(name) != self.histories[name]
        )
        if not names:
            return
        from uedasns_tui.storage import lost_records

        for kind, name, version in lost_records.lost_records(self.root, names):
            if version is None:
                joined = paths.joined(kind, name)
                self.discarded[joined] = self.histories[joined]
            elif version.origin:
                self.problems.append(lost_records.problem_of(self.root, kind, name, version))

    def _history_names(self, folder: str, files: Iterable[str]) -> list[str]:
        prefix = paths.joined(self.top_kinds.get(folder.split("/", 1)[0], ""), "")
        end = -len(paths.SUFFIX)
        return [prefix + file[:end] for file in files]

    def _with_histories(self, folder: paths.RecordFolder) -> paths.RecordFolder:
        """A folder's listing in which every file has the time of its history, where that is the later."""
        names = self._history_names(folder.path, [entry[0] for entry in folder.raw])
        self.absent.difference_update(names)
        times = map(self.histories.get, names)
        raw = tuple(
            (name, later if later is not None and later > mtime else mtime, size, ino)
            for (name, mtime, size, ino), later in zip(folder.raw, times, strict=True)
        )
        return paths.RecordFolder(folder.path, raw)

    def _folder(self, path: str) -> Iterator[int]:
        """Bring one folder up to date; yields the number of files done at each step."""
        started = time.time_ns()
        listed = paths.list_one(self.root, path)
        if not isinstance(listed, paths.RecordFolder):
            return
        folder = self._with_histories(listed)
        name = display_path(path)
        stored = {
            entry[0]: entry[1:]
            for entry in self.database.run(
                lambda db: db.execute(
                    "SELECT name, mtime_ns, size, ino, digest FROM rec WHERE folder=?", (name,)
                ).fetchall()
            )
        }
        settled = True
        place = self.root / path
        waiting: list[tuple[IndexedFile, RecordFile | None]] = []
        done = 0
        for file in folder.files:
            done += 1
            before = stored.pop(display_path(file.name), None)
            recent = file.mtime_ns > started - RECENT
            settled = settled and not recent
            if (
                before is not None
                and not recent
                and rows.same_file(file.mtime_ns, file.size, file.ino, before[:3])
            ):
                continue
            waiting.append(self._read(name, place, file, before[3] if before else None))
            settled = settled and _same(file, waiting[-1][0])
            if len(waiting) >= STEP:
                self._write(waiting)
                yield done
                waiting, done = [], 0
        self._write(waiting)
        mark = signature(folder) if settled else None
        gone = list(stored)
        self.database.write(lambda db: self._finish(db, name, gone, mark))
        yield done

    def _read(
        self, name: str, folder: Path, file: paths.DirectoryEntry, before: bytes | None
    ) -> tuple[IndexedFile, RecordFile | None]:
        # home need not wait for it where no file has to be read
        from uedasns_tui.storage.found_conflicts import checked
        from uedasns_tui.storage.record_file import read_record_file

        content = checked(self.root, read_record_file(self.root, folder / file.name, guarded=False))
        mtime_ns, size, ino = file.mtime_ns, file.size, file.ino
        if content.stat is not None:
            (history,) = self._history_names(name, [file.name])
            mtime_ns = max(content.stat.st_mtime_ns, self.histories.get(history, 0))
            size, ino = content.stat.st_size, content.stat.st_ino or ino
        digest = _digest(content)
        indexed = IndexedFile(name, display_path(file.name), mtime_ns, size, ino, digest)
        return indexed, None if before is not None and digest and before == digest else content

    def _write(self, waiting: list[tuple[IndexedFile, RecordFile | None]]) -> None:
        if not waiting:
            return
        summaries = [
            (file, content, self._summary(file, content) if content else None) for file, content in waiting
        ]

        def work(database: sqlite3.Connection) -> None:
            for file, content, summary in summaries:
                if content is None or summary is None:
                    rows.touch(database, file)
                else:
                    rows.put(database, file, summary, content.problems, content.record is not None)
            full_text.merge_bitmaps(database)
            rows.count_change(database)

        self.database.write(work)
        self.counted += sum(summary is not None for _, _, summary in summaries)

    def _summary(self, file: IndexedFile, content: RecordFile) -> RecordSummary:
        if content.record is not None:
            return self.summarise(content.record)
        return unreadable(self.kinds, file)

    def _finish(self, database: sqlite3.Connection, name: str, gone: list[str], mark: bytes | None) -> None:
        for file_name in gone:
            rows.drop(database, name, file_name)
        self.removed += len(gone)
        if gone:
            rows.count_change(database)
        database.execute("INSERT OR REPLACE INTO folder VALUES(?, ?)", (name, mark))

    def _drop_folder(self, database: sqlite3.Connection, name: str) -> None:
        for (file,) in database.execute("SELECT name FROM rec WHERE folder=?", (name,)).fetchall():
            rows.drop(database, name, file)
            self.removed += 1
        database.execute("DELETE FROM folder WHERE path=?", (name,))
        rows.count_change(database)

    def _tell(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._told > 0.1:
            self._told = now
            self.progress(done, total)


def _digest(content: RecordFile) -> bytes:
    """By what a file is known to say the same: its text, and what its history holds besides."""
    if content.data is None:
        return b""
    more = [problem.message for problem in content.problems if problem.code == UNMERGED]
    return sha256("".join(more).encode() + content.data if more else content.data).digest()


def _same(listed: paths.DirectoryEntry, read: IndexedFile) -> bool:
    """Whether what was read is what the folder lists: a share's client may still answer with the file that was
    replaced."""
    if (listed.mtime_ns, listed.size) != (read.mtime_ns, read.size):
        return False
    return 0 in (listed.ino, read.ino) or listed.ino == read.ino


def unreadable(kinds: tuple[str, ...], file: IndexedFile) -> RecordSummary:
    """What a file comes to that cannot be read: its place in the lists, by its name."""
    top = file.folder.split("/", 1)[0]
    kind = next((name for name in kinds if paths.top_folder(name) == top), "")
    return RecordSummary(file.name.removesuffix(paths.SUFFIX), kind, title=file.name, text=file.name)


def signature(folder: paths.RecordFolder) -> bytes:
    """A folder's listing in 16 bytes."""
    parts = [f"{name}\0{mtime_ns}\0{size}\0{ino}" for name, mtime_ns, size, ino in folder.raw]
    return blake2b("\n".join(parts).encode("utf-8", "surrogateescape"), digest_size=16).digest()
