"""Words that bear on what may not be posted: confidential, undecided, rumor, abuse. The lists are data.

A word is silent inside a longer word that its list names (`unless`), and inside a run of its own script: バカ is
not in バカンス, nor in そばかす. Where the list writes katakana, the text must: ブスト spares ブスト, not ブスと.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from uedasns_tui.findings.finding import Context, Finding
from uedasns_tui.findings.masks import Reading
from uedasns_tui.guideline.schema import Word, WordList
from uedasns_tui.japanese.fold import Folded, fold, fold_map

_PARTICLES: Final = "はがをにのもとへでやなしくいた"
SHORT: Final = 2
"""Up to this many letters a word in hiragana is too easily a part of others."""


@lru_cache(16)
def _prepared(words: WordList) -> tuple[str, dict[str, tuple[Word, tuple[str, ...]]]]:
    """The pattern of a list, longest word first, and each folded word with its exceptions."""
    known = {fold(one.word): (one, one.unless) for one in words.word if fold(one.word)}
    longest = sorted(known, key=len, reverse=True)
    return "|".join(re.escape(one) for one in longest), known


def find(read: Reading, context: Context) -> Iterator[Finding]:
    """Every word of every list."""
    if not context.words:
        return
    folded = fold_map(read.text)
    for one in context.words:
        pattern, known = _prepared(one)
        for hit in re.finditer(pattern, folded.text) if known else ():
            word, longer = known[hit[0]]
            start, end = _span(folded, *hit.span())
            if _excused(read.text, folded, *hit.span(), longer) or _inside(read.text, start, end, word.word):
                continue
            found = read.text[start:end]
            message = one.message.replace("{word}", found)
            clause = one.clause or context.clauses.get(one.kind, "")
            yield Finding(start, end, one.kind, found, clause, f"「{found}」：{message}{word.reason}")


def _span(folded: Folded, start: int, stop: int) -> tuple[int, int]:
    """The span in the text as written; a character that folds to several is taken whole."""
    while stop < len(folded.text) and folded.offsets[stop] == folded.offsets[stop - 1]:
        stop += 1
    return folded.offsets[start], folded.offsets[stop]


def _excused(text: str, folded: Folded, start: int, end: int, longer: tuple[str, ...]) -> bool:
    """Whether the word stands inside one of the longer words; `start` and `end` are of the folded text."""
    inner = folded.text[start:end]
    for written in longer:
        whole = fold(written)
        at = whole.find(inner)
        while at >= 0:
            if start >= at and folded.text.startswith(whole, start - at):
                first, stop = _span(folded, start - at, start - at + len(whole))
                if _same_kana(written, text[first:stop]):
                    return True
            at = whole.find(inner, at + 1)
    return False


def _same_kana(listed: str, text: str) -> bool:
    """Whether the text has hiragana only if a listed word in katakana has it too."""
    scripts = {script(letter) for letter in listed}
    return "katakana" not in scripts or {script(letter) for letter in text} - {""} == scripts - {""}


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
    """Whether a word of kana or letters goes on in its own script. A word that its list has in katakana is meant
    in katakana (デマ is not in 公園でまつり); a short one in hiragana must follow a particle or another script."""
    written = {script(letter) for letter in text[start:end]}
    before = script(text[start - 1]) if start else ""
    after = script(text[end]) if end < len(text) else ""
    if written in ({"katakana"}, {"latin"}):
        return before in written or after in written
    listed = {script(letter) for letter in word}
    if listed == {"katakana"}:
        return written != {"katakana"}
    if written == listed == {"hiragana"} and len(word) <= SHORT:
        return before == "hiragana" and text[start - 1] not in _PARTICLES
    return False
