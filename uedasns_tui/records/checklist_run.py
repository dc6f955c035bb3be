"""Confirming: the items of a checklist, how each stands, and the outcome in words with its reasons.

A Sheet serves the post check, which is kept, and the private check, which never is. Items, questions, consent
and outcomes are data; this is what the data means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal, Protocol, cast

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.guideline.schema import Checklist, ChecklistItem, ChecklistQuestion, Form, Weight
from uedasns_tui.records import workflow
from uedasns_tui.records.record import Answer, AnswerValue, LogEntry, Medium, Record, Value

Status = Literal["ok", "no", "na", "", "off", "again"]
"""適合, 不適合, 該当なし, 未確認, 対象外, 再確認 (answered, and then the statement or the findings changed)."""


WEIGHTS: tuple[Weight, ...] = ("must", "should", "may")


class ChecklistFinding(Protocol):
    """A finding, as far as an item needs to know it."""

    @property
    def kind(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def own(self) -> bool: ...
    @property
    def text(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def clause(self) -> str: ...


class AnswerRefused(Exception):
    """An answer that cannot be taken; the reason in Japanese."""


@dataclass(frozen=True)
class OutcomeReason:
    """Why an outcome is what it is."""

    text: str
    clause: str = ""


@dataclass(frozen=True)
class OutcomeResult:
    """The outcome in words. `ready`: it may go out."""

    label: str
    ready: bool
    reasons: tuple[OutcomeReason, ...] = ()


@dataclass(frozen=True)
class ChecklistRun:
    """A checklist with the answers given so far and what the text shows now."""

    checklist: Checklist
    values: Mapping[str, Value]
    media: tuple[Medium, ...] = ()
    answers: tuple[Answer, ...] = ()
    findings: tuple[ChecklistFinding, ...] = ()

    def answer_of(self, item: str) -> Answer:
        """The answer to an item, an empty one when there is none."""
        return next((one for one in self.answers if one.id == item), Answer(item))

    def facts(self) -> dict[str, Any]:
        """What conditions are asked of: the values, and yes or no for every question."""
        return {**self.values, **{one.id: self._told(one) for one in self.checklist.question}}

    def _shown(self, question: ChecklistQuestion) -> bool:
        """Whether the pictures or the text themselves answer yes."""
        kinds = {one.kind for one in self.findings}
        return (question.media and bool(self.media)) or bool(kinds & set(question.finding))

    def _told(self, question: ChecklistQuestion) -> str:
        return "yes" if self._shown(question) else str(self.values.get(question.id, "no"))

    def questions(self) -> tuple[ChecklistQuestion, ...]:
        """The questions that only a person can answer, and that some item depends on."""
        asked = {name for item in self.checklist.item for name in item.when}
        plain = (one for one in self.checklist.question if one.id in asked)
        return tuple(one for one in plain if not one.media and not one.finding and not self._shown(one))

    def weight(self, question: ChecklistQuestion) -> Weight:
        """The heaviest weight of the items that depend on a question."""
        weights = {item.weight for item in self.checklist.item if question.id in item.when}
        return next((one for one in WEIGHTS if one in weights), "may")

    def findings_of(self, item: ChecklistItem) -> tuple[ChecklistFinding, ...]:
        """The findings that bear on an item."""
        return tuple(one for one in self.findings if one.kind in item.findings)

    def open_findings(self, item: ChecklistItem) -> tuple[ChecklistFinding, ...]:
        """Those that nobody has looked at yet; the city's own contacts need no more than a glance."""
        seen = self.answer_of(item.id).seen
        return tuple(one for one in self.findings_of(item) if not one.own and one.key not in seen)

    def status(self, item: ChecklistItem) -> Status:
        """How an item stands."""
        if not matches(item.when, self.facts()):
            return "off"
        answer = self.answer_of(item.id)
        if answer.answer and (
            answer.statement != item.say or (answer.answer != "no" and self.open_findings(item))
        ):
            return "again"
        return answer.answer

    def items(self) -> tuple[ChecklistItem, ...]:
        """The items: those that a finding bears on first, those that do not apply last, else in their order."""

        def rank(item: ChecklistItem) -> int:
            if self.status(item) == "off":
                return 2
            return 0 if any(not one.own for one in self.findings_of(item)) else 1

        return tuple(sorted(self.checklist.item, key=rank))


# ---- answering
def _with(sheet: ChecklistRun, answer: Answer) -> ChecklistRun:
    rest = [one for one in sheet.answers if one.id != answer.id]
    order = [one.id for one in sheet.checklist.item]
    both = sorted([*rest, answer], key=lambda one: order.index(one.id) if one.id in order else len(order))
    return replace(sheet, answers=tuple(both))


def _item(sheet: ChecklistRun, name: str) -> ChecklistItem:
    found = next((one for one in sheet.checklist.item if one.id == name), None)
    if found is None:
        raise AnswerRefused(f"「{name}」という項目はありません。")
    return found


def acknowledge(sheet: ChecklistRun, name: str) -> ChecklistRun:
    """Somebody looked at the findings of an item."""
    item = _item(sheet, name)
    before = sheet.answer_of(name)
    seen = tuple(dict.fromkeys((*before.seen, *(one.key for one in sheet.findings_of(item)))))
    return _with(sheet, replace(before, seen=seen, statement=before.statement if before.answer else ""))


def answer_item(
    sheet: ChecklistRun, name: str, given: str, note: str = "", seen: Iterable[str] = ()
) -> ChecklistRun:
    """Answer an item: "ok", "no", "na" or "" (takes the answer back). `seen`: findings looked at with this answer.

    Raises Refusal: 適合 before its findings were looked at, 該当なし without a reason, an item that does not apply.
    """
    item = _item(sheet, name)
    if given not in ("", "ok", "no", "na"):
        raise AnswerRefused(f"「{given}」という答えはありません。")
    if sheet.status(item) == "off":
        raise AnswerRefused("この項目は、この投稿では対象外です。")
    if given == "na" and not note.strip():
        raise AnswerRefused("「該当なし」には理由が要ります。")
    before = sheet.answer_of(name)
    looked = tuple(dict.fromkeys((*before.seen, *seen)))
    left = [one for one in sheet.findings_of(item) if not one.own and one.key not in looked]
    if given in ("ok", "na") and left:
        raise AnswerRefused(
            f"先に指摘を見てください（「{left[0].text or left[0].kind}」{left[0].message}）。"
        )
    said = item.say if given else ""
    return _with(sheet, Answer(name, cast(AnswerValue, given), said, note, looked))


def answer_question(sheet: ChecklistRun, question: str, said: str) -> ChecklistRun:
    """Answer a question with "yes" or "no". Raises Refusal."""
    if said not in ("yes", "no") or all(one.id != question for one in sheet.checklist.question):
        raise AnswerRefused(f"「{question}」には yes か no で答えてください。")
    return replace(sheet, values={**sheet.values, question: said})


def with_findings(sheet: ChecklistRun, findings: tuple[ChecklistFinding, ...]) -> ChecklistRun:
    """The same answers over an edited text."""
    return replace(sheet, findings=findings)


# ---- outcome
def approval_status(sheet: ChecklistRun, record: Record | None, form: Form | None) -> str:
    """How consent stands: "" (none is asked), or one of `schema.CONSENTS`."""
    return _consent(sheet, record, form)[0]


def _consent(sheet: ChecklistRun, record: Record | None, form: Form | None) -> tuple[str, LogEntry | None]:
    """The same, with the line of the log that says so."""
    if sheet.checklist.consent is None or record is None or form is None:
        return "", None
    if workflow.is_stale(record, form):
        return "missing", None
    found, said = "missing", None
    for entry in record.log:
        act = workflow.transition_of(form, entry.transition)
        match act.role if act else "":
            case "submit":
                found, said = "asked", entry
            case "approve" | "late":
                found, said = "given", entry
            case "exempt":
                found, said = "exempt", entry
            case "except":
                found, said = "exception", entry
            case "return" if found == "late":
                found, said = "refused", entry
            case "return" | "withdraw":
                found, said = "missing", entry
            case "posted" if found in ("missing", "asked"):
                found, said = "late", entry
    return found, said


def _consent_reason(sheet: ChecklistRun, record: Record, form: Form) -> tuple[str, OutcomeReason] | None:
    how, entry = _consent(sheet, record, form)
    asked = sheet.checklist.consent
    if not how or asked is None:
        return None
    text = {
        "missing": f"{asked.by}の了承がまだありません。", "asked": f"{asked.by}の了承を待っています。",
        "given": f"{asked.by}の了承があります。", "exempt": "了承が要らない場合です。",
        "exception": "例外として、了承なしで出します。", "late": f"{asked.by}の事後の了承がまだありません。",
        "refused": f"{asked.by}の事後の了承が得られませんでした。訂正か削除が要ります。",
    }[how]  # fmt: skip
    if entry is not None and workflow.is_self_approval(record, form, entry):
        text += "書いた人と了承した人が同じです。"
    if entry is not None and how in ("exempt", "exception"):
        labels = {one.id: one.label for one in asked.exempt}
        given = "、".join(
            labels.get(one, one) for one in entry.inputs.values() if isinstance(one, str) and one.strip()
        )
        text += f"（{given}）" if given else ""
    return how, OutcomeReason(text, asked.clause)


def outcome_facts(
    sheet: ChecklistRun, record: Record | None, form: Form | None, problems: Iterable[Problem]
) -> Iterator[tuple[dict[str, Any], OutcomeReason]]:
    """What outcomes are decided on, each with the reason it would give."""
    for item in sheet.items():
        status = sheet.status(item)
        given = "" if status in ("off", "again") else status
        note = sheet.answer_of(item.id).note if status == "no" else ""
        text = f"もう一度確かめてください: {item.say}" if status == "again" else item.say
        yield (
            {"item": item.id, "weight": item.weight, "answer": given, "off": status == "off"},
            OutcomeReason(text + (f"（{note}）" if note else ""), item.clause),
        )
        for one in sheet.findings_of(item) if status != "off" else ():
            state = "own" if one.own else ("seen" if one.key in sheet.answer_of(item.id).seen else "open")
            yield (
                {"finding": state, "kind": one.kind},
                OutcomeReason(f"指摘を見てください: 「{one.text}」{one.message}", item.clause),
            )
    for problem in problems:
        yield {"problem": problem.severity}, OutcomeReason(problem.message, problem.clause)
    for question in sheet.questions():
        if not sheet.values.get(question.id):
            weight = sheet.weight(question)
            yield (
                {"item": question.id, "weight": weight, "answer": "", "off": False},
                OutcomeReason(f"「{question.label}」に、はいかいいえで答えてください。"),
            )
    said = _consent_reason(sheet, record, form) if record is not None and form is not None else None
    if said is not None:
        yield {"consent": said[0]}, said[1]


def outcome(
    sheet: ChecklistRun, record: Record | None, form: Form | None, problems: Iterable[Problem]
) -> OutcomeResult:
    """The first outcome of the checklist that a fact meets, with the facts that met it."""
    known = list(outcome_facts(sheet, record, form, problems))
    for one in sheet.checklist.outcome:
        met = [reason for fact, reason in known if any(_meets(condition, fact) for condition in one.any)]
        if met or not one.any:
            return OutcomeResult(one.label, one.ready, tuple(dict.fromkeys(met)))
    return OutcomeResult("確認中", False)


def _meets(condition: Mapping[str, Any], fact: Mapping[str, Any]) -> bool:
    return all(key in fact for key in condition) and matches(dict(condition), fact)


def account_notices(checklist: Checklist | None, policies: Iterable[tuple[Record, Form]]) -> list[Problem]:
    """What the policies of the accounts say before anything is written: a reply where none is to be made."""
    found = []
    for policy, form in policies:
        field = next((one for one in form.field if one.role == "reply"), None)
        if checklist is None or field is None or not checklist.replies:
            continue
        said = policy.text(field.id) or field.default
        if said == field.default and said in field.choices:
            name = next((policy.text(one.id) for one in form.field if one.role == "name"), policy.id)
            reason = f"「{name}」の利用方針は「{field.choices[said]}」です。返信する前に、利用方針を確かめてください。"
            found.append(Problem("should", Location(key="accounts"), reason, field.clause, "no_reply"))
    return found
