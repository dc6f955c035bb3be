"""What every kind of finding reads: the text in half width, and where its addresses stand.

Used by all kinds and by X's count. Narrowing keeps the length, so offsets are those of the text as given. The
address pattern is our own: in Japanese, prose runs on after an address without a space.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import Final

from uedasns_tui.frozen import dataclass
from uedasns_tui.japanese.fold import narrow

TLD: Final = (
    "jp|com|net|org|info|biz|edu|gov|int|mil|co|me|io|ai|app|dev|tv|fm|cc|to|ly|gl|gd|gg|gy|be|eu|us|uk|ca|de|fr|"
    "it|nl|es|ch|at|au|nz|ru|in|cn|kr|tw|hk|sg|tokyo|osaka|kyoto|nagoya|yokohama|nagano|site|shop|store|xyz|link|"
    "online|cloud|blog|page|club|live|top|asia|work|world|today|news|museum|example|invalid"
)
"""Ends by which a name without https:// is known for an address. File names (.py, .md, .zip) stay out."""

_LABEL: Final = r"[^\W_](?:[\w-]*[^\W_])?"
_PATH: Final = (
    r"(?::\d{1,5}(?!\d))?(?:[/?#][A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*"
    r"(?:(?<=[/=])[㐀-鿿ァ-ヶー々A-Za-z0-9\-._]+(?:/[㐀-鿿ァ-ヶー々A-Za-z0-9\-._]*)*(?=[\s\x00]|$))?)?"
)
_WITH_SCHEME: Final = (
    r"(?:(?i:https?|ftp):|(?<![:/]))//(?:[A-Za-z0-9\-._~%!$&'()*+,;=:]+@)?"
    rf"(?:(?:{_LABEL}\.)+(?:[A-Za-z][A-Za-z0-9-]*(?<!-)|[^\W\dA-Za-z_]+(?=[/\s]|$))|\d{{1,3}}(?:\.\d{{1,3}}){{3}})\.?{_PATH}"
)
_BARE: Final = (
    rf"(?<![A-Za-z0-9@._/-])(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+(?i:{TLD})(?![A-Za-z0-9@-]|\.[A-Za-z0-9])"
    rf"{_PATH}"
)
_EMAIL: Final = (
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]++@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
    r"(?![A-Za-z0-9])"
)
_OPENED: Final = {")": "(", "]": "["}
_TAIL: Final = r"[.,;:!?']+$"
_DASH: Final = r"[‐‑‒–—―−－]|(?<=[0-9〇零一二三四五六七八九])[ーｰ─](?=[0-9〇零一二三四五六七八九])"


@dataclass(frozen=True)
class TextSpan:
    """An address in the text, as written in half width."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class PostText:
    """A text as the kinds read it; each part is made when first asked for."""

    text: str

    @cached_property
    def flat(self) -> str:
        """Half width, dashes alike, round brackets alike; the same length as the text."""
        narrowed = narrow(self.text).replace("〔", "(").replace("〕", ")").replace("\x00", " ")
        return re.sub(_DASH, "-", narrowed)

    @cached_property
    def urls(self) -> tuple[TextSpan, ...]:
        """Addresses on the web in order, bare ones (example.com) included; mail addresses are none."""
        found = self._schemed
        if "." in self.flat:
            hidden = _blank(self.flat, (*found, *self.emails))
            found = (*found, *self._spans(_BARE, hidden))
        return tuple(sorted(found, key=lambda span: span.start))

    @cached_property
    def emails(self) -> tuple[TextSpan, ...]:
        """Mail addresses in order; what stands before an @ inside a web address is none."""
        if "@" not in self.flat:
            return ()
        hidden = _blank(self.flat, self._schemed)
        return tuple(TextSpan(*hit.span(), hit[0]) for hit in re.finditer(_EMAIL, hidden))

    @cached_property
    def masked(self) -> str:
        """The half-width text with web and mail addresses blanked out by NUL, the same length."""
        return _blank(self.flat, (*self.urls, *self.emails))

    @cached_property
    def _schemed(self) -> tuple[TextSpan, ...]:
        return self._spans(_WITH_SCHEME, self.flat) if "//" in self.flat else ()

    def _spans(self, pattern: str, text: str) -> tuple[TextSpan, ...]:
        found = []
        for hit in re.finditer(pattern, text):
            start, end = hit.span()
            end -= len(tail[0]) if (tail := re.search(_TAIL, hit[0])) else 0
            while text[end - 1] in _OPENED and not _closes(text, start, end):
                end -= 1
            found.append(TextSpan(start, end, text[start:end]))
        return tuple(found)


def _closes(text: str, start: int, end: int) -> bool:
    """Whether the bracket at the end was opened inside: /a_(b), but not （https://example.com/）."""
    bracket = text[end - 1]
    return text.count(_OPENED[bracket], start, end) >= text.count(bracket, start, end)


def _blank(text: str, spans: tuple[TextSpan, ...]) -> str:
    for one in spans:
        text = text[: one.start] + "\x00" * (one.end - one.start) + text[one.end :]
    return text


@lru_cache(8)
def read_post_text(text: str) -> PostText:
    """The reading of a text; kept while kinds and counters ask for the same."""
    return PostText(text)
