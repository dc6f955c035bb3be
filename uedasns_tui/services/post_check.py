"""The post check: findings of the draft, checklist items, the outcome, the text to copy.

Joins findings, the checklist and the record; used by command and screen. A private check passes through
here as a Sheet and is never a Record: nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from uedasns_tui.findings import registry
from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.length import measure
from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.facts_schema import Platform
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.guideline.schema import Checklist, Outcome
from uedasns_tui.records import checklist_run, field_types, outcomes
from uedasns_tui.records.checklist_run import ChecklistRun
from uedasns_tui.records.outcomes import OutcomeResult
from uedasns_tui.records.record import Medium, Record, Value
from uedasns_tui.services.context import AppContext, Lacking
from uedasns_tui.services.record_actions import field_of, problems, value_of


def clauses_of(context: AppContext) -> dict[str, str]:
    """Kind of finding -> the citation it bears on, as the checklists' items say it."""
    clauses: dict[str, str] = {}
    for checklist in context.guideline.checklists.values():
        for item in checklist.item:
            for kind in item.findings:
                clauses.setdefault(kind, item.clause)
    for words in context.guideline.words:
        if words.clause:
            clauses[words.kind] = words.clause
    return clauses


def findings(
    context: AppContext, text: str, platforms: tuple[Platform, ...] = (), media: tuple[Medium, ...] = ()
) -> tuple[Finding, ...]:
    """What a careful colleague would point at in a text."""
    reading_context = FindingContext(
        city=context.guideline.city,
        today=context.today,
        words=context.guideline.words,
        platforms=platforms,
        media=media,
        clauses=clauses_of(context),
    )
    return registry.find(text, reading_context)


def accounts(context: AppContext, record: Record) -> list[tuple[str, Record | None]]:
    """The accounts that a post goes to: the policy's id and the policy (None where it cannot be read)."""
    field = field_of(context.form(record.kind), "accounts")
    names = record.many(field.id) if field else ()
    return [(name, _policy(context, name)) for name in names]


def _policy(context: AppContext, name: str) -> Record | None:
    saved = context.repository.try_load(name)
    return saved.record if saved is not None and saved.record.kind in context.guideline.forms else None


def platforms_of(context: AppContext, record: Record) -> tuple[Platform, ...]:
    """The social media that a post goes to, as its accounts' policies name them."""
    named = [
        value_of(policy, context.form(policy.kind), "platform")
        for _, policy in accounts(context, record)
        if policy
    ]
    platforms = {
        platform.id: platform
        for name in named
        if (platform := field_types.platform_named(context.platforms, name))
    }
    return tuple(platforms.values())


def text_of(context: AppContext, record: Record) -> str:
    """The text of a post."""
    return value_of(record, context.form(record.kind), "text")


def counts(context: AppContext, record: Record) -> list[str]:
    """How long the text is on each service that it goes to: 「X 45/280字」."""
    return [
        f"{platform.name} {measured.count:,}/{measured.max:,}字"
        + ("（超えています）" if measured.over else "")
        for platform in platforms_of(context, record)
        for measured in measure(text_of(context, record), platform)
        if measured.what in ("text", "description")
    ]


def post_checklist_run(context: AppContext, record: Record) -> ChecklistRun:
    """The items of a record's checklist with its answers and what the text shows now."""
    text_findings = findings(context, text_of(context, record), platforms_of(context, record), record.media)
    checklist = checklist_of(context, record) or _no_checklist(context, record)
    text = text_of(context, record) if field_of(context.form(record.kind), "text") else None
    person = context.user.name if context.user else ""
    return ChecklistRun(
        checklist, record.values, record.media, record.answers, text_findings, text, person, context.clock()
    )


def with_noted_basis(context: AppContext, before: Record, after: Record) -> Record:
    """An edited record in which answers of earlier versions say what they rest on, so that they lapse visibly."""
    if (before.values, before.media) == (after.values, after.media) or checklist_of(context, before) is None:
        return after
    return checklist_run.note_basis(post_checklist_run(context, before), after)


def checklist_of(context: AppContext, record: Record) -> Checklist | None:
    """A record's checklist: the one that it names, else the first of its form whose condition its values meet; None
    where this guideline has none."""
    named = context.guideline.checklists.get(record.checklist)
    return named or next(_checklists(context, record.kind, record.values), None)


def _checklists(context: AppContext, kind: str, values: Mapping[str, object]) -> Iterator[Checklist]:
    for checklist in context.guideline.checklists.values():
        if checklist.form == kind and checklist.keeps and matches(checklist.when, values):
            yield checklist


def _no_checklist(context: AppContext, record: Record) -> Checklist:
    """A checklist without items, whose outcome says that this guideline does not have the record's."""
    try:
        return context.checklist(record.checklist)
    except Lacking as lacking:
        return Checklist(1, record.checklist, "", (), outcome=(Outcome(str(lacking)),))


def private_checklist_run(
    context: AppContext, checklist: Checklist, text: str, values: Mapping[str, Value] | None = None
) -> ChecklistRun:
    """The items of a private check. It lives in memory only."""
    return ChecklistRun(checklist, values or {}, (), (), findings(context, text))


def with_checklist_run(record: Record, done: ChecklistRun) -> Record:
    """The record with the answers of a run, to items and to questions; from now on it names its checklist."""
    checklist = record.checklist or done.checklist.id
    return replace(record, answers=done.answers, values=done.values, checklist=checklist)


def outcome(context: AppContext, record: Record) -> OutcomeResult:
    """The outcome in words, with its reasons."""
    return outcomes.outcome(
        post_checklist_run(context, record), record, context.form(record.kind), problems(context, record)
    )


def notices(context: AppContext, record: Record) -> list[Problem]:
    """What the accounts' policies say before a post is written (for a reply: 「返信は行わない」), and the media whose
    limits nobody knows."""
    policies = [(policy, context.form(policy.kind)) for _, policy in accounts(context, record) if policy]
    checklist = context.guideline.checklists.get(record.checklist)
    media = dict.fromkeys(value_of(policy, form, "platform") for policy, form in policies)
    unknown = [
        Problem(
            "note",
            Location(key="accounts"),
            f"「{name}」の文字数の上限が分からないので、長さは調べていません。",
        )
        for name in media
        if name and field_types.platform_named(context.platforms, name) is None
    ]
    return [*outcomes.account_notices(checklist, policies), *unknown]


def checklist_for(context: AppContext, values: Mapping[str, object]) -> Checklist | None:
    """The first checklist of the post form whose condition the values meet."""
    return next(_checklists(context, context.form_id("post"), values), None)
