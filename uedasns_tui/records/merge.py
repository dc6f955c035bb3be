"""Three-way merge of a record that two people changed, by key and by `id` of list entries.

One function for everything: saving over somebody's change, and sharing between sections. What changed on one
side only is taken; the same place changed on both is a Conflict, and a person chooses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from uedasns_tui.frozen import dataclass
from uedasns_tui.records import codec
from uedasns_tui.records.record import Record

Path = tuple[str, ...]
MISSING: Any = object()
WITHIN = 3
"""How long the path of a key within an entry of a list is."""


@dataclass(frozen=True)
class MergeConflict:
    """The same place changed on both sides. `before`, `mine`, `theirs`: None where it is not there."""

    path: Path
    before: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True)
class MergedTable:
    """The merged table (mine where there is a conflict), the conflicts, and what was taken from theirs."""

    table: dict[str, Any]
    conflicts: tuple[MergeConflict, ...] = ()
    taken: tuple[Path, ...] = ()


@dataclass(frozen=True)
class MergedRecord:
    """A merged record; None where conflicts are left."""

    record: Record | None
    conflicts: tuple[MergeConflict, ...] = ()
    taken: tuple[Path, ...] = ()


class _Merge:
    def __init__(self) -> None:
        self.conflicts: list[MergeConflict] = []
        self.taken: list[Path] = []

    def value(self, path: Path, base: Any, mine: Any, theirs: Any) -> Any:
        if mine is theirs or _same(mine, theirs):
            return mine
        if _same(mine, base):
            self.taken.append(path)
            return theirs
        if _same(theirs, base):
            return mine
        if all(isinstance(side, Mapping) for side in (mine, theirs)):
            return self.table(path, base if isinstance(base, Mapping) else {}, mine, theirs)
        if all(side is MISSING or _entries(side) for side in (mine, theirs)):
            sides = [side if _entries(side) else [] for side in (base, mine, theirs)]
            return self.entries(path, *sides) or MISSING
        if len(path) == WITHIN and all(side is MISSING or _texts(side) for side in (mine, theirs)):
            sides = [side if _texts(side) else [] for side in (base, mine, theirs)]
            return self.texts(path, *sides) or MISSING
        self.conflicts.append(MergeConflict(path, _said(base), _said(mine), _said(theirs)))
        return mine

    def table(
        self, path: Path, base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
    ) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for key in dict.fromkeys((*mine, *theirs)):
            value = self.value(
                (*path, key), base.get(key, MISSING), mine.get(key, MISSING), theirs.get(key, MISSING)
            )
            if value is not MISSING:
                out[key] = value
        return out

    def entries(self, path: Path, base: list[Any], mine: list[Any], theirs: list[Any]) -> list[Any]:
        sides = [{entry["id"]: entry for entry in side} for side in (base, mine, theirs)]
        log = all("at" in entry and "act" in entry for entry in (*mine, *theirs))
        order = (_in_time if log else _together)(base, mine, theirs)
        out = []
        for key in order:
            value = self.value((*path, key), *(side.get(key, MISSING) for side in sides))
            if value is not MISSING:
                out.append(value)
        return out

    def texts(self, path: Path, base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
        """What an entry lists (findings that were looked at) is a set: what either took out is gone."""
        both = dict.fromkeys((*mine, *theirs))
        out = [text for text in both if text not in base or (text in mine and text in theirs)]
        if out != mine:
            self.taken.append(path)
        return out


def _in_time(base: list[Any], mine: list[Any], theirs: list[Any]) -> list[str]:
    """A log only grows: what both have as it stood, then what each added, by time, each side in its own order
    (the clocks of two machines may differ by minutes)."""
    out = {entry["id"]: None for entry in base}
    sides = [[entry for entry in side if entry["id"] not in out] for side in (mine, theirs)]
    while all(sides):
        first = min(sides, key=lambda side: (side[0]["at"], side[0]["id"]))
        out.setdefault(first.pop(0)["id"])
    return list(out | {entry["id"]: None for side in sides for entry in side})


def _together(base: list[Any], mine: list[Any], theirs: list[Any]) -> list[str]:
    """Mine's order, with what only theirs has after the entry it follows there."""
    known, names = {entry["id"] for entry in base}, [entry["id"] for entry in theirs]
    out: list[str] = [entry["id"] for entry in mine]
    for at, key in enumerate(names):
        if key not in out:
            before = next((name for name in reversed(names[:at]) if name in out), None)
            place = out.index(before) + 1 if before is not None else 0
            while place < len(out) and out[place] not in known and out[place] not in names:
                place += 1
            out.insert(place, key)
    return out


def _entries(value: Any) -> bool:
    if not isinstance(value, list) or not all(isinstance(part, Mapping) and "id" in part for part in value):
        return False
    return len({part["id"] for part in value}) == len(value)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


def _same(left: Any, right: Any) -> bool:
    """Whether two values are the same, types included all the way down (0 is not false)."""
    if MISSING is left or MISSING is right:
        return left is right
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(_same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_same, left, right))
    return bool(left == right and type(left) is type(right))


def _said(value: Any) -> Any:
    return None if value is MISSING else value


def merge(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> MergedTable:
    """Three tables merged. Nothing is lost: both sides of a conflict stand in it."""
    work = _Merge()
    table = work.table((), base, mine, theirs)
    return MergedTable(table, tuple(work.conflicts), tuple(work.taken))


def empty_of(record: Record) -> Record:
    """What two texts of a record are merged over that have nothing in common: everything that differs is a conflict."""
    return Record(record.id, record.kind, record.edition)


def merge_records(base: Record, mine: Record, theirs: Record) -> MergedRecord:
    """Three states of one record merged; None where a person must choose first."""
    merged = merge(*(codec.table_of(side) for side in (base, mine, theirs)))
    if merged.conflicts:
        return MergedRecord(None, merged.conflicts, merged.taken)
    return MergedRecord(codec.record_of(merged.table), (), merged.taken)


def resolve_conflicts(base: Record, mine: Record, theirs: Record, picked: Mapping[Path, str]) -> Record:
    """The merged record once a person has chosen "mine" or "theirs" for every conflict, by its path."""
    sides = [codec.table_of(side) for side in (base, mine, theirs)]
    table = merge(*sides).table
    for conflict in merge(*sides).conflicts:
        if picked.get(conflict.path) == "theirs":
            _put(table, conflict.path, conflict.theirs)
    return codec.record_of(table)


def _put(table: Any, path: Path, value: Any) -> None:
    for step in path[:-1]:
        is_list = isinstance(table, list)
        table = (
            next(entry for entry in table if entry["id"] == step) if is_list else table.setdefault(step, [])
        )
    if isinstance(table, list):
        at = next((at for at, entry in enumerate(table) if entry["id"] == path[-1]), len(table))
        table[at : at + 1] = [] if value is None else [value]
    elif value is None:
        table.pop(path[-1], None)
    else:
        table[path[-1]] = value
