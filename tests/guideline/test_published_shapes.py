"""Text as cities publish it: captions, 附則, tables, イロハ, 2.1, lists, lines broken in the middle."""

from __future__ import annotations

import pytest

from tests.guideline.conftest import document
from uedasns_tui.guideline.chapters import read_chapters
from uedasns_tui.guideline.coverage import coverage
from uedasns_tui.guideline.guideline_schema import Irregularity
from uedasns_tui.guideline.numbering import KINDS, Label, read_label

ARTICLES = ("第1章", "第1条", "1", "(1)", "ア")


def outline(text: str, numbering: tuple[str, ...] = ARTICLES) -> list[tuple[str, str, str]]:
    return [
        (clause.citation, clause.title, clause.text.replace("\n", "／"))
        for clause in document(text, numbering).clauses
    ]


def faults(text: str, numbering: tuple[str, ...] = ARTICLES, *irregular: Irregularity) -> list[str]:
    return [str(problem) for problem in read_chapters([("a.md", text)], numbering, irregular)[1]]


@pytest.mark.parametrize(
    "text",
    [
        "# 要綱\n（目的）\n第1条 甲。\n（定義）\n第2条 乙。\n２ 丙。\n",
        "# 要綱\n(目的)\n\n第１条　甲。\n\n(定義)\n\n第２条　乙。\n\n２　丙。\n",
        "# 要綱\n## 第1条（目的）\n甲。\n## 第2条（定義）\n乙。\n２ 丙。\n",
        "# 要綱\n（目的）\n## 第１条\n甲。\n（定義）\n## 第２条\n乙。\n２ 丙。\n",
        "# 要綱\n## 第１条\n（目的）\n甲。\n## 第２条\n（定義）\n乙。\n２ 丙。\n",
        "# 要綱\n目的\n第1条 甲。\n定義\n第2条 乙。\n２ 丙。\n",
        "# 要綱\n## （目的）\n第1条 甲。\n## （定義）\n第2条 乙。\n２ 丙。\n",
        "# 要綱\n第1条（目的）　甲。\n第2条（定義） 乙。\n２ 丙。\n",
        "# 要綱\n第1条（目的）\n甲。\n第２条　(定義)\n乙。\n２ 丙。\n",
        "# 要綱\n## 第1条（目的）\n甲。\n（定義）\n第2条 乙。\n２ 丙。\n",
    ],
)
def test_a_caption_is_the_title_of_its_article(text: str) -> None:
    assert outline(text)[1:] == [("第1条", "目的", "甲。"), ("第2条", "定義", "乙。"), ("第2条2", "", "丙。")]
    assert faults(text) == []


def test_a_bracket_that_is_no_caption_stays_text() -> None:
    assert outline("# 要綱\n第1条 甲。\n（注）\n２ 乙。\n")[1] == ("第1条", "", "甲。／（注）")


def test_an_article_named_first_in_the_text_of_another_is_text() -> None:
    text = "# 要綱\n## 第１条　題\n甲。\n## 第２条　参加\n第４条の規定により選ばれた者は、乙。\n２　第１条による。\n"
    assert outline(text)[2:] == [
        ("第2条", "参加", "第４条の規定により選ばれた者は、乙。"),
        ("第2条2", "", "第１条による。"),
    ]
    assert faults(text) == []


def test_articles_of_supplements_are_cited_by_them() -> None:
    text = (
        "# 要綱\n第1条 甲。\n第2条 乙。\n附　則\n（施行期日）\n第1条 丙。\n第2条 丁。\n附則（令和7年4月1日告示第3号）\n"
        "１ 戊。\n２ 己。\n"
    )
    guideline = document(text, ARTICLES)
    assert [clause.citation for clause in guideline.clauses][3:] == [
        "附則", "附則第1条", "附則第2条", "附則2", "附則2第1項", "附則2第2項",
    ]  # fmt: skip
    assert faults(text) == []
    assert [clause.text for clause in guideline.find("第1条")] == ["甲。"]
    assert [clause.text for clause in guideline.find("附則第2条")] == ["丁。"]
    assert [clause.text for clause in guideline.find("附 則 第２条")] == ["丁。"]
    assert guideline.clauses[4].title == "施行期日"


def test_several_articles_that_were_deleted_are_one() -> None:
    text = "# 要綱\n第1条 甲。\n第2条から第4条まで 削除\n第5条 乙。\n第6条及び第7条　削除\n第8条 丙。\n"
    guideline = document(text, ARTICLES)
    assert faults(text) == []
    assert [clause.citation for clause in guideline.find("第3条")] == ["第2条"]
    assert guideline.find("第9条") == ()


def test_kanji_items_and_iroha_and_branches() -> None:
    text = "# 要綱\n第一条 甲。\n一 乙。\nイ 丙。\nロ 丁。\nハ 戊。\n二 己。\n二の二 庚。\n三 辛。\n"
    numbering = ("第1条", "1", "一", "イ")
    guideline = document(text, numbering)
    assert faults(text, numbering) == []
    for citation, wanted in [
        ("第1条第1号ロ", "丁。"), ("第一条第一号ハ", "戊。"), ("第1条(2)", "己。"), ("第1条第2号の2", "庚。"),
    ]:  # fmt: skip
        assert [clause.text for clause in guideline.find(citation)] == [wanted], citation
    assert guideline.find("第1条第1号ロ")[0].formal_citation == "第1条第1号ロ"


def test_decimal_headings() -> None:
    text = "# 1 甲\n## 1.1 乙\n丙。\n# 2 丁\n## 2.1 戊\n己。\n## 2.2 庚\n(1) 辛。\n(2) 壬。\n"
    numbering = ("1", "1.1", "(1)")
    guideline = document(text, numbering)
    assert faults(text, numbering) == []
    assert [clause.citation for clause in guideline.clauses] == [
        "1", "1.1", "2", "2.1", "2.2", "2.2(1)", "2.2(2)",
    ]  # fmt: skip
    assert [clause.title for clause in guideline.find("2.1")] == ["戊"]
    assert [clause.text for clause in guideline.find("２．２（２）")] == ["壬。"]
    assert faults("# 1 甲\n## 1.1 乙\n## 1.3 丙\n", numbering) == [
        "a.md:3: 「1.2」があるはずの所に「1.3」があります。"
    ]


def test_numbers_within_the_first_level() -> None:
    text = "# 第1 甲\n１ 乙。\n(1) 丙。\nア 丁。\nイ 戊。\n(1)の2 己。\n２ 庚。\n"
    numbering = ("第1", "1", "(1)", "ア")
    guideline = document(text, numbering)
    assert faults(text, numbering) == []
    for citation, wanted in [("第1の1の(1)のイ", "戊。"), ("第1の1", "乙。"), ("第1の1(1)の2", "己。")]:
        assert [clause.whole for clause in guideline.find(citation)] == [wanted], citation


def test_paragraphs_written_in_brackets() -> None:
    text = (
        "# 要綱\n## 第1条（題）\n甲。\n(2) 乙。\n(3) 丙。\n## 第2条（題）\n次のとおり。\n(1) 丁。\n(2) 戊。\n"
    )
    numbering = ("第1条", "(1)")
    guideline = document(text, numbering)
    assert faults(text, numbering) == []
    assert [clause.text for clause in guideline.find("第1条第2項")] == ["乙。"]
    assert [clause.text for clause in guideline.find("第2条第2号")] == ["戊。"]
    assert guideline.find("第2条第2項") == guideline.find("第1条第2号") == ()


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("１）　題", Label("1)", (1,))), ("2.1 題", Label("1.1", (2, 1))), ("Ａ　題", Label("A", (1,))), ("iv 題", Label("i", (4,))),
        ("(ii) 題", Label("(i)", (2,))), ("Ⅲ　題", Label("Ⅰ", (3,))), ("■題", Label("■")), ("○題", Label("○")), ("【題】", Label("【】")),
        ("- 題", Label("-")), ("十二　題", Label("一", (12,))), ("ヘ　題", Label("イ", (6,))), ("（ロ）題", Label("(イ)", (2,))),
    ],
)  # fmt: skip
def test_every_kind_of_label(line: str, label: Label) -> None:
    result = read_label(line, (label.kind,))
    assert result is not None
    assert result[0] == label
    assert label.kind in KINDS


def test_a_label_that_is_not_declared_is_reported_once() -> None:
    text = "# 要綱\n第1条 甲。\n（１） 乙。\n（２） 丙。\n（３） 丁。\n"
    message = "の番号の書き方は guideline.toml の numbering にありません。上の項目の続きとして読みました"
    assert faults(text, ("第1条",)) == [f"a.md:3: 「（１）」{message}（ほかに 2 か所）。"]
    kanji = "# 要綱\n第1条 甲。\n一 乙。\n二 丙。\n"
    assert faults(kanji, ("第1条",)) == [f"a.md:3: 「一」{message}（ほかに 1 か所）。"]
    assert faults("# 要綱\nX (旧 Twitter) など。\n一 方\n", ("第1条",)) == []


def test_a_line_may_be_kept_as_text_and_an_irregularity_be_meant() -> None:
    assert outline("# 要綱\n第1条 甲。\n\\3 月末日まで。\n")[1] == ("第1条", "", "甲。／3 月末日まで。")
    text = "# 要綱\n第1条 甲。\n３ 月末日まで。\n第5条 乙。\n"
    assert len(faults(text)) == 2
    meant = (Irregularity("３ 月末日"), Irregularity("第5条", "label"))
    assert faults(text, ARTICLES, *meant) == []
    guideline = document(text, ARTICLES, meant)
    assert guideline.find("第1条")[0].paragraphs == ("甲。", "３ 月末日まで。")


def test_lists_and_soft_breaks_of_markdown() -> None:
    text = "# 1 題\n- (1) 甲が長いので\n途中で折れた文。\n  - ・乙。\n- (2) 丙。  \n丁\n\n戊\n* 己。\n"
    assert outline(text, ("(1)", "・")) == [
        ("1", "題", ""),
        ("1(1)", "", "甲が長いので途中で折れた文。"),
        ("1(1)・1", "", "乙。"),
        ("1(2)", "", "丙。／丁／戊"),
        ("1(2)・1", "", "己。"),
    ]


TABLE = "# 1 題\n\n媒体は次のとおり。\n\n| 媒体 | 担当 |\n|:--|---|\n| X | 広報課 |\n| LINE | |\n\n終わり。\n"


def test_a_table_keeps_its_rows_and_cells() -> None:
    clause = document(TABLE, ("(1)",)).clauses[0]
    assert clause.blocks == (
        ("媒体は次のとおり。", ()),
        (("媒体", "担当"), ("X", "広報課"), ("LINE", "")),
        ("終わり。", ()),
    )
    assert clause.sentences == ("媒体は次のとおり。", "終わり。")
    assert clause.paragraphs[1:4] == ("媒体 │ 担当", "X    │ 広報課", "LINE │ ―")


def test_two_tables_after_one_another_stay_two() -> None:
    second = "| 月 | 回 |\n|---|---|\n| 4 | 2 |\n"
    for between in ("", "\n", "\n\n"):
        clause = document(TABLE.replace("\n終わり。", between + second), ("(1)",)).clauses[0]
        assert clause.blocks[1:] == (
            (("媒体", "担当"), ("X", "広報課"), ("LINE", "")),
            (("月", "回"), ("4", "2")),
        )
        assert clause.paragraphs[-2:] == ("月 │ 回", "4  │ 2")
        assert clause.sentences == ("媒体は次のとおり。",)


def test_a_row_counts_as_a_sentence_only_where_it_asks() -> None:
    asking = TABLE.replace("| LINE | |", "| LINE | 届け出なければならない。 |")
    assert [row.sentence for row in coverage(document(TABLE, ("(1)",)))] == ["媒体は次のとおり。", "終わり。"]
    rows = coverage(document(asking, ("(1)",)))
    assert [(row.sentence, row.asks) for row in rows][-1] == ("LINE　届け出なければならない。", "must")


def test_sentences_of_a_clause_are_cited() -> None:
    text = "# 要綱\n第1条 甲とする。ただし、乙を除く。丙も同じ。\n２ 丁。戊。\n"
    guideline = document(text, ARTICLES)
    for citation, wanted in [
        ("第1条ただし書", "ただし、乙を除く。丙も同じ。"), ("第1条本文", "甲とする。"), ("第1条第1項ただし書", "ただし、乙を除く。丙も同じ。"),
        ("第1条第2項後段", "戊。"), ("第1条第２項前段", "丁。"),
    ]:  # fmt: skip
        assert [clause.text for clause in guideline.find(citation)] == [wanted], citation
    assert guideline.find("第1条第2項ただし書") == ()
    assert [child.citation for child in guideline.find("第1条")[0].children] == ["第1条2"]
    assert guideline.find("第1条第1項")[0].children == ()


def test_sheets_are_cited_in_either_writing() -> None:
    text = "# 要綱\n第1条 甲。\n# 別表第一（第1条関係）\n乙。\n# 別記様式第１号\n丙。\n"
    guideline = document(text, ARTICLES)
    for citation in ("別表第一", "別表第1", "別表１"):
        assert [clause.text for clause in guideline.find(citation)] == ["乙。"], citation
    for citation in ("別記様式第1号", "別記様式第一号", "別記様式1"):
        assert [clause.text for clause in guideline.find(citation)] == ["丙。"], citation


def test_supplements_that_count_in_paragraphs_do_not_collide() -> None:
    text = (
        "# 要綱\n第1条 甲。\n附　則\n（施行期日）\n１　乙。\n（経過措置）\n２　丙。\n"
        "附　則（令和２年３月１日告示第５号）\n丁。\n附則（令和３年３月１日告示第６号）\n第１条　戊。\n第２条　己。\n"
    )
    guideline = document(text, ARTICLES)
    citations = [clause.citation for clause in guideline.clauses]
    assert len(set(citations)) == len(citations)
    assert faults(text) == []
    assert (guideline.clauses[3].title, guideline.clauses[4].title) == ("施行期日", "経過措置")
    for citation, wanted in [
        ("附則第2項", "丙。"), ("附則1", "乙。"), ("附則2", "丁。"), ("附則第２条", "己。"), ("附則3第1条", "戊。"),
        ("附則（令和３年３月１日告示第６号）第2条", "己。"),
    ]:  # fmt: skip
        assert [clause.text for clause in guideline.find(citation)] == [wanted], citation


@pytest.mark.parametrize("word", ["ただし書", "ただし書き", "但し書", "但書", "但し書き"])
def test_a_proviso_is_named_in_every_writing(word: str) -> None:
    guideline = document("# 要綱\n第1条 甲。ただし、乙。\n", ARTICLES)
    assert [clause.text for clause in guideline.find(f"第１条{word}")] == ["ただし、乙。"]


def test_roman_and_latin_headings_are_cited_in_either_writing() -> None:
    text = "# Ⅰ 総則\n## A 目的\n(i) 甲。\n(ii) 乙。\n## B 定義\ni 丙。\nii 丁。\n# Ⅱ 雑則\na 戊。\nb 己。\n"
    numbering = ("Ⅰ", "A", "(i)", "i", "a")
    guideline = document(text, numbering)
    assert faults(text, numbering) == []
    for citation, wanted in [
        ("Ⅰ-A-(ii)", "乙。"),
        ("I A (ii)", "乙。"),
        ("ⅠBii", "丁。"),
        ("II-b", "己。"),
        ("Ⅱb", "己。"),
    ]:
        assert [clause.text for clause in guideline.find(citation)] == [wanted], citation


def test_a_heading_in_brackets_is_cited_with_and_without_them() -> None:
    guideline = document("# 【開設】\n■甲。\n■乙。\n# 【発信】\n○丙。\n", ("■", "○"))
    assert [clause.citation for clause in guideline.clauses] == ["開設", "開設■1", "開設■2", "発信", "発信○1"]
    for citation in ("【開設】■2", "開設■2"):
        assert [clause.text for clause in guideline.find(citation)] == ["乙。"], citation


def test_a_circular_is_copied_as_its_staff_write_it() -> None:
    text = "# 第1 甲\n１ 乙。\n(1) 丙。\nア 丁。\nイ 戊。\n２ 庚。\n"
    guideline = document(text, ("第1", "1", "(1)", "ア"))
    clause = guideline.find("第１の１(1)イ")[0]
    assert clause.formal_citation == "第1の1の(1)のイ"
    assert guideline.find(clause.formal_citation) == (clause,)


def test_a_sheet_without_a_sign_is_no_part_of_the_article_above() -> None:
    text = "# 要綱\n第1条 別表第一のとおりとする。\n別表第一（第１条関係）\n乙\n別表第２\n丙\n"
    guideline = document(text, ARTICLES)
    assert [clause.whole for clause in guideline.find("別表第1")] == ["別表第一（第１条関係）\n乙"]
    assert [clause.text for clause in guideline.find("第1条")] == ["別表第一のとおりとする。"]


def test_sections_of_decimals_go_on_after_their_subsections() -> None:
    text = "# 1 甲\n## 1.1 乙\n## 1.1.1 丙\n## 1.1.2 丁\n## 1.2 戊\n# 2 己\n## 2.1 庚\n"
    assert faults(text, ("1", "1.1")) == []
    assert faults(text.replace("## 1.2 戊", "## 1.3 戊"), ("1", "1.1")) != []
