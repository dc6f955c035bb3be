"""Makes a text safe before a format encodes it: hostile characters are made visible, or the text is refused.

Used by all writers of this package. A text of a record is never trusted: controls and direction marks become
pictures, a lone surrogate is refused with the reason, and only harmless addresses become links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Protocol
from urllib.parse import quote, urlsplit

from uedasns_tui.formats.page import Block, Heading, Link, Page, Table
from uedasns_tui.japanese.visible import bad_surrogate, visible

_NOT_XML: Final = {code: f"〔U+{code:04X}〕" for code in (0xFFFE, 0xFFFF)}
"""What XML cannot hold and `visible` keeps."""
_FOLLOWED: Final = {"http", "https", "mailto"}
_TELEPHONE: Final = re.compile(r"tel:\+?[0-9-]{3,20}")
_AROUND: Final = 10


class Unprintable(ValueError):
    """A text that no file can hold; `reason` is a Japanese sentence that says where and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Format(Protocol):
    """A way to hand a page on. `label` is Japanese, `suffix` begins with a dot, `order` its place in lists."""

    name: str
    label: str
    suffix: str
    order: int

    def write(self, page: Page) -> bytes:
        """The page as a whole file, the same bytes for the same page. Raises Unprintable."""
        ...


def printable(text: str) -> str:
    """`text` with hostile characters as pictures, lines ended by a newline only. Raises Unprintable."""
    at = bad_surrogate(text)
    if at is not None:
        around = visible(text[max(0, at - _AROUND) : at]).replace("\n", " ")
        place = f"「{around}」の後" if around.strip() else "文の初め"
        raise Unprintable(
            f"{place}に、文字として壊れているもの（U+{ord(text[at]):04X}）があり、書き出せません。"
            "その文字を消して、入力し直してください。"
        )
    return visible(text).translate(_NOT_XML)


def title_line(text: str) -> str:
    """`printable`, on one line: for titles and whatever a grammar allows one line only."""
    return " ".join(printable(text).replace("\t", " ").split("\n")).strip(" ")


def address(href: str) -> str | None:
    """`href` as an address that may be followed, percent-encoded; None where it is none or not harmless.

    Web addresses with a host, mail addresses and relative ones; never a script, never another host by "//".
    """
    if not href or re.search(r"[\x00-\x20\x7f-\x9f\\]", href) or visible(href) != href:
        return None
    try:
        parts = urlsplit(href)
        host = parts.hostname
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme == "tel":
        return href if _TELEPHONE.fullmatch(href) else None
    if scheme:
        harmless = scheme in _FOLLOWED and (scheme == "mailto" or bool(host))
    else:
        harmless = not parts.netloc and not href.startswith("//") and ":" not in href.split("/", 1)[0]
    return quote(href, safe="%/:?#[]@!$&'()*+,;=~-._") if harmless else None


def link_text(link: Link) -> str:
    """A link where nothing can be followed: its text, and its address where that says more."""
    text, href = title_line(link.text), title_line(link.href)
    if not text or text == href or (mail := href.removeprefix("mailto:")) == text:
        return href
    return f"{text}（{mail}）"


def cell_text(cell: str | Link) -> str:
    """A cell or an item as plain text."""
    return link_text(cell) if isinstance(cell, Link) else printable(cell)


def wide(table: Table) -> int:
    """The number of columns: of the widest row, so that none is cut."""
    return max([len(table.head), *(len(row) for row in table.rows)], default=0)


def is_sheet(table: Table) -> bool:
    """Whether a table is a sheet: rows of a label and its value, without a head."""
    return table.row_heads and not table.head and wide(table) == 2


def captions(page: Page) -> Iterator[tuple[Block, str]]:
    """The blocks, each table with the caption to print: none right under a heading, which names it already."""
    before: Block | None = None
    for block in page.blocks:
        shown = ""
        if isinstance(block, Table) and not isinstance(before, Heading):
            shown = title_line(block.caption)
        yield block, shown
        before = block
