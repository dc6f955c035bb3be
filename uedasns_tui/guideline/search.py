"""Search in the guideline: several words, folded, in Japanese, kana or romaji.

Used by `find` and the finder, at every key. Texts are folded and read aloud once for each guideline, when the first
word is typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice
from typing import Literal

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline import citations
from uedasns_tui.guideline.clause_tree import Clause
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.readings import ReadingAligner, ReadingSpan
from uedasns_tui.japanese import fold, romaji

Span = tuple[int, int]
NEAR = 0.6
"""From this likeness on (0 to 1), a word is offered for another that is not found."""


@dataclass(frozen=True)
class ClauseHit:
    """A clause that holds every word. `spans` are offsets in `shown`, its title and text; `score` counts hits.

    A word may stand in a heading above instead, as long as one stands in the clause itself.
    """

    clause: Clause
    shown: str
    spans: tuple[Span, ...]
    score: float = 1.0


@dataclass(frozen=True)
class OtherHit:
    """A checklist's item, a form's field, a choice or a help that holds every word; `page` is the id of that checklist or form."""

    kind: Literal["item", "field", "choice", "help"]
    id: str
    page: str
    clause: str
    shown: str
    spans: tuple[Span, ...]
    score: float = 1.0


@dataclass(frozen=True)
class SearchResult:
    """The hits of a query: clauses in document order, then items and fields."""

    query: str
    hits: tuple[ClauseHit, ...] = ()
    others: tuple[OtherHit, ...] = ()

    @property
    def count(self) -> int:
        """How many clauses."""
        return len(self.hits)


class SearchIndex:
    """The texts of a guideline, folded, and where each sound of them may begin."""

    def __init__(self, guideline: Guideline) -> None:
        self.clauses = guideline.clauses
        self.others = tuple(_others(guideline))
        self.texts = (*(clause.whole for clause in self.clauses), *(other.shown for other in self.others))
        self.folded = [fold.fold_map(text) for text in self.texts]
        number_of = {id(clause): number for number, clause in enumerate(self.clauses)}
        self.above = [[number_of[id(above)] for above in clause.path[:-1]] for clause in self.clauses]
        self.titles = [len(clause.title) for clause in self.clauses]
        reader = ReadingAligner(guideline.readings)
        self.sounds: dict[str, list[tuple[int, ReadingSpan]]] = {}
        for number, text in enumerate(self.texts):
            for span in reader.spoken(text):
                self.sounds.setdefault(span.kana, []).append((number, span))

    @lru_cache(256)  # noqa: B019 - lives as long as the index, of which there are four at most
    def spans(self, word: str) -> dict[int, tuple[Span, ...]]:
        """Where a word stands, by the number of the text."""
        spans: dict[int, list[Span]] = {}
        wanted = fold.fold(word)
        for number, folded in enumerate(self.folded):
            if wanted in folded.text:
                spans[number] = list(fold.find_all(word, folded))
        if len(wanted) > 1 and romaji.kana_of(word):
            for kana, places in self.sounds.items():
                if romaji.readings_match(word, kana):
                    for number, span in places:
                        spans.setdefault(number, []).append((span.start, _end(word, span)))
        return {number: tuple(joined(ranges)) for number, ranges in spans.items() if ranges}


def _end(word: str, span: ReadingSpan) -> int:
    """Where the words end that were needed to say what was typed."""
    ends = (end for length, end in span.ends if romaji.readings_match(word, span.kana[:length]))
    return next(ends, span.ends[-1][1])


@lru_cache(4)
def search_index(guideline: Guideline) -> SearchIndex:
    """The index of a guideline; made once."""
    return SearchIndex(guideline)


def _others(guideline: Guideline) -> Iterator[OtherHit]:
    for checklist in guideline.checklists.values():
        for item in checklist.item:
            yield OtherHit("item", item.id, checklist.id, item.clause, item.say, ())
            if item.help:
                yield OtherHit("help", item.id, checklist.id, item.clause, item.help, ())
    for form in guideline.forms.values():
        for field in form.field:
            yield OtherHit("field", field.id, form.id, field.clause, field.label, ())
            if field.help:
                yield OtherHit("help", field.id, form.id, field.clause, field.help, ())
            for choice in field.choices.values():
                yield OtherHit("choice", field.id, form.id, field.clause, f"{field.label}: {choice}", ())


def search(guideline: Guideline, query: str) -> SearchResult:
    """Clauses, items and fields that hold every word of a query. An empty query finds nothing."""
    words = query.split()
    if not words:
        return SearchResult(query)
    index = search_index(guideline)
    places = [index.spans(word) for word in words]
    hits = []
    for number, clause in enumerate(index.clauses):
        own = [spans for by_number in places if (spans := by_number.get(number))]
        if own and all(number in by_number or titled(index, by_number, number) for by_number in places):
            spans = tuple(joined(span for spans in own for span in spans))
            hits.append(ClauseHit(clause, index.texts[number], spans, len(own) + len(spans) / 100))
    others = []
    first = len(index.clauses)
    for number, other in enumerate(index.others, first):
        if all(number in by_number for by_number in places):
            spans = tuple(joined(span for by_number in places for span in by_number[number]))
            others.append(OtherHit(other.kind, other.id, other.page, other.clause, other.shown, spans))
    return SearchResult(query, tuple(hits), tuple(others))


def titled(index: SearchIndex, spans: dict[int, tuple[Span, ...]], number: int) -> bool:
    """Whether a word stands in a heading above a clause."""
    return any(start < index.titles[up] for up in index.above[number] for start, _ in spans.get(up, ()))


def joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans in order, those that touch made one."""
    start = end = -1
    for first, last in sorted(spans):
        if first > end:
            if end >= 0:
                yield start, end
            start, end = first, last
        else:
            end = max(end, last)
    if end >= 0:
        yield start, end


def suggest(guideline: Guideline, query: str, most: int = 5) -> tuple[str, ...]:
    """The nearest citations, or words of the guideline that are found, for a query that finds nothing."""
    if any(letter.isdecimal() for letter in query) and citations.steps(query):
        return tuple(clause.citation for clause in guideline.nearest(query)[:most])
    wanted = fold.fold(query).strip()
    if not wanted:
        return ()
    sounds = romaji.kana_of(query)[:2] if romaji.is_romaji(query) else ()
    ranked: list[tuple[float, str]] = []
    for word, (plain, sound) in _words(guideline).items():
        like = max(_like(wanted, plain), *(_like(spoken, sound) for spoken in (*sounds, wanted)))
        if like >= NEAR:
            ranked.append((like, word))
    ranked.sort(key=lambda pair: (-pair[0], pair[1]))
    words = (word for _, word in ranked if search(guideline, word).hits)
    return tuple(islice(words, most)) or tuple(clause.citation for clause in guideline.nearest(query)[:most])


def _like(text: str, other: str) -> float:
    matcher = SequenceMatcher(None, text, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR else 0.0


@lru_cache(4)
def _words(guideline: Guideline) -> dict[str, tuple[str, str]]:
    """Words that may be offered, folded, and how they sound: the dictionary's, and runs of katakana or Latin."""
    plain = {
        word
        for text in search_index(guideline).texts
        for word in re.findall("[ァ-ヺー]{3,}|[A-Za-z]{3,}", text)
    }
    sounds = {word: word for word in sorted(plain)} | dict(guideline.readings)
    return {word: (fold.fold(word), fold.fold(sound)) for word, sound in sounds.items() if len(word) > 1}
