"""One reader for every TOML file of the house: bytes in, a dataclass and all Problems at once out.

Used for the guideline, the facts, settings and (through `parse`) records. The dataclasses of schema.py (named
tuples where a start has to wait for them: they are made five times as fast) are the schema: what a file lacks or has too much, or of a wrong type, is a Problem with file, line, key and what was
expected. Nothing here raises for what a file holds.
"""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.guideline.quick import quick
from uedasns_tui.guideline.toml_positions import DEEPEST, line_of, too_deep

__all__ = ["MAX_BYTES", "line_of", "parse", "read", "read_table"]

MAX_BYTES = 1_000_000
"""A file larger than this is none of ours."""
MOST_DOTS = 1_000
"""A file with more of them is looked at before it is read."""
MOST_FAULTS = 100
"""Faults of one file that are listed; the rest is counted."""

SAY: dict[Any, str] = {
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
Locate = Callable[[tuple[str | int, ...]], Location]


def parse(data: bytes, file: str) -> tuple[dict[str, Any] | None, list[Problem]]:
    """A TOML table out of bytes (UTF-8, byte-order mark and CRLF allowed), or None with the Problem that says where."""

    def fault(message: str, line: int = 0) -> tuple[None, list[Problem]]:
        return None, [Problem("error", Location(file, line), message)]

    if len(data) > MAX_BYTES:
        return fault(f"大きすぎます（{len(data):,} バイト。{MAX_BYTES:,} バイトまで）。読んでいません。")
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return fault("UTF-8 の文章として読めません。文字コードを UTF-8 にして保存し直してください。", line)
    if (table := quick(text)) is not None:
        return table, []
    import tomllib

    try:
        # tomllib takes the square of a key's parts in time
        if (line := too_deep(text) if text.count(".") > MOST_DOTS else 0) == 0:
            table = tomllib.loads(text)
            if not _deep(table):
                return table, []
            line = too_deep(text)
    except RecursionError:
        line = too_deep(text)
    except ValueError as error:
        return fault(*_toml_fault(str(error), text))
    return fault(f"表の入れ子が深すぎます（{DEEPEST} 段まで）。", line)


def _deep(table: dict[str, Any]) -> bool:
    """Whether tables and lists lie deeper within each other than those who walk through them may go."""
    level: list[Any] = [table]
    for _ in range(DEEPEST):
        parts = (part for one in level for part in (one.values() if isinstance(one, dict) else one))
        level = [part for part in parts if isinstance(part, dict | list)]
        if not level:
            return False
    return True


def _toml_fault(said: str, text: str) -> tuple[str, int]:
    place = re.search(r"\(at line (\d+), column (\d+)\)", said)
    line = int(place[1]) if place else max(1, text.count("\n") + (not text.endswith("\n")))
    reason = next((japanese for english, japanese in HINTS if english in said), "TOML の書き方が違います。")
    column = f"{place[2]} 文字目: " if place else ""
    return f"TOML として読めません。{column}{reason}", line


def read(cls: type[Read], data: bytes, file: str) -> tuple[Read | None, list[Problem]]:
    """Read a file's bytes into a dataclass; None when what it must have is missing or broken."""
    table, faults = parse(data, file)
    if table is None:
        return None, faults

    def where(key: tuple[str | int, ...]) -> Location:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
        return Location(file, line_of(text, key), ".".join(str(part) for part in key))

    reader = _Reader(where)
    found = reader.table(cls, table, ())
    reader.faults.sort(key=lambda one: one.where.line)
    if len(reader.faults) > MOST_FAULTS:
        left = f"ほかに {len(reader.faults) - MOST_FAULTS} 件の誤りがあります。"
        reader.faults[MOST_FAULTS:] = [Problem(reader.faults[-1].severity, Location(file), left)]
    return found, reader.faults


def read_table(cls: type[Read], table: dict[str, Any], file: str = "") -> tuple[Read | None, list[Problem]]:
    """Read a table that is already in memory; Problems then name keys without lines."""
    reader = _Reader(lambda key: Location(file, 0, ".".join(str(part) for part in key)))
    found = reader.table(cls, table, ())
    return found, reader.faults


@cache
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


@cache
def fields(cls: Any) -> dict[str, bool] | None:
    """The fields of a class that a table may be read into: name -> whether it may be left out; None for others."""
    if hasattr(cls, "_field_defaults"):
        return {name: name in cls._field_defaults for name in cls._fields}
    if not dataclasses.is_dataclass(cls):
        return None
    missing = dataclasses.MISSING
    return {
        one.name: one.default is not missing or one.default_factory is not missing
        for one in dataclasses.fields(cls)
    }


@cache
def _taken_apart(kind: Any) -> tuple[Any, tuple[Any, ...]]:
    return typing.get_origin(kind), typing.get_args(kind)


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
    if typing.get_origin(kind) is not typing.Literal or not isinstance(value, str):
        return ""
    import difflib

    words = [word for word in typing.get_args(kind) if isinstance(word, str) and word]
    near = difflib.get_close_matches(value, words, 1, 0.5)
    return f"。近いもの: {near[0]}" if near else ""


class _Reader:
    """Reads values by their types and gathers every fault."""

    def __init__(self, where: Locate) -> None:
        self.where = where
        self.faults: list[Problem] = []

    def fault(
        self, key: tuple[str | int, ...], message: str, severity: typing.Literal["error", "warning"] = "error"
    ) -> None:
        self.faults.append(Problem(severity, self.where(key), message))

    def table(self, cls: Any, table: dict[str, Any], key: tuple[str | int, ...]) -> Any:
        named, kinds = fields(cls) or {}, _hints(cls)
        for name in table:
            if name not in named:
                known = "、".join(named)
                self.fault((*key, name), f"「{name}」は知らない項目です（書ける項目: {known}）。", "warning")
        values: dict[str, Any] = {}
        whole = True
        for name, optional in named.items():
            if name not in table:
                if not optional:
                    self.fault(key, f"「{name}」がありません（{self._expected(kinds[name])}）。")
                    whole = False
                continue
            good, value = self.value(kinds[name], table[name], (*key, name))
            if good:
                values[name] = value
            elif not optional:
                whole = False
        return cls(**values) if whole else None

    def value(self, kind: Any, value: Any, key: tuple[str | int, ...]) -> tuple[bool, Any]:
        if type(value) is kind:
            return True, value
        origin, arguments = _taken_apart(kind)
        if origin in (types.UnionType, typing.Union):
            kinds = [one for one in arguments if one is not type(None)]
            if len(kinds) == 1:
                return self.value(kinds[0], value, key)
            for one in kinds:
                trial = _Reader(self.where)
                good, found = trial.value(one, value, key)
                if good and not trial.faults:
                    return True, found
            return self._wrong(kind, value, key)
        if origin is typing.Literal:
            return (True, value) if value in arguments else self._wrong(kind, value, key)
        if origin is tuple:
            if not isinstance(value, list):
                return self._wrong(kind, value, key)
            if all(type(one) is arguments[0] for one in value):
                return True, tuple(value)
            read = [self.value(arguments[0], one, (*key, at)) for at, one in enumerate(value)]
            return True, tuple(found for good, found in read if good and found is not None)
        if origin is dict:
            if not isinstance(value, dict):
                return self._wrong(kind, value, key)
            if arguments[1] is Any or all(type(one) is arguments[1] for one in value.values()):
                return True, value
            pairs = {name: self.value(arguments[1], one, (*key, name)) for name, one in value.items()}
            return True, {name: found for name, (good, found) in pairs.items() if good}
        if fields(kind) is not None:
            if not isinstance(value, dict):
                return self._wrong(kind, value, key)
            found = self.table(kind, value, key)
            return found is not None, found
        if kind is Any:
            return True, value
        return self._wrong(kind, value, key)

    def _wrong(self, kind: Any, value: Any, key: tuple[str | int, ...]) -> tuple[bool, None]:
        message = f"{self._expected(kind)}で書いてください（今は{_shown(value)}{_nearest(kind, value)}）。"
        self.fault(key, message)
        return False, None

    def _expected(self, kind: Any) -> str:
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if origin is typing.Literal:
            return "・".join(str(one) for one in arguments if one != "") + " のどれか"
        if origin in (types.UnionType, typing.Union):
            return "か".join(self._expected(one) for one in arguments if one is not type(None))
        return SAY.get(origin or kind, "表")
