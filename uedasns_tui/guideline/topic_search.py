"""Finding by what a question is about: its words, their synonyms and readings, and what rests on a clause.

Used by `find` and the finder beside `search`, which wants every word as it stands. A clause counts for a word that
stands in itself, in a heading above it, or in an item or field that rests on it. What holds all words comes first;
where nothing does, what holds the most of them, rare words before common ones.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.search import (
    ClauseHit,
    OtherHit,
    SearchIndex,
    SearchResult,
    Span,
    joined,
    search,
    search_index,
    titled,
)
from uedasns_tui.japanese import romaji

MOST = 30
"""Clauses, and other places, that are shown at most."""
ENOUGH, FALLBACK = 0.5, 0.4
"""The share of the best score from which on a hit is shown; where nothing holds every word."""
ABOVE, RESTING, TITLE = 0.5, 0.6, 0.15
"""What a word counts in a heading above and in what rests on a clause, beside 1 in the clause; more in its own title."""
SYNONYM, PIECE, LETTER = 0.9, 0.7, 0.4
"""What a synonym counts, the beginning of a word of kana, and a word of one letter, beside 1 for the word
itself."""
RUNS = re.compile("[一-龠々]+|[ァ-ヺー]+|[a-z0-9]+|[①-⑳]|[ぁ-ゖー]+")
KANJI = re.compile("[一-龠々]+")
HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
"""Katakana as hiragana, letter by letter."""
KATAKANA, SYLLABLE = "[ァ-ヺー]", "[ぁ-ゖ一-龠々]"
SHORT = 3
"""Kana of the shortest reading by which a word with synonyms is known; longer readings also stand behind a particle."""
JOINING = tuple("はがをにのへとでもや")
ROMAJI = re.compile("[a-z']{4,}")
PARTICLES = (
    "てください", "でください", "したいです", "しなければ", "ことができ", "ありますか", "いけません", "いいですか", "ときには", "ください", "ですか",
    "ますか", "ません", "したい", "したら", "ときは", "ときの", "ところ", "について", "してもいい", "してはいけない", "してもよい", "していい",
    "していいか", "されたら", "されたとき", "すること", "するとき", "するには", "できる", "とき", "こと", "ため", "から", "まで", "より", "など", "には", "では", "ても",
    "でも", "たい", "たら", "する", "した", "して", "され", "いい", "よい", "どう", "なに", "ない", "ます", "です", "への", "での", "との",
    "てしまったら", "てしまった", "てしまう", "ちゃったら", "ちゃった", "ちゃって", "ちゃう", "られたら", "られた", "みたい", "っぽい", "ような", "ように", "よう", "という", "って", "けど", "とか", "ので", "のに", "なら", "もの", "ほう", "さん",
    "は", "が", "を", "に", "の", "へ", "と", "で", "も", "や", "か", "る", "た", "て", "い", "ね", "よ", "な", "だ", "ば", "う",
)  # fmt: skip
"""What stands around a word of kana and is not of it, the longest first."""
ONLY_PARTICLES = re.compile(f"({'|'.join(PARTICLES)})+")


@dataclass(frozen=True)
class _Term:
    """A word of a question: what may stand for it, each with what it counts."""

    words: tuple[tuple[str, float], ...]


def search_topics(guideline: Guideline, query: str) -> SearchResult:
    """What fits a question best, the best first."""
    index = search_index(guideline)
    clauses = len(index.clauses)
    scores: dict[int, float] = {}
    held: dict[int, int] = {}
    spans: dict[int, list[Span]] = {}
    terms = list(_terms(guideline, query))
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
        places[number] = (1 + TITLE * any(start < title for start, _ in spans), spans)
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


def _stands(index: SearchIndex, word: str) -> bool:
    return bool(index.spans(word))


# ---- the words of a question
def _terms(guideline: Guideline, query: str) -> Iterator[_Term]:
    """The words of a question: first those that have synonyms, then runs of one script."""
    index = search_index(guideline)
    forms = _forms(guideline)
    rest = ROMAJI.sub(lambda match: _as_kana(forms, match[0]), unicodedata.normalize("NFKC", query).lower())
    plain = rest.translate(HIRAGANA)
    for form in forms:
        at = form.place_in(rest, plain) if form.kana in plain else None
        if at is None:
            continue
        rest = f"{rest[:at]}\n{rest[at + len(form.kana) :]}"
        plain = rest.translate(HIRAGANA)
        yield _Term(((form.key, 1.0), *((word, SYNONYM) for word in guideline.synonyms[form.key])))
    before = ""
    for run in RUNS.finditer(rest):
        follows = (
            before.endswith(rest[: run.start()][-1:]) and run.start() > 0 and bool(KANJI.search(before[-1:]))
        )
        before = run[0]
        yield from _run_terms(index, run[0], follows)


class _Form(NamedTuple):
    """How a word with synonyms may be typed: as it is written, or as it is read."""

    key: str
    kana: str
    """With its katakana as hiragana."""
    edge: str
    """What may not stand right before or behind it: katakana and Latin are whole words."""
    is_reading: bool

    def place_in(self, text: str, plain: str) -> int | None:
        """Where it begins in a text; `plain`: with its katakana as hiragana."""
        at = plain.find(self.kana)
        while at >= 0 and not self._is_word(text, at, at + len(self.kana)):
            at = plain.find(self.kana, at + 1)
        return at if at >= 0 else None

    def _is_word(self, text: str, start: int, end: int) -> bool:
        """Whether what stands there is this word and no part of another."""
        before, behind = text[max(0, start - 1) : start], text[end : end + 1]
        in_katakana = self.edge == KATAKANA and "ァ" <= text[start] <= "ヺ"
        if not self.is_reading and (in_katakana or self.edge != KATAKANA):
            beyond = "" if in_katakana and len(self.kana) > SHORT else behind  # ハンドル in ハンドルネーム
            return not (self.edge and re.search(self.edge, before + beyond))
        if len(self.kana) < SHORT and re.match(SYLLABLE, behind) and behind not in JOINING:
            return False
        return not re.match(SYLLABLE, before) or (before in JOINING and len(self.kana) > SHORT)


@lru_cache(4)
def _forms(guideline: Guideline) -> tuple[_Form, ...]:
    """The forms of all words with synonyms, the longest first."""
    forms = []
    for key in guideline.synonyms:
        written = unicodedata.normalize("NFKC", key).lower()
        edge = KATAKANA if re.fullmatch(f"{KATAKANA}+", written) else "[a-z]" if written.isascii() else ""
        forms.append(_Form(key, written.translate(HIRAGANA), edge, is_reading=False))
        reading = guideline.readings.get(key, "")
        if len(reading) >= SHORT:
            forms.append(_Form(key, reading, "", is_reading=True))
    return tuple(sorted(forms, key=lambda form: -len(form.kana)))


def _as_kana(forms: tuple[_Form, ...], typed: str) -> str:
    """A word of Latin letters as the kana of a word with synonyms, where it is one."""
    readings = {form.kana for form in forms if form.is_reading}
    return next((kana for kana in romaji.kana_of(typed) if kana in readings), typed)


def _run_terms(index: SearchIndex, run: str, follows: bool) -> Iterator[_Term]:
    """The words of a run of one script. `follows`: it stands right behind kanji, whose ending it is."""
    if KANJI.fullmatch(run):
        yield from _kanji_terms(index, run)
    elif "ぁ" <= run[0] <= "ゖ":
        word = "" if follows else _bare(run)
        if len(word) > 1:
            yield from _kana_terms(index, word)
    elif len(run) > 1 or "①" <= run <= "⑳":
        yield _Term(((run, 1.0),))


def _kanji_terms(index: SearchIndex, run: str) -> Iterator[_Term]:
    """A compound as it stands; else the longest parts of it that stand somewhere."""
    if len(run) == 1:
        yield _Term(((run, LETTER),))
    while len(run) > 1:
        size = next((size for size in range(len(run), 1, -1) if _stands(index, run[:size])), 0)
        if size:
            yield _Term(((run[:size], 1.0),))
        run = run[size or 1 :]


def _bare(run: str) -> str:
    """A word of kana without what stands around it."""
    if ONLY_PARTICLES.fullmatch(run):
        return ""
    for _ in range(4):
        shorter = run
        for particle in PARTICLES:
            if len(run) - len(particle) >= 2 and run.endswith(particle):
                shorter = run[: -len(particle)]
                break
        if shorter == run:
            break
        run = shorter
    return "" if run in PARTICLES else run


def _kana_terms(index: SearchIndex, word: str) -> Iterator[_Term]:
    """A word of kana by how the guideline's words are read; from its beginning, as far as that is known."""
    for size in range(len(word), max(1, len(word) // 2 - 1), -1):
        if _stands(index, word[:size]):
            yield _Term(((word[:size], 1.0 if size == len(word) else PIECE),))
            return
