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

Purpose = Literal["policy", "post", "incident", "other", ""]
"""What a form is for: an account's policy, a post, an incident, or other (a form with its own log and checklist)."""
PURPOSES: dict[Purpose, str] = {
    "policy": "アカウントごとの方針", "post": "投稿の前の確認", "incident": "トラブルの記録", "other": "その他の記録",
}  # fmt: skip
"""The purposes in words, for a guideline that has no form of one."""

TransitionRole = Literal[
    "", "submit", "decide", "return", "withdraw", "publish", "suspend", "resume", "close", "reopen", "approve",
    "exempt", "except", "late", "posted", "correct", "delete", "react", "note", "report",
]  # fmt: skip
"""What a transition means to the program."""

InputRole = Literal[
    "", "by", "deputy", "recorded_by", "method", "date", "address", "version", "text", "unchanged", "reason",
    "exemption",
]  # fmt: skip
"""What the answer to a transition's question means to the program."""

Role = Literal[
    "", "name", "reading", "platform", "account", "url", "purpose", "content", "period", "reply",
    "section", "runner", "contact", "kind", "text", "accounts", "urgent", "review", "seen_on", "seen_by",
    "what", "where", "found_at", "found_by", "incident_kind", "post", "policy", "outcome", "prevention",
]  # fmt: skip
"""What a field means to the program, which knows no field by its id."""
