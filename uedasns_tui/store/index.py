"""The index: what lists, home, register, calendar and find show, without reading every file; used by the desk.

One SQLite file a user and data folder, on the user's own disk. It is disposable: deleted, corrupted, of another
version or another machine's, it is built again from the files. While it is being built it answers with what is
there so far. Every method may be called from any thread.
"""

from __future__ import annotations

import sqlite3
import threading
from array import array
from collections.abc import Callable, Iterable
from pathlib import Path

from uedasns_tui.guideline.problem import Problem
from uedasns_tui.records.record import Record
from uedasns_tui.store import index_find, index_rows
from uedasns_tui.store.index_base import Database, Unavailable
from uedasns_tui.store.index_find import Hits, words_of
from uedasns_tui.store.index_refresh import Following, Progress, Refreshed
from uedasns_tui.store.index_rows import COLUMNS, Row, Summary
from uedasns_tui.store.reading import Kept

__all__ = ["Hits", "Index", "Refreshed", "Row", "Running", "Summary", "Unavailable"]

ORDERS = {
    "at": ("at", "rid"),
    "title": ("title", "rid"),
    "state": ("state", "at"),
    "section": ("section", "state", "at"),
}
"""The columns a page can be sorted by, and what decides among equals; each an index of the table."""


def _never() -> bool:
    return False


def _silent(_done: int, _total: int) -> None:
    return None


class Running:
    """A refresh in the background."""

    def __init__(self, thread: threading.Thread, stopping: threading.Event) -> None:
        self._thread = thread
        self._stopping = stopping

    def stop(self, wait: float = 5.0) -> None:
        """Ask it to stop, and wait for it (seconds)."""
        self._stopping.set()
        self._thread.join(wait)

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._thread.is_alive()


class Index:
    """The index of the records under `root`, in the cache folder `cache`.

    `summarise` says what a record comes to; `flavour` names whatever else that depends on (the guideline's edition):
    an index of another flavour is built again. Methods raise Unavailable only while another program writes.
    """

    def __init__(
        self,
        root: Path,
        cache: Path,
        kinds: Iterable[str],
        summarise: Callable[[Record], Summary],
        flavour: str = "",
    ) -> None:
        self.root = root.resolve()
        self.kinds = tuple(kinds)
        self.summarise = summarise
        self._database = Database(self.root, cache, flavour)
        self._refreshing = threading.Lock()
        self._order: tuple[int, array[int]] = (-1, array("q"))

    @property
    def problem(self) -> Problem | None:
        """Why the index lives in memory only; None when it is where it should be."""
        return self._database.problem

    @property
    def file(self) -> Path:
        """Where the index lies."""
        return self._database.file

    # ---- following the files
    def refresh(self, progress: Progress = _silent, stop: Callable[[], bool] = _never) -> Refreshed:
        """Follow what changed on disk, and read it; builds the index where there is none. One at a time: a second
        caller waits. `progress(done, total)` counts files. Stopped, it goes on next time where it was."""
        with self._refreshing:
            following = Following(self._database, self.root, self.kinds, self.summarise, stop, progress)
            result = following.run()
            if result.whole and not self.built:
                self._database.write(
                    lambda db: db.execute("INSERT OR REPLACE INTO meta VALUES('built', '1')")
                )
        return result

    def in_background(
        self, finished: Callable[[Refreshed | None], None], progress: Progress = _silent
    ) -> Running:
        """`refresh` in a thread of its own. `finished` is called there, with None when the index is unavailable."""
        stopping = threading.Event()

        def work() -> None:
            try:
                result = self.refresh(progress, stopping.is_set)
            except Unavailable:
                finished(None)
            else:
                finished(result)

        thread = threading.Thread(target=work, name="index", daemon=True)
        thread.start()
        return Running(thread, stopping)

    def noticed(self, what: Kept | Path) -> None:
        """Take in a record just saved, or a path that went away (for `Store.noticed`). Never raises: the next
        refresh finds what was missed."""
        try:
            path = what if isinstance(what, Path) else what.path
            self._notice(path)
        except (Unavailable, OSError):
            return

    @property
    def built(self) -> bool:
        """Whether all files were in the index once; until then it shows what is there so far."""
        return bool(
            self._database.run(lambda db: db.execute("SELECT 1 FROM meta WHERE key='built'").fetchone())
        )

    def check(self) -> str:
        """What is wrong inside the index, in Japanese; "" when it is sound."""
        found = self._database.run(lambda db: db.execute("PRAGMA quick_check(1)").fetchone())
        return "" if found and found[0] == "ok" else "索引が壊れています。"

    def rebuild(self) -> None:
        """Throw the index away; the next refresh builds it again."""
        self._database.throw_away()
        self._order = (-1, array("q"))

    def close(self) -> None:
        """Let go of the file. No other thread may be using the index."""
        self._database.close()

    # ---- asking
    def page(
        self,
        kind: str = "",
        *,
        states: Iterable[str] = (),
        section: str = "",
        account: str = "",
        order: str = "at",
        descending: bool = True,
        limit: int = 100,
        offset: int = 0,
    ) -> list[Row]:
        """A page of the records of a kind ("" for all) that meet every filter given, sorted by one column: at,
        title, state or section. Raises KeyError for another column."""
        where, values = _where(kind, tuple(states), section, account)
        way = "DESC" if descending else "ASC"
        by = ", ".join(f"{one} {way}" for one in ORDERS[order])
        sql = (
            f"SELECT {COLUMNS} FROM rec WHERE rid IN"
            f" (SELECT rid FROM rec {where} ORDER BY {by} LIMIT ? OFFSET ?) ORDER BY {by}"
        )
        rows = self._database.run(lambda db: db.execute(sql, (*values, limit, offset)).fetchall())
        return [index_rows.row(self.root, one) for one in rows]

    def count(
        self, kind: str = "", *, states: Iterable[str] = (), section: str = "", account: str = ""
    ) -> int:
        """How many records meet the filters of `page`."""
        where, values = _where(kind, tuple(states), section, account)
        return int(
            self._database.run(
                lambda db: db.execute(f"SELECT count(*) FROM rec {where}", values).fetchone()[0]
            )
        )

    def counts(self, section: str = "") -> dict[tuple[str, str], int]:
        """How many records there are by (kind, state); unreadable ones have the state ""."""
        where, values = ("WHERE section=?", (section,)) if section else ("", ())
        found = self._database.run(
            lambda db: db.execute(
                f"SELECT kind, state, count(*) FROM rec {where} GROUP BY kind, state", values
            ).fetchall()
        )
        return {(kind, state): number for kind, state, number in found}

    def get(self, name: str) -> Row | None:
        """The row of the record `name`; None when the index has none."""
        found = self._database.run(
            lambda db: db.execute(f"SELECT {COLUMNS} FROM rec WHERE id=? LIMIT 1", (name,)).fetchone()
        )
        return index_rows.row(self.root, found) if found else None

    def between(
        self, first: str, last: str, names: Iterable[str] = (), kind: str = ""
    ) -> list[tuple[str, str, Row]]:
        """What has a date from `first` to `last` (ISO, both included), as (day, name of the date, row), in order.
        `names` narrows to dates of these names."""
        wanted = tuple(names)
        where = f" AND name IN ({','.join('?' * len(wanted))})" if wanted else ""
        where += " AND kind=?" if kind else ""
        columns = ", ".join("rec." + one for one in COLUMNS.split(", "))
        sql = (
            f"SELECT day.day, day.name, {columns} FROM day JOIN rec USING(rid)"
            f" WHERE day.day BETWEEN ? AND ?{where.replace('name', 'day.name')} ORDER BY day.day, day.name, rec.id"
        )
        values = (first, last, *wanted, *((kind,) if kind else ()))
        found = self._database.run(lambda db: db.execute(sql, values).fetchall())
        return [(one[0], one[1], index_rows.row(self.root, one[2:])) for one in found]

    def latest(self, name: str) -> dict[str, str]:
        """For every account, the last of its records' dates of this name (ISO)."""
        sql = "SELECT account, max(day) FROM day JOIN account USING(rid) WHERE name=? GROUP BY account"
        return dict(self._database.run(lambda db: db.execute(sql, (name,)).fetchall()))

    def problems(self) -> list[Problem]:
        """The Problems of every file, as last read."""
        found = self._database.run(
            lambda db: db.execute(
                "SELECT problem FROM rec WHERE problem <> '' ORDER BY folder, name"
            ).fetchall()
        )
        return [problem for (text,) in found for problem in index_rows.problems_in(text)]

    def find(
        self,
        query: str,
        limit: int = 50,
        after: int = 0,
        stop: Callable[[], bool] = _never,
        within: Hits | None = None,
    ) -> Hits:
        """A page of the records that hold all words of the query, newest first. `after`: of the page before.
        `within`: the hits of what was typed before, to look only there where that suffices. `stop` is asked every
        few milliseconds. An empty query has no hits."""
        words = words_of(query)
        if not words:
            return Hits((), ())
        return self._database.run(
            lambda db: index_find.find(db, self.root, words, self._ordered(db), limit, after, stop, within)
        )

    # ---- inside
    def _ordered(self, database: sqlite3.Connection) -> array[int]:
        found = database.execute("SELECT value FROM meta WHERE key='change'").fetchone()
        change = int(found[0]) if found else 0
        known = self._order
        if known[0] != change or not known[1]:
            known = (change, index_find.order(database))
            self._order = known
        return known[1]

    def _notice(self, path: Path) -> None:
        following = Following(self._database, self.root, self.kinds, self.summarise, _never, _silent)
        following.one(path)


def _where(kind: str, states: tuple[str, ...], section: str, account: str) -> tuple[str, tuple[str, ...]]:
    parts: list[str] = []
    values: list[str] = []
    if kind:
        parts.append("kind=?")
        values.append(kind)
    if section:
        parts.append("section=?")
        values.append(section)
    if states:
        parts.append(f"state IN ({','.join('?' * len(states))})")
        values += states
    if account:
        parts.append("rid IN (SELECT rid FROM account WHERE account=?)")
        values.append(account)
    return ("WHERE " + " AND ".join(parts) if parts else ""), tuple(values)
