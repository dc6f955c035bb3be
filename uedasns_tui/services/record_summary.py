"""The summary of a record in lists, home, register and search: the row that the index keeps.

Used by `services/record_list.py`, through the index or without it. Everything here follows from the record, the guideline's
forms and checklists, and the platforms; nothing from the day it is, for a row is made once and shown for years.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from uedasns_tui.guideline.problem import Problem
from uedasns_tui.guideline.schema import Form
from uedasns_tui.japanese import dates, local_time, periods
from uedasns_tui.japanese.fold import fold
from uedasns_tui.records import approvals, checklist_run, workflow
from uedasns_tui.records.checklist_run import ChecklistRun
from uedasns_tui.records.record import Record
from uedasns_tui.services import record_actions
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.record_list import TODO, UNTITLED, on_clause, posted
from uedasns_tui.storage.index.rows import RecordSummary

ROLES = ("name", "reading", "platform", "account", "url", "section", "period", "runner", "seen_by")


def summarise(context: AppContext, record: Record) -> RecordSummary:
    """What lists, home, register and find need of a record."""
    form = context.guideline.forms.get(record.kind)
    made = local_time.utc(record.log[0].at).isoformat() if record.log else ""
    at = local_time.utc(record.log[-1].at).isoformat() if record.log else ""
    texts = [record.text(key) for key in record.values]
    if form is None:
        return RecordSummary(record.id, record.kind, "", record.id, "", at, made, text="\n".join(texts))
    title, section = record_actions.title(context, record), record_actions.section_of(record, form)
    state = workflow.record_state(record, form)
    label = form.states.get(state, state)
    ended = state in form.ended
    problems = [] if ended and form.purpose == "post" else record_actions.value_problems(context, record)
    marks = dict(_clauses(context, record, problems))
    marks.update(_posted(form, record))
    facts: dict[str, Any] = {"label": label, **_list_facts(context, record, form)}
    if not ended and (task := _task(context, record, form, state, problems)) is not None:
        what, kind, rank, clause = task
        facts["task"] = [what, kind, rank, clause]
        marks[TODO] = f"{rank}{title}\n{record.id}"
    if record_actions.field_of(form, "url") is not None:
        facts["account"] = _account(record, form)
    whole = "\n".join((title, section, label, record.id, *texts))
    return RecordSummary(record.id, record.kind, state, title, section, at, made, marks, facts, whole)


def _list_facts(context: AppContext, record: Record, form: Form) -> dict[str, Any]:
    """What lists show of a record beside title and state: accounts, items not confirmed, the reason of a return."""
    facts: dict[str, Any] = {}
    field = record_actions.field_of(form, "accounts")
    if field is not None:
        facts["accounts"] = list(record.many(field.id))
    posted = any(workflow.role_of(form, entry) == "posted" for entry in record.log)
    moment = dates.read_datetime(record_actions.value_of(record, form, "planned"))
    if not posted and not isinstance(moment, dates.DateError):
        day, clock = moment
        facts["planned"] = [day.last().isoformat(), f"{clock.hour}:{clock.minute:02}" if clock else ""]
    seen = dates.read_datetime(record_actions.value_of(record, form, "found_at"))
    if form.purpose == "incident" and not isinstance(seen, dates.DateError):
        facts["due"] = seen[0].last().isoformat()
    if record.checklist in context.guideline.checklists:
        facts["unconfirmed"] = _unconfirmed(context, record)
    last = record.log[-1] if record.log else None
    returns = {transition.id for transition in form.act if transition.role == "return"}
    reasons = {item.id for item in form.ask if item.role == "reason"}
    if last is not None and last.transition in returns:
        texts = (value for key, value in last.inputs.items() if key in reasons and isinstance(value, str))
        facts["reason"] = next(texts, "")
    return facts


def _unconfirmed(context: AppContext, record: Record) -> int:
    """How many items and questions are not answered, as far as it is seen without reading the text again."""
    from uedasns_tui.services import post_check  # it reads texts: only who asks waits for it

    checklist = post_check.checklist_of(context, record)
    if checklist is None:
        return 0
    done, count = checklist_run.progress(
        ChecklistRun(checklist, record.values, record.media, record.answers, ())
    )
    return count - done


def _posted(form: Form, record: Record) -> Iterator[tuple[str, str]]:
    acts = {transition.id for transition in form.act if transition.role == "posted"}
    field = record_actions.field_of(form, "accounts")
    day = next((entry.at.date() for entry in reversed(record.log) if entry.transition in acts), None)
    if day is not None and field is not None:
        for name in record.many(field.id):
            yield posted(name), day.isoformat()


def _clauses(context: AppContext, record: Record, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """The clauses that a record speaks of: the weightiest saying about each comes last, and stands."""
    if context.guideline.purpose_of(record.kind) != "post":
        from uedasns_tui.services import edition_impact

        for citation in edition_impact.cited_clauses(context, record):
            yield on_clause(citation), "speaks"
    for problem in problems:
        if problem.severity == "must" and problem.clause:
            yield on_clause(problem.clause), "lacks"
    checklist = context.guideline.checklists.get(record.checklist)
    refused = {problem.id for problem in record.answers if problem.answer == "no"}
    for item in checklist.item if checklist and refused else ():
        if item.id in refused:
            yield on_clause(item.clause), "failed"


def _task(
    context: AppContext, record: Record, form: Form, state: str, problems: list[Problem]
) -> tuple[str, str, int, str] | None:
    """What the state asks for: consent, an end, or to be finished; (message, kind, rank, clause). The kind says the
    state, the message what to do."""
    task = _next_task(context, record, form, state, problems)
    steps = {step.role for step in workflow.allowed_transitions(record, form)}
    override = next((entry.override for entry in reversed(record.log) if entry.override), None)
    sentence = _open_sentence(context, record) if override and "submit" not in steps else ""
    what, kind, rank, clause = task or ("", workflow.state_label(record, form), 4, "")
    if override is None or not sentence or sentence in what:
        return task
    what += sentence
    return f"{what.removesuffix('。')}（{override.reason.removesuffix('。')}）。", kind, rank, clause


def _next_task(
    context: AppContext, record: Record, form: Form, state: str, problems: list[Problem]
) -> tuple[str, str, int, str] | None:
    label = workflow.state_label(record, form)
    roles = {step.role: step for step in workflow.allowed_transitions(record, form)}
    reason = approvals.return_reason(record, form).split("\n", 1)[0]
    if "late" in roles:
        message = f"理由: {reason}" if reason else f"事後の{form.approval}がまだです。"
        message = f"{message.removesuffix('。')}。{_open_sentence(context, record)}"
        return message, label, 1, roles["late"].clause
    if "approve" in roles or "decide" in roles:
        step = roles.get("approve") or roles["decide"]
        others = "".join(f"か「{roles[role].label}」" for role in ("return",) if role in roles)
        return f"「{step.label}」{others}を選んでください。", label, 2, step.clause
    if form.purpose == "incident":
        return f"{label}です。", form.tab_title, 0, form.clause
    if form.changed and state == form.changed:
        return f"もう一度、{form.approval}を受けてください。", label, 3, form.clause
    if "submit" in roles:
        ready = f"「{roles['submit'].label}」を選べます。"
        ready = "確認していない項目があります。" if _unconfirmed(context, record) else ready
        return _unfinished(reason, label, problems, ready)
    if "posted" in roles:
        return "投稿したら記録してください。", label, 4, ""
    return None


def _unfinished(reason: str, label: str, problems: list[Problem], ready: str) -> tuple[str, str, int, str]:
    must = [problem for problem in problems if problem.severity == "must"]
    clause = must[0].clause if must else ""
    if reason:
        return f"理由: {reason}", label, 3, clause
    message = f"必須の項目が {len(must)} 件残っています。" if must else ready
    return message, label, 5, clause


def _open_sentence(context: AppContext, record: Record) -> str:
    """How much of the record's checklist is still open, "" where nothing is."""
    from uedasns_tui.services import post_check

    return checklist_run.open_points(post_check.post_checklist_run(context, record)).sentence


def _account(record: Record, form: Form) -> dict[str, Any]:
    """What the register shows and watches of an account, its dates read once."""
    account: dict[str, Any] = {role: record_actions.value_of(record, form, role) for role in ROLES}
    period = periods.read_period(account["period"]) if account["period"].strip() else None
    end = period.end if isinstance(period, periods.Period) else None
    decided = workflow.last_decision(record, form)
    publishing = {transition.id for transition in form.act if transition.role == "publish"}
    later = record.log[record.log.index(decided) + 1 :] if decided else ()
    account |= {
        "end": end.last().isoformat() if end else "",
        "seen_on": _day(record_actions.value_of(record, form, "seen_on")),
        "review": _day(record_actions.value_of(record, form, "review")),
        "decided": decided is not None,
        "published": any(entry.transition in publishing for entry in later),
        "edition": record.edition.isoformat(),
        "steps": dict(_watched_steps(record, form)),
        "sort": fold(account["reading"] or account["name"].strip() or UNTITLED),
    }
    return account


def _watched_steps(record: Record, form: Form) -> Iterator[tuple[str, str]]:
    """The day on which each step that a watch waits for was last taken, else that of the consent."""
    for step in {watch.step for watch in form.watch if watch.step}:
        taken = [entry for entry in record.log if entry.transition == step]
        since = taken[-1] if taken else workflow.last_decision(record, form)
        if since is not None:
            yield step, workflow.entry_date(form, since).isoformat()


def _day(text: str) -> str:
    moment = dates.read_date(text) if text.strip() else None
    return moment.last().isoformat() if isinstance(moment, dates.Moment) else ""
