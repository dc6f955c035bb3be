"""What the form of a policy asks for beyond the worked example: a field added by data alone, which tests fill in."""

from __future__ import annotations

from uedasns_tui.records.record import Record
from uedasns_tui.services import record_actions
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions


def lacking_values(context: AppContext, record: Record) -> dict[str, str]:
    """A value for every required field that the worked example holds nothing for."""
    sample = record_actions.sample(context, "policy")
    known = {*record.values, *(sample.values if sample else ())}
    faults = [fault for fault in record_actions.problems(context, record) if fault.severity == "must"]
    return {fault.where.key: "試験の値" for fault in faults if fault.where.key not in known}


def sample_words(name: str) -> tuple[str, ...]:
    """The command that begins a policy with the worked example and all that the form asks beyond it."""
    context = open_context(AppOptions())
    sample = record_actions.sample(context, "policy")
    assert sample is not None
    added = (f"{key}={text}" for key, text in lacking_values(context, sample).items())
    return ("policy", "new", "--from", "sample", "--id", name, *added)
