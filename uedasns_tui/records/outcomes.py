"""The outcome of a checklist in words, with its reasons: whether the post may go out, and the state of consent.

Outcomes and the facts they are decided on are data; here is what the data means. Used by the post check, lists and tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.guideline.schema import Checklist, ChecklistItem, Form
from uedasns_tui.records import approvals, workflow
from uedasns_tui.records.checklist_run import MEDIA_CHANGED, TEXT_CHANGED, ChecklistRun
from uedasns_tui.records.record import LogEntry, Record


@dataclass(frozen=True)
class OutcomeReason:
    """Why an outcome is what it is. `is_open`: an item, a question or a finding that waits for an answer."""

    text: str
    clause: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class OutcomeResult:
    """The outcome in words. `ready`: it may go out."""

    label: str
    ready: bool
    reasons: tuple[OutcomeReason, ...] = ()


def approval_of(run: ChecklistRun, record: Record | None, form: Form | None) -> tuple[str, LogEntry | None]:
    """The status of consent, "" (none is asked) or one of `schema.CONSENTS`, and the log entry that says so."""
    if run.checklist.consent is None or record is None or form is None:
        return "", None
    if workflow.is_stale(record, form):
        return "missing", None
    status, source = "missing", None
    for entry in record.log:
        match workflow.role_of(form, entry):
            case "submit":
                status, source = "asked", entry
            case "approve" | "late":
                status, source = "given", entry
            case "exempt":
                status, source = "exempt", entry
            case "except":
                status, source = "exception", entry
            case "return" if status == "late":
                status, source = "refused", entry
            case "return" | "withdraw":
                status, source = "missing", entry
            case "posted" if status in ("missing", "asked"):
                status, source = "late", entry
    return status, source


def _consent_reason(run: ChecklistRun, record: Record, form: Form) -> tuple[str, OutcomeReason] | None:
    status, entry = approval_of(run, record, form)
    rule = run.checklist.consent
    if not status or rule is None:
        return None
    word = form.approval
    text = {
        "missing": f"{rule.by}の{word}がまだありません。", "asked": f"{rule.by}の{word}を待っています。",
        "given": f"{rule.by}の{word}があります。", "exempt": f"{word}が要らない場合です。",
        "exception": f"例外として、{word}なしで出します。", "late": f"{rule.by}の事後の{word}がまだありません。",
        "refused": f"{rule.by}の事後の{word}が得られませんでした。訂正か削除が要ります。",
    }[status]  # fmt: skip
    if entry is not None and approvals.is_self_approval(record, form, entry):
        text += f"書いた人と{word}した人が同じです。"
    if entry is not None and status in ("exempt", "exception"):
        labels = {case.id: case.label for case in rule.exempt}
        texts = (value for value in entry.inputs.values() if isinstance(value, str) and value.strip())
        inputs = "、".join(labels.get(value, value) for value in texts)
        text += f"（{inputs}）" if inputs else ""
    return status, OutcomeReason(text, rule.clause)


def outcome_facts(
    run: ChecklistRun, record: Record | None, form: Form | None, problems: Iterable[Problem]
) -> Iterator[tuple[dict[str, Any], OutcomeReason]]:
    """What outcomes are decided on, each with the reason it would give."""
    for item in run.items():
        yield from _item_facts(run, item)
    for problem in problems:
        yield {"problem": problem.severity}, OutcomeReason(problem.message, problem.clause)
    for question in run.questions():
        if not run.values.get(question.id):
            fact = {"item": question.id, "weight": run.weight(question), "answer": "", "off": False}
            yield fact, OutcomeReason(f"「{question.label}」に、はいかいいえで答えてください。", is_open=True)
    consent = _consent_reason(run, record, form) if record is not None and form is not None else None
    if consent is not None:
        yield {"consent": consent[0]}, consent[1]


def _item_facts(run: ChecklistRun, item: ChecklistItem) -> Iterator[tuple[dict[str, Any], OutcomeReason]]:
    status = run.status(item)
    answer = run.answer_of(item.id)
    note = f"（{answer.note}）" if status == "no" and answer.note else ""
    lapse = run.lapse_of(item)
    why = f"（{lapse}）" if lapse in (TEXT_CHANGED, MEDIA_CHANGED) else ""
    text = f"もう一度確かめてください{why}: {item.say}" if status == "again" else item.say
    value = "" if status in ("off", "again") else status
    fact = {"item": item.id, "weight": item.weight, "answer": value, "off": status == "off"}
    yield fact, OutcomeReason(text + note, item.clause, status in ("", "again"))
    unread = run.open_findings(item)
    for finding in run.findings_of(item) if status != "off" else ():
        state = "own" if finding.own else ("open" if finding in unread else "seen")
        reason = f"指摘を見てください: 「{finding.text}」{finding.message}"
        yield {"finding": state, "kind": finding.kind}, OutcomeReason(reason, item.clause, state == "open")


def outcome(
    run: ChecklistRun, record: Record | None, form: Form | None, problems: Iterable[Problem]
) -> OutcomeResult:
    """The first outcome of the checklist that a fact meets, with the facts that met it."""
    facts = list(outcome_facts(run, record, form, problems))
    for candidate in run.checklist.outcome:
        met = [
            reason for fact, reason in facts if any(_meets(condition, fact) for condition in candidate.any)
        ]
        if met or not candidate.any:
            return OutcomeResult(candidate.label, candidate.ready, tuple(dict.fromkeys(met)))
    return OutcomeResult("確認中", False)


def _meets(condition: Mapping[str, Any], fact: Mapping[str, Any]) -> bool:
    return all(key in fact for key in condition) and matches(dict(condition), fact)


def account_notices(checklist: Checklist | None, policies: Iterable[tuple[Record, Form]]) -> list[Problem]:
    """What the policies of the accounts say before anything is written: a reply where none is to be made."""
    problems = []
    for policy, form in policies:
        field = next((field for field in form.field if field.role == "reply"), None)
        if checklist is None or field is None or not checklist.replies:
            continue
        choice = policy.text(field.id) or field.default
        if choice == field.default and choice in field.choices:
            names = (policy.text(other.id) for other in form.field if other.role == "name")
            policy_name = f"「{next(names, policy.id)}」の{form.title}"
            reason = f"{policy_name}は「{field.choices[choice]}」です。返信する前に、{form.title}を確かめてください。"
            problems.append(Problem("should", Location(key="accounts"), reason, field.clause, "no_reply"))
    return problems
