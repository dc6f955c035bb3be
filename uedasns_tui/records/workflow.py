"""A record's life: its state read from the log, the steps that the state allows, and why one is refused.

The life cycle is data (a form's acts and states); this is what the data means. Used by rules, context and screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.guideline.schema import ConsentRule, Form, FormField, Transition, TransitionInput
from uedasns_tui.japanese.fold import fold
from uedasns_tui.records import field_types, snapshots
from uedasns_tui.records.ids import new_entry_id
from uedasns_tui.records.record import LogEntry, Person, Record, Value

REQUESTING = ("submit",)
"""Roles of steps that stamp what is put before somebody, and decide nothing."""
APPROVING = ("decide", "approve", "late")
"""Roles of steps by which somebody gives consent."""
EXEMPTING = ("exempt", "except")
"""Roles of steps that go on without consent, because none is needed or for a reason."""
RESETTING = ("submit", "return", "withdraw")
"""Roles of steps after which an earlier consent no longer counts."""


class TransitionRefused(Exception):
    """A step that cannot be taken; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def transition_of(form: Form, name: str) -> Transition | None:
    """The form's act of that id."""
    return next((one for one in form.act if one.id == name), None)


def _role(form: Form, entry: LogEntry) -> str:
    act = transition_of(form, entry.transition)
    return act.role if act else ""


def log_state(record: Record, form: Form) -> str:
    """The state that the log says, without looking at what was edited since."""
    state = form.first
    for entry in record.log:
        act = transition_of(form, entry.transition)
        if act is not None and act.to:
            state = act.to
    return state


def record_state(record: Record, form: Form) -> str:
    """The id of the record's state now."""
    found = log_state(record, form)
    if form.changed and found in form.changed_from:
        last = next((one for one in reversed(record.log) if one.snapshot is not None), None)
        if (
            last is not None
            and last.snapshot is not None
            and not snapshots.matches_snapshot(record, form, last.snapshot)
        ):
            return form.changed
    return found


def state_label(record: Record, form: Form) -> str:
    """The state in words."""
    found = record_state(record, form)
    return form.states.get(found, found)


def is_stale(record: Record, form: Form) -> bool:
    """Whether what was decided has been edited since."""
    return bool(form.changed) and record_state(record, form) == form.changed


def last_decision(record: Record, form: Form) -> LogEntry | None:
    """The last entry that decided something and carries what it decided."""
    return next(
        (
            one
            for one in reversed(record.log)
            if one.snapshot is not None and _role(form, one) not in REQUESTING
        ),
        None,
    )


def valid_approval(record: Record, form: Form) -> LogEntry | None:
    """The consent, or the reason to go without, that holds for the record exactly as it is now; None where none does."""
    found: LogEntry | None = None
    for entry in record.log:
        role = _role(form, entry)
        if role in APPROVING or role in EXEMPTING:
            found = entry
        elif role in RESETTING:
            found = None
    if (
        found is None
        or found.snapshot is None
        or not snapshots.matches_snapshot(record, form, found.snapshot)
    ):
        return None
    return found


def last_publication(record: Record, form: Form) -> LogEntry | None:
    """The last publication, whichever version it was of."""
    return next((one for one in reversed(record.log) if _role(form, one) == "publish"), None)


def allowed_transitions(record: Record, form: Form) -> tuple[Transition, ...]:
    """The steps that may be taken now, in the form's order."""
    now = record_state(record, form)
    return tuple(
        one for one in form.act if (not one.after or now in one.after) and matches(one.when, record.values)
    )


def apply_transition(
    record: Record,
    form: Form,
    name: str,
    given: Mapping[str, Value],
    who: Person,
    at: datetime,
    problems: Iterable[Problem] = (),
    consent: ConsentRule | None = None,
) -> Record:
    """The record with the step taken. `problems`: what the rules say of it now; `consent`: the checklist's, whose
    exemptions ask for more. Raises Refused with the reason."""
    act = transition_of(form, name)
    if act is None:
        raise _refused(record, f"「{name}」という手続はありません。", "act")
    if act not in allowed_transitions(record, form):
        raise _refused(record, _why_not(record, form, act), "state", act.clause)
    asks = {one.id: one for one in form.ask}
    for key in given:
        if key not in (*act.needs, *act.may):
            raise _refused(record, f"「{act.label}」は「{key}」を尋ねません。", "given")
    needs = [*act.needs, *_exemption_needs(form, given, consent)]
    missing = [asks[key].label for key in needs if key in asks and not _filled(given.get(key, ""))]
    if missing:
        raise _refused(record, f"「{act.label}」には {'、'.join(missing)} が要ります。", "needs", act.clause)
    for key, value in given.items():
        for problem in field_types.check_value(_as_field(asks[key]), value) if _filled(value) else ():
            if problem.severity == "must":
                raise _refused(record, f"{asks[key].label}: {problem.message}", "given", act.clause)
    must = [one for one in problems if one.severity == "must"]
    if act.clean and must:
        said = "".join(f"\n・{one.message}" + (f" [{one.clause}]" if one.clause else "") for one in must[:5])
        more = f"\nほか {len(must) - 5} 件" if len(must) > 5 else ""
        raise _refused(
            record,
            f"必須のことが {len(must)} 件残っているため、「{act.label}」はできません。{said}{more}",
            "clean",
            act.clause,
        )
    mark = snapshots.snapshot_of(record, form) if act.stamps else None
    kept = {key: one for key, one in given.items() if _filled(one)}
    return replace(record, log=(*record.log, LogEntry(new_entry_id(), at, act.id, who, kept, mark)))


def _exemption_needs(form: Form, given: Mapping[str, Value], consent: ConsentRule | None) -> tuple[str, ...]:
    """What the exemption that was chosen asks for."""
    chosen = [given.get(one.id) for one in form.ask if one.role == "exemption"]
    cases = consent.exempt if consent is not None else ()
    return next((one.needs for one in cases if one.id in chosen), ())


def _filled(value: Value) -> bool:
    return bool(value.strip()) if isinstance(value, str) else bool(value)


def _as_field(ask: TransitionInput) -> FormField:
    return FormField(ask.id, ask.label, ask.type, choices=ask.choices)


def _why_not(record: Record, form: Form, act: Transition) -> str:
    now = state_label(record, form)
    if act.after and record_state(record, form) not in act.after:
        states = "・".join(form.states.get(one, one) for one in act.after)
        return f"今は「{now}」なので、「{act.label}」はできません（できるのは {states} のとき）。"
    return f"この記録では「{act.label}」はできません。"


def _refused(record: Record, message: str, code: str, clause: str = "") -> TransitionRefused:
    return TransitionRefused(Problem("error", Location(record.id), message, clause, code))


def approver(form: Form, entry: LogEntry) -> str:
    """Who consented: as the step was told, else whoever took it."""
    named = (entry.inputs.get(one.id, "") for one in form.ask if one.role == "by")
    return next((said for said in named if isinstance(said, str) and said.strip()), entry.by.name)


def is_self_approval(record: Record, form: Form, entry: LogEntry) -> bool:
    """Whether the one who consented is one of those who wrote or asked: never forbidden, always visible.

    People are told by their names as written, titles beside them or not (課長 上田 花子).
    """
    if _role(form, entry) not in APPROVING:
        return False
    before = record.log[: record.log.index(entry)]
    writers = [one.by.name for one in before if one.transition == "created" or _role(form, one) in REQUESTING]
    text = fold(approver(form, entry))
    names = {"".join(fold(one).split()) for one in writers} - {""}
    return any(
        _stands_apart(name, text) or (len(name) > 2 and name in "".join(text.split())) for name in names
    )


def _stands_apart(name: str, text: str) -> bool:
    """Whether a name stands in a text as words of its own, however it is spaced: 林一 in 課長 林 一, not in 小林一郎."""
    spaced = r"\s*".join(map(re.escape, name))
    return re.search(rf"(?<!\S){spaced}(?!\S)", text) is not None
