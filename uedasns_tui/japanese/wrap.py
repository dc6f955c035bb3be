"""Japanese print in cells: the one line breaker of reader, forms, checklists, dialogs, notices and text editor.

A line ends where kinsoku (kinsoku.py) allows, and rather at the end of a phrase than inside one; of all ways to
break a paragraph the cheapest is taken, where a further line must save several broken phrases. Without phrases
lines are filled greedily, so that what stands above a caret stays while somebody types.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import NamedTuple

from uedasns_tui.japanese import kinsoku
from uedasns_tui.japanese import width as _width
from uedasns_tui.japanese.phrases import phrase_ends as _phrase_ends
from uedasns_tui.japanese.width import cells, pad

BROKEN = 0.7
"""What a line end inside a phrase costs where the script changes, in lines that are empty to the margin (squared
share)."""
WITHIN = {"ァァ": 1.1, "一一": 0.6, "ああ": 0.4, "一あ": 0.35}
"""What it costs more within a word: of katakana, of kanji, of hiragana, before a particle."""
OKURIGANA = 2.0
"""What it costs more between a word's kanji and its ending: any other place on the line is better."""
ENDING = re.compile(
    "(?!から(?![なず])|な[どの]|まで|だけ|ほど|です|だっ|では|であ|ごと|ずつ|しか|たち|および|または|すべて|ため)"
    "(?:[^をはがにのとでもやかへよ]|[がもか][らりるれろっ]|や[かさしすせそっ]|か[せさしいなん]|よう)"
)
"""Hiragana behind kanji that are an ending of the same word, and no particle."""
BRACKET = 0.1
"""What it costs before a bracket that opens."""
NEAR = 6
"""Units before the last that fits among which a line end inside a phrase is looked for."""
LINE = 1.7
"""What a line costs: one more is taken only where it saves more than this many broken phrases. Over the
guideline this makes at most 5 % more lines than filling each, and a quarter to none of the broken phrases."""
SHORT = 0.6
"""What a last line of one or two characters costs."""


class _Measured(NamedTuple):
    """The units of one hard line: where they end, and the cells up to there with and without trailing spaces."""

    ends: list[int]
    full: list[int]
    tight: list[int]
    widest: int


@lru_cache(1024)
def _measured(text: str, _ambiguous: int, hang: bool) -> _Measured:
    ends = kinsoku.unit_ends(text, hang)
    full, tight, widest = [0], [0], 0
    start = total = 0
    for end in ends:
        unit = text[start:end]
        size = cells(unit)
        bare = size
        if hang and unit[-1] in kinsoku.SPACE:
            bare = cells(unit.rstrip(kinsoku.HANGING))
        tight.append(total + bare)
        total += size
        full.append(total)
        widest = max(widest, bare)
        start = end
    return _Measured([0, *ends], full, tight, widest)


def _chopped(text: str, measured: _Measured, width: int) -> _Measured:
    """`measured` with every unit that is wider than a line cut into pieces that are not."""
    ends, full, tight = [0], [0], [0]
    for index in range(1, len(measured.ends)):
        start, end = measured.ends[index - 1], measured.ends[index]
        bare = measured.tight[index] - measured.full[index - 1]
        if bare > width:
            unit = text[start:end].rstrip(kinsoku.HANGING) or text[start:end]
            for stop, size in kinsoku.pieces(unit, width):
                ends.append(start + stop)
                tight.append(full[-1] + size)
                full.append(full[-1] + size)
            ends[-1] = end
            full[-1] += measured.full[index] - measured.tight[index]
        else:
            ends.append(end)
            tight.append(full[-1] + bare)
            full.append(full[-1] + measured.full[index] - measured.full[index - 1])
    return _Measured(ends, full, tight, width)


def _greedy(measured: _Measured, width: int) -> list[int]:
    """Indices of the units that end a line, each line as full as it may be."""
    breaks, at, last = [], 0, len(measured.ends) - 1
    while at < last:
        at = max(at + 1, bisect_right(measured.tight, measured.full[at] + width, at + 1) - 1)
        breaks.append(at)
    return breaks


def _script(letter: str) -> str:
    """A letter that names the script of a character."""
    if "ァ" <= letter <= "ヺ" or letter == "ー":
        return "ァ"
    return "あ" if "ぁ" <= letter <= "ゖ" else "一" if "一" <= letter <= "鿿" or letter == "々" else ""


def _broken(text: str, end: int) -> float:
    """What a line end at `end` costs where no phrase ends: little before what opens."""
    if end == len(text):
        return BROKEN
    if kinsoku.stays_before(text, end):
        return BRACKET
    scripts = _script(text[end - 1]) + _script(text[end])
    if scripts == "一あ" and ENDING.match(text, end):
        return BROKEN + OKURIGANA
    return BROKEN + WITHIN.get(scripts, 0.0)


def _cheapest(text: str, measured: _Measured, width: int, good: list[int], slack: float) -> list[int]:
    """As `_greedy`, the lines ending at `good` units where a line need not be left more than `slack` empty."""
    full, tight = measured.full, measured.tight
    last = len(full) - 1
    costs = [float("inf")] * (last + 1)
    before = [0] * (last + 1)
    costs[0] = 0.0
    wanted = frozenset(good)
    for at in range(last):
        cost = costs[at] + LINE
        if cost == float("inf"):
            continue
        limit = full[at] + width
        most = max(at + 1, bisect_right(tight, limit, at + 1) - 1)
        if most == last:
            cost += SHORT if tight[last] - full[at] <= 4 else 0.0
            if cost < costs[last]:
                costs[last], before[last] = cost, at
            continue
        least = bisect_left(tight, limit - width * slack, at + 1)
        ends = good[bisect_left(good, least) : bisect_right(good, most)]
        for end in range(max(at + 1, most - NEAR), most + 1):
            if end == most or end not in wanted or kinsoku.stays_before(text, measured.ends[end]):
                ends.append(end)
        for end in ends:
            empty = (limit - tight[end]) / width
            total = cost + empty * empty + (0.0 if end in wanted else _broken(text, measured.ends[end]))
            if total < costs[end]:
                costs[end], before[end] = total, at
    breaks = [last]
    while before[breaks[-1]]:
        breaks.append(before[breaks[-1]])
    return breaks[::-1]


@lru_cache(4096)
def _wrapped(
    text: str, width: int, phrases: bool, slack: float, hang: bool, ambiguous: int
) -> tuple[int, ...]:
    """End offsets of the lines of one hard line, which holds no newline."""
    if cells(text.rstrip(kinsoku.HANGING) if hang else text) <= width:
        return (len(text),)
    measured = _measured(text, ambiguous, hang)
    if measured.widest > width:
        measured = _chopped(text, measured, width)
    breaks: list[int]
    if phrases:
        places = {end: index for index, end in enumerate(measured.ends)}
        good = [places[end] for end in _phrase_ends(text) if end in places]
        breaks = _cheapest(text, measured, width, good, slack)
    else:
        breaks = _greedy(measured, width)
    return tuple(measured.ends[index] for index in breaks)


def wrap(
    text: str, width: int, *, phrases: bool = True, slack: float = 0.35, hang: bool = True
) -> list[tuple[int, int]]:
    """Spans of the lines of `text` in `width` cells (at least 2); they cover the text exactly.

    A newline ends a line and belongs to it, so there is always one line more than newlines, the last perhaps
    empty. With `phrases`, lines end between phrases where at most the share `slack` of a line stays empty; without,
    lines are filled, which is what a text editor wants. Spaces at a line's end may stand beyond the width,
    to be stripped; with `hang` off they count, so that a caret between them stays inside.
    """
    spans: list[tuple[int, int]] = []
    width = max(width, 2)
    ambiguous = _width.ambiguous()
    start = 0
    for line in text.split("\n"):
        bare = line.removesuffix("\r")
        base = start
        for end in _wrapped(bare, width, phrases, slack, hang, ambiguous):
            spans.append((start, base + end))
            start = base + end
        start = base + len(line) + 1
        spans[-1] = (spans[-1][0], min(start, len(text)))
    return spans


def units(text: str) -> tuple[int, ...]:
    """End offsets of the units that kinsoku keeps whole, newlines being units of their own."""
    ends: list[int] = []
    base = 0
    for line in text.split("\n"):
        ends += [base + end for end in kinsoku.unit_ends(line)]
        base += len(line) + 1
        ends.append(base)
    return tuple(ends[:-1])


def phrase_ends(text: str) -> tuple[int, ...]:
    """End offsets of the phrases of `text` at which kinsoku also allows a line to end."""
    allowed = frozenset(units(text))
    return tuple(end for end in _phrase_ends(text) if end in allowed)


def lines(text: str, width: int, *, phrases: bool = True) -> list[str]:
    """The lines of `text` in `width` cells, without newlines and trailing spaces."""
    return [text[start:end].rstrip() for start, end in wrap(text, width, phrases=phrases)]


def hang(label: str, text: str, width: int, label_width: int) -> list[str]:
    """Lines of at most `width` cells: `label` in a column of its own, `text` wrapped beside it.

    The column is `label_width` cells, or as wide as the label and a space need.
    """
    column = max(label_width, cells(label) + 1) if label else label_width
    body = lines(text, width - column)
    return [pad(label if number == 0 else "", column) + line for number, line in enumerate(body)]
