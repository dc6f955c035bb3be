"""Words about what may not be posted: confidential, undecided, rumor, abuse. The lists are data.

A hit begins and ends at the border of a run of its own script: 成金 is not in 助成金, バカ not in バカンス, やから not in
やカラス. A list lets a word go on in kanji (`compound`), and spares it inside longer wordings (`unless`), each in
the script it is written in. How a list writes wordings is said in `guideline/word_pattern.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Final

from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.post_text import PostText
from uedasns_tui.findings.resemblance import resembling
from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline import word_pattern
from uedasns_tui.guideline.facts_schema import ListedWord, WordList
from uedasns_tui.guideline.word_pattern import folded
from uedasns_tui.japanese.fold import Folded, fold_map

_PARTICLES: Final = "はがをにのもとへでやなしくいた"
SHORT: Final = 2
"""Up to this many letters a word in hiragana or kanji is too easily a part of others."""
RESEMBLES: Final = "この言い回しは、そうした文の例に似ています。"
AROUND: Final = 40
"""So many letters before and behind a word are looked at for what spares it."""
_KANA: Final = frozenset(("hiragana", "katakana"))


@dataclass(frozen=True)
class _Entry:
    """A wording of a list, its patterns made when a text first asks for them."""

    wording: str
    word: ListedWord
    words: WordList

    @cached_property
    def openings(self) -> dict[str, tuple[str, ...]]:
        """What it can begin with, folded, and as listed: a look at these spares making most patterns."""
        listed: dict[str, tuple[str, ...]] = {}
        for opening in word_pattern.openings(self.wording, self.words.sets):
            listed[folded(opening)] = (*listed.get(folded(opening), ()), opening)
        return dict(sorted(listed.items(), key=lambda item: -len(item[0])))

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """The openings alone."""
        return tuple(self.openings)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What matches it."""
        return re.compile(word_pattern.pattern(self.wording, self.words.sets))

    @cached_property
    def longer(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """What spares it, as written and as a pattern that matches it at every place."""
        sets, word = self.words.sets, word_pattern.matched_form(self.wording)
        written = ((longer, longer.replace(word_pattern.FOUND, word)) for longer in self.word.unless)
        return tuple(
            (short, re.compile(f"(?=({word_pattern.pattern(full, sets)}))")) for short, full in written
        )


@dataclass(frozen=True)
class _Prepared:
    """A list made ready: words by the letter they begin with, the longest first, and what spares any of them."""

    by_letter: dict[str, tuple[_Entry, ...]]
    letters: re.Pattern[str]
    frames: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]


@lru_cache(16)
def _prepared(words: WordList) -> _Prepared:
    by_letter: dict[str, list[_Entry]] = {}
    entries = (_Entry(wording, word, words) for word in words.word for wording in word.wordings)
    for entry in sorted(entries, key=lambda entry: len(entry.wording), reverse=True):
        for letter in {opening[0] for opening in entry.openings if opening}:
            by_letter.setdefault(letter, []).append(entry)
    frames = (frame.split(word_pattern.FOUND, 1) for frame in words.unless)
    return _Prepared(
        {letter: tuple(entries) for letter, entries in by_letter.items()},
        re.compile(f"[{re.escape(''.join(by_letter))}]" if by_letter else r"(?!)"),
        tuple(
            (
                re.compile(rf"(?:{word_pattern.pattern(before, words.sets)})\Z"),
                re.compile(word_pattern.pattern(after, words.sets)),
            )
            for before, after in frames
        ),
    )


@dataclass(frozen=True)
class _Hit:
    """A match of an entry: its span in the folded text, and in the text it was folded from."""

    entry: _Entry
    first: int
    stop: int
    start: int
    end: int


def find(text: PostText, context: FindingContext) -> Iterator[Finding]:
    """Every word of every list; and the sentences without any that resemble what a list is about."""
    if not context.words:
        return
    mapped = fold_map(text.text)
    comparable = mapped._replace(text=mapped.text.replace("、", ","))
    lists = {words.kind: words for words in context.words}
    hits = [
        (words.kind, hit.start, hit.end, hit.entry.word.reason)
        for words in context.words
        for hit in _hits(text.text, comparable, _prepared(words))
    ]
    known = tuple((start, end) for _, start, end, _ in hits)
    alike = ((kind, start, end, RESEMBLES) for kind, start, end in resembling(text.masked, lists, known))
    for kind, first, last, reason in (*hits, *alike):
        words = lists[kind]
        start, end = text.typed_span(first, last)
        written = text.typed[start:end]
        clause = words.clause or context.clauses.get(kind, "")
        yield Finding(start, end, kind, written, clause, words.message.replace("{word}", written) + reason)


def _hits(text: str, comparable: Folded, prepared: _Prepared) -> Iterator[_Hit]:
    position = 0
    while letter := prepared.letters.search(comparable.text, position):
        position = letter.start()
        hit = _longest(prepared.by_letter[letter[0]], comparable, position)
        if hit is None:
            position += 1
            continue
        if (
            _is_whole(text, hit)
            and not _is_framed(prepared, comparable.text, hit)
            and not _is_spared(text, comparable, hit)
        ):
            position = hit.stop
            yield hit
        else:
            position = hit.first + 1


def _longest(entries: tuple[_Entry, ...], comparable: Folded, position: int) -> _Hit | None:
    """The word that reaches farthest from this place."""
    best, stop = None, position
    for entry in entries:
        if comparable.text.startswith(entry.starts, position):
            match = entry.pattern.match(comparable.text, position)
            if match and match.end() > stop:
                best, stop = entry, match.end()
    return _Hit(best, position, stop, *_span(comparable, position, stop)) if best else None


def _span(comparable: Folded, first: int, stop: int) -> tuple[int, int]:
    """The span in the text as written; a character that folds to several is taken whole."""
    offsets = comparable.offsets
    while stop < len(comparable.text) and offsets[stop] == offsets[stop - 1]:
        stop += 1
    return offsets[first], offsets[stop]


def _is_framed(prepared: _Prepared, comparable: str, hit: _Hit) -> bool:
    """Whether a frame of the list is around the word."""
    around = comparable[max(0, hit.first - AROUND) : hit.first]
    return any(
        before.search(around) and after.match(comparable, hit.stop) for before, after in prepared.frames
    )


def _is_spared(text: str, comparable: Folded, hit: _Hit) -> bool:
    """Whether the word is inside one of the longer wordings that its list spares."""
    low, high = max(0, hit.first - AROUND), hit.stop + AROUND
    for written, longer in hit.entry.longer:
        for match in longer.finditer(comparable.text, low, high):
            if match.start() > hit.first:
                break
            if match.end(1) >= hit.stop and _in_listed_script(written, text, comparable, match, hit):
                return True
    return False


def _in_listed_script(written: str, text: str, comparable: Folded, match: re.Match[str], hit: _Hit) -> bool:
    """Whether the text has no kana of a script that the sparing wording has not: はばか spares nothing in はバカ."""
    if "…" in written or not match[1]:
        return True
    start, end = _span(comparable, *match.span(1))
    spared = text[start:end]
    if word_pattern.FOUND in written:
        spared = text[start : hit.start] + text[hit.end : end]
    return scripts(spared) & _KANA <= scripts(word_pattern.letters(written, hit.entry.words.sets))


def scripts(text: str) -> frozenset[str]:
    """The scripts of its letters; ー belongs to both kana."""
    return frozenset(script(letter) for letter in text if letter not in "ーｰ") - {""}


def script(letter: str) -> str:
    """katakana, hiragana, kanji, latin, or nothing that runs on."""
    if "\u30a1" <= letter <= "\u30fe" or "\uff66" <= letter <= "\uff9f":
        return "katakana"
    if "\u3041" <= letter <= "\u309e":
        return "hiragana"
    if "\u3400" <= letter <= "\u9fff" or letter in "々〆":
        return "kanji"
    return "latin" if letter.isalpha() and (letter < "\u0250" or "\uff21" <= letter <= "\uff5a") else ""


def _is_whole(text: str, hit: _Hit) -> bool:
    """Whether the hit is a word by itself, in a script that its list writes it in."""
    written = text[hit.start : hit.end]
    before = script(text[hit.start - 1]) if hit.start else ""
    after = script(text[hit.end]) if hit.end < len(text) else ""
    if not _opens_as_listed(text, hit):
        return False
    if before in ("katakana", "latin") and script(written[0]) == before:
        return False
    if after in ("katakana", "latin") and script(written[-1]) == after:
        return False
    if before == "hiragana" and _is_short(written, before) and word_pattern.is_plain(hit.entry.wording):
        return text[hit.start - 1] in _PARTICLES
    if hit.entry.word.compound:
        return True
    if _is_short(written, "kanji"):
        return "kanji" not in (before, after)
    return not (before == "kanji" == script(written[0]) and script(written[1:2]) != "kanji")


def _is_short(written: str, of: str) -> bool:
    return len(written) <= SHORT and all(script(letter) == of for letter in written)


def _opens_as_listed(text: str, hit: _Hit) -> bool:
    """Whether its opening is in a script that the list has it in: デマ is not in 公園でまつり, ㊙ no 秘."""
    openings = hit.entry.openings
    folded_text = folded(text[hit.start : hit.end])
    opening = next((opening for opening in openings if folded_text.startswith(opening)), None)
    if opening is None:
        return True
    start = hit.start
    end = start + _written_length(text[start : hit.end], opening)
    written = text[start:end]
    for listed in openings[opening]:
        if scripts(listed) == scripts(written):
            return bool(scripts(listed)) or listed == written
        if scripts(listed) == {"hiragana"} and re.fullmatch("[ァ-ヶーｦ-ﾟ]{2,}[ぁ-ん]*", written):
            return True
    return False


def _written_length(written: str, opening: str) -> int:
    """How many letters of the text make up its opening."""
    return next(
        (size for size in range(1, len(written) + 1) if len(folded(written[:size])) >= len(opening)),
        len(written),
    )
