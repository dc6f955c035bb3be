"""Reads Excel workbooks (.xlsx, .xlsm) as grids of text, one for each sheet; what is no text of a cell is reported.

Used by record_import. The package is checked as Word's is before openpyxl opens it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, Final

from uedasns_tui.formats.grid import MOST_ROWS, Grid, Merge, filled, letters
from uedasns_tui.formats.imported import ImportRefused
from uedasns_tui.formats.word_package import FAULTS, check_package, check_parts, part_texts

_BROKEN: Final = "Excel のファイルとして読めません。Excel で開き、新しい名前で保存し直してください。"
_STRICT: Final = "「Strict Open XML」という形式の Excel です。Excel で開き、ファイルの種類を「Excel ブック（.xlsx）」にして保存し直してください。"
_LONG_NUMBER: Final = 9
"""Digits from which a number is more likely a telephone number or a code."""
_AS_IT_IS: Final = ("General", "@", "0", "#,##0")
"""Formats in which a number looks as we read it, but for commas."""
_DIGITS: Final = re.compile(r'[0\-() "\\]*0[0\-() "\\]*')
_LINK: Final = re.compile(r'=HYPERLINK\(\s*"([^"]+)"', re.IGNORECASE)
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_excel(data: bytes) -> list[tuple[str, Grid]]:
    """The sheets that hold something, by name. Raises ImportRefused."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        notes, formulas = _beside(data)
        shown = load_workbook(io.BytesIO(data), data_only=True, rich_text=True)
        typed = load_workbook(io.BytesIO(data)) if formulas else shown
        grids = [(sheet.title, _Sheet(sheet, typed[sheet.title], notes).grid()) for sheet in shown.worksheets]
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
    return [(name, grid) for name, grid in grids if grid.rows or grid.notes]


def _beside(data: bytes) -> tuple[list[str], bool]:
    """Remarks on what the package holds beside cells, and whether cells hold formulas. Raises ImportRefused."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        check_package(package)
        check_parts(package)
        names = package.namelist()
        if b"purl.oclc.org" in package.read("xl/workbook.xml"):
            raise ImportRefused(_STRICT)
        drawn = [name for name in names if re.fullmatch(r"xl/drawings/[^/]+\.xml", name)]
        texts = [text for name in drawn for text in part_texts(package, name)]
        sheets = [name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        formulas = any(b"<f" in package.read(name) for name in sheets)
    notes = [
        *(["画像の中の文は読めません。元のファイルで確かめてください。"] if any("/media/" in name for name in names) else []),
        *([f"図形の中の文は取り込みません: {'／'.join(texts)}"] if texts else []),
    ]  # fmt: skip
    return notes, formulas


class _Sheet:
    """One sheet: `sheet` with the results of its formulas, `typed` with the formulas."""

    def __init__(self, sheet: Any, typed: Any, notes: list[str]) -> None:
        self._sheet, self._typed = sheet, typed
        self._notes = dict.fromkeys(notes)
        self._cells: dict[tuple[int, int], str] = {}

    def grid(self) -> Grid:
        """Its cells as texts. Raises ImportRefused."""
        for (row, column), cell in sorted(self._sheet._cells.items()):
            if text := self._text(cell):
                self._cells[row, column] = text
        rows = tuple(filled(self._rows()))
        self._hidden()
        self._printed_around()
        return Grid(rows, tuple(self._notes), dict(self._merged()))

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        width = max((column for _, column in self._cells), default=0)
        numbers = dict.fromkeys(row for row, _ in self._cells)
        if len(numbers) > MOST_ROWS:
            raise ImportRefused(
                f"シート「{self._sheet.title}」: 行が多すぎます（{MOST_ROWS:,} 行まで）。分けて読み込んでください。"
            )
        for number in numbers:
            yield number, [self._cells.get((number, column), "") for column in range(1, width + 1)]

    def _merged(self) -> Iterator[tuple[tuple[int, int], Merge]]:
        for area in self._sheet.merged_cells.ranges:
            text = self._cells.get((area.min_row, area.min_col), "")
            for row, column in area.cells:
                if (row, column) != (area.min_row, area.min_col) and row <= MOST_ROWS:
                    yield (row, column - 1), Merge(area.coord, text, column == area.min_col)

    def _hidden(self) -> None:
        """What a reader of the sheet does not see, though it is read."""
        rows = {row for row, _ in self._cells if self._sheet.row_dimensions[row].hidden}
        for number in sorted(rows):
            self._note(f"{number} 行目は、隠れている行です。")
        for column in self._sheet.column_dimensions.values():
            inside = range(column.min or 0, (column.max or 0) + 1)
            if column.hidden or column.width == 0:
                for number in sorted({at for _, at in self._cells if at in inside}):
                    head = next(text for (_, at), text in sorted(self._cells.items()) if at == number)
                    self._note(f"{letters(number - 1)} 列（{head}）は、隠れている列です。")
        if self._sheet.sheet_state != "visible":
            self._note(f"シート「{self._sheet.title}」は、隠れているシートです。")

    def _printed_around(self) -> None:
        sheet = self._sheet
        for name, kinds in (("ヘッダー", (sheet.oddHeader, sheet.evenHeader, sheet.firstHeader)),
                            ("フッター", (sheet.oddFooter, sheet.evenFooter, sheet.firstFooter))):  # fmt: skip
            texts = [
                part.text for kind in kinds for part in (kind.left, kind.center, kind.right) if part.text
            ]
            texts = [text for text in texts if re.sub(r"&\[?\w+\]?|[\W\d]", "", text)]
            if texts:
                self._note(f"{name}は取り込みません: {'／'.join(dict.fromkeys(texts))}")

    def _note(self, text: str) -> None:
        self._notes[text] = None

    # ---- a cell
    def _text(self, cell: Any) -> str:
        value, place = cell.value, cell.coordinate
        formula = getattr(self._typed[place], "value", None)
        formula = getattr(formula, "text", formula)
        if getattr(cell, "comment", None) is not None:
            self._note(f"{place} のコメントは取り込みません: {cell.comment.text}")
        link = getattr(cell, "hyperlink", None)
        target = link.target if link is not None else None
        if isinstance(formula, str) and (match := _LINK.match(formula)):
            target = match[1]
        if target and target.removeprefix("mailto:") not in str(value):
            self._note(f"{place}「{'' if value is None else value}」のリンク先は読みませんでした: {target}")
        if value is None:
            if isinstance(formula, str) and formula.startswith("="):
                self._note(f"{place} の式には、計算した結果がありません: {formula}")
            return ""
        if cell.font is not None and cell.font.strike:
            self._note(f"取り消し線の文は読みませんでした: {value}")
            return ""
        if cell.number_format == ";;;":
            self._note(f"{place} の文は、見えない書式になっています: {value}")
        if isinstance(value, list):
            return "".join(map(self._run, value))
        return self._plain(value, place, cell.number_format)

    def _run(self, part: Any) -> str:
        """A piece of a cell that has fonts of its own."""
        if isinstance(part, str):
            return part
        if part.font is not None and part.font.strike:
            self._note(f"取り消し線の文は読みませんでした: {part.text}")
            return ""
        return str(part.text)

    def _plain(self, value: object, place: str, number_format: str) -> str:
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, (date, time)):
            text = value.isoformat(" ", "minutes") if isinstance(value, datetime) else value.isoformat()
            text = text.removesuffix(" 00:00")
            self._note(f"{place} は日付や時刻として入っています。見え方と違うことがあります: {text}")
            return text
        if isinstance(value, (int, float)):
            return self._number(value, place, number_format)
        return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), str(value))

    def _number(self, value: float, place: str, number_format: str) -> str:
        text = str(int(value) if isinstance(value, float) and value.is_integer() else value)
        shape = re.sub(r'["\\]', "", number_format)
        if _DIGITS.fullmatch(number_format) and text.isdecimal() and shape.count("0") >= len(text) > 1:
            digits = iter(text.zfill(shape.count("0")))
            return "".join(next(digits) if sign == "0" else sign for sign in shape)
        if number_format not in _AS_IT_IS:
            self._note(f"{place} は数として入っています。見え方と違うことがあります: {text}")
        elif len(text.lstrip("-")) >= _LONG_NUMBER:
            self._note(f"{place} は数として入っています（先頭の 0 は残っていません）: {text}")
        return text
