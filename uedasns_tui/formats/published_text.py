"""Reads a published file (text, Markdown, HTML, Word) as lines, for the import of a guideline.

Headings become # lines and tables | rows; menus, scripts and styles of a page are no text. Nothing is fetched.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

from uedasns_tui.formats import word_text
from uedasns_tui.formats.imported import ImportRefused
from uedasns_tui.formats.word_package import attribute, child, local, open_parts

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


def published_text(data: bytes, name: str) -> str:
    """The text of a file, by the ending of its name ("" is text). Raises ImportRefused with a sentence."""
    suffix = name.lower().rpartition(".")[2] if "." in name else ""
    if suffix == "docx" or data[:4] == b"PK\x03\x04":
        return _word(data)
    text = _decoded(data)
    if suffix in ("html", "htm") or re.match(r"\s*<(?:!doctype html|html)", text, re.IGNORECASE):
        page = _Page("main" in re.findall(r"<(main)\b", text.lower()))
        page.feed(text)
        page.close()
        return "\n".join(page.finished())
    return text


def _decoded(data: bytes) -> str:
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp932")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ImportRefused(
        "文字として読めません。テキスト（UTF-8 か Shift_JIS）、Markdown、HTML、Word（.docx）を読めます。"
    )


def _word(data: bytes) -> str:
    parts = open_parts(data)
    reader = word_text.WordTextReader(parts)
    lines: list[str] = []
    for block in word_text.blocks(parts.body):
        if local(block) == "tbl":
            rows = [[reader.text(cell) for cell in word_text.cells(row)] for row in word_text.rows(block)]
            lines += _table(rows)
            continue
        holder = Element("holder")
        holder.append(block)
        style = child(block, "pPr", "pStyle")
        heading = (
            re.search(r"(?:heading|見出し|^)\s*([1-6])$", attribute(style, "val"), re.IGNORECASE)
            if style is not None
            else None
        )
        texts = reader.text(holder).split("\n")
        if heading and texts[0].strip():
            texts[0] = f"{'#' * int(heading[1])} {texts[0].strip()}"
        lines += texts
    return "\n".join(lines)


def _table(rows: list[list[str]]) -> list[str]:
    """The rows of a table as Markdown, the first as its head."""
    lines = [
        "| " + " | ".join(re.sub(r"\s*\n\s*", " ", cell).replace("|", "｜") for cell in row) + " |"
        for row in rows
    ]
    if lines:
        lines.insert(1, "|" + "---|" * len(rows[0]))
    return lines


class _Page(HTMLParser):
    """Gathers the lines of a page."""

    def __init__(self, has_main: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.text = self.prefix = self.title = ""
        self.skipped = 0
        self.in_title = False
        self.inside = 0 if has_main else 1
        self.counts: list[int | None] = []
        self.rows: list[list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.in_title = tag == "title"
        if tag in _SKIPPED:
            self.skipped += 1
        elif tag == "main":
            self.inside += 1
        if re.fullmatch("h[1-6]", tag):
            self.flush()
            self.prefix = "#" * int(tag[1]) + " "
        elif tag in ("ul", "ol"):
            self.flush()
            self.counts.append(0 if tag == "ol" else None)
        elif tag == "li":
            self.flush()
            self.prefix = self.item()
        elif tag == "table":
            self.flush()
            self.rows = []
        elif tag == "tr" and self.rows is not None:
            self.rows.append([])
        elif tag == "br":
            self.text += (
                "\n" if self.text.rstrip().endswith(("。", "）", ")")) or self.rows is not None else ""
            )
        elif tag in _BLOCKS and self.rows is None:
            self.flush()

    def item(self) -> str:
        if not self.counts or self.counts[-1] is None:
            return "- "
        self.counts[-1] += 1
        return f"{self.counts[-1]}. "

    def handle_endtag(self, tag: str) -> None:
        self.in_title = False
        if tag in _SKIPPED:
            self.skipped = max(0, self.skipped - 1)
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append(" ".join(self.text.split()))
            self.text = ""
        elif tag == "table" and self.rows is not None:
            width = max((len(row) for row in self.rows), default=0)
            self.lines += _table([row + [""] * (width - len(row)) for row in self.rows if row])
            self.rows = None
        elif tag in ("ul", "ol") and self.counts:
            self.flush()
            self.counts.pop()
        elif (tag in _BLOCKS and self.rows is None) or re.fullmatch("h[1-6]", tag):
            self.flush()
        if tag == "main":
            self.inside -= 1

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.title += data
        elif not self.skipped and self.inside > 0:
            self.text += re.sub(r"\s*\n\s*", "", data)

    def flush(self) -> None:
        """The text so far is a paragraph, each of its lines one."""
        for text in self.text.split("\n"):
            if text.strip():
                self.lines += ["", self.prefix + text.strip()]
                self.prefix = ""
        self.text = ""

    def finished(self) -> list[str]:
        """The lines, the page's title first where it has no heading of its own."""
        self.flush()
        if any(line.startswith("# ") for line in self.lines) or not self.title.strip():
            first = next((index for index, line in enumerate(self.lines) if line.startswith("# ")), 0)
            return self.lines[first:]
        return [re.split(r"\s*[|｜]\s*", self.title.strip())[0], *self.lines]
