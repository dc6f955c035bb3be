"""The life of a record: read from its log, step by step as the form's data allows, and refused with the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.guideline.schema import ConsentRule, Exemption, Form
from uedasns_tui.records import approvals, workflow
from uedasns_tui.records.record import LogEntry, Person, Record, Value
from uedasns_tui.records.workflow import TransitionRefused

from .conftest import FORM, HANAKO, NOW, TARO

Make = Callable[..., Record]
GIVEN: Mapping[str, Mapping[str, Value]] = {
    "submit": {}, "decide": {"by": "課長 真田", "number": "6広第1号"}, "return": {"reason": "直す"},
    "exempt": {"case": "facts"}, "publish": {"day": "R8.4.1"}, "close": {"reason": "終わり"}, "note": {"reason": "覚え"},
}  # fmt: skip
AFTER = {
    (): "draft", ("submit",): "asked", ("submit", "return"): "draft", ("submit", "decide"): "done",
    ("submit", "decide", "publish"): "done", ("note",): "draft", ("exempt",): "done", ("close",): "gone",
    ("submit", "decide", "close"): "gone", ("submit", "return", "submit", "decide"): "done",
}  # fmt: skip
OFFERED = {
    "draft": ["submit", "exempt", "close", "note"], "asked": ["decide", "return", "close", "note"],
    "done": ["publish", "close", "note"], "gone": ["close", "note"], "changed": ["submit", "publish", "close", "note"],
}  # fmt: skip


def go(record: Record, *acts: str, who: Person = TARO) -> Record:
    for at, name in enumerate(acts):
        record = workflow.apply_transition(record, FORM, name, GIVEN[name], who, NOW + timedelta(minutes=at))
    return record


def edit(record: Record, **values: Value) -> Record:
    return replace(record, values={**record.values, **values})


def refused(
    record: Record,
    name: str,
    given: Mapping[str, Value],
    *problems: Problem,
    consent: ConsentRule | None = None,
) -> Problem:
    with pytest.raises(TransitionRefused) as found:
        workflow.apply_transition(record, FORM, name, given, TARO, NOW, problems, consent)
    problem = found.value.problem
    assert problem.severity == "error"
    assert problem.where == Location(record.id)
    assert str(found.value) == problem.message
    return problem


# ---- states
@pytest.mark.parametrize(("acts", "state"), AFTER.items())
def test_the_state_is_read_from_the_log(acts: tuple[str, ...], state: str, record: Make, form: Form) -> None:
    one = go(record(name="a", reply="none"), *acts)
    assert workflow.record_state(one, form) == state
    assert workflow.state_label(one, form) == form.states[state]
    assert [act.id for act in workflow.allowed_transitions(one, form)] == OFFERED[state]


def test_an_act_that_this_form_does_not_know_changes_no_state(record: Make, form: Form) -> None:
    one = go(record(), "submit")
    one = replace(one, log=(*one.log, LogEntry("z", NOW, "teleport", TARO)))
    assert workflow.record_state(one, form) == "asked"


def test_a_condition_takes_an_act_away(record: Make, form: Form) -> None:
    assert "close" not in [act.id for act in workflow.allowed_transitions(record(), form)]
    assert refused(record(), "close", GIVEN["close"]).message == "この記録では「廃止」はできません。"


@pytest.mark.parametrize("acts", [("submit",), ("submit", "decide"), ("exempt",)])
def test_an_edit_afterwards_is_visible_and_taking_it_back_too(
    acts: tuple[str, ...], record: Make, form: Form
) -> None:
    one = go(record(name="花火"), *acts)
    assert not workflow.is_stale(one, form)
    changed = edit(one, name="祭り")
    assert workflow.record_state(changed, form) == "changed"
    assert workflow.is_stale(changed, form)
    assert workflow.log_state(changed, form) == workflow.record_state(one, form)
    assert not workflow.is_stale(edit(changed, name="花火"), form)


@pytest.mark.parametrize(
    ("values", "changed"),
    [
        ({"name": "花火 "}, False), ({"name": "花火\r\n"}, False), ({"secret": "x"}, False), ({"more": ""}, False),
        ({"name": "花火。"}, True), ({"more": "x"}, True), ({"reply": "none"}, True),
    ],
)  # fmt: skip
def test_what_counts_as_a_change(values: dict[str, Value], changed: bool, record: Make, form: Form) -> None:
    assert workflow.is_stale(edit(go(record(name="花火"), "submit", "decide"), **values), form) is changed


def test_a_draft_is_never_lapsed(record: Make, form: Form) -> None:
    assert not workflow.is_stale(edit(go(record(), "submit", "return"), name="別"), form)


# ---- what was decided
def test_the_decided_version_is_kept_whole(record: Make, form: Form) -> None:
    one = go(record(name="花火", secret="内"), "submit", "decide", "publish")
    later = go(edit(one, name="祭り"), "submit")
    entry = workflow.last_decision(later, form)
    assert entry is not None
    assert entry.snapshot is not None
    assert (entry.transition, entry.snapshot.values) == ("decide", {"name": "花火"})
    assert later.log[: len(one.log)] == one.log
    again = workflow.last_decision(go(later, "decide"), form)
    assert again is not None
    assert again.snapshot is not None
    assert again.snapshot.values == {"name": "祭り"}


def test_nothing_is_decided_before_somebody_did(record: Make, form: Form) -> None:
    assert workflow.last_decision(go(record(), "submit", "return"), form) is None


@pytest.mark.parametrize(
    ("by", "name"), [("真田", "真田"), ("", "真田 太郎"), (" 　", "真田 太郎"), (("真田",), "真田 太郎")]
)
def test_who_consented_is_whoever_is_named_else_who_took_the_step(by: Value, name: str, form: Form) -> None:
    assert TARO.name == "真田 太郎"
    assert approvals.approver(form, LogEntry("e", NOW, "decide", TARO, {"by": by})) == name


def test_consent_stands_for_what_was_seen_only(record: Make, form: Form) -> None:
    def act(one: Record) -> str:
        found = workflow.valid_approval(one, form)
        return found.transition if found else ""

    one = go(record(name="花火"), "submit")
    assert act(one) == ""
    done = go(one, "decide")
    assert act(done) == act(go(done, "publish", "note")) == "decide"
    assert act(edit(done, name="祭り")) == ""
    anew = go(edit(done, name="祭り"), "submit")
    assert act(anew) == ""
    assert act(edit(go(anew, "return"), name="花火")) == ""
    assert act(go(record(), "exempt")) == "exempt"


# ---- taking a step
def test_a_step_leaves_its_line_and_nothing_else(record: Make, form: Form) -> None:
    one = record(name="a")
    taken = workflow.apply_transition(one, form, "submit", {}, TARO, NOW)
    assert (taken.values, taken.log[:1]) == (one.values, one.log)
    assert (taken.log[1].transition, taken.log[1].by, taken.log[1].at) == ("submit", TARO, NOW)
    decided = workflow.apply_transition(
        taken, form, "decide", {"by": "真田", "number": "1", "how": ""}, TARO, NOW
    )
    assert decided.log[2].inputs == {"by": "真田", "number": "1"}
    assert len({entry.id for entry in decided.log}) == 3


def test_a_step_that_the_state_does_not_allow_says_when_it_may(record: Make) -> None:
    found = refused(record(), "decide", GIVEN["decide"])
    assert found.code == "state"
    assert found.message == "今は「下書き」なので、「決める」はできません（できるのは 待ち のとき）。"


@pytest.mark.parametrize(
    ("name", "given", "code", "said"),
    [
        ("decide", {"by": "真田"}, "needs", "「決める」では、番号を入力してください。"),
        ("decide", {"by": " ", "number": "　"}, "needs", "決めた人、番号"),
        ("decide", {"by": "a", "number": "1", "day": "2月30日"}, "given", "日: "),
        ("decide", {"by": "a", "number": "1", "how": "夢"}, "given", "書面・電話"),
        ("decide", {"by": "a\ud800", "number": "1"}, "given", "壊れた文字"),
        ("decide", {"by": "a", "number": "1", "reason": "x"}, "given", "「reason」を尋ねません"),
        ("fly", {}, "act", "「fly」という手続はありません。"),
    ],
)
def test_a_step_is_refused_with_its_reason(
    name: str, given: dict[str, Value], code: str, said: str, record: Make
) -> None:
    found = refused(go(record(), "submit"), name, given)
    assert found.code == code
    assert said in found.message


def test_a_clean_step_waits_for_every_must(record: Make) -> None:
    must = [
        Problem("must", Location(key="name"), f"{number}を書いてください。", "1(1)") for number in range(7)
    ]
    should = Problem("should", Location(key="name"), "努めてください。")
    found = refused(record(), "submit", {}, should, *must)
    assert (found.code, found.clause) == ("clean", "1")
    assert "必須の項目が 7 件残っている" in found.message
    assert "・名称: 0を書いてください。 [1(1)]" in found.message
    assert found.message.endswith("ほか 2 件")
    assert (
        workflow.apply_transition(record(), FORM, "submit", {}, TARO, NOW, [should]).log[-1].transition
        == "submit"
    )
    assert (
        workflow.apply_transition(record(), FORM, "exempt", {"case": "facts"}, TARO, NOW, must)
        .log[-1]
        .transition
        == "exempt"
    )


@pytest.mark.parametrize("count", range(1, 8))
def test_any_number_of_musts_holds_a_clean_step_back(count: int, record: Make) -> None:
    must = [Problem("must", Location(key="name"), f"{number}番。") for number in range(count)]
    message = refused(record(), "submit", {}, *must).message
    assert f"必須の項目が {count} 件" in message
    assert message.count("・") == min(count, 5)
    assert ("ほか" in message) is (count > 5)


def test_an_exemption_asks_for_what_the_guideline_asks(record: Make) -> None:
    consent = ConsentRule(
        "4", "所属長", exempt=(Exemption("known", "周知済み", needs=("where",)), Exemption("facts", "事実"))
    )
    assert "場所を入力してください" in refused(record(), "exempt", {"case": "known"}, consent=consent).message
    for given in ({"case": "known", "where": "広報"}, {"case": "facts"}):
        assert (
            workflow.apply_transition(record(), FORM, "exempt", given, TARO, NOW, (), consent).log[-1].inputs
            == given
        )


@drawn(st.lists(st.sampled_from([*GIVEN, "edit"]), max_size=8))
def test_the_log_only_grows_and_every_offer_can_be_taken(names: list[str]) -> None:
    one = Record("a", "note", date(2024, 1, 4), {"name": "a", "reply": "none"})
    for at, name in enumerate(names):
        before = one
        offers = [act.id for act in workflow.allowed_transitions(one, FORM)]
        if name == "edit":
            one = edit(one, name=f"{at}")
            continue
        try:
            one = go(one, name)
        except TransitionRefused:
            assert name not in offers
        else:
            assert name in offers
            assert one.log[:-1] == before.log
        assert workflow.record_state(one, FORM) in FORM.states


# ---- one's own
@pytest.mark.parametrize(
    ("by", "own"),
    [
        ("上田 花子", True), ("上田花子", True), ("広報課長　上田　花子", True), ("課長上田花子（代決）", True),
        ("真田 太郎", False), ("上田市 広報課長", False), ("上田 花", False), ("課長", False),
    ],
)  # fmt: skip
def test_a_decision_on_ones_own_is_seen(by: str, own: bool, record: Make, form: Form) -> None:
    asked = go(record(), "submit", who=HANAKO)
    taken = workflow.apply_transition(asked, form, "decide", {"by": by, "number": "1"}, HANAKO, NOW)
    assert approvals.approver(form, taken.log[-1]) == by
    assert approvals.is_self_approval(taken, form, taken.log[-1]) is own
    assert not approvals.is_self_approval(taken, form, taken.log[1])


def test_short_names_are_not_found_in_longer_ones(record: Make, form: Form) -> None:
    one = replace(record(), log=(LogEntry("e1", NOW, "created", Person("森")),))
    for by, own in (("森田 一郎", False), ("課長 森", True), ("森", True)):
        taken = workflow.apply_transition(
            go(one, "submit"), form, "decide", {"by": by, "number": "1"}, TARO, NOW
        )
        assert approvals.is_self_approval(taken, form, taken.log[-1]) is own


@pytest.mark.parametrize(
    ("writer", "by", "own"),
    [
        ("林 一", "小林 一郎", False), ("林 一", "小林一郎", False), ("林 一", "林 一郎", False), ("林一", "課長　林 一", True),
        ("林　一", "林一", True), ("林 一", "広報課長 林一", True), ("林 一郎", "小林一郎", True), ("森", "森林", False),
        ("森 .", "森田", False), ("Ａｎｎ Lee", "課長ann lee", True),
    ],
)  # fmt: skip
def test_names_of_two_letters_are_seen_as_words_of_their_own(
    writer: str, by: str, own: bool, record: Make, form: Form
) -> None:
    one = replace(record(), log=(LogEntry("e1", NOW, "created", Person(writer)),))
    taken = workflow.apply_transition(go(one, "submit"), form, "decide", {"by": by, "number": "1"}, TARO, NOW)
    assert approvals.is_self_approval(taken, form, taken.log[-1]) is own


def test_who_asked_counts_as_a_writer(record: Make, form: Form) -> None:
    asked = go(record(), "submit", who=TARO)
    taken = workflow.apply_transition(asked, form, "decide", {"by": "真田 太郎", "number": "1"}, HANAKO, NOW)
    assert approvals.is_self_approval(taken, form, taken.log[-1])


# ---- the guideline's own lives
POLICY = {
    "submit": {}, "decide": {"by": "広報課長 真田 太郎", "number": "6広第1号", "date": "R6.1.4"}, "return": {"reason": "直す"},
    "withdraw": {}, "published": {"address": "https://www.city.ueda.nagano.jp/a", "date": "R6.2.1"},
    "suspend": {"date": "R7.1.1", "reason": "休む"}, "resume": {"date": "R7.2.1"},
    "close": {"date": "R8.1.1", "reason": "終了", "fate_account": "deleted", "fate_data": "保存した"},
}  # fmt: skip


def through(
    guideline: Guideline,
    kind: str,
    values: dict[str, Value],
    given: Mapping[str, Mapping[str, Value]],
    *acts: str,
) -> Record:
    form = guideline.forms[kind]
    one = Record("a", kind, date(2024, 1, 4), values, log=(LogEntry("e", NOW, "created", HANAKO),))
    for name in acts:
        one = workflow.apply_transition(one, form, name, given[name], TARO, NOW)
    return one


def test_the_life_of_a_policy(guideline: Guideline) -> None:
    form = guideline.forms["policy"]

    def label(*acts: str, **values: Value) -> str:
        return workflow.state_label(
            edit(through(guideline, "policy", {"name": "a"}, POLICY, *acts), **values), form
        )

    assert label() == "下書き"
    assert label("submit") == "決裁待ち"
    assert label("submit", "return") == "差戻し"
    assert label("submit", "withdraw") == "取下げ"
    assert label("submit", "decide") == "決裁済"
    assert label("submit", "decide", "published") == "決裁済"
    assert label("submit", "decide", name="b") == "変更あり"
    assert label("submit", "decide", admins="3") == "決裁済"
    assert label("submit", "decide", "suspend") == "休止"
    assert label("submit", "decide", "suspend", "resume") == "決裁済"
    assert label("submit", "decide", "close") == "廃止"


def test_a_policy_is_closed_only_with_what_became_of_it(guideline: Guideline) -> None:
    form = guideline.forms["policy"]
    one = through(guideline, "policy", {"name": "a"}, POLICY, "submit", "decide")
    with pytest.raises(TransitionRefused) as found:
        workflow.apply_transition(one, form, "close", {"date": "R8.1.1", "reason": "終了"}, TARO, NOW)
    assert "アカウントの扱い、投稿したデータの扱いを入力してください" in str(found.value)


@pytest.mark.parametrize(
    "line", ["2", "１", "2行目", "2026-11-23 10:00", "11/23", "令和8年11月23日 午前10時", "2026-11-21 9:00"]
)
def test_a_line_of_the_log_is_corrected_by_its_number_or_time(guideline: Guideline, line: str) -> None:
    form = guideline.forms["incident"]
    answers = {"note": {"note": "電話", "time": "2026-11-21 9:00"}, "correct": {"line": line, "note": "来庁"}}
    record = through(guideline, "incident", {"what": "a"}, answers, "note", "correct")
    assert workflow.role_of(form, record.log[-1]) == "correct"


@pytest.mark.parametrize(
    "line", ["3", "0", "-1", "9" * 5000, "2026-11-24", "2026-11-23 10:01", "きのうの行", "？"]
)
def test_a_line_that_is_not_there_is_not_corrected(guideline: Guideline, line: str) -> None:
    answers = {"note": {"note": "電話"}, "correct": {"line": line, "note": "来庁"}}
    with pytest.raises(TransitionRefused) as refusal:
        through(guideline, "incident", {"what": "a"}, answers, "note", "correct")
    assert "という行はありません。経過は 1（2026-11-23 10:00）から 2（" in str(refusal.value)


POST: dict[str, dict[str, Value]] = {
    "submit": {}, "approve": {"by": "課長 真田 太郎"}, "return": {"reason": "直す"}, "withdraw": {},
    "exempt": {"exemption": "known", "where": "広報うえだ"}, "except": {"reason": "急ぎ"}, "late": {"by": "課長 真田 太郎"},
    "posted": {"address": "https://x.com/a", "time": "2026-11-23 10:00", "unchanged": "yes"},
    "posted_first": {"address": "https://x.com/a", "time": "2026-11-23 10:00", "reason": "避難"},
    "refuse_late": {"reason": "削除する", "by": "課長 真田 太郎"}, "correct": {"correction": "正しくは"}, "delete": {"reason": "誤り"},
}  # fmt: skip


def test_the_life_of_a_post(guideline: Guideline) -> None:
    form = guideline.forms["post"]

    def label(*acts: str, urgent: str = "no", **values: Value) -> str:
        one = through(guideline, "post", {"text": "a", "urgent": urgent}, POST, *acts)
        return workflow.state_label(edit(one, **values), form)

    assert label() == "確認中"
    assert label("submit") == "了承待ち"
    assert label("submit", text="b") == "変更あり（了承は失効）"
    assert label("submit", "approve") == "了承済"
    assert label("submit", "approve", text="b") == "変更あり（了承は失効）"
    assert label("submit", "approve", accounts=("x",)) == "変更あり（了承は失効）"
    assert label("submit", "return") == "差戻し"
    assert label("exempt") == "了承不要"
    assert label("exempt", text="b") == "変更あり（了承は失効）"
    assert label("except") == "例外（了承なし）"
    assert label("submit", "approve", "posted") == "投稿済"
    assert label("submit", "approve", "posted", "correct") == "投稿済"
    assert label("posted_first", urgent="yes") == "事後了承待ち"
    assert label("posted_first", "late", urgent="yes") == "投稿済"
    refused = "事後不了承（訂正か削除が要る）"
    assert label("posted_first", "refuse_late", urgent="yes") == refused
    assert label("posted_first", "refuse_late", "correct", urgent="yes") == refused
    assert label("posted_first", "refuse_late", "correct", "late", urgent="yes") == "投稿済"
    assert label("posted_first", "refuse_late", "delete", urgent="yes") == "削除済"
    with pytest.raises(TransitionRefused, match="理由を入力してください"):
        workflow.apply_transition(
            through(guideline, "post", {"text": "a", "urgent": "yes"}, POST, "posted_first"),
            form, "refuse_late", {}, TARO, NOW,
        )  # fmt: skip
    assert label("submit", "approve", "posted", "delete") == "削除済"
    with pytest.raises(TransitionRefused):
        label("posted_first")
    with pytest.raises(TransitionRefused):
        label("posted")


def test_an_exemption_of_the_guideline_names_the_place(guideline: Guideline) -> None:
    one = through(guideline, "post", {"text": "a"}, POST)
    consent = guideline.checklists["post"].consent
    form = guideline.forms["post"]
    for case, label in (("known", "既に周知した場所"), ("facts", "既成の事実")):
        with pytest.raises(TransitionRefused, match=f"{label}を入力してください"):
            workflow.apply_transition(one, form, "exempt", {"exemption": case}, TARO, NOW, (), consent)


@pytest.mark.parametrize("kind", ["policy", "post", "incident"])
def test_every_state_can_be_reached_and_left_or_ends(guideline: Guideline, kind: str) -> None:
    form = guideline.forms[kind]
    reached = {form.first, form.changed} | {act.to for act in form.act}
    assert set(form.states) <= reached
    left = {state for act in form.act if act.to for state in (act.after or form.states)}
    assert set(form.states) - left <= set(form.ended)


def test_who_decided_is_asked_by_role(guideline: Guideline, now: datetime) -> None:
    for kind in ("policy", "post"):
        form = guideline.forms[kind]
        asks = {one.id for one in form.ask if one.role == "by"}
        for act in form.act:
            if act.role in workflow.APPROVING:
                assert asks & set(act.needs), act.id
