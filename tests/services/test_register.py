"""The register: sorting and filtering as find folds, the last post, and every watch by example with its clause."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from uedasns_tui.records import workflow
from uedasns_tui.services import record_actions, register, transitions


def kinds(context, name: str = "channel") -> dict[str, str]:
    """Code of every watch of a policy -> its severity."""
    rows, _ = register.accounts(context)
    found = register.watched(context, rows)[name]
    assert all(one.clause and one.message for one in found)
    assert all(context.guideline.clause(one.clause) or context.guideline.find(one.clause) for one in found)
    return {one.code: one.severity for one in found}


FINE = ("submit", "decide", "published")


def test_a_policy_in_order_needs_nothing(context, make) -> None:
    make("channel", *FINE, seen_on="2026-11-20", seen_by="広報太郎")
    assert kinds(context) == {}


def test_a_decided_policy_is_to_be_published(context, make, edited) -> None:
    kept = make("channel", "submit")
    assert kinds(context) == {}
    kept = transitions.take_transition(
        context, kept, "decide", {"by": "課長", "number": "1"}, "試験のため"
    ).kept
    assert kinds(context) == {"unpublished": "must"}


def test_a_new_decision_is_to_be_published_anew(context, make, edited) -> None:
    kept = edited(make("channel", *FINE), fax="")
    assert kinds(context) == {"changed": "must"}
    kept = transitions.take_transition(context, kept, "submit", {}, "試験のため").kept
    transitions.take_transition(context, kept, "decide", {"by": "課長", "number": "2"}, "試験のため")
    assert kinds(context) == {"unpublished": "must"}


@pytest.mark.parametrize(
    ("period", "over"),
    [("平成25年6月から令和8年11月22日", True), ("平成25年6月から令和8年11月23日", False), ("平成25年6月から令和8年11月", False),
     ("平成25年6月から当面の間", False), ("平成25年6月から令和8年10月", True)],
)  # fmt: skip
def test_the_period_is_over_the_day_after_its_end(context, make, period, over) -> None:
    make("channel", *FINE, period=period)
    assert kinds(context) == ({"period_over": "must"} if over else {})


@pytest.mark.parametrize(
    ("seen", "codes"),
    [("", set()), ("2026-11-17", set()), ("2026-11-16", {"silent"}), ("2025-11-24", {"silent"}),
     ("2025-11-23", {"silent", "silent_long"})],
)  # fmt: skip
def test_silence_is_counted_from_the_last_post_and_the_unknown_is_never_silent(
    context, make, seen, codes
) -> None:
    make("channel", *FINE, seen_on=seen, seen_by="広報太郎")
    assert set(kinds(context)) == codes
    (row,), _ = register.accounts(context)
    assert row.last_label == (seen or "未確認")


def test_the_newest_recorded_post_counts(context, make) -> None:
    make("channel", *FINE, seen_on="2026-11-01", seen_by="広報太郎")
    values = {
        "kind": "official",
        "accounts": ("channel",),
        "title": "祭",
        "text": "祭です。",
        "urgent": "yes",
    }
    kept = record_actions.save_record(
        context, record_actions.new_record(context, "post", values, "post", "p"), None
    ).kept
    given = {"address": "https://x.com/u/1", "time": "2026-11-23 09:50", "reason": "避難所を開いた"}
    form = context.form("post")
    act = next(one for one in workflow.allowed_transitions(kept.record, form) if one.role == "posted")
    transitions.take_transition(context, kept, act.id, given, "試験のため")
    (row,), _ = register.accounts(context)
    assert (row.last_post, row.last_from) == (date(2026, 11, 23), "記録")
    assert kinds(context) == {}


def test_an_older_edition(context, make) -> None:
    kept = make("channel", *FINE)
    context.repository.save(replace(kept.record, edition=date(2014, 4, 1)), kept)
    assert set(kinds(context)) == {"old_edition"}


def test_nobody_runs_it(context, make) -> None:
    make("channel", section="")
    assert kinds(context) == {"no_owner": "must"}


def test_two_policies_for_one_address(context, make) -> None:
    make("channel", url="https://x.com/Ueda/")
    make("second", url="https://x.com/ueda")
    make("closed", "close", url="https://x.com/ueda")
    make("third", url="https://x.com/ueda3")
    assert (
        set(kinds(context)) == set(kinds(context, "second")) == {"same_url"} and kinds(context, "third") == {}
    )
    assert "closed" not in register.watched(context, register.accounts(context)[0])


@pytest.mark.parametrize(("review", "due"), [("2026-11-22", True), ("2026-11-23", False), ("", False)])
def test_a_review_is_due_the_day_after(context, make, review, due) -> None:
    make("channel", *FINE, next_review=review)
    assert set(kinds(context)) == ({"review_due"} if due else set())


def test_for_an_outside_body_a_must_is_a_should(context, make) -> None:
    make("channel", runner="outside", section="", period="平成25年6月から令和8年10月")
    assert kinds(context) == {"period_over": "should", "no_owner": "should"}


def test_filter_folds_as_find_does_and_every_column_sorts(context, make) -> None:
    make("a", name="ウエダ城", reading="うえだじょう", platform="X", seen_on="2026-11-20", seen_by="x")
    make("b", name="防災", reading="ぼうさい", platform="LINE", section="上田市 危機管理課")
    make("c", *FINE, name="秋祭", reading="あきまつり", seen_on="2026-01-01", seen_by="x")
    rows, _ = register.accounts(context)
    assert [row.id for row in rows] == ["c", "a", "b"]
    assert [row.id for row in register.matching(rows, "うえだ城")] == ["a"]
    assert [row.id for row in register.matching(rows, "ｌｉｎｅ 危機")] == ["b"]
    assert [row.id for row in register.matching(rows, state_label="決裁")] == ["c"]
    assert [row.id for row in register.ordered(rows, "last_label")] == ["c", "a", "b"]
    assert [row.id for row in register.ordered(rows, "last_label", backwards=True)] == ["a", "c", "b"]
    for column in register.COLUMNS:
        assert {row.id for row in register.ordered(rows, column)} == {"a", "b", "c"}


def test_a_file_that_cannot_be_read_is_a_problem_and_the_rest_stands(context, make) -> None:
    kept = make("good")
    (kept.path.parent / "bad.toml").write_text("scheme = 1\nid = \n", encoding="utf-8")
    rows, faults = register.accounts(context)
    assert [row.id for row in rows] == ["good"] and len(faults) == 1 and "bad.toml" in str(faults[0])


@pytest.mark.parametrize(
    ("decided", "checked", "due"),
    [
        ("2025-11-23", "", True),
        ("2025-11-24", "", False),
        ("2024-02-29", "2025-11-23", True),
        ("2020-01-01", "2025-11-24", False),
    ],
)
def test_a_step_is_due_some_months_after_it_was_taken_or_else_decided(
    context, make, decided, checked, due
) -> None:
    kept = make("channel", "submit")
    steps = [("decide", {"by": "課長", "number": "1", "date": decided})]
    steps += [("yearly", {"date": checked, "yearly_result": "fine"})] if checked else []
    for step, given in steps:
        kept = transitions.take_transition(context, kept, step, given, "試験のため").kept
    rows, _ = register.accounts(context)
    assert ("step_due" in {problem.code for problem in register.watched(context, rows)["channel"]}) is due


def test_a_month_that_is_shorter_ends_on_its_last_day() -> None:
    assert register._months_later(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert register._months_later(date(2025, 10, 31), 4) == date(2026, 2, 28)
    assert register._months_later(date(2025, 12, 1), 1) == date(2026, 1, 1)
