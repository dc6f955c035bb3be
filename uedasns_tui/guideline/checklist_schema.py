"""checklists/*.toml as frozen dataclasses, a part of the schema; import them from `schema.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.schema_types import Condition, Weight

FINDINGS = (
    "phone", "email", "address", "number", "link", "weekday", "date", "era", "past", "length", "access", "image",
)  # fmt: skip
"""Kinds of finding that code finds in a text; every file of words/ adds its own kind."""


@dataclass(frozen=True)
class ChecklistQuestion:
    """One question that decides several items' `when` (does the post quote another? show pictures?).

    `finding`: kinds of finding that answer it yes by themselves. `media`: a record with media answers yes.
    """

    id: str
    label: str
    finding: tuple[str, ...] = ()
    media: bool = False


@dataclass(frozen=True)
class ChecklistItem:
    """A statement to confirm, never a negative question. `findings`: kinds looked at before it is confirmed."""

    id: str
    say: str
    clause: str
    weight: Weight = "must"
    quote: str = ""
    help: str = ""
    findings: tuple[str, ...] = ()
    when: Condition = field(default_factory=dict)


@dataclass(frozen=True)
class Exemption:
    """A case in which consent is not asked for; `needs` are ids of the form's asks."""

    id: str
    label: str
    quote: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class ConsentRule:
    """Whose consent a record needs before it goes out, and the exemptions the guideline names."""

    clause: str
    by: str
    quote: str = ""
    exempt: tuple[Exemption, ...] = ()


CONSENTS = ("missing", "asked", "given", "exempt", "exception", "late", "refused")
"""How consent may stand: none yet, asked for, given, not needed, gone without for a reason; posted first and still to
be given, posted first and not given."""
OUTCOME_FACTS: Mapping[str, tuple[Any, ...] | None] = {
    "item": None, "weight": ("must", "should", "may"), "answer": ("ok", "no", "na", ""), "off": (True, False),
    "finding": ("open", "seen", "own"), "kind": None, "problem": ("must", "should", "error", "warning", "note"),
    "consent": CONSENTS,
}  # fmt: skip
"""What the conditions of outcomes may ask, with the values that there are; None where other files say."""


@dataclass(frozen=True)
class Outcome:
    """The first outcome that a fact meets is the outcome; the facts that met it are the reasons.

    An outcome without conditions holds when none before it did. `ready`: the post may go out.
    """

    label: str
    any: tuple[Condition, ...] = ()
    ready: bool = False


@dataclass(frozen=True)
class Checklist:
    """What to confirm, when, and what outcome follows. `keeps` false: never written to disk (private use).

    `replies`: it is for replies, which an account's policy may rule out."""

    scheme: int
    id: str
    title: str
    item: tuple[ChecklistItem, ...]
    clause: str = ""
    lead: str = ""
    keeps: bool = True
    replies: bool = False
    form: str = ""
    question: tuple[ChecklistQuestion, ...] = ()
    outcome: tuple[Outcome, ...] = ()
    consent: ConsentRule | None = None
    when: Condition = field(default_factory=dict)
