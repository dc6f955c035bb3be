"""Plain text for mail and for carrying by hand between networks: lines that end as Japanese print does.

A sheet's label stands on its own line and its value under it, indented, so that long labels take nothing from the
value. Without a width it is for the ear: lines stay as they were written, a label and a short value share one, so do the
cells of a row, and no line is empty or drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from uedasns_tui.formats.page import Heading, Items, Page, Paragraph, Table
from uedasns_tui.formats.text_safety import captions, cell_text, is_sheet, link_text, printable, title_line
from uedasns_tui.japanese import wrap
from uedasns_tui.japanese.width import cells

WIDTH: Final = 70
"""Cells in a line: 35 full-width characters, which every mail program shows unbroken."""
_INDENT: Final = "　"
_SIGNS: Final = ("", "■", "□", "－")


class TextFormat:
    """The format `text`: UTF-8, lines ended by a newline."""

    name = "text"
    label = "テキスト"
    suffix = ".txt"
    order = 5

    def write(self, page: Page, width: int | None = WIDTH) -> bytes:
        """The page in lines of `width` cells; None is for the ear. Raises Unprintable."""
        groups = ["\n".join(group) for group in _groups(page, width) if group]
        return (("\n" if width is None else "\n\n").join(groups) + "\n").encode()


def _lines(text: str, width: int | None, indent: str = "", first: str | None = None) -> list[str]:
    """`text` in lines after `indent`, the first after `first`."""
    inner = None if width is None else width - cells(indent)
    broken = text.split("\n") if inner is None else wrap.lines(text, inner)
    heads = [indent if first is None else first, *[indent] * len(broken)]
    return [f"{head}{line}" if line else head.rstrip() for head, line in zip(heads, broken, strict=False)]


def _groups(page: Page, width: int | None) -> Iterator[list[str]]:
    if page.mark:
        yield [f"【{title_line(page.mark)}】"]
    for block, caption in captions(page):
        if caption:
            yield _lines(caption, width, first="")
        match block:
            case Heading():
                yield _heading(block, width)
            case Paragraph():
                parts = [printable(block.text)] if block.text else []
                parts += [link_text(block.link)] if block.link else []
                yield _lines("\n".join(parts), width)
            case Items():
                yield [line for item in block.items for line in _lines(cell_text(item), width, _INDENT, "・")]
            case Table():
                yield from _table(block, width)
    if page.made:
        yield [line for line_made in page.made for line in _lines(printable(line_made), width)]


def _heading(heading: Heading, width: int | None) -> list[str]:
    text = title_line(heading.text)
    if heading.level > 1:
        return _lines(text, width, _INDENT, _SIGNS[min(heading.level, len(_SIGNS)) - 1] + " ")
    lines = _lines(text, width)
    return lines if width is None else [*lines, "=" * min(max(map(cells, lines)), width)]


def _table(table: Table, width: int | None) -> Iterator[list[str]]:
    for row in table.rows:
        texts = [cell_text(cell) for cell in row]
        if is_sheet(table):
            label, value = (*texts, "")[:2]
            short = width is None and value and "\n" not in label + value
            yield [f"{label}: {value}"] if short else [*_lines(label, width), *_lines(value, width, _INDENT)]
            continue
        group: list[str] = []
        for number, text in enumerate(texts):
            head = title_line(table.head[number]) if number < len(table.head) else ""
            if text:
                labelled = f"{head}: {text}" if head else text
                group += _lines(labelled, width, _INDENT, _INDENT if group else "・")
        yield ["、".join(line.strip(_INDENT) for line in group)] if width is None else group
