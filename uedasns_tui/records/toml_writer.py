"""Writes a new record as TOML for people, with comments above keys and texts as blocks.

Used by `codec.py`. Everything that a string may hold but a lone surrogate comes back exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

_CONTROL = {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)}
_LINE = {**_CONTROL, ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n", ord("\t"): "\\t", ord("\r"): "\\r"}
_BLOCK = {**_CONTROL, ord("\\"): "\\\\", ord("\n"): "\n", ord("\t"): "\t", ord("\r"): "\\r"}
_CLOSING = re.compile(r'"(?="|\Z)')
"""A quotation mark that would close a block, or seem to."""
_ESCAPED = r'\\"'
BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


def string(text: str) -> str:
    """A TOML string: one line as a basic string, several as a block that begins on its own line."""
    if "\n" not in text:
        return f'"{text.translate(_LINE)}"'
    return f'"""\n{_CLOSING.sub(_ESCAPED, text.translate(_BLOCK))}"""'


def value(item: Any) -> str:
    """Any value of a TOML file, tables within lists inline."""
    match item:
        case bool():
            return "true" if item else "false"
        case str():
            return string(item)
        case datetime() | date():
            return item.isoformat()
        case int() | float():
            return repr(item)
        case Mapping():
            return "{" + ", ".join(f"{key(name)} = {inline(part)}" for name, part in item.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(inline(part) for part in item) + "]"
    return item.isoformat() if hasattr(item, "isoformat") else str(item)


def inline(item: Any) -> str:
    """A value on one line, as within a list."""
    return f'"{item.translate(_LINE)}"' if isinstance(item, str) else value(item)


def key(name: str) -> str:
    """A key, quoted where it must be."""
    return name if name and BARE.issuperset(name) else f'"{name.translate(_LINE)}"'


def document(table: Mapping[str, Any], head: str, comments: Mapping[str, str]) -> str:
    """A whole file. `comments`: "values.name" -> the comment above that key, "values" -> above that table."""
    lines = [*comment(head), *_table(table, (), comments)]
    return "\n".join(lines).strip("\n") + "\n"


def comment(text: str) -> list[str]:
    """Comment lines; control characters cannot stand in them."""
    return [
        f"# {line}".rstrip()
        for line in text.translate({**{c: " " for c in range(0x20) if c != 10}, 0x7F: " "}).split("\n")
        if line
    ]


def _table(table: Mapping[str, Any], path: tuple[str, ...], comments: Mapping[str, str]) -> Iterator[str]:
    later: list[tuple[str, Any]] = []
    for name, item in table.items():
        if isinstance(item, Mapping) or _tables(item):
            later.append((name, item))
            continue
        yield from comment(comments.get(".".join((*path, name)), ""))
        yield f"{key(name)} = {value(item)}"
    for name, item in later:
        here = (*path, name)
        title = ".".join(key(part) for part in here)
        for at, each in enumerate([item] if isinstance(item, Mapping) else item):
            yield ""
            yield from comment(comments.get(".".join(here), "")) if at == 0 else ()
            yield f"[{title}]" if isinstance(item, Mapping) else f"[[{title}]]"
            yield from _table(each, here, comments)


def _tables(value: Any) -> bool:
    return (
        isinstance(value, list | tuple) and bool(value) and all(isinstance(part, Mapping) for part in value)
    )
