"""Labels at the head of a line, in every width, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uedasns_tui.guideline.numbering import CIRCLED, KANA, ORDER, Label, arabic, read_label


@pytest.mark.parametrize(
    ("line", "label", "rest"),
    [
        ("(1) 目的", Label("(1)", (1,)), "目的"),
        ("（１２）　目的", Label("(1)", (12,)), "目的"),
        ("⑻目的", Label("(1)", (8,)), "目的"),
        ("ア 目的", Label("ア", (1,)), "目的"),
        ("ｶ　目的", Label("ア", (6,)), "目的"),
        ("（ン）目的", Label("(ア)", (46,)), "目的"),
        ("⑫　目的", Label("①", (12,)), "目的"),
        ("・目的", Label("・"), "目的"),
        ("a) 目的", Label("a", (1,)), "目的"),
        ("（ｂ）目的", Label("(a)", (2,)), "目的"),
        ("１．目的", Label("1", (1,)), "目的"),
        ("2　目的", Label("1", (2,)), "目的"),
        ("第３　目的", Label("第1", (3,)), "目的"),
        ("第十二条の二　目的", Label("第1条", (12, 2)), "目的"),
        ("第２章　目的", Label("第1章", (2,)), "目的"),
        ("第百二節 目的", Label("第1節", (102,)), "目的"),
    ],
)
def test_labels(line: str, label: Label, rest: str) -> None:
    expected = read_label(line)
    assert expected is not None
    assert (expected[0], line[expected[1] :]) == (label, rest)


@pytest.mark.parametrize(
    "line",
    [
        "目的",
        "アカウントを決める",
        "5月から",
        "1.5倍",
        "第1回の会議",
        "（注）",
        "(100000)",
        "ァ 小さい",
        "X (旧 Twitter)",
        "",
    ],
)
def test_no_labels(line: str) -> None:
    assert read_label(line) is None


def test_only_the_declared_kinds_are_labels() -> None:
    assert read_label("1 件の投稿", ("(1)", "ア")) is None


@pytest.mark.parametrize(
    ("text", "number"), [("十", 10), ("二十一", 21), ("百三", 103), ("12", 12), ("九", 9)]
)
def test_kansuji(text: str, number: int) -> None:
    assert arabic(text) == number


@given(st.sampled_from([kind for kind in ORDER if kind != "・"]), st.integers(1, 26))
def test_what_a_label_writes_is_read_as_the_label(kind: str, number: int) -> None:
    label = Label(kind, (number,))
    assert read_label(label.text + " 本文") == (label, len(label.text) + 1)


def test_every_kana_and_circle_has_its_number() -> None:
    assert [read_label(f"{entry} x") for entry in KANA] == [
        (Label("ア", (n,)), 2) for n in range(1, len(KANA) + 1)
    ]
    assert [Label("①", (n,)).text for n in range(1, len(CIRCLED) + 1)] == list(CIRCLED)
