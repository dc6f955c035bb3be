"""Import of records: Word and Excel sheets, and rows of CSV and Excel, as drafts or changes, after a preview.

The preview writes nothing. What a file does not say stays empty and is said; rows of accounts that the register
already has are shown as changes of those records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Final

from uedasns_tui.formats import csv_reader, excel_reader, word_reader
from uedasns_tui.formats.csv_reader import Grid
from uedasns_tui.formats.imported import ImportedRows, ImportedSheet, ImportRefused, read_file
from uedasns_tui.formats.labels import Labels
from uedasns_tui.formats.sheet_rows import SheetRows
from uedasns_tui.formats.text_safety import printable
from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.schema import Form, FormField
from uedasns_tui.japanese import fold
from uedasns_tui.records.record import Value
from uedasns_tui.services import group_text, publication, record_actions
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.record_file import SavedRecord
from uedasns_tui.storage.repository import SaveResult

HEAD_ID: Final = "ID"
_OWN_HEADS: Final = (HEAD_ID, "状態", "決裁日")
"""Columns of the register's own export that are no fields."""
ADVICE: Final = {
    ".odt": "LibreOffice で開き、「Word 2007-365（.docx）」で保存してから読み込んでください。",
    ".ods": "LibreOffice で開き、「Excel 2007-365（.xlsx）」で保存してから読み込んでください。",
    ".pdf": "PDF からは読みません。元の Word か Excel のファイルを使うか、Word で PDF を開いて .docx で保存し、"
    "文が崩れていないか確かめてから読み込んでください。",
    ".tsv": "Excel で開き、「CSV UTF-8（コンマ区切り）」で保存してから読み込んでください。",
    ".txt": "文を様式の Word に写すか、見出しのある CSV にしてから読み込んでください。",
    ".doc": "古い形式の Word です。Word で開き、「Word 文書（.docx）」で保存してから読み込んでください。",
    ".xls": "古い形式の Excel です。Excel で開き、「Excel ブック（.xlsx）」で保存してから読み込んでください。",
    ".xlsb": "Excel で開き、「Excel ブック（.xlsx）」で保存してから読み込んでください。",
    ".rtf": "Word で開き、「Word 文書（.docx）」で保存してから読み込んでください。",
    ".jtd": "一太郎で開き、「Word 文書（.docx）」で保存してから読み込んでください。",
    ".html": "Word で開き、「Word 文書（.docx）」で保存してから読み込んでください。",
}
"""What to do with files that are not read, by the end of the name."""
_SEEN_MOST: Final = 30


@dataclass(frozen=True)
class ImportPreview:
    """What a file or a row would become: values by field, what was not understood, and remarks.

    `saved`: the record of this account, where there is one; then only `changes` would be written.
    """

    values: Mapping[str, Value]
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    saved: SavedRecord | None = None
    changes: Mapping[str, Value] = field(default_factory=dict)


def preview(context: AppContext, path: Path) -> list[ImportPreview]:
    """What is in a file of one sheet, or in a table of a policy a row. Raises ImportRefused, OSError."""
    data = read_file(path)
    form = context.form_for("policy")
    match _kind(path, data):
        case "word":
            sheet = word_reader.read_word(data, _labels(form))
            return [_sheet(form, sheet)]
        case "excel":
            return _tables(context, form, excel_reader.read_excel(data))
        case _:
            return _tables(context, form, [("", csv_reader.csv_grid(data))])


def _kind(path: Path, data: bytes) -> str:
    """What a file is by its content; for what is not read, the advice by its content or its name."""
    suffix = path.suffix.lower()
    if data.startswith(b"PK\x03\x04"):
        head = data[:4096]
        for mark, other in ((b"opendocument.text", ".odt"), (b"opendocument.spreadsheet", ".ods")):
            if mark in head:
                raise ImportRefused(f"{path.name}: {ADVICE[other]}")
        return "excel" if b"xl/workbook.xml" in data else "word"
    if data.startswith(b"%PDF"):
        raise ImportRefused(f"{path.name}: {ADVICE['.pdf']}")
    if suffix == ".csv":
        return "csv"
    if suffix in ADVICE:
        raise ImportRefused(f"{path.name}: {ADVICE[suffix]}")
    if suffix in (".xlsx", ".xlsm"):
        raise ImportRefused(
            f"{path.name}: Excel のファイルとして読めません。パスワードがあれば外し、Excel で保存し直してください。"
        )
    return "word"


def _labels(form: Form) -> Labels:
    parts = {part.id: part.part_of for part in form.field if part.print and part.part_of}
    printing = {each.id: each for each in form.field if each.print}
    return Labels(
        {name: each.label for name, each in printing.items()},
        {name: each.aliases for name, each in printing.items()},
        parts,
    )


# ---- a sheet
def _sheet(form: Form, sheet: ImportedSheet) -> ImportPreview:
    if not sheet.values:
        raise ImportRefused(_nothing(form, sheet.seen or sheet.notes))
    values: dict[str, Value] = {}
    unknown = list(sheet.not_understood)
    parts = {each.id: each for each in form.field}
    for name, text in sheet.values.items():
        each = parts[name]
        carried = _carried(form, each, sheet.carried, text)
        if carried is not None:
            values |= carried
        elif each.type == "group":
            values |= _group(form, each, text, unknown)
        elif each.part_of or text:
            _put(values, each, text, unknown)
        else:
            values[name] = text
    return ImportPreview(values, tuple(unknown), (*sheet.notes, *_holes(form, values)))


def _carried(form: Form, each: FormField, carried: Mapping[str, str], text: str) -> dict[str, Value] | None:
    """The values that the file carries for a cell, where they print as what is visible there."""
    names = [each.id, *(part.id for part in group_text.parts_of(form, each))]
    values: dict[str, Value] = {name: carried[name] for name in names if name in carried}
    shown = printable(group_text.cell(form, each, values)).strip("\n")
    return values if values and (shown if shown.strip() else "") == text else None


def _group(form: Form, group: FormField, text: str, unknown: list[str]) -> Mapping[str, Value]:
    if not text.strip():
        return {}
    taken = group_text.read_group(form, group, text)
    if taken.undecided is not None:
        unknown.append(
            f"{group.label}: 「{taken.undecided.label}」をこの文からは決められないため、空けておきます。"
            f"選んでから出してください。元の文: {text}"
        )
    else:
        unknown += [f"{group.label}: {line}" for line in taken.rest]
    return taken.values


def _put(values: dict[str, Value], each: FormField, text: str, unknown: list[str]) -> None:
    """A value; of a choice only what its own words say."""
    if each.type != "choice":
        values[each.id] = text
    elif (choice := group_text.read_choice(each, text)) is not None:
        values[each.id] = choice
    else:
        unknown.append(f"{each.label}: {text}（選べるのは {'、'.join(each.choices.values())}）")


def _holes(form: Form, values: Mapping[str, Value]) -> Iterator[str]:
    """What is said of fields that the file leaves open though the form would fill them."""
    for each in form.field:
        if each.id in values or each.type == "group":
            continue
        if each.default and not (each.print or each.part_of):
            yield f"「{each.label}」はファイルにないため、初めの値「{each.choices.get(each.default, each.default)}」にします。"
        elif (each.role in ("reply", "section") or each.default) and matches(each.when, values):
            yield f"「{each.label}」はファイルにないため、空けておきます。"


def _nothing(form: Form, seen: tuple[str, ...]) -> str:
    labels = "、".join(each.label for each in form.field if each.print and not each.part_of)
    texts = "／".join(" ".join(text.split()) for text in seen[:_SEEN_MOST]) or "（文がありません）"
    more = f"（ほか {len(seen) - _SEEN_MOST} 行）" if len(seen) > _SEEN_MOST else ""
    return (
        f"{form.title}として読めるものがありませんでした。何も書いていません。探した見出し: {labels}。"
        f"ファイルにあったもの: {texts}{more}。見出しを様式のとおりに直してから、読み込んでください。"
    )


# ---- tables
def _tables(context: AppContext, form: Form, grids: list[tuple[str, Grid]]) -> list[ImportPreview]:
    columns = _columns(form)
    previews: list[ImportPreview] = []
    others: list[str] = []
    seen: list[str] = []
    for name, grid in grids:
        cells = [cell for _, row in grid.rows[:20] for cell in row if cell.strip()]
        seen += ["／".join(cell.strip() for cell in row if cell.strip()) for _, row in grid.rows]
        if max((sum(cell_known(columns, cell) for cell in row) for _, row in grid.rows[:20]), default=0) > 1:
            table = csv_reader.under_heads(grid, lambda cell: cell_known(columns, cell))
            previews += _rows(context, form, columns, table)
        elif (sheet := _as_sheet(form, grid)) is not None:
            previews.append(sheet)
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
                "今ある利用方針の最後の投稿の日を書くには、端末から policy seen ファイル.csv を使ってください。"
            )
        raise ImportRefused(_nothing(form, tuple(seen)))
    if previews and others:
        previews[0] = replace(previews[0], unknown=(*previews[0].unknown, *others))
    return previews


def _as_sheet(form: Form, grid: Grid) -> ImportPreview | None:
    """A grid that is a sheet itself: labels down a column, values beside them."""
    labels = _labels(form)
    rows = SheetRows(labels)
    for _, cells in grid.rows:
        rows.row([cell.strip("\n") if cell.strip() else "" for cell in cells])
    if not rows.texts:
        return None
    missing = [
        f"「{label}」の欄が見つかりませんでした。"
        for name, label in labels.texts.items()
        if name not in rows.texts and name not in labels.parts
    ]
    return _sheet(form, ImportedSheet(rows.texts, tuple(rows.odd), (*rows.notes, *missing, *grid.notes)))


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
    for row in table.rows:
        values, unknown = _row(form, columns, row)
        if not values:
            unknown_row = "／".join(f"{head}: {text}" for head, text in row.items() if text.strip())
            if previews and unknown_row:
                last = previews[-1]
                previews[-1] = replace(last, unknown=(*last.unknown, f"読めなかった行: {unknown_row}"))
            continue
        identity = next((text.strip() for head, text in row.items() if head.strip().upper() == HEAD_ID), "")
        result = ImportPreview(values, tuple(unknown), table.notes)
        previews.append(_matched(context, form, result, saved, previews, identity, len(table.rows) > 1))
    if previews:
        previews[0] = replace(previews[0], unknown=(*previews[0].unknown, *table.not_understood))
    return previews


def _row(
    form: Form, columns: Mapping[str, FormField], row: Mapping[str, str]
) -> tuple[dict[str, Value], list[str]]:
    values: dict[str, Value] = {}
    unknown: list[str] = []
    grouped: dict[str, Value] = {}
    for head, text in row.items():
        each = _column(columns, head)
        if not text:
            continue
        if each is None:
            if text.strip() and head.strip().upper() not in _OWN_HEADS:
                unknown.append(f"{head}: {text}")
        elif each.type == "group":
            grouped = {**_group(form, each, text, unknown), **grouped}
        elif each.id in values:
            unknown.append(f"{head}（二つ目）: {text}")
        else:
            _put(values, each, text, unknown)
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
    twin = next((entry for entry in records if _same_account(form, taken.values, entry)), None)
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
            f"{labels[name].label}: {_words(labels[name], saved.record.text(name)) or '（空）'} → {_words(labels[name], value)}"
            for name, value in changes.items()
        ]
        return replace(taken, notes=(*taken.notes, note, *lines), saved=saved, changes=changes)
    unknown = list(taken.unknown)
    notes = [*taken.notes, *_holes(form, taken.values)]
    if twin is not None:
        notes.append(f"同じアカウントの記録（{twin.record.id}）があります。別の下書きになります。")
    if identity:
        unknown.append(f"ID「{identity}」の記録はないため、新しい下書きになります。")
    if any(other.values == taken.values for other in before):
        unknown.append("同じ内容の行が、このファイルに二つあります。二つとも下書きになります。")
    return replace(taken, unknown=tuple(unknown), notes=tuple(notes))


def _same_account(form: Form, values: Mapping[str, Value], saved: SavedRecord) -> bool:
    """Whether a row is of a record's account: its address, else its service and account, and its name."""
    by_role = {each.role: each.id for each in form.field if each.role}
    pairs = [
        (_flat(values.get(by_role.get(role, ""), "")), _flat(saved.record.text(by_role.get(role, ""))))
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


def _words(each: FormField, value: Value) -> str:
    text = value if isinstance(value, str) else "、".join(value)
    return each.choices.get(text, text)


def shown_values(form: Form, preview: ImportPreview) -> list[tuple[str, str]]:
    """The values of a preview as label and words."""
    fields = {each.id: each for each in form.field}
    return [(fields[name].label, _words(fields[name], value)) for name, value in preview.values.items()]


# ---- writing
def is_new(preview: ImportPreview) -> bool:
    """Whether a preview would become a new draft."""
    return preview.saved is None


def question(previews: list[ImportPreview]) -> str:
    """What would be written, in words; "" where nothing would."""
    new = sum(map(is_new, previews))
    changed = sum(1 for preview in previews if preview.changes)
    return "、".join(
        [
            *([f"{new} 件の下書きを作ります"] if new else []),
            *([f"今ある {changed} 件を直します"] if changed else []),
        ]
    )


def save(context: AppContext, preview: ImportPreview) -> SaveResult | None:
    """Write a preview: a draft in which what the file leaves open is open, or the changes of a record.

    None where there is nothing to write. Raises StorageError, SaveConflict.
    """
    if preview.saved is not None:
        if not preview.changes:
            return None
        record = record_actions.with_values(preview.saved.record, preview.changes)
        return record_actions.save_record(context, record, preview.saved)
    form = context.form_for("policy")
    opened: dict[str, Value] = {
        each.id: ""
        for each in form.field
        if each.print or each.part_of or each.role in ("section", "reply")
        if each.type != "group" and (each.default or each.role in ("section", "reply"))
    }
    record = record_actions.new_record(context, form.id, {**opened, **preview.values})
    return record_actions.save_record(context, record, None)
