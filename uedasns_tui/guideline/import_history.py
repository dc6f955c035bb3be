"""The title, the city and the history of a published text, from the lines around it.

Used by `importer`. A date may stand above the text, below it, or in a 附則 that says when it comes into force.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from uedasns_tui.guideline.import_lines import SourceLine
from uedasns_tui.guideline.numbering import BULLETS, KINDS, arabic, read_label
from uedasns_tui.japanese import dates
from uedasns_tui.japanese.fold import narrow

# What published texts say beside a date: how Japanese offices write, whatever a city's own procedure is called.
EVENTS = r"(一部改正|全部改正|策定|制定|改定|改訂|改正|施行|決定|決裁)"
NOTICE = r"[^ 0-9()]*(?:告示|訓令|規程|要綱|規則|条例|通達)[^ ]*第 *[0-9]+ *号"
DATE = r"(?:令和|平成|昭和|(?=[12][0-9]{3} *年)) *(?:元|[0-9]+) *年 *[0-9]+ *月(?: *[0-9]+ *日)?"
OFFICE = r"\S{2,30}(?:課|室|部|局|係|本部)"
DECIDED = r"\S{1,20}第[0-9]+号|\S{2,20}[長会](?:決定|決裁|裁定)"
"""A file's number and who decided: 3豊男女発第459号, 総務部長決定."""
HEADING_SIGNS = "〇○◯◎■□◆◇●▼"
TITLE = r"(?:要綱|要領|規程|規則|ガイドライン|方針|ポリシー|指針|手引き?|基準|マニュアル|ルール)(?:[(（].*[)）])?$"
CITY = r"(?:(?:東京都|北海道|京都府|大阪府|[^\s都道府県]{2,3}県)(?=\S{1,6}[市区町村]))?[^\s・「」にを]{1,8}?[都道府県市区町村](?![民内外政役市区町村]|公立|公民|\S[市区町村])"
BODY = r"(?:[^\s法]{2,6}法人|[(（]公財[)）])?[^\s・「」、。にを(（]{2,20}?(?:大学(?!法人)|広域連合|組合|協議会|協会|財団(?!法人)|機構|学園|公社|国際センター)(?!等)"
"""A university, a union of cities or another body, where it is no city."""
FIRST = r"(?:第 ?[1一] ?[編章節条]|第[1一][. ]|[1一][. 、]|Ⅰ|[(]?(?:目的|趣旨|はじめに|前文)[)]?$)"
"""What the first heading or rule of a text begins with."""
FARTHEST_TITLE = 60
"""Lines above a title that stands right above the first heading, at most: the menus of a page."""
SHORTEST_TITLE = 8
"""Letters of a title beside which another line may be one: 基本ルール is a heading."""
BEFORE_TITLE = 12
"""Lines above a title, at most: dates, and the menus of a page."""


class HistoryDate(NamedTuple):
    """A date of the history, with the event and the offices or the number of the notice."""

    date: date
    event: str
    offices: tuple[str, ...] = ()


def title_index(lines: Sequence[SourceLine]) -> int | None:
    """The line that is the title; None for a text that begins with its first heading or rule."""
    longest = 0
    for index, line in enumerate(lines[:FARTHEST_TITLE]):
        bare = bare_title(line.text)
        if not _is_title(bare):
            continue
        if (len(bare) >= SHORTEST_TITLE or not longest) and _opens(lines[index + 1 : index + 5]):
            return index
        longest = max(longest, len(bare))
    first = next((index for index, line in enumerate(lines) if read_history(line.text) is None), 0)
    for index, line in enumerate(lines[:BEFORE_TITLE]):
        bare = bare_title(line.text)
        if (
            _is_title(bare)
            and (index == first or len(bare) >= SHORTEST_TITLE)
            and not _sentence(lines[:index])
        ):
            return index
    text = narrow(lines[first].text)
    begins = read_label(text.lstrip("# "), KINDS) or (text[0] in "【" + HEADING_SIGNS and len(text) <= 12)
    return None if begins and not text.startswith(("○", "〇", "# ")) else first


def _opens(lines: Sequence[SourceLine]) -> bool:
    """Whether the text begins in these lines, with nothing but dates and a preamble before."""
    for line in lines:
        if re.match(FIRST, narrow(line.text).lstrip("# 〇○◯■●")):
            return True
        if read_history(line.text) is None and not line.text.endswith("。"):
            return False
    return False


def bare_title(text: str) -> str:
    """A title without the signs before it."""
    bare = text.lstrip("#").strip(" 　" + HEADING_SIGNS)
    return bare[1:-1] if bare[:1] + bare[-1:] in ("「」", "『』") else bare


def _is_title(bare: str) -> bool:
    crumbs = re.search("[>＞]", bare)
    return (
        len(bare) <= 60 and not crumbs and re.search(TITLE, bare) is not None and not read_label(bare, KINDS)
    )


def _sentence(lines: Sequence[SourceLine]) -> bool:
    """Whether one of the lines is a sentence, a heading or a rule: the text has begun."""
    labels = [kind for kind in KINDS if kind not in BULLETS]
    return any(line.text.endswith("。") or read_label(line.text, labels) for line in lines)


def city_name(title: str, text: str) -> str:
    """The name of the city; "" where neither the title nor the text says it."""
    about = re.sub(r"^.*(?:における|に関する)", "", title)
    match = re.match(BODY, title) or re.match(BODY, about) or re.match(CITY, title)
    match = match or re.search(r"(\S{1,6}[都道府県市区町村])[(（]以下", text) or re.match(CITY, about)
    if match is None:
        match = re.search(
            rf"^(?:{BODY}|{CITY})(?=[^\s。]{{0,20}}(?:では|は、|[(（]以下))", text, re.MULTILINE
        )
    name = match[0] if match else ""
    name = name if re.fullmatch(BODY, name) else re.split("[（(]", name)[0]
    return name if title.startswith(name) else re.sub(r"^.*[、。はがを]", "", name)


def read_history(text: str) -> HistoryDate | None:
    """A line that is a date of the history, with its event and the number of its notice."""
    flat = kanji_as_digits(text)
    match = re.search(DATE, flat)
    if (
        match is None
        or len(flat) > 60
        or flat.endswith("。")
        or re.search("^附|更新日|公開日|掲載日|印刷", flat)
    ):
        return None
    rest = flat.replace(match[0], "").strip()
    moment = dates.read_date(match[0].replace(" ", ""))
    event, notice = re.search(EVENTS, rest), re.search(NOTICE, rest)
    if not isinstance(moment, dates.Moment) or moment.precision not in ("day", "month"):
        return None
    office = re.fullmatch(OFFICE, rest)
    alone = re.fullmatch(r"[ ():から※]*", re.sub(f"{EVENTS}|{NOTICE}|{DATE}", "", rest))
    if not (alone or office) and (moment.precision == "month" or not (event or notice)):
        return None
    named = tuple(match[0] for match in (notice, office) if match)
    return HistoryDate(moment.first(), event[1] if event else "制定", named)


def has_day(text: str) -> bool:
    """Whether the date of a line names its day."""
    match = re.search(DATE, kanji_as_digits(text))
    return match is not None and match[0].endswith("日")


def supplement_dates(texts: Sequence[str]) -> list[HistoryDate]:
    """When the 附則 say that the text came into force (…は、平成29年4月1日から施行する)."""
    entries = []
    for text in texts:
        if match := re.search(rf"({DATE}) *から(?:これを)?(?:施行|適用|実施)", kanji_as_digits(text)):
            moment = dates.read_date(match[1].replace(" ", ""))
            if isinstance(moment, dates.Moment):
                entries.append(HistoryDate(moment.first(), "施行"))
    return entries


def amendments(texts: Sequence[str]) -> list[HistoryDate]:
    """What the headings of later 附則 say: 附則（令和7年4月1日告示第31号）."""
    entries = []
    for text in texts:
        heading = re.match(r"#* *附 *則 *[(]([^()]*)[)]", kanji_as_digits(text))
        entry = read_history(heading[1]) if heading else None
        if entry:
            entries.append(entry._replace(event="改正"))
    return entries


def kanji_as_digits(text: str) -> str:
    """A narrow text with the numbers of dates and notices as digits, and a year written twice (令和2年(2020年)) once."""
    flat = re.sub(r"(?<=年)\([12][0-9]{3}年\)", "", narrow(text))
    return re.sub("[一二三四五六七八九十百]+(?=[年月日号])", lambda number: str(arabic(number[0])), flat)


def page_date(text: str) -> HistoryDate | None:
    """The day on which a page says that it was published or changed."""
    match = re.search(rf"(?:更新日|公開日|掲載日)[: ]*({DATE})", kanji_as_digits(text))
    moment = dates.read_date(match[1].replace(" ", "")) if match else None
    return HistoryDate(moment.first(), "掲載") if isinstance(moment, dates.Moment) else None
