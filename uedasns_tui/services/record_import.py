"""Import of records: Word and Excel sheets, and rows of CSV and Excel, as drafts or changes, after a preview.

The preview writes nothing. What a file does not say stays empty and is said; rows of accounts that the register
already has are shown as changes of those records.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from uedasns_tui.formats import csv_reader, excel_reader, word_reader
from uedasns_tui.formats.imported import ImportRefused, read_file
from uedasns_tui.guideline.schema import Form
from uedasns_tui.records.record import Value
from uedasns_tui.services import record_actions
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.import_sheets import ImportPreview, form_labels, sheet_previews, words_of
from uedasns_tui.services.import_tables import table_previews
from uedasns_tui.storage.repository import SaveResult

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


def preview(context: AppContext, path: Path) -> list[ImportPreview]:
    """What is in a file of one sheet, or in a table of a policy a row. Raises ImportRefused, OSError."""
    data = read_file(path)
    form = context.form_for("policy")
    match _kind(path, data):
        case "word":
            sheets = word_reader.read_word(data, form_labels(form))
            return sheet_previews(form, sheets)
        case "excel":
            return table_previews(context, form, excel_reader.read_excel(data))
        case _:
            return table_previews(context, form, [("", csv_reader.csv_grid(data))])


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
