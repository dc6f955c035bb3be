"""What differs between two states of a record, and between what was decided and what stands there now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from uedasns_tui.guideline.schema import Form
from uedasns_tui.records import snapshots, workflow
from uedasns_tui.records.compare import FieldChange, compare, since
from uedasns_tui.records.record import Answer, Medium, Record

from .conftest import NOW, TARO

Make = Callable[..., Record]


def test_a_record_does_not_differ_from_itself(record: Make) -> None:
    one = replace(record(), media=(Medium("m", "a"),), answers=(Answer("x", "ok"),))
    assert compare(one, one) == ()
    assert compare(one, replace(one, log=())) == ()


def test_fields_pictures_and_answers_are_told_with_before_and_after(record: Make) -> None:
    before = replace(
        record(name="花火", more="x"), media=(Medium("m", "a.jpg"),), answers=(Answer("q", "ok"),)
    )
    after = replace(
        record(name="祭り", accounts=("a", "b")),
        media=(Medium("m", "a.jpg", "写真"), Medium("n", "b.jpg")),
        answers=(Answer("q", "no", "", "直す"),),
    )
    assert compare(before, after) == (
        FieldChange("name", "花火", "祭り"),
        FieldChange("more", "x", ""),
        FieldChange("media:m", "a.jpg", "a.jpg\n写真"),
        FieldChange("answer:q", "ok", "no 直す"),
        FieldChange("accounts", "", "a\nb"),
        FieldChange("media:n", "", "b.jpg"),
    )


@pytest.mark.parametrize("part", ["file", "alt", "shows", "consent", "source", "sha256"])
def test_every_part_of_a_picture_is_compared(part: str, record: Make) -> None:
    before = replace(record(), media=(Medium("m", "a.jpg"),))
    (found,) = compare(before, replace(before, media=(replace(before.media[0], **{part: "別"}),)))
    assert "別" in found.after


def test_what_was_edited_since_the_decision(record: Make, form: Form) -> None:
    one = record(name="花火", secret="内")
    for name, given in (("submit", {}), ("decide", {"by": "課長", "number": "1"})):
        one = workflow.apply_transition(one, form, name, given, TARO, NOW)
    edited = replace(one, values={"name": "祭り", "secret": "外"})
    decided = workflow.last_decision(edited, form)
    assert decided is not None
    assert decided.snapshot is not None
    assert since(decided.snapshot, snapshots.snapshot_of(edited, form)) == (
        FieldChange("name", "花火", "祭り"),
    )
    assert since(decided.snapshot, snapshots.snapshot_of(one, form)) == ()
