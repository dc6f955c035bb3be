"""Reading a post's text: every kind of finding, in the order of the text. Used by context, command and screen."""

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
from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.post_text import read_post_text

KINDS = (phone, email, address, number, link, weekday, date, era, past, length, words, access, image)
"""One module a kind or family; each has find(read, context)."""


def find(text: str, context: FindingContext) -> tuple[Finding, ...]:
    """What a careful colleague would point at, sorted by place. Hints to confirm; an empty result proves nothing."""
    read = read_post_text(text)
    return tuple(sorted({one for kind in KINDS for one in kind.find(read, context)}))
