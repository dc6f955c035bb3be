"""Stamps: what a change is, and that a digest shows every one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from uedasns_tui.guideline.schema import Form
from uedasns_tui.records import snapshots
from uedasns_tui.records.record import Medium, Record, Value

Make = Callable[..., Record]
values = st.dictionaries(
    st.sampled_from("abc"), st.text(max_size=5) | st.lists(st.text(max_size=3), max_size=2).map(tuple)
)


def test_a_digest_names_its_scheme() -> None:
    assert re.fullmatch(r"sha256:1:[0-9a-f]{64}", snapshots.digest({"a": "b"}))


def test_the_digest_of_a_record_never_changes_with_the_program() -> None:
    """A new figure here is a new scheme number: records decided before must still be seen as unchanged."""
    found = snapshots.digest({"name": "花火", "accounts": ("a", "b")}, (Medium("m", "a.jpg", "写真"),))
    assert found == "sha256:1:c58a09242018213ebf9ef3e0c2228a6f41c332122d306cbab07e0f5a6390fbb7"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": "か\u3099"}, {"a": "が"}), ({"a": "一\r\n二"}, {"a": "一\n二"}), ({"a": "一 　\n二\n\n"}, {"a": "一\n二"}),
        ({"a": "x", "b": ""}, {"a": "x"}), ({"b": "y", "a": "x"}, {"a": "x", "b": "y"}), ({"a": ()}, {}), ({"a": "　"}, {}),
    ],
)  # fmt: skip
def test_what_nobody_would_call_a_change_is_none(one: dict[str, Value], other: dict[str, Value]) -> None:
    assert snapshots.digest(one) == snapshots.digest(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": "x"}, {"a": "X"}), ({"a": "x"}, {"b": "x"}), ({"a": "１"}, {"a": "1"}), ({"a": " x"}, {"a": "x"}),
        ({"a": "x\ny"}, {"a": ("x", "y")}), ({"a": ("x", "y")}, {"a": ("y", "x")}), ({"a": "x", "b": "y"}, {"a": "y", "b": "x"}),
        ({"a": "髙"}, {"a": "高"}),
    ],
)  # fmt: skip
def test_what_somebody_would_call_a_change_is_one(one: dict[str, Value], other: dict[str, Value]) -> None:
    assert snapshots.digest(one) != snapshots.digest(other)


@pytest.mark.parametrize("part", ["file", "alt", "shows", "consent", "source", "sha256"])
def test_every_part_of_a_picture_counts_but_its_id(part: str) -> None:
    one = Medium("m", "a.jpg")
    assert snapshots.digest({}, (one,)) != snapshots.digest({}, (replace(one, **{part: "別"}),))
    assert snapshots.digest({}, (one,)) == snapshots.digest({}, (replace(one, id="n"),))
    assert snapshots.digest({}, (one,)) != snapshots.digest({}, (one, one))


@given(st.text("abあが\u3099 \n"), st.text("abあが\u3099 \n"))
def test_texts_that_differ_in_more_than_blanks_have_different_digests(one: str, other: str) -> None:
    blank = ["".join(unicodedata.normalize("NFC", text).split()) for text in (one, other)]
    assume(blank[0] != blank[1])
    assert snapshots.digest({"a": one}) != snapshots.digest({"a": other})


@given(values)
def test_every_text_has_a_digest(one: dict[str, Value]) -> None:
    assert snapshots.digest(one) == snapshots.digest(dict(reversed(one.items())))
    assert snapshots.digest({"a": "\ud800"}) != snapshots.digest({"a": "\ud801"})


def test_a_stamp_carries_what_may_be_seen_and_no_more(record: Make, form: Form) -> None:
    one = replace(record(name="花火", secret="内", unknown="z"), media=(Medium("m", "a.jpg"),))
    found = snapshots.snapshot_of(one, form)
    assert (found.values, found.media) == ({"name": "花火"}, one.media)
    assert snapshots.matches_snapshot(one, form, found)
    assert snapshots.matches_snapshot(replace(one, values={**one.values, "secret": "外"}), form, found)
    assert not snapshots.matches_snapshot(replace(one, media=()), form, found)
    assert not snapshots.matches_snapshot(replace(one, values={**one.values, "name": "別"}), form, found)
