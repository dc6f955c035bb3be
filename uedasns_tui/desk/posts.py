"""The post check on the desk: the draft's findings, the sheet of items, the outcome, the text to copy.

Joins findings, the checklist and the record; used by command and screen. A private check passes through
here as a Sheet and is never a Record: nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from uedasns_tui.desk.desk import Desk, Lacking
from uedasns_tui.desk.work import field_of, problems, value_of
from uedasns_tui.findings import reader
from uedasns_tui.findings.finding import Context, Finding
from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.problem import Problem
from uedasns_tui.guideline.schema import Checklist, Outcome, Platform
from uedasns_tui.records import checks, types
from uedasns_tui.records.checks import Result, Sheet
from uedasns_tui.records.record import Medium, Record, Value

POST = "post"


def clauses_of(desk: Desk) -> dict[str, str]:
    """Kind of finding -> the citation it bears on, as the checklists' items say it."""
    found: dict[str, str] = {}
    for checklist in desk.guideline.checklists.values():
        for item in checklist.item:
            for kind in item.findings:
                found.setdefault(kind, item.clause)
    for words in desk.guideline.words:
        if words.clause:
            found[words.kind] = words.clause
    return found


def findings(
    desk: Desk, text: str, platforms: tuple[Platform, ...] = (), media: tuple[Medium, ...] = ()
) -> tuple[Finding, ...]:
    """What a careful colleague would point at in a text."""
    context = Context(
        city=desk.guideline.city,
        today=desk.today,
        words=desk.guideline.words,
        platforms=platforms,
        media=media,
        clauses=clauses_of(desk),
    )
    return reader.find(text, context)


def accounts(desk: Desk, record: Record) -> list[tuple[str, Record | None]]:
    """The accounts that a post goes to: the policy's id and the policy (None where it cannot be read)."""
    found = field_of(desk.form(record.kind), "accounts")
    names = record.many(found.id) if found else ()
    return [(name, _policy(desk, name)) for name in names]


def _policy(desk: Desk, name: str) -> Record | None:
    kept = desk.store.try_load(name)
    return kept.record if kept is not None and kept.record.kind in desk.guideline.forms else None


def platforms_of(desk: Desk, record: Record) -> tuple[Platform, ...]:
    """The social media that a post goes to, as its accounts' policies name them."""
    named = [
        value_of(policy, desk.form(policy.kind), "platform") for _, policy in accounts(desk, record) if policy
    ]
    found = {one.id: one for name in named if (one := types.platform_named(desk.platforms, name))}
    return tuple(found.values())


def text_of(desk: Desk, record: Record) -> str:
    """The text of a post."""
    return value_of(record, desk.form(record.kind), "text")


def sheet(desk: Desk, record: Record) -> Sheet:
    """The items of a record's checklist with its answers and what the text shows now."""
    found = findings(desk, text_of(desk, record), platforms_of(desk, record), record.media)
    return Sheet(checklist_of(desk, record), record.values, record.media, record.answers, found)


def checklist_of(desk: Desk, record: Record) -> Checklist:
    """A record's checklist; where this guideline does not have it, one without items, whose outcome says so."""
    try:
        return desk.checklist(record.checklist)
    except Lacking as lacking:
        return Checklist(1, record.checklist, "", (), outcome=(Outcome(str(lacking)),))


def private_sheet(
    desk: Desk, checklist: Checklist, text: str, values: Mapping[str, Value] | None = None
) -> Sheet:
    """The items of a private check. It lives in memory only."""
    return Sheet(checklist, values or {}, (), (), findings(desk, text))


def with_sheet(record: Record, done: Sheet) -> Record:
    """The record with a sheet's answers and the answers to its questions."""
    return replace(record, answers=done.answers, values=done.values)


def outcome(desk: Desk, record: Record) -> Result:
    """The outcome in words, with its reasons."""
    return checks.outcome(sheet(desk, record), record, desk.form(record.kind), problems(desk, record))


def notices(desk: Desk, record: Record) -> list[Problem]:
    """What the accounts' policies say before a post is written (for a reply: 「返信は行わない」)."""
    return checks.account_notices(
        desk.guideline.checklists.get(record.checklist),
        [(policy, desk.form(policy.kind)) for _, policy in accounts(desk, record) if policy],
    )


def checklist_for(desk: Desk, values: Mapping[str, object]) -> Checklist | None:
    """The first checklist of the post form whose condition the values meet."""
    for one in desk.guideline.checklists.values():
        if one.form == POST and one.keeps and matches(one.when, values):
            return one
    return None
