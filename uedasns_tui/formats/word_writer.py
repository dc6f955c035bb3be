"""A page as a Word file that looks like 様式1 of a guideline: A4, a centred title, a ruled table of two columns.

Used by word.py. What was found by looking at the print: one left-aligned paragraph a line (justified lines with a
break inside are stretched), fonts by their real, full-width names (others fall back to a sans face), and no content
controls (LibreOffice doubles their text). Nothing of this machine or this minute goes into the file.
"""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime
from typing import Any, Final

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from uedasns_tui.formats.page import Heading, Items, Link, Page, Paragraph, Table
from uedasns_tui.formats.text_safety import (
    address,
    captions,
    cell_text,
    link_text,
    printable,
    title_line,
    wide,
)
from uedasns_tui.formats.word_package import CARRIED

MINCHO: Final = "ＭＳ 明朝"
GOTHIC: Final = "ＭＳ ゴシック"
_MADE: Final = datetime(2000, 1, 1)
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_TEXT_WIDTH: Final = 210 - 2 * 22
"""Millimetres between the margins of an A4 page."""
_SIZE: Final = 10.5
_SIZES: Final = {1: 14.0, 2: 12.0}
"""Points: of the text, and of headings by level."""
_APART: Final = 6
"""Points after a paragraph or a list."""
_HUNG: Final = ("・", "○", "●", "※")
"""A line that begins so hangs by one character."""
_TORN: Final = 800
"""Characters from which a row may go over the end of a page."""
_VALUES: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<values xmlns="{}">{}</values>'
_ABOUT: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    '<ds:datastoreItem ds:itemID="{5A1D7C0E-3B52-4E7A-9C44-6D1B8F2E9A10}" '
    'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs>'
    f'<ds:schemaRef ds:uri="{CARRIED}"/></ds:schemaRefs></ds:datastoreItem>'
)
_TITLE_MOST: Final = 255
"""Characters that a title in a file's properties may have."""


def build(page: Page) -> bytes:
    """The page as the bytes of a .docx. Raises Unprintable."""
    document = Document()
    _paper(document)
    _fonts(document)
    _properties(document, page)
    if page.mark:
        _mark(document, title_line(page.mark))
    for block, caption in captions(page):
        match block:
            case Heading():
                heading = document.add_heading(title_line(block.text), min(max(block.level, 1), 9))
                if block.level <= 1:
                    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
            case Paragraph():
                if block.text or not block.link:
                    _paragraphs(document, printable(block.text))
                if block.link:
                    _linked(document.add_paragraph(), block.link)
                document.paragraphs[-1].paragraph_format.space_after = Pt(_APART)
            case Items():
                for item in block.items:
                    _item(document, item)
                document.add_paragraph().paragraph_format.line_spacing = Pt(_APART)
            case Table():
                if caption:
                    named = document.add_paragraph(caption)
                    named.paragraph_format.keep_with_next = True
                    named.paragraph_format.space_before = Pt(8)
                _table(document, block)
    _made(document, page)
    _carry(document, page)
    out = io.BytesIO()
    document.save(out)
    return _timeless(out.getvalue())


def _paper(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(22)


def _fonts(document: Any) -> None:
    _face(document.styles["Normal"], MINCHO, _SIZE)
    spacing = document.styles["Normal"].paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.line_spacing = 1.25
    for level in range(1, 10):
        style = document.styles[f"Heading {level}"]
        _face(style, GOTHIC, _SIZES.get(level, _SIZE))
        style.font.color.rgb = None
        for color in style.element.findall(f"{qn('w:rPr')}/{qn('w:color')}"):
            color.getparent().remove(color)
        style.font.bold = style.font.italic = False
        style.paragraph_format.space_before = Pt(10)
        style.paragraph_format.space_after = Pt(6)
    for languages in document.styles.element.iter(qn("w:lang")):
        languages.set(qn("w:val"), "ja-JP")
        languages.set(qn("w:eastAsia"), "ja-JP")


def _face(style: Any, name: str, size: float) -> None:
    style.font.name = name
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme", "hint"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), name)


def _properties(document: Any, page: Page) -> None:
    facts = document.core_properties
    facts.title = title_line(page.title)[:_TITLE_MOST]
    facts.author = facts.last_modified_by = facts.comments = facts.keywords = ""
    facts.language = title_line(page.language)[:_TITLE_MOST]
    facts.created = facts.modified = _MADE
    facts.revision = 1
    for relations in (document.part.package.rels, document.part.rels):
        for name, relation in list(relations.items()):
            if relation.reltype in (RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.CUSTOM_XML):
                del relations[name]


def _mark(document: Any, mark: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(f" {mark} ")
    run.font.size = Pt(14)
    border = OxmlElement("w:bdr")
    for key, value in (("val", "single"), ("sz", "8"), ("space", "0"), ("color", "auto")):
        border.set(qn(f"w:{key}"), value)
    run._r.get_or_add_rPr().append(border)


def _paragraphs(holder: Any, text: str, first: Any = None) -> None:
    """One paragraph a line, the first into `first` where a cell already has it."""
    for number, line in enumerate(text.split("\n")):
        paragraph = first if number == 0 and first is not None else holder.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
        paragraph.add_run(line)
        if line.startswith(_HUNG):
            _hang(paragraph)


def _hang(paragraph: Any, first: bool = True) -> None:
    """Indent by a character, but for the first line of the `first` paragraph."""
    paragraph.paragraph_format.left_indent = Pt(_SIZE)
    if first:
        paragraph.paragraph_format.first_line_indent = -Pt(_SIZE)


def _linked(paragraph: Any, link: Link) -> None:
    href = address(link.href)
    if href is None or not href.startswith(("http:", "https:", "mailto:")):
        paragraph.add_run(link_text(link))
        return
    hyperlink = OxmlElement("w:hyperlink")
    hyperlink.set(qn("r:id"), paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(title_line(link.text) or title_line(link.href))
    run.font.underline = True
    hyperlink.append(run._r)
    paragraph._p.append(hyperlink)


def _item(document: Any, item: str | Link) -> None:
    paragraph = document.add_paragraph()
    if isinstance(item, Link):
        paragraph.add_run("・")
        _linked(paragraph, item)
        return
    for number, line in enumerate(cell_text(item).split("\n")):
        holder = paragraph if number == 0 else document.add_paragraph()
        holder.add_run(line if number else f"・{line}")
        _hang(holder, number == 0)


def _table(document: Any, table: Table) -> None:
    columns = wide(table)
    if not columns:
        return
    heads = [table.head] if table.head else []
    shown = document.add_table(rows=0, cols=columns, style="Table Grid")
    shown.alignment = WD_TABLE_ALIGNMENT.CENTER
    shown.autofit = False
    _described(shown, title_line(table.caption))
    whole = table.widths if len(table.widths) == columns and sum(table.widths) > 0 else (1,) * columns
    widths = [Mm(_TEXT_WIDTH * part / sum(whole)) for part in whole]
    for number, row in enumerate([*heads, *table.rows]):
        made = shown.add_row()
        cells = made.cells
        for at, width in enumerate(widths):
            cells[at].width = width
            heading = number < len(heads) or (table.row_heads and at == 0)
            _cell(cells[at], row[at] if at < len(row) else "", heading)
        _kept(made, sum(len(cell_text(part)) for part in row), number < len(heads))
    for column, width in zip(shown.columns, widths, strict=True):
        column.width = width


def _cell(cell: Any, value: str | Link, heading: bool) -> None:
    first = cell.paragraphs[0]
    if isinstance(value, Link):
        _linked(first, value)
    else:
        _paragraphs(cell, printable(value), first)
    paragraphs = cell.paragraphs
    paragraphs[0].paragraph_format.space_before = paragraphs[-1].paragraph_format.space_after = Pt(4)
    if heading:
        for run in [run for paragraph in paragraphs for run in paragraph.runs]:
            _face_run(run)


def _face_run(run: Any) -> None:
    run.font.name = GOTHIC
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), GOTHIC)


def _described(shown: Any, caption: str) -> None:
    if caption:
        described = OxmlElement("w:tblCaption")
        described.set(qn("w:val"), caption)
        shown._tbl.tblPr.append(described)


def _kept(row: Any, size: int, repeated: bool) -> None:
    """Head rows come again on each page, and rows that a page holds easily are not torn."""
    properties = row._tr.get_or_add_trPr()
    if size < _TORN:
        properties.append(OxmlElement("w:cantSplit"))
    if repeated:
        properties.append(OxmlElement("w:tblHeader"))


def _made(document: Any, page: Page) -> None:
    for number, line in enumerate(page.made):
        for text in printable(line).split("\n"):
            paragraph = document.add_paragraph(text)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.space_before = Pt(8 if number == 0 else 0)
            for run in paragraph.runs:
                run.font.size = Pt(9)


def _carry(document: Any, page: Page) -> None:
    """The values as data beside the visible text, by which the file is read back exactly."""
    values = {part.id: part.value for part in page.fields if part.value}
    if not values:
        return
    data = json.dumps(values).replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    package = document.part.package
    part = Part(
        PackURI("/customXml/item1.xml"), "application/xml", _VALUES.format(CARRIED, data).encode(), package
    )
    about = Part(
        PackURI("/customXml/itemProps1.xml"), CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES, _ABOUT.encode(), package
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
    part.relate_to(about, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)


def _timeless(data: bytes) -> bytes:
    """The same package with its parts in order and without the time of writing."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as made,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as timeless,
    ):
        names = sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            timeless.writestr(entry, made.read(name))
    return out.getvalue()
