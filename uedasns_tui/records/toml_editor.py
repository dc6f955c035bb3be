"""Edits a record's file in place: comments, order and unknown keys stay.

Used by `codec.py`. tomlkit does only what it was shown to do safely (set values in tables that are there, append to
and remove from arrays of tables), and its work counts only when `tomllib` reads exactly what was meant.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any

from uedasns_tui.records import toml_writer

Table = Mapping[str, Any]


def overlay(cls: Any, old: Table, new: Table) -> dict[str, Any]:
    """What a file must hold that held `old` and is to say `new`: every key that `cls` (the dataclass of the table)
    does not know is kept at its place, and so is a key that was written out empty and still is."""
    kinds = _kinds(cls)
    table: dict[str, Any] = {}
    for name, kind in kinds.items():
        if name not in new:
            if name in old and not old[name] and not isinstance(old[name], bool | int | float):
                table[name] = old[name]
            continue
        part = _dataclass(kind)
        table[name] = new[name]
        if part is None:
            continue
        if isinstance(new[name], list):
            table[name] = _entries(part, old.get(name), new[name])
        elif isinstance(new[name], Mapping):
            before = old.get(name)
            table[name] = overlay(part, before if isinstance(before, Mapping) else {}, new[name])
    return {**table, **{name: value for name, value in old.items() if name not in kinds}}


@cache
def _kinds(cls: Any) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _entries(part: Any, old: Any, new: list[Table]) -> list[dict[str, Any]]:
    """Entries are told by their ids; of two with the same id, the first is the first."""
    before: dict[Any, list[Table]] = {}
    for entry in old if isinstance(old, list) else ():
        if isinstance(entry, Mapping):
            before.setdefault(entry.get("id"), []).append(entry)
    return [
        overlay(part, same_id.pop(0) if (same_id := before.get(entry["id"])) else {}, entry) for entry in new
    ]


def _dataclass(kind: Any) -> Any:
    """The dataclass that a type holds: itself, in a tuple, or beside None; else None."""
    if dataclasses.is_dataclass(kind):
        return kind
    if typing.get_origin(kind) in (tuple, types.UnionType):
        return next(
            (argument for argument in typing.get_args(kind) if dataclasses.is_dataclass(argument)), None
        )
    return None


def same(left: Any, right: Any) -> bool:
    """Whether two values of TOML files say the same, nan and nan included."""
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(same(part, right[name]) for name, part in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right or (left != left and right != right))


def edit_document(text: str, old: Table, wanted: Table, comments: Mapping[str, str]) -> str | None:
    """`text`, which reads as `old`, with what changed set in place; None where that did not give exactly `wanted`.

    `comments`: "values.name" -> the comment above a key that is new.
    """
    import tomllib

    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        _set(document, old, wanted, comments, "")
        out = tomlkit.dumps(document)
        return out if same(tomllib.loads(out), wanted) else None
    except (TOMLKitError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return None


def _set(table: Any, old: Table, wanted: Table, comments: Mapping[str, str], path: str) -> None:
    import tomlkit

    for name in [name for name in old if name not in wanted]:
        del table[name]
    for name, value in wanted.items():
        here = f"{path}.{name}" if path else name
        before = old.get(name)
        if name in old and before == value:
            continue
        if isinstance(value, Mapping) and isinstance(before, Mapping):
            _set(table[name], before, value, comments, here)
        elif _of_tables(value) and (before is None or _of_tables(before)):
            _list(table, name, before or [], value)
        else:
            if name not in old and comments.get(here):
                for line in toml_writer.comment(comments[here]):
                    table.add(tomlkit.comment(line.removeprefix("#").strip()))
            table[name] = tomlkit.value(toml_writer.value(value))


def _of_tables(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(part, Mapping) and "id" in part for part in value)
    )


def _list(table: Any, name: str, old: list[Table], wanted: list[Table]) -> None:
    """Entries by id: gone ones removed, changed ones set in place, new ones appended."""
    import tomlkit

    if name not in table:
        table.add(tomlkit.nl())
        table.append(name, tomlkit.aot())
    array = table[name]
    ids = {entry["id"] for entry in wanted}
    for at in reversed(range(len(old))):
        if old[at]["id"] not in ids:
            del array[at]
    left = [entry for entry in old if entry["id"] in ids]
    places = {entry["id"]: at for at, entry in enumerate(left)}
    for at, entry in enumerate(wanted):
        if entry["id"] not in places:
            entry = tomlkit.parse(toml_writer.document(entry, "", {}))
            array.append(entry) if at >= len(array) else array.insert(at, entry)
        elif left[places[entry["id"]]] != entry:
            _set(array[places[entry["id"]]], left[places[entry["id"]]], entry, {}, "")
