"""Markdown that every reader of it renders as exactly the text: what would be markup is escaped, and nothing else,
so that it also reads well as mail.

A sheet is bold labels with their values under them, because a pipe table holds no line break; in a table with a
head, each further line of a cell is a row of its own. Raw HTML (`<br>`) is never written: many readers forbid it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from uedasns_tui.formats.page import Heading, Items, Link, Page, Paragraph, Table
from uedasns_tui.formats.text_safety import (
    address,
    captions,
    is_sheet,
    link_text,
    printable,
    title_line,
    wide,
)

_MARKUP: Final = re.compile(r"[\\`*\[\]<>|~]|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])")
_BLOCK: Final = re.compile(r"(#+|[-+=:])|(\d+)([.)])")
"""What begins a block at the beginning of a line; numbers keep their digits and lose the sign's meaning."""
_PARENTHESES: Final = {ord("("): "%28", ord(")"): "%29"}
_BREAK: Final = "\\\n"


class MarkdownFormat:
    """The format `markdown`: UTF-8, CommonMark with pipe tables."""

    name = "markdown"
    label = "Markdown"
    suffix = ".md"
    order = 4

    def write(self, page: Page) -> bytes:
        """The page as Markdown. Raises Unprintable."""
        return ("\n\n".join(part for part in _parts(page) if part) + "\n").encode()


def escaped(text: str) -> str:
    """One line of text, so that rendering gives it back, spaces at its ends included."""
    inner = text.strip()
    if not inner:
        return _spaces(text)
    start = text.index(inner)
    body = _MARKUP.sub(r"\\\g<0>", inner)
    match = _BLOCK.match(body)
    if match:
        body = f"\\{body}" if match[1] else f"{match[2]}\\{body[match.end(2) :]}"
    if body.endswith("#") and not body.endswith("\\#"):
        body = f"{body[:-1]}\\#"
    return _spaces(text[:start]) + body + _spaces(text[start + len(inner) :])


def _spaces(text: str) -> str:
    return "".join(f"&#{ord(letter)};" for letter in text)


def _prose(text: str) -> str:
    """Lines with their breaks; empty lines at the end, which nothing shows, are left out."""
    return _BREAK.join(escaped(line) for line in printable(text).rstrip("\n").split("\n"))


def _link(link: Link) -> str:
    href = address(link.href)
    text = escaped(title_line(link.text) or title_line(link.href))
    if href is None:
        return escaped(link_text(link))
    return f"[{text}]({href.translate(_PARENTHESES)})"


def _bold(text: str) -> str:
    inner = escaped(text)
    return f"**{inner}**" if inner else ""


def _parts(page: Page) -> Iterator[str]:
    if page.mark:
        yield _bold(f"【{title_line(page.mark)}】")
    for block, caption in captions(page):
        yield _bold(caption)
        match block:
            case Heading():
                yield f"{'#' * min(max(block.level, 1), 6)} {escaped(title_line(block.text))}"
            case Paragraph():
                texts = [_prose(block.text)] if block.text else []
                yield _BREAK.join([*texts, *([_link(block.link)] if block.link else [])])
            case Items():
                yield "\n".join(f"- {_item(item)}" for item in block.items)
            case Table() if is_sheet(block):
                yield from (_labelled(row) for row in block.rows)
            case Table():
                yield _table(block)
    yield _BREAK.join(_prose(line) for line in page.made)


def _item(item: str | Link) -> str:
    return _link(item) if isinstance(item, Link) else _prose(item).replace("\n", "\n  ")


def _labelled(row: tuple[str | Link, ...]) -> str:
    label, value = (*row, "", "")[:2]
    parts = [_bold(title_line(label.text if isinstance(label, Link) else label))]
    parts.append(_link(value) if isinstance(value, Link) else _prose(value))
    return _BREAK.join(part for part in parts if part)


def _table(table: Table) -> str:
    columns = wide(table)
    if not columns:
        return ""
    lines = [
        _row([escaped(title_line(cell)) for cell in table.head], columns),
        _row(["---"] * columns, columns),
    ]
    for row in table.rows:
        cells = [[_link(cell)] if isinstance(cell, Link) else _cell(cell) for cell in row]
        lines += [_row(list(texts), columns) for texts in zip_longest(*cells, fillvalue="")]
    return "\n".join(lines)


def _cell(text: str) -> list[str]:
    return [escaped(line) for line in printable(text).rstrip("\n").split("\n")]


def _row(texts: list[str], columns: int) -> str:
    return "| " + " | ".join(texts + [""] * (columns - len(texts))) + " |"
