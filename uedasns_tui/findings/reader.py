"""Reading a post's text: every kind of finding, in the order of the text. Used by desk, command and screen."""

from __future__ import annotations

from uedasns_tui.findings import (
    access,
    address,
    date,
    email,
    era,
    image,
    length,
    link,
    number,
    past,
    phone,
    weekday,
    words,
)
from uedasns_tui.findings.finding import Context, Finding
from uedasns_tui.findings.masks import reading

KINDS = (phone, email, address, number, link, weekday, date, era, past, length, words, access, image)
"""One module a kind or family; each has find(read, context)."""


def find(text: str, context: Context) -> tuple[Finding, ...]:
    """What a careful colleague would point at, sorted by place. Hints to confirm; an empty result proves nothing."""
    read = reading(text)
    return tuple(sorted({one for kind in KINDS for one in kind.find(read, context)}))
