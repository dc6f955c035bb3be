"""Converts a record's summary to and from rows of the index.

The context says what a record comes to (`Summary`); this room knows nothing of forms.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.japanese.fold import fold


@dataclass(frozen=True)
class RecordSummary:
    """What lists, home, register, calendar and find need of a record.

    `at`: when it was last changed, `made`: when it was made; both ISO 8601 in one offset, so that they sort as text.
    `marks`: name → a text to look up and sort by (an ISO date for calendars). `facts`: whatever else the context wants
    back, as JSON can hold it. `text`: all that find looks in, as typed (the index folds it).
    """

    id: str
    kind: str
    state: str = ""
    title: str = ""
    section: str = ""
    at: str = ""
    made: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True)
class IndexRow:
    """A record as lists show it, without reading its file. `file`: from the data folder `root`. `problems`: what is
    wrong with the file; a file that cannot be read has no state, and its name as title. The index leaves `marks`
    out: it looks them up."""

    root: Path
    file: str
    id: str
    kind: str
    state: str
    title: str
    section: str
    at: str
    made: str
    facts: Mapping[str, Any]
    problems: tuple[Problem, ...]
    readable: bool = True
    marks: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self.root / self.file


@dataclass(frozen=True)
class IndexedFile:
    """A file as it was when read: folder and name from the data folder, and what tells that it has changed."""

    folder: str
    name: str
    mtime_ns: int
    size: int
    ino: int
    digest: bytes


UNREADABLE = "null"
"""The facts of a file that cannot be read."""
COLUMNS = "folder, name, id, kind, state, title, section, at, made, facts, problem"


def put(
    database: sqlite3.Connection,
    file: IndexedFile,
    summary: RecordSummary,
    problems: Iterable[Problem],
    readable: bool,
) -> None:
    """Write a record's row in place of what the index had of its file. Inside a transaction."""
    facts = json.dumps(dict(summary.facts)) if readable else UNREADABLE
    marks = json.dumps(dict(summary.marks))
    problem_text = problems_out(problems)
    values = (
        file.mtime_ns, file.size, _signed(file.ino), file.digest, summary.id, summary.kind, summary.state,
        summary.title, summary.section, summary.at, summary.made, facts, problem_text, marks, file.folder, file.name,
    )  # fmt: skip
    stored = database.execute(
        "SELECT rid, marks FROM rec WHERE folder=? AND name=?", (file.folder, file.name)
    ).fetchone()
    body = fold(summary.text)
    if stored is None:
        rid = database.execute(
            "INSERT INTO rec(mtime_ns, size, ino, digest, id, kind, state, title, section, at, made, facts, problem,"
            " marks, folder, name) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            values,
        ).lastrowid
        database.execute("INSERT INTO txt VALUES(?, ?)", (rid, body))
    else:
        rid = stored[0]
        database.execute(
            "UPDATE rec SET mtime_ns=?, size=?, ino=?, digest=?, id=?, kind=?, state=?, title=?, section=?, at=?,"
            " made=?, facts=?, problem=?, marks=? WHERE folder=? AND name=?",
            values,
        )
        database.execute("INSERT OR REPLACE INTO txt VALUES(?, ?)", (rid, body))
        _forget(database, rid, stored[1])
    database.execute("INSERT OR IGNORE INTO loose VALUES(?)", (rid,))
    if summary.marks:
        database.executemany(
            "INSERT OR IGNORE INTO mark VALUES(?, ?, ?)",
            [(name, value, rid) for name, value in summary.marks.items()],
        )


def drop(database: sqlite3.Connection, folder: str, name: str) -> None:
    """Remove a file's row. Inside a transaction."""
    stored = database.execute(
        "SELECT rid, marks FROM rec WHERE folder=? AND name=?", (folder, name)
    ).fetchone()
    if stored is None:
        return
    _forget(database, *stored)
    for table in ("rec", "txt", "loose"):
        database.execute(f"DELETE FROM {table} WHERE rid=?", (stored[0],))


def _forget(database: sqlite3.Connection, rid: int, marks: str) -> None:
    """Remove the marks of a row, which it names (an index by row would slow every build)."""
    database.executemany(
        "DELETE FROM mark WHERE name=? AND value=? AND rid=?",
        [(name, value, rid) for name, value in json.loads(marks).items()],
    )


def count_change(database: sqlite3.Connection) -> None:
    """Note that rows changed, for whoever remembers their order. Inside a transaction."""
    database.execute(
        "INSERT INTO meta VALUES('change', '1') ON CONFLICT(key) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
    )


def touch(database: sqlite3.Connection, file: IndexedFile) -> None:
    """Note that a file looks otherwise but says the same. Inside a transaction."""
    database.execute(
        "UPDATE rec SET mtime_ns=?, size=?, ino=? WHERE folder=? AND name=?",
        (file.mtime_ns, file.size, _signed(file.ino), file.folder, file.name),
    )


def row(root: Path, columns: tuple[Any, ...]) -> IndexRow:
    """A row of `COLUMNS` as a Row."""
    folder, name, ident, kind, state, title, section, at, made, facts, problem = columns
    facts_stored = json.loads(facts)
    return IndexRow(
        root, f"{folder}/{name}", ident, kind, state, title, section, at, made, facts_stored or {}, problems_in(problem),
        facts_stored is not None,
    )  # fmt: skip


def problems_out(problems: Iterable[Problem]) -> str:
    """Problems as the index keeps them, "" for none."""
    rows = [
        [
            problem.severity,
            problem.where.file,
            problem.where.line,
            problem.where.key,
            problem.message,
            problem.clause,
            problem.code,
        ]
        for problem in problems
    ]
    return json.dumps(rows) if rows else ""


def problems_in(text: str) -> tuple[Problem, ...]:
    """The Problems that `problems_out` wrote."""
    if not text:
        return ()
    return tuple(
        Problem(severity, Location(file, line, key), message, clause, code)
        for severity, file, line, key, message, clause, code in json.loads(text)
    )


def _signed(ino: int) -> int:
    """File ids of Windows and some shares use all 64 bits; SQLite's integers have a sign."""
    return ino - (1 << 64) if ino >= 1 << 63 else ino


def same_file(mtime_ns: int, size: int, ino: int, stored: tuple[int, int, int]) -> bool:
    """Whether a listing shows the file that was read; systems that list no inode say 0."""
    if (mtime_ns, size) != stored[:2]:
        return False
    return 0 in (ino, stored[2]) or _signed(ino) == stored[2]
