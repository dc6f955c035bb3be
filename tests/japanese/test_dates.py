"""Dates as staff write them: right to the day, as precise as written, and a reason for whatever is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uedasns_tui.japanese.date_mentions import read_weekdays, scan_dates
from uedasns_tui.japanese.dates import (
    DateError,
    Moment,
    read_date,
    read_datetime,
)
from uedasns_tui.japanese.eras import ERAS, japanese_date
from uedasns_tui.japanese.periods import Period, read_period


@pytest.mark.parametrize(
    ("text", "iso", "precision"),
    [
        ("令和8年4月1日", "2026-04-01", "day"), ("R8.4.1", "2026-04-01", "day"), ("r8.4.1", "2026-04-01", "day"),
        ("Ｒ８．４．１", "2026-04-01", "day"), ("２０２６／４／１", "2026-04-01", "day"), ("2026/4/1", "2026-04-01", "day"),
        ("2026-04-01", "2026-04-01", "day"), ("２０２６－０４－０１", "2026-04-01", "day"), ("20260401", "2026-04-01", "day"),
        ("令和八年四月一日", "2026-04-01", "day"), ("二〇二六年四月一日", "2026-04-01", "day"), ("西暦2026年4月", "2026-04", "month"),
        ("平成二十五年十二月十二日", "2013-12-12", "day"), ("平成 25 年 12 月 12 日", "2013-12-12", "day"),
        ("令和元年5月1日", "2019-05-01", "day"), ("R元.5.1", "2019-05-01", "day"), ("令和1年5月", "2019-05", "month"),
        ("㋿元年五月一日", "2019-05-01", "day"), ("平成31年4月30日", "2019-04-30", "day"), ("H31/4/30", "2019-04-30", "day"),
        ("平成25年6月", "2013-06", "month"), ("H25.6", "2013-06", "month"), ("令和8年", "2026", "year"), ("R8", "2026", "year"),
        ("令和8年度", "2026-04-01/2027-03-31", "fiscal"), ("平成31年度", "2019-04-01/2020-03-31", "fiscal"),
        ("令和元年度", "2019-04-01/2020-03-31", "fiscal"), ("昭和64年1月7日", "1989-01-07", "day"),
        ("平成元年1月8日", "1989-01-08", "day"), ("昭和64年1月", "1989-01", "month"), ("大正15年12月25日", "1926-12-25", "day"),
        ("昭和元年12月25日", "1926-12-25", "day"), ("明治45年7月29日", "1912-07-29", "day"), ("S39.10.10", "1964-10-10", "day"),
        ("令8.4.1", "2026-04-01", "day"), ("令和6年2月29日", "2024-02-29", "day"), ("令和8年4月1日（水）", "2026-04-01", "day"),
        ("令和8年4月1日(水曜日)", "2026-04-01", "day"), ("　令和８年　４月１日 ", "2026-04-01", "day"),
    ],
)  # fmt: skip
def test_read(text: str, iso: str, precision: str) -> None:
    moment = read_date(text)
    assert isinstance(moment, Moment), moment
    assert (moment.iso(), moment.precision) == (iso, precision)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("平成32年", "平成は31年4月30日までです。令和2年のことではありませんか。"),
        ("平成31年5月1日", "平成は31年4月30日までです。令和元年5月1日のことではありませんか。"),
        ("平成31年5月", "平成は31年4月30日までです。令和元年5月のことではありませんか。"),
        ("令和元年4月30日", "令和は元年5月1日からです。平成31年4月30日のことではありませんか。"),
        ("昭和64年1月8日", "昭和は64年1月7日までです。平成元年1月8日のことではありませんか。"),
        ("平成32年度", "平成は31年4月30日までです。令和2年度のことではありませんか。"),
        ("令和8年2月30日", "30日はありません。令和8年2月は28日までです。"),
        ("2026/2/30", "30日はありません。令和8年2月は28日までです。"),
        ("令和7年2月29日", "29日はありません。令和7年2月は28日までです。"),
        ("令和8年4月0日", "0日はありません。令和8年4月は30日までです。"),
        ("令和8年13月", "13月はありません。月は1から12までです。"),
        ("令和0年", "令和0年はありません。最初の年は令和元年です。"),
        ("8.4.1", "8年がどの元号の年か分かりません。令和8年、R8、または西暦4桁で書いてください。"),
        ("4月1日", "年がありません。令和8年4月1日のように、年から書いてください。"),
        ("元年5月", "元年の前に元号がありません。"),
        ("9999/1/1", "西暦9999年は扱えません。1868年から2199年までです。"),
        ("令和500年", "令和500年は扱えません。西暦2199年までです。"),
        ("令和8年4月1日(木)", "令和8年4月1日は木曜日ではなく水曜日です。"),
        ("来年の春", "「来年の春」は日付として読めません。例：令和8年4月1日、R8.4.1、2026/4/1、令和8年4月"),
        ("　", "日付が入力されていません。"),
    ],
)  # fmt: skip
def test_fault(text: str, reason: str) -> None:
    assert read_date(text) == DateError(reason)


@pytest.mark.parametrize(
    "text",
    [
        "令和8年4月1日",
        "令和元年5月",
        "平成31年4月30日",
        "平成31年",
        "令和元年",
        "昭和64年1月",
        "令和8年度",
        "平成31年度",
    ],
)
def test_official_writing_comes_back_as_it_was(text: str) -> None:
    moment = read_date(text)
    assert isinstance(moment, Moment)
    assert moment.japanese() == text


@given(st.dates(date(1873, 1, 1), date(2199, 12, 31)))
def test_every_day_comes_back(day: date) -> None:
    for text in (japanese_date(day), f"{day:%Y/%m/%d}", day.isoformat()):
        assert read_date(text) == Moment(day.year, day.month, day.day)


def test_eras_follow_each_other_without_a_gap() -> None:
    for (_, _, _, end), (name, letter, start, _) in pairwise(ERAS):
        assert start in (end, end + timedelta(days=1))
        assert japanese_date(start).startswith(f"{name}元年")
        assert read_date(f"{letter}1.{start.month}.{start.day}") == Moment(start.year, start.month, start.day)


@pytest.mark.parametrize(
    ("text", "start", "end", "is_open"),
    [
        ("平成25年6月から当面の間", "2013-06", None, True), ("平成25年6月から", "2013-06", None, False),
        ("令和8年4月1日～令和9年3月31日", "2026-04-01", "2027-03-31", False),
        ("令和8年4月1日〜令和9年3月31日", "2026-04-01", "2027-03-31", False),
        ("令和８年４月１日から令和９年３月31日まで", "2026-04-01", "2027-03-31", False),
        ("令和8年4月1日－令和9年3月31日", "2026-04-01", "2027-03-31", False),
        ("R8.4.1-R9.3.31", "2026-04-01", "2027-03-31", False), ("2026/4/1 - 2027/3/31", "2026-04-01", "2027-03-31", False),
        ("2026-04-01～2027-03-31", "2026-04-01", "2027-03-31", False),
        ("2026-04-01-2027-03-31", "2026-04-01", "2027-03-31", False), ("2026-04-01", "2026-04-01", None, False),
        ("自 令和8年4月1日 至 令和9年3月31日", "2026-04-01", "2027-03-31", False),
        ("令和8年4月1日～9月30日", "2026-04-01", "2026-09-30", False), ("令和8年4月1日～30日", "2026-04-01", "2026-04-30", False),
        ("令和8年10月から翌年3月まで", "2026-10", "2027-03", False), ("令和8年4月1日から3年間", "2026-04-01", "2029-03-31", False),
        ("令和8年4月から6か月間", "2026-04", "2026-09", False), ("令和8年1月31日から1か月間", "2026-01-31", "2026-02-28", False),
        ("令和8年度", "2026-04-01/2027-03-31", "2026-04-01/2027-03-31", False),
        ("2026/4/1", "2026-04-01", None, False), ("令和8年4月1日～", "2026-04-01", None, False),
        ("令和8年4月1日～未定", "2026-04-01", None, True), ("令和8年4月1日から期限なし", "2026-04-01", None, True),
        ("平成25年6月から当面の間（毎年度見直す）", "2013-06", None, True), ("平成25年6月～当面", "2013-06", None, True),
    ],
)  # fmt: skip
def test_period(text: str, start: str, end: str | None, is_open: bool) -> None:
    period = read_period(text)
    assert isinstance(period, Period) and period.start is not None, period
    assert (period.start.iso(), period.end and period.end.iso(), period.open) == (start, end, is_open)
    assert period.text == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("令和9年4月1日～令和8年3月31日", "終了日（令和8年3月31日）が開始日（令和9年4月1日）より前です。"),
        ("令和8年10月～3月", "終了日（令和8年3月）が開始日（令和8年10月）より前です。"),
        (
            "平成32年4月1日から当面の間",
            "開始日：平成は31年4月30日までです。令和2年4月1日のことではありませんか。",
        ),
        ("令和8年4月1日～令和9年2月30日", "終了日：30日はありません。令和9年2月は28日までです。"),
        ("当面の間", "いつからかがありません。令和8年4月1日から当面の間のように、開始日を書いてください。"),
        ("～", "いつからかがありません。開始日を書いてください。"),
        ("～令和9年2月30日", "終了日：30日はありません。令和9年2月は28日までです。"),
        (
            "土曜日から",
            "開始日：「土曜日」は日付として読めません。例：令和8年4月1日、R8.4.1、2026/4/1、令和8年4月",
        ),
        ("", "期間が入力されていません。"),
    ],
)
def test_period_fault(text: str, reason: str) -> None:
    assert read_period(text) == DateError(reason)


@given(st.text(st.sampled_from("令和平成元年月日度0123456789.-/～から当面の間十二R (水)"), max_size=24))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    for read in (read_date(text), read_period(text)):
        if isinstance(read, DateError):
            assert read.reason.endswith(("。", "4月"))
        elif isinstance(read, Moment):
            assert read.first() <= read.last()
            assert read_date(read.japanese()) == read
        else:
            assert not (read.start and read.end) or read.start.first() <= read.end.last()
            assert read.start or read.end or read.named or read.open, "a period says something"


TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("令和8（2026）年5月6日（水・振替休日）", "2026-05-06"), ("2024(令和6)年12月5日(木)", "2024-12-05"),
        ("令和6年（2024年）12月5日（木）", "2024-12-05"), ("令和8(26)年12月5日", "2026-12-05"), ("'26.12.5", "2026-12-05"),
        ("R8年12月5日㈯", "2026-12-05"), ("2026.12.5(Sat)", "2026-12-05"), ("令和8年5月6日【祝・水】", "2026-05-06"),
        ("令和9年3月末日", "2027-03-31"), ("令和8年度末", "2027-03-31"), ("令和8年末", "2026-12-31"),
        ("令和8年度(2026年度)", "2026-04-01/2027-03-31"),
    ],
)  # fmt: skip
def test_both_calendars_holidays_and_ends_are_read(text: str, iso: str) -> None:
    moment = read_date(text)
    assert isinstance(moment, Moment), moment
    assert moment.iso() == iso


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("令和7年(2026年)1月1日", "令和7年は2025年です（2026年と書かれています）"),
        ("令和8年5月7日（木・祝）", "令和8年5月7日は祝日ではありません"),
        ("令和8年12月5日（日・祝）", "日曜日ではなく土曜日です"),
        ("令和8年12月5日（未定）", "日付として読めません"),
        ("昨日", "あとから分からなくなります"),
        ("来年1月10日", "あとから分からなくなります"),
    ],
)
def test_a_reason_is_given_for_what_no_calendar_has(text: str, reason: str) -> None:
    fault = read_date(text)
    assert isinstance(fault, DateError)
    assert reason in fault.reason


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("きょう", "2026-11-23"), ("きのう", "2026-11-22"), ("あさって", "2026-11-25"), ("12/5", "2026-12-05"),
        ("1月10日", "2027-01-10"), ("10月30日", "2026-10-30"), ("来年1月10日", "2027-01-10"), ("昨年12月5日", "2025-12-05"),
    ],
)  # fmt: skip
def test_with_a_reference_day_words_and_days_without_a_year_are_read(text: str, iso: str) -> None:
    moment = read_date(text, TODAY)
    assert isinstance(moment, Moment), moment
    assert moment.iso() == iso


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("午後6時半", (18, 30)), ("18時30分", (18, 30)), ("18:30", (18, 30)), ("１８：３０", (18, 30)), ("正午", (12, 0)),
        ("午前12時", (0, 0)), ("午後12時", (12, 0)), ("24:00", (24, 0)), ("6:30PM", (18, 30)), ("午前九時", (9, 0)),
    ],
)  # fmt: skip
def test_times_are_read(text: str, time: tuple[int, int]) -> None:
    assert read_datetime(f"2026-11-20 {text}") == (read_date("2026-11-20"), time)


@pytest.mark.parametrize("text", ["25時", "24:01", "午後13時", "18:60", "あとで"])
def test_times_that_no_clock_has_are_refused(text: str) -> None:
    assert isinstance(read_datetime(f"2026-11-20 {text}"), DateError)


def test_a_day_and_a_time_are_read_together() -> None:
    assert read_datetime("昨日 18:30", TODAY) == (Moment(2026, 11, 22), (18, 30))
    assert read_datetime("令和8年11月20日 午後 6時半ごろ") == (Moment(2026, 11, 20), (18, 30))
    assert read_datetime("2026-11-20T09:05:00+09:00") == (Moment(2026, 11, 20), (9, 5))
    assert read_datetime("R8.11.20") == (Moment(2026, 11, 20), None)
    assert isinstance(read_datetime("令和8年11月20日 25時"), DateError)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("令和8年5月1日（金）～5月6日（水・振替休日）", "2026-05-01", "2026-05-06"),
        ("令和8年4月1日～令和9年3月末日", "2026-04-01", "2027-03-31"), ("令和8年4月1日～年度末", "2026-04-01", "2027-03-31"),
        ("令和8（2026）年4月1日から令和9（2027）年3月31日まで", "2026-04-01", "2027-03-31"),
        ("令和8年5月1日(金)-5月6日(水)", "2026-05-01", "2026-05-06"), ("令和8年4月1日開始", "2026-04-01", None),
        ("令和8年4月1日から運用開始", "2026-04-01", None), ("R8.4.1 運用を開始する。", "2026-04-01", None),
    ],
)  # fmt: skip
def test_periods_with_weekdays_and_ends_of_months(text: str, start: str, end: str | None) -> None:
    period = read_period(text)
    assert isinstance(period, Period) and period.start is not None, period
    assert (period.start.iso(), period.end and period.end.iso()) == (start, end)


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("日時／12月6日（土）午後1時", [("12月6日（土）", "土")]), ("開催日－11月21日（土）", [("11月21日（土）", "土")]),
        ("12月4日(金)/12月5日(日)", [("12月4日(金)", "金"), ("12月5日(日)", "日")]), ("1/2成人式、3/4サイズ、24/7", []),
        ("12月5日・6日(金・土)に", [("12月5日", "金"), ("6日(金・土)", "土")]), ("第2日曜(12月6日)", [("第2日曜(12月6日)", "日")]),
        ("12月5日㈰、12月5日【日】、12月5日(Sun)", [("12月5日㈰", "日"), ("12月5日【日】", "日"), ("12月5日(Sun)", "日")]),
        ("12 月 5 日 ( 日 )", [("12 月 5 日 ( 日 )", "日")]), ("12月5日\t日\t体育館", [("12月5日\t日", "日")]),
        ("12月5日（日本時間）、12月5日 日本武道館", [("12月5日", ""), ("12月5日", "")]), ("選抜 10-0、公告2026-12号", []),
    ],
)  # fmt: skip
def test_running_text_is_scanned_with_exact_spans(text: str, mentions: list[tuple[str, str]]) -> None:
    assert [
        (text[mention.start : mention.stop], mention.weekdays) for mention in scan_dates(text)
    ] == mentions


@pytest.mark.parametrize(
    ("inner", "weekdays", "holiday"),
    [
        ("祝日", "", "祝日"), ("休日", "", "休日"), ("振替休日", "", "振替休日"), ("日・祝", "日", "祝"), ("祝・日", "日", "祝"),
        ("月・祝日", "月", "祝日"), ("金・土", "金土", ""), ("水・振替休日", "水", "振替休日"), ("日本時間", "", ""), ("月2回", "", ""),
    ],
)  # fmt: skip
def test_brackets_name_weekdays_and_holidays(inner: str, weekdays: str, holiday: str) -> None:
    assert read_weekdays(inner) == (weekdays, holiday)


@pytest.mark.parametrize(
    ("text", "end", "named", "is_open"),
    [
        ("～令和9年3月末日", "2027-03-31", False, False), ("令和9年3月31日まで", "2027-03-31", False, False),
        ("R9.3.31迄", "2027-03-31", False, False), ("至 令和9年3月31日", "2027-03-31", False, False),
        ("公開日から", None, True, False), ("公開日から当面の間", None, True, True), ("開設の日から3年間", None, True, False),
        ("公表日～令和9年3月末日", "2027-03-31", True, False), ("公開後", None, True, False),
    ],
)  # fmt: skip
def test_a_period_may_leave_its_start_out_or_name_it(
    text: str, end: str | None, named: bool, is_open: bool
) -> None:
    period = read_period(text)
    assert isinstance(period, Period), period
    assert (period.start, period.end and period.end.iso()) == (None, end)
    assert (period.named != "", period.open, period.text) == (named, is_open, text)
    assert period.named in text


def test_a_period_of_today_is_written_out() -> None:
    for text, written in (
        ("きょうから当面の間", "令和8年11月23日から当面の間"),
        ("今日～令和9年3月末日", "令和8年11月23日から令和9年3月31日まで"),
        ("4月1日から", "令和9年4月1日から"),
        ("公開日からあさってまで", "公開日から令和8年11月25日まで"),
    ):
        assert isinstance(read_period(text), DateError)
        period = read_period(text, TODAY)
        assert isinstance(period, Period) and period.japanese() == written
        assert read_period(written) == replace(period, text=written)


@pytest.mark.parametrize("typed", ["abc", "ａｂｃ", "a b c"])
def test_a_period_that_cannot_be_read_is_quoted_as_it_was_typed(typed: str) -> None:
    for text in (typed, f"{typed}から令和9年3月まで", f"令和8年4月から{typed}まで"):
        error = read_period(text)
        assert isinstance(error, DateError) and f"「{typed}」" in error.reason, text
