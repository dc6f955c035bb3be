"""Sentences that read like those which may not be posted, though no listed word stands in them.

How people word an insult or give away a secret is open-ended: a list misses most of it. A sentence is compared with
example texts by its runs of one to four letters. `weights/KIND.txt` says how much each run speaks for a kind;
`.ci/resemblance.py` makes these files from our own examples and ordinary sentences. `words` asks for each list.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from uedasns_tui.frozen import dataclass

LONGEST_RUN: Final = 4
SHORTEST: Final = 10
"""A shorter sentence says too little to be compared; the lists read it."""
_SENTENCE: Final = re.compile(r"[^。!?\n]{1,200}[。!?]*")
"""A line without an end is cut, so that work grows with the text and a finding stays short."""
Runs = frozenset[str]
_Sentence = tuple[int, int, Runs]
_IGNORED: Final = re.compile(r"[\s\x00\u3000]+")


@dataclass(frozen=True)
class Weights:
    """How much each run of letters speaks for a kind (below nought: against it), and what a text needs besides."""

    base: float
    runs: dict[str, float]

    def score(self, runs: Runs) -> float:
        """Above nought: the runs are more like the examples than like ordinary sentences."""
        weights = self.runs
        total = sum(weights[run] for run in runs & weights.keys())
        return float(self.base + total / (len(runs) or 1) ** 0.5)


@cache
def _files() -> dict[str, Path]:
    """The files by their kinds: a guideline names kinds, and what it says is no path."""
    return {file.stem: file for file in (Path(__file__).parent / "weights").glob("*.txt")}


@cache
def weights_of(kind: str) -> Weights | None:
    """The weights of a kind of finding; None for a kind without examples."""
    file = _files().get(kind)
    if file is None:
        return None
    lines = [line.split(" ") for line in file.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    (base, *_), *rest = lines
    return Weights(int(base) / 100, {run: int(weight) / 100 for weight, *runs in rest for run in runs})


def letter_runs(sentence: str) -> Runs:
    """Its runs of letters, its ends marked, every number alike."""
    text = f"^{re.sub('[0-9]+', '0', _IGNORED.sub('', sentence)).lower()}$"
    return frozenset(
        text[start : start + size]
        for size in range(1, LONGEST_RUN + 1)
        for start in range(len(text) - size + 1)
    )


@lru_cache(8)
def sentences(flat: str) -> tuple[_Sentence, ...]:
    """Start, end and runs of each sentence of a text in half width; no runs where it is too short to be compared."""
    spans = (
        (hit.start() + len(hit[0]) - len(hit[0].lstrip()), hit.end()) for hit in _SENTENCE.finditer(flat)
    )
    return tuple(
        (start, end, letter_runs(flat[start:end]) if end - start >= SHORTEST else frozenset())
        for start, end in spans
    )


def resembling(
    flat: str, kinds: Iterable[str], known: Iterable[tuple[int, int]]
) -> Iterator[tuple[str, int, int]]:
    """Kind and span of each sentence, or two that only together do, that resembles the examples of a kind: the nearest.

    `known`: what is pointed at already. A sentence with such a place, or beside one, is read anyway, and left out.
    """
    weights = [(kind, table) for kind in kinds if (table := weights_of(kind))]
    windows = _windows(sentences(flat), sorted(known)) if weights else ()
    scored = ((*_nearest(weights, runs), starts, end) for starts, end, runs in windows)
    taken: set[int] = set()
    for score, kind, starts, end in sorted(scored, reverse=True):
        if score > 0 and taken.isdisjoint(starts):
            taken.update(starts)
            yield kind, starts[0], end


def _windows(
    every: Sequence[_Sentence], known: Sequence[tuple[int, int]]
) -> Iterator[tuple[tuple[int, ...], int, Runs]]:
    """Each sentence, and each with the one behind it, that no known place is in or beside: starts, end and runs."""
    places = [start for start, _ in known]
    pointed = [bisect_left(places, end) > bisect_left(places, start) for start, end, _ in every]
    before: _Sentence | None = None
    for place, (start, end, runs) in enumerate(every):
        if not runs or any(pointed[max(0, place - 1) : place + 2]):
            before = None
            continue
        yield (start,), end, runs
        if before:
            yield (before[0], start), end, before[2] | runs
        before = (start, end, runs)


def _nearest(weights: list[tuple[str, Weights]], runs: Runs) -> tuple[float, str]:
    """How much the runs are like the examples of a kind, at most, and of which."""
    return max((table.score(runs), kind) for kind, table in weights)
