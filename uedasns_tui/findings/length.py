"""How long a text is by the platform's own count. The limits, their source and day are data.

Used as a kind of finding, and by the screen's live counter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from uedasns_tui.findings.finding import Context, Finding
from uedasns_tui.findings.masks import Reading, reading
from uedasns_tui.guideline.schema import Limit, Platform, Weighted

_HASHTAG = re.compile(r"(?<![\w&/])[#＃](?=\w*[^\W\d_])\w+")
_EMOJI = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff]{2}|[0-9#*]\ufe0f?\u20e3"
    "|(?:[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u27bf\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299]\ufe0f"
    "|[\u231a\u231b\u23e9-\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55]"
    "|[\u261d\u26f9\u270a-\u270d][\U0001f3fb-\U0001f3ff]\ufe0f?"
    "|[\U0001f000-\U0001faff])(?:\ufe0f|[\U0001f3fb-\U0001f3ff]|[\U000e0020-\U000e007f])*"
    "(?:\u200d(?:[\u2600-\u27bf\U0001f000-\U0001faff])(?:\ufe0f|[\U0001f3fb-\U0001f3ff])*)*)"
)
WORDS = {
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
    limit: Limit


def measure(text: str, platform: Platform) -> tuple[Measure, ...]:
    """The text against every limit of a platform that a text alone can be held to."""
    found = []
    for limit in platform.limit:
        if limit.what == "title":
            continue
        count = _count(text, limit, platform)
        found.append(Measure(limit.what, count, limit.max, limit.unit, count > limit.max, limit))
    return tuple(found)


def _count(text: str, limit: Limit, platform: Platform) -> int:
    if limit.what == "hashtags":
        return len(_HASHTAG.findall(text))
    if limit.what == "bubbles":
        size = next((one.max for one in platform.limit if one.what == "text"), 1)
        return -(-len(unicodedata.normalize("NFC", text)) // size) if text else 0
    return UNITS[limit.unit](text, platform)


def weighted(text: str, rule: Weighted) -> int:
    """X's weighted length: NFC, every address `url`, an emoji the default, else by range."""
    flat = unicodedata.normalize("NFC", text)
    total = 0
    at = 0
    for one in reading(flat).urls:
        if not re.match(r"https?://|[\w.-]+\.[a-z]{2,}", one.text, re.I):
            continue
        total += _plain_weight(flat[at : one.start], rule) + rule.url * rule.scale
        at = one.end
    return (total + _plain_weight(flat[at:], rule)) // rule.scale


def _plain_weight(text: str, rule: Weighted) -> int:
    total = 0
    rest, emoji = _EMOJI.subn("", text)
    total += emoji * rule.default
    for letter in rest:
        code = ord(letter)
        total += next((weight for first, last, weight in rule.range if first <= code <= last), rule.default)
    return total


UNITS: dict[str, Callable[[str, Platform], int]] = {
    "weighted": lambda text, platform: weighted(text, platform.weighted) if platform.weighted else len(text),
    "characters": lambda text, _: len(unicodedata.normalize("NFC", text)),
    "utf16": lambda text, _: len(text.encode("utf-16-le", "surrogatepass")) // 2,
    "bytes": lambda text, _: len(text.encode("utf-8", "surrogatepass")),
    "count": lambda text, _: len(text),
}


def length(read: Reading, context: Context) -> Iterator[Finding]:
    """A limit that the text is over, once a platform."""
    for platform in context.platforms:
        for one in measure(read.text, platform):
            if one.over and one.what != "bubbles":
                what = WORDS[one.what]
                message = f"{platform.name}の{what}は{one.max:,}までです（今は{one.count:,}、{one.count - one.max:,}超えています）。"
                yield Finding(0, 0, "length", "", context.clauses.get("length", ""), message)
            elif one.over:
                message = f"{platform.name}で一度に送れる吹き出しは{one.max}個までです（この文では{one.count}個になります）。"
                yield Finding(0, 0, "length", "", context.clauses.get("length", ""), message)
