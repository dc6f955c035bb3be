"""The own writer of TOML: what is written is read back exactly, and reads well."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest
import tomlkit
from hypothesis import example, given
from hypothesis import strategies as st

from uedasns_tui.records import toml_writer

TRICKY = st.text(
    st.sampled_from("a\"\\\n\t\r'あ\u0000\u001b\u007f\u0085\u2028\ufeff\U000e0100𠮷"), max_size=12
)


@pytest.mark.parametrize(
    "text",
    ['あ\n""', 'あ\n"""', 'あ\n""""', 'あ\n\\"', 'あ\n"', "あ\n\\", '""\nあ', "\n", "\nあ", "あ\r\nい", "\r", '"""', "あ\n#い\n[[log]]"],
)  # fmt: skip
def test_a_text_that_could_end_its_block_does_not(text: str) -> None:
    assert tomllib.loads(f"v = {toml_writer.string(text)}") == {"v": text}


@given(TRICKY | st.text(st.characters(exclude_categories=["Cs"])))
@example('x\n""')
def test_every_text_comes_back(text: str) -> None:
    line = f"v = {toml_writer.string(text)}\n"
    assert tomllib.loads(line) == {"v": text}
    assert tomlkit.parse(line).unwrap() == {"v": text}


values = st.recursive(
    TRICKY
    | st.booleans()
    | st.integers(-(10**6), 10**6)
    | st.floats(allow_nan=False)
    | st.dates()
    | st.datetimes()
    | st.times(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TRICKY, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(TRICKY, values, max_size=4))
def test_every_table_comes_back(table: dict[str, Any]) -> None:
    assert tomllib.loads(toml_writer.document(table, "頭の\nコメント", {})) == table


def test_a_file_reads_well() -> None:
    table = {
        "id": "a", "edition": date(2024, 1, 4), "values": {"text": "一行目\n二行目", "accounts": ["a", "b"]},
        "log": [{"id": "1", "given": {"by": "x"}}, {"id": "2"}],
    }  # fmt: skip
    comments = {"values.text": "本文", "values.accounts": "アカウント", "log": "経過"}
    assert toml_writer.document(table, "頭", comments) == (
        "# 頭\n"
        'id = "a"\n'
        "edition = 2024-01-04\n"
        "\n"
        "[values]\n"
        "# 本文\n"
        'text = """\n一行目\n二行目"""\n'
        "# アカウント\n"
        'accounts = ["a", "b"]\n'
        "\n"
        "# 経過\n"
        "[[log]]\n"
        'id = "1"\n'
        "\n"
        "[log.given]\n"
        'by = "x"\n'
        "\n"
        "[[log]]\n"
        'id = "2"\n'
    )


def test_a_comment_of_two_lines_is_two_comments() -> None:
    assert toml_writer.comment("一\n二\t三\x7f四\r五") == ["# 一", "# 二 三 四 五"]


@pytest.mark.parametrize("text", ["一\n二", "\x00\x1b[2J", "改行\r\nあり", "a\u0085b"])
def test_a_comment_stays_a_comment(text: str) -> None:
    assert tomllib.loads("\n".join(toml_writer.comment(text)) + "\na = 1") == {"a": 1}
