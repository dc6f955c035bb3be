"""Actions on records: create, edit, take a step, delete. The same for command and screen.

A new record carries who made it; an edit changes values only; a step goes through the form's life.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.guideline.schema import Form, FormField, TransitionInput
from uedasns_tui.japanese import dates, local_time
from uedasns_tui.japanese.fold import fold
from uedasns_tui.records import ids, rules, workflow
from uedasns_tui.records.record import LogEntry, Person, Record, Value
from uedasns_tui.services import answers, record_list
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.index.rows import IndexRow
from uedasns_tui.storage.record_file import SavedRecord
from uedasns_tui.storage.repository import SaveResult

CREATED = "created"
"""What a record is called that has no name yet."""


def field_of(form: Form, role: str) -> FormField | None:
    """The form's field that plays a role; None where this form has none."""
    return next((field for field in form.field if field.role == role), None)


def value_of(record: Record, form: Form, role: str) -> str:
    """The value of the field that plays a role, "" when there is none."""
    field = field_of(form, role)
    return record.text(field.id) if field else ""


def new_record(
    context: AppContext,
    kind: str,
    values: Mapping[str, Value] | None = None,
    checklist: str = "",
    name: str = "",
) -> Record:
    """A new record, not yet kept: the form's defaults, then `values`. Raises Unnamed when nobody is named."""
    return _start(context, kind, context.require_user(), values, checklist, name)


def begun_record(context: AppContext, kind: str) -> Record:
    """A new record as the screen begins it, where who makes it may be said when it is first saved."""
    record = _start(context, kind, context.user or Person(""), None, "", "")
    return with_values(record, own_defaults(context, kind))


def with_creator(context: AppContext, record: Record) -> Record:
    """The record as made by whoever is named now, where nobody was when it was begun. Raises Unnamed."""
    if not record.log or record.log[0].by.name:
        return record
    who = context.require_user()
    return replace(record, log=(replace(record.log[0], by=who), *record.log[1:]))


def _start(
    context: AppContext, kind: str, who: Person, values: Mapping[str, Value] | None, checklist: str, name: str
) -> Record:
    form = context.form(kind)
    filled: dict[str, Value] = {field.id: field.default for field in form.field if field.default}
    filled.update(values or {})
    section = field_of(form, "section")
    if section and section.id not in (values or {}) and who.section:
        filled[section.id] = who.section
    return Record(
        id=name or ids.new_id(context.today),
        kind=form.id,
        edition=context.guideline.file.edition,
        values=filled,
        checklist=checklist,
        log=(LogEntry(ids.new_entry_id(), context.clock(), CREATED, who),),
    )


def save_record(context: AppContext, record: Record, base: SavedRecord | None) -> SaveResult:
    """Save a record over what it was read as. Raises SaveConflict, StorageError."""
    from uedasns_tui.services.post_check import with_noted_basis

    if base is not None and record.answers:
        record = with_noted_basis(context, base.record, record)
    return context.repository.save(record, base)


def copy_of(context: AppContext, source: Record) -> dict[str, Value]:
    """The values of a record that another may begin with: those of its fields that the form lets copy."""
    known = {field.id for field in context.form(source.kind).field if field.copy}
    return {key: value for key, value in source.values.items() if key in known}


def problems(context: AppContext, record: Record) -> list[Problem]:
    """What the rules say of a record's values, and of the accounts that it names."""
    return [*value_problems(context, record), *_account_problems(context, record)]


def value_problems(context: AppContext, record: Record) -> list[Problem]:
    """What the rules say of a record's values alone."""
    form, domains = context.form(record.kind), context.guideline.city.domains
    problems = rules.problems(record, form, platforms=context.platforms, domains=domains)
    return [*(_told_today(context, record, problem) for problem in problems), *_future(context, record)]


def _future(context: AppContext, record: Record) -> Iterator[Problem]:
    """Days and times of what happened that are still to come."""
    now = context.clock()
    for field in context.form(record.kind).field:
        result = dates.read_datetime(record.text(field.id), now.date()) if field.past else None
        if isinstance(result, tuple):
            day, time = result
            same_day = day.first() == day.last() == now.date()
            if day.first() > now.date() or (same_day and time and time > (now.hour, now.minute)):
                message = f"まだ来ていない日時です（今は {now:%Y-%m-%d %H:%M}）。"
                yield Problem(
                    "must", Location(key=field.id), field.label + "は、" + message, field.clause, "future"
                )


def _told_today(context: AppContext, record: Record, problem: Problem) -> Problem:
    """The Problem; of a day that cannot be read with the reason that today's date shows (11/20 is no Monday)."""
    if problem.severity != "must" or problem.code not in answers.READERS:
        return problem
    reason = answers.unreadable(problem.code, record.text(problem.where.key), context.today)
    return replace(problem, message=reason) if reason else problem


def mends(context: AppContext, record: Record) -> dict[str, str]:
    """The values that would put fields right, where that is sure, by the field's id."""
    return {
        problem.where.key: problem.mend for problem in reversed(problems(context, record)) if problem.mend
    }


def _account_problems(context: AppContext, record: Record) -> Iterator[Problem]:
    """Accounts that are closed or suspended are refused, as long as nothing was posted."""
    form = context.form(record.kind)
    field = field_of(form, "accounts")
    if field is None or any(workflow.role_of(form, entry) == "posted" for entry in record.log):
        return
    for name in record.many(field.id):
        saved = context.repository.try_load(name) if ids.valid_id(name) else None
        policy = context.guideline.forms.get(saved.record.kind) if saved else None
        if saved is None or policy is None:
            continue
        if workflow.record_state(saved.record, policy) in workflow.inactive_states(policy):
            state = workflow.state_label(saved.record, policy)
            message = f"「{title(context, saved.record)}」は{state}のアカウントです。{field.label}から外してください。"
            yield Problem("must", Location(key=field.id), message, field.clause, "inactive_account")


@dataclass(frozen=True)
class AccountChoices:
    """The accounts that a post may go to, and those that are closed or suspended, with their state."""

    active: tuple[RecordLine, ...]
    inactive: tuple[RecordLine, ...]


def account_choices(context: AppContext) -> AccountChoices:
    """Every account as it is now, whoever made it."""
    form = context.guideline.form_for("policy")
    if form is None:
        return AccountChoices((), ())
    lines = record_lines(context, form.id, now=True)[0]
    inactive = workflow.inactive_states(form)
    return AccountChoices(
        tuple(line for line in lines if line.state not in inactive),
        tuple(line for line in lines if line.state in inactive),
    )


def matching_records(context: AppContext, words: str, purpose: str = "") -> list[RecordLine]:
    """The records that a person means by an id, a title or an account: those that are called so exactly, else those
    whose title or account holds the words. One that is meant by its id is the only one."""
    rows, _ = record_list.rows(context, context.form_id(purpose) if purpose else "", now=True)
    by_id = [row for row in rows if row.id == words]
    if by_id:
        return [record_line(by_id[0])]
    wanted = fold("".join(words.split()))
    names = {row.id: [_plain(name) for name in (row.title, *_account_names(row)) if name] for row in rows}
    exact = [row for row in rows if wanted in names[row.id]]
    held = [row for row in rows if wanted and any(wanted in name for name in names[row.id])]
    return [record_line(row) for row in exact or held]


def _account_names(row: IndexRow) -> tuple[str, ...]:
    account = row.facts.get("account", {})
    return str(account.get("account", "")), str(account.get("reading", ""))


def _plain(text: str) -> str:
    return fold("".join(text.split()))


@dataclass(frozen=True)
class RecordLine:
    """A record as lists show it."""

    id: str
    kind: str
    title: str
    state: str
    state_label: str
    section: str
    changed_on: date | None = None
    todo: int = 0
    due: date | None = None
    """Of an incident the day on which it was noticed."""


def title(context: AppContext, record: Record) -> str:
    """What lists call a record: its name, else the beginning of what it says."""
    form = context.form(record.kind)
    text = next(
        (text for role in ("name", "what", "text") if (text := value_of(record, form, role).strip())), ""
    )
    return text.split("\n", 1)[0] or record_list.UNTITLED


def section_of(record: Record, form: Form) -> str:
    """The section that a record belongs to: the one it names, else that of whoever made it."""
    return value_of(record, form, "section") or (record.log[0].by.section if record.log else "")


def record_line(row: IndexRow) -> RecordLine:
    """A record as lists show it: its title, state and section in words."""
    label = str(row.facts.get("label", row.state))
    day = local_time.local(datetime.fromisoformat(row.at)).date() if row.at else None
    due = date.fromisoformat(row.facts["due"]) if "due" in row.facts else None
    return RecordLine(
        row.id, row.kind, row.title, row.state, label, row.section, day, int("task" in row.facts), due
    )


def record_lines(
    context: AppContext, kind: str, section: str = "", *, now: bool = False
) -> tuple[list[RecordLine], list[Problem]]:
    """Every record of a kind, newest first, with Problems for those that cannot be read. `now`: as it is on disk at
    this moment, where the screen would show what it knows."""
    rows, faults = record_list.rows(context, kind, now=now)
    return [record_line(row) for row in rows if not section or section in row.section], faults


def sample(context: AppContext, kind: str) -> Record | None:
    """The worked example of a form: the guideline's own (samples/), or one that came with the program for an edition
    of this guideline; None where there is none, as another city's says nothing of this city's accounts."""
    from uedasns_tui.records import codec

    folders = context.folders
    editions = {event.date for event in context.guideline.file.history}
    for folder in (folders.guideline / "samples", folders.samples):
        for path in sorted(folder.glob("*.toml")):
            record, _ = codec.decode(path.read_bytes(), str(path))
            own = folder != folders.samples
            if record is not None and record.kind == kind and (own or record.edition in editions):
                return record
    return None


def with_values(record: Record, values: Mapping[str, Value]) -> Record:
    """The record with some values replaced; empty ones stay, so that an emptied field is seen as emptied."""
    return replace(record, values={**record.values, **values})


def input_defaults(context: AppContext, asks: Iterable[TransitionInput]) -> dict[str, str]:
    """What a step's questions begin with: today for a date, now for a time, me for who records."""
    defaults: dict[str, str] = {}
    for question in asks:
        if question.type == "date":
            defaults[question.id] = context.today.isoformat()
        elif question.type == "datetime":
            defaults[question.id] = f"{context.clock():%Y-%m-%d %H:%M}"
        elif question.role == "recorded_by" and context.user is not None:
            defaults[question.id] = context.user.name
        elif question.default:
            defaults[question.id] = question.default
    return defaults


def own_defaults(context: AppContext, kind: str) -> dict[str, Value]:
    """What a new record most likely begins with: now, for when something was found; my section's account, where there
    is just one."""
    form = context.form(kind)
    found_at, field = field_of(form, "found_at"), field_of(form, "accounts")
    values: dict[str, Value] = {found_at.id: f"{context.clock():%Y-%m-%d %H:%M}"} if found_at else {}
    if field is None:
        return values
    rows = account_choices(context).active
    own = [
        row for row in rows if context.user_settings.section and context.user_settings.section in row.section
    ] or rows
    return values | ({field.id: (own[0].id,)} if len(own) == 1 else {})
