"""Markdown renders as exactly the text that was put in, whatever it holds."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from uedasns_tui.formats.markdown_format import MarkdownFormat
from uedasns_tui.formats.page import Heading, Items, Link, Page, Paragraph, Table
from uedasns_tui.formats.text_safety import printable, title_line

TRICKY = st.text("\\`*_{}[]()<>#+-.!|~=&;:\"'0123456789ab \t\n　あ）「^$", max_size=24)
TEXTS = st.one_of(TRICKY, st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
READERS = {
    "commonmark": MarkdownIt("commonmark").enable(["table", "strikethrough"]),
    "all": MarkdownIt("js-default"),
}


def rendered(token: Token) -> str:
    """The text of an inline token, breaks as newlines; fails on any mark but bold."""
    out = ""
    for one in token.children or []:
        match one.type:
            case "text" | "text_special":
                out += one.content
            case "hardbreak":
                out += "\n"
            case "strong_open" | "strong_close":
                pass
            case other:
                raise AssertionError(f"{other} in {token.content!r}")
    return out


def inlines(page: Page, reader: str = "commonmark") -> list[tuple[str, str]]:
    """The kinds of blocks with their texts."""
    tokens = READERS[reader].parse(MarkdownFormat().write(page).decode())
    found = []
    for before, token in pairwise(tokens):
        if token.type == "inline":
            found.append((before.type.removesuffix("_open"), rendered(token)))
        else:
            assert token.type not in ("html_block", "code_block", "fence", "hr", "blockquote_open"), token
    return found


def shown(text: str) -> str:
    return printable(text).rstrip("\n")


@given(TEXTS)
@example("a\n===")
@example("1. x\n- y\n# z #")
@example("　\n　x　")
@example("a|b\n-|-")
@example("&copy; &#65; \\&amp;")
def test_paragraphs(text: str) -> None:
    for reader in READERS:
        wanted = [("paragraph", shown(text))] if shown(text) else []
        assert inlines(Page("", (Paragraph(text),)), reader) == wanted


@given(TEXTS)
@example("x ##")
@example("#")
def test_headings_and_lists(text: str) -> None:
    found = inlines(Page("", (Heading(text, 2), Items((text, "次")), Paragraph("後"))))
    assert found[0] == ("heading", title_line(text))
    wanted = [("paragraph", shown(text)), ("paragraph", "次"), ("paragraph", "後")]
    assert [one for one in found[1:] if one[1]] == [one for one in wanted if one[1]]


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=1, max_size=4))
def test_tables_lose_nothing(rows: list[list[str]]) -> None:
    table = Table(tuple(map(tuple, rows)), head=("見出し", "値"))
    found = [text for kind, text in inlines(Page("", (table,))) if kind == "td"]
    wanted = [line for row in rows for line in across(row)]
    assert found == wanted


def across(row: list[str]) -> list[str]:
    """The cells of the rows that one row becomes: a row for each line of its longest cell."""
    lines = [shown(cell).split("\n") for cell in row]
    most = max(map(len, lines))
    return [one[at] if at < len(one) else "" for at in range(most) for one in lines]


@given(TEXTS, TEXTS)
def test_a_sheet_is_labels_and_values(label: str, value: str) -> None:
    found = inlines(Page("", (Table(((label, value),), row_heads=True),)))
    parts = [part for part in (title_line(label), shown(value)) if part]
    assert found == ([("paragraph", "\n".join(parts))] if parts else [])


def test_links_go_only_where_they_say() -> None:
    page = Page("", (Paragraph("", Link("a]b<c", "https://example.jp/(x)?y=<z>")),))
    html = MarkdownIt("commonmark").render(MarkdownFormat().write(page).decode())
    assert html == '<p><a href="https://example.jp/%28x%29?y=%3Cz%3E">a]b&lt;c</a></p>\n'
