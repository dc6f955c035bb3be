"""Reads CSV and Excel as rows of text: UTF-8 with or without BOM, CP932 as Excel saves it, .xlsx.

Used for taking in drafts and days of last posts. Rows are handed on by their column heads, which the caller
compares with its fields; rows above the heads and rows of totals are reported, never taken for records.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from typing import Final

from uedasns_tui.formats.csv_format import MARK_HEAD, bare
from uedasns_tui.formats.imported import ImportedRows, ImportRefused
from uedasns_tui.frozen import dataclass
from uedasns_tui.japanese import fold

MOST_BYTES: Final = 20_000_000
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 1_000
_HEADS_WITHIN: Final = 20
"""Rows from the top among which the heads are looked for."""
_TOTAL: Final = re.compile(r"(合計|総計|小計|総数|件数|平均|計)(\s*[:（(].*)?")
_COUNT: Final = re.compile(r"[\d,.%\s]*(件|アカウント|人|課|個|つ|種類)?")
_DELIMITERS: Final = ",\t;"


@dataclass(frozen=True)
class Grid:
    """Rows of cells, each with its number in the file, and remarks for the preview."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    notes: tuple[str, ...] = ()


def read_csv(data: bytes) -> ImportedRows:
    """The rows of a CSV under the heads of its first row that is not empty. Raises ImportRefused."""
    return under_heads(csv_grid(data))


def csv_grid(data: bytes) -> Grid:
    """The cells of a CSV. Raises ImportRefused."""
    if len(data) > MOST_BYTES:
        raise ImportRefused(
            f"ファイルが大きすぎます（{MOST_BYTES // 1_000_000} MB まで）。分けて読み込んでください。"
        )
    text, notes = _decoded(data)
    return Grid(tuple(_filled(_rows(text))), tuple(notes))


def _filled(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows that hold something, within the limits."""
    count = 0
    for number, row in rows:
        if len(row) > MOST_COLUMNS:
            raise ImportRefused(f"{number} 行目: 列が多すぎます（{MOST_COLUMNS:,} 列まで）。")
        if any(cell.strip() for cell in row):
            count += 1
            if count > MOST_ROWS + 1:
                raise ImportRefused(f"行が多すぎます（{MOST_ROWS:,} 行まで）。分けて読み込んでください。")
            yield number, tuple(bare(cell).replace("\r\n", "\n").replace("\r", "\n") for cell in row)


def under_heads(grid: Grid, is_head: Callable[[str], bool] | None = None) -> ImportedRows:
    """The rows of a grid by the heads of its first row, or of the first row of heads that `is_head` knows."""
    start = _head_row(grid, is_head)
    if not grid.rows:
        raise ImportRefused("中身がありません。1 行目に見出しのある CSV を選んでください。")
    line, first = grid.rows[start]
    heads = [cell.strip() for cell in first]
    odd = [f"{number} 行目（見出しの上）: {_line(row)}" for number, row in grid.rows[:start]]
    odd += [f"{line} 行目: 見出し「{head}」が二つあります。" for head in sorted(_twice(heads))]
    notes = list(grid.notes)
    marked = heads[0] == MARK_HEAD
    if marked:
        heads[0] = ""
        marks = {cells[0].strip() for _, cells in grid.rows[start + 1 :] if cells and cells[0].strip()}
        notes += [f"「{mark}」として書き出したものです。" for mark in sorted(marks)]
    records: list[dict[str, str]] = []
    for number, cells in grid.rows[start + 1 :]:
        if is_head is not None and _is_total(cells):
            odd.append(f"{number} 行目（合計などの行）: {_line(cells)}")
            continue
        values: dict[str, str] = {}
        for index, cell in enumerate(cells):
            head = heads[index] if index < len(heads) else ""
            if head and not values.get(head):
                values[head] = cell
            elif cell.strip() and not (marked and index == 0):
                where = f"見出し「{head}」の二つ目" if head else "見出しのない欄"
                odd.append(f"{number} 行目: {where}「{cell.strip()}」")
        records.append(values)
    return ImportedRows(
        tuple(dict.fromkeys(head for head in heads if head)), tuple(records), tuple(odd), tuple(notes)
    )


def _head_row(grid: Grid, is_head: Callable[[str], bool] | None) -> int:
    if is_head is None:
        return 0
    counts = [sum(map(is_head, row)) for _, row in grid.rows[:_HEADS_WITHIN]]
    return counts.index(max(counts)) if counts else 0


def _is_total(cells: tuple[str, ...]) -> bool:
    """A word for a total, and counts beside it."""
    first, *others = (fold.narrow(cell).strip() for cell in cells if cell.strip())
    return _TOTAL.fullmatch(first.replace(" ", "")) is not None and all(map(_COUNT.fullmatch, others))


def _line(cells: tuple[str, ...]) -> str:
    return "／".join(cell.strip() for cell in cells if cell.strip())


def _twice(heads: list[str]) -> set[str]:
    return {head for head in heads if head and heads.count(head) > 1}


def _decoded(data: bytes) -> tuple[str, list[str]]:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ImportRefused("CSV ではありません。Excel のファイルは「CSV UTF-8」で保存し直してください。")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        kinds = [("utf-16", "UTF-16 として読みました。")]
    else:
        kinds = [("utf-8-sig", ""), ("cp932", "Shift_JIS（Excel の CSV）として読みました。")]
    for encoding, note in kinds:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text, [note] if note else []
    raise ImportRefused("文字の種類が分かりません。Excel の「CSV UTF-8」で保存し直してください。")


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with the number of the line where each ends. Raises ImportRefused."""
    declared = re.match(r'"?sep=(.)"?\r?\n', text, re.IGNORECASE)
    delimiter = declared[1] if declared else _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    if declared:
        next(reader)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ImportRefused(
                f'{reader.line_num} 行目の「"」の組が合わないか、欄が長すぎるため、読めません。'
                "Excel で開き、「CSV UTF-8」で保存し直してください。"
            ) from error
        yield reader.line_num, row


def _delimiter(text: str) -> str:
    """What parts the cells: what the first lines hold most of, the comma before the others."""
    lines = text.split("\n", _HEADS_WITHIN)[:_HEADS_WITHIN]
    if any("," in line for line in lines):
        return max(",;", key="".join(lines[:3]).count)
    return max(_DELIMITERS, key="".join(lines).count)
