"""Whatever spelling somebody learned finds the word, at every letter on the way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uedasns_tui.japanese.romaji import MOST, is_romaji, kana_of, readings_match


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("henshin", "へんしん"), ("hensin", "へんしん"), ("HENSHIN", "へんしん"), ("ｈｅｎｓｈｉｎ", "へんしん"), ("へんしん", "へんしん"),
        ("ヘンシン", "へんしん"), ("shozokuchou", "しょぞくちょう"), ("syozokutyou", "しょぞくちょう"), ("kitte", "きって"),
        ("matcha", "まっちゃ"), ("maccha", "まっちゃ"), ("shimbun", "しんぶん"), ("gumma", "ぐんま"), ("kon'i", "こんい"),
        ("sannkaku", "さんかく"), ("konnichi", "こんにち"), ("onna", "おんな"), ("fuji", "ふじ"), ("huzi", "ふじ"), ("tsuchi", "つち"),
        ("tuti", "つち"), ("sa-ba-", "さーばー"), ("jouhou", "じょうほう"), ("zyouhou", "じょうほう"), ("chikujou", "ちくじょう"),
        ("xtu", "っ"), ("toukyou", "とうきょう"), ("ohta", "おた"), ("へんsin", "へんしん"), ("thi", "てぃ"), ("wo", "を"),
    ],
)  # fmt: skip
def test_first_reading(typed: str, first: str) -> None:
    assert kana_of(typed)[0] == first


def test_half_typed_syllables_are_every_kana_they_may_become() -> None:
    assert kana_of("hens") == ("へんさ", "へんし", "へんす", "へんせ", "へんそ")
    assert {"こじんか", "こじんき", "こじんく", "こじんけ", "こじんこ"} <= set(kana_of("kojink"))
    assert kana_of("hensin") == ("へんしん", "へんしな", "へんしに", "へんしぬ", "へんしね", "へんしの")
    assert kana_of("sh") == ("し",)
    assert {"きゃ", "きゅ", "きょ"} <= set(kana_of("ky"))
    assert {"ん", "な", "の"} <= set(kana_of("n"))
    assert kana_of("onna") == ("おんな", "おんあ", "をんな", "をんあ")
    assert kana_of("hony")[0].startswith("ほ")


@pytest.mark.parametrize("typed", ["", "返信", "qz", "henvv x!", "5(8)", "a1"])
def test_what_is_no_romaji_has_no_reading(typed: str) -> None:
    assert kana_of(typed) == ()
    assert not readings_match(typed, "へんしん")


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("shozokucho", "しょぞくちょう"), ("syozokutyo", "しょぞくちょう"), ("shozokuchou", "しょぞくちょう"), ("shozokuchō", "しょぞくちょう"),
        ("kojin", "こじんじょうほう"), ("kojinjoho", "こじんじょうほう"), ("kojinj", "こじんじょうほう"), ("koho", "こうほうか"),
        ("kouhouka", "こうほうか"), ("koohoo", "こうほう"), ("kôhô", "こうほう"), ("ryokin", "りょうきん"), ("tokyo", "とうきょう"),
        ("osaka", "おおさか"), ("yubin", "ゆうびん"), ("saba", "さーばー"), ("suupaa", "すーぱー"), ("deta", "でーた"), ("it", "いった"),
        ("tani", "たんい"), ("tan'i", "たんい"), ("tanni", "たんい"), ("honya", "ほんや"), ("hony", "ほんや"), ("tsuzuku", "つづく"),
        ("chijimu", "ちぢむ"), ("hens", "へんしん"), ("へんs", "へんしん"), ("ヘン", "へんしん"), ("henshin", "ヘンシン"), ("n", "なまえ"),
        ("shi", "しゃしん"), ("sy", "しゃしん"), ("fe", "ふぇいすぶっく"), ("happyo", "はっぴょう"), ("hapy", "はぴょう"),
        ("jyouhou", "じょうほう"), ("ltu", "っ"), ("rain", "らいん"), ("line", "りね"),
    ],
)  # fmt: skip
def test_found(typed: str, reading: str) -> None:
    assert readings_match(typed, reading)


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("kou", "ことば"), ("henshin", "へんさ"), ("kojinjouhouu", "こじんじょうほう"), ("shin", "へんしん"), ("ka", "が"),
        ("かこ", "か"), ("こほ", "こうほう"), ("henshinz", "へんしん"),
    ],
)  # fmt: skip
def test_not_found(typed: str, reading: str) -> None:
    assert not readings_match(typed, reading)


@pytest.mark.parametrize(
    ("text", "answer"), [("henshin", True), ("ｋｏｕｈｏｕ", True), ("kon'i", True), ("kōhō", True)]
)
def test_is_romaji(text: str, answer: bool) -> None:
    assert is_romaji(text) is answer


@pytest.mark.parametrize("text", ["", "へん", "へんs", "5(8)", "-", "返信", "a b 1"])
def test_is_no_romaji(text: str) -> None:
    assert not is_romaji(text)


HEPBURN = {
    "あ": "a", "い": "i", "う": "u", "え": "e", "か": "ka", "き": "ki", "し": "shi", "つ": "tsu", "ふ": "fu", "じ": "ji",
    "ん": "n'", "な": "na", "に": "ni", "や": "ya", "よ": "yo", "ら": "ra", "しゃ": "sha", "ちょ": "cho", "きゅ": "kyu",
    "りょ": "ryo", "が": "ga", "ぱ": "pa", "そ": "so", "と": "to",
}  # fmt: skip


@given(st.lists(st.sampled_from(sorted(HEPBURN)), min_size=1, max_size=8))
def test_every_beginning_of_the_romaji_finds_the_word(morae: list[str]) -> None:
    reading, romaji = "".join(morae), "".join(HEPBURN[mora] for mora in morae)
    for size in range(1, len(romaji) + 1):
        assert readings_match(romaji[:size], reading), romaji[:size]
    assert reading in kana_of(romaji)[:MOST] or len(kana_of(romaji)) == MOST


@given(st.text(max_size=20))
def test_any_text_is_answered(text: str) -> None:
    assert len(kana_of(text)) <= MOST
    readings_match(text, "へんしん")
