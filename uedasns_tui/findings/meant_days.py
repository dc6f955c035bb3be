"""Resolves each date of a draft to a day. Used by weekday, date and past.

A day without a year is this year's where its weekday fits, else the nearest that makes sense on the day of writing:
1月10日 read in November is next January's. A year in a heading, and the start of a range, lead what follows.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final

from uedasns_tui.findings.post_text import PostText
from uedasns_tui.frozen import dataclass
from uedasns_tui.japanese.date_mentions import (
    BACK,
    RELATIVE_YEARS,
    WEEKDAY,
    YEAR,
    DateMention,
    flatten,
    nearest_date,
    scan_dates,
    written_years,
)
from uedasns_tui.japanese.eras import weekday_of

LONG_AGO: Final = timedelta(days=30)
LISTED: Final = timedelta(days=330)
"""A list of the days of a year, made in its first months, reaches so far ahead; a flyer of January does not."""
LEAD: Final = timedelta(days=120)
"""So far a day to come leads the days behind it into the next year."""
NEAR: Final = 45
"""20日（金） is looked for so many days around the day of writing."""
SENTENCE: Final = 200
"""So many letters around a date are read as its sentence at most."""
TIME: Final = r"(?:午[前後]|朝|夜|夕方|正午)?\s?(?:\d{1,2}(?:時(?:半|\d{1,2}分)?|:\d\d))?\s?(?:頃|ごろ)?"
SHORT: Final = (
    r"(?<![0-9/.:月年(-])(?P<this>今月の?)?(?P<day>(?<![^\s・、,…:)日月(])[0-9]{1,2}(?=\()|[0-9]{1,2}(?=日))(?:(?P<unit>日)(?!間|目|前|後|分|以内|程度|ごと|齢)|(?=\([月火水木金土日]\)))"
    + WEEKDAY
)
"""A day that names no month."""
_RANGE: Final = rf"\s?{TIME}\s?(?:[~→-]|から|より)+\s?"
_HEADING: Final = rf"{YEAR}\s?年?(?P<fiscal>度)?(?!\s?[0-9]{{1,2}}月|\s?[./-])"
_TOLD: Final = r"ました|でした|した|された|寄せられた|行った|開かれた|あった|撮影|の様子|写真|ありがとう"

_TO_COME: Final = r"次回|ます|ください|募集|予定|ご参加|お越し|会場|申込|定員"


@dataclass(frozen=True)
class MeantDay:
    """A mention and its day, None where there is no such day.

    `ranged`: whether it ends a range that the day before it begins. `elsewhere`: the day of another year that the
    weekday written would fit.
    """

    mention: DateMention
    day: date | None
    ranged: bool = False
    elsewhere: date | None = None


@lru_cache(8)
def meant_days(text: PostText, today: date) -> tuple[MeantDay, ...]:
    """Each mention with its day, in the order of the text."""
    mentions = scan_dates(text.masked)
    if not mentions:
        return ()
    flat = flatten(text.masked)
    headings = _headings(flat)
    days: list[MeantDay] = []
    for mention in mentions:
        before = days[-1] if days else None
        ranged = before is not None and _is_range(flat, before.mention, mention)
        if mention.years or mention.relative:
            day = mention.on(mention.year or today.year + RELATIVE_YEARS[mention.relative])
            days.append(MeantDay(mention, day, ranged))
        elif before and before.day and ranged:
            days.append(MeantDay(mention, _on_or_after(mention, before.day), True))
        elif before and before.day and mention.join:
            days.append(MeantDay(mention, mention.on(before.day.year), False, before.elsewhere))
        elif mention.weekdays and (day := _led(text, before, mention, today)):
            days.append(MeantDay(mention, day, False, _fitting(mention, today.year)))
        else:
            days.append(_without_year(text, mention, today, headings))
    return tuple(days)


def _is_range(flat: str, first: DateMention, last: DateMention) -> bool:
    if last.join:
        return re.fullmatch(r"(?:[~-]|から)+", last.join) is not None
    between = flat[first.stop : last.start]
    return len(between) < 20 and re.fullmatch(_RANGE, between) is not None


def _led(text: PostText, before: MeantDay | None, mention: DateMention, today: date) -> date | None:
    """Next year's day, where a day to come stands before it: 12月31日（木）…、1月8日（木） in November."""
    first = before.day if before else None
    if (
        before is None
        or first is None
        or first < today
        or re.search(_TOLD, " ".join(sentence(text, mention)))
    ):
        return None
    if before.mention.weekdays and weekday_of(first) not in before.mention.weekdays:
        return None
    day = _on_or_after(mention, first)
    return day if day and day.year > today.year and day - first <= LEAD else None


def _on_or_after(mention: DateMention, start: date) -> date | None:
    days = (mention.on(year) for year in (start.year, start.year + 1))
    return next((day for day in days if day and day >= start), None)


def _headings(flat: str) -> list[tuple[int, int, bool]]:
    """Years without a day, where they end and whether they are fiscal: 令和7年度 第3回."""
    return [
        (hit.end(), year.western, bool(hit["fiscal"]))
        for hit in re.finditer(_HEADING, flat)
        if hit["era"] or hit["west"]
        for year in written_years(hit)[:1]
    ]


def _without_year(
    text: PostText, mention: DateMention, today: date, headings: list[tuple[int, int, bool]]
) -> MeantDay:
    nearest = nearest_date(mention.month, mention.day, today)
    this = mention.on(today.year)
    if not mention.weekdays:
        return MeantDay(mention, nearest)
    headed = [year + (fiscal and mention.month < 4) for end, year, fiscal in headings if end <= mention.start]
    if headed and (day := _fitting(mention, headed[-1])):
        return MeantDay(mention, day)
    around = " ".join(sentence(text, mention))
    is_over, to_come = re.search(_TOLD, around), re.search(_TO_COME, around)
    near_by = (
        day
        for day in (this, nearest)
        if day and day - today <= LISTED and (is_over or not to_come or today - day <= BACK)
    )
    if day := next((day for day in near_by if weekday_of(day) in mention.weekdays), None):
        return MeantDay(mention, day)
    last, following = _fitting(mention, today.year - 1), _fitting(mention, today.year + 1)
    if following and (this is None or today - this > LONG_AGO):
        return MeantDay(mention, following)
    if last and is_over:
        return MeantDay(mention, last)
    return MeantDay(mention, nearest or this, False, last or _fitting(mention, today.year))


def _fitting(mention: DateMention, year: int) -> date | None:
    day = mention.on(year)
    return day if day and weekday_of(day) in mention.weekdays else None


def sentence(text: PostText, mention: DateMention) -> tuple[str, str, str]:
    """The sentence around a mention: what comes before it, the mention, what follows; 。！？ and line ends part."""
    before = text.flat[max(0, mention.start - SENTENCE) : mention.start]
    after = text.flat[mention.stop : mention.stop + SENTENCE]
    return (
        re.split(r"[。!?\n]", before)[-1],
        text.flat[mention.start : mention.stop],
        re.split(r"[。!?\n]", after)[0],
    )


def japanese(day: date, today: date) -> str:
    """11月24日, with its year where that is not this year's."""
    return f"{f'{day.year}年' if day.year != today.year else ''}{day.month}月{day.day}日"


def range_starts(days: tuple[MeantDay, ...]) -> frozenset[int]:
    """The indices of the days that begin a range."""
    return frozenset(index for index, (_, last) in enumerate(pairwise(days)) if last.ranged)
