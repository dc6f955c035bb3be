"""Japan's time, whatever the machine's zone is: all times that are shown, and the clock.

A log entry keeps the offset with which it was written; where that is another, it is said.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Final

JAPAN: Final = timezone(timedelta(hours=9), "JST")


def local(at: datetime) -> datetime:
    """`at` in Japan's time zone; what has no hour there, as it stands; a time without a zone is Japan's."""
    return _in_zone(at, JAPAN) if at.tzinfo else at.replace(tzinfo=JAPAN)


def utc(at: datetime) -> datetime:
    """`at` in UTC; the first and last hours of all time, which have none there, as they stand."""
    return _in_zone(at, UTC)


def _in_zone(at: datetime, zone: timezone) -> datetime:
    try:
        return at.astimezone(zone)
    except OverflowError:
        return at.replace(tzinfo=zone)


def stamp(at: datetime) -> str:
    """Day and time as a record says them, with the zone where it is not Japan's."""
    zone = "" if at.utcoffset() in (None, JAPAN.utcoffset(None)) else f"（UTC{at:%z}）"
    return f"{at:%Y-%m-%d %H:%M}{zone}"


def now() -> datetime:
    """This moment, with its offset."""
    return datetime.now(JAPAN)
