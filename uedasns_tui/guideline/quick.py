"""A quicker way to read plain TOML, for the many files that this program wrote itself; used by `tables.parse`.

It knows only the plainest part of TOML 1.0: bare keys, strings without escapes, whole numbers, dates, lists of
strings on one line, tables and arrays of tables that stand after their parents. Whatever else it meets, a mistake
above all, it leaves to `tomllib`: it answers None, or exactly what `tomllib` would (tests hold it to that). The
index reads a hundred thousand records so in a third of the time.
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

_LINE = re.compile(
    rf"""(?:
      (?P<skip>(?:\#[^\x00-\x08\x0a-\x1f\x7f]*)?)
    | (?P<key>{_KEY})\ =\ (?:
        "(?P<line>{_TEXT})"(?!")
      | \"\"\"\n(?P<block>{_LINES}(?:"(?!"){_LINES})*)\"\"\"
      | (?P<number>0|[1-9][0-9]{{0,17}})
      | (?P<moment>{_DAY}T{_TIME})
      | (?P<day>{_DAY})
      | \[(?P<list>(?:"{_TEXT}"(?:,\ "{_TEXT}")*)?)\]
      )
    | \[(?P<table>{_KEY}(?:\.{_KEY})*)\]
    | \[\[(?P<array>{_KEY}(?:\.{_KEY})*)\]\]
    )(?:\n|\Z)""",
    re.VERBOSE,
)


def quick(text: str) -> dict[str, Any] | None:
    """A TOML text as `tomllib.loads` reads it; None where this does not venture to say."""
    root: dict[str, Any] = {}
    here = root
    arrays: set[int] = set()
    match = _LINE.match
    position, end = 0, len(text)
    while position < end:
        found = match(text, position)
        if found is None:
            return None
        position = found.end()
        kind = found.lastgroup
        if kind == "skip":
            continue
        if kind in ("table", "array"):
            made = _header(root, found[kind], kind == "array", arrays)
            if made is None:
                return None
            here = made
            continue
        key = found["key"]
        if key in here:
            return None
        said = found[kind or ""]
        if kind in ("line", "block"):
            here[key] = said
        elif kind == "list":
            here[key] = said[1:-1].split('", "') if said else []
        elif kind == "number":
            here[key] = int(said)
        else:
            try:
                here[key] = date.fromisoformat(said) if kind == "day" else datetime.fromisoformat(said)
            except ValueError:
                return None
    return root


def _header(root: dict[str, Any], name: str, array: bool, arrays: set[int]) -> dict[str, Any] | None:
    """The new table of a header; None where it is anything but new beneath tables that have headers."""
    *above, last = name.split(".")
    parent = root
    for part in above:
        step = parent.get(part)
        if isinstance(step, list) and id(step) in arrays:
            step = step[-1]
        if not isinstance(step, dict):
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
