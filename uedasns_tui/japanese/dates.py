"""Dates and times as Japanese staff write them, read and never rewritten.

Used by the types of fields, by prompts and dialogs, by the register and by whatever prints a date. A text that
cannot be a date stays as typed; the DateError says in Japanese why. With a reference day (`today`), きのう and a day
without a year are read too: only for what is turned into a date at once, never for what stays as typed.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import field, replace
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from uedasns_tui.frozen import dataclass
from uedasns_tui.japanese.date_mentions import (
    RELATIVE_DAYS,
    RELATIVE_YEARS,
    WEEKDAY,
    YEAR,
    WrittenYear,
    flatten,
    nearest_date,
    read_weekdays,
    written_years,
)
from uedasns_tui.japanese.eras import (
    ERAS,
    KANJI_DIGITS,
    era_year,
    holiday_name,
    kanji_number,
    weekday_of,
)

YEARS: Final = range(1868, 2200)
EXAMPLES: Final = "例：令和8年4月1日、R8.4.1、2026/4/1、令和8年4月"


@dataclass(frozen=True)
class DateError:
    """Why a text is no date or period: one Japanese sentence or two, for the person who typed it."""

    reason: str


@dataclass(frozen=True)
class Moment:
    """A day, month, year or fiscal year (年度, April to March), as precise as it was written.

    `era` is the era it was written in ("" for the western calendar); it counts only where the precision leaves
    two eras open (平成31年, 昭和64年1月) and not in comparing.
    """

    year: int
    month: int | None = None
    day: int | None = None
    fiscal: bool = False
    era: str = field(default="", compare=False)

    @property
    def precision(self) -> Literal["year", "fiscal", "month", "day"]:
        """How precise the writer was."""
        if self.fiscal:
            return "fiscal"
        return "year" if self.month is None else "month" if self.day is None else "day"

    def first(self) -> date:
        """The first day that is meant."""
        return date(self.year, 4 if self.fiscal else self.month or 1, self.day or 1)

    def last(self) -> date:
        """The last day that is meant."""
        if self.fiscal:
            return date(self.year + 1, 3, 31)
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def japanese(self) -> str:
        """As an official document writes it: 令和8年4月1日, 令和元年5月, 令和8年度."""
        text = era_year(self.first(), self.last(), self.era) + ("度" if self.fiscal else "")
        text += "" if self.month is None else f"{self.month}月"
        return text + ("" if self.day is None else f"{self.day}日")

    def iso(self) -> str:
        """ISO 8601: 2026-04-01, 2026-04, 2026, or the interval of a fiscal year."""
        if self.fiscal:
            return f"{self.first()}/{self.last()}"
        return str(self.first())[: {"year": 4, "month": 7, "day": 10}[self.precision]]


def normalize(text: str) -> str:
    """Flat (see `flatten`), upper case, without spaces, numbers in ASCII digits; ㋿ is 令和, ㈬ is (水)."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()
    return re.sub(f"[{KANJI_DIGITS}]+", lambda number: str(kanji_number(number[0])), text)


_RELATIVE: Final = "|".join(RELATIVE_YEARS).upper()
_DATE: Final = (
    rf"(?:{YEAR}|(?P<relative>{_RELATIVE})の?|(?:西暦)?(?P<bare>元|\d{{1,4}}))"
    r"(?:年度(?P<fiscal>末?)|年(?P<december>末?)|(?:年|[./-]|(?<=[)年の]))"
    r"(?P<month>\d{1,2})(?:月(?P<last>末日?)?|(?:月|[./-])(?P<day>\d{1,2})日?)?)?"
    rf"{WEEKDAY}\.?"
)
_SOLID: Final = r"(\d{4})(\d\d)(\d\d)"
_NO_YEAR: Final = rf"(?P<month>\d{{1,2}})[月/.](?P<day>\d{{1,2}})日?{WEEKDAY}"


def read_date(text: str, today: date | None = None) -> Moment | DateError:
    """The day, month, year or fiscal year that `text` names, or why it names none.

    Takes full width, kanji numbers, letters and names of eras, 元年, ㋿, both calendars (令和8(2026)年), dots, slashes,
    hyphens, 末日, and a weekday with or without a holiday (月・祝).
    """
    plain = flatten(normalize(text))
    if not plain:
        return DateError("日付が入力されていません。")
    if plain in RELATIVE_DAYS:
        return _relative_day(plain, today)
    if solid := re.fullmatch(_SOLID, plain):
        plain = "-".join(solid.groups())
    if short := re.fullmatch(_NO_YEAR, plain):
        return _without_year(short, today)
    hit = re.fullmatch(_DATE, plain)
    if not hit:
        return DateError(f"「{text.strip()}」は日付として読めません。{EXAMPLES}")
    year = _year(hit, today)
    if isinstance(year, DateError):
        return year
    moment = _month_and_day(year, hit)
    if isinstance(moment, DateError):
        return moment
    return _in_era(moment) or _on_weekday(moment, hit) or moment


def _relative_day(word: str, today: date | None) -> Moment | DateError:
    if today is None:
        return DateError(f"「{word}」がいつか、あとから分からなくなります。日付で書いてください。{EXAMPLES}")
    day = today + timedelta(RELATIVE_DAYS[word])
    return Moment(day.year, day.month, day.day)


def _without_year(hit: re.Match[str], today: date | None) -> Moment | DateError:
    """The nearest such day, where there is a reference day to be near to."""
    if today is None:
        return DateError("年がありません。令和8年4月1日のように、年から書いてください。")
    month, day = int(hit["month"]), int(hit["day"])
    nearest = nearest_date(month, day, today)
    moment = _month_and_day(Moment(nearest.year if nearest else today.year), hit)
    if isinstance(moment, DateError):
        return moment
    return _on_weekday(moment, hit) or moment


def _month_and_day(year: Moment, hit: re.Match[str]) -> Moment | DateError:
    parts = hit.groupdict()
    month = int(parts["month"]) if parts["month"] else None
    if month is not None and not 1 <= month <= 12:
        return DateError(f"{month}月はありません。月は1から12までです。")
    fiscal = parts.get("fiscal")
    if fiscal == "末":
        return replace(year, year=year.year + 1, month=3, day=31)
    if parts.get("december"):
        return replace(year, month=12, day=31)
    moment = replace(year, month=month, fiscal=fiscal is not None or (month is None and "年度" in hit[0]))
    last = moment.last().day
    day = int(parts["day"]) if parts["day"] else last if parts.get("last") else None
    if day is not None and not 1 <= day <= last:
        return DateError(f"{day}日はありません。{moment.japanese()}は{last}日までです。")
    return replace(moment, day=day)


def _year(hit: re.Match[str], today: date | None) -> Moment | DateError:
    """The year, its era not yet checked against the day."""
    if hit["relative"]:
        if today is None:
            return DateError(
                f"「{hit['relative']}」が何年か、あとから分からなくなります。年を書いてください。"
            )
        return Moment(today.year + RELATIVE_YEARS[hit["relative"]])
    if hit["bare"]:
        return _bare_year(hit["bare"])
    first, *others = written_years(hit)
    if first.era and first.count == 0:
        return DateError(f"{first.era}0年はありません。最初の年は{first.era}元年です。")
    if first.western not in YEARS:
        return DateError(f"{first.era}{first.count}年は扱えません。西暦{YEARS[-1]}年までです。")
    if others and others[0].western != first.western:
        return DateError(disagreement(first, others[0]))
    era = next((year.era for year in (first, *others) if year.era), "")
    return Moment(first.western, era=era)


def disagreement(first: WrittenYear, second: WrittenYear) -> str:
    """Why a year in two calendars cannot be: 令和7年は2025年です（2026年と書かれています）。"""
    era, other = (first, second) if first.era else (second, first)
    written = f"{other.era}{other.count}年" if other.era else f"{other.western}年"
    return f"{era.era}{'元' if era.count == 1 else era.count}年は{era.western}年です（{written}と書かれています）。"


def _bare_year(number: str) -> Moment | DateError:
    if number == "元":
        return DateError("元年の前に元号がありません。")
    if len(number) < 3:
        return DateError(
            f"{number}年がどの元号の年か分かりません。令和{number}年、R{number}、または西暦4桁で書いてください。"
        )
    if int(number) not in YEARS:
        return DateError(f"西暦{number}年は扱えません。{YEARS[0]}年から{YEARS[-1]}年までです。")
    return Moment(int(number))


def _in_era(moment: Moment) -> DateError | None:
    """Why the moment cannot be written in the era it is written in."""
    for name, _, start, end in ERAS:
        if name != moment.era:
            continue
        meant = replace(moment, era="").japanese()
        if moment.first() > end:
            count = end.year - start.year + 1
            return DateError(
                f"{name}は{count}年{end.month}月{end.day}日までです。{meant}のことではありませんか。"
            )
        if moment.last() < start:
            return DateError(
                f"{name}は元年{start.month}月{start.day}日からです。{meant}のことではありませんか。"
            )
    return None


def _on_weekday(moment: Moment, hit: re.Match[str]) -> DateError | None:
    """Why the weekday or holiday written behind a day is not that day's."""
    written = next((hit[name] for name in ("bracket", "long", "cell", "english") if hit[name]), None)
    if written is None:
        return None
    weekdays, holiday = read_weekdays(written)
    if not weekdays and not holiday:
        return DateError(f"「{written}」は曜日として読めません。")
    if moment.day is None:
        return DateError("曜日がありますが、日がありません。")
    right = weekday_of(moment.first())
    if weekdays and right not in weekdays:
        return DateError(f"{moment.japanese()}は{weekdays[0]}曜日ではなく{right}曜日です。")
    if holiday.startswith(("祝", "振", "国民")) and not holiday_name(moment.first()):
        return DateError(f"{moment.japanese()}は祝日ではありません。")
    return None


class ClockTime(NamedTuple):
    """A time of day; 24:00 is the end of the day."""

    hour: int
    minute: int


_HALF: Final = {"午後": 12, "夜": 12, "夕方": 12, "PM": 12}
_TIME: Final = (
    r"(?P<half>午前|午後|朝|夜|夕方|AM|PM)?(?:(?P<hour>\d{1,2})(?::(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:\.\d+)?)?"
    r"|時(?:(?P<minutes>\d{1,2})分|(?P<thirty>半))?)(?P<after>AM|PM)?|(?P<noon>正午))(?:頃|ごろ)?(?:Z|[+-]\d\d:?\d\d)?"
)


def _time(hit: re.Match[str]) -> ClockTime | DateError:
    if hit["noon"]:
        return ClockTime(12, 0)
    hour = int(hit["hour"])
    minute = 30 if hit["thirty"] else int(hit["minute"] or hit["minutes"] or 0)
    half = hit["half"] or hit["after"]
    end_of_day = not half and (hour, minute, int(hit["second"] or 0)) == (24, 0, 0)
    if (hour > (12 if half else 23) and not end_of_day) or minute > 59 or int(hit["second"] or 0) > 59:
        return DateError(f"{hour}時{minute}分 という時刻はありません。")
    return ClockTime(hour % 12 + _HALF.get(half, 0) if half else hour, minute)


def read_datetime(text: str, today: date | None = None) -> tuple[Moment, ClockTime | None] | DateError:
    """The day and the time that `text` names (昨日 18:30, 令和8年11月20日 午後6時半), or why it names none.

    The time is None where none is written.
    """
    words = " ".join(normalize(word) for word in text.split())
    hit = re.fullmatch(rf"(?P<date>.+?)[ T]*{_TIME}", flatten(re.sub(r"(?<=[前後]) ", "", words)))
    day = read_date(hit["date"] if hit else text, today)
    if isinstance(day, DateError) or hit is None:
        return day if isinstance(day, DateError) else (day, None)
    time = _time(hit)
    return time if isinstance(time, DateError) else (day, time)
