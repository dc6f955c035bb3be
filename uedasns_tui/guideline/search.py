"""Finding in the guideline: several words, all of them, folded, in Japanese, kana or romaji.

Used by `find` and the finder. Texts are folded once; romaji and kana find words through their readings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.tree import Clause
from uedasns_tui.japanese import fold, romaji


@dataclass(frozen=True)
class Hit:
    """A clause that holds every word; `spans` are offsets in `shown`, its title and text."""

    clause: Clause
    shown: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Hits:
    """What was found, in document order."""

    query: str
    hits: tuple[Hit, ...] = ()

    @property
    def count(self) -> int:
        """How many clauses."""
        return len(self.hits)


def shown(clause: Clause) -> str:
    """What is searched and shown of a clause: title, then text."""
    return "\n".join(part for part in (clause.title, clause.text) if part)


@dataclass(frozen=True)
class _Prepared:
    clauses: tuple[tuple[Clause, str, fold.Folded], ...]
    words: tuple[tuple[str, str], ...]


@lru_cache(4)
def _prepared(guideline: Guideline) -> _Prepared:
    clauses = tuple((one, text := shown(one), fold.fold_map(text)) for one in guideline.clauses)
    words = tuple((fold.fold(word), fold.fold(reading)) for word, reading in guideline.readings.items())
    return _Prepared(clauses, words)


def search(guideline: Guideline, query: str) -> Hits:
    """Clauses whose title or text holds every word of the query."""
    prepared = _prepared(guideline)
    needles = [_needles(prepared, word) for word in unicodedata.normalize("NFKC", query).split()]
    if not needles:
        return Hits(query)
    hits = []
    for clause, text, folded in prepared.clauses:
        spans: list[tuple[int, int]] = []
        for ones in needles:
            found = [span for one in ones if one in folded.text for span in fold.find_all(one, folded)]
            if not found:
                break
            spans += found
        else:
            hits.append(Hit(clause, text, tuple(_joined(spans))))
    return Hits(query, tuple(hits))


@lru_cache(64)
def _needles(prepared: _Prepared, word: str) -> tuple[str, ...]:
    """The word itself, and every word of the text whose reading begins as it was typed."""
    own = fold.fold(word)
    found = [own]
    if romaji.is_romaji(word) or _is_kana(own):
        found += [
            text for text, reading in prepared.words if len(own) > 1 and romaji.readings_match(word, reading)
        ]
        found += [kana for kana in romaji.kana_of(word) if len(kana) > 1 and kana not in found]
    return tuple(dict.fromkeys(found))


def _is_kana(folded: str) -> bool:
    return bool(folded) and all("\u3041" <= letter <= "\u309f" or letter == "ー" for letter in folded)


def _joined(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans in order, those that touch made one."""
    start = end = -1
    for one in sorted(spans):
        if one[0] > end:
            if end >= 0:
                yield start, end
            start, end = one
        else:
            end = max(end, one[1])
    if end >= 0:
        yield start, end


def suggest(guideline: Guideline, query: str, most: int = 5) -> tuple[str, ...]:
    """The nearest citations, or the words of the guideline that are most like the query."""
    near = (
        guideline.nearest(query)
        if any(letter.isdigit() for letter in unicodedata.normalize("NFKC", query))
        else ()
    )
    if near:
        return tuple(one.citation for one in near[:most])
    wanted = fold.fold(query)
    pairs = {wanted[at : at + 2] for at in range(max(1, len(wanted) - 1))}
    letters = set(wanted)

    def like(word: str, reading: str) -> float:
        texts = (fold.fold(word), fold.fold(reading))
        kana = [*romaji.kana_of(query)[:4], wanted]
        shared = max(_share(one, text) for one in kana for text in texts)
        both = sum(1 for pair in pairs if pair in texts[0]) / len(pairs)
        return shared + both + len(letters & set(texts[0])) / (2 * max(1, len(letters)))

    ranked = sorted(
        ((like(word, reading), word) for word, reading in guideline.readings.items()), reverse=True
    )
    return tuple(word for score, word in ranked[:most] if score > 0.6)


def _share(one: str, other: str) -> float:
    """How much of two texts' beginnings is the same, 0 to 1."""
    same = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        same += 1
    return same / max(1, len(one))


def missing_readings(guideline: Guideline) -> tuple[str, ...]:
    """Runs of kanji in the guideline, checklists and forms that the readings do not cover."""
    texts = [shown(one) for one in guideline.clauses]
    texts += [item.say for one in guideline.checklists.values() for item in one.item]
    texts += [field.label for form in guideline.forms.values() for field in form.field]
    heads = {re.sub(r"[^\u3400-\u9fff々].*$", "", word) for word in guideline.readings}
    kanji_runs = sorted(heads - {""}, key=len, reverse=True)
    missing: dict[str, None] = {}
    for run in {run for text in texts for run in re.findall(r"[\u3400-\u9fff々]+", text)}:
        left = run
        for kanji in kanji_runs:
            left = left.replace(kanji, " ")
        if left.strip():
            missing[run] = None
    return tuple(sorted(missing))
