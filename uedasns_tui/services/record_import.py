"""Import of records: Word and Excel sheets, and rows of CSV and Excel, as drafts or changes, after a preview.

The preview writes nothing. What a file does not say stays empty and is said; rows of accounts that the register
already has are shown as changes of those records.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from uedasns_tui.formats import csv_reader, excel_reader, word_reader
from uedasns_tui.formats.file_kinds import kind_of
from uedasns_tui.formats.imported import read_file
from uedasns_tui.guideline.schema import Form
from uedasns_tui.records.record import Value
from uedasns_tui.services import record_actions
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.import_sheets import ImportPreview, form_labels, sheet_previews, words_of
from uedasns_tui.services.import_tables import is_table, table_previews
from uedasns_tui.storage.repository import SaveResult


def preview(context: AppContext, path: Path) -> list[ImportPreview]:
    """What is in a file of one sheet, or in a table of a policy a row. Raises ImportRefused, OSError."""
    data = read_file(path)
    form = context.form_for("policy")
    match kind_of(path.name, data):
        case "word":
            return _word_previews(context, form, data)
        case "excel":
            return table_previews(context, form, excel_reader.read_excel(data))
        case _:
            return table_previews(context, form, [("", csv_reader.csv_grid(data))])


def _word_previews(context: AppContext, form: Form, data: bytes) -> list[ImportPreview]:
    """The sheets in a Word file, and the rows of tables in which a row is a record."""
    labels = form_labels(form)
    sheets, tables = word_reader.read_word(data, labels, lambda grid: is_table(form, grid))
    if not tables:
        return sheet_previews(form, sheets)
    rows = table_previews(context, form, [(f"表{number}", grid) for number, grid in enumerate(tables, 1)])
    if any(any(sheet.values.values()) for sheet in sheets):
        return [*sheet_previews(form, sheets), *rows]
    first, odd = rows[0], sheets[0]
    unknown, notes = (*first.unknown, *odd.not_understood), (*odd.notes, *first.notes)
    return [replace(first, unknown=unknown, notes=notes), *rows[1:]]


def shown_values(form: Form, preview: ImportPreview) -> list[tuple[str, str]]:
    """The values of a preview as label and words."""
    fields = {each.id: each for each in form.field}
    return [(fields[name].label, words_of(fields[name], value)) for name, value in preview.values.items()]


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
