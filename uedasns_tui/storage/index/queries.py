"""Queries of the index: pages, counts, marks, unreadable files. The read-only half of `record_index.py`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from uedasns_tui.guideline.problem import Problem
from uedasns_tui.storage import paths
from uedasns_tui.storage.index import rows
from uedasns_tui.storage.index.database import IndexDatabase
from uedasns_tui.storage.index.rows import COLUMNS, IndexRow

ORDERS = {
    "at": ("at", "rid"),
    "title": ("title", "rid"),
    "state": ("state", "at"),
    "section": ("section", "state", "at"),
}
"""The columns a page can be sorted by, and what decides among equals; each an index of the table."""
LAST = "\U0010ffff"
"""Sorts after every text."""


def lies_in(problem: Problem, kind: str) -> bool:
    """Whether a problem is one of the folders of a kind."""
    return paths.top_folder(kind) in Path(problem.where.file).parts


class IndexQueries:
    """What lists, home, register and calendar ask. Every method raises index_base.Unavailable while another program
    writes."""

    def __init__(self, root: Path, database: IndexDatabase) -> None:
        self.root = root
        self._database = database
        self._outside: tuple[Problem, ...] = ()

    def page(
        self,
        kind: str = "",
        *,
        states: Iterable[str] = (),
        section: str = "",
        order: str = "at",
        descending: bool = True,
        limit: int = 100,
        offset: int = 0,
    ) -> list[IndexRow]:
        """A page of the records of a kind ("" for all) that meet every filter given, sorted by one column: at,
        title, state or section. Raises KeyError for another column."""
        where, values = _where(kind, tuple(states), section)
        way = "DESC" if descending else "ASC"
        by = ", ".join(f"{column} {way}" for column in ORDERS[order])
        sql = (
            f"SELECT {COLUMNS} FROM rec WHERE rid IN"
            f" (SELECT rid FROM rec {where} ORDER BY {by} LIMIT ? OFFSET ?) ORDER BY {by}"
        )
        records = self._database.run(lambda db: db.execute(sql, (*values, limit, offset)).fetchall())
        return [rows.row(self.root, record) for record in records]

    def count(self, kind: str = "", *, states: Iterable[str] = (), section: str = "") -> int:
        """How many records meet the filters of `page`."""
        where, values = _where(kind, tuple(states), section)
        return int(
            self._database.run(
                lambda db: db.execute(f"SELECT count(*) FROM rec {where}", values).fetchone()[0]
            )
        )

    @property
    def most(self) -> int:
        """How many records there are at most, without counting them."""
        result = self._database.run(lambda db: db.execute("SELECT max(rid) FROM rec").fetchone())
        return result[0] or 0

    def counts(self, section: str = "") -> dict[tuple[str, str], int]:
        """How many records there are by (kind, state); unreadable ones have the state ""."""
        where, values = ("WHERE section=?", (section,)) if section else ("", ())
        result = self._database.run(
            lambda db: db.execute(
                f"SELECT kind, state, count(*) FROM rec {where} GROUP BY kind, state", values
            ).fetchall()
        )
        return {(kind, state): number for kind, state, number in result}

    def place_of(self, name: str, kind: str, *, order: str = "at", descending: bool = True) -> int | None:
        """How many records of a kind stand before the record `name` in that order (of `page`); None when the index
        has none."""
        columns = [*dict.fromkeys((*ORDERS[order], "rid"))]
        own, sign = ", ".join(f"one.{column}" for column in columns), ">" if descending else "<"
        sql = (
            f"SELECT (SELECT count(*) FROM rec WHERE kind=? AND ({', '.join(columns)}) {sign} ({own}))"
            " FROM rec AS one WHERE one.id=? AND one.kind=? LIMIT 1"
        )
        result = self._database.run(lambda db: db.execute(sql, (kind, name, kind)).fetchone())
        return int(result[0]) if result else None

    def get(self, name: str) -> IndexRow | None:
        """The row of the record `name`; None when the index has none."""
        result = self._database.run(
            lambda db: db.execute(f"SELECT {COLUMNS} FROM rec WHERE id=? LIMIT 1", (name,)).fetchone()
        )
        return rows.row(self.root, result) if result else None

    def marked(
        self, name: str, first: str = "", last: str = LAST, *, limit: int = -1, offset: int = 0
    ) -> list[tuple[str, IndexRow]]:
        """The records that bear the mark `name` from `first` to `last` (both included), as (value, row), in order;
        a page of them, or all."""
        columns = ", ".join("rec." + entry for entry in COLUMNS.split(", "))
        sql = (
            f"SELECT mark.value, {columns} FROM mark JOIN rec USING(rid)"
            " WHERE mark.name=? AND mark.value BETWEEN ? AND ? ORDER BY mark.value, mark.rid LIMIT ? OFFSET ?"
        )
        values = (name, first, last, limit, offset)
        result = self._database.run(lambda db: db.execute(sql, values).fetchall())
        return [(entry[0], rows.row(self.root, entry[1:])) for entry in result]

    def count_marked(self, name: str, kind: str = "") -> int:
        """How many records (of a kind) bear the mark `name`."""
        sql, values = "SELECT count(*) FROM mark WHERE name=?", [name]
        if kind:
            sql, values = (
                "SELECT count(*) FROM mark JOIN rec USING(rid) WHERE mark.name=? AND rec.kind=?",
                [name, kind],
            )
        return int(self._database.run(lambda db: db.execute(sql, values).fetchone()[0]))

    def last(self, names: Iterable[str]) -> dict[str, str]:
        """The greatest value of each mark that any record bears."""
        sql = (
            "SELECT asked.value, (SELECT max(mark.value) FROM mark WHERE mark.name = asked.value)"
            " FROM json_each(?) AS asked"
        )
        result = self._database.run(lambda db: db.execute(sql, (json.dumps(list(names)),)).fetchall())
        return {name: value for name, value in result if value is not None}

    def tally(self, name: str, first: str, last: str) -> dict[str, int]:
        """How many records bear each value of the mark `name` from `first` to `last` (both included)."""
        sql = "SELECT value, count(*) FROM mark WHERE name=? AND value BETWEEN ? AND ? GROUP BY value"
        return dict(self._database.run(lambda db: db.execute(sql, (name, first, last)).fetchall()))

    def problems(self, kind: str = "") -> list[Problem]:
        """The Problems of every file of a kind (or all), as last read; of all, those of folders and links too."""
        where, values = ("AND kind=?", (kind,)) if kind else ("", ())
        # left to itself SQLite walks all records in their order: 70 ms of a start beside 100,000 instead of 0.1
        sql = f"SELECT problem FROM rec INDEXED BY rec_problem WHERE problem <> '' {where} ORDER BY folder, name"
        result = self._database.run(lambda db: db.execute(sql, values).fetchall())
        inside = [problem for (text,) in result for problem in rows.problems_in(text)]
        outside = [problem for problem in self._outside if not kind or lies_in(problem, kind)]
        return [*outside, *inside]

    @property
    def change(self) -> int:
        """A number that is another one whenever rows changed."""
        result = self._database.run(
            lambda db: db.execute("SELECT value FROM meta WHERE key='change'").fetchone()
        )
        return int(result[0]) if result else 0


def _where(kind: str, states: tuple[str, ...], section: str) -> tuple[str, tuple[str, ...]]:
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
    return ("WHERE " + " AND ".join(parts) if parts else ""), tuple(values)
