"""Confirming: how items stand, what may be answered when, and the outcome in words with its reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.guideline.schema import (
    Checklist,
    ChecklistItem,
    ChecklistQuestion,
    ConsentRule,
    Exemption,
    Form,
    Outcome,
)
from uedasns_tui.records import checklist_run, outcomes, workflow
from uedasns_tui.records.checklist_run import AnswerRefused, ChecklistRun
from uedasns_tui.records.record import Answer, LogEntry, Medium, Record, Value

from .conftest import FORM, HANAKO, NOW, TARO

Make = Callable[..., Record]


@dataclass(frozen=True)
class Hint:
    """A finding as findings/ makes them, in so far as an item knows it."""

    kind: str
    text: str = "0268"
    own: bool = False
    message: str = "確かめてください。"
    clause: str = "5(5)"

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.text}"


LIST = Checklist(
    1, "c", "確認",
    item=(
        ChecklistItem("kind", "ていねいである", "5(1)"),
        ChecklistItem("private", "個人情報がない", "5(5)", findings=("phone", "email")),
        ChecklistItem("picture", "承諾がある", "4(2)イ", when={"media": "yes"}),
        ChecklistItem("link", "開いた", "4(2)ウ", "should", findings=("link",), when={"link": "yes"}),
        ChecklistItem("quote", "引用と分かる", "4(2)ウ", when={"quote": "yes"}),
        ChecklistItem("urgent", "急ぐ", "2(1)", "may", when={"urgent": "yes"}),
    ),
    question=(
        ChecklistQuestion("media", "画像がある", media=True), ChecklistQuestion("link", "リンクがある", ("link",)),
        ChecklistQuestion("quote", "引用する"), ChecklistQuestion("idle", "誰も使わない"),
    ),
    outcome=(
        Outcome("要修正", ({"weight": "must", "answer": "no", "off": False}, {"problem": "must"})),
        Outcome("確認中", ({"finding": "open"}, {"weight": "must", "answer": "", "off": False})),
        Outcome("了承待ち", ({"consent": ["missing", "asked"]},)),
        Outcome("努力", ({"weight": "should", "answer": ["no", ""], "off": False}, {"consent": ["exception", "late"]}), True),
        Outcome("可", ready=True),
    ),
    consent=ConsentRule("4(2)オ", "所属長", exempt=(Exemption("known", "再発信"),)),
)  # fmt: skip
PRIVATE = replace(LIST, consent=None, keeps=False)
PHONE, OWN, LINK = Hint("phone"), Hint("phone", "0268-22-4100", own=True), Hint("link", "https://x.jp")


def sheet(*findings: Hint, media: int = 0, checklist: Checklist = PRIVATE, **values: Value) -> ChecklistRun:
    values.setdefault("quote", "no")
    return ChecklistRun(
        checklist, values, tuple(Medium(f"m{at}", "a.jpg") for at in range(media)), (), findings
    )


def item(name: str) -> ChecklistItem:
    return next(one for one in LIST.item if one.id == name)


def statuses(one: ChecklistRun) -> dict[str, str]:
    return {each.id: one.status(each) for each in one.checklist.item}


def ok(one: ChecklistRun, *names: str) -> ChecklistRun:
    for name in names:
        one = checklist_run.answer_item(checklist_run.acknowledge(one, name), name, "ok")
    return one


def result(one: ChecklistRun, *problems: Problem) -> tuple[str, bool, list[str]]:
    found = outcomes.outcome(one, None, None, problems)
    return found.label, found.ready, [reason.text for reason in found.reasons]


# ---- what applies
def test_items_apply_by_pictures_findings_answers_and_values() -> None:
    off = {"picture": "off", "link": "off", "quote": "off", "urgent": "off"}
    assert statuses(sheet()) == {"kind": "", "private": "", **off}
    assert statuses(sheet(media=1))["picture"] == ""
    assert statuses(sheet(LINK))["link"] == ""
    assert statuses(sheet(quote="yes"))["quote"] == ""
    assert statuses(sheet(urgent="yes"))["urgent"] == ""


def test_only_what_a_person_alone_can_answer_is_asked() -> None:
    assert [one.id for one in sheet().questions()] == ["quote"]


def test_items_with_findings_come_first_and_what_does_not_apply_last() -> None:
    names = [one.id for one in sheet(PHONE, quote="yes").items()]
    assert names == ["private", "kind", "quote", "picture", "link", "urgent"]
    assert [one.id for one in sheet(OWN).items()][:2] == ["kind", "private"]


# ---- answering
def test_an_answer_carries_the_statement_and_what_was_looked_at() -> None:
    one = checklist_run.answer_item(sheet(PHONE), "private", "ok", "見た", [PHONE.key])
    assert one.answer_of("private") == Answer("private", "ok", "個人情報がない", "見た", (PHONE.key,))
    assert one.answer_of("kind") == Answer("kind")
    assert sheet(PHONE).answers == ()


def test_an_item_cannot_be_confirmed_before_its_findings_were_looked_at() -> None:
    one = sheet(PHONE, OWN)
    assert one.open_findings(item("private")) == (PHONE,)
    for given in ("ok", "na"):
        with pytest.raises(AnswerRefused, match="先に指摘を見てください（「0268」確かめてください。）"):
            checklist_run.answer_item(one, "private", given, "理由")
    assert checklist_run.answer_item(one, "private", "no").status(item("private")) == "no"
    looked = checklist_run.acknowledge(one, "private")
    assert looked.status(item("private")) == ""
    assert looked.open_findings(item("private")) == ()
    assert checklist_run.answer_item(looked, "private", "ok").status(item("private")) == "ok"


def test_the_citys_own_contact_needs_no_look() -> None:
    assert checklist_run.answer_item(sheet(OWN), "private", "ok").status(item("private")) == "ok"


@pytest.mark.parametrize(
    ("name", "given", "note", "said"),
    [
        ("kind", "na", "", "理由を入力してください"), ("kind", "na", "　", "理由を入力してください"), ("kind", "yes", "", "答えはありません"),
        ("picture", "ok", "", "対象外"), ("nobody", "ok", "", "項目はありません"),
    ],
)  # fmt: skip
def test_an_answer_is_refused_with_its_reason(name: str, given: str, note: str, said: str) -> None:
    with pytest.raises(AnswerRefused, match=said):
        checklist_run.answer_item(sheet(), name, given, note)


def test_an_answer_can_be_taken_back() -> None:
    one = checklist_run.answer_item(ok(sheet(), "kind"), "kind", "")
    assert one.answer_of("kind") == Answer("kind")
    assert statuses(one)["kind"] == ""


def test_answers_stand_in_the_order_of_the_items() -> None:
    one = ok(replace(sheet(), answers=(Answer("gone", "ok"),)), "private", "kind")
    assert [each.id for each in one.answers] == ["kind", "private", "gone"]


def test_another_statement_asks_again() -> None:
    one = ok(sheet(), "kind")
    changed = replace(LIST, item=(replace(LIST.item[0], say="もっとていねいである"), *LIST.item[1:]))
    assert replace(one, checklist=changed).status(changed.item[0]) == "again"


def test_another_finding_asks_again_and_the_same_does_not() -> None:
    one = ok(sheet(PHONE), "private")
    assert statuses(checklist_run.with_findings(one, (PHONE, OWN)))["private"] == "ok"
    more = checklist_run.with_findings(one, (PHONE, Hint("email", "a@b.jp")))
    assert statuses(more)["private"] == "again"
    assert result(ok(more, "kind"))[2] == [
        "もう一度確かめてください: 個人情報がない",
        "指摘を見てください: 「a@b.jp」確かめてください。",
    ]
    assert (
        statuses(
            checklist_run.with_findings(
                checklist_run.answer_item(sheet(PHONE), "private", "no"), (LINK, PHONE)
            )
        )["private"]
        == "no"
    )


def test_questions_take_yes_and_no() -> None:
    assert checklist_run.answer_question(sheet(), "quote", "yes").status(item("quote")) == ""
    for name, said in (("quote", "はい"), ("nobody", "yes")):
        with pytest.raises(AnswerRefused):
            checklist_run.answer_question(sheet(), name, said)


# ---- outcome
def test_the_first_outcome_that_a_fact_meets_with_those_facts_as_reasons() -> None:
    assert result(sheet()) == ("確認中", False, ["ていねいである", "個人情報がない"])
    done = ok(sheet(LINK), "kind", "private")
    assert result(done) == ("確認中", False, ["指摘を見てください: 「https://x.jp」確かめてください。"])
    assert result(checklist_run.acknowledge(done, "link")) == ("努力", True, ["開いた"])
    assert result(ok(done, "link")) == ("可", True, [])
    bad = checklist_run.answer_item(done, "kind", "no", "言い過ぎ")
    assert result(bad) == ("要修正", False, ["ていねいである（言い過ぎ）"])
    must = Problem("must", Location(key="text"), "本文を書いてください。", "4")
    assert result(done, must) == ("要修正", False, ["本文を書いてください。"])


def test_a_reason_names_its_clause() -> None:
    assert outcomes.outcome(sheet(), None, None, []).reasons[0].clause == "5(1)"


def test_a_question_without_an_answer_is_not_a_no() -> None:
    one = ok(ChecklistRun(PRIVATE, {}), "kind", "private")
    assert result(one) == ("確認中", False, ["「引用する」に、はいかいいえで答えてください。"])
    assert result(checklist_run.answer_question(one, "quote", "no")) == ("可", True, [])
    assert result(checklist_run.answer_question(one, "quote", "yes")) == ("確認中", False, ["引用と分かる"])


def test_no_outcome_at_all_is_no_permission() -> None:
    assert not outcomes.outcome(sheet(checklist=replace(PRIVATE, outcome=())), None, None, []).ready


@drawn(
    st.lists(st.sampled_from(["ok", "no", "na", ""]), min_size=6, max_size=6),
    st.sets(st.sampled_from([PHONE, OWN, LINK])), st.integers(0, 1), st.sampled_from(["yes", "no", ""]),
)  # fmt: skip
def test_nothing_goes_out_with_a_must_open(
    answers: list[str], found: set[Hint], media: int, quote: str
) -> None:
    one = sheet(*found, media=media, quote=quote)
    for each, given in zip(LIST.item, answers, strict=True):
        if one.status(each) != "off":
            one = checklist_run.answer_item(
                one if given == "" else checklist_run.acknowledge(one, each.id), each.id, given, "理由"
            )
    after = outcomes.outcome(one, None, None, [])
    sound = all(
        one.status(each) in ("ok", "na", "off") or (each.weight != "must" and not one.open_findings(each))
        for each in LIST.item
    )
    assert after.ready is (sound and quote != "")


# ---- consent
CONSENTS = {
    (): ("missing", "所属長の了承がまだありません。"),
    ("submit",): ("asked", "所属長の了承を待っています。"),
    ("submit", "decide"): ("given", "所属長の了承があります。"),
    ("submit", "return"): ("missing", "所属長の了承がまだありません。"),
    ("submit", "return", "exempt"): ("exempt", "了承が要らない場合です。（再発信、広報）"),
    ("submit", "decide", "submit"): ("asked", "所属長の了承を待っています。"),
    ("posted",): ("late", "所属長の事後の了承がまだありません。"),
    ("submit", "decide", "posted"): ("given", "所属長の了承があります。"),
    ("posted", "late"): ("given", "所属長の了承があります。"),
    ("posted", "return"): ("refused", "所属長の事後の了承が得られませんでした。訂正か削除が要ります。"),
    ("posted", "return", "late"): ("given", "所属長の了承があります。"),
    ("submit", "decide", "posted", "return"): ("missing", "所属長の了承がまだありません。"),
    ("except",): ("exception", "例外として、了承なしで出します。（急ぎ）"),
}
ROLES = {
    "decide": "approve", "submit": "submit", "return": "return", "exempt": "exempt", "posted": "posted", "late": "late",
    "except": "except",
}  # fmt: skip
CONSENTED = replace(
    FORM,
    approval="了承",
    changed_from=(),
    act=tuple(
        replace(FORM.act[0], id=name, after=(), needs=(), role=role, stamps=True)
        for name, role in ROLES.items()
    ),
)


@pytest.mark.parametrize(("acts", "how"), CONSENTS.items())
def test_consent_is_read_from_the_log(acts: tuple[str, ...], how: tuple[str, str], record: Make) -> None:
    given: dict[str, dict[str, Value]] = {
        "decide": {"by": "課長"}, "late": {"by": "課長"}, "exempt": {"case": "known", "where": "広報"}, "except": {"reason": "急ぎ"},
    }  # fmt: skip
    one = record()
    for at, name in enumerate(acts):
        one = replace(one, log=(*one.log, LogEntry(f"{at}", NOW, name, TARO, given.get(name, {}))))
    found = sheet(checklist=LIST)
    assert outcomes.approval_of(found, one, CONSENTED)[0] == how[0]
    fact = [
        reason.text for fact, reason in outcomes.outcome_facts(found, one, CONSENTED, []) if "consent" in fact
    ]
    assert fact == [how[1]]


def test_consent_lapses_with_an_edit(record: Make, form: Form) -> None:
    form = replace(form, act=tuple(replace(act, role=ROLES.get(act.id, act.role)) for act in form.act))
    one = workflow.apply_transition(record(), form, "submit", {}, TARO, NOW)
    one = workflow.apply_transition(one, form, "decide", {"by": "課長", "number": "1"}, TARO, NOW)
    assert outcomes.approval_of(sheet(checklist=LIST), one, form)[0] == "given"
    assert (
        outcomes.approval_of(sheet(checklist=LIST), replace(one, values={"name": "別"}), form)[0] == "missing"
    )


def test_ones_own_consent_is_seen(record: Make) -> None:
    one = replace(
        record(), log=(*record().log, LogEntry("2", NOW, "decide", HANAKO, {"by": "課長 上田花子"}))
    )
    found = sheet(checklist=LIST)
    assert any("同じです" in reason.text for _, reason in outcomes.outcome_facts(found, one, CONSENTED, []))


def test_a_private_check_asks_no_consent(guideline: Guideline) -> None:
    private = next(one for one in guideline.checklists.values() if not one.keeps)
    assert outcomes.approval_of(ChecklistRun(private, {}), None, None)[0] == ""
    one = ChecklistRun(private, {question.id: "no" for question in private.question})
    for each in one.items():
        if one.status(each) == "":
            one = checklist_run.answer_item(one, each.id, "ok")
    assert outcomes.outcome(one, None, None, []).ready


# ---- the guideline's own list
def test_a_post_from_first_draft_to_ready(guideline: Guideline) -> None:
    form, own = guideline.forms["post"], guideline.checklists["post"]
    values: dict[str, Value] = {"text": "花火大会です。", "kind": "official", "urgent": "no"}
    record = Record(
        "a", "post", date(2024, 1, 4), values, "post", log=(LogEntry("e", NOW, "created", HANAKO),)
    )
    one = ChecklistRun(own, values)
    labels = [outcomes.outcome(one, record, form, []).label]
    for question in one.questions():
        one = checklist_run.answer_question(one, question.id, "no")
    for each in one.items():
        if one.status(each) == "":
            one = checklist_run.answer_item(one, each.id, "ok")
    labels.append(outcomes.outcome(one, record, form, []).label)
    record = workflow.apply_transition(record, form, "submit", {}, HANAKO, NOW)
    labels.append(outcomes.outcome(one, record, form, []).label)
    record = workflow.apply_transition(record, form, "approve", {"by": "課長 真田 太郎"}, HANAKO, NOW)
    done = outcomes.outcome(one, record, form, [])
    assert [*labels, done.label, done.ready] == ["確認中", "了承待ち", "了承待ち", "投稿可", True]
    edited = replace(record, values={**values, "text": "雨です。"})
    assert outcomes.outcome(one, edited, form, []).label == "了承待ち"


STEPS: dict[str, tuple[str, dict[str, Value]]] = {
    "submit": ("submit", {}), "approve": ("approve", {"by": "課長 真田 太郎"}), "except": ("except", {"reason": "急ぎ"}),
    "exempt": ("exempt", {"exemption": "facts", "fact": "結果"}), "refuse": ("refuse_late", {"reason": "誤り"}),
    "first": ("posted_first", {"address": "https://x.com/a", "time": "2026-11-23 10:00", "reason": "避難"}),
}  # fmt: skip
GOOD = Problem("note", Location(), "よい。")


@pytest.mark.parametrize(
    ("steps", "answers", "problem", "label", "reason"),
    [
        ("submit approve", {}, GOOD, "投稿可", ""),
        ("exempt", {}, GOOD, "投稿可", ""),
        ("submit approve", {"readable": "no"}, GOOD, "投稿可（望ましい項目あり）", "読み上げ"),
        ("submit approve", {"readable": ""}, GOOD, "投稿可（望ましい項目あり）", "読み上げ"),
        ("submit approve", {"readable": "na"}, GOOD, "投稿可", ""),
        (
            "submit approve",
            {},
            Problem("should", Location(), "努める"),
            "投稿可（望ましい項目あり）",
            "努める",
        ),
        ("except", {}, GOOD, "投稿可（望ましい項目あり）", "例外として"),
        ("first", {}, GOOD, "事後の了承がまだです", "事後の了承がまだ"),
        ("first refuse", {}, GOOD, "要修正", "訂正か削除"),
        ("submit approve", {"no-secret": "no"}, GOOD, "要修正", "守秘義務"),
        ("submit approve", {"no-secret": "no", "privacy": ""}, GOOD, "要修正", "守秘義務"),
        ("submit approve", {}, Problem("must", Location(), "直す"), "要修正", "直す"),
        ("submit approve", {"no-secret": ""}, GOOD, "確認中", "守秘義務"),
        ("", {"no-secret": ""}, GOOD, "確認中", "守秘義務"),
        ("", {}, GOOD, "了承待ち", "了承がまだ"),
        ("submit", {"readable": "no"}, GOOD, "了承待ち", "待っています"),
    ],
)
@pytest.mark.parametrize("checklist", ["post", "reply"])
def test_outcomes_of_the_real_lists_in_their_order(
    steps: str,
    answers: dict[str, str],
    problem: Problem,
    label: str,
    reason: str,
    checklist: str,
    guideline: Guideline,
) -> None:
    form, own = guideline.forms["post"], guideline.checklists[checklist]
    kind = own.when["kind"]
    values: dict[str, Value] = {"text": "花火", "kind": kind, "urgent": "yes" if "first" in steps else "no"}
    values |= {question.id: "no" for question in own.question}
    record = Record(
        "a", "post", date(2024, 1, 4), values, checklist, log=(LogEntry("e", NOW, "created", HANAKO),)
    )
    for name in steps.split():
        record = workflow.apply_transition(record, form, *STEPS[name], TARO, NOW)
    one = ChecklistRun(own, values, findings=(Hint("access"),))
    for each in one.items():
        if one.status(each) != "off":
            one = checklist_run.answer_item(
                checklist_run.acknowledge(one, each.id), each.id, answers.get(each.id, "ok"), "理由"
            )
    found = outcomes.outcome(one, record, form, [problem])
    assert (found.label, found.ready) == (label, label.startswith("投稿可"))
    assert any(reason in part.text for part in found.reasons) or not reason


def test_every_condition_of_the_real_lists_can_be_met(guideline: Guideline) -> None:
    for one in guideline.checklists.values():
        known = {question.id for question in one.question}
        form = guideline.forms.get(one.form)
        known |= {field.id for field in form.field} if form else set()
        for each in one.item:
            assert set(each.when) <= known, (one.id, each.id)


def test_a_reply_under_a_no_reply_policy_is_told(guideline: Guideline) -> None:
    replies = next(one for one in guideline.checklists.values() if one.replies)
    form = guideline.forms["policy"]

    def told(checklist: Checklist | None, **values: Value) -> list[str]:
        policy = Record("p", "policy", date(2024, 1, 4), {"name": "行政チャンネル", **values})
        return [one.message for one in outcomes.account_notices(checklist, [(policy, form)])]

    assert told(replies, reply="none") == told(replies)
    assert told(replies)[0].startswith("「行政チャンネル」の利用方針は「返信は行わない」です。")
    assert told(replies, reply="reply") == []
    assert told(guideline.checklists["post"], reply="none") == []
    assert told(None) == []
