"""Rows of CSV and Excel → previews: a policy a row, each beside the record that it means.

Used by record_import. Totals, footers and twins are named and never made into records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from uedasns_tui.formats.grid import HEADS_WITHIN, Grid, line, plain, under_heads
from uedasns_tui.formats.imported import ImportedRows, ImportRefused
from uedasns_tui.formats.labels import Labels
from uedasns_tui.formats.sheet_rows import Row, SheetRows
from uedasns_tui.guideline.schema import Form
from uedasns_tui.japanese import fold
from uedasns_tui.records.record import Value
from uedasns_tui.services import open_data, publication
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.import_sheets import (
    ImportPreview,
    column_labels,
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
_EXAMPLE: Final = re.compile(r"[(\[【]?(記入|記載|入力)?例[)\]】:・ \d]")
_ASIDE: Final = re.compile(r"[(（※].*", re.DOTALL)
"""A text that is meant for the one who fills in."""
_FEW: Final = 2
_FULL: Final = 5
"""Filled cells: of a row that may be a footer, and of the usual row among which it is taken for none."""


def table_previews(context: AppContext, form: Form, grids: list[tuple[str, Grid]]) -> list[ImportPreview]:
    """What the grids of a file would become, each as rows or as a sheet itself. Raises ImportRefused."""
    columns = column_labels(form)
    previews: list[ImportPreview] = []
    others: list[str] = []
    grids = [(name, plain(grid)) for name, grid in grids]
    seen = [line(row) for _, grid in grids for _, row in grid.rows]
    for name, grid in grids:
        if _is_sheet(form, columns, grid):
            result = _as_sheets(form, grid)
        elif any(is_head(columns, cell) for _, row in grid.rows[:HEADS_WITHIN] for cell in row):
            table = under_heads(grid, lambda cell: is_head(columns, cell))
            result = _rows(context, form, columns, table, previews)
        else:
            result = []
        if len(grids) > 1 and len({key for preview in result for key in preview.values}) < _FEW:
            others += [f"シート「{name}」は取り込みません: {line(row)}" for _, row in grid.rows]
            others += [f"シート「{name}」: {note}" for note in grid.notes]
        else:
            if len(grids) > 1 and result:
                result[0] = replace(result[0], notes=(f"シート「{name}」から読みました。", *result[0].notes))
            previews += result
    if not any(each.print for preview in previews for each in form.field if each.id in preview.values):
        seen_on = columns.named("seen_on")
        if seen_on is not None and any(seen_on in preview.values for preview in previews):
            raise ImportRefused(
                "様式の欄が1つもないため、下書きになりません。"
                f"今ある{form.title}の最後の投稿の日を書くには、コマンド policy seen ファイル.csv を使ってください。"
            )
        raise ImportRefused(nothing_read(form, tuple(seen)))
    return [replace(previews[0], unknown=(*previews[0].unknown, *others)), *previews[1:]]


def is_table(form: Form, grid: Grid) -> bool:
    """Whether a table in a text holds a record a row: heads fill most of a row, and more than labels stand down."""
    columns = column_labels(form)
    rows = [row for _, row in grid.rows[:-1][:HEADS_WITHIN]]
    heads = [[cell for cell in row if is_head(columns, cell)] for row in rows]
    most = max(heads, key=len, default=[])
    cells = [
        cell for row, own in zip(rows, heads, strict=True) if own is most for cell in row if cell.strip()
    ]
    numbered = all(columns.exact(cell) for cell in cells)
    if numbered and len(grid.rows) == _FEW:
        return False
    return len(most) > _FEW and 2 * len(most) > len(cells) and not _is_sheet(form, columns, grid)


def _is_sheet(form: Form, columns: Labels, grid: Grid) -> bool:
    """Whether a grid is a sheet itself: more labels stand down a column than heads stand in any row."""
    labels = form_labels(form)
    down: dict[int, set[str]] = {}
    for _, row in grid.rows:
        for at, cell in enumerate(row):
            if cell and (name := labels.begins(cell)[0] or labels.named(cell)):
                down.setdefault(at, set()).add(name)
    heads = [
        len({columns.named(cell) or cell for cell in row if is_head(columns, cell)})
        for _, row in grid.rows[:HEADS_WITHIN]
    ]
    return max(map(len, down.values()), default=0) > max(heads, default=0)


def _as_sheets(form: Form, grid: Grid) -> list[ImportPreview]:
    """The sheets that a grid itself is: labels down a column, values beside them."""
    rows = SheetRows(form_labels(form))
    rows.table([Row(tuple(cell.strip("\n") for cell in cells)) for _, cells in grid.rows])
    notes = dict.fromkeys(grid.notes)
    for number, cells in grid.rows:
        first = next(index for index, cell in enumerate(cells) if cell)
        for column in range(first + 1, len(cells)):
            merge = grid.merged.get((number, column))
            if merge is not None and merge.below and merge.text:
                text = f"{merge.name} は結合されているため、上の欄だけの値として読みました: {merge.text}"
                notes[text] = None
    sheets = rows.sheets(tuple(notes))
    return sheet_previews(form, sheets) if any(sheet.values for sheet in sheets) else []


def is_head(columns: Labels, cell: str) -> bool:
    """Whether a cell is the head of a column that is known."""
    return bool(cell.strip()) and (columns.named(cell) is not None or cell.strip().upper() == HEAD_ID)


def _rows(
    context: AppContext, form: Form, columns: Labels, table: ImportedRows, before: list[ImportPreview]
) -> list[ImportPreview]:
    """A preview a row; `before`: those of the tables that stand before this one in the file."""
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
        elif any(other.values == values for other in (*before, *previews)):
            left_out.append(f"同じ内容の行が二つあるため、二つ目は取り込みません: {whole}")
        else:
            result = ImportPreview(values, tuple(unknown), () if previews else table.notes)
            others = [*before, *previews]
            previews.append(_matched(context, form, result, saved, others, identity, len(table.rows) > 1))
    if previews:
        previews[0] = replace(previews[0], unknown=(*previews[0].unknown, *left_out))
    return previews


def _no_record(
    form: Form, columns: Labels, row: Mapping[str, str], values: Mapping[str, Value], usual: int
) -> str:
    """Why a row is no record: a footer, heads again, or all but empty among full rows; "" where it is one."""
    filled = {head: text.strip() for head, text in row.items() if text.strip()}
    first = next(iter(filled.values()), "")
    if not values:
        return "読めなかった行"
    if all(head == text or is_head(columns, text) for head, text in filled.items()):
        return "見出しの行"
    if _EXAMPLE.match(fold.narrow(first)) or all(map(_ASIDE.fullmatch, filled.values())):
        return "記入例や説明の行"
    if _FOOTER.match(re.sub(r"\s", "", fold.narrow(first))) and len(filled) <= _FEW:
        return "表の終わりの行"
    sure = [each.id for each in form.field if each.role in ("account", "url")]
    if len(filled) <= _FEW and usual >= _FULL and not any(values.get(name) for name in sure):
        return "ほとんどの欄が空いている行"
    return ""


def _row(form: Form, columns: Labels, row: Mapping[str, str]) -> tuple[dict[str, Value], list[str]]:
    values: dict[str, Value] = {}
    unknown: list[str] = []
    grouped: dict[str, Value] = {}
    fields = {each.id: each for each in form.field}
    for head, text in row.items():
        each = fields.get(columns.named(head) or "")
        if not text or open_data.is_own(head, row, form):
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
    for name in [name for name in grouped if name in values and grouped[name] != values[name]]:
        texts = "／".join(words_of(fields[name], value) for value in (grouped.pop(name), values.pop(name)))
        unknown.append(f"{fields[name].label}: 二つの欄で違うため、空けておきます: {texts}")
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
