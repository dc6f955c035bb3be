"""Who consented to a record, whether it was somebody who wrote it, and why it was returned."""

from __future__ import annotations

import re

from uedasns_tui.guideline.schema import Form
from uedasns_tui.japanese.fold import fold
from uedasns_tui.records import workflow
from uedasns_tui.records.record import LogEntry, Record


def approver(form: Form, entry: LogEntry) -> str:
    """Who consented: as the log entry names them, else whoever recorded it."""
    names = (entry.inputs.get(question.id, "") for question in form.ask if question.role == "by")
    return next((name for name in names if isinstance(name, str) and name.strip()), entry.by.name)


def return_reason(record: Record, form: Form) -> str:
    """Why a record was returned, while it has not gone on since; "" otherwise."""
    entries = [
        entry for entry in record.log if (step := workflow.transition_of(form, entry.transition)) and step.to
    ]
    if not entries or workflow.role_of(form, entries[-1]) != "return":
        return ""
    reasons = (entries[-1].inputs.get(question.id, "") for question in form.ask if question.role == "reason")
    return next((reason for reason in reasons if isinstance(reason, str) and reason), "")


def is_self_approval(record: Record, form: Form, entry: LogEntry) -> bool:
    """Whether the approver is one of those who wrote or submitted it: never forbidden, always visible.

    Names are compared as written, with or without titles (課長 上田 花子).
    """
    if workflow.role_of(form, entry) not in workflow.APPROVING or _is_filing(form, entry):
        return False
    before = record.log[: record.log.index(entry)]
    writers = [
        earlier.by.name
        for earlier in before
        if earlier.transition == "created" or workflow.role_of(form, earlier) in workflow.REQUESTING
    ]
    text = fold(approver(form, entry))
    names = {"".join(fold(writer).split()) for writer in writers} - {""}
    return any(_is_word(name, text) or (len(name) > 2 and name in "".join(text.split())) for name in names)


def asks_for_consent(form: Form) -> bool:
    """Whether somebody has to consent to what is written on a form."""
    return any(act.role in workflow.APPROVING for act in form.act)


def _is_filing(form: Form, entry: LogEntry) -> bool:
    """Whether the step is taken by the writers themselves: from the first state, and nobody is named as who consents."""
    act = workflow.transition_of(form, entry.transition)
    asked = {ask.id for ask in form.ask if ask.role == "by"}
    return act is not None and form.first in act.after and not asked & {*act.needs, *act.may}


def _is_word(name: str, text: str) -> bool:
    """Whether a name is in a text as words of its own, however it is spaced: 林一 in 課長 林 一, not in 小林一郎."""
    spaced = r"\s*".join(map(re.escape, name))
    return re.search(rf"(?<!\S){spaced}(?!\S)", text) is not None
