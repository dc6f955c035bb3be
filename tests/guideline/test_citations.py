"""Citations in every writing that staff use, there and back, in three numberings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.guideline.conftest import document, variant
from uedasns_tui.guideline import citations
from uedasns_tui.guideline.document import Guideline

WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def hits(guideline: Guideline, text: str) -> list[str]:
    return [entry.citation for entry in guideline.find(text)]


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("5(8)オ", "5(8)オ"), ("5-8-オ", "5(8)オ"), ("５（８）オ", "5(8)オ"), ("5 8 オ", "5(8)オ"), ("5.8.オ", "5(8)オ"),
        ("5の(8)のオ", "5(8)オ"), ("5(8)ｵ", "5(8)オ"), ("5(8)お", "5(8)オ"), ("5⑻オ", "5(8)オ"), ("5(8", "5(8)"),
        ("4(1)⑧・2", "4(1)⑧・2"), ("4-1-8-2", "4(1)⑧・2"), ("４（１）⑧・２", "4(1)⑧・2"), ("4(1)⑧・", "4(1)⑧・1"),
        ("はじめに", "はじめに"), ("〇はじめに", "はじめに"), ("上田市の情報を積極的に発信するために", "上田市の情報を積極的に発信するために"),
        ("5", "5"), ("５", "5"), ("5 安全に活用するための留意点", "5"), ("安全に活用するための留意点", "5"),
        ("運用のポイント", "4(2)"), ("様式1", "4(1)"), ("様式１④", "4(1)④"), ("様式1の4", "4(1)④"), ("（別紙）様式第1号④", "4(1)④"),
    ],
)  # fmt: skip
def test_writings(bundled: Guideline, written: str, canonical: str) -> None:
    assert hits(bundled, written) == [canonical]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "の",
        "あ",
        "オ",
        "foo",
        "5⑧",
        "5(8)ケ",
        "9",
        "様式2",
        "様式10",
        "様式1⑳",
        "5(8)オカ",
        "[red]",
        "5(８",
    ],
)
def test_what_names_nothing_or_one(bundled: Guideline, written: str) -> None:
    assert len(hits(bundled, written)) == (written == "5(８")


def test_every_clause_is_found_by_its_citation_in_any_width(
    bundled: Guideline, articles: Guideline, items: Guideline
) -> None:
    for guideline in (bundled, articles, items):
        for entry in guideline.clauses:
            assert guideline.find(entry.citation) == (entry,)
            assert guideline.find(entry.citation.translate(WIDE)) == (entry,), entry.citation
            assert guideline.find(f" {entry.citation}　") == (entry,)
            assert guideline.clause(entry.citation) is entry


def test_every_clause_is_found_step_by_step(bundled: Guideline) -> None:
    for entry in bundled.clauses:
        if entry.path[0].label is not None:
            steps = [part.step.strip("()・") for part in entry.path]
            assert guideline_has(bundled, "-".join(steps), entry.citation)
            assert guideline_has(bundled, " ".join(steps), entry.citation)


def guideline_has(guideline: Guideline, written: str, canonical: str) -> bool:
    return canonical in hits(guideline, written)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("第3条2(2)イ", []), ("第2条第1項第2号イ", ["第2条(2)イ"]), ("第２条（２）イ（ア）", ["第2条(2)イ(ア)"]),
        ("第二条第二号イ", ["第2条(2)イ"]), ("第3条第2項", ["第3条2"]), ("第3条第1項", ["第3条"]), ("3-2", ["第3条2"]),
        ("第2条の2", ["第2条の2"]), ("第二条の二", ["第2条の2"]), ("第2章第3条", ["第3条"]), ("第2章第1節第3条第2項", ["第3条2"]),
        ("第1条第1項", ["第1条"]), ("第1条第2項", []), ("第1条(1)", []), ("第1条1", []), ("第2条第1項第1号", ["第2条(1)"]),
        ("第2条第1項第3号", []), ("第2条第1項ア", []), ("第2章第1項", []), ("第2条の2第1項", ["第2条の2"]), ("第2章", ["第2章"]), ("第2章第1節", ["第2章第1節"]), ("承認", ["第3条"]), ("第５条", []),
    ],
)  # fmt: skip
def test_articles(articles: Guideline, written: str, canonical: list[str]) -> None:
    assert hits(articles, written) == canonical


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("第2の1(1)イa", ["第2-1(1)イa"]), ("第２　１　（１）　イ　ａ　・２", ["第2-1(1)イa・2"]), ("2-1-1-イ-b", ["第2-1(1)イb"]),
        ("はじめに（１）", ["はじめに(1)"]), ("第2", ["第2"]), ("守ること", ["第2"]), ("第21", []),
    ],
)  # fmt: skip
def test_items(items: Guideline, written: str, canonical: list[str]) -> None:
    assert hits(items, written) == canonical


def test_several_answers_are_all_given(bundled: Guideline) -> None:
    twice = variant(bundled, root=twin(bundled))
    assert len(twice.find("5")) == 2
    assert len(twice.find("5(8)")) == 2


def twin(bundled: Guideline) -> object:
    from uedasns_tui.guideline.chapters import read_chapters

    return read_chapters([("a.md", "# 5 題\n(8) 文。\n# 5 題二\n(8) 文。\n")])[0]


def test_the_first_paragraph_of_an_article_that_numbers_it_is_that_paragraph(articles: Guideline) -> None:
    from uedasns_tui.guideline.chapters import read_chapters

    text = "# 第１条　題\n\n１　初めの文。\n\n２　次の文。\n\n# 第２条　題\n\n文。\n\n２　次の文。\n"
    numbered = variant(articles, root=read_chapters([("a.md", text)])[0])
    assert hits(numbered, "第1条第1項") == ["第1条1"]
    assert hits(numbered, "第1条第2項") == ["第1条2"]
    assert hits(numbered, "第2条第1項") == ["第2条"]


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("5(9)", "5(8)"),
        ("5(8)ケ", "5(8)キ"),
        ("58オ", "5(8)オ"),
        ("9", "8"),
        ("5⑧", "5(8)"),
        ("安全な活用", "5"),
    ],
)
def test_the_nearest(bundled: Guideline, written: str, near: str) -> None:
    assert bundled.find(written) == ()
    assert bundled.nearest(written)[0].citation == near


def test_the_likest_come_first_and_no_more_than_asked_for(bundled: Guideline) -> None:
    near = [entry.citation for entry in bundled.nearest("5(9)")]
    assert near == ["5(8)", "5(7)", "5(6)", "5(5)", "5(4)"]
    assert [entry.citation for entry in citations.nearest(bundled.root, "5(9)", 2)] == near[:2]
    assert bundled.nearest("積極的な発信")[0].citation == bundled.root.children[1].citation
    assert bundled.nearest("積木") == ()


def test_a_heading_half_typed_is_found_and_a_letter_is_none(bundled: Guideline) -> None:
    assert hits(bundled, "安全に") == hits(bundled, "安全") == ["5"]
    assert [hits(bundled, text) for text in ("安", "12ab", "ab", "５安全に")] == [[], [], [], ["5"]]


def test_nothing_is_near_to_what_is_no_citation(bundled: Guideline) -> None:
    assert [bundled.nearest(text) for text in ("", "xyz", "の", "オ")] == [(), (), (), ()]


def test_a_field_by_the_citation_of_its_form(bundled: Guideline) -> None:
    named = bundled.find_field("様式1④")
    assert named is not None
    assert named[1] is not None
    assert (named[0].cite, named[1].label) == ("様式1", "④登録URL")
    assert bundled.find_field("様式1") == (named[0], None)
    assert bundled.find_field("様式1⑳") is None
    assert bundled.find_field("5(8)オ") is None


def test_the_memo_form(bundled: Guideline) -> None:
    title = "『ソーシャルメディアの利活用に関する上田市ガイドライン』（令和6年1月4日改定）"
    assert bundled.cite("5(8)オ") == f"{title}5(8)オ「守秘義務に関する情報」"


@pytest.mark.parametrize(
    "text", ["1" * 9_000, "第" + "1" * 9_000 + "条", "5(8)" * 9_000, "様式1" + "1" * 9_000, "一" * 9_000]
)
def test_a_whole_page_pasted_is_no_citation(bundled: Guideline, text: str) -> None:
    assert citations.steps(text) is None
    assert bundled.find(text) == ()
    assert bundled.find_field(text) is None
    bundled.nearest(text)


def test_the_longest_citation_is_two_hundred_letters(bundled: Guideline) -> None:
    assert hits(bundled, "5" + " " * 198 + "8") == ["5(8)"]
    assert citations.steps("5" + " " * 199 + "8") is None


@given(st.text(max_size=30))
def test_nothing_typed_can_raise(text: str) -> None:
    citations.steps(text)
    citations.plain_form(text)


@given(text=st.text("0123456789()（）-・の第条項号章①⑧アオaあ一二十 　様式はじめに", max_size=14))
def test_nothing_like_a_citation_can_raise(bundled: Guideline, articles: Guideline, text: str) -> None:
    for guideline in (bundled, articles):
        guideline.find(text)
        guideline.nearest(text)
        guideline.find_field(text)


def test_numbers_in_brackets_with_kanji_and_decimals_with_a_hyphen() -> None:
    text = "# 要綱\n第一条 次のとおり。\n一 甲\n（一） 乙\n（二） 丙\n二 丁\n"
    guideline = document(text, ("第1条", "一", "(一)"))
    for citation, wanted in [("第1条第1号(二)", "丙"), ("第一条第一号（一）", "乙"), ("第1条(2)", "丁")]:
        assert [clause.whole for clause in guideline.find(citation)] == [wanted], citation
    decimals = document("# 1 甲\n乙。\n# 2 丙\n## 2-1 丁\n戊。\n## 2-12 己\n(1) 庚。\n", ("1", "1.1", "(1)"))
    assert [clause.title for clause in decimals.find("2-1")] == ["丁"]
    assert [clause.text for clause in decimals.find("2-12-1")] == ["庚。"]
    assert decimals.find("1-1") == ()


def test_paragraphs_that_are_circled_and_ranges_of_items() -> None:
    text = "# 要綱\n第１条 甲。\n② 乙。\n③ 丙。\n第 2 条 次のとおり。\n"
    guideline = document(text, ("第1条", "①"))
    assert [clause.text for clause in guideline.find("第1条第2項")] == ["乙。"]
    assert [clause.formal_citation for clause in guideline.find("第1条③")] == ["第1条第3項"]
    ranged = document("# 要綱\n第1条 次のとおり。\n(1) 甲\n(2)から(4)まで 削除\n(5) 乙\n", ("第1条", "(1)"))
    assert [clause.text for clause in ranged.find("第1条第3号")] == ["削除"]
    assert ranged.find("第1条第6号") == ()


def test_a_sheet_in_brackets_and_supplements_in_either_writing() -> None:
    text = "# 要綱\n第1条 甲。\n# （別表第２）\n乙。\n# 付則\n１ 丙。\n"
    guideline = document(text, ("第1条", "1"))
    assert [clause.text for clause in guideline.find("別表第二")] == ["乙。"]
    for citation in ("付則第1項", "附則第１項", "付則1"):
        assert [clause.text for clause in guideline.find(citation)] == ["丙。"], citation


def test_a_bare_number_is_no_part_of_another_decimal() -> None:
    guideline = document("# 手引\n\n1.1　甲\n\n1.2　乙\n\n2.1　丙\n", ("1.1",))
    assert hits(guideline, "2") == []
    assert hits(guideline, "1.2") == ["1.2"]
    assert hits(guideline, "2.1") == ["2.1"]
