"""Days and hours that do not exist: 11月31日, 13月, 25時, 12:70, 午後13時."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from uedasns_tui.findings import date_mentions
from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.post_text import PostText

_MONTH: Final = r"(?<![0-9./か年])(?P<month>0|1[3-9]|[2-9][0-9])月(?=[にのはかまで、。)上中下初末]|$)"
_CLOCK: Final = (
    r"(?<![0-9:.,/])(?<!第)(?P<half>午[前後]\s?)?(?P<hour>[0-9]{1,2})"
    r"(?:時(?![間代台点期速短空刻])(?:(?P<minutes>[0-9]{1,2})分(?!間))?|(?P<colon>:)(?P<minutes2>[0-9]{2})(?![0-9:.]))"
)
_BEGINS: Final = (
    r"(?:午[前後]|開演|開場|開始|集合|受付|開会|閉会|開館|日時|時間|時刻|とき|[)日~〜～-])\s?[:は]?\s?$"
)
_GOES_ON: Final = r"^\s?(?:[~〜～-]|から|まで|より|に|開演|開場|開始|集合|スタート|頃|ごろ|受付|開会)"


def find(read: PostText, context: FindingContext) -> Iterator[Finding]:
    """Each day, month and hour that no calendar or clock has."""
    clause = context.clauses.get("date", "")
    taken = []
    for one in date_mentions.impossible(read):
        taken.append((one.start, one.end))
        yield Finding(one.start, one.end, "date", read.text[one.start : one.end], clause, _why(one))
    for hit in re.finditer(_MONTH, read.masked):
        if not any(start <= hit.start() < end for start, end in taken):
            said = f"{int(hit['month'])}月という月はありません。"
            yield Finding(*hit.span(), "date", read.text[hit.start() : hit.end()], clause, said)
    for hit in re.finditer(_CLOCK, read.masked):
        if said := _clock(read.masked, hit):
            yield Finding(*hit.span(), "date", read.text[hit.start() : hit.end()], clause, said)


def _why(one: date_mentions.DateMention) -> str:
    if not 1 <= one.month <= 12:
        return f"{one.month}月という月はありません。"
    if one.year is not None and date_mentions.exists(None, one.month, one.day):
        return f"{one.year}年はうるう年ではないので、2月29日はありません。"
    return f"{one.month}月{one.day}日という日はありません。"


def _clock(text: str, hit: re.Match[str]) -> str:
    """Why there is no such hour; 16:90 is a ratio unless it stands where an hour stands."""
    hour, minutes = int(hit["hour"]), int(hit["minutes"] or hit["minutes2"] or 0)
    before, after = text[max(0, hit.start() - 6) : hit.start()], text[hit.end() : hit.end() + 4]
    if hit["colon"] and not (hit["half"] or re.search(_BEGINS, before) or re.search(_GOES_ON, after)):
        return ""
    written = text[hit.start() : hit.end()]
    if hit["half"] and 12 < hour <= 24 and minutes < 60:
        return f"「{written}」という時刻はありません。午前・午後か24時間制か、どちらかで書いてください。"
    if hour > 24 or minutes > 59 or (hour == 24 and minutes):
        return f"「{written}」という時刻はありません。"
    return ""
