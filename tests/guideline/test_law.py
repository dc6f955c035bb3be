"""行政手続法 as e-Gov publishes it: every article loads, is cited as staff write it, and its references are followed.

In kanji, and as a city writes its ordinances (digits, （１）, ア). The law's file is not in the project: the
folder of others' cases holds it.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

import pytest

from tests.guideline.conftest import document
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.numbering import IROHA, KANA, arabic
from uedasns_tui.guideline.references import references

ORDERS = {
    "kanji": ("第1章", "第1節", "第1条", "1", "一", "イ"),
    "digits": ("第1章", "第1節", "第1条", "1", "(1)", "ア"),
}


def wide(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def sentences(element: ElementTree.Element | None) -> str:
    assert element is not None
    columns = element.findall("Column") or [element]
    return "　".join("".join("".join(s.itertext()) for s in column.iter("Sentence")) for column in columns)


def text_of(element: ElementTree.Element, name: str) -> str:
    child = element.find(name)
    return (child.text or "") if child is not None else ""


class LawWriter:
    """The law as lines, its labels as they are or as a city writes them."""

    def __init__(self, digits: bool) -> None:
        self.digits = digits
        self.lines: list[str] = []

    def label(self, text: str) -> str:
        if not self.digits:
            return text
        return re.sub("[一二三四五六七八九十百]+", lambda number: wide(arabic(number[0])), text)

    def heading(self, level: int, text: str) -> None:
        label, _, title = text.partition("　")
        self.lines.append(f"{'#' * level} {self.label(label)}　{title}")

    def article(self, article: ElementTree.Element, level: int) -> None:
        title, caption = self.label(text_of(article, "ArticleTitle")), text_of(article, "ArticleCaption")
        if self.digits:
            self.lines.append(f"{'#' * level} {title}{caption}")
        elif caption:
            self.lines.append(caption)
        for index, paragraph in enumerate(article.findall("Paragraph")):
            text = sentences(paragraph.find("ParagraphSentence"))
            label = self.label(text_of(paragraph, "ParagraphNum"))
            if index == 0 and self.digits:
                self.lines.append(text)
            else:
                self.lines.append(f"{label if index else title}　{text}")
            self.items(paragraph)

    def items(self, paragraph: ElementTree.Element) -> None:
        for item in paragraph.findall("Item"):
            number = text_of(item, "ItemTitle")
            label = f"（{wide(arabic(number))}）" if self.digits else number
            self.lines.append(f"{label}　{sentences(item.find('ItemSentence'))}")
            for part in item.findall("Subitem1"):
                letter = text_of(part, "Subitem1Title")
                label = KANA[IROHA.index(letter)] if self.digits else letter
                self.lines.append(f"{label}　{sentences(part.find('Subitem1Sentence'))}")


def written(corpora: Path, how: str) -> str:
    writer = LawWriter(how == "digits")
    for chapter in ElementTree.parse(corpora / "gyosei-tetsuzuki-ho.xml").getroot().iter("Chapter"):
        writer.heading(1, text_of(chapter, "ChapterTitle"))
        for part in chapter:
            if part.tag == "Article":
                writer.article(part, 2)
            elif part.tag == "Section":
                writer.heading(2, text_of(part, "SectionTitle"))
                for article in part.findall("Article"):
                    writer.article(article, 3)
    return "\n\n".join(writer.lines) + "\n"


@pytest.fixture(scope="module", params=ORDERS)
def law(request: pytest.FixtureRequest, corpora: Path) -> Guideline:
    return document(written(corpora, request.param), ORDERS[request.param])


def test_every_article_paragraph_item_and_subitem_loads(law: Guideline) -> None:
    counts = Counter(clause.kind for clause in law.clauses)
    assert (counts["第1条"], counts["1"], counts["一"] + counts["(1)"]) == (48, 57, 92)
    assert counts["イ"] + counts["ア"] == 14
    articles = [clause for clause in law.clauses if clause.kind == "第1条"]
    assert (articles[0].title, articles[1].title) == ("目的等", "定義")
    assert all(clause.text for clause in articles)


def test_every_clause_is_cited_formally_and_answers(law: Guideline) -> None:
    assert len({clause.citation for clause in law.clauses}) == len(law.clauses)
    for clause in law.clauses:
        if clause.kind:
            assert [hit.citation for hit in law.find(clause.formal_citation)] == [clause.citation]


@pytest.mark.parametrize(
    ("citation", "start"),
    [
        ("第二条第五号", "行政機関"),
        ("第2条第1項第5号", "行政機関"),
        ("第 2 条 第 五 号", "行政機関"),
        ("第三十六条の二第二項第三号", "当該行政指導がその根拠とする"),
        ("第三十六条の二第3項", "当該行政機関は"),
        ("第二十二条第二項ただし書", "ただし、"),
    ],
)
def test_citations(law: Guideline, citation: str, start: str) -> None:
    (clause,) = law.find(citation)
    assert clause.whole.startswith(start)


def test_the_first_paragraph_alone(law: Guideline) -> None:
    (clause,) = law.find("第二条")
    (first,) = law.find("第十五条第一項")
    (whole,) = law.find("第十五条")
    assert clause.citation == "第2条"
    assert (first.citation, first.paragraphs) == (whole.citation, whole.paragraphs)
    assert [child.label_number for child in first.children] == [1, 2, 3, 4]
    assert len(whole.children) == 6


def links(law: Guideline, citation: str) -> list[tuple[str, str]]:
    clause = law.clause(citation)
    assert clause is not None
    return [(clause.text[link.start : link.end], link.target) for link in references(law, clause)]


def test_references_are_followed_and_lead_to_what_they_name(law: Guideline) -> None:
    assert sum(len(references(law, clause)) for clause in law.clauses) >= 150
    assert [target for _, target in links(law, "第15条3")] == ["第15条", "第15条(3)", "第15条(4)", "第15条"]
    assert [target for _, target in links(law, "第17条3")] == [
        "第16条2", "第16条4", "第17条2", "第16条2", "第16条4",
    ]  # fmt: skip
    assert [target for _, target in links(law, "第22条3")] == ["第15条3", "第22条2", "第15条3"]
    assert [target for _, target in links(law, "第43条5")][-2:] == ["第39条4(1)", "第39条4(4)"]
    assert [target for _, target in links(law, "第46条")] == ["第3条3", "第2章", "第6章"]
    assert [target for _, target in links(law, "第14条3")] == ["第14条"]
    assert ("第3条3" in [target for _, target in links(law, "第3条3")]) is False


def test_articles_of_other_laws_are_no_references(law: Guideline) -> None:
    assert [target for _, target in links(law, law.clauses[0].citation)] == []
    for citation in ("第3条(9)", "第3条(10)", "第4条4(2)"):
        assert links(law, citation) == []
