"""Ids: a date and a random part; nothing that a file system could take for something else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uedasns_tui.records import ids


def test_a_new_id_is_a_date_and_a_random_part() -> None:
    assert ids.new_id(date(2026, 11, 23), lambda: "ab3x7") == "20261123-ab3x7"
    made = {ids.new_id(date(2026, 11, 23)) for _ in range(200)}
    assert len(made) == 200
    assert all(ids.valid_id(one) for one in made)


def test_random_parts_cannot_be_misread() -> None:
    letters = set("".join(ids.token(40) for _ in range(100)))
    assert letters <= set(ids.LETTERS)
    assert not letters & set("01ilo")
    assert len(ids.new_entry_id()) == 8


@pytest.mark.parametrize("text", ["a", "20261123-ab3x7", "koho-youtube", "a" * 40, "com10", "con-1", "0"])
def test_these_may_be_ids(text: str) -> None:
    assert ids.valid_id(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "a" * 41, "A", "あ", "a b", "../a", "a/b", "a\\b", "a.toml", "a\n", "\na", "１", "a_b", "~", "c:", "a\x00",
        "con", "prn", "aux", "nul", "com1", "lpt9", "com0",
    ],
)  # fmt: skip
def test_these_may_not(text: str) -> None:
    assert not ids.valid_id(text)


@given(st.text(max_size=45))
def test_no_id_leaves_its_folder(text: str) -> None:
    if ids.valid_id(text):
        assert set(text) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize(
    ("name", "device"),
    [("COM¹.txt", True), ("aux .html", True), ("CONOUT$", True), ("com10", False), ("a.con", False)],
)
def test_names_that_windows_keeps_for_devices(name: str, device: bool) -> None:
    assert ids.is_device(name) is device
