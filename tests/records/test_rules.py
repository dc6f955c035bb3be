"""The rules over a record: what is missing, what the form's own rules say, and for whom they count."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.facts_schema import Platform
from uedasns_tui.guideline.schema import Form
from uedasns_tui.records import rules
from uedasns_tui.records.record import Record

from .conftest import FORM

Make = Callable[..., Record]
SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"
X = {"x": Platform(1, "x", "X", ("Twitter",), ("x.com", "twitter.com"))}


def said(record: Record, form: Form, platforms: Mapping[str, Platform] = X) -> list[tuple[str, str, str]]:
    return [
        (one.severity, one.where.key, one.code) for one in rules.problems(record, form, platforms=platforms)
    ]


def test_a_whole_record_has_none(record: Make, form: Form) -> None:
    assert said(record(), form) == []


@pytest.mark.parametrize("empty", ["", " ", "　\n"])
def test_what_must_be_there_is_asked_for_with_its_clause(empty: str, record: Make, form: Form) -> None:
    (found,) = rules.problems(record(name=empty), form)
    assert (found.severity, found.where.key, found.clause) == ("must", "name", "1(1)")
    assert found.message == "名称を書いてください。"


def test_a_condition_opens_fields_through_their_group(record: Make, form: Form) -> None:
    assert said(record(name="a", reply="none"), form) == []
    assert said(record(name="a", reply="reply"), form) == [
        ("must", "hours", "empty"), ("should", "late", "empty"), ("should", "reply", "exception"),
    ]  # fmt: skip


def test_a_value_of_a_closed_field_is_nobodys_concern(record: Make, form: Form) -> None:
    closed = replace(
        form, field=(*form.field[:3], replace(form.field[3], when={"reply": "reply"}), *form.field[4:])
    )
    assert said(record(name="a", url="javascript:1", more="x"), closed) == []


def test_a_value_is_held_against_its_type(record: Make, form: Form) -> None:
    assert said(record(name="a", url="javascript:1", more="x"), form) == [("must", "url", "url")]


@pytest.mark.parametrize(
    ("medium", "url", "good"),
    [
        ("X", "https://x.com/a", True), ("twitter", "https://mobile.twitter.com/a", True),
        ("X", "https://www.youtube.com/a", False), ("X", "https://notx.com/a", False),
        ("別のもの", "https://www.youtube.com/a", True), ("", "https://www.youtube.com/a", True),
    ],
)  # fmt: skip
def test_an_address_belongs_to_its_platform(
    medium: str, url: str, good: bool, record: Make, form: Form
) -> None:
    one = record(name="a", medium=medium, url=url, more="x")
    assert said(one, form) == ([] if good else [("should", "url", "host")])
    if not good:
        assert "X のURLではない" in rules.problems(one, form, platforms=X)[0].message


def test_the_forms_own_rules_hold_but_for_their_exceptions(record: Make, form: Form) -> None:
    assert said(record(name="a", url="https://x.com/"), form) == [("must", "more", "more-or-url")]
    assert said(record(name="a", url="https://x.com/", more="x"), form) == []
    assert said(record(name="a", url="https://x.com/", reply="none"), form) == []


def test_for_an_outside_body_a_must_counts_as_a_should(record: Make, form: Form) -> None:
    one = record(runner="outside", reply="reply", url="https://x.com/")
    assert rules.is_outside(one, form)
    assert {severity for severity, _, _ in said(one, form)} == {"should"}
    assert len(said(one, form)) == 5
    assert not rules.is_outside(record(runner="city"), form)


@given(
    st.dictionaries(
        st.sampled_from([one.id for one in FORM.field]), st.text() | st.lists(st.text()).map(tuple)
    )
)
def test_any_values_are_answered(values: dict[str, str | tuple[str, ...]]) -> None:
    from datetime import date

    one = Record("a", "note", date(2024, 1, 4), values)
    before = one.values
    assert all(found.message for found in rules.problems(one, FORM, platforms=X))
    assert one.values is before


def test_every_must_of_the_real_form_is_asked_for_with_its_clause(guideline: Guideline) -> None:
    from datetime import date

    form = guideline.forms["policy"]
    found = rules.problems(Record("a", "policy", date(2024, 1, 4)), form)
    asked = {one.where.key for one in found if one.severity == "must"}
    assert asked == {
        one.id for one in form.field if one.weight == "must" and one.type != "group" and not one.when
    }
    assert all(one.clause for one in found)


# ---- values that can be put right for sure
DOMAINS = ("city.ueda.nagano.jp",)
SLIPS = [
    ("url", "ｈｔｔｐｓ：／／ｘ．ｃｏｍ／ｕｅｄａ", "https://x.com/ueda"),
    ("url", "https://www.city.ueda.nagano.jo/a.html", "https://www.city.ueda.nagano.jp/a.html"),
    ("url", "https://city.uedo.nagano.jp/", "https://city.ueda.nagano.jp/"),
    ("url", "https://www.city.ueda.nagano.jp/a.html", ""), ("url", "https://www.city.suwa.nagano.jp/", ""),
    ("url", "https://youtube.com/", ""), ("url", "ｈｔｔｐｓ：／／だめ です", ""),
    ("email", "koho@city.ueda.nagano.jo", "koho@city.ueda.nagano.jp"),
    ("email", "ｋｏｈｏ＠ｃｉｔｙ．ｕｅｄａ．ｎａｇａｎｏ．ｊｐ", "koho@city.ueda.nagano.jp"),
    ("email", "koho@city.ueda.nagano.jp", ""),
    ("phone", "０２６８－７１－８０８０（直通）", "0268-71-8080（直通）"), ("phone", "0268ー71ー8080", "0268-71-8080"),
    ("phone", "0268-71-8080（直通）", ""), ("phone", "０２６８", ""),
    ("address", "〒３８６－８６０１ 上田市大手一丁目１１番１６号", "〒386-8601 上田市大手一丁目１１番１６号"),
    ("address", "〒386-8601 上田市大手一丁目11番16号", ""),
    ("account", "＠ｕｅｄａ＿ｋｏｈｏ", "@ueda_koho"), ("account", "上田市広報", ""), ("account", "ueda_koho", ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "typed", "mend"), SLIPS)
def test_a_slip_carries_the_value_that_mends_it(
    name: str, typed: str, mend: str, guideline: Guideline
) -> None:
    form = guideline.forms["policy"]
    record = Record("r", "policy", guideline.edition, {"reply": "none", name: typed})
    found = [one for one in rules.problems(record, form, domains=DOMAINS) if one.where.key == name]
    assert [one.mend for one in found if one.mend] == ([mend] if mend else [])
    if mend:
        after = replace(record, values={**record.values, name: mend})
        assert not any(one.where.key == name for one in rules.problems(after, form, domains=DOMAINS))
        assert record.values[name] == typed, "nothing is changed unasked"
