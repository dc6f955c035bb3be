"""Check digits against python-stdnum."""

from __future__ import annotations

import random

import pytest

from uedasns_tui.findings.number import card, my_number


def test_my_number_agrees_with_the_oracle(long: bool) -> None:
    oracle = pytest.importorskip("stdnum.jp.in_")
    draw = random.Random(5)
    for _ in range(300_000 if long else 5_000):
        digits = f"{draw.randrange(10**12):012d}"
        assert my_number(digits) == oracle.is_valid(digits), digits


def test_cards_agree_with_the_oracle_once_the_prefix_is_a_cards(long: bool) -> None:
    oracle = pytest.importorskip("stdnum.luhn")
    draw = random.Random(6)
    for _ in range(100_000 if long else 5_000):
        prefix, size = draw.choice(
            [("4", 16), ("52", 16), ("2500", 16), ("3540", 16), ("37", 15), ("304", 14), ("6011", 16)]
        )
        digits = prefix + "".join(str(draw.randrange(10)) for _ in range(size - len(prefix)))
        assert card(digits) == oracle.is_valid(digits), digits


@pytest.mark.parametrize(
    "digits",
    [
        "",
        "0",
        "12345678901",
        "1234567890181",
        "１２３４５６７８９０１８",
        "０" * 12,
        "1" * 12,
        "9999999999999995",
    ],
)
def test_what_is_no_number_of_either_kind(digits: str) -> None:
    assert not my_number(digits)
    assert not card(digits)
