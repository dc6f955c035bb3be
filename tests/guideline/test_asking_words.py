"""`[asks]` takes the notation of the word lists, reads the expressions of old files, and nothing in it can hang."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uedasns_tui.guideline import asking_words, import_statements, loader, old_asks, word_pattern
from uedasns_tui.guideline.coverage import asked
from uedasns_tui.guideline.guideline_schema import AskingWords

Edit = Callable[[str], loader.LoadResult]


@pytest.fixture
def with_asks(small_guideline: Path, tmp_path: Path) -> Edit:
    """The small guideline with another `[asks]`."""
    folder = tmp_path / "guideline"
    shutil.copytree(small_guideline, folder)

    def edit(asks: str) -> loader.LoadResult:
        file = folder / "guideline.toml"
        text = file.read_text(encoding="utf-8")
        text = re.sub(r"(?ms)^\[asks\]$.*?(?=^\[\[)", lambda _: f"[asks]\n{asks}\n", text, count=1)
        file.write_text(text, encoding="utf-8")
        return loader.load(folder)

    return edit


@pytest.mark.parametrize(
    ("wording", "sentence", "holds"),
    [
        ("こと。", "確かめること。", True),
        ("こと。", "確かめること", True),
        ("こと。", "ことを定める。", False),
        ("望ましい", "望ましいとされている。", True),
        ("こと{とする|}。", "書くこととする。", True),
        ("{て|で}は{なら|いけ}ない。", "読んではならない。", True),
        ("[必ず]書く", "必ず書く。", True),
        ("[必ず]書く", "また書く。", False),
        ("確認[し|の]て", "確認して公表する。", False),
        ("確認[し|の]", "確認して公表する。", True),
        ("市[の|は]は", "市は、書く。", True),
        ("速やかに…報告", "速やかに、課長へ報告する。", True),
        ("速やかに…報告", "速やかに" + "あ" * (word_pattern.GAP + 1) + "報告する。", False),
        ("速やかに…報告", "速やかにする。（報告する。）", False),
        ("する。…報告", "速やかにする。（報告する。）", True),
        ("ＵＲＬを書く", "url を書く。", False),
        ("ＵＲＬを書く", "urlを書く。", True),
        ("", "書く。", True),
    ],
)
def test_a_sentence_holds_a_wording(wording: str, sentence: str, holds: bool) -> None:
    assert asking_words.holds_any((wording,), sentence) is holds


PIECES = st.sampled_from(["あ", "い", "あい", "…", "{あ|いあ}", "{あ…い|}", "[い|あ]", "[あ…い]", "う"])


@given(st.lists(PIECES, min_size=1, max_size=5).map("".join), st.text("あいう。\n", max_size=40))
def test_it_is_the_notation_of_the_word_lists(wording: str, sentence: str) -> None:
    """The pattern that the lists of words use says the same (a wording of theirs has no … in a bracket before it)."""
    text = sentence.rstrip("。")
    if not any(word_pattern.faults(wording, {})):
        found = re.search(word_pattern.pattern(wording, {}), word_pattern.folded(text))
        assert asking_words.holds_any((wording,), text) is (found is not None)


HOSTILE = [
    "{あ|ああ|あああ}" * 12 + "い", "あ…" * 60 + "い", "{あ…|…あ|…}" * 20 + "い。", "[あ…あ|ああ]" * 20 + "い", "{あ|}" * 40 + "い",
    "あ" * 199 + "い", "…" * 200, "あ。…" * 50 + "い",
]  # fmt: skip


@pytest.mark.parametrize("wording", HOSTILE)
@pytest.mark.parametrize("sentence", ["あ" * 3000, "あ。" * 1500, "。" * 3000])
def test_no_wording_tries_without_end(wording: str, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted: how often a sentence is looked through does not depend on what it says."""
    looks: list[str] = []
    through = asking_words._Places.simple

    def simple(places: asking_words._Places, form: str, ends: int) -> int:
        looks.append(form)
        return through(places, form, ends)

    monkeypatch.setattr(asking_words._Places, "simple", simple)
    asking_words.holds_any((wording,), sentence)
    assert len(looks) <= len(wording) <= asking_words.MOST


HANGS = [
    "(あ+)+$", "(あ|あ)*い", "(?:あ*)*い", "あ?" * 20 + "い", "(?:あ|い|う)" * 12 + "え", "(あ)\\1", "(" * 900, "(?:あい){2,}",
    "(あ){3}", "あ" * 3000, "(?:" * 20 + "あ" + ")" * 20, "[あ-ん]", "\\dあ", "(?=あ)い", "あ)い", "(?:あ", "あ|*", "[あ",
]  # fmt: skip


@pytest.mark.parametrize("expression", HANGS)
def test_an_old_expression_that_cannot_be_said_in_wordings_is_named(expression: str, with_asks: Edit) -> None:
    assert asking_words.read_old(expression) is None
    loaded = with_asks(f"must = '{expression}'\nshould = []")
    assert loaded.guideline is not None
    (problem,) = [problem for problem in loaded.problems if problem.where.key == "asks.must"]
    assert problem.message == asking_words.UNREAD and problem.severity == "error" and problem.where.line > 1
    assert asked(loaded.guideline, "あ" * 60 + "い") == ""


@pytest.mark.parametrize(
    ("expression", "wordings", "spared"),
    [
        ("こと。?$", ("こと。",), ()),
        ("こと$", ("こと。",), ()),
        ("^望ましい", ("望ましい",), ()),
        ("(?:(?<!努める)こと(?:とする)?|してはならない)。?$", ("こととする。", "こと。", "してはならない。"), ("努めることとする。", "努めること。")),
        ("(?<!の)(?<!る)こと", ("こと",), ("のこと", "ること")),
        ("^(?!この.{2,14}は、|.*別に).*定める", ("定める",), ("この…は、", "別に")),
        ("[てで]ください", ("てください", "でください"), ()),
        ("ま(す|せん)", ("ます", "ません"), ()),
        ("(?P<end>べき)です", ("べきです",), ()),
        ("(?<=を)定める", ("を定める",), ()),
        ("速やかに[^、。]*報告", ("速やかに…報告",), ()),
        ("市\\.", ("市.",), ()),
        ("", ("",), ()),
    ],
)  # fmt: skip
def test_an_old_expression_is_read_into_wordings(
    expression: str, wordings: tuple[str, ...], spared: tuple[str, ...]
) -> None:
    assert old_asks.wordings(expression) == (wordings, spared)


def test_an_old_file_works_and_is_told_what_to_write(with_asks: Edit) -> None:
    loaded = with_asks("must = '(?:(?<!努める)こと|公表する)。?$'\nshould = '望ましい'")
    assert loaded.guideline is not None
    notes = {p.where.key: p for p in loaded.problems if p.where.key.startswith("asks")}
    assert {p.severity for p in notes.values()} == {"note"} and set(notes) == {"asks.must", "asks.should"}
    assert 'must = ["こと。", "公表する。"] unless = ["努めること。"]' in notes["asks.must"].message
    sentences = ("確かめること。", "努めること。", "（公表する。）", "望ましいこと。", "公表する人。")
    assert [asked(loaded.guideline, sentence) for sentence in sentences] == ["must", "", "must", "should", ""]
    again = with_asks('must = ["こと。", "公表する。"]\nunless = ["努めること。"]\nshould = ["望ましい"]')
    assert again.guideline is not None and [p for p in again.problems if "asks" in p.where.key] == []
    assert [asked(again.guideline, sentence) for sentence in sentences] == ["must", "", "must", "should", ""]


@pytest.mark.parametrize(
    ("asks", "message"),
    [
        ('must = ["こと{と"]', "閉じていない"),
        ('must = [""]', "1～200 字"),
        ('must = ["' + "あ" * 201 + '"]', "今は 201 字"),
        ("must = [" + '"あ",' * 201 + "]", "200 個まで"),
        ('must = ["こと〈終わり〉"]', "組（set）はありません"),
    ],
)
def test_a_wording_that_cannot_be_used_is_named_and_the_rest_is_used(
    asks: str, message: str, with_asks: Edit
) -> None:
    loaded = with_asks(f'{asks}\nshould = ["望ましい"]')
    assert loaded.guideline is not None
    assert [message in p.message for p in loaded.problems if p.where.key.startswith("asks")] == [True]
    assert asked(loaded.guideline, "望ましい。") == "should"


def test_an_imported_guideline_declares_wordings_without_fault() -> None:
    for words in (import_statements.MUST, import_statements.SHOULD, import_statements.UNLESS):
        assert list(asking_words.faults(words)) == []
    asks = AskingWords(import_statements.MUST, import_statements.SHOULD, unless=import_statements.UNLESS)
    assert asking_words.signs(asks) == (*asks[:2], asks.unless)
