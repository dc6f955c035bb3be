"""How much one record may hold, looked at before and after its file is parsed. Used by `codec`.

A file of less than a megabyte may hold 80,000 keys or 100,000 tables, which took a list of records half a minute. No
record that staff write comes near these limits; a log has none, for it only grows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from uedasns_tui.guideline import toml_reader

MOST_VALUES = 1_000
MOST_MEDIA = 200
MOST_ANSWERS = 2_000
DEEPEST = 10
"""Tables and lists within each other."""
TOO_DEEP = f"表の入れ子が深すぎます（{DEEPEST} 段まで）。"
SMALL = 8_000
"""A file of fewer bytes is parsed at once."""
MOST_TABLES = {"media": MOST_MEDIA, "answer": MOST_ANSWERS, "": 200}
"""Tables of a name that are counted before the file is parsed; "" stands for all that a record does not know."""
MOST_KEYS = {"media": 20 * MOST_MEDIA, "answer": 20 * MOST_ANSWERS, "": 2 * MOST_VALUES}
"""Keys in such tables, and outside of all tables."""
MOST_ITEMS = 20_000
"""Commas, that is, items of lists and inline tables: outside the log, and for each of its tables."""
NAMES = {"values": "項目の値", "media": "画像・動画", "answer": "項目の答え"}

_QUIET = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|\#[^\n]*', re.DOTALL
)
"""Strings and comments, in which nothing counts."""
NESTED = re.compile(r"(?:[\[{][^\[\]{}]*+){51}")
"""So many brackets opened in a row may lie too deep, which is then the reason to tell; seen in one pass."""
_HEADER = re.compile(r"^[ \t]*\[+[ \t]*([^\]\n]*)", re.MULTILINE)


def crowded(text: str) -> str:
    """Why a TOML text is no record, by counting what it holds; "" where it may be one. Takes one pass."""
    if len(text) < SMALL:
        return ""
    bare = _QUIET.sub('""', text)
    tables: Counter[str] = Counter()
    keys: Counter[str] = Counter()
    items: Counter[str] = Counter()
    headers = [*_HEADER.finditer(bare)]
    starts = [0, *(header.start() for header in headers)]
    names = ["", *(header[1].partition(".")[0].strip() for header in headers)]
    for name, start, end in zip(names, starts, [*starts[1:], len(bare)], strict=True):
        group = name if name in MOST_TABLES or name == "log" else ""
        tables[group] += start > 0
        keys[group] += bare.count("=", start, end)
        items["log" if group == "log" else ""] += bare.count(",", start, end)
    # a log grows by its tables: one that is full of keys or items is none
    if keys["log"] > MOST_KEYS[""] * max(tables["log"], 1):
        return f"経過の項目が多すぎます（{keys['log']:,}）。"
    if tables["log"] > max(keys["log"], MOST_TABLES[""]):
        return f"中身のない経過が並んでいます（{tables['log']:,}）。"
    for group, most in MOST_TABLES.items():
        if tables[group] > most:
            return f"{NAMES.get(group, '表')}が多すぎます（{tables[group]:,}。{most:,} まで）。"
        if keys[group] > MOST_KEYS[group]:
            return f"項目が多すぎます（{keys[group]:,}）。"
    most = max(items[""], items["log"] // max(tables["log"], 1))
    return f"並びが長すぎます（{most:,}）。" if most > MOST_ITEMS else ""


def excess(table: Mapping[str, Any]) -> tuple[str, str]:
    """The key in a parsed record that holds too much, and why; ("", "") where none does."""
    for key, most in (("values", MOST_VALUES), ("media", MOST_MEDIA), ("answer", MOST_ANSWERS)):
        held = table.get(key)
        if isinstance(held, (dict, list)) and len(held) > most:
            return key, f"{NAMES[key]}が多すぎます（{len(held):,}。{most:,} まで）。"
    for key, held in table.items():
        if key != "log" and toml_reader.deeper_than(DEEPEST, held):
            return key, TOO_DEEP
    return "", ""
