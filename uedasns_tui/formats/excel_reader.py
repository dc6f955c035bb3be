"""Reads Excel workbooks (.xlsx) as grids of text, one for each sheet; cells that hold no text are reported.

Used by record_import and last_post. The package is checked as Word's is before openpyxl opens it.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from typing import Any, Final

from uedasns_tui.formats.csv_reader import MOST_COLUMNS, MOST_ROWS, Grid
from uedasns_tui.formats.imported import ImportRefused
from uedasns_tui.formats.word_package import FAULTS, check_package, check_parts

_BROKEN: Final = "Excel のファイルとして読めません。Excel で開き、新しい名前で保存し直してください。"
_LONG_NUMBER: Final = 9
"""Digits from which a number is more likely a telephone number or a code."""


def read_excel(data: bytes) -> list[tuple[str, Grid]]:
    """The sheets that hold something, by name. Raises ImportRefused."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            check_package(package)
            check_parts(package)
            pictures = any("/media/" in name for name in package.namelist())
            comments = any("comments" in name.lower() for name in package.namelist())
        shown = load_workbook(io.BytesIO(data), data_only=True, rich_text=True)
        typed = load_workbook(io.BytesIO(data)) if b"<f" in _sheets(data) else shown
        grids = [(sheet.title, _grid(sheet, typed[sheet.title])) for sheet in shown.worksheets]
    except ImportRefused:
        raise
    except (
        *FAULTS,
        InvalidFileException,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,
    ) as error:
        raise ImportRefused(_BROKEN) from error
    notes = [
        *(["画像の中の文は読めません。元のファイルで確かめてください。"] if pictures else []),
        *(["コメントの文は、値としては読みません。"] if comments else []),
    ]
    return [(name, Grid(grid.rows, (*notes, *grid.notes))) for name, grid in grids if grid.rows or grid.notes]


def _sheets(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [
            name for name in package.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")
        ]
        return b"".join(package.read(name) for name in names)


def _grid(sheet: Any, typed: Any) -> Grid:
    if sheet.max_column > MOST_COLUMNS:
        raise ImportRefused(f"シート「{sheet.title}」: 列が多すぎます（{MOST_COLUMNS:,} 列まで）。")
    if sheet.max_row > MOST_ROWS:
        raise ImportRefused(
            f"シート「{sheet.title}」: 行が多すぎます（{MOST_ROWS:,} 行まで）。分けて読み込んでください。"
        )
    notes: dict[str, None] = {}
    rows = []
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = tuple(_text(cell, typed[cell.coordinate], notes) for cell in row)
        if any(cell.strip() for cell in cells):
            rows.append((number, cells))
            if sheet.row_dimensions[number].hidden:
                notes[f"{number} 行目は、隠れている行です。"] = None
    if sheet.sheet_state != "visible":
        notes[f"シート「{sheet.title}」は、隠れているシートです。"] = None
    return Grid(tuple(rows), tuple(notes))


def _text(cell: Any, typed: Any, notes: dict[str, None]) -> str:
    value = cell.value
    place = cell.coordinate
    if getattr(cell, "comment", None) is not None:
        notes[f"{place} のコメントは取り込みません: {cell.comment.text}"] = None
    link = getattr(cell, "hyperlink", None)
    if link is not None and link.target and link.target.removeprefix("mailto:") not in str(value):
        notes[f"{place}「{value}」のリンク先は読みませんでした: {link.target}"] = None
    if value is None:
        if isinstance(typed.value, str) and typed.value.startswith("="):
            notes[f"{place} の式には、計算した結果がありません: {typed.value}"] = None
        return ""
    if cell.font is not None and cell.font.strike:
        notes[f"取り消し線の文は読みませんでした: {value}"] = None
        return ""
    if isinstance(value, list):
        return "".join(_run(part, notes) for part in value)
    return _plain(value, place, notes)


def _run(part: Any, notes: dict[str, None]) -> str:
    """A piece of a cell that has fonts of its own."""
    if isinstance(part, str):
        return part
    if part.font is not None and part.font.strike:
        notes[f"取り消し線の文は読みませんでした: {part.text}"] = None
        return ""
    return str(part.text)


def _plain(value: object, place: str, notes: dict[str, None]) -> str:
    if isinstance(value, datetime):
        whole = value.time() == time()
        return value.date().isoformat() if whole else value.isoformat(" ", "minutes")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and len(str(abs(value))) >= _LONG_NUMBER:
        notes[f"{place} は数として入っています（先頭の 0 は残っていません）: {value}"] = None
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_\n", "\n")
