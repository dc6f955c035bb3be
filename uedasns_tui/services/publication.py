"""Handing on: the sheet of a policy, the site, the register's CSV, as Pages for the formats.

Used by `policy export`, `site build` and the screen. Always the last decided values, never the edit in
progress; a record that was never decided prints as a draft, with 案 on it. Only public fields leave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from uedasns_tui.formats import site
from uedasns_tui.formats.page import Block, Heading, Items, Link, Page, PageField, Paragraph, Table
from uedasns_tui.formats.registry import FORMATS
from uedasns_tui.formats.text_safety import printable
from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.schema import Form, FormField
from uedasns_tui.japanese import dates
from uedasns_tui.records import workflow
from uedasns_tui.records.record import LogEntry, Record, Value
from uedasns_tui.services import group_text
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.atomic import write_atomic

DRAFT_MARK = "案"


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
    return [(field.label, group_text.cell(form, field, values)) for field in _rows(form)]


def _rows(form: Form) -> list[FormField]:
    return [field for field in form.field if field.print and field.public and not field.part_of]


def sheet_fields(form: Form, values: Mapping[str, Value]) -> Iterator[PageField]:
    """The values behind the rows, as typed, with the choice that opens parts; only what is printed."""
    for row, field in enumerate(_rows(form)):
        parts = group_text.parts_of(form, field) if field.type == "group" else [field]
        shown = [
            part
            for part in parts
            if part.public and matches(part.when, values) and (part.print or part.type == "choice")
        ]
        apart = field.type == "group" and not _reads_back(form, field, shown, values)
        for part in shown:
            text = _text(values, part)
            yield PageField(part.id, part.label, text, row, part.choices.get(text, text), apart)


def _reads_back(form: Form, group: FormField, shown: list[FormField], values: Mapping[str, Value]) -> bool:
    typed = {part.id: text for part in shown if (text := _text(values, part))}
    taken = group_text.read_group(form, group, printable(group_text.cell(form, group, values)))
    return not taken.rest and dict(taken.values) == typed


def _text(values: Mapping[str, Value], field: FormField) -> str:
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
            Paragraph(f"{form.cite} {context.guideline.title}".strip()),
            Heading(form.sheet or form.title, 1),
            Table(rows, caption=f"{title}の{form.title}", row_heads=True, widths=(3, 7)),
        ),
        name=record.id,
        mark="" if sheet.decided else DRAFT_MARK,
        made=tuple(_made(form, record, sheet)),
        fields=tuple(sheet_fields(form, sheet.values)),
    )


def _made(form: Form, record: Record, sheet: PrintedValues) -> Iterator[str]:
    yield f"ガイドラインの版: {dates.japanese_date(record.edition)}"
    if sheet.decided is None:
        yield f"この{form.title}は案です。{form.approval}されていません。"
        return
    yield f"{form.approval}日: {dates.japanese_date(workflow.entry_date(form, sheet.decided))}"
    for ask in form.ask:
        value = sheet.decided.inputs.get(ask.id, "")
        if ask.public and isinstance(value, str) and value:
            yield f"{ask.label}: {value}"


def export(context: AppContext, record: Record, format_name: str, draft: bool = False) -> bytes:
    """One policy in one format. Raises KeyError for an unknown format, Unprintable with the reason."""
    return FORMATS[format_name].write(policy_page(context, record, draft))


def fragment(context: AppContext, record: Record, draft: bool = False) -> bytes:
    """The body of one policy's page alone, for pasting into the city's content system."""
    from uedasns_tui.formats import html_format

    return html_format.fragment(policy_page(context, record, draft))


def register_page(context: AppContext, records: list[Record]) -> Page:
    """The register's public columns, for open data and the spreadsheet."""
    form = context.form_for("policy")
    columns = [column for column in form.field if column.public and column.type != "group"]
    rows = []
    for record in records:
        sheet = printed_values(context, record)
        if sheet.decided is None:
            continue
        cells = [_plain(column, sheet.values) for column in columns]
        rows.append(
            (
                record.id,
                *cells,
                public_state(form, record),
                workflow.entry_date(form, sheet.decided).isoformat(),
            )
        )
    head = ("ID", *(column.label for column in columns), "状態", f"{form.approval}日")
    return Page(f"{form.title}の一覧", (Table(tuple(rows), head=head),), name="register")


def public_state(form: Form, record: Record) -> str:
    """The state as the public may know it: what was decided, never that somebody edits or hands in anew."""
    known = form.first
    for entry in record.log:
        act = workflow.transition_of(form, entry.transition)
        if act is not None and act.to and act.role not in workflow.RESETTING:
            known = act.to
    return form.states.get(known, known)


def _plain(field: FormField, values: Mapping[str, Value]) -> str:
    text = _text(values, field)
    return field.choices.get(text, text) if matches(field.when, values) else ""


def site_pages(context: AppContext, records: list[Record]) -> dict[str, Page]:
    """The whole site: an index and a page for every decided account; closed ones stay on the index."""
    form = context.form_for("policy")
    pages: dict[str, Page] = {}
    links: list[str | Link] = []
    over: list[str | Link] = []
    for record in sorted(records, key=lambda record: record.id):
        sheet = printed_values(context, record)
        if sheet.decided is None:
            continue
        page = policy_page(context, record)
        name = page.title
        if workflow.record_state(record, form) in form.ended:
            over.append(f"{name}（運用終了）")
            continue
        pages[f"{record.id}.html"] = page
        links.append(Link(name, f"{record.id}.html"))
    heading = form.published or f"ソーシャルメディアの{form.title}"
    blocks: list[Block] = [
        Heading(heading, 1),
        Paragraph(f"{context.guideline.city.name}が運用するソーシャルメディアの{form.title}です。"),
        Heading("運用しているアカウント", 2),
        Items(tuple(links)) if links else Paragraph("まだありません。"),
    ]
    if over:
        blocks += [Heading("運用を終えたアカウント", 2), Items(tuple(over))]
    pages["index.html"] = Page(f"{heading} {context.guideline.city.name}", tuple(blocks), name="index")
    return pages


def build_site(
    context: AppContext, folder: Path, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> site.SiteResult:
    """Write the whole site into `folder`: only what changed, deleting only what an earlier build wrote."""
    saved, _ = context.repository.everything(context.form_for("policy").id)
    html = FORMATS["html"]
    pages = site_pages(context, [entry.record for entry in saved])
    written = {name: html.write(page) for name, page in pages.items()}
    written["register.csv"] = FORMATS["csv"].write(register_page(context, [entry.record for entry in saved]))
    return site.build(folder, written, write_atomic, progress)
