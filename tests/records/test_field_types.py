"""The types of fields: what staff really write is taken, and what cannot be meant is told why."""

from __future__ import annotations

import typing
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.work import work
from uedasns_tui.guideline.facts_schema import Platform
from uedasns_tui.guideline.problem import Problem
from uedasns_tui.guideline.schema import FieldType, FormField
from uedasns_tui.records import field_types
from uedasns_tui.records.record import Value

GOOD: dict[str, list[Value]] = {
    "url": [
        "https://www.youtube.com/user/cityuedakoho/", "https://x.com/a", "HTTPS://X.COM/", "https://x.com:443/a?b=c#d",
        "https://ja.wikipedia.org/wiki/上田市", "https://192.168.0.1/", " https://x.com/ ", "https://a_b.example.jp",
    ],
    "phone": [
        "0268-22-4100", "０２６８ー２２ー４１００", "０２６８−２２−４１００", "(0268)22-4100", "0268(22)4100", "0268224100",
        "0268-71-8080（直通）", "0268-22-4100（内線1234）", "代表 0268-22-4100", "+81-268-22-4100", "+81 (0)268 22 4100",
        "0120-000-000", "0800-123-4567", "090-1234-5678", "０９０１２３４５６７８", "03-1234-5678", "0268 22 4100",
    ],
    "email": ["koho@city.ueda.nagano.jp", "a.b+c@x.co.jp", "a..b@docomo.ne.jp"],
    "address": ["〒386-8601 上田市大手一丁目11番16号", "〒３８６−８６０１　上田市大手", "386-8601 長野県上田市大手", "東京都千代田区１−１"],
    "count": ["0", "12", "１２", " 3 "],
    "date": ["令和8年4月1日", "R8.4.1", "2026/4/1", "２０２６年４月１日", "平成31年4月30日", "令和元年5月1日", "令和8年4月"],
    "datetime": [
        "令和8年4月1日 10時", "令和8年4月1日午後3時30分", "2026-11-23 10:00", "2026-11-23T10:00:05+09:00", "R8.4.1　10:30",
        "令和8年4月1日", "令和8年4月1日（水）10時半頃", "2026/4/1 24:00", "2026/4/1 0:00",
        "2026/4/1 10:59", "2026/4/1 23:59:59", "R8.4.1 午後12時", "R8.4.1 午前0時",
    ],
    "period": ["公開日から", "平成25年6月から当面の間", "令和8年4月1日～令和9年3月31日", "R8.4.1から"],
    "reading": ["うえだし", "ウエダ", "うえだ・チャンネル", "Ueda 1"],
    "choice": ["a"],
    "accounts": [("20261123-ab3x7", "policy-1"), "policy-1", "policy-1 policy-2"],
    "record": ["20261123-ab3x7"],
    "line": ["何でも", "<script>", "=1+1"],
    "text": ["何でも\nよい", "　全角の空白"],
    "platform": ["X", "これから出るもの"],
    "section": ["広報課"],
}  # fmt: skip

BAD: dict[str, dict[str, str]] = {
    "url": {
        "javascript:alert(1)": "https://", "ftp://x.com/": "https://", "www.x.com": "https://", "https://": "ホスト名",
        "https://x": "ホスト名", "https://-x.com": "ホスト名", "https://<b>.jp/": "ホスト名", "https://x.com /a": "空白",
        "https://x.com\nhttps://y.com": "空白", "https://ｘ.com/": "半角", "https://x.com@evil.jp/": "「@」",
        "https://x.com\\@evil.jp/": "「@」", "https://@x.com/": "「@」", "https://x.com:99999": "読めません",
        "https://[::1": "読めません", "https://x..com/": "読めません", "https://x.com/\u202egpj": "目に見えない",
        "https://x.com/\x1b]0;": "目に見えない", "アドレスなし": "https://",
    },
    "phone": {
        "110": "市外局番", "12-34": "市外局番", "22-4100": "市外局番", "0268-22-4100-5": "市外局番", "電話なし": "市外局番",
        "0268-22-41000000": "市外局番", "090-1234-567": "市外局番", "0268-22-410": "市外局番",
    },
    "email": {"a@b": "電子メール", "ａ@city.jp": "全角", "a@c.jp b@c.jp": "電子メール", "a＠c.jp": "全角", "a@-c.jp": "電子メール"},
    "address": {"〒386 上田市": "7 桁", "〒 上田市": "7 桁"},
    "count": {"-1": "数", "1.5": "数", "①": "数", "10人": "数", "٣": "数", "1,000": "数"},
    "date": {"平成32年4月1日": "平成", "2月30日": "年", "2026年2月30日": "30日", "きのう": "日付", "令和8年13月1日": "13月"},
    "datetime": {
        "2026/4/1 25:00": "25時0分", "R8.4.1 24:30": "24時30分", "R8.4.1 10:60": "10時60分", "午後3時": "日付",
        "R8.4.1 午後13時": "13時", "R8.4.1 10:00:60": "10時", "R8.4.1 午後24時": "24時", "R8.4.1 24:00:01": "24時", "2026-02-30 10:00": "30日", "きのうの10時": "日付",
    },
    "period": {"平成32年4月から": "平成", "いつか": ""},
    "reading": {"上田": "ひらがな", "うえだ<": "ひらがな"},
    "choice": {"c": "い・ろ", "": "い・ろ"},
    "accounts": {"あ": "ID", "../x": "ID", "policy-1 con": "con"},
    "record": {"あ": "ID", "../x": "ID"},
}  # fmt: skip


def check(kind: str, value: Value) -> list[Problem]:
    choices = {"a": "い", "b": "ろ"} if kind == "choice" else {}
    found = field_types.check_value(
        FormField("f", "欄", typing.cast(FieldType, kind), "1(1)", choices=choices), value
    )
    assert all((one.where.key, one.clause) == ("f", "1(1)") for one in found)
    return found


@pytest.mark.parametrize(("kind", "value"), [(kind, one) for kind, ones in GOOD.items() for one in ones])
def test_what_staff_write_is_taken(kind: str, value: Value) -> None:
    assert [one for one in check(kind, value) if one.severity == "must"] == []


@pytest.mark.parametrize(
    ("kind", "value", "said"), [(kind, one, said) for kind, ones in BAD.items() for one, said in ones.items()]
)
def test_what_cannot_be_meant_is_told_why(kind: str, value: str, said: str) -> None:
    must = [one.message for one in check(kind, value) if one.severity == "must"]
    assert len(must) == 1
    assert said in must[0]
    assert must[0].endswith("。") or "例" in must[0]


@pytest.mark.parametrize("text", ["a-" * 20_000, "1" * 40_000, "(" * 40_000, "〒0" * 20_000, "あ.@" * 9_000])
def test_a_whole_page_pasted_is_answered_at_once(text: str) -> None:
    for kind in typing.get_args(FieldType):
        half = work(lambda kind=kind: check(kind, text[: len(text) // 2]))  # type: ignore[misc]
        whole = work(lambda kind=kind: check(kind, text))  # type: ignore[misc]
        assert whole < 2.5 * half and whole < 20 * len(text), kind


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("url", "http://x.com/", "https://"),
        ("url", "https://сity.ueda.nagano.jp/", "偽のURL"),
        ("address", "どこか", "市区町村"),
        ("text", "あ\x1b[2J", "制御文字"),
        ("line", "あ\x00", "制御文字"),
        ("line", "あ\u202eい", "向きを変える"),
    ],
)
def test_what_is_odd_is_asked_about(kind: str, value: str, said: str) -> None:
    found = check(kind, value)
    assert [one.severity for one in found] == ["should"]
    assert said in found[0].message


def test_a_lone_surrogate_is_a_must_with_its_place() -> None:
    (found,) = check("text", "あい\udc80")
    assert (found.severity, found.message[:5]) == ("must", "3 文字目")


@given(st.sampled_from(typing.get_args(FieldType)), st.text() | st.lists(st.text(), max_size=3).map(tuple))
def test_every_text_is_answered(kind: str, value: Value) -> None:
    for one in check(kind, value):
        assert one.severity in ("must", "should")
        assert one.message


def test_known_platforms_are_found_by_any_of_their_names(platforms: Mapping[str, Platform]) -> None:
    for one in platforms.values():
        wide = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
        for known in (one.id, one.name, *one.names):
            for name in (
                known,
                f" {known} ",
                known.upper(),
                known.lower(),
                known.translate(wide),
                f"{known}　",
            ):
                found = field_types.platform_named(platforms, name)
                assert found is not None
                assert found.id == one.id
        for name in (f"{one.name[0]} {one.name[1:]}",):
            found = field_types.platform_named(platforms, name)
            assert found is not None
            assert found.id == one.id
    assert field_types.platform_named(platforms, "これから出るもの") is None
    assert field_types.platform_named(platforms, "") is None


@pytest.mark.parametrize(
    ("host", "good"),
    [("x.com", True), ("www.x.com", True), ("notx.com", False), ("x.com.evil.jp", False), ("", False)],
)
def test_a_host_beneath_another_is_its_own(host: str, good: bool) -> None:
    assert field_types.on_host(host, ["x.com"]) is good


def test_the_host_of_an_address() -> None:
    assert field_types.host_of(" https://WWW.X.com:443/a ") == "www.x.com"
    assert field_types.host_of("https://[::1") == ""
    assert field_types.host_of("なし") == ""
