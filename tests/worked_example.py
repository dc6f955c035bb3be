"""What the form of a policy asks for beyond the worked example: a field added by data alone, which tests fill in."""

from __future__ import annotations

from uedasns_tui.records.record import Record
from uedasns_tui.services import record_actions
from uedasns_tui.services.context import AppContext


def lacking_values(context: AppContext, record: Record) -> dict[str, str]:
    """A value for every required field that the worked example holds nothing for."""
    sample = record_actions.sample(context, "policy")
    known = {*record.values, *(sample.values if sample else ())}
    faults = [fault for fault in record_actions.problems(context, record) if fault.severity == "must"]
    return {fault.where.key: "試験の値" for fault in faults if fault.where.key not in known}
