"""Everyday words find what the guideline says in its own; several words are AND where a clause holds them all."""

from __future__ import annotations

import pytest

from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.near_words import is_one_slip
from uedasns_tui.guideline.question_words import question_terms
from uedasns_tui.guideline.topic_search import search_topics


@pytest.mark.parametrize(
    ("query", "citation"),
    [
        ("写真を載せたい", "4(2)イ"), ("上司の許可", "4(2)オ"), ("悪口", "5(8)ア"), ("デマ", "5(8)エ"), ("秘密", "5(8)オ"),
        ("夜に返事できる体制", "4(1)⑧・2"), ("個人アカウント", "6"), ("処分", "7"), ("炎上", "5(7)イ"), ("毎週の更新", "4(2)ア"),
        ("しゃしん", "4(2)イ"), ("shashin", "4(2)イ"), ("じょうしのきょか", "4(2)オ"), ("わるぐちを書かない", "5(8)ア"),
        ("しばらく投稿してない", "4(2)ア"), ("市民の名前がもれた", "5(5)"), ("悪口を書かれたらどう返す", "5(7)イ"),
        ("ハンドルネーム", "4(1)③"), ("きずつけてしまったら", "5(7)ア"),
        ("捨て垢", "はじめに"), ("デジタルタトゥー", "2(2)ア"), ("誰が見るかわからない", "2(2)イ"), ("サ終", "2(2)ウ"),
        ("先月から投稿していません", "4(2)ア"), ("情報ろうえい", "5(5)"), ("言っちゃいけないこと", "5(8)"), ("クソリプ", "5(7)イ"),
    ],
)  # fmt: skip
def test_everyday_words(bundled: Guideline, query: str, citation: str) -> None:
    assert citation in [hit.clause.citation for hit in search_topics(bundled, query).hits]


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("よろしくはいしんかいぎ", "配信"),
        ("行かない", "課内"),
        ("とかない", "課内"),
        ("にするような", ""),
        ("できたくらい", "帰宅"),
        ("Xでもめた", "デモ"),
        ("正月に", "月に"),
        ("いえない", "家"),
        ("ゆきちがい", "雪"),
    ],
)
def test_a_word_within_another_is_none(bundled: Guideline, query: str, key: str) -> None:
    assert key not in [term.words[0][0] for term in question_terms(bundled, query)]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ソシャルメディア", "ソーシャルメディア"), ("フエイスブック", "フェイスブック"), ("フェースブック", "フェイスブック"),
        ("ユーチュブ", "ユーチューブ"), ("セキュリテイ", "セキュリティ"), ("プライバシイ", "プライバシー"), ("リツィート", "リツイート"),
        ("メリツト", "メリット"), ("アカント", "アカウント"), ("ホームペジ", "ホームページ"), ("ソ-シャルメディア", "ソーシャルメディア"),
        ("しょぞうけん", "肖像権"), ("ちょさけん", "著作権"), ("りょうほうしん", "利用方針"), ("tyosakken", "著作権"), ("肖象権", "肖像権"),
        ("所属超", "所属長"), ("ガイドラン", "ガイドライン"),
    ],
)  # fmt: skip
def test_a_slip_of_the_fingers_finds_what_was_meant(bundled: Guideline, typed: str, written: str) -> None:
    hits = [hit.clause.citation for hit in search_topics(bundled, typed).hits]
    meant = [hit.clause.citation for hit in search_topics(bundled, written).hits]
    assert hits and set(hits) <= set(meant)


@pytest.mark.parametrize("typed", ["アクタント", "デンシレンジ", "ぬりかべ", "kobanzame", "松竹梅", "図書券"])
def test_another_word_is_no_slip(bundled: Guideline, typed: str) -> None:
    assert search_topics(bundled, typed).hits == ()


@pytest.mark.parametrize(
    ("typed", "known", "slip"),
    [
        ("abcd", "abcd", True), ("abxd", "abcd", True), ("abd", "abcd", True), ("abccd", "abcd", True), ("acbd", "abcd", True),
        ("abcd", "abdc", True), ("axyd", "abcd", False), ("ab", "abcd", False), ("abcde", "abc", False), ("dcba", "abcd", False),
    ],
)  # fmt: skip
def test_one_slip(typed: str, known: str, slip: bool) -> None:
    assert is_one_slip(typed, known) is slip
    assert is_one_slip(known, typed) is slip


def test_clauses_that_hold_every_word_come_before_better_ones_that_do_not(bundled: Guideline) -> None:
    hits = [hit.clause.citation for hit in search_topics(bundled, "利用方針 職員").hits]
    assert hits[:2] == ["4(1)⑧・2", "4(1)⑨・1"] and "4(1)" in hits[2:], "4(1) says more of 利用方針 alone"


def test_a_word_in_a_longer_katakana_word_counts_less(bundled: Guideline) -> None:
    assert search_topics(bundled, "メリット").hits[0].clause.citation == "2(1)"


def test_what_only_joins_words_finds_nothing(bundled: Guideline) -> None:
    assert [
        query
        for query in ("にするような", "というのは", "ですか", "があるの", "になるのは")
        if search_topics(bundled, query).hits
    ] == []


def test_a_clause_with_all_words_leaves_out_those_with_fewer(bundled: Guideline) -> None:
    hits = search_topics(bundled, "写真の著作権").hits
    assert {hit.clause.citation for hit in hits} == {"4(2)イ", "5(4)"}


def test_helps_and_choices_are_found(bundled: Guideline) -> None:
    kinds = {other.kind for query in ("写真", "炎上") for other in search_topics(bundled, query).others}
    assert {"item", "help", "choice"} <= kinds


def test_every_synonym_leads_somewhere(bundled: Guideline) -> None:
    def leads(word: str) -> bool:
        result = search_topics(bundled, word)
        return bool(result.hits or result.others)

    assert bundled.synonyms and [word for word in bundled.synonyms if not leads(word)] == []
