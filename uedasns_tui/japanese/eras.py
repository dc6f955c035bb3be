"""Eras, weekdays, numbers and holidays. Used by every reader and writer of Japanese dates.

The first days of the eras are those of the statutes that named them (令和: 平成31年政令第143号).
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

ERAS: Final = (
    ("明治", "M", date(1868, 10, 23), date(1912, 7, 30)),
    ("大正", "T", date(1912, 7, 30), date(1926, 12, 25)),
    ("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    ("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    ("令和", "R", date(2019, 5, 1), date.max),
)
"""Name, letter, first and last day. 明治45年7月30日 and 大正15年12月25日 belong to two eras each."""

WEEKDAYS: Final = "月火水木金土日"
KANJI_DIGITS: Final = "〇零一二三四五六七八九十百千"
_FIGURES: Final = str.maketrans("〇零一二三四五六七八九", "00123456789")
_UNITS: Final = {"千": 1000, "百": 100, "十": 10, "": 1}


def kanji_number(text: str) -> int:
    """十一 as 11, 〇 as 0, 二〇二六 as 2026, 元 as 1; figures as they are."""
    if text == "元":
        return 1
    if not re.search("[十百千]", text):
        return int(text.translate(_FIGURES))
    pairs = re.findall("([〇零一二三四五六七八九]*)([十百千]?)", text)
    return sum(int(digit.translate(_FIGURES) or "1") * _UNITS[unit] for digit, unit in pairs if digit or unit)


def western_year(era: str, count: int) -> int:
    """The western year of an era's `count`th; `era` is its name, its letter or its first kanji."""
    return next(first.year for name, letter, first, _ in ERAS if era in (name, letter, name[0])) + count - 1


def era_name(era: str) -> str:
    """令和 for R or 令."""
    return next(name for name, letter, _, _ in ERAS if era in (name, letter, name[0]))


def era_year(first: date, last: date, era: str = "") -> str:
    """令和8年 for a year's days from `first` to `last`: in `era` where it was open then, else in the last that was.
    Before 明治 began, the western year."""
    eras = [known for known in ERAS if first <= known[3] and known[2] <= last]
    if not eras:
        return f"{first.year}年"
    name, _, start, _ = next((known for known in eras if known[0] == era), eras[-1])
    number = first.year - start.year + 1
    return f"{name}{'元' if number == 1 else number}年"


def japanese_date(day: date) -> str:
    """令和8年4月1日; before 明治 began, the western year."""
    return f"{era_year(day, day)}{day.month}月{day.day}日"


def date_exists(year: int | None, month: int, day: int) -> bool:
    """Whether there is such a day; without a year, whether any year has it."""
    if not 1 <= month <= 12 or day < 1 or not (year is None or 1 <= year <= 9999):
        return False
    from calendar import monthrange  # no other name here needs it, nor does a start

    return day <= monthrange(year or 2024, month)[1]


def weekday_of(day: date) -> str:
    """月 to 日."""
    return WEEKDAYS[day.weekday()]


def holiday_name(day: date) -> str:
    """The name of a national holiday (国民の祝日に関する法律), 振替休日 and 国民の休日 included; "" for other days."""
    import jpholiday  # 80 ms: only a text that calls a day a holiday needs it

    return str(jpholiday.is_holiday_name(day) or "")
