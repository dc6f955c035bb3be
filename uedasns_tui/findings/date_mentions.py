"""Days as a draft mentions them, and the day that a reader takes each for.

Used by weekday, date and past. A reader takes a day without a year for the nearest that makes sense on the day of
writing: 1月10日 read in November is next January's.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from uedasns_tui.findings.post_text import PostText
from uedasns_tui.frozen import dataclass
from uedasns_tui.japanese.eras import ERAS

WEEKDAYS: Final = "月火水木金土日"
BACK: Final = timedelta(days=92)
AHEAD: Final = timedelta(days=274)
"""A day without a year is looked for so far back and so far ahead: a year in all, mostly ahead."""

NUMERAL: Final = "[0-9]{1,3}|[〇一二三四五六七八九十]{1,4}"
ERA_NAMES: Final = "令和|平成|昭和|大正|明治"
_ERA_YEAR: Final = "元|[0-9]{1,3}|[〇一二三四五六七八九十]{1,4}"
_YEAR: Final = (
    rf"(?:(?P<era>{ERA_NAMES})(?P<count>{_ERA_YEAR})年\s?|(?P<letter>[RHS])(?P<lettered>[0-9]{{1,2}})[./-]\s?"
    r"|(?:西暦)?(?P<year>(?:19|20)[0-9]{2})(?:年\s?|[./-]\s?)|(?P<four>二〇[〇一二三四五六七八九]{2})年\s?"
    r"|(?P<relative>一昨年|昨年|去年|前年|来年|翌年)の?\s?)"
)
_HOLIDAY: Final = r"(?:\s?[・,、/ ]?\s?(?:振替休日|休日|祝日|祝|休|振休))?"
_WEEKDAY: Final = rf"(?P<mark>\s?\((?P<short>[{WEEKDAYS}])(?:曜日?)?{_HOLIDAY}\)|\s?(?P<long>[{WEEKDAYS}])曜日?(?!以外|を除))?"
_BEFORE: Final = rf"(?:(?P<ahead>[{WEEKDAYS}])曜日?\s?\()?"
_COUNT: Final = r"(?!間|目|前|後|分|以内|程度|ごと|毎|齢)"
_MONTH_DAY: Final = (
    rf"(?:(?P<month>{NUMERAL})月\s?(?P<day>{NUMERAL})日{_COUNT}"
    r"|(?P<month2>[0-9]{1,2})(?P<sign>[./-])(?P<day2>[0-9]{1,2})(?![0-9./年月%-]))"
)
_FULL: Final = rf"(?<![0-9./〇一二三四五六七八九十-])(?<![0-9]年)(?:{_YEAR})?{_BEFORE}{_MONTH_DAY}{_WEEKDAY}"
_NEXT: Final = rf"\s?(?:[~〜～・,、/&＆＋+と-]|から|および|及び|または|又は)+\s?(?P<day>{NUMERAL})(?P<unit>日{_COUNT})?{_WEEKDAY}"
_SLASH_SAYS: Final = r"^\s?(?:まで|に|から|より|必着|締|〆|開|の|[~〜～])"
_SLASH_SAID: Final = r"(?:日時|日程|期日|期限|締め?切り?|〆切|開催日?|日にち|とき)\s?[:は・]?\s?$"


@dataclass(frozen=True)
class DateMention:
    """A mention. `end` is behind the day, `stop` behind the weekday; `year` None was not written."""

    start: int
    end: int
    stop: int
    year: int | None
    relative: str
    month: int
    day: int
    weekday: str

    def on(self, year: int) -> date | None:
        """This day of a year, None where there is none."""
        return date(year, self.month, self.day) if exists(year, self.month, self.day) else None


def kanji_number(text: str) -> int:
    """十一 as 11, 〇 as 0, 二〇二六 as 2026, 元 as 1; figures as they are."""
    if text.isascii():
        return int(text)
    values = {kanji: at for at, kanji in enumerate("〇一二三四五六七八九")} | {"零": 0, "元": 1}
    if "十" not in text:
        return int("".join(str(values[one]) for one in text))
    tens, _, ones = text.partition("十")
    return values.get(tens, 1) * 10 + values.get(ones, 0)


def western(name: str, count: int) -> int:
    """The western year of an era's `count`th; `name` is the era's or its letter."""
    return next(start.year for era, letter, start, _ in ERAS if name in (era, letter)) + count - 1


def exists(year: int | None, month: int, day: int) -> bool:
    """Whether there is such a day; without a year, whether any year has it."""
    if not 1 <= month <= 12 or day < 1 or not (year is None or 1 <= year <= 9999):
        return False
    return day <= calendar.monthrange(year or 2024, month)[1]


@lru_cache(8)
def mentions(read: PostText) -> tuple[DateMention, ...]:
    """Days in the order of the text: 11月24日（火）, 12/4(金), R8.12.1, 2026-12-01, and 29日（日） behind one of them."""
    text = read.masked
    found: list[DateMention] = []
    for hit in re.finditer(_FULL, text):
        one = _day(text, hit)
        if one is None or (found and one.start < found[-1].stop):
            continue
        found.append(one)
        while more := re.compile(_NEXT).match(text, found[-1].stop):
            if not more["unit"] and not more["short"]:
                break
            found.append(_following(found[-1], more))
    return tuple(found)


def _day(text: str, hit: re.Match[str]) -> DateMention | None:
    """The mention that a match is; None for a fraction or a number with a point (31/40, 12.5)."""
    month, day = kanji_number(hit["month"] or hit["month2"]), kanji_number(hit["day"] or hit["day2"])
    start, stop = hit.span()
    end = hit.end("day") + 1 if hit["day"] else hit.end("day2")
    weekday = hit["short"] or hit["long"] or ""
    if hit["ahead"] and text.startswith(")", stop) and not weekday:
        weekday, stop = hit["ahead"], stop + 1
    elif hit["ahead"]:
        start = hit.start("month" if hit["month"] else "month2")
    year = _year(hit)
    if (
        hit["sign"]
        and year is None
        and not _is_slashed(text, hit["sign"], start, end, bool(weekday), (month, day))
    ):
        return None
    return DateMention(start, end, stop, year, hit["relative"] or "", month, day, weekday)


def _is_slashed(text: str, sign: str, start: int, end: int, weekday: bool, parts: tuple[int, int]) -> bool:
    """Whether 12/4 without a year is a day: a weekday stands behind, or its surroundings say so."""
    if sign != "/":
        return False
    before, after = text[max(0, start - 8) : start], text[end : end + 4]
    said = re.search(_SLASH_SAID, before) or re.search(_SLASH_SAYS, after)
    return weekday or (said is not None and 1 <= parts[0] <= 12 and 1 <= parts[1] <= 31)


def _year(hit: re.Match[str]) -> int | None:
    if hit["year"] or hit["four"]:
        return kanji_number(hit["year"] or hit["four"])
    if hit["era"] or hit["letter"]:
        return western(hit["era"] or hit["letter"], kanji_number(hit["count"] or hit["lettered"]))
    return None


def _following(before: DateMention, hit: re.Match[str]) -> DateMention:
    start, end = hit.start("day"), hit.end("unit") if hit["unit"] else hit.end("day")
    weekday = hit["short"] or hit["long"] or ""
    day = kanji_number(hit["day"])
    return DateMention(start, end, hit.end(), before.year, before.relative, before.month, day, weekday)


def inferred_date(one: DateMention, today: date) -> date | None:
    """The day that a reader takes it for on the day of writing; None where there is no such day."""
    steps = {"一昨年": -2, "昨年": -1, "去年": -1, "前年": -1, "来年": 1, "翌年": 1}
    year = one.year
    if year is None and one.relative:
        year = today.year + steps[one.relative]
    if year is not None:
        return one.on(year)
    around = [one.on(year) for year in range(today.year - 1, today.year + 2)]
    return next((day for day in around if day and -BACK <= day - today <= AHEAD), None)


@lru_cache(8)
def meant_date(read: PostText, today: date) -> tuple[tuple[DateMention, date | None], ...]:
    """Each mention with its day. A year holds for what it is joined to: 令和8年12月1日から1月10日まで runs on."""
    found: list[tuple[DateMention, date | None]] = []
    for one in mentions(read):
        day = inferred_date(one, today)
        if found and one.year is None and not one.relative:
            last, known = found[-1]
            between = read.flat[last.stop : one.start]
            if (
                known
                and (last.year or last.relative)
                and re.fullmatch(r"[\s~〜～・,、/と-]{1,3}|\s?から\s?", between)
            ):
                day = next(
                    (
                        when
                        for year in (known.year, known.year + 1)
                        if (when := one.on(year)) and when >= known
                    ),
                    day,
                )
        found.append((one, day))
    return tuple(found)


def sentence(read: PostText, one: DateMention) -> tuple[str, str, str]:
    """The sentence around a mention: what stands before it, the mention, what follows; 。！？ and line ends part."""
    start = max(read.flat.rfind(mark, 0, one.start) for mark in "。!?\n") + 1
    ends = [at for mark in "。!?\n" if (at := read.flat.find(mark, one.stop)) >= 0]
    stop = min(ends, default=len(read.flat))
    return read.flat[start : one.start], read.flat[one.start : one.stop], read.flat[one.stop : stop]


def japanese(day: date, today: date) -> str:
    """11月24日, with its year where that is not this year's."""
    return f"{f'{day.year}年' if day.year != today.year else ''}{day.month}月{day.day}日"


def impossible(read: PostText) -> Iterator[DateMention]:
    """Mentions of days that do not exist in any year, or not in the year written."""
    for one in mentions(read):
        if not exists(one.year, one.month, one.day):
            yield one
