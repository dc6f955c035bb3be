"""The workflow of a record: its state from the log, the transitions allowed, and the reasons of a refusal.

The life cycle is data (a form's transitions and states); here is what the data means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.guideline.schema import ConsentRule, Form, FormField, Transition, TransitionInput
from uedasns_tui.japanese import dates, local_time
from uedasns_tui.records import field_types, log_entries, snapshots
from uedasns_tui.records.holds import NOT_HELD, Holding
from uedasns_tui.records.ids import new_entry_id
from uedasns_tui.records.record import LogEntry, Override, Person, Record, Value

REQUESTING = ("submit",)
"""Roles of transitions that ask somebody to decide, and decide nothing."""
APPROVING = ("decide", "approve", "late")
"""Roles of transitions by which somebody consents."""
EXEMPTING = ("exempt", "except")
"""Roles of transitions that go on without consent, because none is needed or for a reason."""
RESETTING = ("submit", "return", "withdraw")
"""Roles of transitions after which an earlier consent no longer counts."""


class TransitionRefused(Exception):
    """A transition that is not allowed; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class TransitionOvertaken(TransitionRefused):
    """A transition that was allowed when the record was read; somebody else took one meanwhile."""


class TransitionHeld(TransitionRefused):
    """A transition that the checklist holds, and that goes on only with a reason; `holding` says by what."""

    def __init__(self, problem: Problem, holding: Holding) -> None:
        super().__init__(problem)
        self.holding = holding


def transition_of(form: Form, name: str) -> Transition | None:
    """The form's transition of that id."""
    return next((transition for transition in form.act if transition.id == name), None)


def role_of(form: Form, entry: LogEntry) -> str:
    """The role of the transition that a log entry records, "" where the form knows none."""
    transition = transition_of(form, entry.transition)
    return transition.role if transition else ""


def log_state(record: Record, form: Form) -> str:
    """The state that the log says, without looking at what was edited since."""
    transitions = (transition_of(form, entry.transition) for entry in reversed(record.log))
    return next((transition.to for transition in transitions if transition and transition.to), form.first)


def record_state(record: Record, form: Form) -> str:
    """The id of the record's state now."""
    state = log_state(record, form)
    if form.changed and state in form.changed_from:
        snapshot = next((entry.snapshot for entry in reversed(record.log) if entry.snapshot), None)
        if snapshot is not None and not snapshots.matches_snapshot(record, form, snapshot):
            return form.changed
    return state


def state_label(record: Record, form: Form) -> str:
    """The state in words."""
    state = record_state(record, form)
    return form.states.get(state, state)


def is_stale(record: Record, form: Form) -> bool:
    """Whether what was decided has been edited since."""
    return bool(form.changed) and record_state(record, form) == form.changed


def last_decision(record: Record, form: Form) -> LogEntry | None:
    """The last entry that decided something and carries what it decided."""
    entries = (entry for entry in reversed(record.log) if entry.snapshot is not None)
    return next((entry for entry in entries if role_of(form, entry) not in REQUESTING), None)


def valid_approval(record: Record, form: Form) -> LogEntry | None:
    """The log entry that approves the record as it now stands, or that goes without approval; None where none does.

    An approval lapses when the record was submitted anew, returned, withdrawn, or edited since.
    """
    approval: LogEntry | None = None
    for entry in record.log:
        role = role_of(form, entry)
        if role in APPROVING or role in EXEMPTING:
            approval = entry
        elif role in RESETTING:
            approval = None
    if approval is None or approval.snapshot is None:
        return None
    return approval if snapshots.matches_snapshot(record, form, approval.snapshot) else None


def allowed_transitions(record: Record, form: Form) -> tuple[Transition, ...]:
    """The transitions that are allowed now, in the form's order."""
    state = record_state(record, form)
    return tuple(
        transition
        for transition in form.act
        if (not transition.after or state in transition.after) and matches(transition.when, record.values)
    )


def questions_of(form: Form, transition: Transition) -> dict[str, TransitionInput]:
    """What a transition asks, in the form's order, each labelled as this transition calls it."""
    return {
        question.id: replace(question, label=transition.labels.get(question.id, question.label))
        for question in form.ask
        if question.id in (*transition.needs, *transition.may)
    }


def apply_transition(
    record: Record,
    form: Form,
    name: str,
    inputs: Mapping[str, Value],
    person: Person,
    at: datetime,
    problems: Iterable[Problem] = (),
    consent: ConsentRule | None = None,
    holding: Holding = NOT_HELD,
    reason: str = "",
) -> Record:
    """The record after a transition. `problems`: what the rules say of it now; `consent`: the checklist's, whose
    exemptions ask for more; `holding`: what holds it, over which it goes on only with a `reason`.

    Raises TransitionRefused, and TransitionHeld where only the reason is missing.
    """
    transition = transition_of(form, name)
    if transition is None:
        raise _refused(record, f"「{name}」という手続はありません。", "act")
    if transition not in allowed_transitions(record, form):
        raise _refused(record, _why_not(record, form, transition), "state", transition.clause)
    _check_inputs(record, form, transition, inputs, consent)
    _check_problems(record, form, transition, problems)
    snapshot = snapshots.snapshot_of(record, form) if transition.stamps else None
    filled = {key: value for key, value in inputs.items() if _filled(value)}
    _refuse_repeated(record, form, transition, filled)
    override = _override(record, form, transition, filled, holding, reason)
    entry = LogEntry(new_entry_id(), at, transition.id, person, filled, snapshot, override)
    return replace(record, log=(*record.log, entry))


def refuse_overtaken(base: Record, mine: Record, theirs: Record, form: Form) -> None:
    """Refuse the transitions that `mine` adds to `base` where those that `theirs` added leave no room for them: the
    same with the same answers, or one that the state does not allow any more. Raises TransitionOvertaken."""
    known = {entry.id for entry in base.log}
    others = [entry for entry in theirs.log if entry.id not in known]
    for entry in mine.log:
        transition = transition_of(form, entry.transition)
        if transition is None or entry.id in known or entry in others or not others:
            continue
        same = any(
            other.transition == entry.transition
            and all(other.inputs.get(need) == entry.inputs.get(need) for need in transition.needs)
            for other in others
        )
        if same or transition not in allowed_transitions(theirs, form):
            why = _last_taken(theirs, form, transition) if same else _why_not(theirs, form, transition)
            raise TransitionOvertaken(
                Problem("error", Location(mine.id), f"{why}今回の分は記録していません。", transition.clause)
            )


def _override(
    record: Record,
    form: Form,
    transition: Transition,
    inputs: Mapping[str, Value],
    holding: Holding,
    reason: str,
) -> Override | None:
    """The reason to go on over what holds the transition. A posting before consent has its own: that it is urgent."""
    if not holding:
        return None
    if has_own_reason(form, transition) and not reason.strip():
        named = (inputs.get(question.id, "") for question in form.ask if question.role == "reason")
        reason = next((text for text in named if isinstance(text, str) and text), "")
    if not reason.strip():
        message = f"{holding.sentence}「{transition.label}」では、このまま進める理由を入力してください。"
        location = Location(record.id, key="override")
        raise TransitionHeld(Problem("error", location, message, transition.clause, "held"), holding)
    return holding.override(reason)


def has_own_reason(form: Form, transition: Transition) -> bool:
    """Whether a posting asks itself why it goes out before its consent; that answer is the reason to go on."""
    reasons = {question.id for question in form.ask if question.role == "reason"}
    return transition.role == "posted" and bool(reasons & set(transition.needs))


def _refuse_repeated(record: Record, form: Form, transition: Transition, inputs: Mapping[str, Value]) -> None:
    """Refuse a fact of a day that the log has already, word for word, where the record took no step since."""
    days = {question.id for question in form.ask if question.role == "date" and question.id in inputs}
    if not days:
        return
    for entry in reversed(record.log):
        step = transition_of(form, entry.transition)
        if step is None or step.to:
            return
        same = entry.inputs.keys() == inputs.keys() and all(
            value == entry.inputs[name] or (name in days and _day(value) == _day(entry.inputs[name]))
            for name, value in inputs.items()
        )
        if step == transition and same:
            reason = f"同じ日付と内容の{_last_taken(record, form, transition)}今回の分は記録していません。"
            raise _refused(record, reason, "repeated", transition.clause)


def _day(value: Value) -> object:
    """The day that an answer names, however it is written."""
    return dates.read_date(value) if isinstance(value, str) else value


def _check_inputs(
    record: Record,
    form: Form,
    transition: Transition,
    inputs: Mapping[str, Value],
    consent: ConsentRule | None,
) -> None:
    questions = questions_of(form, transition)
    for key in inputs:
        if key not in questions:
            raise _refused(record, f"「{transition.label}」は「{key}」を尋ねません。", "given")
    needs = needs_of(form, transition, inputs, consent)
    missing = [questions[key].label for key in needs if key in questions and not _filled(inputs.get(key, ""))]
    if missing:
        reason = f"「{transition.label}」では、{'、'.join(missing)}を入力してください。"
        raise _refused(record, reason, "needs", transition.clause)
    for key, value in inputs.items():
        for problem in check_input(questions[key], value):
            reason = f"{questions[key].label}: {problem.message}"
            raise _refused(record, reason, "given", transition.clause)
        if questions[key].role == "log_entry" and (fault := log_entries.fault(record, str(value))):
            raise _refused(record, f"{questions[key].label}: {fault}", "given", transition.clause)


def check_input(question: TransitionInput, value: Value) -> list[Problem]:
    """What makes an answer to a transition's question unusable; nothing for an empty one."""
    if not _filled(value):
        return []
    field = FormField(question.id, question.label, question.type, choices=question.choices)
    return [problem for problem in field_types.check_value(field, value) if problem.severity == "must"]


def _check_problems(record: Record, form: Form, transition: Transition, problems: Iterable[Problem]) -> None:
    must = [problem for problem in problems if problem.severity == "must"]
    if not transition.clean or not must:
        return
    labels = {field.id: field.label for field in form.field}
    lines = [
        (f"{label}: " if (label := labels.get(problem.where.key, "")) not in problem.message else "")
        + problem.message
        + (f" [{problem.clause}]" if problem.clause else "")
        for problem in must[:5]
    ]
    more = f"\nほか {len(must) - 5} 件" if len(must) > 5 else ""
    reason = f"必須の項目が {len(must)} 件残っているため、「{transition.label}」はできません。"
    message = reason + "".join(f"\n・{line}" for line in lines) + more
    raise _refused(record, message, "clean", transition.clause)


def needs_of(
    form: Form, transition: Transition, inputs: Mapping[str, Value], consent: ConsentRule | None
) -> tuple[str, ...]:
    """The questions that need an answer, with those that the answers so far call for."""
    return (*transition.needs, *_exemption_needs(form, inputs, consent), *_text_needs(form, inputs))


def _exemption_needs(form: Form, inputs: Mapping[str, Value], consent: ConsentRule | None) -> tuple[str, ...]:
    """What the exemption that was chosen asks for."""
    chosen = [inputs.get(question.id) for question in form.ask if question.role == "exemption"]
    cases = consent.exempt if consent is not None else ()
    return next((case.needs for case in cases if case.id in chosen), ())


def _text_needs(form: Form, inputs: Mapping[str, Value]) -> tuple[str, ...]:
    """The text that went out, where it is another than was consented to."""
    is_other = any(
        question.role == "unchanged"
        and question.default
        and inputs.get(question.id) not in (None, "", question.default)
        for question in form.ask
    )
    return tuple(question.id for question in form.ask if question.role == "text") if is_other else ()


def _filled(value: Value) -> bool:
    return bool(value.strip()) if isinstance(value, str) else bool(value)


def _why_not(record: Record, form: Form, transition: Transition) -> str:
    if transition.after and record_state(record, form) not in transition.after:
        states = "・".join(form.states.get(state, state) for state in transition.after)
        now = state_label(record, form)
        reason = f"今は「{now}」なので、「{transition.label}」はできません（できるのは {states} のとき）。"
        return reason + _last_taken(record, form, transition)
    return f"この記録では「{transition.label}」はできません。"


def _last_taken(record: Record, form: Form, transition: Transition) -> str:
    """Who took a transition last, or where nobody did the last one that was taken, and when."""
    taken = [(entry, act) for entry in reversed(record.log) if (act := transition_of(form, entry.transition))]
    if not taken:
        return ""
    entry, act = next((pair for pair in taken if pair[1] == transition), taken[0])
    who = f"{entry.by.name}（{entry.by.section}）" if entry.by.section else entry.by.name
    return f"「{act.label}」は、{local_time.stamp(entry.at)} に {who} が記録しています。"


def _refused(record: Record, message: str, code: str, clause: str = "") -> TransitionRefused:
    return TransitionRefused(Problem("error", Location(record.id), message, clause, code))


def inactive_states(form: Form) -> frozenset[str]:
    """States in which an account is not in use: ended, or suspended."""
    suspended = (transition.to for transition in form.act if transition.role == "suspend")
    return frozenset((*form.ended, *suspended))


def entry_date(form: Form, entry: LogEntry) -> date:
    """The day of a decision: as whoever recorded it gave it, else the day on which it was recorded."""
    for question in form.ask:
        text = entry.inputs.get(question.id, "") if question.role == "date" else ""
        moment = dates.read_date(text) if isinstance(text, str) and text.strip() else None
        if isinstance(moment, dates.Moment):
            return moment.last()
    return entry.at.date()
