"""Reads a TOML file into a dataclass and reports all Problems at once.

Used for the guideline, platforms, settings and (through `parse`) records. The classes of the schema say what a file
may hold: what it lacks or has too much, or of a wrong type, is a Problem with file, line, key and what was expected.
Nothing here raises for what a file holds.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
import types
import typing
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from uedasns_tui.guideline.problem import Location, Problem, Severity
from uedasns_tui.guideline.toml_positions import DEEPEST, Key, line_of, too_deep

MAX_BYTES = 1_000_000
"""A file larger than this is none of ours."""
MOST_DOTS = 1_000
"""A file with more dots is checked for deep keys before it is read: tomllib takes the square of a key's parts."""
MOST_FAULTS = 100
"""Faults of one file that are listed; the rest is counted."""
MOST_COUNTED = 1_000
"""Faults after which a file is read no further."""

TYPE_NAMES: dict[Any, str] = {
    str: "文字列（\"…\"）", int: "整数", bool: "true か false", date: "日付（2024-01-04）", datetime: "日時",
    dict: "表", tuple: "並び（[…]）", float: "数",
}  # fmt: skip

HINTS = (
    ("Cannot overwrite a value", "同じ項目が二度あります。"),
    ("Cannot declare", "同じ表が二度あります。"),
    ("Cannot mutate immutable namespace", "同じ項目が二度あります。"),
    ("Illegal character '\\n'", '使えない文字（改行）があります。文字列の終わりの " がないようです。'),
    ("Illegal character", "使えない文字（制御文字など）があります。"),
    ("Unterminated string", '文字列の終わりの " がありません。'),
    ("Expected '='", "「項目 = 値」の = がありません（全角の ＝ は使えません）。"),
    ("Invalid value", '値の書き方が違います（文字列は半角の " で囲みます）。'),
    ("Invalid statement", "ここに書けない文字があります（全角の空白や引用符、Git の印など）。"),
    ("Expected newline or end of document", "値の後に余分な文字があります。"),
    ("Unescaped '\\'", "\\ の使い方が違います（\\\\ と書くか '…' で囲みます）。"),
    ("Unclosed", "閉じるかっこがありません。"),
    ("Expected", "書き方が違います。"),
)

Read = TypeVar("Read")


def parse(data: bytes, file: str) -> tuple[dict[str, Any] | None, list[Problem]]:
    """A TOML table out of bytes (UTF-8, byte-order mark and CRLF allowed), or None and the Problem with its line."""

    def fault(message: str, line: int = 0) -> tuple[None, list[Problem]]:
        return None, [Problem("error", Location(file, line), message)]

    if len(data) > MAX_BYTES:
        return fault(f"大きすぎます（{len(data):,} バイト。{MAX_BYTES:,} バイトまで）。読んでいません。")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return fault(
            "UTF-8 のテキストとして読めません。文字コードを UTF-8 にして保存し直してください。", line
        )
    deep = too_deep(text) if text.count(".") > MOST_DOTS else 0
    if not deep:
        try:
            table = tomllib.loads(text)
            if not deeper_than(DEEPEST, table):
                return table, []
        except RecursionError:
            pass
        except ValueError as error:
            return fault(*_toml_fault(str(error), text))
        deep = too_deep(text)
    return fault(f"表の入れ子が深すぎます（{DEEPEST} 段まで）。", deep)


def deeper_than(most: int, value: Any) -> bool:
    """Whether tables and lists stand in each other more than `most` deep."""
    level = [value] if isinstance(value, (dict, list)) else []
    for _ in range(most):
        inner = (item for entry in level for item in (entry.values() if isinstance(entry, dict) else entry))
        level = [item for item in inner if isinstance(item, (dict, list))]
        if not level:
            return False
    return True


def _toml_fault(error: str, text: str) -> tuple[str, int]:
    place = re.search(r"\(at line (\d+), column (\d+)\)", error)
    line = int(place[1]) if place else max(1, text.count("\n") + (not text.endswith("\n")))
    reason = next((japanese for english, japanese in HINTS if english in error), "TOML の書き方が違います。")
    column = f"{place[2]} 文字目: " if place else ""
    return f"TOML として読めません。{column}{reason}", line


def read(cls: type[Read], data: bytes, file: str) -> tuple[Read | None, list[Problem]]:
    """Read a file's bytes into a dataclass; None when what it must have is missing or broken."""
    table, faults = parse(data, file)
    if table is None:
        return None, faults
    value, faults = read_table(cls, table, file, data)
    faults.sort(key=lambda fault: fault.where.line)
    if len(faults) > MOST_FAULTS:
        message = f"ほかに {len(faults) - MOST_FAULTS} 件の誤りがあります。"
        faults[MOST_FAULTS:] = [Problem(faults[-1].severity, Location(file), message)]
    return value, faults


def read_table(
    cls: type[Read], table: dict[str, Any], file: str = "", data: bytes | None = None
) -> tuple[Read | None, list[Problem]]:
    """Read a table that is in memory; Problems name keys, and lines where `data` is the file's bytes."""
    reader = _Reader(lambda key: location(file, data, key))
    try:
        return reader.table(cls, table, ()), reader.faults
    except _TooManyFaults:
        return None, reader.faults


def location(file: str, data: bytes | None, key: Key) -> Location:
    """The place of a key in a file of these bytes; None for a table without a file: no line."""
    line = 0 if data is None else line_of(data.decode("utf-8-sig", "replace"), key)
    return Location(file, line, ".".join(str(step) for step in key))


_hints = cache(typing.get_type_hints)


@cache
def _origin(kind: Any) -> tuple[Any, tuple[Any, ...]]:
    return typing.get_origin(kind), typing.get_args(kind)


@cache
def fields(cls: Any) -> dict[str, bool] | None:
    """The fields of a class that a table may be read into: name -> whether it may be left out; None for others."""
    if hasattr(cls, "_field_defaults"):
        return {name: name in cls._field_defaults for name in cls._fields}
    if not dataclasses.is_dataclass(cls):
        return None
    missing = dataclasses.MISSING
    return {
        field.name: field.default is not missing or field.default_factory is not missing
        for field in dataclasses.fields(cls)
    }


_NOWHERE = Location("")


class _TooManyFaults(Exception):
    """A file is so wrong that reading on tells nobody anything."""


class _Reader:
    """Reads values by their types and gathers every fault."""

    def __init__(self, where: Callable[[Key], Location]) -> None:
        self.where = where
        self.faults: list[Problem] = []

    def fault(self, key: Key, message: str, severity: Severity = "error") -> None:
        self.faults.append(Problem(severity, self.where(key), message))
        if len(self.faults) >= MOST_COUNTED:
            raise _TooManyFaults

    def table(self, cls: Any, table: dict[str, Any], key: Key) -> Any:
        optional, kinds = fields(cls) or {}, _hints(cls)
        for name in table:
            if name not in optional:
                message = f"「{name}」は知らない項目です（書ける項目: {'、'.join(optional)}）。"
                self.fault((*key, name), message, "warning")
        values: dict[str, Any] = {}
        complete = True
        for name, may_lack in optional.items():
            if name in table:
                kind, item = kinds[name], table[name]
                if type(item) is kind:  # most are, and a hundred thousand records are read
                    values[name] = item
                    continue
                valid, value = self.value(kind, item, (*key, name))
                if valid:
                    values[name] = value
                else:
                    complete = complete and may_lack
            elif not may_lack:
                complete = False
                self.fault(key, f"「{name}」がありません（{expected(kinds[name])}）。")
        return cls(**values) if complete else None

    def value(self, kind: Any, value: Any, key: Key) -> tuple[bool, Any]:
        """Whether a value is of its kind, and the value as the dataclass holds it."""
        if type(value) is kind or kind is Any:
            return True, value
        origin, arguments = _origin(kind)
        if origin in (types.UnionType, typing.Union):
            return self.union(kind, value, key)
        if origin is typing.Literal and value in arguments:
            return True, value
        if origin is tuple and isinstance(value, list):
            if all(type(item) is arguments[0] for item in value):
                return True, tuple(value)
            items = [self.value(arguments[0], item, (*key, index)) for index, item in enumerate(value)]
            return True, tuple(item for valid, item in items if valid)
        if origin is dict and isinstance(value, dict):
            pairs = {name: self.value(arguments[1], item, (*key, name)) for name, item in value.items()}
            return True, {name: item for name, (valid, item) in pairs.items() if valid}
        if isinstance(value, dict) and fields(kind) is not None:
            table = self.table(kind, value, key)
            return table is not None, table
        self.fault(key, f"{expected(kind)}で書いてください（今は{_shown(value)}{_nearest(kind, value)}）。")
        return False, None

    def union(self, kind: Any, value: Any, key: Key) -> tuple[bool, Any]:
        kinds = [member for member in _origin(kind)[1] if member is not type(None)]
        if len(kinds) == 1:
            return self.value(kinds[0], value, key)
        for member in kinds:
            trial = _Reader(lambda _: _NOWHERE)  # a trial's faults are counted, not shown
            valid, item = trial.value(member, value, key)
            if valid and not trial.faults:
                return True, item
        self.fault(key, f"{expected(kind)}で書いてください（今は{_shown(value)}）。")
        return False, None


def expected(kind: Any) -> str:
    """What a value of a kind looks like, in words."""
    origin, arguments = _origin(kind)
    if origin is typing.Literal:
        return "・".join(str(word) for word in arguments if word != "") + " のどれか"
    if origin in (types.UnionType, typing.Union):
        return "か".join(expected(member) for member in arguments if member is not type(None))
    return TYPE_NAMES.get(origin or kind, "表")


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f"「{value[:20]}{'…' * (len(value) > 20)}」"
    if isinstance(value, bool):
        return " true" if value else " false"
    if isinstance(value, date):
        return f" {value.isoformat()}"
    if isinstance(value, list):
        return "並び"
    return "表" if isinstance(value, dict) else f" {value}"[:20]


def _nearest(kind: Any, value: Any) -> str:
    """The word of a closed set that a misspelt one comes nearest to."""
    origin, arguments = _origin(kind)
    if origin is not typing.Literal or not isinstance(value, str):
        return ""
    import difflib

    near = difflib.get_close_matches(value, [word for word in arguments if word], 1, 0.5)
    return f"。近いもの: {near[0]}" if near else ""
