"""The types that the schema of forms and that of checklists share; import them from `schema.py`."""

from __future__ import annotations

from typing import Any, Literal

Condition = dict[str, Any]
Weight = Literal["must", "should", "may"]
FieldType = Literal[
    "line", "text", "platform", "accounts", "url", "period", "date", "datetime", "choice", "count",
    "section", "address", "phone", "email", "group", "reading", "record",
]  # fmt: skip
"""group: a heading whose `part_of` children hold the values. accounts: ids of policies, several.
record: id of another record. reading: よみ in kana. count: a whole number."""

Role = Literal[
    "", "name", "reading", "platform", "account", "url", "purpose", "content", "period", "reply",
    "section", "runner", "contact", "kind", "text", "accounts", "urgent", "review", "seen_on", "seen_by",
    "what", "where", "found_at", "found_by", "incident_kind", "post", "policy", "outcome", "prevention",
]  # fmt: skip
"""What a field means to the program, which knows no field by its id."""
