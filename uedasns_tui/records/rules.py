"""Rules over a record's values: missing, unreadable, and the form's own rules.

They yield Problems and never write. The same for screen, command, tests and doctor.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from uedasns_tui.guideline.conditions import matches, matches_any
from uedasns_tui.guideline.facts_schema import Platform
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.guideline.schema import Form, FormField
from uedasns_tui.records import field_types
from uedasns_tui.records.record import Record

OUTSIDE = "outside"
"""The value of the runner's field for a body to which the guideline does not apply (it may follow it)."""


def problems(
    record: Record,
    form: Form,
    *,
    platforms: Mapping[str, Platform] = field_types.NO_PLATFORMS,
    domains: Sequence[str] = (),
) -> list[Problem]:
    """Everything the rules say of a record, in the form's order. For an outside body a must counts as a should.
    `domains`: the city's own, against which addresses are held."""
    found_problems = [*_all(record, form, platforms), *_near_domains(record, form, domains)]
    if is_outside(record, form):
        return [
            replace(problem, severity="should") if problem.severity == "must" else problem
            for problem in found_problems
        ]
    return found_problems


def is_outside(record: Record, form: Form) -> bool:
    """Whether an outside body runs it."""
    return any(field.role == "runner" and record.text(field.id) == OUTSIDE for field in form.field)


def _all(record: Record, form: Form, platforms: Mapping[str, Platform]) -> Iterator[Problem]:
    for field in form.field:
        if field.type == "group" or not _stands(field, form, record):
            continue
        value = record.values.get(field.id, "")
        if not record.text(field.id).strip():
            if field.weight != "may":
                asks = (
                    "を選んでください。"
                    if field.type in ("choice", "platform", "accounts")
                    else "を書いてください。"
                )
                yield Problem(field.weight, Location(key=field.id), field.label + asks, field.clause, "empty")
            continue
        yield from field_types.check_value(field, value)
        if field.role == "url":
            yield from _host(field, form, record, platforms)
    for rule in form.rule:
        if matches(rule.when, record.values) and not matches_any(rule.unless, record.values):
            severity = "note" if rule.weight == "may" else rule.weight
            yield Problem(severity, Location(key=rule.on), rule.message, rule.clause, rule.id)


def _stands(field: FormField, form: Form, record: Record) -> bool:
    if not matches(field.when, record.values):
        return False
    group = next((other for other in form.field if other.id == field.part_of), None)
    return group is None or matches(group.when, record.values)


def _host(
    field: FormField, form: Form, record: Record, platforms: Mapping[str, Platform]
) -> Iterator[Problem]:
    named = next((record.text(other.id) for other in form.field if other.role == "platform"), "")
    platform = field_types.platform_named(platforms, named)
    host = field_types.host_of(record.text(field.id))
    if platform is not None and host and platform.hosts and not field_types.on_host(host, platform.hosts):
        reason = (
            f"{platform.name} のURLではないようです（{host}）。ソーシャルメディアとURLを見比べてください。"
        )
        yield Problem("should", Location(key=field.id), reason, field.clause, "host")


NEAR = 0.92
"""How like a domain of the city a host must be to be taken for a slip of the pen (1 is the same): a letter or two."""


def _near_domains(record: Record, form: Form, domains: Sequence[str]) -> Iterator[Problem]:
    """Addresses whose host is nearly one of the city's own domains: city.ueda.nagano.jo."""
    for field in form.field:
        if field.type not in ("url", "email") or not _stands(field, form, record):
            continue
        text = record.text(field.id).strip()
        host = text.rpartition("@")[2].lower() if field.type == "email" else field_types.host_of(text)
        for domain in domains:
            tail = ".".join(host.split(".")[-len(domain.split(".")) :])
            if tail != domain and difflib.SequenceMatcher(None, tail, domain).ratio() >= NEAR:
                at = text.lower().rindex(tail) if field.type == "email" else text.lower().index(tail)
                mend = text[:at] + domain + text[at + len(tail) :]
                message = f"「{tail}」は、「{domain}」の書き間違いではありませんか。"
                yield Problem("should", Location(key=field.id), message, field.clause, "domain", mend)
