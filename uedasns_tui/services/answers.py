"""Parses typed answers: きのう, 11/27 18:30 and 午後6時半 become dates. For dialogs and prompts."""

from __future__ import annotations

from datetime import date

from uedasns_tui.guideline.schema import TransitionInput
from uedasns_tui.japanese import dates, periods
from uedasns_tui.records import field_types, workflow

STATUSES = {
    "ok": "適合", "no": "不適合", "na": "該当なし", "": "未確認", "off": "対象外", "again": "再確認",
}  # fmt: skip
"""The answers to the items of a checklist, in words."""


def resolve_answer(question: TransitionInput, text: str, today: date) -> str:
    """The answer with its day written out, where that depends on today; everything else as typed."""
    text = text.strip()
    if question.type == "date" and isinstance(dates.read_date(text), dates.DateError):
        moment = dates.read_date(text, today)
        return text if isinstance(moment, dates.DateError) else moment.iso()
    if question.type == "datetime" and isinstance(dates.read_datetime(text), dates.DateError):
        result = dates.read_datetime(text, today)
        if not isinstance(result, dates.DateError):
            moment, clock = result
            return moment.iso() + (f" {clock.hour:02}:{clock.minute:02}" if clock else "")
    if question.type == "period" and isinstance(periods.read_period(text), dates.DateError):
        period = periods.read_period(text, today)
        return text if isinstance(period, dates.DateError) else period.japanese()
    return text


READERS = {"date": dates.read_date, "datetime": dates.read_datetime, "period": periods.read_period}
"""Types of answers that name days -> what reads them."""


def unreadable(kind: str, text: str, today: date) -> str:
    """Why a text of such a type names no day, with today to count from; "" where it does, or is too long to be read."""
    if len(text) > field_types.LONGEST_PERIOD:
        return ""
    result = READERS[kind](text.strip(), today)
    return result.reason if isinstance(result, dates.DateError) else ""


def check_answer(question: TransitionInput, text: str, today: date) -> str:
    """What is wrong with an answer that is not empty, "" when nothing is."""
    if question.type in READERS and (reason := unreadable(question.type, text, today)):
        return reason
    problems = workflow.check_input(question, resolve_answer(question, text, today))
    return "\n".join(problem.message for problem in problems)
