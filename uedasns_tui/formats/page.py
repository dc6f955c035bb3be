"""Page: a document as headings, paragraphs and tables; the input of every format.

Texts are plain text as a person wrote it: a format escapes them for its own grammar, always.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date

from uedasns_tui.frozen import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the page's title."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Link:
    """A link: the text says where it goes. Only http, https, mailto and relative addresses are followed."""

    text: str
    href: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; line breaks in the text are kept."""

    text: str
    link: Link | None = None


@dataclass(frozen=True)
class Items:
    """A list without numbers."""

    items: tuple[str | Link, ...]


@dataclass(frozen=True)
class Table:
    """A table. With `head`, its columns' headers; `row_heads`: the first cell of each row heads that row."""

    rows: tuple[tuple[str | Link, ...], ...]
    head: tuple[str, ...] = ()
    caption: str = ""
    row_heads: bool = False
    widths: tuple[int, ...] = ()


Block = Heading | Paragraph | Items | Table


@dataclass(frozen=True)
class PageField:
    """A value that a page prints, as it was typed: of which field, in which row of the sheet.

    `shown` is the value in words (a choice's label). `apart`: the row's text does not say which part holds what.
    """

    id: str
    label: str
    value: str
    row: int
    shown: str = ""
    apart: bool = False


@dataclass(frozen=True)
class Page:
    """A document. `title` for the window or file; `name` a safe file stem; `language` its lang attribute.

    `mark`: a word printed at the head of every format (案 on a draft). `made`: a line on what this shows
    (edition, decision number and date). `fields`: the values behind a sheet's rows, for files that are read back.
    `day`: when it is made, for the properties of files that have any.
    """

    title: str
    blocks: tuple[Block, ...]
    name: str = "page"
    mark: str = ""
    made: tuple[str, ...] = field(default=())
    language: str = "ja"
    fields: tuple[PageField, ...] = field(default=())
    day: date | None = None
