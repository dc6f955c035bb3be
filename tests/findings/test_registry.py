"""The reader as a whole: any text, exact spans, order, clauses from the context, own contacts, lazy imports, time."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.findings import scoring
from tests.work import work
from uedasns_tui.findings.finding import Finding
from uedasns_tui.findings.length import measure
from uedasns_tui.findings.registry import find

PIECES = [
    "11月24日（月）", "12/4(金)", "２月３０日", "令和7年(2026年)", "平成32年", "元年", "R8.12.1", "〇三-一二三四-五六七八", "0268-22-4100", "０９０ー１２３４ー５６７８",
    "koho＠city.ueda.nagano.jp", "https://", "//", "https://日本語.jp/上", "example.com", "@", "〒386-8601", "上田市大手一丁目11番16号", "1234 5678 9018", "4111111111111111",
    "#上田", "👨‍👩‍👧‍👦", "🇯🇵", "㈱", "ｶﾞ", "上 田 市", "(^_^)", "ばか", "内定", "らしい", "お越しください。", "から", "〜", "\n", "　", "\x00", "\x1b[31m", "\u202e", "か\u3099", "\ud800", "年", "月", "日", "99", "0", "大字", "国分", "会場：", "上田市", "番地", "(at)", "課(", "22-4100", "山田さん", "4歳", "保育園", "どようび", "第1", "・", "祝",
]  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
NOTICE = (
    "【お知らせ】11月28日（土）午前10時から、上田市交流文化芸術センターで、防災講演会「暮らしを守る」を開催します。定員は200人、参加費は"
    "無料です。申込みは12月4日（金）までに、電話0268-71-8080かメールkoho@city.ueda.nagano.jpでお願いします。詳しくはhttps://www.city."
    "ueda.nagano.jp/soshiki/koho/1234.htmlをご覧ください。会場は上田市天神三丁目15番15号です。雨天の場合は、令和8年（2026年）12月6日（日）"
    "に延期します。皆さんのお越しをお待ちしています🌸 #上田市 #防災"
)


def read(text: str) -> tuple[Finding, ...]:
    context = replace(scoring.bundled(), platforms=tuple(scoring.known_platforms().values()))
    return find(text, context)


def sound(text: str) -> None:
    found = read(text)
    assert list(found) == sorted(found)
    assert len(set(found)) == len(found)
    for one in found:
        assert 0 <= one.start <= one.end <= len(text)
        assert text[one.start : one.end] == one.text
        assert one.message.endswith("。")


@given(TEXTS)
def test_any_text_is_read_with_exact_spans(text: str) -> None:
    sound(text)


def test_naughty_strings_are_read_with_exact_spans(corpora: Path) -> None:
    for text in json.loads((corpora / "blns.json").read_text(encoding="utf-8")):
        sound(text)


@pytest.mark.parametrize(
    "unit",
    ["a.", "a-", "1-", "0", "あ", "上田市", "http://", "((", "@a", "12月", "👨‍", "#a", " 上", "ｶ", "🎉 ", "👨‍👩‍👧‍👦", "🇯🇵", "☎\ufe0f", "\u3099", "…", "(^", "（", "「", "漢", "○", "ID:a ", "12月5日・", "12/5(土)", "山田さん", "令和8年", "\u200b", "か\u3099", "大字", "バ", "小学校3年",
     "会場：上田市", "（上田市1", "a[at]", "テキスト", "山田さん（4歳", "12月5日か", "かよう日", "差し替え", "センター（22-"],
)  # fmt: skip
def test_long_texts_take_no_more_than_their_length_asks(unit: str) -> None:
    assert_linear(unit, 20_000)


@pytest.mark.parametrize("unit", ["👨\u200d", "「（」", "1", "漢", "\u202e", "\n", "\u3099"])
def test_a_hundred_thousand_letters_of_anything_are_read(unit: str) -> None:
    assert_linear(unit, 100_000)


def assert_linear(unit: str, letters: int) -> None:
    text, context = unit * (letters // len(unit)), scoring.bundled()
    find(text, context)  # what is read once
    half = work(lambda: find(text[: len(text) // 2], context))
    assert work(lambda: find(text, context)) < 2.2 * half


def test_a_notice_without_a_slip_shows_only_contacts_and_addresses() -> None:
    found = find(NOTICE, scoring.bundled())
    assert [(one.kind, one.text, one.own) for one in found] == [
        ("phone", "0268-71-8080", True),
        ("email", "koho@city.ueda.nagano.jp", True),
        ("address", "上田市天神三丁目15番15号", False),
    ]


@pytest.mark.parametrize(
    "text",
    ["０２６８－２２－４１００", "(0268)22-4131", "+81-268-71-8080", "ＫＯＨＯ＠city.ueda.nagano.jp", "〒386-8601", "上田市大手1-11-16", "〒３８６ー８６０１　長野県上田市大手一丁目１１番１６号"],
)  # fmt: skip
def test_the_citys_own_contacts_are_marked_in_any_writing(text: str) -> None:
    assert [one.own for one in find(text, scoring.bundled())] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "0268-22-4101",
        "info@city.ueda.nagano.jp",
        "〒386-8602",
        "上田市大手1-11-17",
        "〒386-0001 上田市大手1-11-16",
    ],
)
def test_what_is_nearly_the_citys_own_is_not_marked(text: str) -> None:
    assert [one.own for one in find(text, scoring.bundled())] == [False]


def test_the_clause_comes_from_the_context() -> None:
    context = replace(scoring.bundled(), clauses={"phone": "99(9)", "date": "88"})
    found = find("11月31日に090-1234-5678へ", context)
    assert [(one.kind, one.clause) for one in found] == [("date", "88"), ("phone", "99(9)")]


def test_messages_say_why() -> None:
    assert [one.message for one in find("11月24日（月）に開きます。", scoring.bundled())] == [
        "11月24日は火曜日です（月曜日と書かれています）。2025年なら合います。日付と曜日を確かめてください。"
    ]
    assert "令和7年は2025年です" in find("令和7年(2026年)", scoring.bundled())[0].message
    assert "可能性" in find("123456789018", scoring.bundled())[0].message


@pytest.mark.parametrize(
    ("today", "text", "right"),
    [
        (date(2026, 11, 23), "1月10日（月）", "日"),
        (date(2026, 1, 5), "12月28日（月）", "日"),
        (date(2026, 3, 30), "4月1日（木）", "水"),
        (date(2026, 12, 28), "12月31日（金）", "木"),
        (date(2024, 2, 1), "2月29日（金）", "木"),
    ],
)
def test_the_year_is_the_one_a_reader_would_take(today: date, text: str, right: str) -> None:
    found = find(text, replace(scoring.bundled(), today=today))
    assert len(found) == 1
    assert f"は{right}曜日です" in found[0].message


def test_a_key_names_a_finding_across_edits_and_stays_short() -> None:
    before = find("電話090-1234-5678", scoring.bundled())[0]
    after = find("担当の電話は090-1234-5678", scoring.bundled())[0]
    assert before.key == after.key
    assert len(Finding(0, 9999, "length", "あ" * 9999, "", "").key) < 300


def test_the_room_is_cheap_to_import_and_asks_for_phonenumbers_only_when_a_number_stands_there() -> None:
    program = (
        "import sys; from datetime import date; from uedasns_tui.findings.registry import find;"
        "from uedasns_tui.findings.finding import FindingContext; from uedasns_tui.guideline.facts_schema import City;"
        "c = FindingContext(City(1, '上田市', '所属長'), date(2026, 11, 23));"
        "find('明日は燃えるごみの日です。', c); assert 'phonenumbers' not in sys.modules;"
        "find('090-1234-5678', c); assert 'phonenumbers' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_live_count_names_every_limit_of_the_platform() -> None:
    line = {
        one.what: (one.count, one.max, one.over)
        for one in measure("あ" * 501, scoring.known_platforms()["line"])
    }
    assert line == {"text": (501, 500, True), "bubbles": (2, 3, False)}


def test_a_list_of_the_year_reaches_to_its_end() -> None:
    assert find("12月28日（月）", replace(scoring.bundled(), today=date(2026, 3, 1))) == ()
