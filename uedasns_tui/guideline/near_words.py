"""Words nearly as they are written: a long mark left out, a large letter for a small one, one letter wrong.

Used by `topic_search` for a word of kana that stands nowhere as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

LEAST = 4
"""Kana of the shortest word in which one may be wrong."""
LARGE = str.maketrans(
    {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
    | {ord(small): ord(large) for small, large in zip("ぁぃぅぇぉゃゅょゎァィゥェォャュョヮ", "あいうえおやゆよわ" * 2, strict=True)}
    | dict.fromkeys(map(ord, "ーっッ"))
    | {ord(voiced): ord(plain) for voiced, plain in zip("ぢづヂヅ", "じずじず", strict=True)}
)  # fmt: skip
"""Each kana as large hiragana; long marks and the small tsu left out."""
LONG = re.compile(
    "(?<=[うくすつぬふむゆるぐずぶぷおこそとのほもよろをごぞどぼぽ])う|(?<=[えけせてねへめれげぜでべぺ])い"
)
"""A vowel that is heard as the length of the one before it."""


def sound(word: str) -> str:
    """A word of kana without what is often typed otherwise."""
    return LONG.sub("", word.translate(LARGE))


class NearWords:
    """Known words by their sound."""

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        """`words`: each with its kana."""
        self.by_first: dict[str, dict[str, str]] = {}
        for word, kana in words:
            heard = sound(kana)
            self.by_first.setdefault(heard[:1], {}).setdefault(heard, word)
        self.near = lru_cache(256)(self._near)

    def _near(self, kana: str) -> str:
        """The known word that sounds like what was typed, or differs in one kana; "" for none."""
        heard = sound(kana)
        known = self.by_first.get(heard[:1], {})
        if heard in known:
            return known[heard]
        near = [
            other for other in known if max(len(heard), len(other)) >= LEAST and is_one_slip(heard, other)
        ]
        return known[max(near, key=len)] if near else ""


def is_one_slip(typed: str, known: str) -> bool:
    """Whether two words differ by one letter, or by two that changed places."""
    if abs(len(typed) - len(known)) > 1:
        return False
    start = 0
    while start < min(len(typed), len(known)) and typed[start] == known[start]:
        start += 1
    typed, known = typed[start:], known[start:]
    if len(typed) == len(known):
        return typed[1:] == known[1:] or (typed[:2] == known[1::-1] and typed[2:] == known[2:])
    return typed[1:] == known or typed == known[1:]
