"""The files under guideline/ and data/ as frozen dataclasses: these classes are the schema.

`tables.py` reads TOML into them and reports every fault; the rest of the house uses them as they are.
Every `clause` is a citation in canonical form; `quote` is a passage of that clause that the entry answers
(empty: the whole of the clause's own text). A Condition is a table of key -> value or list of values, all of
which must hold; a tuple of Conditions is "any"; "*" is any value but empty.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
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


# ---- guideline.toml
@dataclass(frozen=True)
class Event:
    """A line of the guideline's history: 策定, 改定 (…), with the offices that issued it."""

    date: date
    event: str
    offices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Explained:
    """A clause (and all beneath it) that explains and asks nothing."""

    clause: str
    quote: str = ""


@dataclass(frozen=True)
class Unanswered:
    """A sentence that asks something no tool can answer, and why."""

    clause: str
    why: str
    quote: str = ""


@dataclass(frozen=True)
class Asks:
    """How a sentence of this guideline shows that it asks: regular expressions, and where they count."""

    must: str
    should: str
    chapters: tuple[str, ...] = ()


@dataclass(frozen=True)
class GuidelineFile:
    """guideline.toml. `edition` is the date of the edition; `in_force` the day from which it counts."""

    scheme: int
    title: str
    city: str
    edition: date
    numbering: tuple[str, ...]
    chapters: tuple[str, ...]
    asks: Asks
    in_force: date | None = None
    history: tuple[Event, ...] = ()
    explained: tuple[Explained, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()


# ---- forms/*.toml
@dataclass(frozen=True)
class Field:
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
class Ask:
    """A question that an act asks when it is taken (who, decision number, reason, …).

    `role`: what the answer means to the program (by, deputy, recorded_by, method, date, address, text,
    unchanged, reason, exemption). `public`: printed on the decided copy (the decision number).
    """

    id: str
    label: str
    type: FieldType = "line"
    role: str = ""
    public: bool = False
    help: str = ""
    default: str = ""
    choices: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Act:
    """A step of a record's life, and the log entry that it leaves.

    `after`: states from which it may be taken (empty: any but before `to` of nothing). `to`: the state after
    it ("" leaves the state as it is: a fact beside it). `needs` / `may`: ids of asks. `stamps`: the entry
    carries the values. `clean`: refused while a must Problem stands. `quiet`: not offered as a button.
    `when`: a condition over the record's values, without which it is not offered.
    `role`: what the act means to the program (submit, decide, return, withdraw, publish, suspend, resume,
    close, approve, exempt, except, late, posted, correct, delete, react, seen, note, report, reopen).
    """

    id: str
    label: str
    to: str = ""
    after: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    stamps: bool = False
    clean: bool = False
    role: str = ""
    clause: str = ""
    quote: str = ""
    help: str = ""
    when: Condition = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
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
class Watch:
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
    """A form and the life of the records written on it. `id` is the record's kind: policy, post, incident.

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
    cite: str = ""
    sheet: str = ""
    clause: str = ""
    changed: str = ""
    changed_from: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    aside: tuple[Condition, ...] = ()
    field: tuple[Field, ...] = ()
    ask: tuple[Ask, ...] = ()
    act: tuple[Act, ...] = ()
    rule: tuple[Rule, ...] = ()
    watch: tuple[Watch, ...] = ()


# ---- checklists/*.toml
FINDINGS = (
    "phone", "email", "address", "number", "link", "weekday", "date", "era", "past", "length", "access", "image",
)  # fmt: skip
"""Kinds of finding that code finds in a text; every file of words/ adds its own kind."""


@dataclass(frozen=True)
class Question:
    """One question that decides several items' `when` (does the post quote another? show pictures?).

    `finding`: kinds of finding that answer it yes by themselves. `media`: a record with media answers yes.
    """

    id: str
    label: str
    finding: tuple[str, ...] = ()
    media: bool = False


@dataclass(frozen=True)
class Item:
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
class Exempt:
    """A case in which consent is not asked for; `needs` are ids of the form's asks."""

    id: str
    label: str
    quote: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Consent:
    """Whose consent a record needs before it goes out, and the exemptions the guideline names."""

    clause: str
    by: str
    quote: str = ""
    exempt: tuple[Exempt, ...] = ()


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
    item: tuple[Item, ...]
    clause: str = ""
    lead: str = ""
    keeps: bool = True
    replies: bool = False
    form: str = ""
    question: tuple[Question, ...] = ()
    outcome: tuple[Outcome, ...] = ()
    consent: Consent | None = None
    when: Condition = field(default_factory=dict)


# ---- city.toml, words/*.toml, templates/*.toml
@dataclass(frozen=True)
class Contact:
    """A published contact of the city: what a post may show without being personal data."""

    name: str
    section: str = ""
    address: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    report: bool = False


@dataclass(frozen=True)
class Regulation:
    """A rule named in 7, or one that 8 leaves to be set elsewhere: title, where to find it, its date."""

    id: str
    title: str
    clause: str
    quote: str = ""
    place: str = ""
    date: str = ""
    note: str = ""


@dataclass(frozen=True)
class City:
    """city.toml: the city's own domains, published contacts, whom to report to, rules named elsewhere."""

    scheme: int
    name: str
    head: str
    domains: tuple[str, ...] = ()
    shorteners: tuple[str, ...] = ()
    contact: tuple[Contact, ...] = ()
    regulation: tuple[Regulation, ...] = ()


@dataclass(frozen=True)
class Word:
    """A word that bears on a clause. `unless`: longer words in which it is nobody's concern."""

    word: str
    reason: str
    source: str = ""
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class WordList:
    """words/KIND.toml: the words of one kind of finding (confidential, undecided, rumor, abuse)."""

    scheme: int
    kind: str
    title: str
    message: str
    word: tuple[Word, ...]
    clause: str = ""


@dataclass(frozen=True)
class Block:
    """One block of a printed template. `text` may hold {field} names; a `log` block prints the timeline;
    a `steps` block the checklist with its answers; a `table` block the `rows` (field ids)."""

    kind: Literal["heading", "paragraph", "table", "log", "steps"]
    text: str = ""
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Template:
    """templates/ID.toml: a report as blocks, one template for text, Markdown and Word."""

    scheme: int
    id: str
    title: str
    form: str
    block: tuple[Block, ...]


# ---- data/platforms/*.toml
@dataclass(frozen=True)
class Limit:
    """A platform's limit. `what`: text, title, description, hashtags, bubbles. `max` counts in `unit`.

    weighted: X's rule (Weighted); characters: graphemes as the platform counts them (code points after NFC);
    utf16: UTF-16 code units; bytes: UTF-8 bytes; count: pieces.
    """

    what: Literal["text", "title", "description", "hashtags", "bubbles"]
    unit: Literal["weighted", "characters", "utf16", "bytes", "count"]
    max: int
    source: str
    checked_on: date
    confidence: Literal["high", "medium", "low"] = "high"
    note: str = ""


@dataclass(frozen=True)
class Weighted:
    """X's weighted length: weights in hundredths; ranges of [first, last, weight]; every URL counts `url`."""

    default: int
    scale: int
    url: int
    range: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True)
class Platform:
    """A social medium: names it is known by, the hosts of its addresses, its limits with source and day."""

    scheme: int
    id: str
    name: str
    names: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    limit: tuple[Limit, ...] = ()
    weighted: Weighted | None = None
    note: str = ""
