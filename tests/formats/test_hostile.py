"""Text that tries to do harm: every format shows it or refuses it with the reason; nothing is lost on the way."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uedasns_tui.formats.csv_format import bare, harmless
from uedasns_tui.formats.html_format import HtmlFormat, fragment
from uedasns_tui.formats.page import Heading, Items, Link, Page, Paragraph, Table
from uedasns_tui.formats.registry import FORMATS
from uedasns_tui.formats.text_format import TextFormat
from uedasns_tui.formats.text_safety import Unprintable, address, printable

SEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f]")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def page_of(text: str) -> Page:
    return Page(
        text,
        (
            Heading(text),
            Paragraph(text),
            Items((text,)),
            Table(((text, text),), caption=text, row_heads=True),
        ),
        mark=text,
        made=(text,),
    )


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_lone_surrogate_is_refused_with_the_reason(name: str) -> None:
    with pytest.raises(Unprintable) as refused:
        FORMATS[name].write(page_of("前の文\ud83d後"))
    assert "「前の文」の後" in refused.value.reason and "U+D83D" in str(refused.value)


@pytest.mark.parametrize("name", ["html", "csv", "markdown", "text"])
def test_no_control_character_leaves(name: str, hostile: str) -> None:
    written = FORMATS[name].write(page_of(hostile)).decode("utf-8-sig").replace("\r\n", "\n")
    assert not SEEN.search(written)


def test_text_keeps_every_character(hostile: str) -> None:
    written = TextFormat().write(Page("", (Paragraph(hostile),)), None).decode()
    assert written == printable(hostile) + "\n"
    squeezed = re.sub(r"\s", "", TextFormat().write(Page("", (Paragraph(hostile),))).decode())
    assert squeezed == re.sub(r"\s", "", printable(hostile))


def test_word_is_well_formed_and_keeps_the_text(hostile: str) -> None:
    with zipfile.ZipFile(io.BytesIO(FORMATS["word"].write(page_of(hostile)))) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                ET.fromstring(package.read(name))
        document = package.read("word/document.xml").decode()
    assert SEEN.search(document) is None
    root = ET.fromstring(document)
    texts = [one.text or "" for one in root.iter() if one.tag.endswith("}t")]
    for line in printable(hostile).split("\n"):
        assert all(part in texts for part in line.split("\t") if part)


class Seen(HTMLParser):
    """What a parser makes of a page: tags with attributes, and the text of the last cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.cell = ""
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        if tag in ("td", "dd"):
            self._inside, self.cell = True, ""
        elif tag == "br" and self._inside:
            self.cell += "\n"

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag not in ("td", "dd")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.cell += data


@given(TEXTS)
def test_html_is_the_same_page_whatever_the_text(text: str) -> None:
    tags = []
    for one in (text, "\n" * printable(text).count("\n") + "x"):
        for data in (HtmlFormat().write(page_of(one or "x")), fragment(page_of(one or "x"))):
            seen = Seen()
            seen.feed(data.decode())
            tags.append([tag for tag in seen.tags if tag[0] not in ("br", "wbr")])
            assert seen.cell == printable(one or "x")
    for got in tags:
        names = {name for name, _ in got}
        assert names <= {
            "html", "head", "meta", "title", "style", "body", "a", "main", "p", "h1", "h2", "ul", "li", "table",
            "caption", "tbody", "tr", "th", "td", "footer", "b", "dl", "div", "dt", "dd",
        }  # fmt: skip
        assert {attribute for _, attributes in got for attribute in attributes} <= {
            "lang", "charset", "http-equiv", "content", "name", "class", "href", "id", "scope", "style",
        }  # fmt: skip


@given(st.one_of(TEXTS, st.text("'=+-@＝\t\r\n 　a1", max_size=8)))
def test_a_harmless_cell_is_never_a_formula_and_comes_back(text: str) -> None:
    cell = harmless(text)
    handle = re.fullmatch(r"[@＠]\w+", cell) is not None  # an account's name stays as it is: nothing runs it
    assert handle or not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not cell.startswith(("\t", "\r", "\n"))
    assert bare(cell) == text


def test_heading_levels_are_never_skipped() -> None:
    levels = (1, 3, 6, 2, 4)
    page = Page("x", tuple(Heading("x", level) for level in levels))
    assert re.findall(r"<h(\d)", HtmlFormat().write(page).decode()) == ["1", "2", "3", "2", "3"]
    assert re.findall(r"<h(\d)", fragment(page, 3).decode()) == ["3", "4", "5", "4", "5"]


def test_csv_cells_stay_in_their_cells(hostile: str) -> None:
    table = Table(((hostile, "二"), ("三", hostile)), head=("一", hostile))
    text = FORMATS["csv"].write(Page("", (table,))).decode("utf-8-sig")
    rows = [[bare(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""))]
    assert rows[1:] == [[printable(hostile), "二"], ["三", printable(hostile)]]


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:x", "java\nscript:x", "data:text/html,x", "vbscript:x",
        "//evil.example/", "javascript://example.jp/%0aalert(1)", "ftp://example.jp/", "file://example.jp/x", "///evil.example/", "\\\\evil.example", "/\\evil.example", "http://", "https:///x", "file:///etc/passwd",
        "http://[", "http://a\u202eb/", "", "a:b", "blob:x", "mailto:\x00",
    ],
)  # fmt: skip
def test_addresses_that_are_not_followed(href: str) -> None:
    assert address(href) is None
    page = Page("x", (Paragraph("", Link("行き先", href)),))
    assert b"<a href" not in fragment(page)
    assert "](" not in FORMATS["markdown"].write(page).decode().replace("\\]", "").replace("行き先（", "")


@pytest.mark.parametrize(
    ("href", "followed"),
    [
        ("https://example.jp/?a=1&b=2#c", "https://example.jp/?a=1&b=2#c"),
        ("http://例え.jp/パス", "http://%E4%BE%8B%E3%81%88.jp/%E3%83%91%E3%82%B9"),
        ("mailto:koho@city.ueda.nagano.jp", "mailto:koho@city.ueda.nagano.jp"),
        ("index.html", "index.html"),
        ("../a.html", "../a.html"),
        ("#top", "#top"),
        ("https://example.jp/\"onx='", "https://example.jp/%22onx='"),
    ],
)
def test_addresses_that_are_followed(href: str, followed: str) -> None:
    assert address(href) == followed
