"""Days and hours that do not exist: 11月31日, 13月, 25時, 12:70, 午後13時."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.meant_days import MeantDay, meant_days
from uedasns_tui.findings.post_text import PostText
from uedasns_tui.japanese.eras import date_exists

_MONTH: Final = r"(?<![0-9./か年])(?P<month>0|1[3-9]|[2-9][0-9])月(?=[にのはかまで、。)上中下初末]|$)"
_CLOCK: Final = (
    r"(?<![0-9])(?<![0-9][:.,/])(?<!第)(?P<half>(?:午[前後]|(?<![A-Za-z])(?i:[ap]\.?m\.?))\s?)?(?P<hour>[0-9]{1,2})"
    r"(?:時(?![間代台点期速短空刻])(?:(?P<minutes>[0-9]{1,2})分(?!間))?|(?P<colon>:)(?P<minutes2>[0-9]{2})(?![0-9:.]))"
)
_BEGINS: Final = r"(?:午[前後]|開演|開場|開始|集合|受付|開会|閉会|開館|終演|終了|閉場|閉館|出発|到着|解散|日時|時間|時刻|とき|[)日~〜～-])\s?[:は/|]?\s?$"
_GOES_ON: Final = (
    r"^\s?(?:[~〜～-]|から|まで|より|に|開演|開場|開始|集合|スタート|頃|ごろ|受付|開会|終演|終了|解散|予定)"
)
_MEND: Final = "直してください。"


def find(text: PostText, context: FindingContext) -> Iterator[Finding]:
    """Each day, month and hour that no calendar or clock has."""
    taken = []
    for meant in meant_days(text, context.today):
        if message := _day(meant, context.today):
            start, end = meant.mention.start, meant.mention.end
            taken.append((start, end))
            yield context.finding(text, "date", start, end, message + _MEND)
    for hit in re.finditer(_MONTH, text.masked):
        if not any(start <= hit.start() < end for start, end in taken):
            yield context.finding(
                text, "date", *hit.span(), f"{int(hit['month'])}月という月はありません。{_MEND}"
            )
    for hit in re.finditer(_CLOCK, text.masked):
        if message := _clock(text.masked, hit):
            yield context.finding(text, "date", *hit.span(), message)


def _day(meant: MeantDay, today: date) -> str:
    mention = meant.mention
    if not 1 <= mention.month <= 12:
        return f"{mention.month}月という月はありません。"
    if not date_exists(None, mention.month, mention.day):
        return f"{mention.month}月{mention.day}日という日はありません。"
    year = mention.year or today.year
    if meant.day is None and (mention.year or mention.weekdays):
        return f"{year}年はうるう年ではないので、2月29日はありません。"
    return ""


def _clock(text: str, hit: re.Match[str]) -> str:
    """Why there is no such hour; 16:90 is a ratio unless it is where an hour is written."""
    hour, minutes = int(hit["hour"]), int(hit["minutes"] or hit["minutes2"] or 0)
    before, after = text[max(0, hit.start() - 6) : hit.start()], text[hit.end() : hit.end() + 4]
    if hit["colon"] and not (hit["half"] or re.search(_BEGINS, before) or re.search(_GOES_ON, after)):
        return ""
    written = text[hit.start() : hit.end()]
    if hit["half"] and 12 < hour <= 24 and minutes < 60:
        return f"「{written}」という時刻はありません。午前・午後か24時間制か、どちらかで書いてください。"
    if hour > 24 or minutes > 59 or (hour == 24 and minutes):
        return f"「{written}」という時刻はありません。{_MEND}"
    return ""
