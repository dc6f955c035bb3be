"""The quicker reader of TOML answers None, or exactly what tomllib answers."""

from __future__ import annotations

import tarfile
import tomllib
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uedasns_tui.guideline.quick import quick
from uedasns_tui.records import toml_writer

ROOT = Path(__file__).resolve().parents[2]
WORDS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.sampled_from(
        ['"', '""', '"""', "\\", "\n", "\r\n", "\t", ", ", '", "', "]", "a\nb", "# x", "'", "\x00", "\x7f"]
    ),
)
KEYS = st.sampled_from(["a", "b", "c-d", "log", "at", "a.b", "", "あ"])
VALUES = st.one_of(
    WORDS, st.lists(WORDS, max_size=3), st.integers(-3, 10**6), st.booleans(), st.dates(),
    st.datetimes(timezones=st.sampled_from([None, UTC, timezone(timedelta(hours=9))])).map(lambda one: one.replace(microsecond=0)),
)  # fmt: skip
TABLES = st.dictionaries(
    KEYS, st.one_of(VALUES, st.dictionaries(KEYS, VALUES, max_size=3), st.lists(st.dictionaries(KEYS, VALUES, max_size=3), max_size=3)),
    max_size=5,
)  # fmt: skip


def same(one: Any, other: Any) -> bool:
    """Equal, and of the same types throughout."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, datetime):
        return one == other and one.tzinfo == other.tzinfo
    return bool(one == other)


def agrees(text: str) -> bool:
    """Whether it ventured to answer; fails when it answered otherwise than tomllib."""
    found = quick(text)
    if found is None:
        return False
    assert same(found, tomllib.loads(text)), text
    return True


def test_it_reads_what_this_program_writes() -> None:
    table = {
        "scheme": 1, "id": "20261123-ab3x7", "edition": date(2024, 1, 4),
        "values": {"name": "雨", "text": '一\n"二"\n', "accounts": ["a", "b"]},
        "log": [
            {"id": "e1", "at": datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=9))), "given": {"x": "y"}},
            {"id": "e2", "given": {}, "stamp": {"digest": "d", "values": {"text": "一\n"}}},
        ],
    }  # fmt: skip
    text = toml_writer.document(table, "見出し", {"values": "値"})
    assert agrees(text) and quick(text) == table


@pytest.mark.parametrize(
    "text",
    [
        "a = 1\na = 2", "[a]\n[a]", "[a]\n[[a]]", "[[a]]\n[a]", "a = []\n[[a]]", "[a.b]\n[a]", "[a]\nb = 1\n[a.b]", "a.b = 1",
        'a = "x" b = 1', 'a = """x"""', 'a = "\\u0041"', "a = 01", "a = 2026-02-30", "a = 2026-01-01T25:00:00", "a=1", "[a]]", "a",
        'a = "x"""', 'a = """\nx""""', "a = '''x'''", "a = 'x", "a = 'x'y'", "a = 'x''", "a = '\x01'", "a = 1_0", "a = -1", "a = 1.0", "a = 2026-01-01 ",
        "[[a]]\n[a.b]\n[[a.b]]", "[[a.b]]", "\ufeffa = 1", "a = 1\r\n", "a = 2026-01-01T10:00:00+24:00",
        "a = 0000-01-01", '"a\\"" = 1', '"""a""" = 1', 'a = ["x" "y"]', "a = [,]", "a = [1,,2]", "a = [1, 01]", "a = [1_0]",
        "a = {b = 1, }", "a = {b = 1, b = 2}", "a = {b.c = 1}", "a = {b = 1\n}", "a = {b = 1} x", "a = {b = 1}\n[a]", "a = {}",
        "a = {b = 1}\n[a.c]", "a = {b = {c = 1}}\n[a.b.d]", "a = [{b = 1}]\n[[a]]", "a = [{b = 1}]\n[a.c]", "a = {b = 1}\na = 1",
        "a = [1", "a = {b = 1", "a = [true1]", "a = truee", "a = [1.0]", "a = ['x']", 'a = ["""x"""]', "a = [1] # c", "a = [1 # c\n]",
        "a = " + "[" * 30 + "]" * 30, "a = [1]]", "a = [\r\n1]", "a = [2026-01-01]",
    ],
)  # fmt: skip
def test_it_leaves_the_rest_alone(text: str) -> None:
    assert quick(text) is None


@pytest.mark.parametrize(
    "text",
    [
        'a = ["x",]', "a = true\nb = false", '"a b" = 1\n"" = "x"', 'a = ["x", 1]', 'a = ["x"\n]', 'a = [\n  "x", "y",\n  "z",\n]\nb = 1', "a = []",
        'a = { b = "x", c = ["y"], d = { e = true } }', "a = {b = 1}", "a = [{ b = 1 }, { c = [ ] },]", "[a]\nb = {c = 1}\n[d]",
        'a = ["", "]", "}"]', "a = [\n]", "[[a]]\nb = [[1], [2]]\n[[a]]\nb = {c = 0}", '"a.b" = { "c d" = 1 }', "[a]\n[b]\na = {c = 1}",
        "a = [1 ,2\t]", "a = {  b = 1  }", "b = {a = 1}\n[a]",
        "a = ''", "a = 'x\\d \"y\" # z'", "a = 'x'\nb = ''\n",
    ],
)  # fmt: skip
def test_lists_and_tables_within_a_value(text: str) -> None:
    assert agrees(text)


def test_it_reads_the_guideline_itself() -> None:
    read = [agrees(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "guideline").rglob("*.toml"))]
    assert sum(read) > 0.8 * len(read)
    assert agrees((ROOT / "guideline" / "guideline.toml").read_text(encoding="utf-8")), "every start reads it"


PARTS = [
    "a",
    " = ",
    "=",
    '"x"',
    '""',
    "'",
    "'x'",
    "1",
    "01",
    "true",
    "[",
    "]",
    "{",
    "}",
    ", ",
    ",",
    "\n",
    " ",
    "# c",
    "[a]\n",
    "[[a]]\n",
    "b = ",
]


@given(st.lists(st.sampled_from(PARTS), max_size=14).map("".join))
def test_it_agrees_on_whatever_brackets_make(parts: str) -> None:
    for text in (parts, "a = {" + parts, "a = [" + parts, "a = {b = 1}\n" + parts):
        agrees(text)


@given(TABLES)
def test_it_agrees_on_documents(table: dict[str, Any]) -> None:
    agrees(toml_writer.document(table, "題", {}))


@given(TABLES, st.data())
def test_it_agrees_on_damaged_documents(table: dict[str, Any], data: st.DataObject) -> None:
    text = toml_writer.document(table, "題", {})
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 6))
        put = data.draw(
            st.sampled_from(
                [
                    "",
                    '"',
                    "\n",
                    "[",
                    "]",
                    "=",
                    "\\",
                    " ",
                    "1",
                    ".",
                    "#",
                    '"""',
                    "'",
                    "[a]\n",
                    "[[log]]\n",
                    "a = 1\n",
                ]
            )
        )
        text = text[:at] + put + text[at + length :]
    agrees(text)


def test_it_agrees_on_toml_test(corpora: Path) -> None:
    answered = 0
    for kind in ("valid", "invalid"):
        with tarfile.open(corpora / f"toml-test-1.0-{kind}.tar.gz") as packed:
            for one in packed.getmembers():
                stream = packed.extractfile(one) if one.name.endswith(".toml") else None
                if stream is None:
                    continue
                try:
                    text = stream.read().decode()
                except UnicodeDecodeError:
                    continue
                answered += agrees(text)
    print(f"{answered} of toml-test's files answered, all as tomllib does")
    assert answered > 5
