"""A weekday that is not that day's: 11月24日（月） when it is a Tuesday."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from uedasns_tui.findings import date_mentions
from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.post_text import PostText

_TOLD: Final = r"ました|でした|した|された|行った|開かれた|あった|撮影|の様子|写真|ありがとう"
LONG_AGO: Final = timedelta(days=30)


def find(read: PostText, context: FindingContext) -> Iterator[Finding]:
    """Each weekday that differs from the calendar's."""
    for one, day in date_mentions.meant_date(read, context.today):
        if not one.weekday or day is None:
            continue
        right = date_mentions.WEEKDAYS[day.weekday()]
        if right == one.weekday or _another_year(read, one, day, context.today):
            continue
        message = f"{date_mentions.japanese(day, context.today)}は{right}曜日です（{one.weekday}曜日と書かれています）。"
        found = read.text[one.start : one.stop]
        yield Finding(one.start, one.stop, "weekday", found, context.clauses.get("weekday", ""), message)


def _another_year(read: PostText, one: date_mentions.DateMention, day: date, today: date) -> bool:
    """Whether the weekday fits a neighbouring year, and the sentence speaks of that year's day: one told as over,
    or, when this year's is long over, one to come."""
    if one.year is not None or one.relative:
        return False
    fits = [when for year in (today.year - 1, today.year, today.year + 1) if (when := one.on(year))]
    fits = [when for when in fits if date_mentions.WEEKDAYS[when.weekday()] == one.weekday]
    if today - day > LONG_AGO and any(when > today for when in fits):
        return True
    return (
        any(when < today for when in fits)
        and re.search(_TOLD, date_mentions.sentence(read, one)[2]) is not None
    )
