"""Which entry of a record's log a person names: by its day and time, or by its number, the first being 1."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from uedasns_tui.japanese import dates, fold, local_time
from uedasns_tui.records.record import LogEntry, Record

MOST_DIGITS = 6
"""Digits of a number; a longer one names nothing."""


def fault(record: Record, text: str) -> str:
    """What is wrong with a text that is to name an entry, "" where it names one."""
    if _is_named(record, text):
        return ""
    first, last = record.log[0], record.log[-1]
    return (
        f"「{text}」という行はありません。経過は 1（{local_time.stamp(first.at)}）から "
        f"{len(record.log)}（{local_time.stamp(last.at)}）までです。番号か日時で入力してください。"
    )


def _is_named(record: Record, text: str) -> bool:
    number = fold.narrow(text).strip().removesuffix("行目").removesuffix("番")
    if number.isdecimal() and len(number) <= MOST_DIGITS:
        return 0 < int(number) <= len(record.log)
    return any(_is_meant(entry, text) for entry in record.log)


def _is_meant(entry: LogEntry, text: str) -> bool:
    """Whether a day, with a time or without, is when the entry was written or what it says of its time."""
    result = dates.read_datetime(text, entry.at.date())
    if isinstance(result, dates.DateError):
        return False
    day, time = result
    return any(
        day.first() <= at <= day.last() and (time is None or clock is None or time == clock)
        for at, clock in _times(entry)
    )


def _times(entry: LogEntry) -> Iterator[tuple[date, dates.ClockTime | None]]:
    yield entry.at.date(), dates.ClockTime(entry.at.hour, entry.at.minute)
    for value in entry.inputs.values():
        result = dates.read_datetime(value) if isinstance(value, str) else None
        if isinstance(result, tuple):
            yield result[0].last(), result[1]
