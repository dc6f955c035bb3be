"""CSV for open data and for Excel: a byte order mark, CR LF, ISO dates as they are, and no formula ever.

A cell that a spreadsheet would run as a formula gets an apostrophe in front; `bare` takes it off again, and
exactly it: whatever already began with apostrophes and such a sign gets one more. csv_reader.py reads back.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from uedasns_tui.formats.page import Heading, Items, Page, PageField, Paragraph, Table
from uedasns_tui.formats.text_safety import (
    captions,
    cell_text,
    is_sheet,
    link_text,
    printable,
    title_line,
    wide,
)

MARK_HEAD: Final = "区分"
"""Heads the column that says 案 on a draft; `csv_reader` leaves the column out and says so."""
_RUNS: Final = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")
"""Begins a cell that a spreadsheet may run, also full-width (a Japanese Excel reads ＝ as =)."""
_HANDLE: Final = re.compile(r"[@＠][\w.]+")
"""An account's name, which nothing runs: it stays as it is."""


class CsvFormat:
    """The format `csv`. A page with one table is that table alone; a sheet is a head and one row, as many sheets
    would be in the register. Of other pages everything stands in order, tables between empty rows."""

    name = "csv"
    label = "CSV（表計算）"
    suffix = ".csv"
    order = 3

    def write(self, page: Page) -> bytes:
        """UTF-8 with a byte order mark. Raises Unprintable."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerows([harmless(cell) for cell in row] for row in rows_of(page))
        return out.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """`cell` so that no spreadsheet runs it."""
    return f"'{cell}" if _RUNS.match(cell) and not _HANDLE.fullmatch(cell) else cell


def bare(cell: str) -> str:
    """The text that `harmless` was given."""
    return cell[1:] if cell.startswith("'") and _RUNS.match(cell) else cell


def rows_of(page: Page) -> Iterator[list[str]]:
    """The cells of a page as a table of texts, none of them changed."""
    tables = [block for block in page.blocks if isinstance(block, Table)]
    mark = title_line(page.mark)
    if len(tables) == 1:
        rows = _turned(tables[0], page.fields) if is_sheet(tables[0]) else _table(tables[0])
        for number, row in enumerate(rows):
            yield [*([mark if number else MARK_HEAD] if mark else []), *row]
        return
    if mark:
        yield [mark]
    for block, caption in captions(page):
        match block:
            case Heading():
                yield [title_line(block.text)]
            case Paragraph():
                yield [printable(block.text), *([link_text(block.link)] if block.link else [])]
            case Items():
                yield from ([cell_text(item)] for item in block.items)
            case Table():
                yield []
                if caption:
                    yield [caption]
                yield from _table(block)
                yield []
    yield from ([printable(line)] for line in page.made)


def _table(table: Table) -> Iterator[list[str]]:
    columns = wide(table)
    if table.head:
        yield [title_line(label) for label in table.head] + [""] * (columns - len(table.head))
    for row in table.rows:
        yield [cell_text(cell) for cell in row] + [""] * (columns - len(row))


def _turned(sheet: Table, fields: tuple[PageField, ...]) -> Iterator[list[str]]:
    """A sheet's labels as the head, its values as the only row."""
    rows = [[*map(cell_text, row), ""] for row in sheet.rows]
    columns = [column for index, row in enumerate(rows) for column in _columns(fields, index, row)]
    yield from ([column[line] for column in columns] for line in (0, 1))


def _columns(fields: tuple[PageField, ...], index: int, row: list[str]) -> Iterator[tuple[str, str]]:
    """A row's columns: its text; the value as typed where it has just that; its parts where the text cannot tell."""
    parts = [part for part in fields if part.row == index]
    if any(part.apart for part in parts):
        yield from ((title_line(part.label), printable(part.shown)) for part in parts if part.shown)
    elif len(parts) == 1 and parts[0].shown.strip("\n") == row[1]:
        yield row[0], printable(parts[0].shown)
    else:
        yield row[0], row[1]
