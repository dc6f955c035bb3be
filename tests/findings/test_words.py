"""Words of a list of our own: matched as words, in any writing, with the list's reason and clause."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.findings import scoring
from uedasns_tui.findings.registry import find
from uedasns_tui.guideline.facts_schema import ListedWord, WordList

LIST = WordList(
    1,
    "abuse",
    "試し",
    "確かめてください。",
    (
        ListedWord("アカ", "理由です。"),
        ListedWord("NG", "理由です。"),
        ListedWord("内定", "理由です。"),
        ListedWord("機密", "理由です。", compound=True),
        ListedWord("内定の話", "長い方です。"),
    ),
    "5(8)ア",
)


def words(text: str) -> list[str]:
    return [one.text for one in find(text, replace(scoring.bundled(), words=(LIST,))) if one.kind == "abuse"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("アカは", ["アカ"]),
        ("ｱｶは", ["ｱｶ"]),
        ("それはあか、", []),
        ("アカウント", []),
        ("サアカス", []),
        ("ﾏｱｶ", []),
        ("わあかるい", []),
        ("ＮＧです", ["ＮＧ"]),
        ("ngだ", ["ng"]),
        ("SONG", []),
        ("NGO", []),
        ("内定と市内定住と内定", ["内定", "内定"]),
        ("機密文書", ["機密"]),
        ("内定通知", []),
        ("内定の話", ["内定の話"]),
        ("内\u200b定", ["内\u200b定"]),
    ],
)
def test_a_word_is_found_as_a_word(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_message_and_clause_are_the_lists() -> None:
    (one,) = find("アカ", replace(scoring.bundled(), words=(LIST,)))
    assert (one.clause, one.message) == ("5(8)ア", "確かめてください。理由です。")


def test_an_empty_list_finds_nothing() -> None:
    empty = replace(LIST, word=())
    assert find("アカ", replace(scoring.bundled(), words=(empty,))) == ()


NOTED = WordList(
    1,
    "abuse",
    "試し",
    "確かめてください。",
    (
        ListedWord("検討{中|し続く}", "理由です。"),
        ListedWord("[る|た]らしい", "理由です。", unless=("まるで…{語}",)),
        ListedWord("{レズ|クズ|ﾎﾞｹ|ばーか|ウザ|うざく}", "理由です。"),
        ListedWord("㊙", "理由です。"),
    ),
    "5(8)ア",
    unless=("『…{語}…』", "{語}ではありません"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("検討中と検討し続く", ["検討中", "検討し続く"]),
        ("『名探偵、検討中』を上映", []),
        ("検討中ではありません", []),
        ("検討中です。検討中ではありません", ["検討中"]),
        ("閉まるらしい", ["らしい"]),
        ("春らしい", []),
        ("まるで来たらしい", []),
        ("まるい。来たらしい", ["らしい"]),
        ("レズと", ["レズ"]),
        ("見られず、", []),
        ("ぼけとクズ", ["クズ"]),
        ("ばーか", ["ばーか"]),
        ("うざくない？うざい", ["うざく"]),
        ("㊙です", ["㊙"]),
        ("秘密です", []),
    ],
)
def test_a_wording_is_found_by_the_notation(text: str, expected: list[str]) -> None:
    found = find(text, replace(scoring.bundled(), words=(NOTED,)))
    assert [one.text for one in found if one.kind == "abuse"] == expected


SCRIPTS = WordList(
    1,
    "abuse",
    "試し",
    "確かめてください。",
    (
        ListedWord("{成金|お局|やから}", "理由です。"),
        ListedWord("バカ", "理由です。", unless=("はばか", "ことばか")),
        ListedWord("{市|県}が{X|ネット}", "理由です。"),
    ),
    "5(8)ア",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("雇用調整助成金", []),
        ("成金の趣味", ["成金"]),
        ("ラジオ局", []),
        ("お局さま", ["お局"]),
        ("猫やカラス", []),
        ("そんなやからは", ["やから"]),
        ("あの人はバカだ", ["バカ"]),
        ("人目をはばかる", []),
        ("長野県がX", []),
        ("県がX", ["県がX"]),
    ],
)
def test_a_hit_and_what_spares_it_are_in_the_scripts_of_the_list(text: str, expected: list[str]) -> None:
    found = find(text, replace(scoring.bundled(), words=(SCRIPTS,)))
    assert [finding.text for finding in found if finding.kind == "abuse"] == expected


def test_wordings_of_one_reason_are_each_looked_for() -> None:
    listed = replace(LIST, word=(ListedWord(("アカ", "[る]シロ", "{黒|クロ}{だ|で}"), "理由です。"),))
    found = find("アカ、見るシロ、クロだ", replace(scoring.bundled(), words=(listed,)))
    assert [finding.text for finding in found if finding.kind == "abuse"] == ["アカ", "シロ", "クロだ"]


def test_a_spared_wording_hides_no_other_inside_it() -> None:
    words = (
        ListedWord("する方針を固", "理由です。", unless=("教育…{語}",)),
        ListedWord("方針を固め", "理由です。"),
    )
    found = find(
        "教育を無償にする方針を固めた", replace(scoring.bundled(), words=(replace(LIST, word=words),))
    )
    assert [finding.text for finding in found if finding.kind == "abuse"] == ["方針を固め"]
