"""What every kind of finding reads: the text folded to half width in place, and where its addresses stand.

Used by all kinds. Offsets stay those of the text as given, since narrowing keeps the length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from uedasns_tui.japanese.fold import narrow

# an address ends where ASCII ends: 「https://…をご覧」 is how Japanese runs on
_URL = re.compile(r"(?:https?://|(?<![\w@.-])www\.)[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+", re.I)
_TAIL = re.compile(r"[.,;:!?'\")\]]+$")
TLD = "jp|com|net|org|info|biz|co|me|io|app|dev|tv|tokyo|nagano|site|shop|xyz|link|gd|ly|gl|be|cc|to"
_BARE = re.compile(
    rf"(?<![A-Za-z0-9@._/-])(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+(?:{TLD})(?![A-Za-z0-9.@-])(?:/[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]*)?",
    re.I,
)


@dataclass(frozen=True)
class Span:
    """An address in the text and how it is written there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Reading:
    """A text as the kinds read it."""

    text: str

    @cached_property
    def flat(self) -> str:
        """Half width, dashes alike; the same length as the text."""
        return re.sub(r"[‐‑‒–—―−－]|(?<=\d)[ーｰ](?=\d)", "-", narrow(self.text))

    @cached_property
    def urls(self) -> tuple[Span, ...]:
        """Addresses on the web, bare ones (example.com) included; mail addresses are none."""
        found: list[Span] = []
        for pattern in (_URL, _BARE):
            for one in pattern.finditer(self.flat):
                end = one.end() - len(tail[0]) if (tail := _TAIL.search(one[0])) else one.end()
                end = self._closed(one.start(), end)
                if end > one.start() and not any(a.start < end and one.start() < a.end for a in found):
                    found.append(Span(one.start(), end, self.flat[one.start() : end]))
        return tuple(sorted(found, key=lambda span: span.start))

    def _closed(self, start: int, end: int) -> int:
        """Without a bracket that was opened before the address: （https://example.com/）."""
        while (
            end > start
            and self.flat[end - 1] == ")"
            and self.flat.count("(", start, end) < self.flat.count(")", start, end)
        ):
            end -= 1
        return end

    @cached_property
    def masked(self) -> str:
        """The half-width text with web addresses blanked out, the same length."""
        out = list(self.flat)
        for one in self.urls:
            out[one.start : one.end] = "\x00" * (one.end - one.start)
        return "".join(out)


@lru_cache(8)
def reading(text: str) -> Reading:
    """The reading of a text; kept while the kinds ask for the same."""
    return Reading(text)
