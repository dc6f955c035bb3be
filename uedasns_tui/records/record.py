"""Record: a policy, a post check or an incident.

The values of a form as typed, media, answers and a log that only grows. State is read from the log
(`life.py`), never stored beside it. Everything here is immutable: an edit is a new Record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal

from uedasns_tui.frozen import dataclass

Value = str | tuple[str, ...]
"""A field's value as typed; a tuple for fields that hold several (accounts)."""

AnswerValue = Literal["", "ok", "no", "na"]
"""未確認, 適合, 不適合, 該当なし."""

SCHEME = 1
"""The scheme that this program writes. A record of a higher one is refused, unread and unchanged."""

NOTHING: Mapping[str, Value] = MappingProxyType({})


def _nothing() -> Mapping[str, Value]:
    return NOTHING


@dataclass(frozen=True)
class Person:
    """Who takes a step: name and section as they said, and the operating system's account."""

    name: str
    section: str = ""
    account: str = ""


@dataclass(frozen=True)
class Medium:
    """A picture or film of a post. `id` names the entry; `file` its name; the rest as typed."""

    id: str
    file: str
    alt: str = ""
    shows: str = ""
    consent: str = ""
    source: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class Answer:
    """An answer to one item: with the statement that was answered, a note (the reason of 該当なし), and the
    keys of the findings that were seen.

    `basis` is a digest of the text or media that it was given on ("" where nobody noted it); `by` and `at` say who
    answered and when, `seen_by` and `seen_at` who saw the findings.
    """

    id: str
    answer: AnswerValue = ""
    statement: str = ""
    note: str = ""
    seen: tuple[str, ...] = ()
    basis: str = ""
    by: str = ""
    at: datetime | None = None
    seen_by: str = ""
    seen_at: datetime | None = None


@dataclass(frozen=True)
class Snapshot:
    """What a step stamped, kept whole: `digest` is `sha256:SCHEME:hex` over values and media, in the
    normal form of `stamp.py`."""

    digest: str
    values: Mapping[str, Value]
    media: tuple[Medium, ...] = ()


@dataclass(frozen=True)
class Override:
    """Why a transition went on although the checklist held it, and how much was open then."""

    reason: str
    unconfirmed: int = 0
    unread: int = 0
    failed: int = 0


@dataclass(frozen=True)
class LogEntry:
    """A line of the log. `transition` is the id of the form's transition ("created", "note" are always known).

    `at` carries its offset. `inputs` are the answers to the questions of the transition, as typed.
    """

    id: str
    at: datetime
    transition: str
    by: Person
    inputs: Mapping[str, Value] = field(default_factory=_nothing)
    snapshot: Snapshot | None = None
    override: Override | None = None


@dataclass(frozen=True)
class Record:
    """One record. `kind` is the id of its form, `edition` the guideline's edition it was written under.

    `checklist` is the id of the checklist it answers ("" for none).
    """

    id: str
    kind: str
    edition: date
    values: Mapping[str, Value] = field(default_factory=_nothing)
    checklist: str = ""
    media: tuple[Medium, ...] = ()
    answers: tuple[Answer, ...] = ()
    log: tuple[LogEntry, ...] = field(default=())

    def text(self, key: str) -> str:
        """The value of a field as one text ("" when there is none; several values one a line)."""
        value = self.values.get(key, "")
        return value if isinstance(value, str) else "\n".join(value)

    def many(self, key: str) -> tuple[str, ...]:
        """The value of a field as several (a single text that is not empty counts as one)."""
        value = self.values.get(key, "")
        return value if isinstance(value, tuple) else ((value,) if value else ())

    def answer(self, item: str) -> Answer:
        """The answer to an item; an unanswered one (未確認) when there is none."""
        return next((answer for answer in self.answers if answer.id == item), Answer(item))
