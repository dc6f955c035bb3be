"""The schema of guideline.toml: named tuples, which a start makes five times as fast as dataclasses."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple


class HistoryEvent(NamedTuple):
    """A line of the guideline's history: 策定, 改定 (…), with the offices that issued it, and its number (訓令第3号)."""

    date: date
    event: str
    offices: tuple[str, ...] = ()
    number: str = ""


class ExplainedSentence(NamedTuple):
    """A clause (and all beneath it) that explains and asks nothing."""

    clause: str
    quote: str = ""


class UnansweredSentence(NamedTuple):
    """A sentence that asks something no tool can answer, and why."""

    clause: str
    why: str
    quote: str = ""


class Irregularity(NamedTuple):
    """Lines of the chapters that begin so and are meant as they are: as text without a label, or out of sequence."""

    line: str
    read_as: Literal["text", "label"] = "text"


Explanation = ExplainedSentence | UnansweredSentence


class AskingWords(NamedTuple):
    """How a sentence of this guideline shows that it asks, in the notation of the word lists, and where that counts.

    `unless`: wordings with which a sentence of `must` asks nothing. Old files hold regular expressions.
    """

    must: tuple[str, ...] | str
    should: tuple[str, ...] | str
    chapters: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class GuidelineFile(NamedTuple):
    """guideline.toml. `edition` is the date of the edition; `in_force` the day from which it counts.

    `citation`: how a clause is written when it is copied: 5(8)オ, or as ordinances do (formal): 第3条第2項第1号ア.
    """

    scheme: int
    title: str
    city: str
    edition: date
    numbering: tuple[str, ...]
    chapters: tuple[str, ...]
    asks: AskingWords
    in_force: date | None = None
    history: tuple[HistoryEvent, ...] = ()
    explained: tuple[ExplainedSentence, ...] = ()
    unanswered: tuple[UnansweredSentence, ...] = ()
    irregular: tuple[Irregularity, ...] = ()
    citation: Literal["short", "formal"] = "short"

    @property
    def explanations(self) -> tuple[Explanation, ...]:
        """What the file says of sentences that nothing answers."""
        return (*self.unanswered, *self.explained)
