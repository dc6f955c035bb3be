"""Pages as offices publish them: the text itself, without menus, tables of contents beside it and what is hidden."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from uedasns_tui.formats.published_text import published_text
from uedasns_tui.formats.word_numbers import written
from uedasns_tui.guideline.chapters import read_chapters
from uedasns_tui.guideline.importer import import_text

TEXT = "<p>○つぐみ市発信要綱</p><p>令和6年3月1日</p><p>訓令第2号</p><p>第1条　甲とする。</p><p>第2条　乙とする。</p>"
LINES = ["○つぐみ市発信要綱", "令和6年3月1日", "訓令第2号", "第1条　甲とする。", "第2条　乙とする。"]
MENU = '<div id="secondary"><h2>つぐみ市発信要綱</h2><ul><li><a href="#1">第1条</a></li></ul></div>'
HIDDEN = '<div style="display: none"><p>e001</p></div><p hidden>e002</p>'


def lines(body: str, title: str = "つぐみ市発信要綱 | つぐみ市") -> list[str]:
    page = f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>"
    return [line for line in published_text(page.encode(), "a.html").split("\n") if line]


@pytest.mark.parametrize("mark", ['id="primary"', 'class="joubun show"', 'id="honbun"', 'id="tmp_contents"'])
def test_the_text_of_a_collection_of_rules_without_what_stands_beside_it(mark: str) -> None:
    assert lines(f"<div><div {mark}><div>{TEXT}</div></div>{MENU}</div>{HIDDEN}") == LINES


def test_an_element_that_holds_half_of_the_sentences_is_not_the_text() -> None:
    assert "丙とする。" in lines(f'<p>丙とする。</p><div id="contents">{TEXT}</div>')


def test_what_is_hidden_is_no_text() -> None:
    assert lines(TEXT + HIDDEN) == LINES


def test_the_title_of_the_page_heads_a_text_without_one() -> None:
    assert lines("<p>第1条　甲とする。</p>") == ["つぐみ市発信要綱", "第1条　甲とする。"]


def test_a_heading_beside_the_text_marks_nothing_within_it() -> None:
    assert lines(f'<h2>目次</h2><div id="primary">{TEXT}</div>') == LINES


def test_an_empty_first_row_is_no_head_of_a_table() -> None:
    table = "<table><tr><td></td><td></td></tr><tr><td>媒体</td><td>課</td></tr><tr><td>X</td><td></td></tr></table>"
    assert lines(table + table, "表")[1:5] == ["| 媒体 | 課 |", "|---|---|", "| X |  |", "| 媒体 | 課 |"]


PAGE = "<h1>つぐみ市ガイドライン</h1>"


def test_lines_of_a_list_stay_apart_and_a_break_within_a_sentence_is_joined() -> None:
    item = "<ol><li>エックス<br>名称：つぐみ市<br>平日の朝に発信する</li></ol>"
    assert lines(PAGE + item)[1:] == ["1. エックス", "名称：つぐみ市", "平日の朝に発信する"]
    assert lines(f"{PAGE}<p>市は、投稿を<br>確かめる。<br>甲とする。</p>")[1:] == [
        "市は、投稿を確かめる。",
        "甲とする。",
    ]
    assert lines("<h1>つぐみ市<br>ガイドライン</h1>") == ["# つぐみ市ガイドライン"]
    long = "利用者の投稿によって生じた損害について責任を負わないもの"
    assert lines(f"{PAGE}<p>{long}<br>とし、消すことができる。</p>")[1:] == [
        f"{long}とし、消すことができる。"
    ]


def test_lists_within_lists_are_numbered_apart_and_start_where_the_page_says() -> None:
    inner = "<ol><li>乙</li><li>丙</li></ol>"
    assert lines(f'{PAGE}<ol start="3"><li>甲{inner}</li><li>丁</li></ol>')[1:] == [
        "3. 甲", "(1) 乙", "(2) 丙", "4. 丁",
    ]  # fmt: skip


def test_terms_and_bold_paragraphs_head_what_follows() -> None:
    terms = "<h2>定義</h2><dl><dt>媒体</dt><dd>甲をいう。</dd></dl>"
    assert lines(PAGE + terms)[1:] == ["## 定義", "### 媒体", "甲をいう。"]
    bold = "<p><strong>目的</strong></p><p><b>必ず</b>守る。</p><p><b>乙とする。</b></p>"
    assert lines(PAGE + bold)[1:] == ["## 目的", "必ず守る。", "乙とする。"]


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LEVELS = (
    ("decimalFullWidth", "第%1条", 1),
    ("decimal", "%2", 2),
    ("decimal", "(%3)", 1),
    ("aiueoFullWidth", "%4", 1),
)


def word(paragraphs: list[tuple[str, int, str]]) -> bytes:
    """A Word file whose labels are Word's own: each paragraph with its list, its level (-1 for none) and its text."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text, start) in enumerate(LEVELS)
    )
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    shape = parse_xml(f'<w:abstractNum xmlns:w="{W}" w:abstractNumId="90">{levels}</w:abstractNum>')
    numbering.insert(0, shape)
    for number, more in (("91", ""), ("92", again)):
        numbering.append(
            parse_xml(f'<w:num xmlns:w="{W}" w:numId="{number}"><w:abstractNumId w:val="90"/>{more}</w:num>')
        )
    for number, level, text in paragraphs:
        paragraph = document.add_paragraph(text)
        if level >= 0:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().set(qn("w:val"), str(level))
            properties.get_or_add_numId().set(qn("w:val"), number)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_numbers_that_word_puts_by_itself_are_labels() -> None:
    data = word([
        ("", -1, "つぐみ市発信要綱"), ("", -1, "（目的）"), ("91", 0, "甲を定める。"), ("", -1, "（発信）"), ("91", 0, "次による。"),
        ("91", 2, "乙とする。"), ("91", 3, "丙"), ("91", 3, "丁"), ("91", 2, "戊とする。"), ("91", 1, "己とする。"), ("91", 2, ""),
        ("", -1, "（雑則）"), ("91", 0, "庚とする。"), ("91", 2, "辛とする。"), ("", -1, "附　則"), ("92", 0, "壬とする。"), ("92", 0, "癸とする。"),
    ])  # fmt: skip
    text = published_text(data, "a.docx")
    assert text.split("\n")[4:10] == [
        "第２条　次による。", "(1)　乙とする。", "ア　丙", "イ　丁", "(2)　戊とする。", "2　己とする。",
    ]  # fmt: skip
    result = import_text(text)
    root, faults = read_chapters([("1.md", chapter) for chapter in result.chapters], result.numbering)
    clauses = [clause.citation for clause in root.walk() if clause.label]
    assert clauses == [
        "第1条", "第2条", "第2条(1)", "第2条(1)ア", "第2条(1)イ", "第2条(2)", "第2条2", "第3条", "第3条(1)", "附則第1条", "附則第2条",
    ]  # fmt: skip
    assert faults == []


@pytest.mark.parametrize(
    ("kind", "number", "text"),
    [
        ("decimalEnclosedCircle", 3, "③"), ("japaneseCounting", 12, "十二"), ("irohaFullWidth", 2, "ロ"), ("lowerRoman", 4, "iv"),
        ("upperRoman", 2, "Ⅱ"), ("lowerLetter", 27, "27"), ("decimalFullWidth", 10, "１０"), ("none", 1, ""), ("decimalZero", 7, "07"),
        ("aiueo", 2, "ｲ"), ("ideographTraditional", 1, "甲"), ("decimalEnclosedParen", 21, "21"),
    ],
)  # fmt: skip
def test_each_way_of_counting(kind: str, number: int, text: str) -> None:
    assert written(number, kind) == text


def test_a_paragraph_of_an_outline_is_a_heading() -> None:
    document = docx.Document()
    document.add_paragraph("つぐみ市発信指針", style="Title")
    document.add_paragraph("目的")._p.get_or_add_pPr().append(
        parse_xml(f'<w:outlineLvl xmlns:w="{W}" w:val="1"/>')
    )
    document.add_heading("発信", 2)
    file = io.BytesIO()
    document.save(file)
    assert published_text(file.getvalue(), "a.docx").split("\n") == ["つぐみ市発信指針", "## 目的", "## 発信"]
