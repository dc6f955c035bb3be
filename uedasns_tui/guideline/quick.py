"""A quicker way to read plain TOML: the many records that this program wrote, and the guideline; used by `tables.parse`.

It knows only the plainest part of TOML 1.0: keys and strings without escapes, literal strings that are the whole
value, whole numbers, true and false, dates, lists and inline tables of these, tables and arrays of tables that stand
after their parents. Whatever else it meets, a mistake above all, it leaves to `tomllib`: it answers None, or exactly what `tomllib` would (tests hold it to that).
The index reads a hundred thousand records so in a third of the time.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

_TEXT = r'[^"\\\x00-\x1f\x7f]*'
_LINES = r'[^"\\\x00-\x08\x0b-\x1f\x7f]*'
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])?"
_KEY = r"[A-Za-z0-9_-]+"
_ANY_KEY = rf'(?:{_KEY}|"{_TEXT}"(?!"))'
_DEEPEST = 20

_LINE = re.compile(
    rf"""(?:
      (?P<skip>(?:\#[^\x00-\x08\x0a-\x1f\x7f]*)?)
    | (?P<key>{_ANY_KEY})\ =\ (?:
        "(?P<line>{_TEXT})"(?!")
      | '(?P<literal>[^'\x00-\x1f\x7f]*)'(?!')
      | \"\"\"\n(?P<block>{_LINES}(?:"(?!"){_LINES})*)\"\"\"
      | (?P<number>0|[1-9][0-9]{{0,17}})
      | (?P<truth>true|false)
      | (?P<moment>{_DAY}T{_TIME})
      | (?P<day>{_DAY})
      | \[(?P<list>(?:"{_TEXT}"(?:,\ "{_TEXT}")*)?)\]
      )
    | \[(?P<table>{_KEY}(?:\.{_KEY})*)\]
    | \[\[(?P<array>{_KEY}(?:\.{_KEY})*)\]\]
    )(?:\n|\Z)""",
    re.VERBOSE,
)
_OPENED = re.compile(rf"({_ANY_KEY}) = (?=[\[{{])")
_PART = re.compile(
    rf'"(?P<line>{_TEXT})"(?!")|(?P<number>0|[1-9][0-9]{{0,17}})(?=[ \t,\]}}\n])|(?P<truth>true|false)\b'
)
_BETWEEN = re.compile(r"[ \t\n]*")
_COMMA = re.compile(r"[ \t\n]*,[ \t\n]*")
_PAIR = re.compile(rf"[ \t]*({_ANY_KEY}) = ")
_PAIRED = re.compile(r"[ \t]*([,}])")


def quick(text: str) -> dict[str, Any] | None:
    """A TOML text as `tomllib.loads` reads it; None where this does not venture to say."""
    root: dict[str, Any] = {}
    here = root
    arrays: set[int] = set()
    inline: set[int] = set()
    match = _LINE.match
    position, end = 0, len(text)
    while position < end:
        found = match(text, position)
        if found is None:
            position = _inline(text, position, here, inline)
            if not position:
                return None
            continue
        position = found.end()
        kind = found.lastgroup
        if kind == "skip":
            continue
        if kind in ("table", "array"):
            made = _header(root, found[kind], kind == "array", arrays, inline)
            if made is None:
                return None
            here = made
            continue
        key = _name(found["key"])
        if key in here:
            return None
        said = found[kind or ""]
        if kind in ("line", "block", "literal"):
            here[key] = said
        elif kind == "list":
            here[key] = said[1:-1].split('", "') if said else []
        elif kind == "number":
            here[key] = int(said)
        elif kind == "truth":
            here[key] = said == "true"
        else:
            try:
                here[key] = date.fromisoformat(said) if kind == "day" else datetime.fromisoformat(said)
            except ValueError:
                return None
    return root


def _name(key: str) -> str:
    return key[1:-1] if key[0] == '"' else key


def _inline(text: str, position: int, here: dict[str, Any], inline: set[int]) -> int:
    """Past a key with a list over several lines or an inline table; 0 where it is anything else.

    `inline`: the ids of inline tables, to which nothing may be added.
    """
    opened = _OPENED.match(text, position)
    if opened is None or (key := _name(opened[1])) in here:
        return 0
    read = _value(text, opened.end(), 0)
    if read is None or text[read[1] : read[1] + 1] not in ("", "\n"):
        return 0
    here[key], end = read
    if isinstance(here[key], dict):
        inline.add(id(here[key]))
    return end + 1


def _value(text: str, position: int, depth: int) -> tuple[Any, int] | None:
    """A value within a list or inline table, and where it ends."""
    found = _PART.match(text, position)
    if found is not None:
        kind, said = found.lastgroup, found[found.lastgroup or ""]
        return (said if kind == "line" else int(said) if kind == "number" else said == "true"), found.end()
    if depth == _DEEPEST:
        return None
    if text.startswith("[", position):
        return _list(text, position + 1, depth + 1)
    return _pairs(text, position + 1, depth + 1) if text.startswith("{", position) else None


def _list(text: str, position: int, depth: int) -> tuple[list[Any], int] | None:
    made: list[Any] = []
    position = _BETWEEN.match(text, position).end()  # type: ignore[union-attr]
    while not text.startswith("]", position):
        read = _value(text, position, depth)
        if read is None:
            return None
        made.append(read[0])
        comma = _COMMA.match(text, read[1])
        position = comma.end() if comma else _BETWEEN.match(text, read[1]).end()  # type: ignore[union-attr]
        if comma is None and not text.startswith("]", position):
            return None
    return made, position + 1


def _pairs(text: str, position: int, depth: int) -> tuple[dict[str, Any], int] | None:
    made: dict[str, Any] = {}
    while (pair := _PAIR.match(text, position)) is not None:
        read = _value(text, pair.end(), depth)
        after = _PAIRED.match(text, read[1]) if read else None
        if read is None or after is None or (key := _name(pair[1])) in made:
            return None
        made[key], position = read[0], after.end()
        if after[1] == "}":
            return made, position
    return None


def _header(
    root: dict[str, Any], name: str, array: bool, arrays: set[int], inline: set[int]
) -> dict[str, Any] | None:
    """The new table of a header; None where it is anything but new beneath tables that have headers."""
    *above, last = name.split(".")
    if len(above) > _DEEPEST:
        return None
    parent = root
    for part in above:
        step = parent.get(part)
        if isinstance(step, list) and id(step) in arrays:
            step = step[-1]
        if not isinstance(step, dict) or id(step) in inline:
            return None
        parent = step
    made: dict[str, Any] = {}
    there = parent.get(last)
    if array:
        if there is None:
            there = parent[last] = []
            arrays.add(id(there))
        elif not isinstance(there, list) or id(there) not in arrays:
            return None
        there.append(made)
        return made
    if last in parent:
        return None
    parent[last] = made
    return made
