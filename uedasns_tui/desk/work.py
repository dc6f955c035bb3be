"""Working on records: making, editing, taking a step, deleting. The same for command and screen.

A new record carries who made it; an edit changes values only; a step goes through the form's life.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from uedasns_tui.desk import listing
from uedasns_tui.desk.desk import Desk
from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.problem import Problem, Where
from uedasns_tui.guideline.schema import Ask, Field, Form
from uedasns_tui.japanese import local_time
from uedasns_tui.records import ids, life, rules
from uedasns_tui.records.record import Entry, Person, Record, Value
from uedasns_tui.store.index_rows import Row
from uedasns_tui.store.store import Kept, Saved

CREATED = "created"
UNTITLED = "（無題）"
"""What a record is called that has no name yet."""


def field_of(form: Form, role: str) -> Field | None:
    """The form's field that plays a role; None where this form has none."""
    return next((one for one in form.field if one.role == role), None)


def value_of(record: Record, form: Form, role: str) -> str:
    """The value of the field that plays a role, "" when there is none."""
    found = field_of(form, role)
    return record.text(found.id) if found else ""


def start(
    desk: Desk, kind: str, values: Mapping[str, Value] | None = None, checklist: str = "", name: str = ""
) -> Record:
    """A new record, not yet kept: the form's defaults, then `values`. Raises Unnamed when nobody is named."""
    return _start(desk, kind, desk.who, values, checklist, name)


def start_unnamed(desk: Desk, kind: str) -> Record:
    """A new record on the screen, where who makes it may be said when it is first saved."""
    return _start(desk, kind, desk.me or Person(""), None, "", "")


def named(desk: Desk, record: Record) -> Record:
    """The record as made by whoever is named now, where nobody was when it was begun. Raises Unnamed."""
    if not record.log or record.log[0].by.name:
        return record
    who = desk.who
    return replace(record, log=(replace(record.log[0], by=who), *record.log[1:]))


def saved_at(kept: Kept) -> datetime | None:
    """When a record's file was last written; None where that cannot be told."""
    try:
        return local_time.local(datetime.fromtimestamp(kept.path.stat().st_mtime, local_time.JAPAN))
    except (OSError, ValueError, OverflowError):
        return None


def _start(
    desk: Desk, kind: str, who: Person, values: Mapping[str, Value] | None, checklist: str, name: str
) -> Record:
    form = desk.form(kind)
    filled: dict[str, Value] = {one.id: one.default for one in form.field if one.default}
    filled.update(values or {})
    section = field_of(form, "section")
    if section and section.id not in (values or {}) and who.section:
        filled[section.id] = who.section
    return Record(
        id=name or ids.new_id(desk.today),
        kind=kind,
        edition=desk.guideline.file.edition,
        values=filled,
        checklist=checklist,
        log=(Entry(ids.new_entry_id(), desk.clock(), CREATED, who),),
    )


def keep(desk: Desk, record: Record, base: Kept | None) -> Saved:
    """Save a record over what it was read as. Raises Conflict, StoreFault."""
    return desk.store.save(record, base)


def step(desk: Desk, kept: Kept, act: str, given: Mapping[str, Value]) -> Saved:
    """Take a step of the record's life and keep it. Raises Refused with the reason, Conflict, StoreFault."""
    record = kept.record
    form = desk.form(record.kind)
    checklist = desk.guideline.checklists.get(record.checklist)
    consent = checklist.consent if checklist is not None else None
    taken = life.take(record, form, act, given, desk.who, desk.clock(), problems(desk, record), consent)
    return desk.store.save(taken, kept)


def copied(desk: Desk, source: Record) -> dict[str, Value]:
    """The values of a record that another may begin with: all that its form prints or asks."""
    known = {one.id for one in desk.form(source.kind).field}
    return {key: value for key, value in source.values.items() if key in known}


def problems(desk: Desk, record: Record) -> list[Problem]:
    """What the rules say of a record's values."""
    form = desk.form(record.kind)
    return rules.problems(record, form, platforms=desk.platforms)


@dataclass(frozen=True)
class Line:
    """A record as lists show it."""

    id: str
    kind: str
    title: str
    state: str
    state_label: str
    section: str


def title(desk: Desk, record: Record) -> str:
    """What lists call a record: its name, else the beginning of what it says."""
    form = desk.form(record.kind)
    found = next(
        (text for role in ("name", "what", "text") if (text := value_of(record, form, role).strip())), ""
    )
    return found.split("\n", 1)[0] or UNTITLED


def section_of(record: Record, form: Form) -> str:
    """The section that a record belongs to: the one it names, else that of whoever made it."""
    return value_of(record, form, "section") or (record.log[0].by.section if record.log else "")


def line(row: Row) -> Line:
    """A record as lists show it: its title, state and section in words."""
    label = str(row.facts.get("label", row.state))
    return Line(row.id, row.kind, row.title, row.state, label, row.section)


def lines(desk: Desk, kind: str, section: str = "", *, now: bool = False) -> tuple[list[Line], list[Problem]]:
    """Every record of a kind, newest first, with Problems for those that cannot be read. `now`: as it is on disk at
    this moment, where the screen would show what it knows."""
    rows, faults = listing.rows(desk, kind, now=now)
    return [line(row) for row in rows if not section or section in row.section], faults


def sample(desk: Desk, kind: str) -> Record | None:
    """The worked example of a form, read from the samples; None where there is none."""
    from uedasns_tui.records import codec

    for path in sorted(desk.folders.samples.glob("*.toml")):
        record, _ = codec.decode(path.read_bytes(), str(path))
        if record is not None and record.kind == kind:
            return record
    return None


def with_values(record: Record, values: Mapping[str, Value]) -> Record:
    """The record with some values replaced; empty ones stay, so that an emptied field is seen as emptied."""
    return replace(record, values={**record.values, **values})


def after_step(record: Record, form: Form) -> list[Problem]:
    """What must be visible about the step just taken: somebody who decided what they wrote themselves."""
    entry = record.log[-1]
    if life.self_consent(record, form, entry):
        reason = "書いた人と了承した人が同じです。一覧にもそのように示します。"
        return [Problem("note", Where(record.id), reason, code="self_consent")]
    return []


def defaults(desk: Desk, asks: Iterable[Ask]) -> dict[str, str]:
    """What a step's questions begin with: today for a date, now for a time, me for who records."""
    found: dict[str, str] = {}
    for one in asks:
        if one.type == "date":
            found[one.id] = desk.today.isoformat()
        elif one.type == "datetime":
            found[one.id] = f"{desk.clock():%Y-%m-%d %H:%M}"
        elif one.role == "recorded_by" and desk.me is not None:
            found[one.id] = desk.me.name
        elif one.default:
            found[one.id] = one.default
    return found


def mine(desk: Desk, kind: str) -> dict[str, Value]:
    """What a new record most likely begins with: my section's account, where there is just one."""
    field = field_of(desk.form(kind), "accounts")
    if field is None or "policy" not in desk.guideline.forms:
        return {}
    rows = [row for row in lines(desk, "policy", now=True)[0] if row.state not in desk.form("policy").ended]
    own = [row for row in rows if desk.mine.section and desk.mine.section in row.section] or rows
    return {field.id: (own[0].id,)} if len(own) == 1 else {}
