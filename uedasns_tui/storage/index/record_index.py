"""The index: what lists, home, register, calendar and find show, without reading every file; used by the context.

One SQLite file a user and data folder, on the user's own disk. It is disposable: deleted, corrupted, of another
version or another machine's, it is built again from the files. While it is being built it answers with what is
there so far. Every method may be called from any thread.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from array import array
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from uedasns_tui.guideline.problem import Problem
from uedasns_tui.storage.index import full_text, queries
from uedasns_tui.storage.index.database import IndexDatabase, IndexUnavailable
from uedasns_tui.storage.index.full_text import RecordHits, words_of
from uedasns_tui.storage.index.queries import IndexQueries
from uedasns_tui.storage.index.refresh import Progress, Refresher, RefreshResult
from uedasns_tui.storage.index.rows import IndexRow, RecordSummary

if TYPE_CHECKING:
    from uedasns_tui.records.record import Record
    from uedasns_tui.storage.record_file import SavedRecord

__all__ = ["IndexRow", "IndexUnavailable", "RecordHits", "RecordIndex", "RecordSummary", "RefreshResult"]


def _never() -> bool:
    return False


def _silent(_done: int, _total: int) -> None:
    return None


class RecordIndex(IndexQueries):
    """The index of the records under `root`, in the cache folder `cache`.

    `summarise` says what a record comes to; `flavour` names whatever else that depends on (the guideline's edition):
    an index of another flavour is built again. `followed_at` is when a refresh was last done (monotonic seconds).
    Methods raise Unavailable only while another program writes.
    """

    def __init__(
        self,
        root: Path,
        cache: Path,
        kinds: Iterable[str],
        summarise: Callable[[Record], RecordSummary],
        flavour: str = "",
    ) -> None:
        root = root.resolve()
        super().__init__(root, IndexDatabase(root, cache, flavour))
        self.kinds = tuple(kinds)
        self.summarise = summarise
        self.followed_at = float("-inf")
        self._refreshing = threading.Lock()
        self._discarded: dict[str, int] = {}
        self._order: dict[str, tuple[int, array[int]]] = {}

    @property
    def problem(self) -> Problem | None:
        """Why the index lives in memory only; None when it is where it should be."""
        return self._database.problem

    @property
    def file(self) -> Path:
        """Where the index lies."""
        return self._database.file

    # ---- following the files
    def refresh(
        self,
        progress: Progress = _silent,
        stop: Callable[[], bool] = _never,
        *,
        kind: str = "",
        wait: bool = True,
    ) -> RefreshResult:
        """Follow what changed on disk, and read it; builds the index where there is none. One at a time: a second
        caller waits, or with `wait` false finds nothing changed. `kind` looks at that kind's folders only.
        `progress(done, total)` counts files. Stopped, it goes on next time where it was."""
        if not self._refreshing.acquire(blocking=wait):
            return RefreshResult(whole=False)
        try:
            kinds = (kind,) if kind else self.kinds
            following = Refresher(
                self._database, self.root, kinds, self.summarise, stop, progress, self._discarded
            )
            result = following.run()
            others = tuple(
                problem for problem in self._outside if kind and not queries.lies_in(problem, kind)
            )
            self._outside = (*others, *result.problems)
            if kind:
                return result
            self.followed_at = time.monotonic()
            if result.whole and not self.built:
                self._database.write(
                    lambda db: db.execute("INSERT OR REPLACE INTO meta VALUES('built', '1')")
                )
        finally:
            self._refreshing.release()
        return result

    def noticed(self, what: SavedRecord | Path) -> None:
        """Take in a record just saved, or a path that went away (for `RecordRepository.noticed`). Never raises: the next
        refresh finds what was missed."""
        try:
            path = what if isinstance(what, Path) else what.path
            self._notice(path)
        except (IndexUnavailable, OSError):
            return

    @property
    def built(self) -> bool:
        """Whether all files were in the index once; until then it shows what is there so far."""
        return bool(
            self._database.run(lambda db: db.execute("SELECT 1 FROM meta WHERE key='built'").fetchone())
        )

    def check(self) -> str:
        """What is wrong inside the index, in Japanese; "" when it is sound."""
        result = self._database.run(lambda db: db.execute("PRAGMA quick_check(1)").fetchone())
        return "" if result and result[0] == "ok" else "索引が壊れています。"

    def rebuild(self) -> None:
        """Throw the index away; the next refresh builds it again."""
        self._database.throw_away()
        self._order.clear()

    def close(self) -> None:
        """Let go of the file. No other thread may be using the index."""
        self._database.close()

    # ---- finding
    def find(
        self,
        query: str,
        limit: int = 50,
        after: int = 0,
        stop: Callable[[], bool] = _never,
        within: RecordHits | None = None,
        kind: str = "",
    ) -> RecordHits:
        """A page of the records (of a kind) that hold all words of the query, newest first. `after`: of the page
        before. `within`: the hits of what was typed before, to look only there where that suffices. `stop` is
        asked every few milliseconds. An empty query has no hits."""
        words = words_of(query)
        if not words:
            return RecordHits((), ())
        change = self.change
        if within is not None and within.change != change:
            within = None  # what was written since is not among those hits
        hits = self._database.run(
            lambda db: full_text.find(
                db, self.root, words, self._ordered(db, kind, change), limit, after, stop, within
            )
        )
        return replace(hits, change=change)

    # ---- inside
    def _ordered(self, database: sqlite3.Connection, kind: str, change: int) -> array[int]:
        known = self._order.get(kind)
        if known is None or known[0] != change or not known[1]:
            known = self._order[kind] = (change, full_text.order(database, kind))
        return known[1]

    def _notice(self, path: Path) -> None:
        following = Refresher(self._database, self.root, self.kinds, self.summarise, _never, _silent, {})
        following.refresh_file(path)
