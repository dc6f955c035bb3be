"""Words that bear on what may not be posted: confidential, undecided, rumor, abuse. The lists are data.

A word is silent inside a longer word that its list names (`unless`), and inside a run of its own script: バカ is
not in バカンス, nor in そばかす. Where the list writes katakana, the text must: ブスト spares ブスト, not ブスと. How a
list writes endings and surroundings is said in `guideline/word_pattern.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Final

from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.post_text import PostText
from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline import word_pattern
from uedasns_tui.guideline.facts_schema import ListedWord, WordList
from uedasns_tui.japanese.fold import Folded, fold, fold_map

_PARTICLES: Final = "はがをにのもとへでやなしくいた"
SHORT: Final = 2
"""Up to this many letters a word in hiragana is too easily a part of others."""
AROUND: Final = 40
"""So many letters before and behind a word are looked at for what makes it nobody's concern."""


@dataclass(frozen=True)
class _Known:
    """A word of a list, its patterns made when a text first asks for them."""

    word: ListedWord
    words: WordList

    @cached_property
    def openings(self) -> tuple[str, ...]:
        """What it can begin with, folded: a look at these spares making most patterns."""
        return tuple(fold("\n".join(word_pattern.openings(self.word.word, self.words.sets))).split("\n"))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds it."""
        return re.compile(word_pattern.pattern(self.word.word, self.words.sets))

    @cached_property
    def katakana(self) -> dict[str, frozenset[str]]:
        """Its openings, folded, that the list writes with katakana and in no other way; with their scripts."""
        listed = word_pattern.openings(self.word.word, self.words.sets)
        other = {fold(one) for one in listed if "katakana" not in scripts(one)}
        return {
            fold(one): scripts(one) for one in listed if "katakana" in scripts(one) and fold(one) not in other
        }

    @cached_property
    def longer(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """What spares it, as written and as a pattern that finds it at every place."""
        sets, found = self.words.sets, word_pattern.matched_form(self.word.word)
        written = ((one, one.replace(word_pattern.FOUND, found)) for one in self.word.unless)
        return tuple((one, re.compile(f"(?=({word_pattern.pattern(full, sets)}))")) for one, full in written)


@dataclass(frozen=True)
class _Prepared:
    """A list made ready: words by the letter they begin with, the longest first, and what spares any of them."""

    by_letter: dict[str, tuple[_Known, ...]]
    letters: re.Pattern[str]
    frames: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]


@lru_cache(16)
def _prepared(words: WordList) -> _Prepared:
    sets = words.sets
    known: dict[str, list[_Known]] = {}
    for one in sorted(words.word, key=lambda word: len(word_pattern.letters(word.word)), reverse=True):
        each = _Known(one, words)
        for letter in word_pattern.starts(one.word, sets) - {""}:
            known.setdefault(letter, []).append(each)
    frames = tuple(frame.split(word_pattern.FOUND, 1) for frame in words.unless)
    return _Prepared(
        {letter: tuple(ones) for letter, ones in known.items()},
        re.compile(f"[{re.escape(''.join(known))}]" if known else r"(?!)"),
        tuple(
            (
                re.compile(rf"(?:{word_pattern.pattern(before, sets)})\Z"),
                re.compile(word_pattern.pattern(after, sets)),
            )
            for before, after in frames
        ),
    )


def find(read: PostText, context: FindingContext) -> Iterator[Finding]:
    """Every word of every list."""
    if not context.words:
        return
    folded = fold_map(read.text)
    for one in context.words:
        for known, start, end in _words(read.text, folded, _prepared(one)):
            found = read.text[start:end]
            message = one.message.replace("{word}", found)
            clause = one.clause or context.clauses.get(one.kind, "")
            yield Finding(start, end, one.kind, found, clause, f"「{found}」：{message}{known.word.reason}")


def _words(text: str, folded: Folded, prepared: _Prepared) -> Iterator[tuple[_Known, int, int]]:
    """Each word of a list and its span in the text as written."""
    at = 0
    while letter := prepared.letters.search(folded.text, at):
        at = letter.start()
        known, stop = _longest(prepared.by_letter[letter[0]], folded.text, at)
        if known is None:
            at += 1
            continue
        start, end = _span(folded, at, stop)
        if not (
            _spared(prepared, folded.text, at, stop)
            or _excused(text, folded, at, stop, known)
            or _inside(text, start, end, known.word.word)
            or _in_hiragana(text, folded, at, known)
        ):
            yield known, start, end
        at = stop


def _span(folded: Folded, start: int, stop: int) -> tuple[int, int]:
    """The span in the text as written; a character that folds to several is taken whole."""
    while stop < len(folded.text) and folded.offsets[stop] == folded.offsets[stop - 1]:
        stop += 1
    return folded.offsets[start], folded.offsets[stop]


def _longest(known: tuple[_Known, ...], folded: str, at: int) -> tuple[_Known | None, int]:
    """The word that reaches farthest from this place, and where it ends."""
    best, stop = None, at
    for one in known:
        hit = one.pattern.match(folded, at) if folded.startswith(one.openings, at) else None
        if hit and hit.end() > stop:
            best, stop = one, hit.end()
    return best, stop


def _spared(prepared: _Prepared, folded: str, start: int, end: int) -> bool:
    """Whether a frame of the list stands around the word."""
    around = folded[max(0, start - AROUND) : start]
    return any(before.search(around) and after.match(folded, end) for before, after in prepared.frames)


def _excused(text: str, folded: Folded, start: int, end: int, known: _Known) -> bool:
    """Whether the word stands inside one of the longer words; `start` and `end` are of the folded text."""
    low, high = max(0, start - AROUND), end + AROUND
    for written, longer in known.longer:
        for hit in longer.finditer(folded.text, low, high):
            if hit.start() > start:
                break
            if hit.end(1) >= end and _same_kana(written, text, folded, *hit.span(1)):
                return True
    return False


def _in_hiragana(text: str, folded: Folded, at: int, known: _Known) -> bool:
    """Whether it stands in hiragana, and its list has it in katakana alone: デマ is not in 公園でまつり."""
    opening = next(one for one in known.openings if folded.text.startswith(one, at))
    written = known.katakana.get(opening)
    if written is None:
        return False
    start, end = _span(folded, at, at + len(opening))
    return scripts(text[start:end]) != written


def scripts(text: str) -> frozenset[str]:
    """The scripts of its letters; ー belongs to both kana."""
    return frozenset(script(letter) for letter in text if letter not in "ーｰ") - {""}


def _same_kana(listed: str, text: str, folded: Folded, start: int, end: int) -> bool:
    """Whether the text has hiragana only if a listed word in katakana has it too."""
    listed_in = scripts(listed)
    if "katakana" not in listed_in or not word_pattern.is_plain(listed):
        return True
    first, stop = _span(folded, start, end)
    return scripts(text[first:stop]) == listed_in


def script(letter: str) -> str:
    """katakana, hiragana, kanji, latin, or nothing that runs on."""
    if "\u30a1" <= letter <= "\u30fe" or "\uff66" <= letter <= "\uff9f":
        return "katakana"
    if "\u3041" <= letter <= "\u309e":
        return "hiragana"
    if "\u3400" <= letter <= "\u9fff" or letter in "々〆":
        return "kanji"
    return "latin" if letter.isalpha() and letter < "\u0250" else ""


def _inside(text: str, start: int, end: int, word: str) -> bool:
    """Whether a word of kana or letters goes on in its own script. A short one in hiragana must follow a particle or
    another script; a sign that is no letter must stand there itself: ㊙ folds to 秘."""
    written = {script(letter) for letter in text[start:end]}
    before = script(text[start - 1]) if start else ""
    after = script(text[end]) if end < len(text) else ""
    if written in ({"katakana"}, {"latin"}):
        return before in written or after in written
    listed = scripts(word_pattern.letters(word))
    if word_pattern.is_plain(word) and not listed:
        return text[start:end] != word
    if written == listed == {"hiragana"} and len(word) <= SHORT and word_pattern.is_plain(word):
        return before == "hiragana" and text[start - 1] not in _PARTICLES
    return False
