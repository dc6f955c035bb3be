"""A table of texts as CSV and Excel hold it, its cells made plain, and read as rows under their column heads.

Used by csv_reader, excel_reader and import_tables. What a spreadsheet shows in place of a value (#N/A, ####, TRUE,
2.7E+08) is no value: it is left out and named. Rows above the heads and rows of totals are reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import Final

from uedasns_tui.formats.csv_format import MARK_HEAD
from uedasns_tui.formats.imported import ImportedRows, ImportRefused
from uedasns_tui.frozen import dataclass
from uedasns_tui.japanese import fold

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 1_000
HEADS_WITHIN: Final = 20
"""Rows from the top among which the heads are looked for."""
_TOTAL: Final = re.compile(r"(合計|総計|小計|総数|件数|平均|計)(\s*[:（(].*)?")
_COUNT: Final = re.compile(r"[\d,.%\s]*(件|アカウント|人|課|個|つ|種類)?")
_BLANK: Final = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff]*")
_QUOTED: Final = re.compile(r'="([^"]*)"')
"""A formula that is a text: a way to keep zeros in CSV."""
_NO_VALUES: Final = {
    re.compile(
        r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!)|(Err|エラー):\d+"
    ): "計算の誤り",
    re.compile(r"#{3,}"): "列の幅が足りないときの表示",
    re.compile(r"[+-]?\d(\.\d+)?E[+-]\d+"): "桁を丸めた数",
    re.compile(r"TRUE|FALSE"): "真偽（TRUE、FALSE）",
}
"""What a spreadsheet shows that is no value of a field, and what it is."""


@dataclass(frozen=True)
class Merge:
    """A cell that is merged with one above or before it: the range by its name, and the text it shows.

    `below`: it stands under the text, so that the text is meant for its row too.
    """

    name: str
    text: str
    below: bool


@dataclass(frozen=True)
class Grid:
    """Rows of cells, each with its number in the file, and remarks for the preview; `merged` by row and column."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    notes: tuple[str, ...] = ()
    merged: Mapping[tuple[int, int], Merge] = field(default_factory=dict)


def plain(grid: Grid) -> Grid:
    """The grid with blanks alone as empty, and without what is no value, which is named."""
    notes = dict.fromkeys(grid.notes)
    rows = [
        (number, tuple(_plain_cell(cell, number, column, notes) for column, cell in enumerate(cells)))
        for number, cells in grid.rows
    ]
    return Grid(tuple((number, cells) for number, cells in rows if any(cells)), tuple(notes), grid.merged)


def _plain_cell(text: str, number: int, column: int, notes: dict[str, None]) -> str:
    if _BLANK.fullmatch(text):
        return ""
    if quoted := _QUOTED.fullmatch(text):
        return quoted[1]
    bare = text.strip()
    for pattern, name in _NO_VALUES.items():
        if pattern.fullmatch(bare):
            place = f"{number} 行目の {letters(column)} 列"
            notes[f"{place}は{name}のため、値として読みませんでした: {bare}"] = None
            return ""
    return text


def letters(column: int) -> str:
    """A column, counted from 0, by its letters: A, …, Z, AA."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def filled(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows that hold something, within the limits. Raises ImportRefused."""
    count = 0
    for number, row in rows:
        if len(row) > MOST_COLUMNS:
            raise ImportRefused(f"{number} 行目: 列が多すぎます（{MOST_COLUMNS:,} 列まで）。")
        if any(map(str.strip, row)):
            count += 1
            if count > MOST_ROWS + 1:
                raise ImportRefused(f"行が多すぎます（{MOST_ROWS:,} 行まで）。分けて読み込んでください。")
            yield number, tuple(cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row)


def under_heads(grid: Grid, is_head: Callable[[str], bool] | None = None) -> ImportedRows:
    """The rows of a grid by the heads of its first row, or of the first row of heads that `is_head` knows."""
    if not grid.rows:
        raise ImportRefused("中身がありません。1 行目に見出しのある CSV を選んでください。")
    start, last = _head_rows(grid, is_head)
    heads = [cell.strip() for cell in _joined(grid, start, last)]
    odd = [f"{number} 行目（見出しの上）: {line(row)}" for number, row in grid.rows[:start]]
    odd += [f"{grid.rows[last][0]} 行目: 見出し「{head}」が二つあります。" for head in sorted(_twice(heads))]
    notes = dict.fromkeys(grid.notes)
    body = grid.rows[last + 1 :]
    if marked := heads[0] == MARK_HEAD:
        heads[0] = ""
        marks = {cells[0].strip() for _, cells in body if cells and cells[0].strip()}
        notes |= dict.fromkeys(f"「{mark}」として書き出したものです。" for mark in sorted(marks))
    records: list[dict[str, str]] = []
    for number, cells in body:
        if is_head is not None and _is_total(cells):
            odd.append(f"{number} 行目（合計などの行）: {line(cells)}")
            continue
        values: dict[str, str] = {}
        for index, cell in enumerate(_shown(grid, number, cells, notes)):
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


def _shown(grid: Grid, number: int, cells: tuple[str, ...], notes: dict[str, None]) -> Iterator[str]:
    """The cells of a row; one that is merged with the cell above shows the same text, and that is said."""
    for column, cell in enumerate(cells):
        merge = grid.merged.get((number, column))
        if merge is None or not merge.text or not any(cells):
            yield cell
        elif merge.below:
            notes[f"{merge.name} は結合されているため、どの行も「{merge.text}」と読みました。"] = None
            yield merge.text
        else:
            notes[f"{merge.name} は結合されているため、左の列の値として読みました: {merge.text}"] = None
            yield cell


def _head_rows(grid: Grid, is_head: Callable[[str], bool] | None) -> tuple[int, int]:
    """The first and the last row of heads: a row under them that holds nothing but heads belongs to them."""
    if is_head is None:
        return 0, 0
    counts = [len(set(filter(is_head, row))) for _, row in grid.rows[:HEADS_WITHIN]]
    start = last = counts.index(max(counts))
    heads = set(grid.rows[start][1])
    while last + 1 < len(grid.rows):
        below = {cell for cell in grid.rows[last + 1][1] if cell}
        if not all(map(is_head, below)) or below & heads:
            break
        last += 1
    return start, last


def _joined(grid: Grid, start: int, last: int) -> list[str]:
    """The heads of the columns: of several rows of heads the lowest that is filled."""
    rows = [row for _, row in grid.rows[start : last + 1]]
    width = max(map(len, rows))
    return [
        next((row[column] for row in reversed(rows) if column < len(row) and row[column].strip()), "")
        for column in range(width)
    ]


def _is_total(cells: tuple[str, ...]) -> bool:
    """A word for a total, and counts beside it."""
    first, *others = (fold.narrow(cell).strip() for cell in cells if cell.strip())
    return _TOTAL.fullmatch(first.replace(" ", "")) is not None and all(map(_COUNT.fullmatch, others))


def line(cells: tuple[str, ...]) -> str:
    """A row's texts on one line."""
    return "／".join(cell.strip() for cell in cells if cell.strip())


def _twice(heads: list[str]) -> set[str]:
    return {head for head in heads if head and heads.count(head) > 1}
