"""A page as an Excel workbook of texts alone: nothing is computed, and numbers keep their zeros (0268…).

The rows are those of the CSV, unchanged, for a cell of text is never run. Written on ooxml.py; excel_reader.py reads.
"""

from __future__ import annotations

from typing import Final

from uedasns_tui.formats import ooxml
from uedasns_tui.formats.csv_format import rows_of
from uedasns_tui.formats.grid import letters
from uedasns_tui.formats.ooxml import HEAD, OFFICE, xml
from uedasns_tui.formats.page import Page
from uedasns_tui.japanese.width import cells

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_KINDS: Final = {
    "xl/workbook.xml": f"{_KIND}.sheet.main+xml",
    "xl/worksheets/sheet1.xml": f"{_KIND}.worksheet+xml",
    "xl/styles.xml": f"{_KIND}.styles+xml",
}
_TEXT: Final = 49
"""Excel's own number for the format 文字列."""
_WIDEST: Final = 50


def build(page: Page) -> bytes:
    """The page as the bytes of a .xlsx. Raises Unprintable."""
    parts = {
        "xl/workbook.xml": HEAD
        + xml(
            "workbook",
            xml("sheets", xml("sheet", name="一覧", sheetId=1, r_id="rId1")),
            xmlns=_MAIN,
            xmlns_r=f"{OFFICE}/relationships",
        ),
        "xl/_rels/workbook.xml.rels": ooxml.relations(
            {"rId1": ("worksheet", "worksheets/sheet1.xml"), "rId2": ("styles", "styles.xml")}
        ),
        "xl/styles.xml": _styles(),
        "xl/worksheets/sheet1.xml": _sheet(list(rows_of(page))),
    }
    return ooxml.packed(page, "xl/workbook.xml", _KINDS, parts)


def _sheet(rows: list[list[str]]) -> str:
    columns = max(map(len, rows), default=0)
    widths = [
        min(
            _WIDEST,
            max((cells(line) for row in rows if at < len(row) for line in row[at].split("\n")), default=0)
            + 2,
        )
        for at in range(columns)
    ]
    pane = xml("pane", ySplit=1, topLeftCell="A2", activePane="bottomLeft", state="frozen")
    return HEAD + xml(
        "worksheet",
        xml("sheetViews", xml("sheetView", pane, workbookViewId=0)),
        xml("cols", *(xml("col", min=at, max=at, width=width, customWidth=1) for at, width in enumerate(widths, 1)))
        if widths else "",
        xml("sheetData", *(_row(number, row) for number, row in enumerate(rows, 1))),
        xmlns=_MAIN,
    )  # fmt: skip


def _row(number: int, row: list[str]) -> str:
    style = 2 if number == 1 else 1
    return xml(
        "row",
        *(
            xml(
                "c",
                xml("is", f'<t xml:space="preserve">{ooxml.text(cell)}</t>'),
                r=f"{letters(at)}{number}",
                s=style,
                t="inlineStr",
            )
            for at, cell in enumerate(row)
            if cell
        ),
        r=number,
    )


def _styles() -> str:
    fonts = [
        xml("font", xml("sz", val=11), xml("name", val="游ゴシック")),
        xml("font", "<b/>", xml("sz", val=11), xml("name", val="游ゴシック")),
    ]
    fills = [xml("fill", xml("patternFill", patternType=kind)) for kind in ("none", "gray125")]
    plain = xml("xf", numFmtId=0, fontId=0, fillId=0, borderId=0)
    texts = [
        xml("xf", xml("alignment", vertical="top", wrapText=1), numFmtId=_TEXT, fontId=font, fillId=0, borderId=0,
            xfId=0, applyNumberFormat=1, applyFont=1, applyAlignment=1)
        for font in (0, 1)
    ]  # fmt: skip
    border = xml("border", "<left/><right/><top/><bottom/><diagonal/>")
    return HEAD + xml(
        "styleSheet",
        xml("fonts", *fonts, count=2),
        xml("fills", *fills, count=2),
        xml("borders", border, count=1),
        xml("cellStyleXfs", plain, count=1),
        xml("cellXfs", xml("xf", numFmtId=0, fontId=0, fillId=0, borderId=0, xfId=0), *texts, count=3),
        xml("cellStyles", xml("cellStyle", name="標準", xfId=0, builtinId=0), count=1),
        xmlns=_MAIN,
    )
