"""city.toml, words/*.toml, templates/*.toml and data/platforms/*.toml as frozen dataclasses."""

from __future__ import annotations

from datetime import date
from typing import Literal

from uedasns_tui.frozen import dataclass


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
    """city.toml: the city's own domains, published contacts, whom to report to, rules named elsewhere, its 全国地方公共団体コード."""

    scheme: int
    name: str
    head: str
    domains: tuple[str, ...] = ()
    shorteners: tuple[str, ...] = ()
    contact: tuple[Contact, ...] = ()
    regulation: tuple[Regulation, ...] = ()
    code: str = ""


@dataclass(frozen=True)
class ListedWord:
    """Words that bear on a clause for one reason. `unless`: longer words in which they are nobody's concern. Both are
    written in the notation of `word_pattern.py`. `compound`: a part of a longer word in kanji counts too."""

    word: str | tuple[str, ...]
    reason: str
    source: str = ""
    unless: tuple[str, ...] = ()
    compound: bool = False

    @property
    def wordings(self) -> tuple[str, ...]:
        """Each of them as written."""
        return (self.word,) if isinstance(self.word, str) else self.word


@dataclass(frozen=True)
class WordSet:
    """Forms that several wordings of a list share, such as the endings of a verb; 〈name〉 is one of them."""

    name: str
    forms: tuple[str, ...]


@dataclass(frozen=True)
class WordList:
    """words/KIND.toml: the words of one kind of finding (confidential, undecided, rumor, abuse).

    `unless`: what makes any word of the list nobody's concern, {語} for the word.
    """

    scheme: int
    kind: str
    title: str
    message: str
    word: tuple[ListedWord, ...]
    clause: str = ""
    unless: tuple[str, ...] = ()
    set: tuple[WordSet, ...] = ()

    @property
    def sets(self) -> dict[str, tuple[str, ...]]:
        """The forms by name."""
        return {word_set.name: word_set.forms for word_set in self.set}


@dataclass(frozen=True)
class TemplateBlock:
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
    block: tuple[TemplateBlock, ...]


# ---- data/platforms/*.toml
@dataclass(frozen=True)
class LengthLimit:
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
class WeightedCount:
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
    limit: tuple[LengthLimit, ...] = ()
    weighted: WeightedCount | None = None
    note: str = ""
