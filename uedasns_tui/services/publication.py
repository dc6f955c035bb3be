"""Publication: the sheet of a policy, the site and the register's CSV, as Pages for the formats.

Used by `policy export`, `site build` and the screen. Always the last decided values, never the edit in
progress; a record that was never decided prints as a draft, with 案 on it. Only public fields leave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
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
        if ask.public and isinstance(value, str) and value.strip() not in ("", *_NO_NUMBER):
            yield f"{ask.label}: {value}"
    if ended := _ended(form, record):
        yield f"{form.states[workflow.record_state(record, form)]}: {dates.japanese_date(ended)}"
    if outside := _outside(form, sheet.values):
        yield outside


def _ended(form: Form, record: Record) -> date | None:
    """The day on which an account ended; None while it has not."""
    if workflow.record_state(record, form) not in form.ended:
        return None
    for entry in reversed(record.log):
        step = workflow.transition_of(form, entry.transition)
        if step is not None and step.to in form.ended:
            return workflow.entry_date(form, entry)
    return None


def _outside(form: Form, values: Mapping[str, Value]) -> str:
    """Whose account it is, in words, where it is not the city's own; "" where it is."""
    runner = next((field for field in form.field if field.role == "runner"), None)
    text = _text(values, runner) if runner is not None else ""
    return "" if runner is None or text in ("", runner.default) else runner.choices.get(text, text)


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
    rows: dict[str, list[tuple[str | Link, ...]]] = {}
    outside: list[tuple[str | Link, ...]] = []
    over: list[str | Link] = []
    days: list[date] = []
    for record in sorted(records, key=lambda record: record.id):
        sheet = printed_values(context, record)
        if sheet.decided is None:
            continue
        page = policy_page(context, record)
        days.append(_ended(form, record) or workflow.entry_date(form, sheet.decided))
        if ended := _ended(form, record):
            over.append(f"{page.title}（運用終了 {dates.japanese_date(ended)}）")
            continue
        pages[f"{record.id}.html"] = _account_page(form, page, sheet.values)
        row = _index_row(form, record, sheet.values)
        if _outside(form, sheet.values):
            outside.append(row)
        else:
            rows.setdefault(_of_role(form, sheet.values, "platform") or "そのほか", []).append(row)
    pages["index.html"] = _index(context, rows, outside, over, max(days, default=None))
    return pages


def _index(
    context: AppContext,
    rows: Mapping[str, list[tuple[str | Link, ...]]],
    outside: list[tuple[str | Link, ...]],
    over: list[str | Link],
    updated: date | None,
) -> Page:
    city, form = context.guideline.city.name, context.form_for("policy")
    blocks: list[Block] = [
        Heading(form.published_title, 1),
        Paragraph(f"{city}が運用する{form.published_title}です。"),
        Heading("運用しているアカウント", 2),
        *([] if rows else [Paragraph("まだありません。")]),
    ]
    for platform, accounts in sorted(rows.items()):
        blocks += [Heading(platform, 3), _accounts(form, platform, accounts)]
    if outside:
        blocks += [
            Heading(f"{city}以外の団体が運用するアカウント", 2),
            Paragraph(f"{city}の運用ではないため、ガイドラインの適用外です。参考として載せています。"),
            _accounts(form, "市以外の団体", outside),
        ]
    if over:
        blocks += [Heading("運用を終えたアカウント", 2), Items(tuple(over))]
    blocks.append(Paragraph("この一覧のデータ（オープンデータ）", Link("一覧の CSV", "register.csv")))
    made = (f"更新日: {dates.japanese_date(updated)}",) if updated else ()
    return Page(f"{form.published_title} {city}", tuple(blocks), name="index", made=made)


def _accounts(form: Form, caption: str, rows: list[tuple[str | Link, ...]]) -> Table:
    head = ("名称", "アカウント", "担当課", "返信", "状態", form.title)
    return Table(tuple(rows), head=head, caption=f"{caption}のアカウント", row_heads=True)


def _index_row(form: Form, record: Record, values: Mapping[str, Value]) -> tuple[str | Link, ...]:
    name, account, url = (_of_role(form, values, role) for role in ("name", "account", "url"))
    return (
        name,
        Link(account or url, url) if url else account,
        _of_role(form, values, "section"),
        _of_role(form, values, "reply"),
        public_state(form, record),
        Link(f"{name}の{form.title}", f"{record.id}.html"),
    )


def _of_role(form: Form, values: Mapping[str, Value], role: str) -> str:
    field = next((field for field in form.field if field.role == role), None)
    text = _text(values, field) if field is not None and field.public else ""
    return field.choices.get(text, text).strip() if field is not None else ""


def _account_page(form: Form, page: Page, values: Mapping[str, Value]) -> Page:
    """An account's page on the site: its name as the heading, its addresses to follow, a way back."""
    url = _of_role(form, values, "url")
    blocks: list[Block] = []
    for block in page.blocks:
        if isinstance(block, Heading) and block.level == 1:
            blocks.append(Heading(page.title, 1))
        elif isinstance(block, Table):
            cells = tuple(
                tuple(Link(url, url) if url and cell == url else cell for cell in row) for row in block.rows
            )
            blocks.append(Table(cells, block.head, block.caption, block.row_heads, block.widths))
        else:
            blocks.append(block)
    links = [
        Link(f"{field.label}: {text}", f"{scheme}{text.split('（')[0].strip()}")
        for field in form.field
        for kind, scheme in (("email", "mailto:"), ("phone", "tel:"))
        if field.type == kind and field.public and (text := _text(values, field).strip())
    ]
    if links:
        blocks += [Heading("問い合わせ", 2), Items(tuple(links))]
    blocks.append(Paragraph("", Link(f"{form.published_title}の一覧へ戻る", "index.html")))
    return Page(page.title, tuple(blocks), page.name, page.mark, page.made)


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
