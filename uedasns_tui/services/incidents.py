"""Incidents: the steps that the guideline asks for, the contacts, and the report from a template.

Used by the trouble screen and `incident` commands. A record that the form sets aside (private use) gives its
report and is kept only if the person chooses so, and then outside the shared folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from uedasns_tui.formats.page import Block, Heading, Page, Paragraph, Table
from uedasns_tui.guideline.conditions import matches, matches_any
from uedasns_tui.guideline.facts_schema import Contact, Template
from uedasns_tui.guideline.schema import Checklist, Form
from uedasns_tui.japanese import local_time
from uedasns_tui.records.checklist_run import ChecklistRun
from uedasns_tui.records.record import Record
from uedasns_tui.services.context import AppContext

ANSWERS = {"ok": "済", "no": "未", "na": "該当なし", "": "未"}


def steps(context: AppContext) -> Checklist | None:
    """The checklist of what to do when something goes wrong; None where this guideline has none."""
    return next(
        (
            checklist
            for checklist in context.guideline.checklists.values()
            if checklist.form == context.form_id("incident")
        ),
        None,
    )


def contacts_to_notify(context: AppContext) -> tuple[Contact, ...]:
    """Whom to tell, with their published contacts."""
    return tuple(contact for contact in context.guideline.city.contact if contact.report)


def answered_steps(context: AppContext, record: Record) -> bool:
    """Whether this record names a colleague's private use and so stays out of the shared folder."""
    return matches_any(context.form(record.kind).aside, record.values)


def template(context: AppContext) -> Template | None:
    """The report's template."""
    return next(
        (
            candidate
            for candidate in context.guideline.templates.values()
            if candidate.form == context.form_id("incident")
        ),
        None,
    )


def report(context: AppContext, record: Record) -> Page:
    """The report to the head of section and the public relations section."""
    form = context.form(record.kind)
    report_template = template(context)
    if report_template is None:
        rows = tuple((field.label, _value(form, record, field.id)) for field in form.field)
        return Page(form.title, (Heading(form.title), Table(rows, row_heads=True)), name=record.id)
    return Page(report_template.title, tuple(_blocks(context, report_template, form, record)), name=record.id)


def _blocks(context: AppContext, report_template: Template, form: Form, record: Record) -> Iterator[Block]:
    known = {field.id: field for field in form.field}
    for block in report_template.block:
        match block.kind:
            case "heading":
                yield Heading(
                    _filled(context, block.text, form, record), 1 if block is report_template.block[0] else 2
                )
            case "paragraph":
                yield Paragraph(_filled(context, block.text, form, record))
            case "table":
                fields = [known[name] for name in block.rows if name in known]
                rows = [
                    (field.label, _value(form, record, field.id))
                    for field in fields
                    if matches(field.when, record.values)
                ]
                if rows:
                    yield Table(
                        tuple(rows),
                        caption=_filled(context, block.text, form, record),
                        row_heads=True,
                        widths=(3, 7),
                    )
            case "log":
                head = ("日時", "何を", "誰が", "内容")
                yield Table(tuple(_log(form, record)), head=head, caption=block.text, widths=(4, 3, 3, 6))
            case "steps":
                checklist = steps(context)
                if checklist:
                    sheet = ChecklistRun(checklist, record.values, record.media, record.answers, ())
                    done = [
                        (
                            ANSWERS.get(sheet.status(item), "対象外"),
                            item.say,
                            item.clause,
                            record.answer(item.id).note,
                        )
                        for item in sheet.items()
                    ]
                    head = ("状況", "すること", "条項", "メモ")
                    yield Table(tuple(done), head=head, caption=checklist.title, widths=(2, 8, 2, 4))


def _filled(context: AppContext, text: str, form: Form, record: Record) -> str:
    """The template's text with {field} names, {city}, {head}, {guideline} and {today} put in, once each."""
    facts = {
        "city": context.guideline.city.name,
        "head": context.guideline.city.head,
        "guideline": context.guideline.title,
        "today": context.today.isoformat(),
    }
    parts = text.split("{")
    out = [parts[0]]
    for part in parts[1:]:
        name, close, rest = part.partition("}")
        known = name in facts or any(field.id == name for field in form.field)
        out.append((facts.get(name) or _value(form, record, name)) + rest if close and known else "{" + part)
    return "".join(out)


def _value(form: Form, record: Record, name: str) -> str:
    field = next(other for other in form.field if other.id == name)
    text = record.text(name)
    return field.choices.get(text, text) or "（まだ分かりません）"


def _log(form: Form, record: Record) -> Iterator[tuple[str, str, str, str]]:
    labels = {transition.id: transition.label for transition in form.act}
    asks = {question.id: question for question in form.ask}
    for entry in record.log:
        texts = []
        for key, value in entry.inputs.items():
            text = value if isinstance(value, str) else "、".join(value)
            texts.append(asks[key].choices.get(text, text) if key in asks else text)
        yield (
            local_time.stamp(entry.at),
            labels.get(entry.transition, "記録を始めた"),
            entry.by.name,
            "\n".join(texts),
        )


def own_folder(context: AppContext) -> Path:
    """Where records set aside are kept: on this machine, for this person, never the shared folder."""
    return context.folders.state / "aside"
