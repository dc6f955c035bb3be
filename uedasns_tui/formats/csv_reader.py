"""Reads CSV as a grid of texts: UTF-8 with or without BOM, CP932 as Excel saves it, UTF-16, any ends of lines.

Used by record_import and last_post.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from uedasns_tui.formats.csv_format import bare
from uedasns_tui.formats.grid import HEADS_WITHIN, Grid, filled, under_heads
from uedasns_tui.formats.imported import ImportedRows, ImportRefused

MOST_BYTES: Final = 20_000_000
_SPARSE: Final = 50
"""Of so many bytes one at least is NUL in UTF-16, where ASCII stands between."""
_DELIMITERS: Final = ",\t;"
_INNER: Final = "\0"
"""A line break inside a cell, where rows end in CR alone."""
_APOSTROPHES: Final = re.compile(r"\s*'[^'\r\n]*'(?:[,\t;]'[^'\r\n]*')+\s*(?=[\r\n]|\Z)")
"""A first row whose every cell stands between apostrophes, as some databases write CSV."""
_DECLARED: Final = re.compile(r'"?sep=(.)"?[\r\n]', re.IGNORECASE)
_UNKNOWN: Final = "文字の種類が分かりません{why}。Excel の「CSV UTF-8」で保存し直してください。"


def read_csv(data: bytes) -> ImportedRows:
    """The rows of a CSV under the heads of its first row that is not empty. Raises ImportRefused."""
    return under_heads(csv_grid(data))


def csv_grid(data: bytes) -> Grid:
    """The cells of a CSV. Raises ImportRefused."""
    if len(data) > MOST_BYTES:
        raise ImportRefused(
            f"ファイルが大きすぎます（{MOST_BYTES // 1_000_000} MB まで）。分けて読み込んでください。"
        )
    text, note = _decoded(data)
    rows = filled((number, list(map(bare, row))) for number, row in _rows(text))
    return Grid(tuple(rows), (note,) if note else ())


def _decoded(data: bytes) -> tuple[str, str]:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ImportRefused("CSV ではありません。Excel のファイルは「CSV UTF-8」で保存し直してください。")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        kinds = [("utf-16", "UTF-16 として読みました。")]
    elif max(low := data[::2].count(0), high := data[1::2].count(0)) * _SPARSE > len(data):
        kinds = [("utf-16-be" if low > high else "utf-16-le", "UTF-16 として読みました。")]
    else:
        kinds = [("utf-8-sig", ""), ("cp932", "Shift_JIS（Excel の CSV）として読みました。")]
    for encoding, note in kinds:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not {"\0", "\x1b"} & set(text):
            return text.rstrip("\x1a"), note
    why = "（文字ではない NUL という値が入っています）" if b"\0" in data else ""
    raise ImportRefused(_UNKNOWN.format(why=why))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with the number of the line where each ends. Raises ImportRefused."""
    ends = re.search(r"\r\n?|\n", text)
    if ends is not None and ends[0] == "\r" and "\r\n" not in text:
        text = text.replace("\n", _INNER)
    declared = _DECLARED.match(text)
    reader = _reader(text, declared[1] if declared else _delimiter(text))
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
        yield reader.line_num, [cell.replace(_INNER, "\n") for cell in row]


def _reader(text: str, delimiter: str) -> Any:
    quote = "'" if _APOSTROPHES.match(text) else '"'
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quotechar=quote, strict=True)


def _delimiter(text: str) -> str:
    """What parts the cells: what makes all rows one width, else gives most cells in rows of one width, the comma first."""

    def cells(delimiter: str) -> tuple[bool, int]:
        try:
            widths = [len(row) for row in islice(_reader(text, delimiter), HEADS_WITHIN)]
        except csv.Error:
            return False, 0
        most = max((width * widths.count(width) for width in widths if width > 1), default=0)
        return most > 0 and len(set(widths)) == 1, most

    return max(_DELIMITERS, key=cells)
