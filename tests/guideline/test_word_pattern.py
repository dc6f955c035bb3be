"""The notation of word lists: what a wording stands for, and what the check says of one that stands for nothing."""

from __future__ import annotations

import re

import pytest

from uedasns_tui.guideline import word_pattern

SETS = {"ends": ("ています", "ていた"), "who": ("県", "国")}


@pytest.mark.parametrize(
    ("written", "text", "expected"),
    [
        ("検討{中|している}", "まだ検討しているところ", "検討している"),
        ("検討{し|}〈ends〉", "検討しています", "検討しています"),
        ("{〈who〉|市}の方針", "国の方針です", "国の方針"),
        ("{バカ|阿呆}だ", "ばかだ", "ばかだ"),
        ("{A|AB}C", "ＡＢＣ", "abc"),
        ("[る|た]らしい", "閉まるらしい", "らしい"),
        ("[る|た]らしい", "春らしい", None),
        ("方向[で|に]", "方向で", "方向"),
        ("方向[で|に]", "方向も", None),
        ("方向[…調整]", "方向で、県と調整", "方向"),
        ("方向[…調整]", "方向です。調整", None),
        ("噂…注意", "噂が多いので、ご注意", "噂が多いので、ご注意"),
        ("噂…注意", "噂です。ご注意", None),
        ("噂…注意", "噂" + "が" * (word_pattern.GAP + 1) + "注意", None),
        ("素案。…意見", "素案です。ご意見を", None),
        ("素案…。…意見", "素案です。ご意見を", "素案です。ご意見"),
        ("素案…。…意見", "素案です。次です。ご意見を", None),
        ("とか。", "なるとか", "とか"),
        ("とか。", "なるとか！", "とか"),
        ("とか。", "なるとか\n次", "とか"),
        ("とか。", "なるとか、", None),
        ("とか。", "なるとかで", None),
        ("たら、", "来たら，", "たら,"),
        ("（案）", "計画(案)", "(案)"),
        ("｛県｜国｝の", "県の", "県の"),
    ],
)
def test_a_wording_stands_for_what_the_notation_says(written: str, text: str, expected: str | None) -> None:
    hit = re.search(word_pattern.pattern(written, SETS), word_pattern.folded(text))
    assert (hit[0] if hit else None) == (expected and word_pattern.folded(expected))


@pytest.mark.parametrize(
    ("written", "letters"),
    [
        ("検討中", "検"),
        ("{検討|ご検討}中", "検ご"),
        ("[る]らしい", "ら"),
        ("〈who〉の", "県国"),
        ("デマ", "で"),
    ],
)
def test_what_is_found_begins_with_these(written: str, letters: str) -> None:
    assert {word_pattern.folded(opening)[0] for opening in word_pattern.openings(written, SETS)} == set(
        letters
    )


@pytest.mark.parametrize(
    "written", ["検討中", "{A|B}C", "A…B。", "[A|B]C[D]", "〈ends〉", "{A|〈ends〉}", "「{語}」という"]
)
def test_a_sound_wording_has_no_fault(written: str) -> None:
    assert list(word_pattern.faults(written, SETS)) == []


@pytest.mark.parametrize(
    ("written", "messages"),
    [
        ("{検討", "閉じていない"),
        ("検討}", "閉じていない"),
        ("{検討|{中}}", "重なって"),
        ("[検討", "閉じていない"),
        ("〈end〉", "「end」という組（set）はありません"),
        ("〈ends", "閉じていない"),
        ("[県…が]方針", "前に立つ語"),
    ],
)
def test_a_fault_is_named(written: str, messages: str) -> None:
    (fault,) = word_pattern.faults(written, SETS)
    assert messages in fault


@pytest.mark.parametrize("written", ["…検討", "{検討|}中", "", "。検討"])
def test_a_word_begins_with_a_letter(written: str) -> None:
    (fault,) = word_pattern.word_faults(written, SETS)
    assert "何かの文字で始めて" in fault


def test_the_word_of_a_frame_is_without_its_surroundings() -> None:
    assert word_pattern.matched_form("[る|た]らしい[。|です]") == "らしい"


@pytest.mark.parametrize(("written", "name"), [("{ends|だ}", "ends"), ("[県|who]の", "who")])
def test_an_alternative_that_is_also_a_sets_name_is_named(written: str, name: str) -> None:
    (message,) = word_pattern.collisions(written, SETS)
    assert f"「{name}」は組（set）の名前でもあります" in message
    assert list(word_pattern.collisions("{県|〈ends〉}、{ends}", SETS)) == []
