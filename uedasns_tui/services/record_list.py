"""Lists of records from the index: rows of a kind, pages, unreadable files.

Used by home, register, finder and the lists. A command follows the files before it asks, so that what it says is
true. The screen follows them beside its work (`AppContext.index_followed`), and asks for what is there.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.data_folder import absent_message
from uedasns_tui.storage.errors import UNMERGED
from uedasns_tui.storage.index.database import IndexUnavailable
from uedasns_tui.storage.index.record_index import IndexRow, RecordIndex

if TYPE_CHECKING:
    from uedasns_tui.records.record import Record

SMALL = 2000
"""Records that are followed faster than one sees; where there are more, the screen shows what the index has."""
AGAIN = 1.0
"""Seconds for which what was just followed is taken as it is."""
PATIENCE = 0.3
"""Seconds for which a list waits for an index that is not built yet; the screen's own look goes on where it stopped."""

UNTITLED = "（無題）"
VERSION = 6
"""Another number makes every index be built again: for when what `record_summary` says changes."""

TODO = "todo"
"""The mark of a record that asks for something; its value sorts the most pressing first."""


def posted(account: str) -> str:
    """The mark of a post that went out on an account; its value is the day (ISO)."""
    return f"posted:{account}"


def on_clause(citation: str) -> str:
    """The mark of a record that speaks of a clause; its value is the kind of saying (`backlinks.SAYINGS`)."""
    return f"clause:{citation}"


def schema_key(context: AppContext) -> str:
    """What rows depend on beside the record: they are made anew when one of these files is another one."""
    folder, facts = context.guideline.folder, context.folders.facts
    files = [folder / "guideline.toml", *folder.glob("forms/*.toml"), *folder.glob("checklists/*.toml")]
    files += facts.glob("platforms/*.toml")
    lines = [str(VERSION), context.guideline.file.edition.isoformat()]
    for file in sorted(files):
        try:
            status = file.stat()
        except OSError:
            continue
        lines.append(f"{file}:{status.st_size}:{status.st_mtime_ns}")
    return "\n".join(lines)


def index(context: AppContext, kind: str = "", *, now: bool = False) -> RecordIndex:
    """The index, up to date as far as whoever asks can wait: a command, and `now` for one kind, always; the screen
    where there are few records. Raises Unavailable while another program writes it."""
    record_index = context.index
    if not context.index_followed:
        record_index.refresh(context.progress, kind=kind)
    elif now:
        record_index.refresh(kind=kind, wait=False)
    elif not record_index.built:
        end = time.monotonic() + PATIENCE
        record_index.refresh(stop=lambda: time.monotonic() > end, wait=False)
    elif time.monotonic() - record_index.followed_at > AGAIN and record_index.most <= SMALL:
        record_index.refresh(wait=False)
    return record_index


def is_complete(context: AppContext) -> bool:
    """Whether lists can show every record: all are in the index, or there is no data folder yet, or the files
    themselves are read because the index cannot be asked."""
    try:
        return context.index.built or not context.index.root.is_dir()
    except IndexUnavailable:
        return True


def is_unreachable(context: AppContext) -> list[Problem]:
    """That the data folder which somebody chose is not there: what lists show is then what was last seen of it."""
    root, why = context.folders.records, context.records_absence()
    if not why:
        return []
    message = absent_message(root, why) + "つながるまで、一覧は前に読んだときのものです。"
    return [Problem("error", Location(str(root)), message, code="no-folder")]


def rows(context: AppContext, kind: str = "", *, now: bool = False) -> tuple[list[IndexRow], list[Problem]]:
    """Every record of a kind (or all) that can be read, newest first, and what is wrong with the rest."""
    try:
        record_index = index(context, kind, now=now)
        every = record_index.page(kind, limit=-1)
        problems = explained(context, record_index.problems(kind))
    except IndexUnavailable:
        return _read(context, kind)
    return [row for row in every if row.readable], [*is_unreachable(context), *problems]


def explained(context: AppContext, problems: Sequence[Problem]) -> Sequence[Problem]:
    """The problems, with both texts where a record's history holds more than the record."""
    if not any(problem.code == UNMERGED for problem in problems):
        return problems
    from uedasns_tui.services.record_merge import explained as with_both_texts

    return with_both_texts(context, problems)


def _read(context: AppContext, kind: str) -> tuple[list[IndexRow], list[Problem]]:
    """The same by reading every file."""
    every: list[IndexRow] = []
    problems: list[Problem] = []
    from uedasns_tui.storage.found_conflicts import checked

    for file in context.repository.every(kind or None):
        if isinstance(file, Problem):
            problems.append(file)
        else:
            file = checked(context.repository.root, file)
            problems += explained(context, file.problems)
            if file.record is not None:
                every.append(_row(context, file.path, file.record))
    return sorted(every, key=lambda row: row.at, reverse=True), problems


def _row(context: AppContext, path: Path, record: Record) -> IndexRow:
    summary = context.index.summarise(record)
    file = path.relative_to(context.index.root).as_posix()
    return IndexRow(
        context.index.root, file, summary.id, summary.kind, summary.state, summary.title, summary.section, summary.at, summary.made, summary.facts, (),
        marks=summary.marks,
    )  # fmt: skip


class Pages:
    """The records of a kind by their place in the list, newest first or by another column that the index sorts by,
    read a page at a time as they come into view.

    `whole` false: the records are still being read. Raises Unavailable while another program writes the index.
    """

    def __init__(
        self, context: AppContext, kind: str, size: int = 200, *, order: str = "at", descending: bool = True
    ) -> None:
        self._index = index(context)
        self._kind = kind
        self._size = size
        self._order, self._descending = order, descending
        self._pages: dict[int, list[IndexRow]] = {}
        self.count = self._index.count(kind)
        self.todo = self._index.count_marked(TODO, kind)
        self.whole = is_complete(context)

    def __getitem__(self, at: int) -> IndexRow | None:
        """The record at a place; None when it went away since the records were counted."""
        number, within = divmod(at, self._size)
        if number not in self._pages:
            self._pages[number] = self._index.page(
                self._kind,
                order=self._order,
                descending=self._descending,
                limit=self._size,
                offset=number * self._size,
            )
        page = self._pages[number]
        return page[within] if within < len(page) else None

    def place_of(self, name: str) -> int | None:
        """Where a record stands; None when it is not among them."""
        return self._index.place_of(name, self._kind, order=self._order, descending=self._descending)
