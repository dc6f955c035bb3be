"""What is said of a record: the date that was given, the reason of a return, what comes next, which account is meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date
from pathlib import Path

import pytest

from tests.services.conftest import Make
from uedasns_tui.records import approvals, workflow
from uedasns_tui.records.record import Answer, Record
from uedasns_tui.records.workflow import TransitionOvertaken, TransitionRefused
from uedasns_tui.services import changes, drafts, home, post_check, record_actions, record_merge, transitions
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.field_options import field_options
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.record_log import log_lines
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.storage.errors import SaveConflict

WHY = "試験のため"


def test_the_date_of_a_decision_is_the_one_that_was_given(context: AppContext, make: Make) -> None:
    saved = make("channel", "submit")
    inputs = {"by": "市長", "number": "広第12号", "date": "R8.11.25"}
    saved = transitions.take_transition(context, saved, "decide", inputs, WHY).kept
    form = context.form("policy")
    assert workflow.entry_date(form, saved.record.log[-1]) == date(2026, 11, 25)
    since = changes.changes_since_decision(context, saved.record)
    assert since is not None and "2026-11-25" in since.title and "2026-11-23" not in since.title
    publish = workflow.transition_of(form, "published")
    assert publish is not None
    assert "2026-11-25" in transitions.defaults(context, saved.record, publish)["version"]


def test_a_returned_record_says_why_and_no_line_says_its_state_twice(context: AppContext, make: Make) -> None:
    saved = make("channel", "submit")
    saved = transitions.take_transition(context, saved, "return", {"reason": "連絡先が古い"}).kept
    form = context.form("policy")
    assert approvals.return_reason(saved.record, form) == "連絡先が古い"
    tasks = home.todo(context).tasks
    assert [(task.label, task.what) for task in tasks] == [("差戻し", "理由: 連絡先が古い")]
    transitions.take_transition(context, saved, "submit", {}, WHY)
    tasks = home.todo(context).tasks
    assert all(task.label not in task.what for task in tasks) and tasks[0].label == "決裁待ち"
    assert approvals.return_reason(context.repository.load("channel").record, form) == ""


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
    tasks = [task.what for task in home.todo(context).tasks]
    assert tasks == ["事後の了承がまだです。確認していない項目が 17 件あります。"]
    transitions.take_transition(context, saved, "late", {"by": "課長"}, WHY)
    task = home.todo(context).tasks[0]
    assert "確認していない項目が" in task.what and WHY in task.what


def test_an_urgent_posting_begins_with_its_reason_in_the_words_of_the_form(
    context: AppContext, small_guideline: Path, tmp_path: Path
) -> None:
    urgent = record_actions.new_record(context, "post", {"text": "避難", "urgent": "yes"}, "post")
    posting = workflow.transition_of(context.form("post"), "posted_first")
    returning = workflow.transition_of(context.form("post"), "return")
    assert posting is not None and returning is not None
    assert transitions.defaults(context, urgent, posting)["reason"] == "緊急のため"
    assert "reason" not in transitions.defaults(context, urgent, returning)
    options = AppOptions(data=str(tmp_path / "town"), guideline=str(small_guideline))
    town = open_context(options, {}, context.clock, UserSettings(name="花子", section="課"))
    record = record_actions.new_record(town, "toukou", {"bun": "避難", "saigai": "hai"})
    sending = workflow.transition_of(town.form("toukou"), "saki_ni_dasu")
    assert sending is not None and transitions.defaults(town, record, sending)["wake"] == "災害のため"


def test_a_copy_leaves_out_what_belongs_to_its_source_alone(context: AppContext, make: Make) -> None:
    own = {"seen_on": "2026-11-01", "seen_by": "花子", "next_review": "2027-04-01", "reading": "うえだ"}
    saved = make("channel", "submit", **own)
    copied = record_actions.copy_of(context, saved.record)
    assert copied["purpose"] == saved.record.values["purpose"]
    assert not set(own) & set(copied)


def test_the_log_says_the_reason_newest_first(context: AppContext, make: Make) -> None:
    lines = log_lines(context, make("channel", "submit", "decide").record)
    assert [line.label for line in lines] == ["決裁済にする", "決裁に出す", "記録を始めた"]
    assert "決裁番号: 広第12号" in lines[0].text and "このまま進めた理由: 試験のため（" in lines[1].text


def test_what_is_planned_stands_on_home_and_comes_first_when_it_is_due(context: AppContext) -> None:
    def post(name: str, planned: str) -> None:
        values = {"text": "文です。", "title": name, "planned": planned}
        record = record_actions.new_record(context, "post", values, "post", name)
        record_actions.save_record(context, record, None)

    post("none", "")
    post("later", "2026-12-24 9:00")
    post("today", "2026-11-23 18:30")
    post("over", "R8.11.22")
    tasks = {task.id: task for task in home.todo(context).tasks}
    assert [task.id for task in home.todo(context).tasks][:2] == ["over", "today"]
    assert tasks["today"].what.startswith("予定 今日 18:30。") and tasks["over"].what.startswith(
        "予定 きのう。"
    )
    assert tasks["later"].what.startswith("予定 12/24 9:00。") and "予定" not in tasks["none"].what
    urgent = {"address": "https://x.com/a/1", "time": "2026-11-23 18:30", "reason": "緊急のため"}
    record = record_actions.with_values(context.repository.load("today").record, {"urgent": "yes"})
    saved = record_actions.save_record(context, record, context.repository.load("today")).kept
    transitions.take_transition(context, saved, "posted_first", urgent)
    assert "予定" not in next(task for task in home.todo(context).tasks if task.id == "today").what


def test_a_draft_that_was_emptied_again_is_not_offered(context: AppContext) -> None:
    begun = record_actions.begun_record(context, "policy")
    drafts.save_draft(context, begun, None)
    assert list(drafts.new_drafts(context)) == []
    drafts.save_draft(context, record_actions.with_values(begun, {"name": "広報"}), None)
    assert [draft.record.id for draft in drafts.new_drafts(context, "policy")] == [begun.id]
    assert list(drafts.new_drafts(context, "post")) == []
    record_actions.save_record(context, record_actions.with_values(begun, {"name": "広報"}), None)
    assert list(drafts.new_drafts(context)) == []


def test_the_text_has_its_length_on_each_service_that_it_goes_to(context: AppContext, make: Make) -> None:
    make("x", platform="X", account="a")
    make("web", platform="掲示板", account="b")
    values = {"text": "あ" * 150, "title": "題", "accounts": ("x", "web")}
    record = record_actions.new_record(context, "post", values, "post")
    assert post_check.counts(context, record) == ["X 300/280字（超えています）"]


def both_take(
    context: AppContext, make: Make, mine: str, theirs: str, answers: dict[str, dict[str, str]]
) -> tuple[str, list[str]]:
    """Two windows read a policy that waits; one takes a step, then the other: the refusal and the log's steps."""
    saved = make("channel", "submit")
    transitions.take_transition(context, saved, theirs, answers.get(theirs, {}), WHY)
    before = context.repository.load("channel")
    with pytest.raises(TransitionOvertaken) as refused:
        transitions.take_transition(context, saved, mine, answers.get(mine, {}), WHY)
    assert context.repository.load("channel").data == before.data
    return str(refused.value), [entry.transition for entry in before.record.log]


DECIDING = {
    "decide": {"by": "市長", "number": "広第12号"},
    "return": {"reason": "連絡先が古い"},
    "note": {"note": "電話で聞いた"},
}


@pytest.mark.parametrize("mine", ["decide", "return", "withdraw"])
@pytest.mark.parametrize("theirs", ["decide", "return", "withdraw"])
def test_of_two_windows_only_the_first_takes_a_step(
    context: AppContext, make: Make, mine: str, theirs: str
) -> None:
    message, log = both_take(context, make, mine, theirs, DECIDING)
    assert log[-1] == theirs and len(log) == 2 + (log[0] == "created")
    taken = workflow.transition_of(context.form("policy"), theirs)
    entry = context.repository.load("channel").record.log[-1]
    assert taken is not None
    assert f"「{taken.label}」は、{entry.at:%Y-%m-%d %H:%M} に {entry.by.name}" in message
    assert "今回の分は記録していません" in message


def test_the_same_note_is_kept_once_and_another_beside_it(context: AppContext, make: Make) -> None:
    message, _ = both_take(context, make, "note", "note", DECIDING)
    assert "記録しています" in message
    saved = make("second", "submit")
    transitions.take_transition(context, saved, "note", {"note": "甲"}, WHY)
    transitions.take_transition(context, saved, "note", {"note": "乙"}, WHY)
    notes = {entry.inputs["note"] for entry in context.repository.load("second").record.log[-2:]}
    assert notes == {"甲", "乙"}


def test_a_note_of_another_keeps_no_step_back(context: AppContext, make: Make) -> None:
    saved = make("channel", "submit")
    transitions.take_transition(context, saved, "note", DECIDING["note"], WHY)
    transitions.take_transition(context, saved, "decide", DECIDING["decide"], WHY)
    log = context.repository.load("channel").record.log
    assert {entry.transition for entry in log[-2:]} == {"note", "decide"}
    last = transitions.take_transition(context, context.repository.load("channel"), "note", {"note": "乙"})
    with pytest.raises(TransitionRefused, match=r"「決裁済にする」は、.* が記録しています"):
        transitions.take_transition(context, last.kept, "decide", DECIDING["decide"], WHY)


PAGE = {"address": "https://www.city.ueda.nagano.jp/sns.html", "date": "2026-11-23"}


def test_what_was_published_is_published_again_only_where_something_is_new(
    context: AppContext, make: Make
) -> None:
    saved = make("channel", "submit", "decide", "published")
    with pytest.raises(TransitionRefused, match=r"「公表を記録する」は、.*今回の分は記録していません"):
        transitions.take_transition(context, saved, "published", PAGE)
    with pytest.raises(TransitionRefused, match="今回の分は"):
        transitions.take_transition(context, saved, "published", PAGE | {"date": "R8.11.23"})
    assert context.repository.load("channel").record == saved.record
    later = transitions.take_transition(context, saved, "published", PAGE | {"date": "2026-11-24"}).kept
    for _ in range(2):
        later = transitions.take_transition(context, later, "note", {"note": "電話した"}).kept
    with pytest.raises(TransitionRefused, match="今回の分は"):
        transitions.take_transition(context, later, "published", PAGE)
    later = record_actions.save_record(
        context, record_actions.with_values(later.record, {"content": "新しい内容"}), later
    ).kept
    for act, inputs in (("submit", {}), ("decide", {"by": "市長", "number": "2"})):
        later = transitions.take_transition(context, later, act, inputs, WHY).kept
    assert (
        transitions.take_transition(context, later, "published", PAGE).kept.record.log[-1].transition
        == "published"
    )


def first_steps(context: AppContext, record: Record, count: int = 1) -> list[str]:
    return [step.id for step in transitions.next_transitions(record, context.form(record.kind))[0]][:count]


def test_the_step_that_is_meant_for_a_record_is_offered_first(context: AppContext, make: Make) -> None:
    values = {"text": "避難してください。", "title": "避難", "accounts": ("channel",), "urgent": "yes"}
    post = record_actions.new_record(context, "post", values, "post", "one")
    assert first_steps(context, post, 2) == ["posted_first", "submit"]
    assert first_steps(context, record_actions.with_values(post, {"urgent": "no"})) == ["submit"]
    incident = record_actions.new_record(context, "incident", {"what": "誤投稿"})
    assert first_steps(context, incident) == ["report"]
    decided = make("channel", "submit", "decide")
    assert first_steps(context, decided.record) == ["published"]
    published = transitions.take_transition(context, decided, "published", PAGE).kept
    assert "published" not in first_steps(context, published.record, 2)


def test_a_step_calls_who_took_it_by_what_they_did(context: AppContext, make: Make) -> None:
    saved = make("channel", "submit", "decide")
    form = context.form("policy")
    publish = workflow.transition_of(form, "published")
    assert publish is not None
    labels = {question.id: question.label for question in transitions.questions(form, publish)}
    assert labels["by"] == "公表した人" and labels["date"] == "日付"
    saved = transitions.take_transition(context, saved, "published", PAGE | {"by": "広報課　花子"}).kept
    assert ("公表した人", "広報課　花子") in log_lines(context, saved.record)[0].answers
    assert ("決裁した人", "課長　上田太郎") in log_lines(context, saved.record)[1].answers


def test_an_answer_is_in_words_where_two_versions_differ(context: AppContext, make: Make) -> None:
    before = make("channel").record
    after = replace(before, answers=(Answer("url", "ok"), Answer("runs", "na", note="休日だけ")))
    texts = {
        change.field: (change.before, change.after) for change in changes.differences(context, before, after)
    }
    assert texts == {"answer:url": ("未確認", "適合"), "answer:runs": ("未確認", "該当なし（休日だけ）")}


@pytest.mark.parametrize(
    ("form", "field", "text", "reason"),
    [
        ("policy", "next_review", "11/20（月）", "月曜日ではなく金曜日"), ("policy", "next_review", "13月1日", "13月はありません"),
        ("policy", "period", "2月30日から当面の間", "30日はありません"), ("incident", "found_at", "11/22 25:00", "25"),
    ],
)  # fmt: skip
def test_a_day_without_its_year_is_told_what_is_wrong_with_it(
    context: AppContext, form: str, field: str, text: str, reason: str
) -> None:
    record = record_actions.new_record(context, form, {field: text})
    messages = [
        problem.message for problem in record_actions.problems(context, record) if problem.where.key == field
    ]
    assert any(reason in message for message in messages), messages
    assert not any("年がありません" in message for message in messages)


def test_what_was_posted_in_other_words_is_written_down(context: AppContext, make: Make) -> None:
    make("channel")
    values = {"text": "催しです。", "title": "催し", "accounts": ("channel",)}
    saved = record_actions.save_record(
        context, record_actions.new_record(context, "post", values, "post", "one"), None
    ).kept
    for act, inputs in (("submit", {}), ("approve", {"by": "課長"})):
        saved = transitions.take_transition(context, saved, act, inputs, WHY).kept
    inputs = {"address": "https://x.com/a/1", "time": "2026-11-23 10:00", "unchanged": "no"}
    with pytest.raises(TransitionRefused, match="実際に投稿した文を入力してください"):
        transitions.take_transition(context, saved, "posted", inputs, WHY)
    taken = transitions.take_transition(
        context, saved, "posted", inputs | {"posted_text": "催しです！"}, WHY
    ).kept
    assert taken.record.log[-1].inputs["posted_text"] == "催しです！"


def test_what_two_people_answered_differently_is_in_words(context: AppContext, make: Make) -> None:
    saved = make("channel")
    mine = replace(
        saved.record, answers=(Answer("url", "no", "登録"),), values={**saved.record.values, "reply": "reply"}
    )
    theirs = replace(
        saved.record, answers=(Answer("url", "ok", "登録"),), values={**saved.record.values, "reply": ""}
    )
    record_actions.save_record(context, theirs, saved)
    with pytest.raises(SaveConflict) as refusal:
        record_actions.save_record(context, mine, saved)
    texts = {
        record_merge.conflict_label(context, "policy", conflict.path): [
            record_merge.conflict_text(context, "policy", conflict.path, side)
            for side in (conflict.before, conflict.mine, conflict.theirs)
        ]
        for conflict in refusal.value.conflicts
    }
    assert texts["返信を行うか"] == ["返信は行わない", "返信を行う", "（なし）"]
    assert texts.pop(next(label for label in texts if label.startswith("確認「"))) == [
        "（なし）",
        "不適合",
        "適合",
    ]
    assert len(texts) == 1


def test_a_record_in_its_first_state_is_called_as_in_the_list(context: AppContext, make: Make) -> None:
    make("channel")
    assert [task.label for task in home.todo(context).tasks] == ["下書き"]


@pytest.mark.parametrize(
    ("found_at", "later"),
    [
        ("2026-11-23 10:00", False), ("きのう 18:30", False), ("2026-11", False), ("2026-11-23", False),
        ("2026-11-23 10:01", True), ("あした", True), ("2030-01-01", True), ("令和9年", True),
    ],
)  # fmt: skip
def test_what_happened_did_not_happen_in_the_future(context: AppContext, found_at: str, later: bool) -> None:
    values = {"what": "誤った日付の投稿", "found_at": found_at}
    record = record_actions.new_record(context, "incident", values)
    messages = [p.message for p in record_actions.problems(context, record) if p.where.key == "found_at"]
    assert (
        any(
            message.startswith("見つけた日時は、まだ来ていない日時です（今は 2026-11-23 10:00）")
            for message in messages
        )
        is later
    )


def test_a_log_written_in_another_zone_says_so(context: AppContext, make: Make) -> None:
    saved = make("channel")
    first = saved.record.log[0]
    abroad = replace(first, at=first.at.astimezone(UTC))
    lines = log_lines(context, replace(saved.record, log=(abroad,)))
    assert [line.at for line in lines] == ["2026-11-23 01:00（UTC+0000）"]


def test_an_account_is_called_by_its_name_before_the_index_knows_it(context: AppContext, make: Make) -> None:
    saved = make("channel")
    field = record_actions.field_of(context.form("post"), "accounts")
    assert field is not None and field_options(context, field)
    path = saved.path.with_name("another.toml")
    text = saved.path.read_text(encoding="utf-8").replace('id = "channel"', 'id = "another"')
    path.write_text(text, encoding="utf-8")
    context.index_followed = True
    with context.index._refreshing:  # somebody else is building it
        options = field_options(context, field, ["another", "none"])
    labels = {option.key: option.label for option in options}
    assert labels["another"] == labels["channel"] and "none" not in labels
