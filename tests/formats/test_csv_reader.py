"""CSV as Excel and others save it, read back exactly; what cannot be read refused with the reason."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from uedasns_tui.formats import csv_reader, grid
from uedasns_tui.formats.csv_reader import read_csv
from uedasns_tui.formats.imported import ImportRefused
from uedasns_tui.formats.page import Page, Table
from uedasns_tui.formats.registry import FORMATS
from uedasns_tui.formats.text_safety import printable

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.text("'=+-@\t\n\r,\";　 1a", max_size=10),
)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
@example([("\t\t", "\t\t"), ("\t\t", "\t\t")])
def test_what_was_exported_comes_back(rows: list[tuple[str, str]]) -> None:
    table = Table(
        tuple((f"id{number}", *row) for number, row in enumerate(rows)), head=("ID", "=名称", "内容")
    )
    got = read_csv(FORMATS["csv"].write(Page("x", (table,))))
    assert [tuple(row.values()) for row in got.rows] == [
        (f"id{number}", *map(printable, row)) for number, row in enumerate(rows)
    ]
    assert got.heads == ("ID", "=名称", "内容") and got.not_understood == got.notes == ()


def test_the_worked_example_comes_back(sheet: Any, labels: dict[str, str]) -> None:
    got = read_csv(FORMATS["csv"].write(sheet(mark="案")))
    assert got.rows == (dict(sheet().blocks[2].rows),)
    assert got.notes == ("「案」として書き出したものです。",) and got.not_understood == ()


@pytest.mark.parametrize(
    "data",
    [
        '①名称,内容\r\n髙﨑～,"一\r\n二"\r\n'.encode("cp932"),
        '①名称,内容\r\n髙﨑～,"一\r\n二"\r\n'.encode(),
        '\ufeff①名称,内容\n髙﨑～,"一\n二"'.encode(),
        '\ufeff\r\n,\r\n①名称,内容\r髙﨑～,"一\r二"\r\r,\r'.encode(),
        '①名称\t内容\r\n髙﨑～\t"一\r\n二"\r\n'.encode("utf-16"),
    ],
)
def test_as_others_save_it(data: bytes) -> None:
    assert read_csv(data).rows == ({"①名称": "髙﨑～", "内容": "一\n二"},)


def test_cells_between_apostrophes() -> None:
    got = read_csv("'名称','内容'\r\n'上田市,X','市の''お知らせ''\"'\r\n'a','b'\r\n".encode())
    assert [tuple(row.values()) for row in got.rows] == [("上田市,X", "市の'お知らせ'\""), ("a", "b")]
    got = read_csv("名称,'内容'\r\n'a',\"b,'c'\"\r\n".encode())
    assert [tuple(row.values()) for row in got.rows] == [("'a'", "b,'c'")], "one quoted head is a name"


def test_what_is_not_understood_is_said() -> None:
    got = read_csv(b"a,b,a\n1,2,3\n4,5,,6\n")
    assert got.rows == ({"a": "1", "b": "2"}, {"a": "4", "b": "5"})
    assert got.not_understood == (
        "1 行目: 見出し「a」が二つあります。",
        "2 行目: 見出し「a」の二つ目「3」",
        "3 行目: 見出しのない欄「6」",
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "中身"),
        (b"\xef\xbb\xbf\r\n,,\r\n", "中身"),
        (b'a,b\n"open,1\n2', "組"),
        (b"a\n" + b"x" * 200_000, "長すぎる"),
        (b"\xff\xff\x80\x81", "文字の種類"),
        (b"a,b\n\0,1", "文字の種類"),
        (b"PK\x03\x04xlsx", "Excel"),
        (b"x" * (csv_reader.MOST_BYTES + 1), "大きすぎ"),
        (b"a\n" + b"1\n" * (grid.MOST_ROWS + 1), "多すぎ"),
    ],
    ids=range(9),
)
def test_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ImportRefused, match=reason):
        read_csv(data)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_csv(data)
    except ImportRefused as refused:
        assert refused.reason.endswith("。")
