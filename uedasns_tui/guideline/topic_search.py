"""Finding by what a question is about: its words, their synonyms and readings, and what rests on a clause.

Used by `find` and the finder beside `search`, which wants every word as it stands. A clause counts for a word that
stands in itself, in a heading above it, or in an item or field that rests on it. What holds all words comes first;
where nothing does, what holds the most of them, rare words before common ones.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import lru_cache

from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.question_words import KATAKANA, PIECE, near_words, question_terms
from uedasns_tui.guideline.search import (
    ClauseHit,
    OtherHit,
    SearchResult,
    Span,
    joined,
    search,
    search_index,
    titled,
)

MOST = 30
"""Clauses, and other places, that are shown at most."""
ENOUGH, FALLBACK = 0.5, 0.4
"""The share of the best score from which on a hit is shown; where nothing holds every word."""
ABOVE, RESTING, TITLE = 0.5, 0.6, 0.15
"""What a word counts in a heading above and in what rests on a clause, beside 1 in the clause; more in its own title."""


def search_topics(guideline: Guideline, query: str) -> SearchResult:
    """What fits a question best, the best first."""
    index = search_index(guideline)
    clauses = len(index.clauses)
    scores: dict[int, float] = {}
    held: dict[int, int] = {}
    spans: dict[int, list[Span]] = {}
    terms = list(question_terms(guideline, query))
    for term in terms:
        best: dict[int, float] = {}
        for word, value in term.words:
            for number, (share, places) in _places(guideline, word).items():
                best[number] = max(best.get(number, 0.0), value * share)
                spans.setdefault(number, []).extend(places)
        for number, value in best.items():
            scores[number] = scores.get(number, 0.0) + value
            held[number] = held.get(number, 0) + 1
    whole = {number for number, count in held.items() if count == len(terms)}
    ranked = sorted(scores.items(), key=lambda pair: (pair[0] not in whole, -pair[1], pair[0]))
    own = [(number, score) for number, score in ranked if number < clauses]
    rest = [(number, score) for number, score in ranked if number >= clauses]
    return SearchResult(
        query,
        tuple(
            ClauseHit(index.clauses[number], index.texts[number], tuple(joined(spans[number])), score)
            for number, score in _enough(own, whole)
        ),
        tuple(
            replace(index.others[number - clauses], spans=tuple(joined(spans[number])), score=score)
            for number, score in _enough(rest, whole)
        ),
    )


def search_all(guideline: Guideline, query: str) -> SearchResult:
    """What holds every word of a query, in order of fit; then what fits what it is about."""
    exact, topics = search(guideline, query), search_topics(guideline, query)
    hits: dict[str, ClauseHit] = {}
    for hit in (*sorted(exact.hits, key=_fit, reverse=True), *topics.hits):
        hits.setdefault(hit.clause.citation, hit)
    others: dict[tuple[str, str], OtherHit] = {}
    for other in (*exact.others, *topics.others):
        others.setdefault((other.clause, other.shown), other)
    return SearchResult(query, tuple(hits.values()), tuple(others.values()))


def prepare(guideline: Guideline) -> None:
    """Fold and read aloud all texts and words now (some 60 ms), so that the first key of a search is as quick as the next."""
    search_all(guideline, "かな")
    _resting(guideline)
    near_words(guideline)


def _fit(hit: ClauseHit) -> float:
    """The score of a hit; more where a word stands in the title."""
    return hit.score + any(start < len(hit.clause.title) for start, _ in hit.spans) / 2


def _enough(ranked: list[tuple[int, float]], whole: set[int]) -> list[tuple[int, float]]:
    """Those that hold every word, and those not far from the best."""
    share = ENOUGH if any(number in whole for number, _ in ranked) else FALLBACK
    least = ranked[0][1] * share if ranked else 0.0
    return [(number, score) for number, score in ranked if number in whole or score >= least][:MOST]


# ---- where a word counts
@lru_cache(1024)
def _places(guideline: Guideline, word: str) -> dict[int, tuple[float, tuple[Span, ...]]]:
    """The texts for which a word counts, how much, and where it stands in them."""
    index = search_index(guideline)
    found = index.spans(word)
    places: dict[int, tuple[float, tuple[Span, ...]]] = {}
    for number, spans in found.items():
        title = index.titles[number] if number < len(index.clauses) else 0
        share = 1 if any(_is_whole(index.texts[number], span) for span in spans) else PIECE
        places[number] = (share + TITLE * any(start < title for start, _ in spans), spans)
    for number in range(len(index.clauses)):
        share = ABOVE if titled(index, found, number) else 0.0
        share = max([share, *(RESTING for other in _resting(guideline)[number] if other in found)])
        if share and number not in places:
            places[number] = (share, ())
    rarity = math.sqrt(math.log(1 + len(index.texts) / max(1, len(found))))
    return {number: (share * rarity, spans) for number, (share, spans) in places.items()}


@lru_cache(4)
def _resting(guideline: Guideline) -> tuple[tuple[int, ...], ...]:
    """For each clause the numbers of the texts that rest on it."""
    index = search_index(guideline)
    resting: dict[str, list[int]] = {}
    for number, other in enumerate(index.others, len(index.clauses)):
        resting.setdefault(other.clause, []).append(number)
    return tuple(tuple(resting.get(clause.citation, ())) for clause in index.clauses)


def _is_whole(text: str, span: Span) -> bool:
    """Whether a word is no part of a longer one in katakana, as メリット is of デメリット."""
    start = span[0]
    return not re.match(f"{KATAKANA}{{2}}", text[max(0, start - 1) : start + 1]) or not start
