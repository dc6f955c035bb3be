"""What is said of a record: the date that was given, the reason of a return, what comes next, which account is meant."""

from __future__ import annotations

from datetime import date

import pytest

from tests.services.conftest import Make
from uedasns_tui.records import workflow
from uedasns_tui.records.workflow import TransitionRefused
from uedasns_tui.services import changes, home, record_actions, transitions
from uedasns_tui.services.context import AppContext

WHY = "試験のため"


def test_the_date_of_a_decision_is_the_one_that_was_given(context: AppContext, make: Make) -> None:
    saved = make("channel", "submit")
    inputs = {"by": "市長", "number": "広第12号", "date": "R8.11.25"}
    saved = transitions.take_transition(context, saved, "decide", inputs, WHY).kept
    form = context.form("policy")
    assert workflow.entry_date(form, saved.record.log[-1]) == date(2026, 11, 25)
    since = changes.changes_since_decision(context, saved.record)
    assert since is not None and "2026-11-25" in since.title and "2026-11-23" not in since.title
    version = [question for question in form.ask if question.role == "version"]
    assert "2026-11-25" in next(iter(transitions.defaults(context, saved.record, version).values()))


def test_a_returned_record_says_why_and_no_line_says_its_state_twice(context: AppContext, make: Make) -> None:
    saved = make("channel", "submit")
    saved = transitions.take_transition(context, saved, "return", {"reason": "連絡先が古い"}).kept
    form = context.form("policy")
    assert workflow.return_reason(saved.record, form) == "連絡先が古い"
    tasks = home.todo(context).tasks
    assert [(task.label, task.what) for task in tasks] == [("差戻し", "理由: 連絡先が古い")]
    transitions.take_transition(context, saved, "submit", {}, WHY)
    tasks = home.todo(context).tasks
    assert all(task.label not in task.what for task in tasks) and tasks[0].label == "決裁待ち"
    assert workflow.return_reason(context.repository.load("channel").record, form) == ""


def test_what_was_done_and_what_follows_is_said(context: AppContext, make: Make) -> None:
    saved = make("channel", "submit")
    message = transitions.done_message(context, saved.record)
    assert (
        "「決裁に出す」を記録しました" in message and "決裁待ち" in message and "「決裁済にする」" in message
    )
    onward, back = transitions.next_transitions(saved.record, context.form("policy"))
    assert onward[0].role == "decide" and {step.role for step in back} >= {"return", "withdraw"}


def test_an_account_that_is_suspended_or_closed_is_refused_and_listed_apart(
    context: AppContext, make: Make
) -> None:
    make("channel", "submit", "decide")
    saved = make("bosai", "submit", "decide")
    make("draft")
    post = record_actions.new_record(
        context, "post", {"text": "文", "title": "題", "accounts": ("bosai", "channel")}, "post", "one"
    )
    assert record_actions.problems(context, post) == []
    inputs = {"date": "2026-11-23", "reason": "点検"}
    transitions.take_transition(context, saved, "suspend", inputs)
    choices = record_actions.account_choices(context)
    assert {line.id for line in choices.active} == {"channel", "draft"}
    assert [(line.id, line.state_label) for line in choices.inactive] == [("bosai", "休止")]
    problem = record_actions.problems(context, post)[0]
    assert problem.severity == "must" and "休止" in problem.message and problem.where.key == "accounts"
    kept = record_actions.save_record(context, post, None).kept
    with pytest.raises(TransitionRefused, match="休止"):
        transitions.take_transition(context, kept, "submit", {}, WHY)


def test_a_record_is_found_by_id_title_or_account(context: AppContext, make: Make) -> None:
    make("channel", name="上田市行政チャンネル", account="@ueda_channel")
    make("bosai", name="上田市防災", account="@ueda_bosai")

    def meant(words: str) -> set[str]:
        return {line.id for line in record_actions.matching_records(context, words, "policy")}

    assert meant("channel") == {"channel"}
    assert meant("上田市防災") == {"bosai"}
    assert meant("＠ueda_bosai") == {"bosai"}
    assert meant("上田市") == {"channel", "bosai"}
    assert meant("行政 チャンネル") == {"channel"}
    assert meant("ない") == set() and meant("") == set()


def test_what_went_on_over_open_items_is_asked_for_until_answered(context: AppContext) -> None:
    values = {"text": "文です。", "title": "催し", "accounts": ("channel",), "urgent": "yes"}
    record = record_actions.new_record(context, "post", values, "post", "one")
    saved = record_actions.save_record(context, record, None).kept
    inputs = {"address": "https://x.com/a/1", "time": "2026-11-23 10:00", "reason": "緊急のため"}
    saved = transitions.take_transition(context, saved, "posted_first", inputs).kept
    assert [task.what for task in home.todo(context).tasks] == ["事後の了承がまだです。"]
    transitions.take_transition(context, saved, "late", {"by": "課長"}, WHY)
    task = home.todo(context).tasks[0]
    assert "確認していない項目が" in task.what and WHY in task.what
