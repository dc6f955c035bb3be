"""Words that bear on what may not be posted: confidential, undecided, rumor, abuse. The lists are data.

A word counts as a word: it is silent inside a longer word that its list names, and where the run of its own
script goes on (バカ inside バカンス).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from uedasns_tui.findings.finding import Context, Finding
from uedasns_tui.findings.masks import Reading
from uedasns_tui.guideline.schema import Word, WordList
from uedasns_tui.japanese.fold import fold, fold_map


@lru_cache(8)
def _pattern(words: WordList) -> tuple[re.Pattern[str], dict[str, Word]] | None:
    known = {fold(one.word): one for one in words.word}
    if not known:
        return None
    longest = sorted(known, key=len, reverse=True)
    return re.compile("|".join(re.escape(one) for one in longest)), known


def words(read: Reading, context: Context) -> Iterator[Finding]:
    """Every word of every list."""
    folded = fold_map(read.text)
    for one in context.words:
        prepared = _pattern(one)
        if prepared is None:
            continue
        pattern, known = prepared
        for hit in pattern.finditer(folded.text):
            word = known[hit[0]]
            start, end = folded.offsets[hit.start()], folded.offsets[hit.end()]
            if _inside(read.text, start, end) or _excused(folded.text, hit.start(), hit.end(), word):
                continue
            message = one.message.replace("{word}", read.text[start:end])
            said = f"{message}{word.reason}" if word.reason and "{word}" not in one.message else message
            yield Finding(
                start,
                end,
                one.kind,
                read.text[start:end],
                one.clause or context.clauses.get(one.kind, ""),
                said,
            )


def _excused(text: str, start: int, end: int, word: Word) -> bool:
    """Whether the word stands inside one of the longer words that its list names."""
    for longer in word.unless:
        whole = fold(longer)
        inner = text[start:end]
        at = whole.find(inner)
        while at >= 0:
            begin = start - at
            if begin >= 0 and text.startswith(whole, begin):
                return True
            at = whole.find(inner, at + 1)
    return False


def _script(letter: str) -> str:
    if "\u30a0" <= letter <= "\u30ff" or letter == "ー":
        return "katakana"
    if "\u3400" <= letter <= "\u9fff" or letter == "々":
        return "kanji"
    return "latin" if letter.isascii() and letter.isalpha() else ""


def _inside(text: str, start: int, end: int) -> bool:
    """Whether a katakana or Latin word goes on before or after in its own script."""
    found = text[start:end]
    script = _script(found[0])
    if script not in ("katakana", "latin") or any(_script(letter) != script for letter in found):
        return False
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    return (bool(before) and _script(before) == script) or (bool(after) and _script(after) == script)
