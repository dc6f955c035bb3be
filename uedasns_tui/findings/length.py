"""The length of a text as each platform counts it. The limits, their source and day are data.

Used as a kind of finding, and by the screen's live counter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final

from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.post_text import UNSEEN, PostText, read_post_text
from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.facts_schema import LengthLimit, Platform, WeightedCount

HASHTAG: Final = r"(?<![\w&/])[#＃](?=\w*[^\W\d_])\w+"
EMOJI: Final = (
    "(?:[\U0001f1e6-\U0001f1ff]{2}|[0-9#*]\ufe0f?\u20e3"
    "|(?:[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u27bf\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299]\ufe0f"
    "|[\u231a\u231b\u23e9-\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55]"
    "|[\u261d\u26f9\u270a-\u270d][\U0001f3fb-\U0001f3ff]\ufe0f?"
    "|[\U0001f000-\U0001faff])(?:\ufe0f|[\U0001f3fb-\U0001f3ff]|[\U000e0020-\U000e007f])*"
    "(?:\u200d(?:[\u2600-\u27bf\U0001f000-\U0001faff])(?:\ufe0f|[\U0001f3fb-\U0001f3ff])*)*)"
)
WORDS: Final = {
    "text": "本文",
    "title": "題",
    "description": "説明文",
    "hashtags": "ハッシュタグ",
    "bubbles": "吹き出し",
}


@dataclass(frozen=True)
class Measure:
    """How much of a limit a text takes. `unit` as in Limit."""

    what: str
    count: int
    max: int
    unit: str
    over: bool
    limit: LengthLimit


def measure(text: str, platform: Platform) -> tuple[Measure, ...]:
    """The text against every limit of a platform that a text alone can be held to."""
    measures = []
    for limit in platform.limit:
        if limit.what == "title":
            continue
        count = _count(text, limit, platform)
        measures.append(Measure(limit.what, count, limit.max, limit.unit, count > limit.max, limit))
    return tuple(measures)


def _count(text: str, limit: LengthLimit, platform: Platform) -> int:
    if limit.what == "hashtags":
        return len(re.findall(HASHTAG, text))
    if limit.what == "bubbles":
        size = next((other.max for other in platform.limit if other.what == "text"), 1)
        return -(-len(unicodedata.normalize("NFC", text)) // size) if text else 0
    return UNITS[limit.unit](text, platform)


def weighted(text: str, rule: WeightedCount) -> int:
    """X's weighted length: NFC, every address `url`, an emoji the default, else by range."""
    post = read_post_text(unicodedata.normalize("NFC", text))
    total = position = 0
    for url in post.urls:
        if re.match("ftp:|//", url.text, re.I) or not _resolves(url.text):
            continue
        total += _plain_weight(post.text[position : url.start], rule) + rule.url * rule.scale
        position = url.end
    unseen = "".join(re.findall(UNSEEN, post.typed))
    return (total + _plain_weight(post.text[position:] + unseen, rule)) // rule.scale


def _resolves(address: str) -> bool:
    """Whether every label of the host keeps to the 63 octets of RFC 1035, without which it is plain text."""
    host = re.sub(r"^[a-z]+:", "", address, flags=re.I).lstrip("/").partition("/")[0]
    return all(
        len(label if label.isascii() else b"xn--" + label.encode("punycode", "replace")) <= 63
        for label in host.split(".")
    )


def _plain_weight(text: str, rule: WeightedCount) -> int:
    total = 0
    rest, emoji = re.subn(EMOJI, "", text)
    total += emoji * rule.default
    for letter in rest:
        code = ord(letter)
        total += next((weight for first, last, weight in rule.range if first <= code <= last), rule.default)
    return total


UNITS: Final[dict[str, Callable[[str, Platform], int]]] = {
    "weighted": lambda text, platform: weighted(text, platform.weighted) if platform.weighted else len(text),
    "characters": lambda text, _: len(unicodedata.normalize("NFC", text)),
    "utf16": lambda text, _: len(text.encode("utf-16-le", "surrogatepass")) // 2,
    "bytes": lambda text, _: len(text.encode("utf-8", "surrogatepass")),
    "count": lambda text, _: len(text),
}


def find(post: PostText, context: FindingContext) -> Iterator[Finding]:
    """A limit that the text is over, once a platform; the span is what is too much."""
    for platform in context.platforms:
        for measured in measure(post.typed, platform):
            if measured.over:
                start, end = _excess(post.typed, measured, platform)
                clause, message = context.clauses.get("length", ""), _message(measured, platform)
                yield Finding(start, end, "length", post.typed[start:end], clause, message)


def _excess(text: str, measured: Measure, platform: Platform) -> tuple[int, int]:
    """From where on the limit is passed."""
    if measured.what == "hashtags":
        tags = list(re.finditer(HASHTAG, text))
        return tags[measured.max].start(), tags[-1].end()
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if _count(text[:middle], measured.limit, platform) <= measured.max:
            low = middle
        else:
            high = middle - 1
    return low, len(text)


def _message(measured: Measure, platform: Platform) -> str:
    if measured.what == "bubbles":
        return f"{platform.name}で一度に送れる吹き出しは{measured.max}個までです（この文では{measured.count}個になります）。"
    unit = "個" if measured.unit == "count" else "バイト" if measured.unit == "bytes" else "字"
    scale = "（全角は2字と数えます）" if measured.unit == "weighted" else ""
    message = f"{platform.name}の{WORDS[measured.what]}は{measured.max:,}{unit}までです{scale}。今は{measured.count:,}{unit}で、{measured.count - measured.max:,}{unit}多いです。"
    if measured.what == "text" and any(limit.what == "bubbles" for limit in platform.limit):
        message += "吹き出しを分けてください。"
    return message
