"""The grammar of Japanese dates: where a text names a day, in any calendar, with weekday and ranges.

Used by `dates` for what stands in a field, and by findings for running text. It says what is written; which year a
day without one means is for its users to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from uedasns_tui.frozen import dataclass
from uedasns_tui.japanese.eras import WEEKDAYS, date_exists, era_name, kanji_number, western_year
from uedasns_tui.japanese.fold import narrow

_N: Final = "[0-9]{1,3}|[〇一二三四五六七八九十]{1,4}|[0-3] [0-9](?= [月日])"
"""A number of a month or day; １ ２ 月 where all letters stand apart."""
_COUNT: Final = "元|[0-9]{1,3}|[〇零一二三四五六七八九十]{1,4}"
_ERA: Final = (
    r"明治|大正|昭和|平成|令和|㋿|(?<![A-Za-z])[MTSHR](?=\s?[0-9元])|(?<![一-鿿])[明大昭平令](?=[0-9元])"
)
_WEST: Final = "(?:18|19|20|21)[0-9]{2}|[一二][〇零一二三四五六七八九]{3}"
YEAR: Final = (
    rf"(?:(?P<era>{_ERA})\s?(?P<count>{_COUNT})|(?:西暦\s?)?(?P<west>{_WEST})|'(?P<short>[0-9]{{2}}))"
    rf"(?:\s?\((?P<two>[0-9]{{2}})\)(?=\s?年)|\s?(?:年度?)?\s?(?:(?P<open>\()|[/=・])\s?"
    rf"(?:(?P<era2>{_ERA})\s?(?P<count2>{_COUNT})|(?(era)(?:西暦\s?)?(?P<west2>{_WEST})|(?!)))"
    r"(?![0-9])(?:\s?年度?)?(?(open)\s?\)))?"
)
"""A year in one calendar or in both, without the sign behind it. For texts as `flatten` makes them."""

_SEPARATOR: Final = r"(?:\s?年\s?|\s?[./-]\s?|(?<=\))\s?)"
RELATIVE_YEARS: Final = {
    "一昨年": -2, "昨年": -1, "去年": -1, "前年": -1, "今年": 0, "本年": 0, "来年": 1, "翌年": 1, "再来年": 2, "さ来年": 2,
}  # fmt: skip
RELATIVE_DAYS: Final = {
    "一昨日": -2, "おととい": -2, "昨日": -1, "きのう": -1, "前日": -1, "今日": 0, "きょう": 0, "本日": 0, "当日": 0, "明日": 1, "あす": 1,
    "あした": 1, "明後日": 2, "あさって": 2,
}  # fmt: skip
_RELATIVE: Final = "|".join(RELATIVE_YEARS)
_ENGLISH_DAY: Final = r"(?i:mon|tue|wed|thu|fri|sat|sun)(?:[a-z]{0,6})\b"
_ENGLISH_MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_NOT_A_DAY: Final = r"(?!間|目|前|後|分|以内|程度|ごと|毎|齢)"
_MONTH_DAY: Final = (
    rf"(?:(?P<month>{_N})\s?月\s?(?:[は:]\s?)?(?P<day>{_N})(?:\s?(?P<unit>日{_NOT_A_DAY})|(?=\s?[・、,~-]\s?[0-9]{{1,2}}日|\([{WEEKDAYS}]))"
    rf"|(?(dated)|(?<![0-9][./:,-]))(?P<month2>[0-9]{{1,2}})(?P<sign>[./-])\s?(?P<day2>[0-9]{{1,2}})(?![0-9/年月%-]|\.(?!\s?{_ENGLISH_DAY})|\s?(?!{_ENGLISH_DAY})[A-Za-z]{{2}}[^a-z])"
    rf"|(?<![A-Za-z])(?P<month3>{'|'.join(_ENGLISH_MONTHS)})[a-z]{{0,6}}\.?\s?(?P<day3>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9:/%]))"
)
_HOLIDAY: Final = r"国民の(?:祝日|休日)|祝日|休日|祝|休|振替休日|振替|振休|[^\s・,、/()]{1,6}(?:の日|記念日|誕生日)|元[日旦]|春分|秋分|文化|憲法"
_YOBI: Final = "(?:曜日?|よう[日び])"
_DAYS: Final = rf"[{WEEKDAYS}]{_YOBI}?(?:\s?[・,、/~-]?\s?[{WEEKDAYS}]{_YOBI}?(?=[・,、/~{WEEKDAYS} -]|$))*"
_BRACKET: Final = (
    rf"(?:(?:{_HOLIDAY})\s?[・,、/ ]?\s?(?=[{WEEKDAYS}](?![の曜]?[^・,、/ 曜]))|第[0-9])?(?P<days>{_DAYS})?"
    rf"(?:\s?[・,、/ ]?\s?(?P<holiday>{_HOLIDAY}))?(?=$|[・,、/ ~午-]|[0-9]{{1,2}}[:時])"
)
_ENGLISH: Final = dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), WEEKDAYS, strict=True))
_KANA: Final = dict(zip(("げつ", "か", "すい", "もく", "きん", "ど", "にち"), WEEKDAYS, strict=True))
_CIRCLED: Final = dict(zip("㈪㈫㈬㈭㈮㈯㈰㊊㊋㊌㊍㊎㊏㊐", WEEKDAYS * 2, strict=True))
WEEKDAY: Final = (
    r"(?:\s{0,3}\(\s?(?P<bracket>(?=[月火水木金土日祝休振国元文憲㈪-㈰㊊-㊐第]|(?i:mon|tue|wed|thu|fri|sat|sun)|(?:げつ|か|すい|もく|きん|ど|にち)(?:よう[日び])?\s?\)|[^()0-9\s]{1,6}(?:の日|記念日|誕生日))[^()\n]{1,16}?)\s?\)|\s?(?P<circled>[㈪-㈰㊊-㊐])"
    rf"|(?:[\s,、の=:]|は(?=..?日?(?:です|で[、,。]|のため|なので|に[当あ]た)))?(?P<long>[{WEEKDAYS}]|げつ|か|すい|もく|きん|ど|にち){_YOBI}(?!以外|を除|[・と])"
    rf"|の(?P<pair>金土|土日|日月)(?![曜程])|は(?P<feast>祝日|振替休日)(?:です|で[、,。]|のため|なので|に[当あ]た)"
    rf"|[ \t|・/:=、,(-]{{0,3}}(?P<cell>[{WEEKDAYS}])(?=\s?[\t|\n:、,-]|\s?[・/](?![{WEEKDAYS}])|\s?(?:午[前後]|[0-9]{{1,2}}[:時]|曜 日)|\s(?![一-鿿](?:\s|$))|$)"
    rf"|\s?\.?\s?(?P<english>{_ENGLISH_DAY})\.?(?![A-Za-z]))?"
)
_FULL: Final = (
    r"(?<![0-9〇一二三四五六七八九十百'])"
    rf"(?P<dated>(?<![0-9][./:,-]){YEAR}{_SEPARATOR}|(?P<relative>{_RELATIVE})の?\s?)?(?:(?:第[0-9]\s?)?(?P<ahead>[{WEEKDAYS}])曜日?(?:\s?\(|の))?{_MONTH_DAY}{WEEKDAY}"
)
_NEXT: Final = rf"(?:\s?(?P<join>(?:[~〜・,、/&+と-]|から|および|及び|または|又は)+)\s?(?:同月?\s?)?|[ \t]{{1,3}})(?P<day>{_N})(?:\s?(?P<unit>日{_NOT_A_DAY}))?{WEEKDAY}"
_WEEKDAY_AHEAD: Final = rf"(?P<weekday>[{WEEKDAYS}])曜日?\s?\((?P<list>[^()\n※は]{{3,120}})\)"
_WEEKDAY_OF_ALL: Final = rf"\s?\((?:いずれも|すべて|全て|全日|全回|各日|毎回|どちらも|両日)(?:とも)?[、,]?\s?(?P<weekday>[{WEEKDAYS}])(?:{_YOBI})?\)"
_IN_LIST: Final = rf"[{WEEKDAYS}]曜日?\s?\([^()\n]{{0,120}}$"
"""Ahead of a day in a list that one weekday stands before."""
_LIST_ENDS: Final = rf"^(?:\s?[、,・]\s?[0-9]{{1,2}}/[0-9]{{1,2}}){{1,8}}\s?\([{WEEKDAYS}いす全各毎ど両]"
"""Behind a day in a list whose last day has a weekday."""
_SLASH_AFTER: Final = r"^\s?(?:まで|に|から|より|必着|締|〆|開|の|[~〜])"
_SLASH_BEFORE: Final = r"(?:日時|日程|期日|期限|締め?切り?|〆切|開催日?|日にち|とき)\s?[:は・/|-]?\s?$"
_BRACKETS: Final = str.maketrans("〔〕[]【】<>〈〉｟｠{}《》≪≫〖〗〘〙⦅⦆⟨⟩❨❩﹙﹚︵︶", "()" * 16)
_QUOTED_DAY: Final = rf"[「『｢]([{WEEKDAYS}](?:{_YOBI}|[・/]?祝)?)[」』｣]"
"""A weekday in the brackets of quotations, which are none of a date's otherwise."""
_SAME_SIGNS: Final = str.maketrans(
    {**dict.fromkeys("‐‑‒–—―−", "-"), **dict.fromkeys("∼〜～", "~"), "’": "'", "‘": "'", "\u3000": " "}
)


@dataclass(frozen=True)
class WrittenYear:
    """A year as written: `era` is "" for the western calendar, `count` the number written, `western` what it means."""

    era: str
    count: int
    western: int


@dataclass(frozen=True)
class DateMention:
    """A day that a text names. `end` is behind the day, `stop` behind its weekday.

    `years`: none, one, or two where both calendars are written. `relative`: 昨年, 来年 … `weekdays`: as written, most
    often one letter. `holiday`: 祝, 振替休日 … as written. `join`: what joins it to the mention before (~, ・, から).
    """

    start: int
    end: int
    stop: int
    month: int
    day: int
    years: tuple[WrittenYear, ...] = ()
    relative: str = ""
    weekdays: str = ""
    holiday: str = ""
    join: str = field(default="", compare=False)

    @property
    def year(self) -> int | None:
        """The western year, None where none is written."""
        return self.years[0].western if self.years else None

    def on(self, year: int) -> date | None:
        """This day of a year, None where there is none."""
        return date(year, self.month, self.day) if date_exists(year, self.month, self.day) else None


BACK: Final = timedelta(days=92)
AHEAD: Final = timedelta(days=274)
"""A day without a year is looked for so far back and so far ahead: a year in all, mostly ahead."""


def nearest_date(month: int, day: int, today: date) -> date | None:
    """The day without a year that a reader on `today` takes it for: 1月10日 read in November is next January's."""
    years = [year for year in range(today.year - 1, today.year + 2) if date_exists(year, month, day)]
    days = (date(year, month, day) for year in years)
    return next((near for near in days if -BACK <= near - today <= AHEAD), None)


def flatten(text: str) -> str:
    """Half width, every bracket round, dashes and waves alike: the same length as the text."""
    flat = narrow(text).translate(_SAME_SIGNS).translate(_BRACKETS)
    return re.sub(_QUOTED_DAY, r"(\1)", flat)


@lru_cache(8)
def scan_dates(text: str) -> tuple[DateMention, ...]:
    """Days in the order of the text: 11月24日（火）, 12/4(金), R8.12.1, 2026-12-01, and 29日（日） behind one of them."""
    flat = flatten(text)
    if not re.search(r"月|[0-9][./-]|[A-Z][a-z]{2,8}\.?\s?[0-9]", flat):
        return ()
    mentions: list[DateMention] = []
    follows = re.compile(_NEXT)
    for hit in re.finditer(_FULL, flat):
        mention = _mention(flat, hit)
        if mention is None or (mentions and mention.start < mentions[-1].stop):
            continue
        first = len(mentions)
        mentions.append(mention)
        while (more := follows.match(flat, mentions[-1].stop)) and (more["unit"] or read_weekday(more)[0]):
            mentions.append(_following(mentions[-1], more))
        mentions[first:] = _distributed(mentions[first:])
    return tuple(_shared(flat, mentions))


def written_years(hit: re.Match[str]) -> tuple[WrittenYear, ...]:
    """The years of a match of YEAR."""
    return tuple(_years(hit))


def _years(hit: re.Match[str]) -> Iterator[WrittenYear]:
    for suffix in ("", "2"):
        if hit[f"era{suffix}"]:
            era = era_name(hit[f"era{suffix}"].replace("㋿", "令和"))
            count = kanji_number(hit[f"count{suffix}"])
            yield WrittenYear(era, count, western_year(era, count))
        elif hit[f"west{suffix}"]:
            year = kanji_number(hit[f"west{suffix}"])
            yield WrittenYear("", year, year)
    if short := hit["two"] or hit["short"]:
        yield WrittenYear("", 2000 + int(short), 2000 + int(short))


def _mention(flat: str, hit: re.Match[str]) -> DateMention | None:
    """The mention that a match is; None for a fraction or a number with a point (31/40, 12.5)."""
    month = (
        _ENGLISH_MONTHS.index(hit["month3"]) + 1 if hit["month3"] else _number(hit["month"] or hit["month2"])
    )
    day = _number(hit["day"] or hit["day2"] or hit["day3"])
    start, end = hit.start(), hit.end(next(name for name in ("unit", "day", "day2", "day3") if hit[name]))
    weekdays, holiday, stop = read_weekday(hit)
    if hit["ahead"] and flat[: hit.start("month" if hit["month"] else "month2")].endswith("の"):
        weekdays, stop = hit["ahead"], end
    elif hit["ahead"] and flat.startswith(")", end):
        weekdays, stop = hit["ahead"], end + 1
    elif hit["ahead"]:
        start = hit.start("month" if hit["month"] else "month2")
    years = written_years(hit)
    if (month, day) == (0, 0):
        return None  # 〇月〇日 is a template's
    if hit["sign"] and not years and not _is_slashed(flat, hit["sign"], start, end, weekdays, (month, day)):
        return None
    return DateMention(start, end, stop or end, month, day, years, hit["relative"] or "", weekdays, holiday)


def _number(written: str) -> int:
    return kanji_number(written.replace(" ", ""))


@lru_cache(8)
def _lists_days(flat: str) -> bool:
    """Whether days stand in it as in a list, 4/30 7/31: two that are no fraction of a dozen."""
    return len(re.findall(r"(?<!\S)(?:1[0-2]|[1-9])/(?:1[3-9]|2[0-9]|3[01])(?!\S)", flat)) > 1


def _is_slashed(flat: str, sign: str, start: int, end: int, weekdays: str, parts: tuple[int, int]) -> bool:
    """Whether 12/4 without a year is a day: a weekday stands behind, or its surroundings say so."""
    if sign == "/" and weekdays:
        return True
    likely = 1 <= parts[0] <= 12 and 1 <= parts[1] <= 31
    if not likely or sign != "/":
        return likely and bool(weekdays)
    if parts[1] > 12 and _lists_days(flat) and not (flat[start - 1 : start] + flat[end : end + 1]).strip():
        return True
    before, after = flat[max(0, start - 130) : start], flat[end : end + 80]
    if re.search(_IN_LIST, before) or re.search(_LIST_ENDS, after):
        return True
    return bool(re.search(_SLASH_BEFORE, before[-8:]) or re.search(_SLASH_AFTER, after[:4]))


def read_weekday(hit: re.Match[str]) -> tuple[str, str, int]:
    """Weekdays, holiday and end of what stands behind a day; the end is 0 where that is no weekday."""
    if hit["bracket"]:
        weekdays, holiday = read_weekdays(hit["bracket"])
        return weekdays, holiday, hit.end() if weekdays or holiday else 0
    if hit["english"]:
        return _ENGLISH[hit["english"][:3].lower()], "", hit.end()
    if hit["circled"]:
        return _CIRCLED[hit["circled"]], "", hit.end()
    letters = _KANA.get(hit["long"], hit["long"]) or hit["cell"] or hit["pair"] or ""
    return letters, hit["feast"] or "", hit.end() if letters or hit["feast"] else 0


def read_weekdays(inner: str) -> tuple[str, str]:
    """The weekdays and the holiday that a bracket names: 月・祝, 祝・月, 金・土, Sun, 水・振替休日; ("", "") for others."""
    if english := re.match(r"(?i)(mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?$", inner.strip()):
        return _ENGLISH[english[1].lower()], ""
    if inner.strip() in _CIRCLED:
        return _CIRCLED[inner.strip()], ""
    if kana := re.fullmatch(rf"({'|'.join(_KANA)})(?:よう[日び])?", inner.strip()):
        return _KANA[kana[1]], ""
    if re.fullmatch(_HOLIDAY, inner.strip()):
        return "", inner.strip()
    hit = re.match(_BRACKET, inner.strip())
    if not hit or not hit[0] or re.search("除|以外", inner):
        return "", ""
    weekdays = re.sub(rf"{_YOBI}|[^{WEEKDAYS}]", "", hit["days"] or "")
    ahead = inner.strip()[: hit.start("days")] if hit["days"] else ""
    return weekdays, hit["holiday"] or ahead.strip("・,、/ ")


def _following(before: DateMention, hit: re.Match[str]) -> DateMention:
    """A day that takes its month from the one before; 12月29日～3日 ends in the month after."""
    day, join = _number(hit["day"]), hit["join"] or " "
    if day < before.day and re.search("[~-]|から", join):
        month = before.month % 12 + 1
        before = replace(before, month=month, years=before.years if month > 1 else (), relative="")
    end = hit.end("unit") if hit["unit"] else hit.end("day")
    weekdays, holiday, stop = read_weekday(hit)
    return replace(
        before,
        start=hit.start("day"),
        end=end,
        stop=stop or end,
        day=day,
        weekdays=weekdays,
        holiday=holiday,
        join=join,
    )


def _distributed(mentions: list[DateMention]) -> list[DateMention]:
    """12月5日・6日(金・土): the weekdays of one bracket, each for its day."""
    weekdays = mentions[-1].weekdays
    if len(weekdays) < 2 or any(mention.weekdays for mention in mentions[:-1]):
        return mentions
    if len(weekdays) == len(mentions):
        return [replace(mention, weekdays=letter) for mention, letter in zip(mentions, weekdays, strict=True)]
    return mentions


def _shared(flat: str, mentions: list[DateMention]) -> list[DateMention]:
    """土曜日(12/5、12/12) and 5日・12日(いずれも土曜日): one weekday for every day of a list that has none of its own."""
    weekdays: dict[int, str] = {}
    for hit in re.finditer(_WEEKDAY_AHEAD, flat):
        inside = (
            mention.start for mention in mentions if hit.start("list") <= mention.start < hit.end("list")
        )
        weekdays.update(dict.fromkeys(inside, hit["weekday"]))
    for hit in re.finditer(_WEEKDAY_OF_ALL, flat):
        behind = hit.start()
        for mention in reversed([mention for mention in mentions if mention.stop <= hit.start()]):
            if re.search(r"[^\s、,・と&]", flat[mention.stop : behind]):
                break
            weekdays[mention.start] = hit["weekday"]
            behind = mention.start
    return [
        replace(mention, weekdays=weekdays[mention.start])
        if mention.start in weekdays and not mention.weekdays
        else mention
        for mention in mentions
    ]
