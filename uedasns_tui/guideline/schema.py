"""The files under guideline/ and data/ as frozen dataclasses: these classes are the schema.

`tables.py` reads TOML into them and reports every fault; the rest of the house uses them as they are.
Every `clause` is a citation in canonical form; `quote` is a passage of that clause that the entry answers
(empty: the whole of the clause's own text). A Condition is a table of key -> value or list of values, all of
which must hold; a tuple of Conditions is "any"; "*" is any value but empty.
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.checklist_schema import (
    CONSENTS,
    FINDINGS,
    OUTCOME_FACTS,
    Checklist,
    ChecklistItem,
    ChecklistQuestion,
    ConsentRule,
    Exemption,
    Outcome,
)
from uedasns_tui.guideline.facts_schema import (
    City,
    Contact,
    LengthLimit,
    ListedWord,
    Platform,
    Regulation,
    Template,
    TemplateBlock,
    WeightedCount,
    WordList,
    WordSet,
)
from uedasns_tui.guideline.guideline_schema import (
    AskingWords,
    ExplainedSentence,
    GuidelineFile,
    HistoryEvent,
    UnansweredSentence,
)
from uedasns_tui.guideline.schema_types import (
    PURPOSES,
    Condition,
    FieldType,
    InputRole,
    Purpose,
    Role,
    TransitionRole,
    Weight,
)

__all__ = [
    "CONSENTS",
    "FINDINGS",
    "OUTCOME_FACTS",
    "PURPOSES",
    "AskingWords",
    "Checklist",
    "ChecklistItem",
    "ChecklistQuestion",
    "City",
    "Condition",
    "ConsentRule",
    "Contact",
    "Exemption",
    "ExplainedSentence",
    "FieldType",
    "Form",
    "FormField",
    "FormRule",
    "GuidelineFile",
    "HistoryEvent",
    "InputRole",
    "LengthLimit",
    "ListedWord",
    "Outcome",
    "Platform",
    "Purpose",
    "RegisterWatch",
    "Regulation",
    "Role",
    "Template",
    "TemplateBlock",
    "Transition",
    "TransitionInput",
    "TransitionRole",
    "UnansweredSentence",
    "Weight",
    "WeightedCount",
    "WordList",
    "WordSet",
]  # fmt: skip


# ---- forms/*.toml
@dataclass(frozen=True)
class FormField:
    """One field of a form. `weight` must: an empty value is a must Problem (when `when` holds).

    `public`: may leave the office (site, Word, open data). `widget` sizes follow from `type`.
    `printed`: how the value stands in its cell of the printed sheet, {value} for the value ("": the bare value,
    or 「・label：value」 for a part of a group).
    """

    id: str
    label: str
    type: FieldType
    clause: str = ""
    quote: str = ""
    role: Role = ""
    part_of: str = ""
    help: str = ""
    default: str = ""
    weight: Weight = "must"
    public: bool = True
    print: bool = True
    printed: str = ""
    choices: dict[str, str] = field(default_factory=dict)
    when: Condition = field(default_factory=dict)


@dataclass(frozen=True)
class TransitionInput:
    """A question that an act asks when it is taken (who, decision number, reason, …).

    `public`: printed on the decided copy (the decision number).
    """

    id: str
    label: str
    type: FieldType = "line"
    role: InputRole = ""
    public: bool = False
    help: str = ""
    default: str = ""
    choices: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Transition:
    """A step of a record's life, and the log entry that it leaves.

    `after`: states from which it may be taken (empty: any but before `to` of nothing). `to`: the state after
    it ("" leaves the state as it is: a fact beside it). `needs` / `may`: ids of asks. `stamps`: the entry
    carries the values. `clean`: refused while a must Problem stands.
    `when`: a condition over the record's values, without which it is not offered.
    """

    id: str
    label: str
    to: str = ""
    after: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    stamps: bool = False
    clean: bool = False
    role: TransitionRole = ""
    clause: str = ""
    quote: str = ""
    help: str = ""
    when: Condition = field(default_factory=dict)


@dataclass(frozen=True)
class FormRule:
    """A rule in data: a Problem when `when` holds and none of `unless` does, over the record's values.

    `on`: id of the field it is shown beside."""

    id: str
    message: str
    clause: str = ""
    quote: str = ""
    weight: Weight = "must"
    on: str = ""
    when: Condition = field(default_factory=dict)
    unless: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class RegisterWatch:
    """Something the register watches over time: `kind` is a closed set in code, wording and days are data."""

    kind: Literal[
        "unpublished", "period_over", "silent", "silent_long", "changed", "old_edition", "no_owner",
        "same_url", "review_due",
    ]  # fmt: skip
    message: str
    clause: str = ""
    quote: str = ""
    weight: Weight = "should"
    days: int = 0


@dataclass(frozen=True)
class Form:
    """A form and the life of the records written on it. `id` is the city's own; the program knows it by `purpose`.

    The words of the city's procedure: `title` is what a record is called; `tab` and `short` its tab in a wide and
    in a narrow window, `begin` the action that starts one; `approval` the noun of its consent (決裁, 了承, 承認), of
    which "…された内容", "…日" are made; `register` the list of all; `published` the heading of its published pages.
    `cite` is how one cites it (様式1). `states`: id -> label in the order of life; `first` the state of a new
    record; `changed` the state shown when what a `changed_from` state stamped has been edited since.
    `ended`: states after which nothing is watched. `aside`: records for which one of these holds are kept only
    if the person chooses so, and then outside the shared folder.
    """

    scheme: int
    id: str
    title: str
    states: dict[str, str]
    first: str
    purpose: Purpose = ""
    tab: str = ""
    short: str = ""
    begin: str = ""
    approval: str = "決定"
    register: str = ""
    published: str = ""
    cite: str = ""
    sheet: str = ""
    clause: str = ""
    changed: str = ""
    changed_from: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    aside: tuple[Condition, ...] = ()
    field: tuple[FormField, ...] = ()
    ask: tuple[TransitionInput, ...] = ()
    act: tuple[Transition, ...] = ()
    rule: tuple[FormRule, ...] = ()
    watch: tuple[RegisterWatch, ...] = ()

    @property
    def tab_title(self) -> str:
        """The title of its tab."""
        return self.tab or self.title

    @property
    def short_title(self) -> str:
        """The title of its tab in a narrow window."""
        return self.short or self.tab_title

    @property
    def begin_label(self) -> str:
        """What the action that starts a record is called."""
        return self.begin or f"{self.title}を新しく書く"

    @property
    def register_title(self) -> str:
        """What the list of all records is called."""
        return self.register or f"{self.title}の一覧"

    @property
    def published_title(self) -> str:
        """The heading of what is published of them."""
        return self.published or self.title
