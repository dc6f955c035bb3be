"""Transitions for screen and commands: holds, subject, and the default answers of each step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.guideline.schema import Form, Transition, TransitionInput
from uedasns_tui.records import approvals, workflow
from uedasns_tui.records.checklist_run import holding_of
from uedasns_tui.records.holds import NOT_HELD, Holding, is_held
from uedasns_tui.records.record import Record, Value
from uedasns_tui.services import changes, post_check, publication, record_actions
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.record_file import SavedRecord
from uedasns_tui.storage.repository import SaveResult

SHOWING = (*workflow.REQUESTING, *workflow.APPROVING, *workflow.EXEMPTING)
"""Roles of steps before which a person sees what the step is about."""


OVERRIDE = "override"
"""The id of the question for that reason."""


def holding(context: AppContext, record: Record, transition: Transition) -> Holding:
    """What holds a transition now: it goes on only with a reason. False where nothing does."""
    if not is_held(transition) or post_check.checklist_of(context, record) is None:
        return NOT_HELD
    return holding_of(post_check.post_checklist_run(context, record), transition)


BACKWARD = ("return", "withdraw", "suspend", "close", "delete")
"""Roles of transitions that lead back or end."""
ASIDE = (*BACKWARD, "note", "correct")
"""Roles of transitions that are never the next step."""


def next_transitions(record: Record, form: Form) -> tuple[tuple[Transition, ...], tuple[Transition, ...]]:
    """The transitions that are allowed now: those that lead on, the next first (one that is meant for such a record,
    as for an urgent post, before the others), and those that lead back or aside.
    What was published since its decision comes after the other facts."""
    allowed = workflow.allowed_transitions(record, form)
    onward = [step for step in allowed if step.to and step.role not in BACKWARD]
    onward.sort(key=lambda step: not step.when)
    facts = [step for step in allowed if not step.to and step.role not in ASIDE]
    facts.sort(key=lambda step: step.role == "publish" and _taken_since_decision(record, form, step))
    rest = [step for step in allowed if step not in onward and step not in facts]
    return (*onward, *facts), tuple(rest)


def _taken_since_decision(record: Record, form: Form, step: Transition) -> bool:
    """Whether the last decision was followed by the step already."""
    decided = workflow.last_decision(record, form)
    since = record.log[record.log.index(decided) :] if decided is not None else record.log
    return any(entry.transition == step.id for entry in since)


MAIN = ("submit", "decide", "approve", "posted", "late")
"""Roles of transitions that a record takes when all goes well."""


def path(record: Record, form: Form) -> tuple[str, str, str]:
    """The states that a record has been in, the present one, those that follow when all goes well, and the next step.
    What was gone back on is left out; nothing for a record that has nothing before or after it."""
    states = [form.first]
    steps = (workflow.transition_of(form, entry.transition) for entry in record.log)
    for state in (*(step.to for step in steps if step and step.to), workflow.record_state(record, form)):
        states = [*states[: states.index(state)], state] if state in states else [*states, state]
    place = len(states) - 1
    while following := _following(record, form, states):
        states.append(following)
    labels = [form.states.get(state, state) for state in states]
    onward = next_transitions(record, form)[0] if place + 1 < len(states) else ()
    next_step = f"　次は F8「{onward[0].label}」" if onward else ""
    if len(states) == 1:
        return "", "", ""
    before, after = (
        (f"{label} → " for label in labels[:place]),
        (f" → {label}" for label in labels[place + 1 :]),
    )
    return "".join(before), labels[place], "".join(after) + next_step


def _following(record: Record, form: Form, states: list[str]) -> str:
    """The state to which the main transition leads from the last of these; "" where none leads on."""
    if states[-1] in form.ended:
        return ""
    steps = (
        step
        for step in form.act
        if step.role in MAIN
        and (not step.after or states[-1] in step.after)
        and step.to not in ("", *states)
        and matches(step.when, record.values)
    )
    return next((step.to for step in steps), "")


def done_message(context: AppContext, record: Record) -> str:
    """What the last transition did and what comes next, in words: for the screen and the commands."""
    form = context.form(record.kind)
    transition = workflow.transition_of(form, record.log[-1].transition)
    label = f"「{transition.label}」を記録しました。" if transition else "保存しました。"
    state = f"今の状態は「{workflow.state_label(record, form)}」です。"
    decided = workflow.role_of(form, record.log[-1]) in workflow.APPROVING
    onward = [
        step
        for step in next_transitions(record, form)[0]
        if (step.to or (step.role == "publish" and decided)) and step.role not in ("resume", "reopen")
    ]
    if workflow.record_state(record, form) in form.ended:
        onward = []
    who = _next_person(context, record, onward)
    steps = "または".join(f"「{step.label}」" for step in onward[:2])
    return label + state + (f"次は、{who}{steps}です。" if steps else "")


def _next_person(context: AppContext, record: Record, onward: list[Transition]) -> str:
    """Who takes the next transition, as far as the checklist names one ("所属長の")."""
    checklist = post_check.checklist_of(context, record)
    rule = checklist.consent if checklist is not None else None
    approving = any(step.role in workflow.APPROVING for step in onward[:1])
    return f"{rule.by}の" if rule is not None and approving else ""


def override_question(context: AppContext, record: Record, transition: Transition) -> TransitionInput | None:
    """The question for the reason to go on over what holds a transition; None where nothing holds it. A posting
    before consent has the question already."""
    held = holding(context, record, transition)
    asked = workflow.has_own_reason(context.form(record.kind), transition)
    if not held or asked:
        return None
    return TransitionInput(
        OVERRIDE, "このまま進める理由", "text", help=f"{held.sentence}理由は経過に残ります。"
    )


def take_transition(
    context: AppContext, saved: SavedRecord, name: str, inputs: Mapping[str, Value], reason: str = ""
) -> SaveResult:
    """Apply a transition and save. `reason` (or the answer to `override_question`): to go on over what holds it.

    Raises TransitionHeld where only that reason is missing, TransitionRefused, SaveConflict, StorageError.
    """
    record = saved.record
    form = context.form(record.kind)
    transition = workflow.transition_of(form, name)
    inputs = dict(inputs)
    reason = str(inputs.pop(OVERRIDE, "")) or reason
    checklist = post_check.checklist_of(context, record)
    result = workflow.apply_transition(
        record,
        form,
        name,
        inputs,
        context.require_user(),
        context.clock(),
        record_actions.problems(context, record),
        checklist.consent if checklist is not None else None,
        holding(context, record, transition) if transition is not None else NOT_HELD,
        reason,
    )
    return context.repository.save(result, saved)


def problems_after_transition(record: Record, form: Form) -> list[Problem]:
    """What must be visible about the step just taken: somebody who decided what they wrote themselves."""
    entry = record.log[-1]
    if approvals.is_self_approval(record, form, entry):
        reason = f"書いた人と{form.approval}した人が同じです。一覧にもそのように示します。"
        return [Problem("note", Location(record.id), reason, code="self_consent")]
    return []


def summary_of(context: AppContext, record: Record, act: Transition) -> str:
    """What the step is about, as a text of several parts; "" for a step that decides nothing."""
    if act.role not in SHOWING:
        return ""
    parts = [*differing(context, record)]
    if act.role not in workflow.REQUESTING:
        parts += _content(context, record)
    return "\n\n".join(parts)


def differing(context: AppContext, record: Record) -> Iterator[str]:
    """What is different from what was decided last, in parts; nothing where nothing was decided."""
    since = changes.changes_since_decision(context, record)
    if since is None:
        return
    if not since.fields:
        yield f"「{since.step}」（{since.day}）のときと同じ内容です。"
        return
    yield f"■{since.title}"
    yield from (f"{label}\n{text}" for label, text in changes.lines(since))


def _content(context: AppContext, record: Record) -> Iterator[str]:
    form = context.form(record.kind)
    yield "■決める内容"
    rows = publication.sheet_rows(form, record.values)
    if rows:
        yield from (f"{label}\n{text}" for label, text in rows if text)
    if form.purpose == "post":
        yield from _post(context, record)


def _post(context: AppContext, record: Record) -> Iterator[str]:
    names = [
        record_actions.title(context, policy) if policy else f"{name}（読めません）"
        for name, policy in post_check.accounts(context, record)
    ]
    yield f"アカウント: {'、'.join(names) or '（選んでいません）'}"
    yield f"本文\n{post_check.text_of(context, record)}"
    for medium in record.media:
        yield f"画像・動画 {medium.file}\n代替テキスト: {medium.alt or '（ありません）'}" + (
            f"\n写っている人・権利: {medium.consent}" if medium.consent else ""
        )
    if not record.checklist:
        return
    sheet = post_check.post_checklist_run(context, record)
    still = {
        finding.key: finding
        for item in sheet.items()
        if sheet.status(item) != "off"
        for finding in sheet.open_findings(item)
    }
    yield "\n".join(
        [
            f"■まだ確かめていない指摘 {len(still)} 件",
            *(f"・「{finding.label}」{finding.message}" for finding in still.values()),
        ]
    )


def questions(form: Form, transition: Transition) -> tuple[TransitionInput, ...]:
    """What a transition asks, what it needs first."""
    asked = workflow.questions_of(form, transition)
    return tuple(asked[name] for name in (*transition.needs, *transition.may) if name in asked)


def defaults(context: AppContext, record: Record, transition: Transition) -> dict[str, str]:
    """What a transition's questions begin with: today, now, who records; for the version the decision that stands;
    for the reason of a posting before its consent that it is urgent."""
    form = context.form(record.kind)
    asks = questions(form, transition)
    values = record_actions.input_defaults(context, asks)
    if workflow.has_own_reason(form, transition):
        values |= {question.id: _urgency(record, form) for question in asks if question.role == "reason"}
    entry = workflow.last_decision(record, form)
    if entry is not None:
        inputs = [
            str(entry.inputs[question.id])
            for question in form.ask
            if question.public and entry.inputs.get(question.id)
        ]
        version = f"{' '.join(inputs)}（{workflow.entry_date(form, entry)} {form.approval}）".strip()
        values |= {question.id: version for question in asks if question.role == "version"}
    return values


def _urgency(record: Record, form: Form) -> str:
    """「緊急のため」, in the words of the form's own choice."""
    field = record_actions.field_of(form, "urgent")
    label = field.choices.get(record.text(field.id), "") if field is not None else ""
    return f"{label}のため" if label else ""
