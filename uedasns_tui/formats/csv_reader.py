"""CSV read back: UTF-8 with or without a mark, or CP932 as Excel saves it; apostrophes of csv.py taken off.

Used for taking in drafts. Rows are given by their column heads, which the caller compares with its fields.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from uedasns_tui.formats.csv import MARK_HEAD, bare
from uedasns_tui.formats.imported import ImportedRows, ImportRefused

MOST_BYTES: Final = 20_000_000
MOST_ROWS: Final = 20_000
_SHOWN: Final = 40


def read_csv(data: bytes) -> ImportedRows:
    """The rows of a CSV under the heads of its first row that is not empty. Raises Refused."""
    if len(data) > MOST_BYTES:
        raise ImportRefused(
            f"ファイルが大きすぎます（{MOST_BYTES // 1_000_000} MB まで）。分けて読み込んでください。"
        )
    text, notes = _decoded(data)
    rows = _rows(text)
    line, first = next(((number, row) for number, row in rows if any(cell.strip() for cell in row)), (0, []))
    if not line:
        raise ImportRefused("中身がありません。1 行目に見出しのある CSV を選んでください。")
    heads = [bare(cell).strip() for cell in first]
    odd = [f"{line} 行目: 見出し「{head}」が二つあります。" for head in sorted(_twice(heads))]
    marked = heads[0] == MARK_HEAD
    if marked:
        heads[0] = ""
        notes.append("案として書き出したものです。")
    records: list[dict[str, str]] = []
    for number, row in rows:
        cells = [bare(cell).replace("\r\n", "\n").replace("\r", "\n") for cell in row]
        if not any(cell.strip() for cell in cells):
            continue
        if len(records) == MOST_ROWS:
            raise ImportRefused(f"行が多すぎます（{MOST_ROWS:,} 行まで）。分けて読み込んでください。")
        values: dict[str, str] = {}
        for at, cell in enumerate(cells):
            head = heads[at] if at < len(heads) else ""
            if head and not values.get(head):
                values[head] = cell
            elif cell.strip() and not (marked and at == 0):
                where = f"見出し「{head}」の二つ目" if head else "見出しのない欄"
                odd.append(f"{number} 行目: {where}「{_short(cell)}」")
        records.append(values)
    return ImportedRows(
        tuple(dict.fromkeys(head for head in heads if head)), tuple(records), tuple(odd), tuple(notes)
    )


def _twice(heads: list[str]) -> set[str]:
    return {head for head in heads if head and heads.count(head) > 1}


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


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
    """The rows with the number of the line where each ends. Raises Refused."""
    first = text.split("\n", 1)[0]
    delimiter = "\t" if "\t" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
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
