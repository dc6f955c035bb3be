"""Reads a published file (text, Markdown, HTML, Word) as lines, for the import of a guideline.

Headings become # lines and tables | rows; menus, scripts and styles of a page are no text. Nothing is fetched.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

from uedasns_tui.formats import word_text
from uedasns_tui.formats.imported import ImportRefused
from uedasns_tui.formats.word_numbers import WordNumbers
from uedasns_tui.formats.word_package import attribute, child, local, open_parts
from uedasns_tui.japanese.width import cells

_BODY = (
    ("main", ""), ("div", "joubun"), ("div", "honbun"), ("div", "main_body"), ("div", "main_naiyou"), ("div", "tmp_contents"),
    ("div", "primary"), ("div", "content"), ("div", "contents"), ("article", ""),
)  # fmt: skip
"""Where pages of offices and their collections of rules hold the text itself: the element, and its id or a class."""
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_SKIPPED = {"script", "style", "nav", "header", "footer", "aside", "form", "noscript", "template", "svg"}
_BLOCKS = {
    "p",
    "div",
    "section",
    "article",
    "main",
    "li",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "ul",
    "ol",
    "dl",
    "body",
}
_BOLD = {"strong", "b"}
_COUNTS = ("{}. ", "({}) ", "{}) ")
"""How a page's own numbers are written, by how deep a list stands within others: browsers show 1. in all of them."""
_LONG_LINE = 40
"""Columns of a line from which on a break within a sentence is of the layout."""


def published_text(data: bytes, name: str) -> str:
    """The text of a file, by the ending of its name ("" is text). Raises ImportRefused with a sentence."""
    suffix = name.lower().rpartition(".")[2] if "." in name else ""
    if suffix == "docx" or data[:4] == b"PK\x03\x04":
        return _word(data)
    text = _decoded(data)
    if suffix in ("html", "htm") or re.match(r"\s*<(?:!doctype html|html)", text, re.IGNORECASE):
        return "\n".join(_page_lines(text))
    return text


def _page_lines(page: str) -> list[str]:
    """The lines of a page's text: of the first element that holds most of its sentences, else of the whole page."""
    whole = _Page(("", "")).read(page)
    sentences = sum(line.endswith("。") for line in whole)
    for name, mark in _BODY:
        lines = _Page((name, mark)).read(page) if f"<{name}" in page.lower() and mark in page else []
        if lines and sum(line.endswith("。") for line in lines) >= 0.9 * sentences:
            return lines
    return whole


def _decoded(data: bytes) -> str:
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp932")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise ImportRefused(
        "文字として読めません。テキスト（UTF-8 か Shift_JIS）、Markdown、HTML、Word（.docx）を読めます。"
    )


def _word(data: bytes) -> str:
    parts = open_parts(data)
    reader = word_text.WordTextReader(parts, WordNumbers(parts.numbering))
    lines: list[str] = []
    for block in word_text.blocks(parts.body):
        if local(block) == "tbl":
            rows = [[reader.text(cell) for cell in word_text.cells(row)] for row in word_text.rows(block)]
            lines += _table(rows)
            continue
        holder = Element("holder")
        holder.append(block)
        style = child(block, "pPr", "pStyle")
        named = re.search(
            r"(?:heading|見出し|^)\s*([1-6])$", attribute(style, "val") if style is not None else "", re.I
        )
        level = int(named[1]) if named else reader.outline_level(block)
        texts = reader.text(holder).split("\n")
        if level and texts[0].strip():
            texts[0] = f"{'#' * level} {texts[0].strip()}"
        lines += texts
    return "\n".join(lines)


def _may_be_heading(text: str) -> bool:
    return 0 < len(text) <= 30 and "\n" not in text and re.search(r"[。、:：※]", text) is None


def _unbroken(text: str) -> list[str]:
    """The lines of a paragraph; one that is long and ends within a sentence goes on in the next."""
    lines: list[str] = []
    joins = False
    for line in map(str.strip, text.split("\n")):
        if joins and line and not re.match(r"[(（\d０-９①-⑳・※○●■◆-]|[^:：。]{1,12}[:：]", line):
            lines[-1] += line
        else:
            lines.append(line)
        open_ended = not lines[-1].endswith(("。", "）", ")", "：", ":", "」"))
        joins = open_ended and (cells(lines[-1]) >= _LONG_LINE or lines[-1][-1:] in "、をにはがでとのもへて")
    return lines


def _table(rows: list[list[str]]) -> list[str]:
    """The rows of a table as Markdown, the first that holds words as its head."""
    while rows and not any(cell.strip() for cell in rows[0]):
        rows = rows[1:]
    lines = [
        "| " + " | ".join(re.sub(r"\s*\n\s*", " ", cell).replace("|", "｜") for cell in row) + " |"
        for row in rows
    ]
    if lines:
        lines.insert(1, "|" + "---|" * len(rows[0]))
    return lines


class _Page(HTMLParser):
    """Gathers the lines of a page."""

    def __init__(self, body: tuple[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.body = body
        self.lines: list[str] = []
        self.text = self.prefix = self.title = ""
        self.open: list[tuple[str, bool, bool]] = [("", not body[0], False)]
        self.in_title = False
        self.counts: list[int | None] = []
        self.level = self.bold = 0
        self.is_bold = True
        self.rows: list[list[str]] | None = None

    def read(self, page: str) -> list[str]:
        """The lines of the page."""
        self.feed(page)
        self.close()
        return self.finished()

    @property
    def shows(self) -> bool:
        """Whether the current element is read."""
        return self.open[-1][1:] == (True, False)

    def enter(self, tag: str, attrs: dict[str, str]) -> None:
        """Whether an element is read: it is, or stands in, the body, and in nothing that does not show."""
        _, inside, hidden = self.open[-1]
        name, mark = self.body
        marks = f"{attrs.get('id', '')} {attrs.get('class', '')}".split()
        inside = inside or (tag == name and (not mark or mark in marks))
        style = attrs.get("style", "").replace(" ", "")
        hidden = hidden or tag in _SKIPPED or "hidden" in attrs or "display:none" in style
        self.open.append((tag, inside, hidden))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_title = tag == "title"
        if tag not in _VOID:
            self.enter(tag, {name: value or "" for name, value in attrs})
        if not self.shows:
            return
        if re.fullmatch("h[1-6]", tag):
            self.flush()
            self.level = int(tag[1])
            self.prefix = "#" * self.level + " "
        elif tag in ("ul", "ol"):
            self.flush()
            start = dict(attrs).get("start") or ""
            self.counts.append((int(start) - 1 if start.isdecimal() else 0) if tag == "ol" else None)
        elif tag == "dt" and self.rows is None:
            self.flush()
            self.prefix = self.lower()
        elif tag in _BOLD:
            self.bold += 1
        elif tag == "li":
            self.flush()
            self.prefix = self.item()
        elif tag == "table":
            self.flush()
            self.rows = []
        elif tag == "tr" and self.rows is not None:
            self.rows.append([])
        elif tag == "br":
            self.text += "\n"
        elif tag in _BLOCKS and self.rows is None:
            self.flush()

    def item(self) -> str:
        if not self.counts or self.counts[-1] is None:
            return "- "
        self.counts[-1] += 1
        depth = sum(count is not None for count in self.counts)
        return _COUNTS[min(depth, len(_COUNTS)) - 1].format(self.counts[-1])

    def lower(self) -> str:
        """The sign of a heading beneath the last one."""
        return "#" * min(self.level + 1, 6) + " "

    def handle_endtag(self, tag: str) -> None:
        self.in_title = False
        if self.shows:
            self.leave(tag)
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth][0] == tag:
                del self.open[depth:]
                break

    def leave(self, tag: str) -> None:
        """The end of an element that is read."""
        if tag in ("td", "th") and self.rows:
            self.rows[-1].append(" ".join(self.text.split()))
            self.text = ""
        elif tag == "table" and self.rows is not None:
            width = max((len(row) for row in self.rows), default=0)
            self.lines += ["", *_table([row + [""] * (width - len(row)) for row in self.rows if row]), ""]
            self.rows = None
        elif tag in ("ul", "ol") and self.counts:
            self.flush()
            self.counts.pop()
        elif tag in _BOLD:
            self.bold = max(0, self.bold - 1)
        elif (tag in _BLOCKS and self.rows is None) or re.fullmatch("h[1-6]", tag):
            self.flush()

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.title += data
        elif self.shows:
            self.text += re.sub(r"\s*\n\s*", "", data)
            self.is_bold = self.is_bold and (self.bold > 0 or not data.strip())

    def flush(self) -> None:
        """The text so far is a paragraph, each of its lines one; one that is bold, short and no list's is a heading."""
        text = self.text.strip()
        if self.is_bold and not self.prefix and self.level and _may_be_heading(text):
            self.prefix = self.lower()
        for line in [text.replace("\n", "")] if self.prefix.startswith("#") else _unbroken(text):
            if line.strip():
                self.lines += ["", self.prefix + line.strip()]
                self.prefix = ""
        self.text, self.is_bold = "", True

    def finished(self) -> list[str]:
        """The lines, the page's title first where it has no heading of its own."""
        self.flush()
        if any(line.startswith("# ") for line in self.lines) or not self.title.strip():
            first = next((index for index, line in enumerate(self.lines) if line.startswith("# ")), 0)
            return self.lines[first:]
        title = re.split(r"\s*[|｜]\s*", self.title.strip())[0]
        titled = any(line.strip("○〇◯ 　") == title for line in self.lines[:10])
        return self.lines if titled else [title, *self.lines]
