"""Publication: the sheet of a policy as a Page for the formats, and what the site and open data need of it.

Used by `policy export`, public_site, open_data and the screen. Always the last decided values, never the edit in
progress; a record that was never decided prints as a draft, with 案 on it. Only public fields leave.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from uedasns_tui.formats.page import Block, Heading, Page, PageField, Paragraph, Table
from uedasns_tui.formats.registry import FORMATS
from uedasns_tui.formats.text_safety import printable
from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.schema import Form, FormField
from uedasns_tui.japanese import eras
from uedasns_tui.records import approvals, workflow
from uedasns_tui.records.record import LogEntry, Record, Value
from uedasns_tui.services import group_text
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.field_options import field_options

DRAFT_MARK = "案"
OUTSIDE_MARK = "適用外"
NOT_OURS = "ガイドラインの適用外です。参考として載せています。"
_NO_NUMBER = ("なし", "無し", "無", "-", "－", "―")
"""What is written for a number where there is none."""


@dataclass(frozen=True)
class PrintedValues:
    """What a policy shows outside: its values, the entry that decided them (None: a draft)."""

    values: Mapping[str, Value]
    decided: LogEntry | None


def printed_values(context: AppContext, record: Record, draft: bool = False) -> PrintedValues:
    """The last decided values; the present ones when `draft` is asked for or nothing was decided."""
    entry = None if draft else workflow.last_decision(record, context.form(record.kind))
    if entry is None or entry.snapshot is None:
        return PrintedValues(record.values, None)
    return PrintedValues(entry.snapshot.values, entry)


def sheet_rows(form: Form, values: Mapping[str, Value]) -> list[tuple[str, str]]:
    """The rows of the form's sheet as it prints: label and value, the groups' parts in one cell."""
    return [(field.label, group_text.cell(form, field, values)) for field in _rows(form, values)]


def filled_rows(context: AppContext, form: Form, record: Record) -> list[tuple[str, str]]:
    """What a record says, for whoever works on it: a policy's sheet; of other forms every field that applies, also those
    that never leave the office, with the names of what is chosen."""
    if form.purpose == "policy":
        return sheet_rows(form, record.values)
    fields = (field for field in form.field if field.type != "group" and matches(field.when, record.values))
    return [(field.label, _named(context, field, record)) for field in fields]


def _named(context: AppContext, field: FormField, record: Record) -> str:
    text = record.text(field.id)
    if text and field.type in ("accounts", "record"):
        names = {option.key: option.label for option in field_options(context, field, record.many(field.id))}
        return "、".join(names.get(name, name) for name in record.many(field.id))
    return field.choices.get(text, text)


def _rows(form: Form, values: Mapping[str, Value]) -> list[FormField]:
    """The fields that print; one that may be left out only where something is written."""
    fields = [field for field in form.field if field.print and field.public and not field.part_of]
    return [field for field in fields if field.weight != "may" or group_text.cell(form, field, values)]


def sheet_fields(form: Form, values: Mapping[str, Value]) -> Iterator[PageField]:
    """The values behind the rows, as typed, with the choice that opens parts; only what is printed."""
    for row, field in enumerate(_rows(form, values)):
        parts = group_text.parts_of(form, field) if field.type == "group" else [field]
        shown = [
            part
            for part in parts
            if part.public and matches(part.when, values) and (part.print or part.type == "choice")
        ]
        apart = field.type == "group" and not _reads_back(form, field, shown, values)
        for part in shown:
            text = text_of(values, part)
            yield PageField(part.id, part.label, text, row, part.choices.get(text, text), apart)


def _reads_back(form: Form, group: FormField, shown: list[FormField], values: Mapping[str, Value]) -> bool:
    typed = {part.id: text for part in shown if (text := text_of(values, part))}
    taken = group_text.read_group(form, group, printable(group_text.cell(form, group, values)))
    return not taken.rest and dict(taken.values) == typed


def text_of(values: Mapping[str, Value], field: FormField) -> str:
    """A value as one text."""
    value = values.get(field.id, "")
    return value if isinstance(value, str) else "\n".join(value)


def policy_page(context: AppContext, record: Record, draft: bool = False) -> Page:
    """The sheet of one policy, as its form prints it."""
    form = context.form(record.kind)
    sheet = printed_values(context, record, draft)
    rows = tuple(sheet_rows(form, sheet.values))
    name = next((field.id for field in form.field if field.role == "name"), "")
    value = sheet.values.get(name, "")
    title = value if isinstance(value, str) and value.strip() else form.title
    return Page(
        title=f"{title} {form.title}",
        blocks=(
            *(
                [Paragraph(f"{form.cite} {context.guideline.title}".strip())]
                if form.cite or form.clause
                else []
            ),
            Heading(form.sheet or form.title, 1),
            *_notice(form, sheet),
            Table(rows, caption=f"{title}の{form.title}", row_heads=True, widths=(3, 7)),
        ),
        name=record.id,
        mark=_mark(form, record, sheet),
        made=tuple(_made(form, record, sheet)),
        fields=tuple(sheet_fields(form, sheet.values)),
        day=context.today,
    )


def blank_page(context: AppContext) -> Page:
    """The empty sheet of the policy's form, to be filled in by hand."""
    form = context.form_for("policy")
    rows = tuple((field.label, group_text.blank(form, field)) for field in _rows(form, {}))
    return Page(
        title=form.sheet or form.title,
        blocks=(
            Paragraph(f"{form.cite} {context.guideline.title}".strip()),
            Heading(form.sheet or form.title, 1),
            Table(rows, caption=form.title, row_heads=True, widths=(3, 7)),
        ),
        name=form.cite or form.id,
        day=context.today,
    )


def file_title(context: AppContext, record: Record, draft: bool = False) -> str:
    """What a file of a policy is named after: the account's name as it is printed."""
    return of_role(context.form(record.kind), printed_values(context, record, draft).values, "name")


def _mark(form: Form, record: Record, sheet: PrintedValues) -> str:
    """What must not be overlooked in any format: a draft, whose account it is, and the day it ended."""
    draft = sheet.decided is None and approvals.asks_for_consent(form)
    marks = [DRAFT_MARK if draft else "", OUTSIDE_MARK if outside_of(form, sheet.values) else ""]
    if sheet.decided is not None and (ended := ended_on(form, record)):
        state = form.states[workflow.record_state(record, form)]
        marks.append(f"{state} {eras.japanese_date(ended)}")
    return "・".join(filter(None, marks))


def _notice(form: Form, sheet: PrintedValues) -> Iterator[Block]:
    """Why an account of others is shown at all."""
    if outside := outside_of(form, sheet.values):
        yield Paragraph(f"{outside}: {NOT_OURS}")


def _made(form: Form, record: Record, sheet: PrintedValues) -> Iterator[str]:
    yield f"ガイドラインの版: {eras.japanese_date(record.edition)}"
    if sheet.decided is None and not approvals.asks_for_consent(form):
        return
    if sheet.decided is None:
        yield f"この{form.title}は案です。{form.approval}されていません。"
        return
    yield f"{form.approval}日: {eras.japanese_date(workflow.entry_date(form, sheet.decided))}"
    for ask in form.ask:
        value = sheet.decided.inputs.get(ask.id, "")
        if ask.public and isinstance(value, str) and value.strip() not in ("", *_NO_NUMBER):
            yield f"{ask.label}: {value}"
    if ended := ended_on(form, record):
        yield f"{form.states[workflow.record_state(record, form)]}: {eras.japanese_date(ended)}"


def ended_on(form: Form, record: Record) -> date | None:
    """The day on which an account ended; None while it has not."""
    if workflow.record_state(record, form) not in form.ended:
        return None
    for entry in reversed(record.log):
        step = workflow.transition_of(form, entry.transition)
        if step is not None and step.to in form.ended:
            return workflow.entry_date(form, entry)
    return None


def outside_of(form: Form, values: Mapping[str, Value]) -> str:
    """Whose account it is, in words, where it is not the city's own; "" where it is."""
    runner = next((field for field in form.field if field.role == "runner"), None)
    text = text_of(values, runner) if runner is not None else ""
    return "" if runner is None or text in ("", runner.default) else runner.choices.get(text, text)


def export(context: AppContext, record: Record, format_name: str, draft: bool = False) -> bytes:
    """One policy in one format. Raises KeyError for an unknown format, Unprintable with the reason."""
    return FORMATS[format_name].write(policy_page(context, record, draft))


def fragment(context: AppContext, record: Record, draft: bool = False) -> bytes:
    """The body of one policy's page alone, for pasting into the city's content system."""
    from uedasns_tui.formats import html_format

    return html_format.fragment(policy_page(context, record, draft))


def public_state(form: Form, record: Record) -> str:
    """The state as the public may know it: what was decided, never that somebody edits or hands in anew."""
    known = form.first
    for entry in record.log:
        act = workflow.transition_of(form, entry.transition)
        if act is not None and act.to and act.role not in workflow.RESETTING:
            known = act.to
    return form.states.get(known, known)


def of_role(form: Form, values: Mapping[str, Value], role: str) -> str:
    """The public value of a role in words."""
    field = next((field for field in form.field if field.role == role), None)
    text = text_of(values, field) if field is not None and field.public else ""
    return field.choices.get(text, text).strip() if field is not None else ""


def updated(context: AppContext, records: list[Record]) -> date | None:
    """The day of the last change that is public."""
    form = context.form_for("policy")
    sheets = [(record, printed_values(context, record).decided) for record in records]
    days = [
        ended_on(form, record) or workflow.entry_date(form, entry)
        for record, entry in sheets
        if entry is not None
    ]
    return max(days, default=None)
