"""The index's database: opened, checked, rebuilt, and kept in memory when the disk refuses it.

The index holds nothing that the files do not. So whatever is wrong with it (another version, another machine's,
corrupted) ends in an empty one that is built again, and a full disk ends in one that is kept in memory. Used by
`index.py` alone. It lies on the user's own disk: write-ahead logging is not for network file systems.
"""

from __future__ import annotations

import contextlib
import hashlib
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from uedasns_tui.guideline.problem import Location, Problem

VERSION = "5"
Result = TypeVar("Result")

_SCHEMA = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE folder(path TEXT PRIMARY KEY, signature BLOB) WITHOUT ROWID;
CREATE TABLE rec(
  rid INTEGER PRIMARY KEY, folder TEXT, name TEXT, mtime_ns INTEGER, size INTEGER, ino INTEGER, digest BLOB,
  id TEXT, kind TEXT, state TEXT, title TEXT, section TEXT, at TEXT, made TEXT, facts TEXT, problem TEXT,
  marks TEXT);
CREATE UNIQUE INDEX rec_file ON rec(folder, name);
CREATE INDEX rec_id ON rec(id);
CREATE INDEX rec_all ON rec(at);
CREATE INDEX rec_at ON rec(kind, at);
CREATE INDEX rec_title ON rec(kind, title);
CREATE INDEX rec_state ON rec(kind, state, at);
CREATE INDEX rec_section ON rec(kind, section, state, at);
CREATE INDEX rec_problem ON rec(problem) WHERE problem <> '';
CREATE TABLE mark(name TEXT, value TEXT, rid INTEGER, PRIMARY KEY(name, value, rid)) WITHOUT ROWID;
CREATE TABLE txt(rid INTEGER PRIMARY KEY, body TEXT);
CREATE TABLE gram(letter TEXT, part INTEGER, bits BLOB, PRIMARY KEY(part, letter)) WITHOUT ROWID;
CREATE TABLE loose(rid INTEGER PRIMARY KEY);
"""

_REBUILD = {
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_SCHEMA,
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_CONSTRAINT,
}
_WAIT = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class IndexUnavailable(Exception):
    """The index cannot be used at this moment (another program writes it); ask again later."""


class IndexDatabase:
    """One SQLite file, one connection a thread. `problem` says in Japanese when it had to go on in memory."""

    def __init__(self, root: Path, cache: Path, flavour: str, patience: float = 2.0) -> None:
        name = hashlib.sha256(str(root).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        self.file = cache / f"index-{name}.sqlite3"
        self.problem: Problem | None = None
        self._identity = {
            "version": VERSION, "root": str(root), "machine": socket.gethostname(), "flavour": flavour,
        }  # fmt: skip
        self._patience = patience
        self._local = threading.local()
        self._guard = threading.RLock()
        self._memory: sqlite3.Connection | None = None
        self._epoch = 0
        self._opened: list[sqlite3.Connection] = []

    def run(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Do `work` on this thread's connection; throws a bad index away, or goes on in memory, and does it again.

        Raises Unavailable while another program writes.
        """
        for _ in range(3):
            epoch = self._epoch
            try:
                with self._use() as database:
                    return work(database)
            except (sqlite3.DatabaseError, OSError) as error:
                self._recover(error, epoch)
        raise IndexUnavailable("索引を今は使えません。")

    def write(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """The same as one transaction."""

        def transaction(database: sqlite3.Connection) -> Result:
            database.execute("BEGIN IMMEDIATE")
            try:
                result = work(database)
            except BaseException:
                if database.in_transaction:
                    database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")
            return result

        return self.run(transaction)

    def throw_away(self) -> None:
        """Begin with an empty index."""
        with self._guard:
            self._epoch += 1
            if self._memory is not None:
                self._memory.close()
                self._memory = self._in_memory()
                return
            self._forget_mine()
            try:
                for suffix in ("", "-wal", "-shm"):
                    self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
            except OSError as error:
                self._degrade(error)

    def close(self) -> None:
        """Close every connection. No other thread may be using the index."""
        with self._guard:
            self._epoch += 1
            for connection in (*self._opened, self._memory):
                if connection is not None:
                    with contextlib.suppress(sqlite3.Error):
                        connection.close()
            self._opened.clear()
            self._memory = None

    @contextlib.contextmanager
    def _use(self) -> Iterator[sqlite3.Connection]:
        if self._memory is not None:
            with self._guard:
                yield self._memory
            return
        if getattr(self._local, "connection", None) is None or self._local.epoch != self._epoch:
            self._forget_mine()
            with self._guard:
                self._local.connection = self._open()
                self._local.epoch = self._epoch
        yield self._local.connection

    def _forget_mine(self) -> None:
        connection = getattr(self._local, "connection", None)
        self._local.connection = None
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.close()
            if connection in self._opened:
                self._opened.remove(connection)

    def _open(self) -> sqlite3.Connection:
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        connection = sqlite3.connect(
            self.file, timeout=self._patience, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("PRAGMA temp_store=MEMORY")
            connection.execute("PRAGMA cache_size=-8000")
            connection.execute("PRAGMA wal_autocheckpoint=8000")
            if not self._known(connection):
                connection.close()
                for suffix in ("", "-wal", "-shm"):
                    self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
                return self._open()
        except BaseException:
            connection.close()
            raise
        self._opened.append(connection)
        return connection

    def _known(self, connection: sqlite3.Connection) -> bool:
        """Whether the index is ours; an empty file is made ours."""
        if _empty(connection):
            connection.execute("BEGIN IMMEDIATE")
            if _empty(connection):
                for statement in _SCHEMA.split(";"):
                    connection.execute(statement)
                connection.executemany("INSERT INTO meta VALUES(?, ?)", self._identity.items())
            connection.execute("COMMIT")
        stored = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        return all(stored.get(key) == value for key, value in self._identity.items())

    def _recover(self, error: Exception, epoch: int) -> None:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if isinstance(error, sqlite3.DatabaseError) and code in _WAIT:
            raise IndexUnavailable("ほかの画面が索引を書いているので、今は使えません。") from error
        with self._guard:
            if epoch != self._epoch:
                return
            if self._memory is not None or (isinstance(error, sqlite3.DatabaseError) and code in _REBUILD):
                self.throw_away()
            else:
                self._degrade(error)

    def _degrade(self, error: Exception) -> None:
        self._epoch += 1
        self._forget_mine()
        self._memory = self._in_memory()
        self.problem = Problem(
            "warning",
            Location(str(self.file)),
            f"索引を「{self.file.parent}」に置けないので、記録を毎回読み直します（{_why(error)}）。"
            "記録には何も起きていません。ディスクの空きと、そのフォルダーに書き込めるかを確かめてください。",
            code="index",
        )

    def _in_memory(self) -> sqlite3.Connection:
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        connection.executescript(_SCHEMA)
        return connection


def _empty(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0)


def _why(error: Exception) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return {
        sqlite3.SQLITE_FULL: "ディスクの空きがありません",
        sqlite3.SQLITE_READONLY: "読み取り専用の場所です",
        sqlite3.SQLITE_CANTOPEN: "ファイルを作れません",
        sqlite3.SQLITE_IOERR: "ディスクの読み書きに失敗しました",
    }.get(code, type(error).__name__)
