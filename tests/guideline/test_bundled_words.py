"""The bundled word lists: what they name, and the everyday sentences of a city in which they must stay silent.

The drafts of tests/findings/drafts are more; here are the words that each list is known by.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.findings import scoring
from uedasns_tui.findings.registry import find
from uedasns_tui.guideline import word_pattern

FOLDER = Path(__file__).resolve().parents[2] / "guideline" / "words"
KINDS = ("abuse", "confidential", "indecent", "rumor", "undecided", "unlawful")


def words(kind: str) -> list[dict[str, Any]]:
    table = tomllib.loads((FOLDER / f"{kind}.toml").read_text(encoding="utf-8"))
    entries: list[dict[str, Any]] = table["word"]
    return entries


def hits(kind: str, text: str) -> list[str]:
    """What the reader finds of `kind` in `text`."""
    return [element.text for element in find(text, scoring.bundled()) if element.kind == kind]


def test_no_alternative_is_also_the_name_of_a_set() -> None:
    for listed in scoring.bundled().words:
        for word in listed.word:
            for written in (*word.wordings, *word.unless):
                assert list(word_pattern.collisions(written, listed.sets)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_is_listed_once_with_a_reason(kind: str) -> None:
    entries = words(kind)
    names = [
        name
        for entry in entries
        for name in ([entry["word"]] if isinstance(entry["word"], str) else entry["word"])
    ]
    assert len(names) == len(set(names))
    assert all(entry.get("reason") or entry.get("source") for entry in entries)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("confidential", "この資料は部外秘です"),
        ("confidential", "【取扱注意】名簿を送ります"),
        ("confidential", "口外しないようお願いします"),
        ("confidential", "公表前ですがお知らせします"),
        ("undecided", "新しい図書館の場所は検討中です"),
        ("undecided", "来年度の人事が内定しました"),
        ("undecided", "開館の時期は未定です"),
        ("undecided", "総合計画の素案がまとまりました"),
        ("undecided", "統合する方向で調整しています"),
        ("rumor", "あの店は閉店するらしい"),
        ("rumor", "中止になったらしいです"),
        ("rumor", "閉鎖されるとの噂があります"),
        ("rumor", "来年は開催されるそうです"),
        ("rumor", "デマではありません、拡散希望"),
        ("abuse", "馬鹿な意見ばかりです"),
        ("abuse", "こんなバカな話はない"),
        ("abuse", "外人さんも歓迎します"),
        ("abuse", "クレーマーには困ります"),
        ("abuse", "無能な担当者"),
    ],
)
def test_words_that_bear_on_the_clause_are_found(kind: str, text: str) -> None:
    assert hits(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("confidential", "薬の取扱注意事項を守りましょう"),
        ("confidential", "北口改札口外の広場で開催します"),
        ("confidential", "千曲川の河口外で釣りをする方へ"),
        ("confidential", "市内密集地の防火について"),
        ("confidential", "情報の機密性、完全性、可用性"),
        ("confidential", "未発表作品に限ります"),
        ("confidential", "秘密は守られます。お気軽にご相談ください"),
        ("confidential", "おいしさの秘密に迫ります"),
        ("undecided", "移住を検討中の方はぜひご参加ください"),
        ("undecided", "ご検討中の皆さまへ"),
        ("undecided", "市内定住を支援します"),
        ("undecided", "館内定員は50人です"),
        ("undecided", "内定者向けの研修を開きます"),
        ("undecided", "菅平高原案内図を作りました"),
        ("undecided", "議案は原案のとおり可決されました"),
        ("undecided", "第三次総合計画（素案）へのご意見を募集します"),
        ("undecided", "館内示板を新しくしました"),
        ("rumor", "すばらしい景色が広がっています"),
        ("rumor", "かわいらしい作品が並びました"),
        ("rumor", "中学生らしい元気な合唱でした"),
        ("rumor", "春らしい陽気になりました"),
        ("rumor", "自分らしい生き方を考える講座"),
        ("rumor", "デマンドバスの時刻が変わります"),
        ("rumor", "噂に惑わされず、市の発表を確かめてください"),
        ("rumor", "冷たそうですが気持ちのよい水です"),
        ("abuse", "夏のバカンスは菅平高原へ"),
        ("abuse", "国際バカロレアの説明会"),
        ("abuse", "メディアホールで上映します"),
        ("abuse", "ケアホームの見学会"),
        ("abuse", "海外人材の活躍を応援します"),
        ("abuse", "県外人口の動き"),
        ("abuse", "電気代も馬鹿になりません"),
        ("abuse", "サブスクリプションの契約に注意"),
        ("abuse", "クラブスポーツ体験会"),
        ("abuse", "燃料デブリについての講演"),
        ("abuse", "粘土人形を作ろう"),
        ("abuse", "アホウドリの展示"),
    ],
)
def test_everyday_words_of_a_city_stay_silent(kind: str, text: str) -> None:
    assert hits(kind, text) == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_bears_on_the_guideline_itself(kind: str) -> None:
    """The guideline speaks of 噂 and 誹謗 to forbid them; only 噂 is a listed word."""
    chapters = FOLDER.parent / "chapters"
    text = "".join(page.read_text(encoding="utf-8") for page in chapters.glob("*.md"))
    assert set(hits(kind, text)) <= {"噂"}
