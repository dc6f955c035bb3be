"""Reads filled sheets in Word: rows are recognised by their labels, wherever they stand.

Used for taking in drafts. Forms come merged, reordered, side by side, in content controls, in tables inside tables,
or typed without any table; what no label claims is reported whole, never dropped and never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

from uedasns_tui.formats import word_text
from uedasns_tui.formats.grid import Grid, Merge, letters
from uedasns_tui.formats.imported import ImportedSheet
from uedasns_tui.formats.labels import Labels
from uedasns_tui.formats.sheet_rows import Row, SheetRows
from uedasns_tui.formats.word_package import Parts, local, open_parts


def read_word(
    data: bytes, labels: Labels | Mapping[str, str], is_table: Callable[[Grid], bool] = lambda _grid: False
) -> tuple[list[ImportedSheet], list[Grid]]:
    """The filled sheets in a file, and apart from them the tables that hold a record a row. Raises ImportRefused."""
    labels = labels if isinstance(labels, Labels) else Labels(labels)
    parts = open_parts(data)
    reader = word_text.WordTextReader(parts)
    sheet = SheetRows(labels)
    outside: list[str] = []
    tables: list[Grid] = []
    for block in word_text.blocks(parts.body):
        if local(block) == "tbl" and is_table(grid := _grid(reader, block)):
            tables.append(grid)
        elif local(block) == "tbl":
            _table(sheet, labels, reader, block)
        else:
            holder = Element("holder")
            holder.append(block)
            outside += reader.text(holder).split("\n")
    if not sheet.texts and not tables and any(line.strip() for line in outside):
        sheet.lines(outside)
    elif text := _line(outside):
        sheet.notes[f"表の外の文は取り込みません: {text}"] = None
    _beside(sheet, reader, parts)
    return sheet.sheets(tuple(reader.notes), parts.carried), tables


def _grid(reader: word_text.WordTextReader, table: Element) -> Grid:
    """A table as cells by row and column; one that is merged with the cell above shows its text."""
    rows: list[tuple[int, tuple[str, ...]]] = []
    merged: dict[tuple[int, int], Merge] = {}
    above: dict[int, str] = {}
    for number, row in enumerate(word_text.rows(table), 1):
        cells = list(word_text.cells(row))
        texts: dict[int, str] = {}
        for column, cell in zip(word_text.columns(row, cells), cells, strict=True):
            texts[column] = reader.text(cell).strip("\n")
            if word_text.goes_on(cell):
                name = f"{number} 行目の {letters(column)} 列"
                merged[number, column] = Merge(name, above.get(column, ""), below=True)
            else:
                above[column] = texts[column]
        if any(map(str.strip, texts.values())):
            rows.append((number, tuple(texts.get(at, "") for at in range(max(texts) + 1))))
    return Grid(tuple(rows), merged=merged)


def _line(lines: list[str]) -> str:
    return "／".join(line.strip() for line in lines if line.strip())


def _beside(sheet: SheetRows, reader: word_text.WordTextReader, parts: Parts) -> None:
    """What stands beside the body, named whole; page numbers say nothing."""
    for name, part in parts.others:
        lines = reader.text(part).split("\n")
        if any(map(str.isalpha, text := _line(list(dict.fromkeys(lines))))):
            sheet.notes[f"{name}は取り込みません: {text}"] = None


def _table(sheet: SheetRows, labels: Labels, reader: word_text.WordTextReader, table: Element) -> None:
    """All rows of a table, those of tables inside it in their place."""
    rows: list[tuple[Row, list[Element]]] = []
    for row in word_text.rows(table):
        inner: list[Element] = []

        def form(inner_table: Element, inner: list[Element] = inner) -> bool:
            if _holds(labels, reader, inner_table):
                inner.append(inner_table)
                return True
            return False

        cells = list(word_text.cells(row))
        texts = [reader.text(cell, form).strip("\n") for cell in cells]
        texts = [text if text.strip() else "" for text in texts]
        below = bool(cells) and word_text.goes_on(cells[0])
        rows.append((Row(tuple(texts), tuple(word_text.columns(row, cells)), below), inner))
    sheet.begin_table([row for row, _ in rows])
    for read, inner in rows:
        sheet.row(read)
        for inner_table in inner:
            _table(sheet, labels, reader, inner_table)


def _holds(labels: Labels, reader: word_text.WordTextReader, table: Element) -> bool:
    return any(
        labels.exact(reader.text(cell)) is not None
        for row in table.iter()
        if local(row) == "tr"
        for cell in word_text.cells(row)
    )
