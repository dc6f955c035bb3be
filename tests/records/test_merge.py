"""Merging: the laws that hold for every three tables, and what they mean for records."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uedasns_tui.records import codec, merge, workflow
from uedasns_tui.records.merge import MergeConflict
from uedasns_tui.records.record import Answer, LogEntry, Medium, Record, Value

from .conftest import FORM, HANAKO, NOW, TARO

Make = Callable[..., Record]

keys = st.sampled_from("abc")
scalars = st.text("xy", max_size=2) | st.integers(0, 2) | st.booleans()
plain = scalars | st.lists(scalars, max_size=2) | st.dictionaries(keys, scalars, max_size=2)
bodies = st.dictionaries(keys, plain, max_size=2)


@st.composite
def entry_lists(draw: st.DrawFn) -> list[dict[str, Any]]:
    ids = draw(st.lists(st.sampled_from("12345"), unique=True, max_size=4))
    return [{"id": one, **draw(bodies)} for one in ids]


tables = st.fixed_dictionaries({}, optional={"a": plain, "b": plain, "c": bodies, "d": entry_lists()})


def flat(one: Any) -> Any:
    """A table without the order of its entries, and without the lists that are empty."""
    if isinstance(one, dict):
        return {key: flat(part) for key, part in one.items() if part != []}
    if isinstance(one, list) and one and all(isinstance(part, dict) and "id" in part for part in one):
        return {part["id"]: flat(part) for part in one}
    return (one, type(one))


# ---- laws
@given(tables, tables)
def test_what_one_side_left_alone_is_the_others(base: dict[str, Any], other: dict[str, Any]) -> None:
    for found in (merge.merge(base, base, other), merge.merge(base, other, base)):
        assert found.table == other
        assert found.conflicts == ()
    assert merge.merge(base, other, base).taken == ()


@given(tables, tables)
def test_both_alike_is_no_conflict(base: dict[str, Any], other: dict[str, Any]) -> None:
    assert merge.merge(base, other, other) == merge.MergedTable(other)


@given(tables, tables, tables)
def test_it_is_the_same_from_the_other_side(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    before = copy.deepcopy((base, mine, theirs))
    here, there = merge.merge(base, mine, theirs), merge.merge(base, theirs, mine)
    assert (base, mine, theirs) == before
    assert {one.path for one in here.conflicts} == {one.path for one in there.conflicts}
    turned = {one.path: MergeConflict(one.path, one.before, one.theirs, one.mine) for one in there.conflicts}
    assert all(turned[one.path] == one for one in here.conflicts)
    if not here.conflicts:
        assert flat(here.table) == flat(there.table)


@given(tables, tables, tables)
def test_nothing_is_lost(base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]) -> None:
    """Whatever a side wrote anew stands in the result or in a conflict."""
    found = merge.merge(base, mine, theirs)
    for side in (mine, theirs):
        for key, value in side.items():
            if value == base.get(key) or (isinstance(value, list | dict) and not value):
                continue
            if isinstance(value, list | dict):
                continue
            written = key in found.table and found.table[key] == value
            assert written or any(one.path == (key,) for one in found.conflicts)


# ---- lists of entries
def entries(*names: str, **more: str) -> dict[str, Any]:
    return {"media": [{"id": one, "file": more.get(one, f"{one}.jpg")} for one in names]}


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        (entries("a"), entries("a", "b"), entries("a", "c"), entries("a", "b", "c")),
        (entries("a", "b"), entries("b"), entries("a", "b", "c"), entries("b", "c")),
        (entries("a", "b"), entries("a", "x", "b"), entries("a", "b", b="new"), entries("a", "x", "b", b="new")),
        (entries("a", "b"), entries("a", "x", "b"), entries("a", "z", "b"), entries("a", "x", "z", "b")),
        (entries("a"), {}, entries("a", "b"), entries("b")),
        ({}, entries("a"), entries("b"), entries("a", "b")),
        (entries("a", "b"), entries("a"), entries("b"), {}),
        (entries("a", "b"), entries("b", "a"), entries("a", "b", "c"), entries("b", "c", "a")),
    ],
)  # fmt: skip
def test_entries_are_merged_by_id(base: Any, mine: Any, theirs: Any, expected: Any) -> None:
    found = merge.merge(base, mine, theirs)
    assert found.conflicts == ()
    assert found.table == expected


def test_an_entry_that_one_took_out_and_the_other_changed_is_a_conflict() -> None:
    one, other = {}, entries("a", "b", a="new")
    found = merge.merge(entries("a", "b"), one, other)
    assert found.conflicts == (
        MergeConflict(("media", "a"), {"id": "a", "file": "a.jpg"}, None, {"id": "a", "file": "new"}),
    )
    assert merge.merge(entries("a", "b"), other, one).table == entries("a", a="new")


def test_entries_without_ids_are_one_value() -> None:
    found = merge.merge({"x": [1]}, {"x": [1, 2]}, {"x": [1, 3]})
    assert found.conflicts == (MergeConflict(("x",), [1], [1, 2], [1, 3]),)
    assert found.table == {"x": [1, 2]}
    twice = [{"id": "a", "n": 1}, {"id": "a", "n": 2}]
    assert len(merge.merge({"x": []}, {"x": twice}, {"x": twice[::-1]}).conflicts) == 1


def test_true_is_not_one() -> None:
    assert merge.merge({"x": "a"}, {"x": True}, {"x": 1}).conflicts == (MergeConflict(("x",), "a", True, 1),)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({"id": "b", "at": 1, "act": "x"}, {"id": "c"}),
        ({"id": "b", "act": "x"}, {"id": "c", "act": "y"}),
        ({"id": "b", "at": 1}, {"id": "c", "at": 0}),
        ({"id": "b"}, {"id": "c", "at": 1, "act": "x"}),
    ],
)
def test_only_a_log_is_put_in_time(mine: dict[str, Any], theirs: dict[str, Any]) -> None:
    base: dict[str, Any] = {"list": []}
    found = merge.merge(base, {"list": [mine]}, {"list": [theirs]})
    assert {one["id"] for one in found.table["list"]} == {"b", "c"}
    assert found.conflicts == ()


@pytest.mark.parametrize("list_", [[{"id": "a"}, 1], [{"id": "a"}, {"n": 1}], [1, {"id": "a"}]])
def test_a_list_with_something_that_has_no_id_is_one_value(list_: list[Any]) -> None:
    found = merge.merge({"x": []}, {"x": list_}, {"x": [{"id": "b"}]})
    assert [conflict.path for conflict in found.conflicts] == [("x",)]
    assert found.table == {"x": list_}


@pytest.mark.parametrize("other", [1, "text", True, {"x": "y"}, [1], ["c", 1], [1, "c"]])
def test_a_list_of_texts_against_something_else_is_a_conflict(other: Any) -> None:
    def table(seen: Any) -> dict[str, Any]:
        return {"answer": [{"id": "a", "seen": seen}]}

    for mine, theirs in ((["b"], other), (other, ["b"])):
        found = merge.merge(table(["a"]), table(mine), table(theirs))
        assert [conflict.path for conflict in found.conflicts] == [("answer", "a", "seen")]


# ---- logs
def lines(*names: str) -> dict[str, Any]:
    """Log entries: "name" at its letter's hour, "name@3" at three."""
    log = []
    for one in names:
        name, _, hour = one.partition("@")
        log.append(
            {"id": name, "act": "note", "at": NOW + timedelta(hours=int(hour or ord(name[0]) - ord("a")))}
        )
    return {"log": log}


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        (lines("a"), lines("a", "c"), lines("a", "b"), lines("a", "b", "c")),
        (lines("a"), lines("a", "b", "d"), lines("a", "c", "e"), lines("a", "b", "c", "d", "e")),
        (lines(), lines("b"), lines("a"), lines("a", "b")),
        ({}, lines("b"), lines("a"), lines("a", "b")),
        (lines("a"), lines("a", "b"), lines("a", "b", "c"), lines("a", "b", "c")),
        (lines("a@9"), lines("a@9", "c"), lines("a@9", "b"), lines("a@9", "b", "c")),
        (lines("a"), lines("a", "x@9", "y@1"), lines("a", "c"), lines("a", "c", "x@9", "y@1")),
        (lines("a"), lines("a", "z@5"), lines("a", "y@5"), lines("a", "y@5", "z@5")),
        (lines("a"), lines("a", "z@1"), lines("a", "b@2"), lines("a", "z@1", "b@2")),
        (lines("m@5"), lines("m@5", "z@6", "b@8"), lines("m@5", "y@7", "c@9"), lines("m@5", "z@6", "y@7", "b@8", "c@9")),
    ],
)  # fmt: skip
def test_a_log_only_grows_in_time(base: Any, mine: Any, theirs: Any, expected: Any) -> None:
    for found in (merge.merge(base, mine, theirs), merge.merge(base, theirs, mine)):
        assert found.conflicts == ()
        assert found.table == expected


@given(st.lists(st.integers(0, 5)), st.lists(st.integers(0, 5)), st.lists(st.integers(0, 5)))
def test_no_line_of_a_log_is_lost_moved_or_doubled(
    base: list[int], mine: list[int], theirs: list[int]
) -> None:
    def log(*sides: tuple[str, list[int]]) -> list[dict[str, Any]]:
        return [
            {"id": f"{name}{at}", "act": "x", "at": NOW + timedelta(minutes=minute)}
            for name, side in sides
            for at, minute in enumerate(side)
        ]

    sides = [log(("b", base)), log(("b", base), ("m", mine)), log(("b", base), ("t", theirs))]
    found = merge.merge(*({"log": side} for side in sides))
    names = [one["id"] for one in found.table["log"]]
    assert names == [one["id"] for one in merge.merge(*({"log": sides[at]} for at in (0, 2, 1))).table["log"]]
    assert sorted(names) == sorted({one["id"] for side in sides for one in side})
    for side in sides:
        order = [names.index(one["id"]) for one in side]
        assert order == sorted(order)


@given(st.dictionaries(st.text("abcd", min_size=1, max_size=3), st.tuples(st.integers(0, 50), st.booleans())))
def test_a_log_is_merged_by_time_whatever_its_ids(added: dict[str, tuple[int, bool]]) -> None:
    def log(mine: bool) -> dict[str, Any]:
        lines = [
            {"id": name, "act": "x", "at": NOW + timedelta(minutes=minute)}
            for name, (minute, own) in added.items()
            if own is mine
        ]
        return {"log": sorted(lines, key=lambda line: line["at"])}

    merged = merge.merge({"log": []}, log(True), log(False)).table["log"]
    assert [line["at"] for line in merged] == sorted(line["at"] for line in merged)
    assert {line["id"] for line in merged} == added.keys()


# ---- records
def edit(record: Record, **values: Value) -> Record:
    return replace(record, values={**record.values, **values})


def test_different_fields_of_one_record_are_merged(record: Make) -> None:
    base = record(name="花火", more="a")
    found = merge.merge_records(base, edit(base, name="祭り"), edit(base, more="b", url="https://x.jp/"))
    assert found.record == edit(base, name="祭り", more="b", url="https://x.jp/")
    assert set(found.taken) == {("values", "more"), ("values", "url")}


def test_the_same_field_waits_for_a_person_who_chooses(record: Make) -> None:
    base = record(name="花火", more="a")
    mine, theirs = edit(base, name="祭り", more="b"), edit(base, name="花見", accounts=("x",))
    found = merge.merge_records(base, mine, theirs)
    assert found.record is None
    assert found.conflicts == (MergeConflict(("values", "name"), "花火", "祭り", "花見"),)
    rest: dict[str, Value] = {"more": "b", "accounts": ("x",)}
    assert merge.resolve_conflicts(base, mine, theirs, {("values", "name"): "theirs"}) == edit(
        base, name="花見", **rest
    )
    assert merge.resolve_conflicts(base, mine, theirs, {("values", "name"): "mine"}) == edit(
        base, name="祭り", **rest
    )


@pytest.mark.parametrize("pick", ["mine", "theirs"])
def test_a_choice_may_bring_back_or_take_out(pick: str, record: Make) -> None:
    base = replace(record(name="a", more="b"), media=(Medium("m", "a.jpg"), Medium("n", "b.jpg")))
    mine = replace(base, values={"name": "a"}, media=())
    theirs = replace(edit(base, more="c"), media=(Medium("m", "a.jpg", "写真"), Medium("n", "b.jpg")))
    picked = {one.path: pick for one in merge.merge_records(base, mine, theirs).conflicts}
    assert set(picked) == {("values", "more"), ("media", "m")}
    there = edit(base, more="c")
    assert merge.resolve_conflicts(base, mine, theirs, picked) == (
        mine if pick == "mine" else replace(there, media=theirs.media[:1])
    )
    turned = merge.resolve_conflicts(base, theirs, mine, picked)
    assert turned == (replace(there, media=theirs.media[:1]) if pick == "mine" else mine)


def test_a_choice_within_an_entry_is_made_in_that_entry(record: Make) -> None:
    base = replace(record(), media=(Medium("m", "a.jpg"), Medium("n", "b.jpg", "港")))
    mine, theirs = (
        replace(base, media=(Medium("m", "a.jpg"), Medium("n", "b.jpg", alt))) for alt in ("山", "川")
    )
    path = ("media", "n", "alt")
    assert [one.path for one in merge.merge_records(base, mine, theirs).conflicts] == [path]
    assert merge.resolve_conflicts(base, mine, theirs, {path: "theirs"}) == theirs
    assert merge.resolve_conflicts(base, mine, theirs, {path: "mine"}) == mine


def test_a_choice_may_empty_a_field_of_an_entry(record: Make) -> None:
    base = replace(record(), media=(Medium("m", "a.jpg", "海"), Medium("n", "b.jpg", "港")))
    mine = replace(base, media=(Medium("m", "a.jpg", "海"), Medium("n", "b.jpg", "山")))
    theirs = replace(base, media=(Medium("m", "a.jpg", "海"), Medium("n", "b.jpg")))
    path = ("media", "n", "alt")
    assert merge.resolve_conflicts(base, mine, theirs, {path: "theirs"}) == theirs
    assert merge.resolve_conflicts(base, theirs, mine, {path: "mine"}) == theirs


def test_a_choice_takes_out_that_entry_alone(record: Make) -> None:
    media = tuple(Medium(id, f"{id}.jpg") for id in "lmno")
    base = replace(record(), media=media)
    mine = replace(base, media=tuple(replace(one, alt="山") if one.id == "m" else one for one in media))
    theirs = replace(base, media=tuple(one for one in media if one.id != "m"))
    assert merge.resolve_conflicts(base, mine, theirs, {("media", "m"): "theirs"}) == theirs


def test_what_two_people_looked_at_is_looked_at(record: Make) -> None:
    base = replace(record(), answers=(Answer("x", seen=("phone:1", "phone:2")),))
    mine = replace(base, answers=(Answer("x", "ok", "文", seen=("phone:1", "phone:2", "phone:3")),))
    theirs = replace(base, answers=(Answer("w", "ok", "別"), Answer("x", seen=("phone:2", "email:4"))))
    found = merge.merge_records(base, mine, theirs)
    assert found.record is not None
    assert found.record.answers == (
        Answer("w", "ok", "別"),
        Answer("x", "ok", "文", seen=("phone:2", "phone:3", "email:4")),
    )
    assert ("answer", "x", "seen") in found.taken


def test_different_answers_to_one_item_are_a_conflict(record: Make) -> None:
    base = record()
    mine = replace(base, answers=(Answer("x", "ok", "文"),))
    theirs = replace(base, answers=(Answer("x", "na", "文", "理由"),))
    (conflict,) = merge.merge_records(base, mine, theirs).conflicts
    assert conflict == MergeConflict(("answer", "x", "answer"), None, "ok", "na")


def test_an_edit_beside_a_decision_is_a_change_after_it(record: Make, now: datetime) -> None:
    base = workflow.apply_transition(record(name="花火"), FORM, "submit", {}, HANAKO, now)
    decided = workflow.apply_transition(base, FORM, "decide", {"by": "課長", "number": "1"}, TARO, now)
    found = merge.merge_records(base, edit(base, name="祭り"), decided)
    assert found.record is not None
    assert workflow.record_state(found.record, FORM) == "changed"
    assert workflow.valid_approval(found.record, FORM) is None


entry_logs = st.lists(
    st.builds(LogEntry, st.sampled_from("abcdef"), st.just(NOW), st.just("note"), st.just(HANAKO)),
    max_size=3, unique_by=lambda one: one.id,
)  # fmt: skip
records = st.builds(
    Record, st.just("a"), st.just("note"), st.just(date(2024, 1, 4)),
    st.dictionaries(keys, st.text("xy\n", max_size=3) | st.lists(st.text("xy"), max_size=2).map(tuple), max_size=3),
    answers=st.lists(
        st.builds(Answer, st.sampled_from("12"), st.sampled_from(["ok", "no"]), seen=st.lists(st.text("xy"), unique=True, max_size=2).map(tuple)),
        max_size=2, unique_by=lambda one: one.id,
    ).map(tuple),
    log=entry_logs.map(tuple),
)  # fmt: skip


@given(records, records, records, st.data())
def test_records_merge_or_wait_and_a_choice_always_ends_it(
    base: Record, mine: Record, theirs: Record, data: st.DataObject
) -> None:
    found = merge.merge_records(base, mine, theirs)
    assert (found.record is None) == bool(found.conflicts)
    picked = {one.path: data.draw(st.sampled_from(["mine", "theirs"])) for one in found.conflicts}
    done = merge.resolve_conflicts(base, mine, theirs, picked)
    assert codec.record_of(codec.table_of(done)) == done
    if not picked:
        assert done == found.record
    assert {one.id for one in done.log} >= {one.id for one in mine.log if one not in base.log}
