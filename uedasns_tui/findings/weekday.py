"""A weekday that is not that day's (11月24日（月） when it is a Tuesday), and 祝 on a day that is no holiday."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.meant_days import MeantDay, japanese, meant_days
from uedasns_tui.findings.post_text import PostText
from uedasns_tui.japanese.eras import holiday_name, weekday_of

_HOLIDAYS = ("祝", "振", "国民")


def find(text: PostText, context: FindingContext) -> Iterator[Finding]:
    """Each weekday that differs from the calendar's."""
    for meant in meant_days(text, context.today):
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
    if mention.holiday.startswith(_HOLIDAYS) and not holiday_name(day):
        return f"{japanese(day, today)}は祝日ではありません。日付か「{mention.holiday}」を直してください。"
    return ""
