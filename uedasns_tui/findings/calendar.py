"""Days: a weekday that is not that day's, a day or hour that does not exist, an era year that is another year,
an invitation to a day that is over. Years are inferred as a reader would infer them from the day of writing.
"""

from __future__ import annotations

import calendar as _calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from uedasns_tui.findings.finding import Context, Finding
from uedasns_tui.findings.masks import Reading
from uedasns_tui.japanese import era

WEEKDAYS = "月火水木金土日"
_YEAR = r"(?:(?P<era>令和|平成|昭和|R|H|S)\.?(?P<ey>[0-9]{1,3}|元)[年./]\s*|(?P<year>(?:19|20)[0-9]{2})\s*[年./-]\s*)"
_DAY = re.compile(
    rf"(?<![0-9./-])(?:{_YEAR})?(?P<month>[0-9]{{1,2}})(?:\s*月\s*(?P<day>[0-9]{{1,3}})\s*日|/(?P<sday>[0-9]{{1,2}})(?![0-9/年月]))"
    r"(?:\s*[(（・]?\s*(?P<weekday>[月火水木金土日])(?:曜日?)?(?:[・/]?[祝休])?\s*(?:[)）]|曜日?|(?=[・祝])))?"
)
_HOUR = re.compile(
    r"(?<![0-9:.])(?P<hour>[0-9]{1,2})(?:時(?!間|代|点|期|速|短)(?P<m>[0-9]{1,2})分|時(?!間|代|点|期|速|短)|:(?P<minute>[0-9]{2})(?![0-9:]))"
)
_PAIR = re.compile(
    r"(?P<era>令和|平成|昭和)(?P<ey>[0-9]{1,3}|元)年(?:度)?\s*[(（]\s*(?:西暦)?(?P<year>(?:19|20)[0-9]{2})年?(?:度)?\s*[)）]|(?P<year2>(?:19|20)[0-9]{2})年?(?:度)?\s*[(（]\s*(?P<era2>令和|平成|昭和)(?P<ey2>[0-9]{1,3}|元)年(?:度)?\s*[)）]"
)
_ERA = re.compile(
    r"(?P<era>令和|平成|昭和)(?P<ey>[0-9]{1,3}|元)年(?!度)(?:\s*(?P<month>[0-9]{1,2})月(?:\s*(?P<day>[0-9]{1,2})日)?)?"
)
_INVITES = re.compile(
    r"お(?:越し|いで|申(?:し)?込み|待ちして)|ご(?:来場|参加|応募|来館|覧ください|予約)|(?:参加|来場|申(?:し)?込み|応募|観覧|出店)(?:者)?(?:を)?(?:募集|受付|受け付け)"
    r"|募集(?:中|しています|します)|受付(?:中|ています|けています)|受け付けて(?:います|おります)|開催(?:します|いたします|予定|中)|開かれます|行います|行われます|実施します|始まります|オープンします"
    r"|ください|遊びに来て|締(?:め)?切|申込期限|しませんか|お楽しみ"
)
_OVER = re.compile(
    r"(?:ました|でした|終了|終わり|開催された|行われた|開かれた|ありがとう|昨年|昨日|先日|一昨日|先週|先月|当時|以来|から(?!です)|より|生まれ|策定|制定|改定|創立|開館した|撮影|現在|時点|付け)"
)
_RANGE = re.compile(r"^\s*(?:[~〜～\-–―ー]|から)")


@dataclass(frozen=True)
class Day:
    """A day as written: the span, its parts, and the year as written (None: to be inferred)."""

    start: int
    end: int
    year: int | None
    month: int
    day: int
    weekday: str


@lru_cache(8)
def _days(read: Reading) -> tuple[Day, ...]:
    found = []
    for hit in _DAY.finditer(read.masked):
        year = int(hit["year"]) if hit["year"] else None
        if hit["era"]:
            year = _western(hit["era"], hit["ey"])
        if hit["sday"] and not (1 <= int(hit["month"]) <= 12 and 1 <= int(hit["sday"]) <= 31) and not year:
            continue
        weekday = hit["weekday"] or ""
        if hit["sday"] and not weekday and not year:
            continue
        found.append(
            Day(hit.start(), hit.end(), year, int(hit["month"]), int(hit["day"] or hit["sday"]), weekday)
        )
    return tuple(found)


def _western(name: str, number: str) -> int:
    first = {"令和": 2019, "R": 2019, "平成": 1989, "H": 1989, "昭和": 1926, "S": 1926}[name]
    return first - 1 + (1 if number == "元" else int(number))


def _exists(year: int | None, month: int, day: int) -> bool:
    if not 1 <= month <= 12 or day < 1:
        return False
    return day <= (_calendar.monthrange(year, month)[1] if year else _calendar.monthrange(2024, month)[1])


def inferred(one: Day, today: date, text_year: int | None = None) -> date | None:
    """The day that a reader takes it for: its own year, else the year named before, else the nearest within
    some three months back and nine ahead."""
    year = one.year or text_year
    if year is not None:
        return date(year, one.month, one.day) if _exists(year, one.month, one.day) else None
    days = [
        date(y, one.month, one.day)
        for y in (today.year - 1, today.year, today.year + 1)
        if _exists(y, one.month, one.day)
    ]
    near = [day for day in days if -timedelta(days=92) <= day - today <= timedelta(days=274)]
    return near[0] if near else None


def _years(read: Reading, context: Context) -> Iterator[tuple[Day, date | None]]:
    """Each day with the day meant; a year that was written holds until another is."""
    year: int | None = None
    for one in _days(read):
        if one.year is not None:
            year = one.year
        yield one, inferred(one, context.today, year)


def weekday(read: Reading, context: Context) -> Iterator[Finding]:
    """11月24日（月） when it is a Tuesday."""
    for one, meant in _years(read, context):
        if not one.weekday or meant is None:
            continue
        right = WEEKDAYS[meant.weekday()]
        if right == one.weekday:
            continue
        if one.year is None and _past_report(read, one, meant, context):
            continue
        text = read.text[one.start : one.end]
        message = (
            f"{meant.year}年{one.month}月{one.day}日は{right}曜日です（{one.weekday}曜日と書かれています）。"
        )
        yield Finding(one.start, one.end, "weekday", text, context.clauses.get("weekday", ""), message)


def _past_report(read: Reading, one: Day, meant: date, context: Context) -> bool:
    """A day without a year that is told as over and whose weekday fits the year before."""
    before = next((date(y, one.month, one.day) for y in (context.today.year, context.today.year - 1)
                   if _exists(y, one.month, one.day) and date(y, one.month, one.day) < context.today), None)  # fmt: skip
    if before is None or before == meant or WEEKDAYS[before.weekday()] != one.weekday:
        return False
    return bool(re.search("昨年|去年|前年", read.flat[max(0, one.start - 12) : one.start]))


def date_(read: Reading, context: Context) -> Iterator[Finding]:
    """11月31日, 13月, 25時, 12:70."""
    for one in _days(read):
        if not _exists(one.year, one.month, one.day):
            text = read.text[one.start : one.end]
            said = f"{one.month}月{one.day}日という日はありません。"
            if one.month == 2 and one.day == 29 and one.year:
                said = f"{one.year}年はうるう年ではなく、2月29日はありません。"
            yield Finding(one.start, one.end, "date", text, context.clauses.get("date", ""), said)
    for hit in _HOUR.finditer(read.masked):
        hour, minute = int(hit["hour"]), int(hit["minute"] or hit["m"] or 0)
        before = read.flat[max(0, hit.start() - 3) : hit.start()]
        wrong = hour > 24 or minute > 59 or (hour == 24 and minute > 0)
        if re.search(r"午[前後]$", before) and hour > 12 and hour <= 24:
            wrong = True
        if wrong and not (hit["minute"] and (hour > 30 or re.search(r"[A-Za-z対比]$", before))):
            text = read.text[hit.start() : hit.end()]
            said = f"「{text}」という時刻はありません。"
            if re.search(r"午[前後]$", before):
                said = (
                    f"「{before[-2:]}{text}」は、午前・午後のどちらか、24時間の書き方かを確かめてください。"
                )
            yield Finding(hit.start(), hit.end(), "date", text, context.clauses.get("date", ""), said)


def era_(read: Reading, context: Context) -> Iterator[Finding]:
    """令和7年(2026年), 平成32年, 令和元年4月."""
    taken: list[tuple[int, int]] = []
    for hit in _PAIR.finditer(read.masked):
        name, number = hit["era"] or hit["era2"], hit["ey"] or hit["ey2"]
        western = int(hit["year"] or hit["year2"])
        right = _western(name, number)
        taken.append((hit.start(), hit.end()))
        if right != western:
            text = read.text[hit.start() : hit.end()]
            message = f"{name}{number}年は{right}年です（{western}年と書かれています）。"
            yield Finding(hit.start(), hit.end(), "era", text, context.clauses.get("era", ""), message)
    for hit in _ERA.finditer(read.masked):
        if any(a <= hit.start() < b for a, b in taken):
            continue
        if hit["month"] and hit["day"] and not _exists(None, int(hit["month"]), int(hit["day"])):
            continue
        fault = era.read_date(hit[0])
        if isinstance(fault, era.Fault):
            text = read.text[hit.start() : hit.end()]
            if (
                hit["day"]
                and _exists(None, int(hit["month"]), int(hit["day"]))
                and not _exists(_western(hit["era"], hit["ey"]), int(hit["month"]), int(hit["day"]))
            ):
                continue
            yield Finding(hit.start(), hit.end(), "era", text, context.clauses.get("era", ""), fault.reason)


def past(read: Reading, context: Context) -> Iterator[Finding]:
    """An invitation to a day that is over: inviting words in the same sentence or the next."""
    latest = max((meant for _, meant in _years(read, context) if meant is not None), default=None)
    for one, meant in _years(read, context):
        if meant is None or meant >= context.today or latest is None or latest >= context.today:
            continue
        if one.year is None and context.today - meant > timedelta(days=92):
            continue
        after = read.flat[one.end : one.end + 120]
        before = read.flat[max(0, one.start - 40) : one.start]
        sentence = (
            re.split(r"[。\n]", before)[-1]
            + read.flat[one.start : one.end]
            + re.split(r"。", after + "。")[0]
        )
        following = "。".join(after.split("。")[:3])
        if _OVER.search(sentence):
            continue
        if _INVITES.search(sentence) or (
            _INVITES.search(following) and not re.search(r"ました|でした", following)
        ):
            text = read.text[one.start : one.end]
            message = f"{meant.year}年{meant.month}月{meant.day}日は過ぎています。日付を確かめてください。"
            yield Finding(one.start, one.end, "past", text, context.clauses.get("past", ""), message)
