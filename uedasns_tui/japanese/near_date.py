"""A near day in everyday words: 今日, きのう, 3日前, あさって; otherwise a short date."""

from __future__ import annotations

from datetime import date

NEAR = {0: "今日", -1: "きのう", -2: "おととい", 1: "あす", 2: "あさって"}
WEEK = 7


def near_date(day: date, today: date) -> str:
    """The day in words within a week of today; else month and day, with the year where it is another."""
    days = (day - today).days
    if days in NEAR:
        return NEAR[days]
    if -WEEK <= days < 0:
        return f"{-days}日前"
    return f"{day.month}/{day.day}" if day.year == today.year else f"{day.year}/{day.month}/{day.day}"
