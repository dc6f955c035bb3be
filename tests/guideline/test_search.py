"""Finding as one types: folded, several words, romaji and kana; and what is offered when nothing is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.guideline.conftest import variant
from uedasns_tui.guideline.chapters import read_chapters
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.readings import missing_readings
from uedasns_tui.guideline.search import SearchResult, search, suggest


def marked(hits: SearchResult) -> set[str]:
    return {hit.shown[start:end] for hit in hits.hits for start, end in hit.spans}


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("返信", "返信"), ("hensin", "返信"), ("henshin", "返信"), ("へんしん", "返信"), ("ヘンシン", "返信"), ("hens", "返信"),
        ("kojin", "個人情報"), ("kojinjoho", "個人情報"), ("jouhou", "情報"), ("shozokucho", "所属長"), ("しょぞくち", "所属長"),
        ("line", "LINE"), ("ｌｉｎｅ", "LINE"), ("らいん", "LINE"), ("feisubukku", "フェイスブック"), ("ふぇいすぶ", "フェイスブ"),
        ("hensinwo", "返信を"), ("kouhouka", "広報課"), ("uwasa", "噂"), ("ﾌｪｲｽﾌﾞｯｸ", "フェイスブック"),
    ],
)  # fmt: skip
def test_one_word(bundled: Guideline, query: str, word: str) -> None:
    assert word in marked(search(bundled, query))


def test_every_word_of_the_readings_is_found_by_its_sound(bundled: Guideline) -> None:
    text = "\n".join(entry.whole for entry in bundled.clauses)
    for word, sound in bundled.readings.items():
        if word in text and len(sound) > 1:
            assert any(word in entry for entry in marked(search(bundled, sound))), word


def test_several_words_are_and_and_one_may_stand_in_a_heading_above(bundled: Guideline) -> None:
    assert [hit.clause.citation for hit in search(bundled, "返信　誠実").hits] == ["4(1)⑧・2"]
    assert [hit.clause.citation for hit in search(bundled, "hensin seijitu").hits] == ["4(1)⑧・2"]
    assert "6(2)" in [hit.clause.citation for hit in search(bundled, "私的 報告").hits]
    assert search(bundled, "返信 zzz").hits == ()


def test_order_spans_and_count(bundled: Guideline) -> None:
    hits = search(bundled, "情報")
    order = [entry.citation for entry in bundled.clauses]
    assert [hit.clause.citation for hit in hits.hits] == [
        entry for entry in order if entry in {h.clause.citation for h in hits.hits}
    ]
    assert hits.count == len(hits.hits) > 20
    for hit in hits.hits:
        assert hit.spans
        assert hit.shown == hit.clause.whole
        assert all(hit.shown[start:end] == "情報" for start, end in hit.spans)


def test_a_clause_that_says_it_more_often_counts_for_more(bundled: Guideline) -> None:
    hits = search(bundled, "情報 発信").hits
    scores = {hit.clause.citation: hit.score for hit in hits}
    own = [hit for hit in hits if marked(SearchResult("", (hit,))) >= {"情報", "発信"}]
    titled = [hit for hit in hits if hit not in own and len(marked(SearchResult("", (hit,)))) == 1]
    assert own
    assert titled
    assert min(scores[hit.clause.citation] for hit in own) > max(
        scores[hit.clause.citation] for hit in titled
    )
    once, more = search(bundled, "情報").hits, search(bundled, "発信").hits
    for each in (once, more):
        ranked = sorted(each, key=lambda hit: hit.score)
        assert [len(hit.spans) for hit in ranked] == sorted(len(hit.spans) for hit in each)


def test_items_and_fields_are_found_beside_the_text(bundled: Guideline) -> None:
    others = search(bundled, "守秘義務").others
    assert {(entry.kind, entry.page, entry.id, entry.clause) for entry in others} >= {
        ("item", "post", "no-secret", "5(8)オ")
    }
    assert [entry.id for entry in search(bundled, "登録url").others if entry.kind == "field"] == ["url"]


def test_a_guideline_without_readings_finds_by_everything_else(items: Guideline) -> None:
    assert items.readings == {}
    assert [hit.clause.citation for hit in search(items, "保護者 承諾").hits] == ["第2-1(1)イb"]
    assert search(items, "hogosha").hits == ()


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("髙橋", "高橋"), ("高橋", "高橋"), ("渡邉", "渡辺"), ("渡辺", "渡辺"), ("広報", "廣報"), ("サーバ", "ｻｰﾊﾞ"),
        ("②", "②"), ("2024", "２０２４"), ("か\u3099", "が"), ("が", "か\u3099"),
    ],
)  # fmt: skip
def test_other_writings_of_a_letter_are_the_letter(items: Guideline, query: str, word: str) -> None:
    text = "# 1 題\n(1) 高橋と渡辺。\n(2) 廣報のｻｰﾊﾞ、②と２０２４。\n(3) が、か\u3099。\n"
    guideline = variant(items, root=read_chapters([("a.md", text)], ("(1)", "ア"))[0])
    assert word in marked(search(guideline, query))


def test_nothing_found_offers_the_nearest(bundled: Guideline) -> None:
    assert suggest(bundled, "5(9)")[0] == "5(8)"
    assert suggest(bundled, "個人情法")[0] == "個人情報"
    assert "ソーシャルメディア" in suggest(bundled, "ソーシャルメデイア")
    assert suggest(bundled, "kojink")[0] == "個人"
    assert suggest(bundled, "") == ()
    for word in suggest(bundled, "フェイスフック"):
        assert search(bundled, word).hits


def test_words_without_a_reading_are_named(items: Guideline) -> None:
    assert "承諾" in missing_readings(items)


@given(query=st.text(max_size=12))
def test_nothing_typed_can_raise(bundled: Guideline, query: str) -> None:
    for hit in search(bundled, query).hits:
        assert all(0 <= start < end <= len(hit.shown) for start, end in hit.spans)
    suggest(bundled, query)
