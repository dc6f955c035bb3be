"""Nothing goes out unchecked: what holds a transition, on every form of every guideline, and the reason that stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.loader import load
from uedasns_tui.guideline.schema import Checklist, Form
from uedasns_tui.records import checklist_run, workflow
from uedasns_tui.records.checklist_run import ChecklistRun
from uedasns_tui.records.workflow import TransitionHeld
from uedasns_tui.services import post_check, record_actions, transitions
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.record_file import SavedRecord

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=9)))
OUT = ("decide", "approve", "late", "exempt", "except", "posted")
"""Roles by which something is decided or goes out."""


def guidelines() -> list[Guideline]:
    folders = (ROOT / "guideline", ROOT / "tests" / "fixtures" / "guideline")
    return [guideline for folder in folders if (guideline := load(folder).guideline) is not None]


FORMS = [(guideline, form) for guideline in guidelines() for form in guideline.forms.values()]


def checklists_of(guideline: Guideline, form: Form) -> list[Checklist]:
    return [
        checklist
        for checklist in guideline.checklists.values()
        if checklist.form == form.id and checklist.keeps
    ]


def test_every_form_that_asks_for_consent_has_a_checklist_to_hold_it() -> None:
    held = {form.id for _, form in FORMS if any(transition.role in OUT for transition in form.act)}
    assert {form.id for guideline, form in FORMS if checklists_of(guideline, form)} >= held
    assert len(held) >= 4


@pytest.fixture
def post(context: AppContext) -> SavedRecord:
    """A post with a wrong weekday and a private number, and not one item confirmed."""
    values = {
        "text": "12月6日（月）に開きます。電話 090-1234-5678",
        "title": "催し",
        "accounts": ("channel",),
    }
    record = record_actions.new_record(context, "post", values, "post", "post")
    return record_actions.save_record(context, record, None).kept


def test_an_unchecked_post_is_held_and_nothing_is_saved(context: AppContext, post: SavedRecord) -> None:
    before = post.path.read_bytes()
    with pytest.raises(TransitionHeld) as held:
        transitions.take_transition(context, post, "submit", {})
    holding = held.value.holding
    assert len(holding.unconfirmed) > 10 and len(holding.unread) >= 2 and not holding.failed
    assert f"確認していない項目が {len(holding.unconfirmed) + len(holding.questions)} 件" in str(held.value)
    assert f"見ていない指摘が {len(holding.unread)} 件" in str(held.value)
    assert post.path.read_bytes() == before


def test_the_reason_to_go_on_stays_in_the_log_with_the_counts(context: AppContext, post: SavedRecord) -> None:
    transition = workflow.transition_of(context.form("post"), "submit")
    assert transition is not None
    question = transitions.override_question(context, post.record, transition)
    assert question is not None and "確認していない項目" in question.help
    saved = transitions.take_transition(context, post, "submit", {question.id: "課長の指示"}).kept
    read = context.repository.load(post.record.id).record
    assert read == saved.record
    override = read.log[-1].override
    assert override is not None and override.reason == "課長の指示"
    assert override.unconfirmed > 10 and override.unread >= 2
    assert question.id not in read.log[-1].inputs


def test_a_confirmed_post_is_not_held(context: AppContext, post: SavedRecord) -> None:
    run = post_check.post_checklist_run(context, post.record)
    for item in run.items():
        if run.status(item) != "off":
            run = checklist_run.acknowledge(run, item.id)
            run = checklist_run.answer_item(run, item.id, "ok")
    for question in run.questions():
        run = checklist_run.answer_question(run, question.id, "no")
    record = post_check.with_checklist_run(post.record, run)
    kept = record_actions.save_record(context, record, post).kept
    taken = transitions.take_transition(context, kept, "submit", {}).kept
    assert taken.record.log[-1].override is None
    no = checklist_run.answer_item(run, run.checklist.item[0].id, "no", "言い過ぎ")
    failed = record_actions.save_record(context, post_check.with_checklist_run(taken.record, no), taken).kept
    with pytest.raises(TransitionHeld, match="不適合の項目が 1 件"):
        transitions.take_transition(context, failed, "approve", {"by": "課長"})


def test_an_urgent_post_goes_out_first_with_its_own_reason(context: AppContext, post: SavedRecord) -> None:
    record = record_actions.with_values(post.record, {"urgent": "yes"})
    kept = record_actions.save_record(context, record, post).kept
    inputs = {"address": "https://x.com/a/1", "time": "2026-11-23 10:00", "reason": "緊急のため"}
    taken = transitions.take_transition(context, kept, "posted_first", inputs).kept
    override = taken.record.log[-1].override
    assert override is not None and override.reason == "緊急のため" and override.unconfirmed > 10
    with pytest.raises(TransitionHeld):
        transitions.take_transition(context, taken, "late", {"by": "課長"})


def test_the_reason_to_go_without_consent_is_not_the_reason_to_go_unchecked(
    context: AppContext, post: SavedRecord
) -> None:
    with pytest.raises(TransitionHeld):
        transitions.take_transition(context, post, "except", {"reason": "課長が不在"})
    inputs = {"reason": "課長が不在", transitions.OVERRIDE: "係で読み合わせた"}
    override = transitions.take_transition(context, post, "except", inputs).kept.record.log[-1].override
    assert override is not None and override.reason == "係で読み合わせた"


def test_a_policy_is_held_by_the_checklist_of_its_form(
    context: AppContext, make: Callable[[], SavedRecord]
) -> None:
    kept = make()
    with pytest.raises(TransitionHeld, match="確認していない項目が 12 件"):
        transitions.take_transition(context, kept, "submit", {})
    run = post_check.post_checklist_run(context, kept.record)
    for item in run.checklist.item:
        if run.status(item) != "off":
            run = checklist_run.answer_item(run, item.id, "ok")
    checked = post_check.with_checklist_run(kept.record, run)
    assert checked.checklist == "account"
    kept = record_actions.save_record(context, checked, kept).kept
    assert transitions.take_transition(context, kept, "submit", {}).kept.record.log[-1].override is None


# ---- answers lapse with what they rest on
def confirmed(context: AppContext, saved: SavedRecord) -> SavedRecord:
    """The post with every item that applies confirmed."""
    run = post_check.post_checklist_run(context, saved.record)
    for item in run.items():
        if run.status(item) != "off":
            run = checklist_run.answer_item(checklist_run.acknowledge(run, item.id), item.id, "ok")
    return record_actions.save_record(context, post_check.with_checklist_run(saved.record, run), saved).kept


def edited(context: AppContext, saved: SavedRecord, **values: str) -> ChecklistRun:
    record = record_actions.with_values(saved.record, values)
    saved = record_actions.save_record(context, record, context.repository.load(saved.record.id)).kept
    return post_check.post_checklist_run(context, context.repository.load(saved.record.id).record)


def lapses(run: ChecklistRun) -> dict[str, str]:
    return {item.id: lapse for item in run.checklist.item if (lapse := run.lapse_of(item))}


def test_another_text_lapses_the_answers_that_rest_on_it(context: AppContext, post: SavedRecord) -> None:
    saved = confirmed(context, post)
    assert lapses(post_check.post_checklist_run(context, saved.record)) == {}
    run = edited(context, saved, text="まったく別の文です。")
    answered = {item.id for item in run.checklist.item if run.answer_of(item.id).answer}
    assert lapses(run) == dict.fromkeys(answered, "文が変わりました") and len(answered) > 10
    assert {run.status(item) for item in run.checklist.item if item.id in answered} <= {"again", "off"}
    item = run.checklist.item[0]
    assert run.answer_of(item.id).answer == "ok"  # the old answer is still shown
    assert checklist_run.answer_item(run, item.id, "ok").status(item) == "ok"


def test_width_and_spaces_lapse_nothing_and_the_same_text_again_holds(
    context: AppContext, post: SavedRecord
) -> None:
    saved = confirmed(context, post)
    assert lapses(edited(context, saved, text="１２月６日（月） に開きます。 電話 ０９０-1234-5678")) == {}
    assert lapses(edited(context, saved, text="別の文")) != {}
    assert lapses(edited(context, saved, text=saved.record.text("text"))) == {}


def test_answers_of_earlier_versions_lapse_from_their_next_edit_on(
    context: AppContext, post: SavedRecord
) -> None:
    old = replace(
        confirmed(context, post).record,
        answers=tuple(
            replace(answer, basis="", by="", at=None)
            for answer in context.repository.load("post").record.answers
        ),
    )
    saved = context.repository.save(old, context.repository.load("post")).kept
    assert lapses(post_check.post_checklist_run(context, saved.record)) == {}
    assert set(lapses(edited(context, saved, text="別の文")).values()) == {"文が変わりました"}


def test_who_saw_a_finding_and_who_answered_stays_in_the_record(
    context: AppContext, post: SavedRecord
) -> None:
    run = post_check.post_checklist_run(context, post.record)
    item = next(item for item in run.items() if run.open_findings(item))
    seen = checklist_run.acknowledge(run, item.id)
    assert seen.status(item) == "" and not seen.open_findings(item)
    record = post_check.with_checklist_run(post.record, seen)
    record_actions.save_record(context, record, post)
    answer = context.repository.load("post").record.answer(item.id)
    assert (answer.seen_by, answer.seen_at) == ("上田　花子", context.clock())
    assert (answer.answer, answer.by, answer.at) == ("", "", None)
