"""A year in two calendars that disagree, and a year that an era never had or is far from having: 令和7年(2026年), 平成32年."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.post_text import PostText
from uedasns_tui.japanese import dates
from uedasns_tui.japanese.date_mentions import YEAR, WrittenYear, flatten, written_years
from uedasns_tui.japanese.eras import date_exists, kanji_number

FAR: Final = (20, 60)
"""So many years ahead a day, and a year alone, may be: one beyond is a slip (令和31年5月 for 平成31年5月)."""
_N: Final = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_YEAR: Final = (
    rf"(?<![0-9])(?P<years>{YEAR})(?:年(?![代間])(?:度|\s?(?P<month>{_N})月(?:\s?(?P<day>{_N})日)?)?"
    r"|[./-](?P<month2>[0-9]{1,2})(?:[./-](?P<day2>[0-9]{1,2}))?(?![0-9]))?"
)


def find(text: PostText, context: FindingContext) -> Iterator[Finding]:
    """Each pair that disagrees and each year outside its era."""
    flat = flatten(text.masked)
    for hit in re.finditer(_YEAR, flat):
        years = written_years(hit)
        if len(years) == 2 and years[0].western != years[1].western and "" in (years[0].era, years[1].era):
            behind = re.compile("年?度?").match(flat, hit.end("years"))
            end = behind.end() if behind else hit.end("years")
            message = dates.disagreement(*years) + "どちらかを直してください。"
            start = hit.start() + 2 * hit[0].startswith("西暦")
            yield context.finding(text, "era", start, end, message)
        elif hit["era"] and (reason := _outside(hit, years[0], context.today)):
            end = hit.start() + len(re.split(r"[(/=]", hit[0])[0]) if len(years) == 2 else hit.end()
            yield context.finding(text, "era", hit.start(), end, reason)


def _outside(hit: re.Match[str], year: WrittenYear, today: date) -> str:
    """Why the era has no such year or day; days that no year has are another kind's (date)."""
    if "年" not in hit[0] and not hit["month2"]:
        return ""
    if year.count >= 100 and not hit["month"]:
        return ""  # 昭和100年 is counted on purpose
    if year.era == "令和" and year.western > today.year + FAR[not (hit["month"] or hit["month2"])]:
        return f"{year.era}{year.count}年は{year.western}年です。年を確かめてください。"
    month, day = (
        kanji_number(hit["month"] or hit["month2"] or "1"),
        kanji_number(hit["day"] or hit["day2"] or "1"),
    )
    if year.count and not date_exists(year.western, month, day):
        return ""
    fault = dates.read_date(hit[0])
    return fault.reason if isinstance(fault, dates.DateError) else ""
