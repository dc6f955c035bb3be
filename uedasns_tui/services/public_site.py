"""The public site: an index by service, a page for every decided account, and the register as open data.

Used by `site build` and the screen. Always the last decided values; accounts of others stand apart, ended ones below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from uedasns_tui.formats import site
from uedasns_tui.formats.page import Block, Heading, Items, Link, Page, Paragraph, Table
from uedasns_tui.formats.registry import FORMATS
from uedasns_tui.guideline.schema import Form
from uedasns_tui.japanese import eras
from uedasns_tui.records.record import Record, Value
from uedasns_tui.services import open_data, publication
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.atomic import write_atomic

DATA_FILES = (
    ("一覧の CSV", "register.csv"),
    ("一覧の Excel（すべて文字として入っています）", "register.xlsx"),
    ("一覧の JSON", "register.json"),
)


def site_pages(context: AppContext, records: list[Record]) -> dict[str, Page]:
    """The whole site: an index and a page for every decided account; closed ones stay on the index."""
    form = context.form_for("policy")
    pages: dict[str, Page] = {}
    rows: dict[str, list[tuple[str | Link, ...]]] = {}
    outside: list[tuple[str | Link, ...]] = []
    over: list[str | Link] = []
    for record in sorted(records, key=lambda record: record.id):
        sheet = publication.printed_values(context, record)
        if sheet.decided is None:
            continue
        page = publication.policy_page(context, record)
        if ended := publication.ended_on(form, record):
            over.append(f"{page.title}（運用終了 {eras.japanese_date(ended)}）")
            continue
        pages[f"{record.id}.html"] = _account_page(form, page, sheet.values)
        row = _index_row(form, record, sheet.values)
        if publication.outside_of(form, sheet.values):
            outside.append(row)
        else:
            rows.setdefault(publication.of_role(form, sheet.values, "platform") or "そのほか", []).append(row)
    pages["index.html"] = _index(context, rows, outside, over, publication.updated(context, records))
    return pages


def _index(
    context: AppContext,
    rows: Mapping[str, list[tuple[str | Link, ...]]],
    outside: list[tuple[str | Link, ...]],
    over: list[str | Link],
    last: date | None,
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
            Paragraph(f"{city}の運用ではないため、{publication.NOT_OURS}"),
            _accounts(form, "市以外の団体", outside),
        ]
    if over:
        blocks += [Heading("運用を終えたアカウント", 2), Items(tuple(over))]
    blocks += _open_data(context)
    made = (f"更新日: {eras.japanese_date(last)}",) if last else ()
    return Page(f"{form.published_title} {city}", tuple(blocks), name="index", made=made)


def _open_data(context: AppContext) -> Iterator[Block]:
    """Where the data is, what its columns mean, and how a spreadsheet bears it."""
    yield Heading("この一覧のデータ（オープンデータ）", 2)
    yield Paragraph(
        f"同じ内容を、三つの形式で置いています。値は{context.form_for('policy').approval}された文のとおりです。CSV（UTF-8）では、表計算ソフトが式として計算する文"
        "（= + - や @SUM( などで始まるもの）の前にだけ「'」を付けています。アカウント名（@から始まるもの）には付けません。"
        "電話番号の先頭の 0 は、Excel のファイルでは文字として残ります。JSON には、何も付け足していません。"
    )
    yield Items(tuple(Link(label, name) for label, name in DATA_FILES))
    yield Table(
        tuple(open_data.heads(context)),
        head=("列の名前", "意味"),
        caption="データの列",
        row_heads=True,
        widths=(3, 7),
    )


def _accounts(form: Form, caption: str, rows: list[tuple[str | Link, ...]]) -> Table:
    head = ("名称", "アカウント", "担当課", "返信", "状態", form.title)
    return Table(
        tuple(rows), head=head, caption=f"{caption}のアカウント", row_heads=True, widths=(8, 9, 8, 6, 5, 9)
    )


def _index_row(form: Form, record: Record, values: Mapping[str, Value]) -> tuple[str | Link, ...]:
    name, account, url = (publication.of_role(form, values, role) for role in ("name", "account", "url"))
    return (
        name,
        Link(account or url, url) if url else account,
        publication.of_role(form, values, "section"),
        publication.of_role(form, values, "reply"),
        publication.public_state(form, record),
        Link(f"{name}の{form.title}", f"{record.id}.html"),
    )


def _account_page(form: Form, page: Page, values: Mapping[str, Value]) -> Page:
    """An account's page on the site: its name as the heading, its addresses to follow, a way back."""
    url = publication.of_role(form, values, "url")
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
        if field.type == kind and field.public and (text := publication.text_of(values, field).strip())
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
    records = [entry.record for entry in saved]
    html = FORMATS["html"]
    written = {name: html.write(page) for name, page in site_pages(context, records).items()}
    written |= _data_files(context, records)
    return site.build(folder, written, write_atomic, progress)


def _data_files(context: AppContext, records: list[Record]) -> dict[str, bytes]:
    page = open_data.page(context, records)
    files = {f"{page.name}{FORMATS[name].suffix}": FORMATS[name].write(page) for name in ("csv", "excel")}
    return {
        **files,
        f"{page.name}.json": open_data.as_json(context, records, publication.updated(context, records)),
    }
