"""Reading a post's text: every kind of finding, in the order of the text. Used by desk, command and screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from uedasns_tui.findings import access, calendar, length, link, numbers, people, words
from uedasns_tui.findings.finding import Context, Finding
from uedasns_tui.findings.masks import Reading, reading

Kind = Callable[[Reading, Context], Iterator[Finding]]
KINDS: tuple[Kind, ...] = (
    people.phone,
    people.email,
    people.address,
    numbers.number,
    link.link,
    calendar.weekday,
    calendar.date_,
    calendar.era_,
    calendar.past,
    length.length,
    words.words,
    access.access,
    access.image,
)


def find(text: str, context: Context) -> tuple[Finding, ...]:
    """What a careful colleague would point at, sorted by place. Hints to confirm; an empty result proves nothing."""
    read = reading(text)
    found = {one for kind in KINDS for one in kind(read, context)}
    return tuple(sorted(found))
