"""Over the workflow of every form, bundled and invented: no sequence of steps decides, sends out or publishes anything
past an unconfirmed must without a reason in the log.

What is open is told here a second time, without the code that is tested: `Office` remembers what each answer rested on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.loader import load
from uedasns_tui.guideline.schema import (
    Checklist,
    ChecklistItem,
    ChecklistQuestion,
    Form,
    FormField,
    Transition,
    TransitionInput,
)
from uedasns_tui.records import checklist_run, workflow
from uedasns_tui.records.checklist_run import ChecklistRun, holding_of
from uedasns_tui.records.record import LogEntry, Medium, Person, Record
from uedasns_tui.records.workflow import TransitionHeld, TransitionRefused

from .conftest import NOW, ROOT

OUT = ("decide", "approve", "late", "exempt", "except", "posted")
"""Roles by which something is decided or goes out."""
CONSENT, ANEW = ("decide", "approve", "late", "exempt", "except"), ("submit", "return", "withdraw")
PERSON = Person("花子")
REASON = "急ぐため"
INPUTS = {
    "accounts": "a", "choice": "", "url": "https://example.jp/", "date": "2026-11-23",
    "datetime": "2026-11-23 10:00", "count": "1",
}  # fmt: skip


@dataclass(frozen=True)
class Hint:
    """A finding of an invented kind of text."""

    kind: str
    key: str
    own: bool = False
    text: str = ""
    message: str = ""
    clause: str = ""


OTHER = Form(
    1, "tenken", "年次点検票",
    {"draft": "下書き", "asked": "待ち", "passed": "済", "out": "公開", "gone": "廃止", "late": "あと", "again": "変更"},
    "draft", "other", changed="again", changed_from=("passed",), ended=("gone",),
    field=(FormField("name", "名称", "line", role="name"), FormField("memo", "覚え", "text")),
    ask=(TransitionInput("by", "認めた人", role="by"), TransitionInput("why", "わけ", role="reason")),
    act=(
        Transition("submit", "出す", "asked", ("draft", "again"), stamps=True, role="submit"),
        Transition("approve", "認める", "passed", ("asked",), ("by",), stamps=True, role="approve"),
        Transition("except", "例外", "passed", ("draft",), ("why",), stamps=True, role="except"),
        Transition("take-back", "取り下げる", "draft", ("asked", "passed"), role="withdraw"),
        Transition("return", "戻す", "draft", ("asked", "passed"), ("why",), role="return"),
        Transition("post", "出した", "out", ("passed",), ("by",), stamps=True, role="posted"),
        Transition("first", "先に出した", "late", ("draft", "again"), ("why",), stamps=True, role="posted"),
        Transition("late", "あとで認める", "out", ("late",), ("by",), stamps=True, role="late"),
        Transition("seal", "封をする", "gone", ("out", "passed"), holds=True),
        Transition("publish", "公表", after=("passed", "out"), role="publish"),
        Transition("note", "メモ", role="note"),
    ),
)  # fmt: skip
CHECKLIST = Checklist(
    1, "tenken", "年次点検", form="tenken",
    item=(
        ChecklistItem("text", "文を見た", "1", findings=("date",)),
        ChecklistItem("media", "画像を見た", "2", rests_on="media"),
        ChecklistItem("none", "鍵を替えた", "3", rests_on="none"),
        ChecklistItem("quote", "引用を見た", "4", when={"quotes": "yes"}),
        ChecklistItem("wish", "早めに出す", "5", weight="should", findings=("link",), when={"quotes": "yes", "wide": "yes"}),
        ChecklistItem("people", "人を見た", "6", when={"pictures": "yes"}),
        ChecklistItem("links", "先を見た", "7", weight="may", when={"links": "yes"}),
    ),
    question=(
        ChecklistQuestion("quotes", "引用しますか。"), ChecklistQuestion("wide", "広めますか。"),
        ChecklistQuestion("pictures", "写真がありますか。", media=True), ChecklistQuestion("links", "リンクは。", finding=("link",)),
    ),
)  # fmt: skip


def cases() -> Iterator[tuple[Form, Checklist | None]]:
    for folder in (ROOT / "guideline", ROOT / "tests" / "fixtures" / "guideline"):
        guideline = load(Path(folder)).guideline
        assert guideline is not None
        for form in guideline.forms.values():
            kept = [item for item in guideline.checklists.values() if item.form == form.id and item.keeps]
            yield from ((form, checklist) for checklist in kept or (None,))
    yield OTHER, CHECKLIST


CASES = list(cases())


@dataclass
class Office:
    """One record with the answers to its checklist, and beside it a memory of its own of what was answered on what."""

    form: Form
    checklist: Checklist
    record: Record
    run: ChecklistRun
    memory: dict[str, tuple[str, str, tuple[Medium, ...]]] = field(default_factory=dict)
    seen: dict[str, set[str]] = field(default_factory=dict)
    consent: tuple[object, ...] | None = None

    @property
    def facts(self) -> dict[str, object]:
        kinds = {hint.kind for hint in self.run.findings}
        facts: dict[str, object] = dict(self.run.values)
        for question in self.checklist.question:
            shown = (question.media and self.run.media) or kinds & set(question.finding)
            facts[question.id] = "yes" if shown else self.run.values.get(question.id, "no")
        return facts

    def unread(self, item: ChecklistItem) -> set[str]:
        keys = {hint.key for hint in self.run.findings if hint.kind in item.findings and not hint.own}
        return keys - self.seen.get(item.id, set())

    def open_questions(self) -> set[str]:
        """Those that only a person can answer, that a must depends on, and that nobody answered."""
        return {
            question.id
            for question in self.checklist.question
            if not question.media and not question.finding and not self.run.values.get(question.id)
            and any(item.weight == "must" and question.id in item.when for item in self.checklist.item)
        }  # fmt: skip

    def counts(self) -> tuple[int, int, int]:
        """Unconfirmed, unread, not fitting."""
        items = [item for item in self.checklist.item if matches(item.when, self.facts)]
        unread: set[str] = set().union(*(self.unread(item) for item in items)) if items else set()
        unconfirmed = failed = 0
        for item in (item for item in items if item.weight == "must"):
            value, text, media = self.memory.get(item.id, ("", "", ()))
            stale = (item.rests_on == "text" and text != self.run.text) or (
                item.rests_on == "media" and media != self.run.media
            )
            if not value or stale or (value != "no" and self.unread(item)):
                unconfirmed += 1
            elif value == "no":
                failed += 1
        return unconfirmed + len(self.open_questions()), len(unread), failed

    # ---- what staff do
    def answer(self, item: ChecklistItem, value: str) -> None:
        if not matches(item.when, self.facts) or (value in ("ok", "na") and self.unread(item)):
            with pytest.raises(checklist_run.AnswerRefused):
                checklist_run.answer_item(self.run, item.id, value, "人がいない")
            return
        self.run = checklist_run.answer_item(self.run, item.id, value, "人がいない")
        self.memory[item.id] = (value, str(self.run.text), self.run.media)

    def look(self, item: ChecklistItem) -> None:
        self.run = checklist_run.acknowledge(self.run, item.id)
        hints = {hint.key for hint in self.run.findings if hint.kind in item.findings}
        self.seen.setdefault(item.id, set()).update(hints)

    def confirm_all(self) -> None:
        for question in self.run.questions():
            self.run = checklist_run.answer_question(self.run, question.id, "yes")
        for item in self.checklist.item:
            self.look(item)
            if matches(item.when, self.facts):
                self.answer(item, "ok")

    def write(self, text: str, media: tuple[Medium, ...]) -> None:
        kinds = sorted({kind for item in self.checklist.item for kind in item.findings})
        hints = tuple(Hint(kind, f"{kind}:{text}") for kind in kinds[: len(text)])
        hints = (*hints, Hint("date", "own", own=True))
        texts = [field for field in self.form.field if field.type in ("text", "line")]
        name = next((field.id for field in texts if field.public), texts[0].id)
        values = {**self.record.values, **self.run.values, name: text}
        self.record = replace(self.record, values=values, media=media)
        self.run = replace(self.run, values=values, media=media, text=text, findings=hints)

    def step(self, transition: Transition, reason: str) -> bool:
        """Whether it was taken; what was open then stands in the log with the reason, and nothing else does."""
        before = self.counts()
        held = transition.holds or transition.role in ("submit", *OUT)
        try:
            self.record = workflow.apply_transition(
                self.record, self.form, transition.id, self.inputs(transition), PERSON, NOW,
                holding=holding_of(self.run, transition), reason=reason,
            )  # fmt: skip
        except TransitionHeld:
            assert held and any(before) and not reason.strip()
            return False
        except TransitionRefused:
            return False
        entry = self.record.log[-1]
        if held and any(before):
            assert entry.override is not None and entry.override.reason.strip()
            assert entry.override.reason == reason or transition.role == "posted"
            counts = (entry.override.unconfirmed, entry.override.unread, entry.override.failed)
            assert counts == before
        else:
            assert entry.override is None
        if transition.role in CONSENT:
            self.consent = (dict(self.record.values), self.record.media) if transition.stamps else None
        elif transition.role in ANEW:
            self.consent = None
        return True

    def inputs(self, transition: Transition) -> dict[str, str]:
        asked = [question for question in self.form.ask if question.id in transition.needs]
        return {ask.id: next(iter(ask.choices), "") or INPUTS.get(ask.type, "何か") for ask in asked}

    def check(self) -> None:
        """What must hold after every step."""
        roles = [workflow.role_of(self.form, entry) for entry in self.record.log]
        ways = [act for act in self.form.act if act.to == workflow.log_state(self.record, self.form)]
        if "publish" in roles or (ways and all(act.role in OUT for act in ways)):
            assert any(role in OUT for role in roles)
        about = {field.id for field in self.form.field if field.print or field.public}

        def shown(state: tuple[object, ...]) -> object:
            values, media = state
            assert isinstance(values, dict)
            return {name: value for name, value in values.items() if name in about and value}, media

        now = (dict(self.record.values), self.record.media)
        stands = self.consent is not None and shown(self.consent) == shown(now)
        assert (workflow.valid_approval(self.record, self.form) is not None) is stands


PICTURE = (Medium("a", "a.jpg"),)


@pytest.mark.parametrize(
    ("form", "checklist"), CASES, ids=[f"{form.id}-{checks.id if checks else 'none'}" for form, checks in CASES]
)  # fmt: skip
@given(data=st.data())
def test_nothing_goes_out_past_an_unconfirmed_must_without_a_reason(
    form: Form, checklist: Checklist | None, data: st.DataObject
) -> None:
    if checklist is None:
        assert (
            not any(transition.role in OUT or transition.holds for transition in form.act)
            or form.purpose == "other"
        )
        return
    record = Record("r", form.id, NOW.date(), {}, checklist.id, log=(LogEntry("e", NOW, "created", PERSON),))
    office = Office(form, checklist, record, ChecklistRun(checklist, record.values, text=""))
    office.write("", ())
    for _ in range(data.draw(st.integers(1, 25))):
        match data.draw(
            st.sampled_from(("answer", "look", "question", "all", "write", "step", "step", "step"))
        ):
            case "answer":
                value = data.draw(st.sampled_from(("ok", "no", "na", "")))
                office.answer(data.draw(st.sampled_from(checklist.item)), value)
            case "look":
                office.look(data.draw(st.sampled_from(checklist.item)))
            case "question" if questions := office.run.questions():
                question = data.draw(st.sampled_from(questions))
                value = data.draw(st.sampled_from(("yes", "no")))
                office.run = checklist_run.answer_question(office.run, question.id, value)
            case "all":
                office.confirm_all()
            case "write":
                office.write(
                    data.draw(st.sampled_from(("", "x", "yy"))), data.draw(st.sampled_from(((), PICTURE)))
                )
            case "step":
                allowed = workflow.allowed_transitions(office.record, form)
                transition = data.draw(
                    st.sampled_from(data.draw(st.sampled_from((allowed or form.act, form.act))))
                )
                office.step(transition, data.draw(st.sampled_from(("", " ", REASON))))
        office.check()


def test_the_sequences_reach_every_out_state_with_and_without_a_reason() -> None:
    """The life of the invented form, by hand: what the property draws can be reached, clean and held."""
    record = Record("r", "tenken", NOW.date(), {}, "tenken", log=(LogEntry("e", NOW, "created", PERSON),))
    office = Office(OTHER, CHECKLIST, record, ChecklistRun(CHECKLIST, record.values, text=""))
    office.write("yy", PICTURE)
    acts = {act.id: act for act in OTHER.act}
    assert office.counts() == (5, 1, 0)
    assert not office.step(acts["submit"], "") and office.step(acts["submit"], REASON)
    office.confirm_all()
    assert office.counts() == (0, 0, 0)
    assert office.step(acts["approve"], "") and office.record.log[-1].override is None
    office.write("x", PICTURE)
    assert workflow.record_state(office.record, OTHER) == "again" and office.counts()[0] == 3
    office.write("yy", PICTURE)
    assert office.step(acts["seal"], "") and workflow.record_state(office.record, OTHER) == "gone"


@pytest.mark.parametrize(
    ("weights", "holds"), [(("must",), True), (("should", "must"), True), (("may", "should"), False), ((), False)]
)  # fmt: skip
def test_a_question_holds_where_an_item_that_must_hold_depends_on_it(
    weights: tuple[str, ...], holds: bool
) -> None:
    items = tuple(
        ChecklistItem(f"i{number}", "見た", "1", weight=weight, when={"quotes": "yes"})  # type: ignore[arg-type]
        for number, weight in enumerate(weights)
    )
    checklist = replace(CHECKLIST, item=items, question=(ChecklistQuestion("quotes", "引用しますか。"),))
    run = ChecklistRun(checklist, {})
    holding = holding_of(run, OTHER.act[0])
    assert bool(holding) is holds
    assert holding.sentence == ("確認していない項目が 1 件あります。" if holds else "")
    assert checklist_run.progress(run, must=True) == (0, int(holds))
    for value in ("yes", "no"):
        answered = checklist_run.answer_question(run, "quotes", value)
        assert bool(holding_of(answered, OTHER.act[0])) is (holds and value == "yes")


@pytest.mark.parametrize("step", ["take-back", "return"])
def test_consent_that_is_taken_back_counts_no_more(step: str) -> None:
    record = Record("r", "tenken", NOW.date(), {}, log=(LogEntry("e", NOW, "created", PERSON),))
    record = workflow.apply_transition(record, OTHER, "submit", {}, PERSON, NOW)
    record = workflow.apply_transition(record, OTHER, "approve", {"by": "課長"}, PERSON, NOW)
    assert workflow.valid_approval(record, OTHER) is not None
    asked = {"why": "直す"} if step == "return" else {}
    back = workflow.apply_transition(record, OTHER, step, asked, PERSON, NOW)
    assert workflow.valid_approval(back, OTHER) is None


def test_a_form_may_hold_a_step_whose_role_is_not_held() -> None:
    run = ChecklistRun(CHECKLIST, {})
    held = {act.id for act in OTHER.act if holding_of(run, act)}
    assert held == {"submit", "approve", "except", "post", "first", "late", "seal"}


@pytest.mark.parametrize(
    ("rests_on", "text", "media", "again"),
    [
        ("text", "別", (), True), ("text", "文", PICTURE, False), ("media", "別", (), False), ("media", "文", PICTURE, True),
        ("none", "別", PICTURE, False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("value", ["ok", "no", "na"])
def test_an_answer_lapses_with_what_it_rests_on_alone(
    rests_on: str, text: str, media: tuple[Medium, ...], again: bool, value: str
) -> None:
    item = ChecklistItem("a", "見た", "1", rests_on=rests_on)  # type: ignore[arg-type]
    run = ChecklistRun(replace(CHECKLIST, item=(item,)), {}, text="文")
    answered = checklist_run.answer_item(run, "a", value, "わけ")
    later = replace(answered, text=text, media=media)
    assert later.status(item) == ("again" if again else value)
    assert len(checklist_run.open_points(later).unconfirmed) == again
    assert checklist_run.progress(later)[0] == (not again)


@pytest.mark.parametrize(("value", "status"), [("ok", "again"), ("na", "again"), ("no", "no")])
def test_a_finding_that_comes_later_asks_again_for_what_was_taken_as_good(value: str, status: str) -> None:
    item = ChecklistItem("a", "見た", "1", findings=("date",), rests_on="none")
    run = ChecklistRun(replace(CHECKLIST, item=(item,)), {})
    answered = checklist_run.answer_item(run, "a", value, "わけ")
    assert replace(answered, findings=(Hint("date", "12/6"),)).status(item) == status


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("R8.11.25", "2026-11-25"), ("令和8年11月", "2026-11-30"), ("令和8年度", "2027-03-31"), ("", "2026-11-23"),
        ("いつか", "2026-11-23"),
    ],
)  # fmt: skip
def test_the_day_of_a_decision_is_the_day_that_was_written_the_last_that_it_can_mean(
    text: str, day: str
) -> None:
    form = replace(OTHER, ask=(TransitionInput("day", "日", "date", role="date"),))
    assert str(workflow.entry_date(form, LogEntry("e", NOW, "approve", PERSON, {"day": text}))) == day
