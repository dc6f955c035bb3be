"""Local time, also where the time zone cannot be read: Japan's then. Used wherever the clock is read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Final

JAPAN: Final = timezone(timedelta(hours=9), "JST")
"""What is assumed where the system's time zone is no time zone (TZ=XYZ99 puts it more than a day away)."""


def local(at: datetime) -> datetime:
    """`at` in this machine's time zone, or in Japan's where that cannot be read; what has no hour there, as it stands."""
    try:
        return at.astimezone()
    except (ValueError, OverflowError, OSError):  # Windows knows no local time of the years 1 and 9999
        return _in_zone(at, JAPAN) if at.tzinfo else at.replace(tzinfo=JAPAN)


def utc(at: datetime) -> datetime:
    """`at` in UTC; the first and last hours of all time, which have none there, as they stand."""
    return _in_zone(at, UTC)


def _in_zone(at: datetime, zone: timezone) -> datetime:
    try:
        return at.astimezone(zone)
    except OverflowError:
        return at.replace(tzinfo=zone)


def now() -> datetime:
    """This moment, with its offset."""
    return local(datetime.now(JAPAN))


def readable() -> bool:
    """Whether this machine's time zone can be read."""
    try:
        datetime.now(JAPAN).astimezone()
    except (ValueError, OverflowError, OSError):
        return False
    return True
