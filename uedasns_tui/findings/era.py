"""A year in two calendars that disagree, and a year that an era never had: 令和7年(2026年), 平成32年."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from uedasns_tui.findings.date_mentions import ERA_NAMES, exists, kanji_number, western
from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.post_text import PostText
from uedasns_tui.japanese import dates

_COUNT: Final = "元|[0-9]{1,3}|[〇一二三四五六七八九十]{1,4}"
_WEST: Final = "(?:18|19|20|21)[0-9]{2}|[一二][〇一二三四五六七八九]{3}"
_NO_MONTH: Final = r"(?!年?\s?[0-9一二三四五六七八九十]{1,2}月)"
_PAIR: Final = (
    rf"(?P<era>{ERA_NAMES})(?P<count>{_COUNT})(?:年度?)?\s?[(/=]\s?(?:西暦)?(?P<west>{_WEST})年?(?:度)?{_NO_MONTH}(?:\)(?:年度?)?|(?=[^0-9]|$))"
    rf"|(?P<west2>{_WEST})(?:年度?)?\s?[(/=]\s?(?P<era2>{ERA_NAMES})(?P<count2>{_COUNT})年?(?:度)?(?:\)(?:年度?)?|(?=[^0-9]|$))"
)
_ERA: Final = (
    rf"(?P<era>{ERA_NAMES})(?P<count>{_COUNT})年(?![代間])(?:度|\s?(?P<month>[0-9]{{1,2}}|[一二三四五六七八九十]{{1,2}})月"
    r"(?:\s?(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})日)?)?"
)


def find(read: PostText, context: FindingContext) -> Iterator[Finding]:
    """Each pair that disagrees and each year outside its era."""
    clause = context.clauses.get("era", "")
    taken: list[tuple[int, int]] = []
    for hit in re.finditer(_PAIR, read.masked):
        name, count = hit["era"] or hit["era2"], kanji_number(hit["count"] or hit["count2"])
        written = kanji_number(hit["west"] or hit["west2"])
        right = western(name, count)
        if right != written:
            taken.append(hit.span())
            year = f"{name}{'元' if count == 1 else count}年"
            message = f"{year}は{right}年です（{written}年と書かれています）。"
            yield Finding(*hit.span(), "era", read.text[hit.start() : hit.end()], clause, message)
    for hit in re.finditer(_ERA, read.masked):
        if any(start <= hit.start() < end for start, end in taken):
            continue
        if reason := _outside(hit):
            yield Finding(*hit.span(), "era", read.text[hit.start() : hit.end()], clause, reason)


def _outside(hit: re.Match[str]) -> str:
    """Why the era has no such year or day; days that no year has are another kind's (date)."""
    year = western(hit["era"], kanji_number(hit["count"]))
    if hit["month"]:
        month, day = kanji_number(hit["month"]), kanji_number(hit["day"] or "1")
        if kanji_number(hit["count"]) and not exists(year, month, day):
            return ""
    fault = dates.read_date(hit[0])
    return fault.reason if isinstance(fault, dates.DateError) else ""
