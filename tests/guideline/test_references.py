"""What the text names is a link: in the bundled edition, and in two other numberings."""

from __future__ import annotations

import pytest

from tests.guideline.conftest import variant
from uedasns_tui.guideline.chapters import read_chapters
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.references import references


def links(guideline: Guideline, citation: str) -> list[tuple[str, str]]:
    clause = guideline.clause(citation)
    assert clause is not None
    return [(clause.text[entry.start : entry.end], entry.target) for entry in references(guideline, clause)]


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        ("6", [("「5 安全に活用するための留意点」", "5"), ("次の点", "6(1)")]),
        ("4(1)", [("次の内容", "4(1)①"), ("様式1", "4(1)")]),
        ("5(8)", [("次に掲げる情報", "5(8)ア")]),
        ("5(7)", [("次のよう", "5(7)ア")]),
        ("4(1)⑧・1", [("次の点", "4(1)⑧・2")]),
        ("1", [("次のとおり", "2")]),
        ("5(8)オ", []),
    ],
)
def test_bundled(bundled: Guideline, citation: str, expected: list[tuple[str, str]]) -> None:
    assert links(bundled, citation) == expected


def test_a_form_is_named_as_a_form(bundled: Guideline) -> None:
    clause = bundled.clause("4(1)")
    assert clause is not None
    assert [entry.form for entry in references(bundled, clause)] == ["", "policy"]


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        ("第2条", [("次の各号", "第2条(1)"), ("当該各号", "第2条(1)")]),
        ("第2条2", [("前項", "第2条"), ("第１条", "第1条")]),
        ("第2条3", []),
        ("第2条の2", [("前条第１項第２号ア", "第2条(2)ア")]),
        (
            "第3条2",
            [("前項", "第3条"), ("第２条第１項第２号イ（ア）", "第2条(2)イ(ア)"), ("同項第２号", "第2条(2)")],
        ),
        ("第4条2", [("第２条の２", "第2条の2"), ("前条", "第3条")]),
    ],
)
def test_articles(articles: Guideline, citation: str, expected: list[tuple[str, str]]) -> None:
    assert links(articles, citation) == expected


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        ("第2", [("第１", "第1"), ("次のこと", "第2-1")]),
        ("第2-2(1)", [("２(2)", "第2-2(2)")]),
        ("第2-3", [("「第１　目的」", "第1"), ("１(2)", "第2-1(2)")]),
    ],
)
def test_items(items: Guideline, citation: str, expected: list[tuple[str, str]]) -> None:
    assert links(items, citation) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("地方公務員法第2条による。", []),
        ("地方公務員法（昭和25年法律第261号）第2条第1項による。", []),
        ("第2条及び同条第2項による。", [("第2条", "第2条"), ("同条第2項", "第2条2")]),
        ("次条と前条による。", [("次条", "第2条")]),
        ("本条第2項による。", [("本条第2項", "第1条2")]),
        ("第2項による。", [("第2項", "第1条2")]),
        ("第9条と第1回の会議と次の世代による。", []),
    ],
)
def test_articles_of_this_document_and_of_others(
    text: str, expected: list[tuple[str, str]], articles: Guideline
) -> None:
    written = f"# 第1条 題\n{text}\n２ 文。\n# 第2条 題\n文。\n２ 文。\n"
    guideline = variant(articles, root=read_chapters([("a.md", written)], ("1",))[0])
    assert links(guideline, "第1条") == expected


RELATIVE = """# 第1条 題
甲。
（１）　一。
（２）　前号の一。
（３）　前各号の一。次号も。
（４）　第1号と第2項第1号と次号。
２　前項第2号と次項。
（１）　前各号。
（２）　第1号。
３　前各項と次項。
# 第2条 題
次項による。第2号による。前各号による。前項による。
２　前項による。
（１）　文。
（２）　第1号。
"""


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        ("第1条", []),
        ("第1条(2)", [("前号", "第1条(1)")]),
        ("第1条(3)", [("前各号", "第1条(1)"), ("次号", "第1条(4)")]),
        ("第1条(4)", [("第1号", "第1条(1)"), ("第2項第1号", "第1条2(1)")]),
        ("第1条2", [("前項第2号", "第1条(2)"), ("次項", "第1条3")]),
        ("第1条2(1)", []),
        ("第1条2(2)", [("第1号", "第1条2(1)")]),
        ("第1条3", [("前各項", "第1条")]),
        ("第2条", [("次項", "第2条2")]),
        ("第2条2", [("前項", "第2条")]),
        ("第2条2(2)", [("第1号", "第2条2(1)")]),
    ],
)
def test_what_stands_before_and_after(
    citation: str, expected: list[tuple[str, str]], articles: Guideline
) -> None:
    guideline = variant(articles, root=read_chapters([("a.md", RELATIVE)], ("1", "(1)"))[0])
    assert links(guideline, citation) == expected


@pytest.mark.parametrize(
    "text",
    ["第{}条による。", "第1条第{}項による。", "前項第{}号による。", "{}(1)による。", "第1条の{}による。"],
)
def test_a_number_without_end_is_no_link(text: str, articles: Guideline) -> None:
    written = f"# 第1条 題\n文。\n２　{text.format('1' * 9_000)}\n"
    guideline = variant(articles, root=read_chapters([("a.md", written)], ("1", "(1)"))[0])
    for clause in guideline.clauses:
        assert all(len(entry.target) < 20 for entry in references(guideline, clause))


def test_spans_are_in_order_apart_and_lead_somewhere(
    bundled: Guideline, articles: Guideline, items: Guideline
) -> None:
    for guideline in (bundled, articles, items):
        for clause in guideline.clauses:
            last = 0
            for entry in references(guideline, clause):
                assert last <= entry.start < entry.end <= len(clause.text)
                assert len(guideline.find(entry.target)) == 1
                assert entry.target != clause.citation or entry.form
                last = entry.end
