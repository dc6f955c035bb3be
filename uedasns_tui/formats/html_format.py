"""Accessible pages for a city's site (WCAG, JIS X 8341-3:2016): whole files that fetch nothing and run nothing.

A whole page has language, title, a way past its head, one main part, headings in order and tables with captions and
scopes; `fragment` is the same body alone, for pasting into a content system that has all that. Line breaks are
`<br>`, which a content system keeps; the style sheet only keeps spaces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import Final

from uedasns_tui.formats.page import Heading, Items, Link, Page, Paragraph, Table
from uedasns_tui.formats.text_safety import address, cell_text, link_text, printable, title_line, wide

Draw = Callable[[Table], Iterator[str]]
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""What a browser may do with a page: use the style sheet in it, nothing else."""

STYLE: Final = """
:root { color-scheme: light; }
body { margin: 0; color: #1a1a1a; background: #fff; line-height: 1.8; line-break: strict; word-break: auto-phrase;
  font-family: "BIZ UDPGothic", "Yu Gothic UI", "Hiragino Sans", "Noto Sans CJK JP", sans-serif; }
main, footer { max-width: 50rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
.skip { position: absolute; left: -999rem; padding: .5rem 1rem; background: #fff; }
.skip:focus { left: 0; }
a { color: #0b4a8f; }
a:focus-visible { outline: .2rem solid #0b4a8f; outline-offset: .1rem; }
h1 { font-size: 1.5rem; line-height: 1.5; }
h2 { font-size: 1.25rem; border-bottom: .1rem solid #595959; }
p, li, th, td { white-space: pre-wrap; }
table { width: 100%; border-collapse: collapse; margin: 1rem 0; }
caption { text-align: left; font-weight: bold; padding: .3rem 0; }
th, td { border: 1px solid #595959; padding: .5rem .7rem; text-align: left; vertical-align: top; }
th { background: #f0f0f0; }
.mark { display: inline-block; margin: 0; padding: 0 1rem; border: .15rem solid #1a1a1a; font-weight: bold; }
footer { color: #404040; border-top: 1px solid #595959; }
@media screen and (max-width: 30rem) { table, caption, tbody, tr, th, td { display: block; width: auto; }
  thead, colgroup { display: none; } tr { border: 1px solid #595959; margin-bottom: .5rem; } th, td { border: 0; }
  th { word-break: keep-all; } td[data-label]::before { content: attr(data-label) "："; font-weight: bold; } }
@media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; }
  body, .skip { color: #f2f2f2; background: #1a1a1a; } a { color: #9db7f9; } th { background: #333; }
  a:focus-visible { outline-color: #9db7f9; } footer { color: #ccc; } .mark { border-color: #f2f2f2; } }
@media print { .skip { display: none; } main, footer { max-width: none; padding: 0; } a { color: inherit; }
  th { background: none; } tr, h1, h2, h3 { break-inside: avoid; } h1, h2, h3, caption, thead { break-after: avoid; } }
"""


_PAIR: Final = "display:flex;flex-wrap:wrap;gap:0 1em;border-top:1px solid;padding:.5em 0"
_LABEL: Final = "flex:1 1 13em;margin:0;font-weight:bold;word-break:keep-all;overflow-wrap:break-word"
_VALUE: Final = "flex:2 1 18em;margin:0;overflow-wrap:anywhere"
_LONG: Final = re.compile(r"[!-~]{12,}")
_STEP: Final = re.compile(r"(.{8}(?=.))")


class HtmlFormat:
    """The format `html`: UTF-8, one whole page."""

    name = "html"
    label = "HTML（ホームページ）"
    suffix = ".html"
    order = 2

    def write(self, page: Page) -> bytes:
        """The whole page. Raises Unprintable."""
        named = any(isinstance(block, Heading) for block in page.blocks)
        opening = "" if named else f"<h1>{_inline(title_line(page.title))}</h1>\n"
        made = "\n".join(f"<p>{_lines(line)}</p>" for line in page.made)
        lines = [
            "<!DOCTYPE html>",
            f'<html lang="{escape(title_line(page.language), quote=True)}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{_inline(_title(page))}</title>",
            f"<style>{STYLE}</style>",
            "</head>",
            "<body>",
            '<a class="skip" href="#main">本文へ移動</a>',
            '<main id="main">',
            f"{_mark(page)}{opening}{_body(page, 1)}",
            "</main>",
            *([f"<footer>\n{made}\n</footer>"] if made else []),
            "</body>",
            "</html>",
        ]
        return ("\n".join(lines) + "\n").encode()


def fragment(page: Page, first_level: int = 2) -> bytes:
    """The body alone, its first heading of `first_level`: a content system prints the title itself."""
    made = "".join(f"\n<p>{_lines(line)}</p>" for line in page.made)
    return _breakable(f"{_mark(page)}{_body(page, first_level, _pairs)}{made}\n").encode()


def _breakable(html: str) -> str:
    """HTML in which long words (addresses) may break without a style sheet, so that none is wider than a phone."""
    pieces = re.split(r"(<[^>]*>|&#?\w+;)", html)
    pieces[::2] = [_LONG.sub(lambda word: _STEP.sub(r"\1<wbr>", word[0]), piece) for piece in pieces[::2]]
    return "".join(pieces)


def _title(page: Page) -> str:
    title = title_line(page.title) or title_line(page.name)
    return f"【{title_line(page.mark)}】{title}" if page.mark else title


def _mark(page: Page) -> str:
    return f'<p class="mark">{_inline(title_line(page.mark))}</p>\n' if page.mark else ""


def _inline(text: str) -> str:
    return escape(text, quote=True)


def _lines(text: str) -> str:
    return "<br>".join(map(_inline, printable(text).split("\n")))


def _cell(cell: str | Link) -> str:
    if not isinstance(cell, Link):
        return _lines(cell)
    href = address(cell.href)
    if href is None:
        return _lines(link_text(cell))
    return f'<a href="{_inline(href)}">{_inline(title_line(cell.text) or title_line(cell.href))}</a>'


def _body(page: Page, first_level: int, draw: Draw | None = None) -> str:
    return "\n".join(_blocks(page, first_level, draw or _table))


def _blocks(page: Page, first_level: int, draw: Draw) -> Iterator[str]:
    before = first_level - 1
    for block in page.blocks:
        match block:
            case Heading():
                level = min(max(block.level - 1 + first_level, first_level), before + 1, 6)
                before = level
                yield f"<h{level}>{_inline(title_line(block.text))}</h{level}>"
            case Paragraph():
                parts = [_lines(block.text)] if block.text else []
                yield f"<p>{'<br>'.join(parts + ([_cell(block.link)] if block.link else []))}</p>"
            case Items():
                yield "<ul>" + "".join(f"\n<li>{_cell(item)}</li>" for item in block.items) + "\n</ul>"
            case Table():
                yield "\n".join(draw(block))


def _pairs(table: Table) -> Iterator[str]:
    """A table of labels and values as a list of pairs, which stand beside each other where there is room for both.

    A pasted page has no style sheet of its own that could stack a table on a phone.
    """
    if table.head or not table.row_heads or wide(table) > 2:
        yield from _table(table)
        return
    if table.caption:
        yield f"<p><b>{_inline(title_line(table.caption))}</b></p>"
    yield "<dl>"
    for label, *values in table.rows:
        value = _cell(values[0]) if values else ""
        yield f'<div style="{_PAIR}"><dt style="{_LABEL}">{_cell(label)}</dt><dd style="{_VALUE}">{value}</dd></div>'
    yield "</dl>"


def _table(table: Table) -> Iterator[str]:
    columns = wide(table)
    yield "<table>"
    if table.caption:
        yield f"<caption>{_inline(title_line(table.caption))}</caption>"
    if len(table.widths) == columns and sum(table.widths) > 0:
        shares = [100 * share // sum(table.widths) for share in table.widths]
        drawn = "".join(f'<col style="width:{share}%">' for share in shares)
        yield f"<colgroup>{drawn}</colgroup>"
    if table.head:
        heads = [*table.head, *[""] * (columns - len(table.head))]
        cells = [f'<th scope="col">{_lines(head)}</th>' if head else "<td></td>" for head in heads]
        yield f"<thead>\n<tr>{''.join(cells)}</tr>\n</thead>"
    yield "<tbody>"
    for row in table.rows:
        yield f"<tr>{''.join(_row(table, row, columns))}</tr>"
    yield "</tbody>\n</table>"


def _row(table: Table, row: tuple[str | Link, ...], columns: int) -> Iterator[str]:
    for number in range(columns):
        cell = row[number] if number < len(row) else ""
        if table.row_heads and number == 0 and cell_text(cell).strip():
            yield f'<th scope="row">{_cell(cell)}</th>'
        else:
            head = table.head[number] if number < len(table.head) else ""
            label = f' data-label="{_inline(title_line(head))}"' if head and cell_text(cell).strip() else ""
            yield f"<td{label}>{_cell(cell)}</td>"
