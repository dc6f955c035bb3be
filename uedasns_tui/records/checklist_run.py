"""ChecklistRun: the items of a checklist with their answers, and which of them apply.

A ChecklistRun serves the checks that are kept in a record, and the private check, which never is. Items, questions,
consent and outcomes are data; here is what the data means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, cast

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.schema import Checklist, ChecklistItem, ChecklistQuestion, Transition, Weight
from uedasns_tui.japanese.fold import fold
from uedasns_tui.records import snapshots
from uedasns_tui.records.holds import ChecklistFinding, Holding, is_held
from uedasns_tui.records.record import Answer, AnswerValue, Medium, Record, Value

Status = Literal["ok", "no", "na", "", "off", "again"]
"""適合, 不適合, 該当なし, 未確認, 対象外, 再確認 (answered, and then the statement or the findings changed)."""

TEXT_CHANGED, MEDIA_CHANGED = "文が変わりました", "画像が変わりました"
WEIGHTS: tuple[Weight, ...] = ("must", "should", "may")


class AnswerRefused(Exception):
    """An answer that is not possible; the reason in Japanese."""


@dataclass(frozen=True)
class ChecklistRun:
    """A checklist with the answers given so far and what the text shows now.

    `text` is the text that items rest on (None where the form has none); `person` and `now` are who answers and when.
    """

    checklist: Checklist
    values: Mapping[str, Value]
    media: tuple[Medium, ...] = ()
    answers: tuple[Answer, ...] = ()
    findings: tuple[ChecklistFinding, ...] = ()
    text: str | None = None
    person: str = ""
    now: datetime | None = None

    def answer_of(self, item: str) -> Answer:
        """The answer to an item, an empty one when there is none."""
        return self._answers.get(item) or Answer(item)

    @cached_property
    def _answers(self) -> Mapping[str, Answer]:
        """By item; of two answers the first."""
        return {answer.id: answer for answer in reversed(self.answers)}

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """What conditions are asked of: the values, and yes or no for every question."""
        questions = self.checklist.question
        return {**self.values, **{question.id: self._fact(question) for question in questions}}

    def _is_shown(self, question: ChecklistQuestion) -> bool:
        """Whether the pictures or the text themselves answer yes."""
        kinds = {finding.kind for finding in self.findings}
        return (question.media and bool(self.media)) or bool(kinds & set(question.finding))

    def _fact(self, question: ChecklistQuestion) -> str:
        return "yes" if self._is_shown(question) else str(self.values.get(question.id, "no"))

    def questions(self) -> tuple[ChecklistQuestion, ...]:
        """The questions that only a person can answer, and that some item depends on."""
        used = {name for item in self.checklist.item for name in item.when}
        return tuple(
            question
            for question in self.checklist.question
            if question.id in used
            and not (question.media or question.finding)
            and not self._is_shown(question)
        )

    def weight(self, question: ChecklistQuestion) -> Weight:
        """The heaviest weight of the items that depend on a question."""
        weights = {item.weight for item in self.checklist.item if question.id in item.when}
        return next((weight for weight in WEIGHTS if weight in weights), "may")

    def findings_of(self, item: ChecklistItem) -> tuple[ChecklistFinding, ...]:
        """The findings that bear on an item."""
        return tuple(finding for finding in self.findings if finding.kind in item.findings)

    def open_findings(self, item: ChecklistItem) -> tuple[ChecklistFinding, ...]:
        """Those that nobody has seen yet; the city's own contacts need no more than a glance."""
        return _unseen(self.findings_of(item), self.answer_of(item.id).seen)

    def basis_of(self, item: ChecklistItem) -> str:
        """A digest of what an answer to the item rests on, "" where it rests on nothing that changes."""
        if item.rests_on == "media":
            return snapshots.media_basis(self.media)
        return snapshots.text_basis(self.text) if item.rests_on == "text" and self.text is not None else ""

    def lapse_of(self, item: ChecklistItem) -> str:
        """Why the answer to an item is to be given again, "" where it holds."""
        answer = self.answer_of(item.id)
        if not answer.answer:
            return ""
        if answer.statement != item.say:
            return "項目の文が変わりました"
        if answer.basis and answer.basis != self.basis_of(item):
            return MEDIA_CHANGED if item.rests_on == "media" else TEXT_CHANGED
        if answer.answer != "no" and self.open_findings(item):
            return "見ていない指摘があります"
        return ""

    def status(self, item: ChecklistItem) -> Status:
        """The status of an item."""
        if not matches(item.when, self.facts):
            return "off"
        return "again" if self.lapse_of(item) else self.answer_of(item.id).answer

    def items(self) -> tuple[ChecklistItem, ...]:
        """The items: those that a finding bears on first, those that do not apply last, else in their order."""

        def rank(item: ChecklistItem) -> int:
            if not matches(item.when, self.facts):
                return 2
            return 0 if any(not finding.own for finding in self.findings_of(item)) else 1

        return tuple(sorted(self.checklist.item, key=rank))


def _unseen(findings: Iterable[ChecklistFinding], keys: Iterable[str]) -> tuple[ChecklistFinding, ...]:
    """The findings that are not the city's own and were not seen, in whatever width and spacing."""
    seen = {_plain(key) for key in keys}
    return tuple(finding for finding in findings if not finding.own and _plain(finding.key) not in seen)


def _plain(key: str) -> str:
    return "".join(fold(key).split())


# ---- answering
def _with_answer(run: ChecklistRun, answer: Answer) -> ChecklistRun:
    answers = [*(other for other in run.answers if other.id != answer.id), answer]
    order = [item.id for item in run.checklist.item]
    answers.sort(key=lambda other: order.index(other.id) if other.id in order else len(order))
    return replace(run, answers=tuple(answers))


def _item(run: ChecklistRun, name: str) -> ChecklistItem:
    item = next((item for item in run.checklist.item if item.id == name), None)
    if item is None:
        raise AnswerRefused(f"「{name}」という項目はありません。")
    return item


def acknowledge(run: ChecklistRun, name: str) -> ChecklistRun:
    """Record that somebody has seen the findings of an item."""
    item = _item(run, name)
    answer = run.answer_of(name)
    seen = tuple(dict.fromkeys((*answer.seen, *(finding.key for finding in run.findings_of(item)))))
    statement = answer.statement if answer.answer else ""
    if seen != answer.seen:
        answer = replace(answer, seen=seen, seen_by=run.person, seen_at=run.now)
    return _with_answer(run, replace(answer, statement=statement))


def answer_item(
    run: ChecklistRun, name: str, value: str, note: str = "", seen: Iterable[str] = ()
) -> ChecklistRun:
    """Answer an item: "ok", "no", "na" or "" (clears the answer). `seen`: findings seen with this answer.

    Raises AnswerRefused: 適合 before its findings were seen, 該当なし without a reason, an item that does not apply.
    """
    item = _item(run, name)
    if value not in ("", "ok", "no", "na"):
        raise AnswerRefused(f"「{value}」という答えはありません。")
    if run.status(item) == "off":
        raise AnswerRefused("この項目は、この記録では対象外です。")
    if value == "na" and not note.strip():
        raise AnswerRefused("「該当なし」にする理由を入力してください。")
    keys = tuple(dict.fromkeys((*run.answer_of(name).seen, *seen)))
    unread = _unseen(run.findings_of(item), keys)
    if value in ("ok", "na") and unread:
        first = unread[0]
        raise AnswerRefused(f"先に指摘を見てください（「{first.text or first.kind}」{first.message}）。")
    before = run.answer_of(name)
    saw = keys != before.seen
    answer = Answer(
        name,
        cast(AnswerValue, value),
        item.say if value else "",
        note,
        keys,
        run.basis_of(item) if value else "",
        run.person if value else "",
        run.now if value else None,
        run.person if saw else before.seen_by,
        run.now if saw else before.seen_at,
    )
    return _with_answer(run, answer)


def answer_question(run: ChecklistRun, question: str, value: str) -> ChecklistRun:
    """Answer a question with "yes" or "no". Raises AnswerRefused."""
    known = (other.id for other in run.checklist.question)
    if value not in ("yes", "no") or question not in known:
        raise AnswerRefused(f"「{question}」には yes か no で答えてください。")
    return replace(run, values={**run.values, question: value})


def note_basis(before: ChecklistRun, record: Record) -> Record:
    """The record with what its older answers rest on: those that are unchanged since `before`, which had noted none."""
    items = {item.id: item for item in before.checklist.item}
    answers = tuple(
        replace(answer, basis=before.basis_of(items[answer.id]))
        if answer.answer and not answer.basis and answer.id in items and answer in before.answers
        else answer
        for answer in record.answers
    )
    return replace(record, answers=answers)


def with_findings(run: ChecklistRun, findings: tuple[ChecklistFinding, ...]) -> ChecklistRun:
    """The same answers over an edited text."""
    return replace(run, findings=findings)


def progress(run: ChecklistRun, *, must: bool = False) -> tuple[int, int]:
    """How many items and questions are answered, of how many that apply (only those that must hold)."""
    answered = [
        bool(run.values.get(question.id))
        for question in run.questions()
        if not must or run.weight(question) == "must"
    ]
    statuses = [run.status(item) for item in run.checklist.item if not must or item.weight == "must"]
    answered += [status not in ("", "again") for status in statuses if status != "off"]
    return sum(answered), len(answered)


# ---- what holds a transition
def holding_of(run: ChecklistRun | None, transition: Transition) -> Holding:
    """What holds a transition of the record that a checklist is answered for; nothing where it has no checklist."""
    return Holding() if run is None or not is_held(transition) else open_points(run)


def open_points(run: ChecklistRun) -> Holding:
    """What is open in a checklist, whatever comes next."""
    items = [(item, run.status(item)) for item in run.items() if run.status(item) != "off"]
    must = [(item, status) for item, status in items if item.weight == "must"]
    findings = {finding.key: finding for item, _ in items for finding in run.open_findings(item)}
    return Holding(
        tuple(item for item, status in must if status in ("", "again")),
        tuple(findings.values()),
        tuple(item for item, status in must if status == "no"),
        tuple(
            question
            for question in run.questions()
            if not run.values.get(question.id) and run.weight(question) == "must"
        ),
    )
