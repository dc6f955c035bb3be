"""One reader of TOML: all faults at once, each with its line, and nothing that a file holds can raise."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uedasns_tui.guideline import toml_reader
from uedasns_tui.guideline.toml_positions import line_of

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Inner:
    name: str
    weight: Literal["must", "should"] = "must"


@dataclass(frozen=True)
class Outer:
    scheme: int
    day: date
    inner: tuple[Inner, ...] = ()
    flags: dict[str, bool] = field(default_factory=dict)
    till: date | None = None


def messages(text: str | bytes) -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    return [str(entry) for entry in toml_reader.read(Outer, data, "f.toml")[1]]


def test_a_good_file_with_byte_order_mark_and_crlf() -> None:
    text = 'scheme = 1\r\nday = 2024-01-04\r\n[[inner]]\r\nname = "a"\r\n'
    expected, faults = toml_reader.read(Outer, b"\xef\xbb\xbf" + text.encode(), "f.toml")
    assert (expected, faults) == (Outer(1, date(2024, 1, 4), (Inner("a"),)), [])


def test_every_fault_at_once_with_line_and_key_and_what_was_expected() -> None:
    text = (
        'scheme = "1"\n'
        "till = 2024-01-04T10:00:00\n"
        "[flags]\na = 1\n"
        '[[inner]]\nname = "a"\ncolour = "red"\n'
        "[[inner]]\n"
        '  weight = "may"\n'
    )
    assert messages(text) == [
        "f.toml:1:scheme: 整数で書いてください（今は「1」）。",
        "f.toml:1: 「day」がありません（日付（2024-01-04））。",
        "f.toml:2:till: 日付（2024-01-04）で書いてください（今は 2024-01-04T10:00:00）。",
        "f.toml:4:flags.a: true か falseで書いてください（今は 1）。",
        "f.toml:7:inner.0.colour: 「colour」は知らない項目です（書ける項目: name、weight）。",
        'f.toml:8:inner.1: 「name」がありません（文字列（"…"））。',
        "f.toml:9:inner.1.weight: must・should のどれかで書いてください（今は「may」）。",
    ]


def test_a_wrong_value_of_what_may_be_left_out_leaves_its_default() -> None:
    expected, faults = toml_reader.read(Outer, b"scheme = 1\nday = 2024-01-04\ntill = 3\n", "f.toml")
    assert expected == Outer(1, date(2024, 1, 4))
    assert [entry.severity for entry in faults] == ["error"]


def test_a_wrong_element_leaves_the_others() -> None:
    text = 'scheme = 1\nday = 2024-01-04\n[[inner]]\nname = "a"\n[[inner]]\nname = 1\n[[inner]]\nname = "c"\n'
    expected, faults = toml_reader.read(Outer, text.encode(), "f.toml")
    assert expected is not None
    assert [entry.name for entry in expected.inner] == ["a", "c"]
    assert [str(entry.where) for entry in faults] == ["f.toml:6:inner.1.name"]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("scheme = 1\nscheme = 2\n", 2, "二度あります"),
        ("a = 1\nb = あ\n", 2, '半角の " で囲みます'),
        ('a = "x\n', 1, "使えない文字"),
        ("a ＝ 1\n", 1, "全角の ＝"),
        ("<<<<<<< mine\n", 1, "Git の印"),
        ("a = [1,\n", 1, "値の書き方"),
        ('a = 1 "x"\n', 1, "余分な文字"),
    ],
)
def test_broken_toml_is_said_in_japanese_with_its_line(text: str, line: int, reason: str) -> None:
    expected, faults = toml_reader.parse(text.encode(), "f.toml")
    assert expected is None
    assert faults[0].where.line == line
    assert reason in faults[0].message
    assert not any(word in faults[0].message for word in ("Expected", "Invalid", "Cannot"))


def test_what_is_no_text_or_too_large_or_too_deep() -> None:
    assert messages(b"a = 1\n\xff\n")[0].startswith("f.toml:2: UTF-8")
    assert "大きすぎます" in messages(b"#" * (toml_reader.MAX_BYTES + 1))[0]
    assert "深すぎます" in messages("a = " + "[" * 5000 + "]" * 5000)[0]


def test_a_flood_of_faults_is_counted_not_listed() -> None:
    faults = messages("scheme = 1\nday = 2024-01-04\n" + "".join(f"k{n} = 1\n" for n in range(500)))
    assert len(faults) == toml_reader.MOST_FAULTS + 1
    assert faults[-1] == "f.toml: ほかに 400 件の誤りがあります。"


@given(
    st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_no_bytes_can_raise(data: bytes) -> None:
    expected, faults = toml_reader.read(Outer, data, "f.toml")
    assert expected is not None or faults


def keys(value: Any, key: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if key:
        yield key, value
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, entry in pairs:
        yield from keys(entry, (*key, name))


@pytest.mark.parametrize("path", sorted(ROOT.glob("guideline/**/*.toml")), ids=lambda path: path.stem)
def test_every_key_of_every_file_is_found_on_its_line(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    for key, value in keys(tomllib.loads(text)):
        line = lines[line_of(text, key) - 1]
        name = next(part for part in reversed(key) if isinstance(part, str))
        assert name in line or isinstance(key[-1], int)
        if isinstance(value, str) and value and "\n" not in value and "\\" not in line:
            assert value in line, (key, line)


def test_lines_of_nested_things() -> None:
    text = 'a = [\n  "x", # [\n  { d = 1, e = [1,\n    2] },\n]\n[t]\nk = """\n[no]\n"""\n[[m.q]]\n[[m.q]]\nr=1\n'
    wanted = {("a", 0): 2, ("a", 1, "e", 1): 4, ("t", "k"): 7, ("m", "q", 1, "r"): 12, ("m", "q", 9): 10}
    assert {key: line_of(text, key) for key in wanted} == wanted
    assert line_of(text, ("t", "none")) == 6
