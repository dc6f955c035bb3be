"""Dates and periods as Japanese staff write them, read and never rewritten.

Used by the types of fields (⑦ 運用期間, 4(1)⑦), by the register and by whatever prints a date. A text that cannot
be a date stays as typed; the Fault says in Japanese why. The first days of the eras are those of the statutes
that named them (令和: 平成31年政令第143号).
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import field, replace
from datetime import date
from typing import Final, Literal

from uedasns_tui.frozen import dataclass

ERAS: Final = (
    ("明治", "M", date(1868, 10, 23), date(1912, 7, 30)),
    ("大正", "T", date(1912, 7, 30), date(1926, 12, 25)),
    ("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    ("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    ("令和", "R", date(2019, 5, 1), date.max),
)
"""Name, letter, first and last day. 明治45年7月30日 and 大正15年12月25日 belong to two eras each."""

YEARS: Final = range(1868, 2200)
EXAMPLES: Final = "例：令和8年4月1日、R8.4.1、2026/4/1、令和8年4月"
_WEEKDAYS: Final = "月火水木金土日"


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
        open_eras = [one for one in ERAS if self.first() <= one[3] and one[2] <= self.last()]
        if not open_eras:
            text = f"{self.year}年"
        else:
            name, _, start, _ = next((one for one in open_eras if one[0] == self.era), open_eras[-1])
            number = self.year - start.year + 1
            text = f"{name}{'元' if number == 1 else number}年"
        text += "度" if self.fiscal else ""
        text += "" if self.month is None else f"{self.month}月"
        return text + ("" if self.day is None else f"{self.day}日")

    def iso(self) -> str:
        """ISO 8601: 2026-04-01, 2026-04, 2026, or the interval of a fiscal year."""
        if self.fiscal:
            return f"{self.first()}/{self.last()}"
        return str(self.first())[: {"year": 4, "month": 7, "day": 10}[self.precision]]


@dataclass(frozen=True)
class Period:
    """From `start` to `end`; `end` None is not stated, `open` says that 当面の間 was. `text` is what was typed."""

    start: Moment
    end: Moment | None
    open: bool
    text: str


def japanese_date(day: date) -> str:
    """令和8年4月1日; before 明治 began, the western year."""
    return Moment(day.year, day.month, day.day).japanese()


_DIGITS: Final = str.maketrans("〇零一二三四五六七八九", "00123456789")
_KANJI: Final = "[〇零一二三四五六七八九十百千]+"
_DASH: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−─ー", "-"))


def _kanji_number(found: re.Match[str]) -> str:
    if not re.search("[十百千]", found[0]):
        return found[0].translate(_DIGITS)
    total = 0
    for digit, unit in re.findall("([〇零一二三四五六七八九]*)([十百千]?)", found[0]):
        if digit or unit:
            total += int(digit.translate(_DIGITS) or "1") * {"千": 1000, "百": 100, "十": 10, "": 1}[unit]
    return str(total)


def _plain(text: str) -> str:
    """Narrow, upper case, without spaces, numbers in ASCII digits; ㋿ is 令和."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()
    return re.sub(_KANJI, _kanji_number, text)


_ERA: Final = "明治|大正|昭和|平成|令和|[明大昭平令MTSHR]"
_DATE: Final = (
    rf"(?P<era>{_ERA}|西暦)?(?P<year>元|\d{{1,4}})"
    r"(?:年度(?P<fiscal>)|年|(?:年|[./-])(?P<month>\d{1,2})(?:月|(?:月|[./-])(?P<day>\d{1,2})日?)?)?"
    rf"(?:\((?P<weekday>[{_WEEKDAYS}])(?:曜日?)?\))?\.?"
)
_SOLID: Final = r"(\d{4})(\d\d)(\d\d)"


def read_date(text: str) -> Moment | DateError:
    """The day, month, year or fiscal year that `text` names, or why it names none.

    Takes full width, kanji numbers, letters and names of eras, 元年, ㋿, dots, slashes, hyphens and a weekday.
    """
    plain = _plain(text).translate(_DASH)
    if not plain:
        return DateError("日付が入力されていません。")
    if solid := re.fullmatch(_SOLID, plain):
        plain = "-".join(solid.groups())
    found = re.fullmatch(_DATE, plain)
    if not found:
        if re.fullmatch(r"\d{1,2}[月/.]\d{1,2}日?", plain):
            return DateError("年がありません。令和8年4月1日のように、年から書いてください。")
        return DateError(f"「{text.strip()}」は日付として読めません。{EXAMPLES}")
    month = int(found["month"]) if found["month"] else None
    day = int(found["day"]) if found["day"] else None
    year = _year(found["era"] or "", found["year"])
    if isinstance(year, DateError):
        return year
    if month is not None and not 1 <= month <= 12:
        return DateError(f"{month}月はありません。月は1から12までです。")
    moment = replace(year, month=month, fiscal=found["fiscal"] is not None)
    if day is not None:
        most = moment.last().day
        if not 1 <= day <= most:
            return DateError(f"{day}日はありません。{moment.japanese()}は{most}日までです。")
        moment = replace(moment, day=day)
    return _in_era(moment) or _on_weekday(moment, found["weekday"]) or moment


def _year(era: str, number: str) -> Moment | DateError:
    """The year, its era not yet checked against the day."""
    if era in ("", "西暦"):
        if number == "元":
            return DateError("元年の前に元号がありません。")
        if len(number) < 3:
            return DateError(
                f"{number}年がどの元号の年か分かりません。令和{number}年、R{number}、または西暦4桁で書いてください。"
            )
        if int(number) not in YEARS:
            return DateError(f"西暦{number}年は扱えません。{YEARS[0]}年から{YEARS[-1]}年までです。")
        return Moment(int(number))
    name, _, start, _ = next(one for one in ERAS if era in (one[0], one[1], one[0][0]))
    count = 1 if number == "元" else int(number)
    if count == 0:
        return DateError(f"{name}0年はありません。最初の年は{name}元年です。")
    year = start.year + count - 1
    if year not in YEARS:
        return DateError(f"{name}{count}年は扱えません。西暦{YEARS[-1]}年までです。")
    return Moment(year, era=name)


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


def _on_weekday(moment: Moment, weekday: str | None) -> DateError | None:
    if weekday is None:
        return None
    if moment.day is None:
        return DateError("曜日がありますが、日がありません。")
    right = _WEEKDAYS[moment.first().weekday()]
    return (
        None
        if right == weekday
        else DateError(f"{moment.japanese()}は{weekday}曜日ではなく{right}曜日です。")
    )


_OPEN: Final = r"(?:当面(?:の間)?|当分の間|無期限|期限(?:な|無)し|(?:終了日?|期限|期間)?(?:は|の)?(?:未定|定め(?:な|無)し)|継続|永続)(?:とする)?(?:\(.*\))?。?"
_STRONG: Final = r"から|より|以降|[~〜→]|至|[‐‑‒–—―−─]+|(?<=[日月年度])-"
_LENGTH: Final = r"(\d{1,2})(年|(?:か|カ|ヶ|ヵ|ケ|箇)月)間?"


def read_period(text: str) -> Period | DateError:
    """The period that `text` names, or why it names none (an end before the start among the reasons).

    A date alone is a start; a fiscal year alone is the whole year. The end may leave out what it shares with
    the start (令和8年4月1日～9月30日) or be a length (から3年間).
    """
    plain = _plain(text)
    if not plain:
        return DateError("期間が入力されていません。")
    if re.fullmatch(_OPEN, plain):
        return DateError(
            "いつからかがありません。令和8年4月1日から当面の間のように、開始日を書いてください。"
        )
    head, tail, parted = _parted(plain.removeprefix("自"))
    if not head:
        return DateError("いつからかがありません。開始日を書いてください。")
    start = read_date(head)
    if isinstance(start, DateError):
        return DateError(f"開始日：{start.reason}") if parted else start
    if not tail:
        return Period(start, start if start.fiscal and not parted else None, False, text)
    if re.fullmatch(_OPEN, tail):
        return Period(start, None, True, text)
    end = _end(start, tail.removesuffix("。").removesuffix("まで").removesuffix("迄"))
    if isinstance(end, DateError):
        return DateError(f"終了日：{end.reason}")
    if end.last() < start.first():
        return DateError(f"終了日（{end.japanese()}）が開始日（{start.japanese()}）より前です。")
    return Period(start, end, False, text)


def _parted(plain: str) -> tuple[str, str, bool]:
    """Start, end ("" when there is none) and whether something parted them."""
    if found := re.search(_STRONG, plain):
        tail = plain[found.end() :].lstrip("、,~〜-至")
        return plain[: found.start()].rstrip("、,"), tail, True
    if plain.endswith("まで"):
        return "", plain, True
    for found in re.finditer("[-ー]", plain):
        head, tail = plain[: found.start()], plain[found.end() :]
        if isinstance(read_date(head), Moment) and isinstance(read_date(tail), Moment):
            return head, tail, True
    if found := re.search(r"(?<=.)(?:当面|当分|無期限)", plain):
        return plain[: found.start()].rstrip("、,"), plain[found.start() :], True
    return plain, "", False


def _end(start: Moment, tail: str) -> Moment | DateError:
    if length := re.fullmatch(_LENGTH, tail):
        return _after(start, int(length[1]) * (12 if length[2] == "年" else 1))
    prefix = f"{start.year}年"
    if re.fullmatch(r"\d{1,2}月(\d{1,2}日)?|\d{1,2}/\d{1,2}", tail):
        return read_date(prefix + tail.replace("/", "月"))
    if start.day is not None and re.fullmatch(r"\d{1,2}日", tail):
        return read_date(f"{prefix}{start.month}月{tail}")
    return read_date(tail.replace("同年", prefix).replace("翌年", f"{start.year + 1}年"))


def _after(start: Moment, months: int) -> Moment | DateError:
    """The last day or month of a period of so many months from `start`."""
    if months == 0:
        return DateError("期間の長さが0です。")
    if start.month is None:
        return DateError("期間の長さを数えるには、開始の月が必要です。")
    ordinal = start.year * 12 + start.month - 1 + months
    year, month = divmod(ordinal, 12)
    if year not in YEARS:
        return DateError(f"西暦{year}年は扱えません。")
    if start.day is None:
        year, month = divmod(ordinal - 1, 12)
        return Moment(year, month + 1)
    month += 1
    next_day = min(start.day, calendar.monthrange(year, month)[1] + 1)
    last = date.fromordinal(date(year, month, 1).toordinal() + next_day - 2)
    return Moment(last.year, last.month, last.day)
