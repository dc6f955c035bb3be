"""The reference of a guideline's files as a Markdown page, made from the schema.

Used by `guideline import` and `guideline new`, which write it beside the files (KEYS.md). Names, types and values come
from the dataclasses, so that the page cannot be behind them; a test asks for a meaning of every key.
"""

from __future__ import annotations

import dataclasses
import tomllib
import typing
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from uedasns_tui.guideline import facts_schema, guideline_schema, schema
from uedasns_tui.guideline.loader import ReadingsFile
from uedasns_tui.guideline.numbering import KINDS
from uedasns_tui.guideline.toml_reader import expected, fields

FILES: tuple[tuple[str, Any], ...] = (
    ("guideline.toml", guideline_schema.GuidelineFile),
    ("forms/*.toml", schema.Form),
    ("checklists/*.toml", schema.Checklist),
    ("city.toml", facts_schema.City),
    ("words/*.toml", facts_schema.WordList),
    ("templates/*.toml", facts_schema.Template),
    ("readings.toml", ReadingsFile),
)
INTRODUCTION = """# ガイドラインのファイルに書けること

このページはプログラムの定義から作られています。`guideline check フォルダー` が、書き方の誤りを行の番号と一緒に挙げます。

本文は `chapters/*.md` に、公表された文のまま書きます。章や条の見出しは `#` の行、項目は番号で始まる段落です。
番号ではない書き出しの行は、行の頭に `\\` を付けるか、guideline.toml の `[[irregular]]` に書くと、文として読みます。

`numbering` に書ける番号: {kinds}

## 条件の書き方（when・unless・any・aside）

`{{ 項目 = "値" }}` は、項目がその値のときです。値を並べると（`["値", "値"]`）そのどれかのとき、`"*"` は空でないとき、
項目を並べるとすべてのときです。表を並べた所（unless・any・aside）では、どれか1つが成り立てばよいことになります。

## 適合・不適合・該当なし以外の答え、いくつも選ぶもの、行が増える表

確認の項目（item）の答えは、適合・不適合・該当なしの三つです。結果（outcome）と手続の止め方がこの三つで決まるので、増やせません。

- ほかの答えがいるものは、様式の欄（`type = "choice"`）か、手続の問い（`[[ask]]`）にします。欄の値は `when` に書けるので、
  答えによって欄や項目を出し分けられます。
- いくつも選ぶものは、選ぶものを1つずつ `choice` の欄にして、`group` の欄の下に並べます（`part_of`）。複数を選べる欄は
  アカウント（`accounts`）だけです。
- 行が増える表は、一行を `purpose = "other"` の様式の一件にします（引継書、点検票、書き込みの削除記録など）。一覧がその表になります。
  1つの様式の中で行を増やすことはできません。

公表された文に記載例があれば、`samples/*.toml` に保存した記録と同じ形で置くと、「記載例から作成」で使えます。
"""


@cache
def meanings() -> dict[str, str]:
    """What each key means: by its name, or by class and name where one name means two things."""
    text = (Path(__file__).parent / "schema_guide.toml").read_text(encoding="utf-8")
    return {
        f"{table}.{key}" if table != "all" else key: meaning
        for table, keys in tomllib.loads(text).items()
        for key, meaning in keys.items()
    }


def meaning_of(cls: Any, key: str) -> str:
    """What a key of a table means; "" where nobody wrote it."""
    return meanings().get(f"{cls.__name__}.{key}", meanings().get(key, ""))


def schema_guide() -> str:
    """The whole page."""
    lines = [INTRODUCTION.format(kinds=" ".join(f"`{kind}`" for kind in KINDS))]
    for name, cls in FILES:
        lines += [f"## {name}", ""]
        for key, table in tables(cls):
            lines += [*([f"### `{key}`", ""] if key else []), "| 項目 | 書くもの | 意味 |", "|---|---|---|"]
            lines += [*_rows(table), "", *_roles(table)]
    return "\n".join(lines)


def tables(cls: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """A table of the schema and those within it, each with its header in TOML."""
    yield key, cls
    hints = typing.get_type_hints(cls)
    for name in fields(cls) or ():
        for part in (hints[name], *typing.get_args(hints[name])):
            if isinstance(part, type) and fields(part) is not None:
                inner = f"{key.strip('[]')}.{name}".strip(".")
                several = typing.get_origin(hints[name]) is tuple
                yield from tables(part, f"[[{inner}]]" if several else f"[{inner}]")


def _rows(cls: Any) -> Iterator[str]:
    hints = typing.get_type_hints(cls)
    for name, optional in (fields(cls) or {}).items():
        kind = expected(hints[name]).replace("|", "\\|")
        default = _default(cls, name)
        needed = "" if optional else "。要ります"
        shown = f"{kind}{needed}" + (f"（書かなければ {default}）" if default else "")
        yield f"| `{name}` | {shown} | {meaning_of(cls, name)} |"


def roles(cls: Any) -> list[str]:
    """The roles that a table's entries may have."""
    hints = typing.get_type_hints(cls)
    return [role for role in typing.get_args(hints["role"]) if role] if "role" in hints else []


def _roles(cls: Any) -> Iterator[str]:
    names = roles(cls)
    if names:
        yield from ("| role | 意味 |", "|---|---|")
        yield from (f"| `{name}` | {meanings().get(f'{cls.__name__}-role.{name}', '')} |" for name in names)
        yield ""


def _default(cls: Any, name: str) -> str:
    if hasattr(cls, "_field_defaults"):
        value = cls._field_defaults.get(name)
    else:
        value = next(field.default for field in dataclasses.fields(cls) if field.name == name)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int) and value else ""
