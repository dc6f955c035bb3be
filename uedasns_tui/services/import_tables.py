"""Rows of CSV and Excel → previews: a policy a row, each beside the record that it means.

Used by record_import. Totals, footers and twins are named and never made into records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from uedasns_tui.formats import csv_reader
from uedasns_tui.formats.column_heads import is_aside
from uedasns_tui.formats.csv_reader import Grid
from uedasns_tui.formats.imported import ImportedRows, ImportRefused
from uedasns_tui.formats.sheet_rows import Row, SheetRows
from uedasns_tui.guideline.schema import Form, FormField
from uedasns_tui.japanese import fold
from uedasns_tui.records.record import Value
from uedasns_tui.services import open_data, publication
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.import_sheets import (
    ImportPreview,
    form_labels,
    group_values,
    holes,
    nothing_read,
    put_value,
    sheet_previews,
    words_of,
)
from uedasns_tui.storage.record_file import SavedRecord

HEAD_ID: Final = "ID"
_FOOTER: Final = re.compile(
    r"(作成|記入|記載|確認|承認|起案|担当|責任)(者|課|日|年月日|部署)?([:：].*)?$|更新日|出典|備考|注[:：\d）)]|※|以上$|(合|総|小)?計|件数"
)
"""Begins a row under a table that is no record."""
_FEW: Final = 2
_FULL: Final = 5
"""Filled cells: of a row that may be a footer, and of the usual row among which it is taken for none."""


def table_previews(context: AppContext, form: Form, grids: list[tuple[str, Grid]]) -> list[ImportPreview]:
    """What the grids of a file would become, each as rows or as a sheet itself. Raises ImportRefused."""
    columns = _columns(form)
    previews: list[ImportPreview] = []
    others: list[str] = []
    seen: list[str] = []
    for name, grid in grids:
        cells = [cell for _, row in grid.rows[:20] for cell in row if cell.strip()]
        seen += ["／".join(cell.strip() for cell in row if cell.strip()) for _, row in grid.rows]
        if max((_heads(columns, row) for _, row in grid.rows[:20]), default=0) > 1:
            table = csv_reader.under_heads(grid, lambda cell: cell_known(columns, cell))
            previews += _rows(context, form, columns, table)
        elif sheets := _as_sheets(form, grid):
            previews += sheets
        elif len(grids) == 1 and any(cell_known(columns, cell) for cell in cells):
            table = csv_reader.under_heads(grid, lambda cell: cell_known(columns, cell))
            previews += _rows(context, form, columns, table)
        else:
            others += [f"シート「{name}」は取り込みません: {line}" for line in (seen[-len(grid.rows) :])]
    if not any(each.print for preview in previews for each in form.field if each.id in preview.values):
        seen_on = columns.get(_head("seen_on"))
        if seen_on is not None and any(seen_on.id in preview.values for preview in previews):
            raise ImportRefused(
                "様式の欄がひとつもないため、下書きになりません。"
                f"今ある{form.title}の最後の投稿の日を書くには、端末から policy seen ファイル.csv を使ってください。"
            )
        raise ImportRefused(nothing_read(form, tuple(seen)))
    if previews and others:
        previews[0] = replace(previews[0], unknown=(*previews[0].unknown, *others))
    return previews


def _heads(columns: Mapping[str, FormField], row: tuple[str, ...]) -> int:
    """How many cells of a row are heads: those that are known, and beside them those of notes."""
    known = sum(cell_known(columns, cell) for cell in row)
    return known + sum(map(is_aside, row)) if known else 0


def _as_sheets(form: Form, grid: Grid) -> list[ImportPreview]:
    """The sheets that a grid itself is: labels down a column, values beside them."""
    rows = SheetRows(form_labels(form))
    rows.table(
        [Row(tuple(cell.strip("\n") if cell.strip() else "" for cell in cells)) for _, cells in grid.rows]
    )
    sheets = rows.sheets(grid.notes)
    return sheet_previews(form, sheets) if any(sheet.values for sheet in sheets) else []


def _head(text: str) -> str:
    return re.sub(r"[\W_]", "", fold.fold(re.sub(r"^\s*[①-⑳]", "", text)))


def _columns(form: Form) -> dict[str, FormField]:
    """The fields by the heads that a column may have: label with or without its number, id, other names."""
    columns: dict[str, FormField] = {}
    for names in (lambda each: (each.label, each.id), lambda each: each.aliases):
        for each in form.field:
            for name in names(each):
                columns.setdefault(_head(name), each)
                columns.setdefault(_head(re.sub(r"^[^\w]*\d+", "", fold.fold(name))), each)
    return columns


def cell_known(columns: Mapping[str, FormField], cell: str) -> bool:
    """Whether a cell is the head of a column that is known."""
    return bool(cell.strip()) and (_head(cell) in columns or cell.strip() == HEAD_ID)


def _column(columns: Mapping[str, FormField], head: str) -> FormField | None:
    key = _head(head)
    return columns.get(key) or columns.get(re.sub(r"^\d+", "", key))


def _rows(
    context: AppContext, form: Form, columns: Mapping[str, FormField], table: ImportedRows
) -> list[ImportPreview]:
    saved = context.repository.everything(form.id)[0]
    previews: list[ImportPreview] = []
    left_out = list(table.not_understood)
    usual = sorted(sum(map(bool, map(str.strip, row.values()))) for row in table.rows)
    for row in table.rows:
        values, unknown = _row(form, columns, row)
        whole = "／".join(f"{head}: {text}" for head, text in row.items() if text.strip())
        identity = next((text.strip() for head, text in row.items() if head.strip().upper() == HEAD_ID), "")
        if not whole:
            continue
        if reason := _no_record(form, columns, row, values, usual[len(usual) // 2]):
            left_out.append(f"{reason}: {whole}")
        elif any(other.values == values for other in previews):
            left_out.append(f"同じ内容の行が二つあるため、二つ目は取り込みません: {whole}")
        else:
            result = ImportPreview(values, tuple(unknown), table.notes)
            previews.append(_matched(context, form, result, saved, previews, identity, len(table.rows) > 1))
    if previews:
        previews[0] = replace(previews[0], unknown=(*previews[0].unknown, *left_out))
    return previews


def _no_record(
    form: Form,
    columns: Mapping[str, FormField],
    row: Mapping[str, str],
    values: Mapping[str, Value],
    usual: int,
) -> str:
    """Why a row is no record: a footer, heads again, or all but empty among full rows; "" where it is one."""
    filled = {head: text.strip() for head, text in row.items() if text.strip()}
    first = next(iter(filled.values()), "")
    if not values:
        return "読めなかった行"
    if all(_head(head) == _head(text) or cell_known(columns, text) for head, text in filled.items()):
        return "見出しの行"
    if _FOOTER.match(re.sub(r"\s", "", fold.narrow(first))) and len(filled) <= _FEW:
        return "表の終わりの行"
    sure = [each.id for each in form.field if each.role in ("account", "url")]
    if len(filled) <= _FEW and usual >= _FULL and not any(values.get(name) for name in sure):
        return "ほとんどの欄が空いている行"
    return ""


def _row(
    form: Form, columns: Mapping[str, FormField], row: Mapping[str, str]
) -> tuple[dict[str, Value], list[str]]:
    values: dict[str, Value] = {}
    unknown: list[str] = []
    grouped: dict[str, Value] = {}
    for head, text in row.items():
        each = _column(columns, head)
        if not text or open_data.is_own(head, row):
            continue
        if each is None:
            if text.strip():
                unknown.append(f"{head}: {text}")
        elif each.type == "group":
            grouped = {**group_values(form, each, text, unknown), **grouped}
        elif each.id in values:
            unknown.append(f"{head}（二つ目）: {text}")
        else:
            put_value(values, each, text, unknown)
    return {**grouped, **values}, unknown


def _matched(
    context: AppContext,
    form: Form,
    taken: ImportPreview,
    records: list[SavedRecord],
    before: list[ImportPreview],
    identity: str,
    many: bool,
) -> ImportPreview:
    """A row beside the record it means: by ID, or in a list of `many` by account; a single row may be a new try."""
    saved = next((entry for entry in records if entry.record.id == identity), None) if identity else None
    twin = next((entry for entry in records if _same_account(form, taken.values, entry.record.values)), None)
    saved = saved or (twin if many else None)
    if saved is not None:
        changes = dict(_changes(context, form, taken.values, saved))
        note = (
            f"今ある記録（{saved.record.id}）への変更です。"
            if changes
            else f"今ある記録（{saved.record.id}）と同じです。新しい下書きは作りません。"
        )
        labels = {each.id: each for each in form.field}
        lines = [
            f"{labels[name].label}: {words_of(labels[name], saved.record.text(name)) or '（空）'} → {words_of(labels[name], value)}"
            for name, value in changes.items()
        ]
        return replace(taken, notes=(*taken.notes, note, *lines), saved=saved, changes=changes)
    unknown = list(taken.unknown)
    notes = [*taken.notes, *holes(form, taken.values)]
    if twin is not None:
        notes.append(f"同じアカウントの記録（{twin.record.id}）があります。別の下書きになります。")
    if identity:
        unknown.append(f"ID「{identity}」の記録はないため、新しい下書きになります。")
    if any(_same_account(form, taken.values, other.values) for other in before):
        unknown.append("同じアカウントの行が、このファイルに二つあります。二つとも下書きになります。")
    return replace(taken, unknown=tuple(unknown), notes=tuple(notes))


def _same_account(form: Form, values: Mapping[str, Value], others: Mapping[str, Value]) -> bool:
    """Whether a row is of a record's account: its address, else its service and account, and its name."""
    by_role = {each.role: each.id for each in form.field if each.role}
    pairs = [
        (_flat(values.get(by_role.get(role, ""), "")), _flat(others.get(by_role.get(role, ""), "")))
        for role in ("url", "account", "platform", "name")
    ]
    if pairs[0][0]:
        return pairs[0][0] == pairs[0][1]
    return all(new == old for new, old in pairs[1:]) and any(new for new, _ in pairs[1:3])


def _flat(value: Value) -> str:
    return fold.fold(value if isinstance(value, str) else "\n".join(value)).strip().rstrip("/")


def _changes(
    context: AppContext, form: Form, values: Mapping[str, Value], saved: SavedRecord
) -> Iterator[tuple[str, Value]]:
    """The values that differ from what the register prints of a record, and from what it holds."""
    shown = publication.printed_values(context, saved.record).values
    for name, value in values.items():
        each = next(each for each in form.field if each.id == name)
        old = [shown.get(name, ""), saved.record.values.get(name, "")]
        if value not in old and not (isinstance(value, str) and value.strip() in map(_strip, old)):
            yield each.id, value


def _strip(value: Value) -> str:
    return value.strip() if isinstance(value, str) else "\n".join(value)
