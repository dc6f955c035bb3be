"""Cells and clusters: the same as the terminal library's, and clusters never split."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from uedasns_tui.japanese import width

MIXED = st.text(
    alphabet=st.one_of(
        st.sampled_from("あカ漢字ー、。（）「」①…―│ｶﾞﾊﾟaZ1 　が\u3099葛\U000e0100☎\ufe0f👍🏽👨\u200d👩🇯🇵1️⃣각"),
        st.characters(exclude_categories=("Cs", "Cc", "Cn")),
    ),
    max_size=30,
)


@pytest.fixture(autouse=True)
def narrow_again() -> Iterator[None]:
    yield
    width.set_ambiguous(1)


def test_every_code_point_is_as_wide_as_the_terminal_library_says() -> None:
    """Only characters younger than Python's own Unicode may differ: the two tables are of different years."""
    differing = [
        hex(code)
        for code in range(0x110000)
        if width.cells(chr(code)) != get_character_cell_size(chr(code))
        and unicodedata.category(chr(code)) != "Cn"
    ]
    assert differing == []


@given(MIXED)
def test_texts_are_as_wide_as_the_terminal_library_says(text: str) -> None:
    assert width.cells(text) == cell_len(text)


@pytest.mark.parametrize(
    ("text", "cells"),
    [("", 0), ("abc", 3), ("上田市", 6), ("ｶﾞｲﾄﾞ", 5), ("か\u3099", 2), ("葛\U000e0100", 2), ("👨\u200d👩\u200d👧", 2),
     ("☎\ufe0f", 2), ("☎", 1), ("①", 1), ("　", 2), ("a\nb", 2), ("👍🏽", 2), ("🇯🇵", 2), ("㈱", 2)],
)  # fmt: skip
def test_known_widths(text: str, cells: int) -> None:
    assert width.cells(text) == cells


@pytest.mark.parametrize(
    "cluster",
    [
        "か\u3099",
        "葛\U000e0100",
        "👨\u200d👩\u200d👧",
        "👍🏽",
        "🇯🇵",
        "☎\ufe0f",
        "ｶﾞ",
        "1\ufe0f\u20e3",
        "\r\n",
        "e\u0301",
    ],
)
def test_a_cluster_is_one(cluster: str) -> None:
    assert [(start, end) for start, end, _ in width.graphemes("漢" + cluster + "漢")] == [
        (0, 1), (1, 1 + len(cluster)), (1 + len(cluster), 2 + len(cluster)),
    ]  # fmt: skip


def test_a_joining_mark_joins_letters_of_its_own_script_only() -> None:
    assert [end for _, end, _ in width.graphemes("क\u094dष\u093f क\u094d長")] == [4, 5, 7, 8]


@given(MIXED)
def test_clusters_cover_the_text_and_add_up(text: str) -> None:
    spans = list(width.graphemes(text))
    assert "".join(text[start:end] for start, end, _ in spans) == text
    assert sum(wide for _, _, wide in spans) == width.cells(text)


@given(MIXED, st.integers(0, 40), st.sampled_from([1, 2]))
def test_fit_is_exactly_as_wide_as_asked(text: str, size: int, ambiguous: int) -> None:
    width.set_ambiguous(ambiguous)  # type: ignore[arg-type]
    fitted = width.fit(text, size)
    assert width.cells(fitted) == size
    if size and width.cells(text) <= size:
        assert fitted.rstrip(" \u200d") == text.rstrip(" \u200d")


def test_fit_cuts_with_an_ellipsis_and_never_half_a_character() -> None:
    assert width.fit("上田市役所", 8) == "上田市… "
    assert width.fit("上田市役所", 10) == "上田市役所"
    assert width.fit("上田", 6) == "上田  "
    assert width.fit("上田", 1, "……") == " "
    assert width.pad("上田", 3) == "上田"


def test_ambiguous_characters_widen_and_narrow_again() -> None:
    text = "①上田…―│"
    assert width.cells(text) == 8
    width.set_ambiguous(2)
    assert (width.cells(text), width.ambiguous()) == (12, 2)
    assert width.fit(text, 7) == "①上… "
    width.set_ambiguous(1)
    assert width.cells(text) == 8
    with pytest.raises(ValueError, match="1 or 2"):
        width.set_ambiguous(3)  # type: ignore[arg-type]


def test_ambiguous_ranges_are_the_characters_that_change() -> None:
    ranges = width.ambiguous_ranges()
    inside = {code for first, last in ranges for code in range(first, last + 1)}
    assert {ord(char) for char in "①…―│※×→α"} <= inside
    assert not {ord(char) for char in "あaｱ漢\u0301"} & inside


def test_usual_japanese_needs_no_table() -> None:
    code = (
        "import sys; from uedasns_tui.japanese import width; "
        "width.cells('上田市（SNS）「①ｶﾅ」…―│、。〜㈱℃ 令和６年'); print('wcwidth' in sys.modules, 'budoux' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "False"]
