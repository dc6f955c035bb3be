"""The words of `[asks]`, in the notation of the word lists: which sentences ask. Used by `coverage` and `integrity`.

No sentence and no wording can make this try without end: from a wording's end to its beginning, all places of the
sentence are looked at together, once. Old files hold a regular expression, which is read into wordings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property, lru_cache, reduce
from typing import NamedTuple

from uedasns_tui.guideline import old_asks, word_pattern
from uedasns_tui.guideline.guideline_schema import AskingWords

MOST = 200
"""Wordings of a list that are used; as many letters each may have."""


class Signs(NamedTuple):
    """The wordings of `[asks]` as they are used."""

    must: tuple[str, ...]
    should: tuple[str, ...]
    unless: tuple[str, ...]


UNREAD = (
    "正規表現は使わなくなりました。何かを求める文を数えていません。語の表（words/）と同じ書き方の言い方を並べてください（例: "
    'must = ["こと。", "なければならない。"]）。'
)
"""Said of an old expression that cannot be read into wordings."""


@lru_cache(16)
def signs(asks: AskingWords) -> Signs:
    """The wordings, those of an old file too; what cannot be read is left out, and the check of the folder says so."""
    lists, spared = [], list(asks.unless)
    for written in (asks.must, asks.should):
        if isinstance(written, str):
            written, unless = read_old(written) or ((), ())
            spared += unless
        lists.append(written)
    return Signs(*(tuple(filter(_is_sound, words[:MOST])) for words in (*lists, spared)))


def read_old(expression: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The wordings of an old file's expression and those that it spares; None if they cannot be had."""
    try:
        wordings, spared = old_asks.wordings(expression)
    except old_asks.UnreadableExpression:
        return None
    sound = len(wordings) <= MOST and len(spared) <= MOST and all(map(_is_sound, (*wordings, *spared)))
    return (wordings, spared) if sound or not expression else None


def rewritten(name: str, expression: str) -> str:
    """What to write in place of an old expression."""
    wordings, spared = read_old(expression) or ((), ())
    lines = [
        f"{key} = {json.dumps(words, ensure_ascii=False)}"
        for key, words in ((name, wordings), ("unless", spared))
        if words
    ]
    return f"正規表現は、語の表（words/）と同じ書き方に変わりました。次のように書き直してください（今は読み替えて使っています）。{' '.join(lines)}"


def _is_sound(written: str) -> bool:
    return 0 < len(written) <= MOST and not any(word_pattern.faults(written, {}))


def faults(written: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """What is wrong with the wordings of a list, by their number."""
    for index, wording in enumerate(written[: MOST + 1]):
        if index == MOST:
            yield index, f"言い方が多すぎます（{MOST} 個まで）。ここから先は使いません。"
        elif not 0 < len(wording) <= MOST:
            yield index, f"言い方は 1～{MOST} 字で書いてください（今は {len(wording):,} 字）。"
        else:
            yield from ((index, message) for message in word_pattern.faults(wording, {}))


def holds_any(wordings: tuple[str, ...], sentence: str) -> bool:
    """Whether a sentence holds one of the wordings; their 。 is its very end."""
    places = _Places(word_pattern.folded(sentence).rstrip("。"))
    return any(places.begins(wording) for wording in wordings)


class _Places:
    """The places of a sentence where something can begin: the bits of a number."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.whole = (1 << len(text) + 1) - 1

    def begins(self, wording: str) -> int:
        """Where a wording begins, and all of it follows."""
        places = self.whole
        for number, (forms, is_beside) in reversed(tuple(enumerate(word_pattern.steps(wording, {})))):
            after = self.whole if is_beside and number else places
            begun = reduce(int.__or__, (self.simple(form, after) for form in forms), 0)
            places = places & begun if is_beside and number else begun
            if not places:
                break
        return places

    def simple(self, form: str, places: int) -> int:
        """Where a form without brackets begins that ends at one of these places."""
        for part in reversed(re.split("(。…|[…。])", form)):
            if part == "。":
                places &= 1 << len(self.text)
            elif part in ("…", "。…"):
                over = self.inside if part == "…" else self.whole
                for _ in range(word_pattern.GAP):
                    places |= places >> 1 & over
            elif part:
                letters = word_pattern.folded(part)
                places = places >> len(letters) & self.letters(letters)
        return places

    @cached_property
    def inside(self) -> int:
        """The places of letters that end no sentence."""
        return int("".join("01"[letter not in "。!?\n"] for letter in reversed(self.text)) or "0", 2)

    def letters(self, letters: str) -> int:
        """The places where these letters stand."""
        places, at = bytearray(b"0" * (len(self.text) + 1)), self.text.find(letters)
        while at >= 0:
            places[-1 - at] = ord("1")
            at = self.text.find(letters, at + 1)
        return int(places, 2)
