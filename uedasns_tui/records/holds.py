"""Holds of a transition: unconfirmed items, unread findings, items that do not fit.

A transition that asks for consent, gives it, goes without it or records a posting is held by them, and goes on only
with a reason, which stays in the log. The same rule for the screen and the commands; it follows from roles.
"""

from __future__ import annotations

from typing import Protocol

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.schema import ChecklistItem, ChecklistQuestion, Transition
from uedasns_tui.records.record import Override

HOLDING_ROLES = ("submit", "decide", "approve", "late", "exempt", "except", "posted")
"""Roles of transitions that the checklist holds; a form may add others by `holds`, and take none away."""


class ChecklistFinding(Protocol):
    """A finding, as far as an item needs to know it."""

    @property
    def kind(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def own(self) -> bool: ...
    @property
    def text(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def clause(self) -> str: ...


@dataclass(frozen=True)
class Holding:
    """What holds a transition, nothing where all is empty. `unconfirmed` and `failed` are items that must hold;
    `questions` are those that such an item depends on and nobody answered."""

    unconfirmed: tuple[ChecklistItem, ...] = ()
    unread: tuple[ChecklistFinding, ...] = ()
    failed: tuple[ChecklistItem, ...] = ()
    questions: tuple[ChecklistQuestion, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.unconfirmed or self.unread or self.failed or self.questions)

    @property
    def sentence(self) -> str:
        """The counts in words, "" where nothing holds."""
        return counts_sentence(self.override(""))

    def override(self, reason: str) -> Override:
        """The reason to go on over this, with the counts, as the log keeps it."""
        unconfirmed = len(self.unconfirmed) + len(self.questions)
        return Override(reason.strip(), unconfirmed, len(self.unread), len(self.failed))


NOT_HELD = Holding()


def counts_sentence(override: Override) -> str:
    """How many items and findings were open, in words."""
    counts = (
        ("確認していない項目", override.unconfirmed),
        ("見ていない指摘", override.unread),
        ("不適合の項目", override.failed),
    )
    parts = [f"{label}が {count} 件" for label, count in counts if count]
    return "、".join(parts) + "あります。" if parts else ""


def is_held(transition: Transition) -> bool:
    """Whether the checklist holds this transition at all."""
    return transition.role in HOLDING_ROLES or transition.holds
