"""What a record comes to in lists, home, register and find: the row that the index keeps of it.

Used by `services/record_list.py`, through the index or without it. Everything here follows from the record, the guideline's
forms and checklists, and the platforms; nothing from the day it is, for a row is made once and shown for years.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC
from typing import Any

from uedasns_tui.guideline.problem import Problem
from uedasns_tui.guideline.schema import Form
from uedasns_tui.japanese import dates
from uedasns_tui.japanese.fold import fold
from uedasns_tui.records import workflow
from uedasns_tui.records.record import Record
from uedasns_tui.services import record_actions
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.index.rows import RecordSummary

VERSION = 2
"""Another number makes every index be built again: for when what is said here changes."""

TODO = "todo"
"""The mark of a record that asks for something; its value sorts the most pressing first."""
ROLES = ("name", "reading", "platform", "account", "url", "section", "period", "runner", "seen_by")


def posted(account: str) -> str:
    """The mark of a post that went out on an account; its value is the day (ISO)."""
    return f"posted:{account}"


def on_clause(citation: str) -> str:
    """The mark of a record that speaks of a clause; its value is the kind of saying (`around.SAYINGS`)."""
    return f"clause:{citation}"


def schema_key(context: AppContext) -> str:
    """What rows depend on beside the record: they are made anew when one of these files is another one."""
    folder, facts = context.guideline.folder, context.folders.facts
    files = [folder / "guideline.toml", *folder.glob("forms/*.toml"), *folder.glob("checklists/*.toml")]
    files += facts.glob("platforms/*.toml")
    lines = [str(VERSION), context.guideline.file.edition.isoformat()]
    for file in sorted(files):
        try:
            status = file.stat()
        except OSError:
            continue
        lines.append(f"{file}:{status.st_size}:{status.st_mtime_ns}")
    return "\n".join(lines)


def summariser(context: AppContext) -> Callable[[Record], RecordSummary]:
    """Makes rows of records for this context's guideline."""
    return lambda record: summarise(context, record)


def summarise(context: AppContext, record: Record) -> RecordSummary:
    """What lists, home, register and find need of a record."""
    form = context.guideline.forms.get(record.kind)
    made = record.log[0].at.astimezone(UTC).isoformat() if record.log else ""
    at = record.log[-1].at.astimezone(UTC).isoformat() if record.log else ""
    texts = [record.text(key) for key in record.values]
    if form is None:
        return RecordSummary(record.id, record.kind, "", record.id, "", at, made, text="\n".join(texts))
    title, section = record_actions.title(context, record), record_actions.section_of(record, form)
    state, label = workflow.record_state(record, form), workflow.state_label(record, form)
    ended = state in form.ended
    problems = [] if ended and form.purpose == "post" else record_actions.problems(context, record)
    marks = dict(_clauses(context, record, problems))
    marks.update(_posted(form, record))
    facts: dict[str, Any] = {"label": label}
    if not ended and (task := _task(record, form, state, label, problems)) is not None:
        what, kind, rank, clause = task
        facts["task"] = [what, kind, rank, clause]
        marks[TODO] = f"{rank}{title}\n{record.id}"
    if record_actions.field_of(form, "url") is not None:
        facts["account"] = _account(record, form)
    whole = "\n".join((title, section, label, record.id, *texts))
    return RecordSummary(record.id, record.kind, state, title, section, at, made, marks, facts, whole)


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
    record: Record, form: Form, state: str, label: str, problems: list[Problem]
) -> tuple[str, str, int, str] | None:
    """What the state asks for: consent, an end, or to be finished; (what, label, rank, clause)."""
    roles = {transition.role: transition for transition in workflow.allowed_transitions(record, form)}
    if "late" in roles:
        return f"{label}です。", "事後", 1, roles["late"].clause
    if "approve" in roles or "decide" in roles:
        act = roles.get("approve") or roles["decide"]
        return f"{label}です。", "了承待ち" if "approve" in roles else "決裁待ち", 2, act.clause
    if form.purpose == "incident":
        return f"{label}です。", "トラブル", 0, form.clause
    if "submit" in roles and state != form.changed:
        must = [transition for transition in problems if transition.severity == "must"]
        message = f"必須の項目が {len(must)} 件残っています。" if must else f"{label}です。"
        kind = "差戻し" if state == "returned" else "書きかけ"
        return message, kind, 3 if kind == "差戻し" else 5, must[0].clause if must else ""
    if form.changed and state == form.changed:
        return f"{label}です。もう一度、了承や決裁を受けてください。", "変更あり", 3, form.clause
    if "posted" in roles:
        return f"{label}です。投稿したら記録してください。", "投稿前", 4, ""
    return None


def _account(record: Record, form: Form) -> dict[str, Any]:
    """What the register shows and watches of an account, its dates read once."""
    account: dict[str, Any] = {role: record_actions.value_of(record, form, role) for role in ROLES}
    period = dates.read_period(account["period"]) if account["period"].strip() else None
    end = period.end if isinstance(period, dates.Period) else None
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
        "sort": fold(account["reading"] or account["name"].strip() or record_actions.UNTITLED),
    }
    return account


def _day(text: str) -> str:
    moment = dates.read_date(text) if text.strip() else None
    return moment.last().isoformat() if isinstance(moment, dates.Moment) else ""
