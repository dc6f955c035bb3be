"""The schema of forms/*.toml and checklists/*.toml as frozen dataclasses.

`toml_reader` reads TOML into them and reports every fault. guideline.toml is in `guideline_schema`; the city, word
lists, templates and platforms are in `facts_schema`. Every `clause` is a citation in canonical form; `quote` is a
passage of that clause that the entry answers (empty: the whole of the clause's own text). A Condition is a table of
key -> value or list of values, all of which must hold; a tuple of Conditions is "any"; "*" is any value but empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal

from uedasns_tui.frozen import dataclass

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
    "exemption", "log_entry",
]  # fmt: skip
"""What the answer to a transition's question means to the program."""

Role = Literal[
    "", "name", "reading", "platform", "account", "url", "purpose", "content", "period", "reply",
    "section", "runner", "contact", "kind", "text", "accounts", "urgent", "review", "seen_on", "seen_by",
    "what", "where", "found_at", "found_by", "incident_kind", "post", "policy", "outcome", "prevention", "planned",
]  # fmt: skip
"""What a field means to the program, which knows no field by its id."""


# ---- forms/*.toml
@dataclass(frozen=True)
class FormField:
    """One field of a form. `weight` must: an empty value is a must Problem (when `when` holds).

    `public`: may leave the office (site, Word, open data). `widget` sizes follow from `type`.
    `printed`: how the value stands in its cell of the printed sheet, {value} for the value ("": the bare value,
    or 「・label：value」 for a part of a group). `aliases`: other labels that others' files give it; `choice_words`:
    other words for each choice, by which an imported text makes it. `copy` false: the value belongs to its own record
    alone, and a record that begins with a copy leaves it out. `past`: it says when something happened, and no later day
    than today will do.
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
    copy: bool = True
    past: bool = False
    printed: str = ""
    choices: dict[str, str] = field(default_factory=dict)
    choice_words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
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
    carries the values. `clean`: refused while a must Problem stands. `labels`: what this step calls an ask (id to words).
    `when`: a condition over the record's values, without which it is not offered. `holds`: the checklist holds it,
    beside those that it holds by their role.
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
    holds: bool = False
    labels: dict[str, str] = field(default_factory=dict)
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
    """Something the register watches over time: `kind` is a closed set in code, wording and days are data.

    step_due: `months` have gone by since `step` (the id of a transition), or since the consent where it was never taken.
    """

    kind: Literal[
        "unpublished", "period_over", "silent", "silent_long", "changed", "old_edition", "no_owner",
        "same_url", "review_due", "step_due",
    ]  # fmt: skip
    message: str
    clause: str = ""
    quote: str = ""
    weight: Weight = "should"
    days: int = 0
    step: str = ""
    months: int = 0


@dataclass(frozen=True)
class Form:
    """A form and the life of the records written on it. `id` is the city's own; the program knows it by `purpose`.

    The words of the city's procedure: `title` is what a record is called; `tab` and `short` its tab in a wide and
    in a narrow window, `begin` the action that starts one; `approval` the noun of its consent, of
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


# ---- checklists/*.toml
FINDINGS = {
    "phone": "電話番号", "email": "メールアドレス", "address": "住所", "number": "番号", "credentials": "パスワードや口座",
    "particulars": "個人の事情", "link": "リンク", "weekday": "曜日", "date": "日付や時刻", "era": "年号", "past": "過ぎた日",
    "template": "書きかけ", "length": "長さ", "access": "読みやすさ", "image": "写真",
}  # fmt: skip
"""Kinds of finding that code finds in a text (`findings/KIND.py`), and what each is called; every file of words/
adds its own kind."""


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
    """A statement to confirm, never a negative question. `findings`: kinds looked at before it is confirmed.
    `rests_on`: what an answer rests on, and lapses with when it changes."""

    id: str
    say: str
    clause: str
    weight: Weight = "must"
    quote: str = ""
    help: str = ""
    findings: tuple[str, ...] = ()
    rests_on: Literal["text", "media", "none"] = "text"
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
