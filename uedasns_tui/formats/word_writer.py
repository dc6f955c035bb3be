"""A page as a Word file that looks like 様式1 of a guideline: A4, a centred title, a ruled table of two columns.

Used by word_format. What was found by looking at the print: one left-aligned paragraph a line (justified lines with a
break inside are stretched), fonts by their real, full-width names (others fall back to a sans face), and no content
controls (LibreOffice doubles their text). A row too long for a page is a table of its own under its label, which Word
repeats on each page. Nothing of this machine goes into the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from uedasns_tui.formats import ooxml
from uedasns_tui.formats.ooxml import HEAD, OFFICE, xml
from uedasns_tui.formats.page import Heading, Items, Link, Page, Paragraph, Table
from uedasns_tui.formats.text_safety import (
    address,
    captions,
    cell_text,
    is_sheet,
    link_text,
    printable,
    title_line,
    wide,
)
from uedasns_tui.formats.word_package import CARRIED
from uedasns_tui.formats.word_styles import GOTHIC, LEVELS, NAMES, footer, run, settings, styles

_PAPER: Final = (11906, 16838)
_MARGIN: Final = 1247
"""Twentieths of a point: A4, and margins of 22 mm."""
_WIDTH: Final = _PAPER[0] - 2 * _MARGIN
_CHARACTER: Final = 210
"""The width of a character, in twentieths of a point."""
_APART: Final = 120
_HUNG: Final = ("・", "○", "●", "※")
"""A line that begins so hangs by one character."""
_TORN: Final = 800
"""Characters from which a row may go over the end of a page."""
_KIND: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_KINDS: Final = {
    "word/document.xml": f"{_KIND}.document.main+xml",
    "word/styles.xml": f"{_KIND}.styles+xml",
    "word/settings.xml": f"{_KIND}.settings+xml",
    "word/footer1.xml": f"{_KIND}.footer+xml",
}
_ITEM: Final = "{5A1D7C0E-3B52-4E7A-9C44-6D1B8F2E9A10}"


def build(page: Page) -> bytes:
    """The page as the bytes of a .docx. Raises Unprintable."""
    return _Writer().file(page)


class _Writer:
    """Writes the parts of one file; gathers its relations."""

    def __init__(self) -> None:
        self._links: dict[str, tuple[str, str]] = {
            "rId1": ("styles", "styles.xml"),
            "rId2": ("settings", "settings.xml"),
            "rId3": ("footer", "footer1.xml"),
        }

    def file(self, page: Page) -> bytes:
        """The whole file."""
        body = [*self._body(page), *_made(page)]
        if not body or body[-1].endswith("</w:tbl>"):
            body.append(_paragraph("", size=2))
        section = xml(
            "w:sectPr",
            xml("w:footerReference", w_type="default", r_id="rId3"),
            xml("w:pgSz", w_w=_PAPER[0], w_h=_PAPER[1]),
            xml("w:pgMar", w_top=_MARGIN, w_right=_MARGIN, w_bottom=_MARGIN, w_left=_MARGIN,
                w_header=567, w_footer=567, w_gutter=0),
        )  # fmt: skip
        kinds, parts = dict(_KINDS), {
            "word/document.xml": HEAD + xml("w:document", xml("w:body", *body, section), **NAMES),
            "word/styles.xml": styles(),
            "word/settings.xml": settings(),
            "word/footer1.xml": footer(),
        }  # fmt: skip
        if values := {part.id: part.value for part in page.fields if part.value}:
            self._links["rId4"] = ("customXml", "../customXml/item1.xml")
            kinds["customXml/itemProps1.xml"] = (
                "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
            )
            parts |= _carried(values)
        parts["word/_rels/document.xml.rels"] = ooxml.relations(self._links)
        return ooxml.packed(page, "word/document.xml", kinds, parts)

    def _body(self, page: Page) -> Iterator[str]:
        if page.mark:
            yield _mark(title_line(page.mark))
        for block, caption in captions(page):
            match block:
                case Heading():
                    level = min(max(block.level, 1), LEVELS)
                    runs = run(title_line(block.text))
                    yield _paragraph(runs, style=f"Heading{level}", align="center" if level == 1 else None)
                case Paragraph():
                    yield from self._prose(block)
                case Items():
                    yield from self._items(block)
                case Table():
                    if caption:
                        yield _paragraph(run(caption), before=160, next=True)
                    yield from self._tables(block)

    def _prose(self, block: Paragraph) -> Iterator[str]:
        lines = printable(block.text).split("\n") if block.text or not block.link else []
        last = len(lines) - 1 if not block.link else -1
        for number, line in enumerate(lines):
            yield _paragraph(run(line), after=_APART if number == last else None, hang=_hangs(line))
        if block.link:
            yield _paragraph(self._linked(block.link), after=_APART)

    def _items(self, block: Items) -> Iterator[str]:
        for at, item in enumerate(block.items):
            after = _APART if at + 1 == len(block.items) else None
            if isinstance(item, Link):
                yield _paragraph(run("・") + self._linked(item), after=after, hang=1)
                continue
            lines = cell_text(item).split("\n")
            for number, line in enumerate(lines):
                end = after if number + 1 == len(lines) else None
                yield _paragraph(run(line if number else f"・{line}"), after=end, hang=2 if number else 1)

    def _linked(self, link: Link, face: str = "") -> str:
        href = address(link.href)
        if href is None or not href.startswith(("http:", "https:", "mailto:")):
            return run(link_text(link), face)
        name = f"rId{len(self._links) + 5}"
        self._links[name] = ("hyperlink", href)
        return xml(
            "w:hyperlink", run(title_line(link.text) or title_line(link.href), face, line=True), r_id=name
        )

    # ---- tables
    def _tables(self, table: Table) -> Iterator[str]:
        """The table; of a sheet each row that a page may not hold is a table under its label."""
        columns = wide(table)
        if not columns:
            return
        rows: list[tuple[str | Link, ...]] = []
        for row in table.rows:
            if is_sheet(table) and _size(row) >= _TORN:
                if rows:
                    yield self._table(table, rows, columns)
                yield _paragraph("", size=2)
                yield self._torn(row)
                yield _paragraph("", size=2)
                rows = []
            else:
                rows.append(row)
        if rows or table.head:
            yield self._table(table, rows, columns)

    def _table(self, table: Table, rows: list[tuple[str | Link, ...]], columns: int) -> str:
        shares = table.widths if len(table.widths) == columns and sum(table.widths) > 0 else (1,) * columns
        widths = [_WIDTH * share // sum(shares) for share in shares]
        made = []
        for number, row in enumerate([*([table.head] if table.head else []), *rows]):
            head = bool(table.head) and number == 0
            cells = [
                self._cell(row[at] if at < len(row) else "", width, head or (table.row_heads and at == 0))
                for at, width in enumerate(widths)
            ]
            made.append(_row(cells, _size(row), head))
        return _ruled(title_line(table.caption), widths, made, bool(table.head), table.row_heads)

    def _torn(self, row: tuple[str | Link, ...]) -> str:
        """A label over its long value: Word prints the label again on each page."""
        label, value = (*row, "")[:2]
        rows = [
            _row([self._cell(label, _WIDTH, True)], 0, True),
            _row([self._cell(value, _WIDTH, False)], _TORN, False),
        ]
        return _ruled(title_line(cell_text(label)), [_WIDTH], rows, True, False)

    def _cell(self, value: str | Link, width: int, heading: bool) -> str:
        face = GOTHIC if heading else ""
        if isinstance(value, Link):
            paragraphs = [_paragraph(self._linked(value, face), before=80, after=80)]
        else:
            lines = printable(value).split("\n")
            paragraphs = [
                _paragraph(
                    run(line, face),
                    before=80 if number == 0 else None,
                    after=80 if number + 1 == len(lines) else None,
                    hang=_hangs(line),
                )
                for number, line in enumerate(lines)
            ]
        return xml("w:tc", xml("w:tcPr", xml("w:tcW", w_w=width, w_type="dxa")), *paragraphs)


def _size(row: tuple[str | Link, ...]) -> int:
    return sum(len(cell_text(cell)) for cell in row)


def _row(cells: list[str], size: int, repeated: bool) -> str:
    """Head rows come again on each page, and rows that a page holds easily are not torn."""
    properties = ("<w:cantSplit/>" if size < _TORN else "") + ("<w:tblHeader/>" if repeated else "")
    return xml("w:tr", xml("w:trPr", properties) if properties else "", *cells)


def _ruled(caption: str, widths: list[int], rows: list[str], first_row: bool, first_column: bool) -> str:
    look = 0x0600 | (0x20 if first_row else 0) | (0x80 if first_column else 0)
    properties = xml(
        "w:tblPr",
        xml("w:tblStyle", w_val="TableGrid"),
        xml("w:tblW", w_w=sum(widths), w_type="dxa"),
        xml("w:jc", w_val="center"),
        xml("w:tblLayout", w_type="fixed"),
        xml("w:tblLook", w_val=f"{look:04X}", w_firstRow=int(first_row), w_lastRow=0,
            w_firstColumn=int(first_column), w_lastColumn=0, w_noHBand=1, w_noVBand=1),
        xml("w:tblCaption", w_val=caption) if caption else "",
    )  # fmt: skip
    grid = xml("w:tblGrid", *(xml("w:gridCol", w_w=width) for width in widths))
    return xml("w:tbl", properties, grid, *rows)


def _hangs(line: str) -> int:
    return 1 if line.startswith(_HUNG) else 0


def _paragraph(
    runs: str,
    style: str | None = None,
    before: int | None = None,
    after: int | None = None,
    hang: int = 0,
    align: str | None = None,
    next: bool = False,
    size: int = 0,
) -> str:
    """A paragraph. `hang`: 1 indents all lines but the first, 2 all; `size`: its height where it only parts."""
    spacing = {"w_before": before, "w_after": after}
    if size:
        spacing = {"w_before": 0, "w_after": 0, "w_line": size * 20, "w_lineRule": "exact"}  # type: ignore[dict-item]
    indent = {"w_left": _CHARACTER, "w_hanging": _CHARACTER if hang == 1 else None}
    properties = [
        xml("w:pStyle", w_val=style) if style else "",
        "<w:keepNext/>" if next else "",
        xml("w:spacing", **spacing) if any(value is not None for value in spacing.values()) else "",
        xml("w:ind", **indent) if hang else "",
        xml("w:jc", w_val=align) if align else "",
    ]
    return xml("w:p", xml("w:pPr", *properties) if any(properties) else "", runs)


def _mark(mark: str) -> str:
    """A boxed word at the right: the border of a paragraph, which is as high as its line."""
    border = {"w_val": "single", "w_sz": 8, "w_space": 1, "w_color": "auto"}
    box = xml("w:pBdr", *(xml(f"w:{side}", **border) for side in ("top", "left", "bottom", "right")))
    left = max(0, _WIDTH - 280 * (len(mark) + 2))
    properties = xml(
        "w:pPr", "<w:keepNext/>", box, xml("w:spacing", w_after=_APART), xml("w:ind", w_left=left), xml("w:jc", w_val="center")
    )  # fmt: skip
    return xml("w:p", properties, run(f" {mark} ", size=28))


def _made(page: Page) -> Iterator[str]:
    lines = [text for line in page.made for text in printable(line).split("\n")]
    for number, line in enumerate(lines):
        yield _paragraph(run(line, size=18), before=None if number else 160, align="right")


def _carried(values: dict[str, str]) -> dict[str, str]:
    """The values as data beside the visible text, by which the file is read back exactly."""
    data = json.dumps(values).replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    space = f"{OFFICE}/customXml"
    about = xml(
        "ds:datastoreItem", xml("ds:schemaRefs", xml("ds:schemaRef", ds_uri=CARRIED)), ds_itemID=_ITEM, xmlns_ds=space
    )  # fmt: skip
    return {
        "customXml/item1.xml": HEAD + xml("values", data, xmlns=CARRIED),
        "customXml/itemProps1.xml": HEAD + about,
        "customXml/_rels/item1.xml.rels": ooxml.relations({"rId1": ("customXmlProps", "itemProps1.xml")}),
    }
