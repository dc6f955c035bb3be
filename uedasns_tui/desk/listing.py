"""The records as lists see them, from the index: rows of a kind, pages, what is wrong with files.

Used by home, register, finder and the lists. A command follows the files before it asks, so that what it says is
true. The screen follows them beside its work (`Desk.followed`), and asks for what is there.
"""

from __future__ import annotations

import time
from pathlib import Path

from uedasns_tui.desk.desk import Desk
from uedasns_tui.desk.folders import CONFIGURED
from uedasns_tui.guideline.problem import Problem, Where
from uedasns_tui.records.record import Record
from uedasns_tui.store.index import Index, Row
from uedasns_tui.store.index_base import Unavailable

SMALL = 2000
"""Records that are followed faster than one sees; where there are more, the screen shows what the index has."""
AGAIN = 1.0
"""Seconds for which what was just followed is taken as it is."""
PATIENCE = 0.3
"""Seconds for which a list waits for an index that is not built yet; the screen's own look goes on where it stopped."""


def index(desk: Desk, kind: str = "", *, now: bool = False) -> Index:
    """The index, up to date as far as whoever asks can wait: a command, and `now` for one kind, always; the screen
    where there are few records. Raises Unavailable while another program writes it."""
    found = desk.index
    if not desk.followed:
        found.refresh(desk.progress, kind=kind)
    elif now:
        found.refresh(kind=kind, wait=False)
    elif not found.built:
        end = time.monotonic() + PATIENCE
        found.refresh(stop=lambda: time.monotonic() > end, wait=False)
    elif time.monotonic() - found.followed_at > AGAIN and found.most <= SMALL:
        found.refresh(wait=False)
    return found


def whole(desk: Desk) -> bool:
    """Whether lists can show every record: all are in the index, or there is no data folder yet, or the files
    themselves are read because the index cannot be asked."""
    try:
        return desk.index.built or not desk.store.root.is_dir()
    except Unavailable:
        return True


def away(desk: Desk) -> list[Problem]:
    """That the data folder which somebody chose is not there: what lists show is then what was last seen of it."""
    root = desk.store.root
    if desk.folders.records_from != CONFIGURED or root.is_dir():
        return []
    said = (
        f"データフォルダ「{root}」が見つかりません。共有フォルダにつながっているかを確かめてください。"
        "つながるまで、一覧は前に読んだときのものです。"
    )
    return [Problem("error", Where(str(root)), said, code="folder")]


def rows(desk: Desk, kind: str = "", *, now: bool = False) -> tuple[list[Row], list[Problem]]:
    """Every record of a kind (or all) that can be read, newest first, and what is wrong with the rest."""
    try:
        found = index(desk, kind, now=now)
        every = found.page(kind, limit=-1)
        problems = found.problems(kind)
    except Unavailable:
        return _read(desk, kind)
    return [row for row in every if row.readable], problems


def _read(desk: Desk, kind: str) -> tuple[list[Row], list[Problem]]:
    """The same by reading every file."""
    every: list[Row] = []
    problems: list[Problem] = []
    for found in desk.store.every(kind or None):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            problems += found.problems
            if found.record is not None:
                every.append(_row(desk, found.path, found.record))
    return sorted(every, key=lambda row: row.at, reverse=True), problems


def _row(desk: Desk, path: Path, record: Record) -> Row:
    one = desk.index.summarise(record)
    file = path.relative_to(desk.store.root).as_posix()
    return Row(
        desk.store.root, file, one.id, one.kind, one.state, one.title, one.section, one.at, one.made, one.facts, (),
        marks=one.marks,
    )  # fmt: skip


class Pages:
    """The records of a kind by their place in the list, newest first, read a page at a time as they come into view.

    `whole` false: the records are still being read. Raises Unavailable while another program writes the index.
    """

    def __init__(self, desk: Desk, kind: str, size: int = 200) -> None:
        self._index = index(desk)
        self._kind = kind
        self._size = size
        self._pages: dict[int, list[Row]] = {}
        self.count = self._index.count(kind)
        self.whole = whole(desk)

    def __getitem__(self, at: int) -> Row | None:
        """The record at a place; None when it went away since the records were counted."""
        number, within = divmod(at, self._size)
        if number not in self._pages:
            self._pages[number] = self._index.page(self._kind, limit=self._size, offset=number * self._size)
        page = self._pages[number]
        return page[within] if within < len(page) else None

    def place_of(self, name: str) -> int | None:
        """Where a record stands; None when it is not among them."""
        return self._index.place_of(name, self._kind)
