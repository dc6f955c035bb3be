"""A weekday that is not that day's (11月24日（月） when it is a Tuesday), and 祝 on a day that is no holiday.

Of a day without its month (28日（日）) only where it fits none of the months that could be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.meant_days import NEAR, SHORT, MeantDay, japanese, meant_days
from uedasns_tui.findings.post_text import PostText
from uedasns_tui.japanese.date_mentions import DateMention, nearest_date, read_weekday
from uedasns_tui.japanese.eras import date_exists, holiday_name, weekday_of

_MONTH = r"(?<![0-9])(1[0-2]|[1-9])月(?!分|日|間)"
_OTHER_MONTH = r"(?:[先来翌前毎同]月|毎週|翌|年)の?\s?$"
_HOLIDAYS = ("祝", "振", "国民")
HOLIDAY_NAMES = (
    "元日", "成人の日", "建国記念の日", "天皇誕生日", "春分の日", "昭和の日", "憲法記念日", "みどりの日", "こどもの日", "海の日",
    "山の日", "敬老の日", "秋分の日", "スポーツの日", "文化の日", "勤労感謝の日",
)  # fmt: skip
"""As 国民の祝日に関する法律 names them today."""


def find(text: PostText, context: FindingContext) -> Iterator[Finding]:
    """Each weekday that differs from the calendar's."""
    for meant in (*meant_days(text, context.today), *_short_days(text, context.today)):
        if meant.day is not None and (message := _message(meant, meant.day, context.today)):
            yield context.finding(text, "weekday", meant.mention.start, meant.mention.stop, message)


def _message(meant: MeantDay, day: date, today: date) -> str:
    mention, right = meant.mention, weekday_of(day)
    if mention.weekdays and right not in mention.weekdays:
        message = (
            f"{japanese(day, today)}は{right}曜日です（{'・'.join(mention.weekdays)}曜日と書かれています）。"
        )
        if meant.elsewhere:
            return message + f"{meant.elsewhere.year}年なら合います。日付と曜日を確かめてください。"
        return message + "日付か曜日を直してください。"
    name = next((name for name in HOLIDAY_NAMES if name in mention.holiday), "")
    official = holiday_name(day) if name or mention.holiday.startswith(_HOLIDAYS) else name
    if name not in official or (mention.holiday.startswith(_HOLIDAYS) and not official):
        return f"{japanese(day, today)}は{name or '祝日'}ではありません。日付か「{mention.holiday}」を直してください。"
    return ""


def _short_days(text: PostText, today: date) -> Iterator[MeantDay]:
    """The days without a month whose weekday fits no month that could be meant, each as the likeliest."""
    days = [meant for meant in meant_days(text, today) if meant.day]
    taken = {position for meant in days for position in range(meant.mention.start, meant.mention.stop)}
    for hit in re.finditer(SHORT, text.masked):
        weekdays, _, stop = read_weekday(hit)
        before = text.flat[max(0, hit.start() - 200) : hit.start()]
        if not weekdays or hit.start("day") in taken or re.search(_OTHER_MONTH, before):
            continue
        likely = list(_likely(int(hit["day"]), before, today))
        if likely and not any(weekday_of(day) in weekdays for day in likely):
            day = likely[0]
            start = hit.start("day")
            yield MeantDay(
                DateMention(
                    start,
                    hit.end("unit" if hit["unit"] else "day"),
                    stop,
                    day.month,
                    day.day,
                    (),
                    "",
                    weekdays,
                ),
                day,
            )


def _likely(number: int, before: str, today: date) -> Iterator[date]:
    """The days of this number, the likeliest first: of the month that the line names and the next, else also near."""
    months = list(re.finditer(_MONTH, before))[-1:]
    for hit in months:
        first = nearest_date(int(hit[1]), 1, today) or today
        for later in (0, 1):
            year, index = divmod(first.year * 12 + first.month - 1 + later, 12)
            if date_exists(year, index + 1, number):
                yield date(year, index + 1, number)
    if "\n" in before[months[0].end() :] if months else not re.search("[0-9元]年", before):
        near = (today + timedelta(step) for step in range(-NEAR, NEAR + 1))
        yield from sorted((day for day in near if day.day == number), key=lambda day: (day < today, day))
