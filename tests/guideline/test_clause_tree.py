"""The tree of clauses: two documents in other numberings as goldens, sentences, and numbering that is broken."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uedasns_tui.guideline.chapters import read_chapters
from uedasns_tui.guideline.clause_tree import split_sentences
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.inline import InlineMark, read

GOLDEN = Path(__file__).resolve().parent / "golden"
ORDER = ("(1)", "ア", "①", "・")


def drawn(guideline: Guideline) -> str:
    """The tree as plain text: citation, then title and paragraphs."""
    lines = []
    for entry in guideline.clauses:
        lines.append(f"{'  ' * entry.depth}{entry.citation}" + (f" 【{entry.title}】" if entry.title else ""))
        lines += [f"{'  ' * entry.depth}  {paragraph}" for paragraph in entry.paragraphs]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", ["articles", "items"])
def test_trees(name: str, request: pytest.FixtureRequest) -> None:
    golden = GOLDEN / f"{name}.txt"
    assert drawn(request.getfixturevalue(name)) == golden.read_text(encoding="utf-8")


def test_a_clause_cannot_be_changed(bundled: Guideline) -> None:
    clause = bundled.clauses[5]
    with pytest.raises(FrozenInstanceError):
        clause.title = "別の題"  # type: ignore[misc]
    assert all(child.parent is entry for entry in bundled.clauses for child in entry.children)


def test_a_paragraph_without_label_continues_the_item_above(bundled: Guideline) -> None:
    clause = bundled.clause("4(1)⑧・1")
    assert clause is not None
    assert clause.paragraphs[1].startswith("ただし、")
    assert [entry.citation for entry in clause.parent.children] == [f"4(1)⑧・{n}" for n in range(1, 5)]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("発信すること。（週1回以上が望ましい。）", ["発信すること。", "（週1回以上が望ましい。）"]),
        ("「そう。」と言う。次。", ["「そう。」と言う。", "次。"]),
        ("行う（ただし、次を除く。）。次。", ["行う（ただし、次を除く。）。", "次。"]),
        ("伝達手段。代表的なもの", ["伝達手段。", "代表的なもの"]),
        ("「閉じない。\n次の行。別の文。", ["「閉じない。", "次の行。", "別の文。"]),
        ("", []),
        ("そう言う。（例。）、次。", ["そう言う。", "（例。）、次。"]),
        ("行う。（例。）。次。", ["行う。", "（例。）。", "次。"]),
        ("行う。 （例。）次。", ["行う。", "（例。）", "次。"]),
        ("次。（例。", ["次。", "（例。"]),
        ("あ）。い。", ["あ）。", "い。"]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert list(split_sentences(text)) == sentences


@given(st.text("あ。（）「」\n ", max_size=40))
def test_sentences_hold_the_whole_text(text: str) -> None:
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())


def test_a_heading_alone_is_a_sentence_and_one_above_others_is_none() -> None:
    root, _ = read_chapters([("a.md", "# 1 題\n\n(1) 小さな題\n\nア 文。\n")])
    chapter = root.children[0]
    assert (chapter.sentences, chapter.children[0].sentences) == ((), ())
    assert read_chapters([("a.md", "# 1 題だけ\n")])[0].children[0].sentences == ("題だけ",)


def faults(text: str, order: tuple[str, ...] = ORDER) -> list[str]:
    return [str(entry) for entry in read_chapters([("a.md", text)], order)[1]]


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("# 1 題\n(1) a\n(2) b\n(4) d\n", ["a.md:4: 「(3)」があるはずの所に「(4)」があります。"]),
        ("# 1 題\n(2) a\n", ["a.md:2: 「(1)」があるはずの所に「(2)」があります。"]),
        ("# 1 題\n(1) a\nア x\nイ y\nア z\n", ["a.md:5: 「ウ」があるはずの所に「ア」があります。"]),
        ("# 1 題\nア x\n\n(1) a\n", ["a.md:2: 「ア」の上にあるはずの「(1)」の項目がありません。"]),
        ("# 1 題\n(1) a\n(1) b\n", ["a.md:3: 「(2)」があるはずの所に「(1)」があります。"]),
        ("文。\n# 1 題\n", ["a.md:1: 章の見出し（# で始まる行）より前に文があります。読んでいません。"]),
        (
            "# 1 題\n(1) a\n(ア) x\n",
            [
                "a.md:3: 「(ア)」の番号の書き方は guideline.toml の numbering にありません。上の項目の続きとして読みました。"
            ],
        ),
        ("# 1 題\n(1) a\nア x\n(2) b\nア y\n", []),
        ("# 1 題\r\n\r\n　(1)　a\r\n\r\n　　ア　x\r\n", []),
    ],
)
def test_broken_numbering_names_file_and_line(text: str, messages: list[str]) -> None:
    assert faults(text) == messages


def test_articles_are_counted_through_the_document() -> None:
    text = "# 第1章 総則\n## 第1条 a\n文。\n## 第2条 b\n## 第2条の2 c\n# 第2章 その他\n## 第3条 d\n２ 文。\n## 第5条 e\n"
    assert faults(text, ("第1条", "1")) == ["a.md:9: 「第4条」があるはずの所に「第5条」があります。"]


def test_a_chapter_that_cannot_be_had_is_not_missed_twice() -> None:
    files = [("1.md", "# 1 a\n"), ("2.md", None), ("3.md", "# 3 c\n"), ("5.md", "# 5 e\n")]
    assert [str(entry) for entry in read_chapters(files)[1]] == [
        "5.md:1: 「4」があるはずの所に「5」があります。"
    ]


def test_a_long_flat_chapter_is_read_in_no_time() -> None:
    root, _ = read_chapters([("a.md", "# 1 題\n" + "・文。\n" * 20000)])
    assert root.children[0].children[-1].citation == "1・20000"


@pytest.mark.parametrize(
    ("text", "plain", "marks"),
    [
        ("普通の [red] 文 <b>", "普通の [red] 文 <b>", ()),
        (
            "*強* と **太** と `x*y`",
            "強 と 太 と x*y",
            (InlineMark(0, 1, "emphasis"), InlineMark(4, 5, "strong"), InlineMark(8, 11, "code")),
        ),
        ("[市](https://example.jp) へ", "市 へ", (InlineMark(0, 1, "link", "https://example.jp"),)),
        (r"\(1\) と \*", "(1) と *", ()),
        ("[悪](javascript:alert)", "[悪](javascript:alert)", ()),
        ("snake_case_name", "snake_case_name", ()),
    ],
)
def test_inline_marks(text: str, plain: str, marks: tuple[InlineMark, ...]) -> None:
    expected = read(text)
    assert (expected.text, expected.marks) == (plain, marks)


def test_an_escaped_label_is_text_and_marks_are_kept_beside_it() -> None:
    root, messages = read_chapters([("a.md", "# 1 題\n(1) *大事*なこと。\n\\(2) 続き。\n")], ORDER)
    item = root.children[0].children[0]
    assert item.paragraphs == ("大事なこと。", "(2) 続き。")
    assert item.marks == ((InlineMark(0, 2, "emphasis"),), ())
    assert messages == []
