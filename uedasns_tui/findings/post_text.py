"""The text that every kind of finding reads: cleaned, in half width, with the places of its addresses.

Cleaning takes out what nobody sees (zero width, soft hyphens, direction marks), joins kana with their voicing marks and
writes the look-alikes that PDFs give (⽇ ⻑) as the letters they look like; `typed_span` leads back to the text as
typed. The address pattern is our own: in Japanese, prose runs on after an address without a space.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property, lru_cache
from typing import Final

from uedasns_tui.frozen import dataclass
from uedasns_tui.japanese.fold import LOOK_ALIKES, narrow

TLD: Final = (
    "jp|com|net|org|info|biz|edu|gov|int|mil|co|me|io|ai|app|dev|tv|fm|cc|to|ly|gl|gd|gg|gy|be|eu|us|uk|ca|de|fr|"
    "it|nl|es|ch|at|au|nz|ru|in|cn|kr|tw|hk|sg|tokyo|osaka|kyoto|nagoya|yokohama|nagano|site|shop|store|xyz|link|"
    "online|cloud|blog|page|club|live|top|asia|work|world|today|news|museum|example|invalid"
)
"""Ends by which a name without https:// is known for an address. File names (.py, .md, .zip) stay out."""

_LABEL: Final = r"[^\W_](?:[\w-]*[^\W_])?"
_PATH: Final = r"(?::\d{1,5}(?!\d))?(?:[/?#][A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*)?"
_WITH_SCHEME: Final = (
    r"(?:(?i:https?|ftp):|(?<![:/]))//(?:[A-Za-z0-9\-._~%!$&'()*+,;=:]+@)?"
    rf"(?:(?:{_LABEL}\.)+(?:[A-Za-z][A-Za-z0-9-]*(?<!-)|[^\W\dA-Za-z_]+(?=[/\s]|$))|\d{{1,3}}(?:\.\d{{1,3}}){{3}})\.?{_PATH}"
)
_BARE: Final = (
    rf"(?<![A-Za-z0-9@._/-])(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+(?i:{TLD})(?![A-Za-z0-9@-]|\.[A-Za-z0-9])"
    rf"{_PATH}"
)
_SIGNS: Final = "★☆■□●◎◆◇▲△▼♪※*#"
_AT: Final = (
    r"\s?@\s?(?=[a-z0-9-]+\.[a-z])|@|%40|\s?[(\[{【<](?:at|a|アット(?:マーク)?|@)[)\]}】>]\s?|\s?#at#\s?|_at_"
    r"|\s?アットマーク\s?|\sat\s(?=[a-z0-9-]+\sdot\s)"
)
_DOT: Final = r"\.|\s?[(\[{【<](?:dot|ドット)[)\]}】>]\s?|\sdot\s"
_SAYS_AT: Final = "@|アット"
"""Where a text says what to write for a sign, the sign stands for it: info■example.jp（■を＠に）."""


def _mail(at: str) -> str:
    label = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
    local = r"(?<![A-Za-z0-9._%+-])(?:(?!_at_|%40)[A-Za-z0-9._%+-])++"
    return rf"{local}(?:{at})(?:{label}(?:{_DOT}))+[A-Za-z]{{2,}}(?![A-Za-z0-9])"


_EMAIL: Final = _mail(f"{_AT}|[{_SIGNS}]")
UNSEEN: Final = (
    "[か-ほウカ-ホ]\u3099|[は-ほハ-ホ]\u309a|[\u00ad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0100-\U000e01ef]"
    "|\u200d(?![\u2600-\u27bf\u2190-\u21ff\U0001f000-\U0001faff])|(?<![\ufe0f\u2600-\u27bf\U0001f000-\U0001faff\U000e0020-\U000e007f])\u200d"
)
"""Letters in two pieces, and what takes no room: read as if it were not in the text."""
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
    """A text as the kinds read it; each part is made when first asked for. Spans are those of `text`."""

    typed: str

    @cached_property
    def text(self) -> str:
        """The text cleaned; most texts are clean."""
        return self._cleaned[0]

    def typed_span(self, start: int, end: int) -> tuple[int, int]:
        """A span of `text` in the text as typed."""
        offsets = self._cleaned[1]
        if offsets is None:
            return start, end
        return offsets[start], offsets[end - 1] + 1 if end > start else offsets[start]

    @cached_property
    def _cleaned(self) -> tuple[str, tuple[int, ...] | None]:
        text = self.typed.translate(LOOK_ALIKES)
        if text.isascii() or not re.search(UNSEEN, text):
            return text, None
        letters: list[str] = []
        offsets: list[int] = []
        position = 0
        for hit in re.finditer(UNSEEN, text):
            letters.append(text[position : hit.start()])
            offsets += range(position, hit.start())
            joined = unicodedata.normalize("NFC", hit[0]) if "\u3099" <= hit[0][-1] <= "\u309a" else ""
            letters.append(joined)
            offsets += [hit.start()] * len(joined)
            position = hit.end()
        return "".join((*letters, text[position:])), (*offsets, *range(position, len(text) + 1))

    @cached_property
    def flat(self) -> str:
        """Half width, dashes alike, round brackets alike; the same length as the text."""
        narrowed = narrow(self.text).replace("〔", "(").replace("〕", ")").replace("\x00", " ")
        return re.sub(_DASH, "-", narrowed)

    @cached_property
    def urls(self) -> tuple[TextSpan, ...]:
        """Addresses on the web in order, bare ones (example.com) included; mail addresses are none."""
        urls = self._schemed
        if "." in self.flat:
            hidden = blank(self.flat, (*urls, *self.emails))
            urls = (*urls, *self._spans(_BARE, hidden))
        return tuple(sorted(urls, key=lambda span: span.start))

    @cached_property
    def emails(self) -> tuple[TextSpan, ...]:
        """Mail addresses in order; what stands before an @ inside a web address is none."""
        if not re.search(_AT, self.flat) and not re.search(_SAYS_AT, self.flat):
            return ()
        hidden = blank(self.flat, self._schemed)
        return tuple(TextSpan(*hit.span(), hit[0]) for hit in re.finditer(_EMAIL, hidden))

    @cached_property
    def masked(self) -> str:
        """The half-width text with web and mail addresses blanked out by NUL, the same length."""
        return blank(self.flat, (*self.urls, *self.emails))

    @cached_property
    def _schemed(self) -> tuple[TextSpan, ...]:
        return self._spans(_WITH_SCHEME, self.flat) if "//" in self.flat else ()

    def _ascii_end(self, start: int, end: int) -> int:
        """Where an address in half width ends: before a full-width sign, which is the prose's."""
        path = re.compile(r"[^/]*//[^/?#\s]*|[^/?#\s]*").match(self.flat, start, end)
        if path is None or not self.text[start].isascii():
            return end
        wide = re.compile(r"[^\x00-\x7f]").search(self.text, path.end(), end)
        return wide.start() if wide else end

    def _spans(self, pattern: str, text: str) -> tuple[TextSpan, ...]:
        spans = []
        for hit in re.finditer(pattern, text):
            start, end = hit.span()
            end = self._ascii_end(start, end)
            address = text[start:end]
            end -= len(tail[0]) if (tail := re.search(_TAIL, address)) else 0
            while text[end - 1] in _OPENED and not _closes(text, start, end):
                end -= 1
            spans.append(TextSpan(start, end, text[start:end]))
        return tuple(spans)


def mail_address(written: str) -> str:
    """A mail address as a program would write it, whatever stands for @ and the dots."""
    return re.sub(_DOT, ".", re.sub(f"{_AT}|[{_SIGNS}]", "@", written)).lower()


def _closes(text: str, start: int, end: int) -> bool:
    """Whether the bracket at the end was opened inside: /a_(b), but not （https://example.com/）."""
    bracket = text[end - 1]
    return text.count(_OPENED[bracket], start, end) >= text.count(bracket, start, end)


def blank(text: str, spans: tuple[TextSpan, ...]) -> str:
    """The text with the spans blanked out by NUL, the same length."""
    letters: list[str] = []
    position = 0
    for span in sorted(spans, key=lambda span: span.start):
        letters += (text[position : span.start], "\x00" * (span.end - max(position, span.start)))
        position = max(position, span.end)
    return "".join((*letters, text[position:]))


@lru_cache(8)
def read_post_text(text: str) -> PostText:
    """The reading of a text, remembered while kinds and counters ask for the same."""
    return PostText(text)
