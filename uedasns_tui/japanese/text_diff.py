"""The difference of two texts, word by word.

Used for 変更あり, the comparison of editions and the screens that merge. A word is a run of one script, which
depends on nothing around it: the same change is marked the same way wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from typing import Final, Literal

from uedasns_tui.frozen import dataclass
from uedasns_tui.japanese.width import graphemes

Op = Literal["equal", "insert", "delete", "replace"]
_SENTENCE: Final = r"[^。\n]*[。\n]|[^。\n]+"
LONG: Final = 3000
"""Sentences, or words between two unchanged sentences, from which frequent ones (の, 、, empty lines) no longer count
in matching, to keep it quick: each would be compared with each."""


@dataclass(frozen=True)
class TextChange:
    """`before[a[0]:a[1]]` became `after[b[0]:b[1]]`; an insertion has an empty `a`, a deletion an empty `b`."""

    op: Op
    a: tuple[int, int]
    b: tuple[int, int]


@cache
def _word() -> re.Pattern[str]:
    digit = "[0-9０-９]"
    return re.compile(
        rf"{digit}+(?:[.,:．，：]{digit}+)*|[A-Za-zＡ-Ｚａ-ｚ\u00c0-\u024f]+"
        r"|[一-鿿㐀-䶿豈-﫿々〆〇\U00020000-\U0003ffff]+|[ァ-ヺー]+|[ｦ-ﾟ]+|[ぁ-ゖー]+|[^\S\n]+|\r?\n|.",
        re.DOTALL,
    )


def words(text: str) -> list[str]:
    """`text` cut into its words, clusters whole; joined again they are the text."""
    ends = [token.end() for token in _word().finditer(text)]
    whole = {end for _, end, _ in graphemes(text)}
    ends = [end for end in ends if end in whole]
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def changes(before: str, after: str) -> list[TextChange]:
    """The way from `before` to `after`, from left to right; the spans cover both texts, neighbours differ in op.

    Empty when both are empty.
    """
    return list(_joined(_spans(before, after)))


def _spans(before: str, after: str) -> Iterator[TextChange]:
    """Sentences first, so that a long text stays quick and an unchanged sentence whole; words where they differ."""
    old, new = re.findall(_SENTENCE, before), re.findall(_SENTENCE, after)
    at_old, at_new = _places(old), _places(new)
    for op, i, j, k, m in _matcher(old, new).get_opcodes():
        a, b = (at_old[i], at_old[j]), (at_new[k], at_new[m])
        if op == "replace":
            yield from _by_words(before, after, a, b)
        else:
            yield TextChange(op, a, b)


def _matcher(old: list[str], new: list[str]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, old, new, autojunk=max(len(old), len(new)) > LONG)


def _by_words(before: str, after: str, a: tuple[int, int], b: tuple[int, int]) -> Iterator[TextChange]:
    old, new = words(before[slice(*a)]), words(after[slice(*b)])
    at_old, at_new = _places(old, a[0]), _places(new, b[0])
    steps = [TextChange(op, (i, j), (k, m)) for op, i, j, k, m in _matcher(old, new).get_opcodes()]
    for step in _without_islands(steps, at_old, at_new):
        old_span = at_old[step.a[0]], at_old[step.a[1]]
        new_span = at_new[step.b[0]], at_new[step.b[1]]
        if step.op == "replace" and step.a[1] - step.a[0] == 1 == step.b[1] - step.b[0]:
            yield from _within(before, after, old_span, new_span)
        else:
            yield TextChange(step.op, old_span, new_span)


def _places(parts: list[str], start: int = 0) -> list[int]:
    places = [start]
    for part in parts:
        places.append(places[-1] + len(part))
    return places


def _without_islands(steps: list[TextChange], at_old: list[int], at_new: list[int]) -> list[TextChange]:
    """Short equal words (の, 、) amid much longer changes become part of them: nobody reads such a patchwork."""

    def length(step: TextChange) -> int:
        return max(at_old[step.a[1]] - at_old[step.a[0]], at_new[step.b[1]] - at_new[step.b[0]])

    merged: list[TextChange] = []
    for index, step in enumerate(steps):
        island = step.op == "equal" and 0 < index < len(steps) - 1 and length(step) <= 2
        if island and min(length(steps[index - 1]), length(steps[index + 1])) >= 3 * length(step):
            step = TextChange("replace", step.a, step.b)
        merged.append(step)
    return merged


def _within(before: str, after: str, a: tuple[int, int], b: tuple[int, int]) -> Iterator[TextChange]:
    """One word for another: where two or more characters at its head or end are the same, they stay (個人情報)."""
    old, new = before[a[0] : a[1]], after[b[0] : b[1]]
    least = min(len(old), len(new))
    head = next((n for n in range(least) if old[n] != new[n]), least)
    tail = next((n for n in range(least - head) if old[-1 - n] != new[-1 - n]), least - head)
    if not re.fullmatch("[一-鿿々]+", old + new):
        head = tail = 0
    head, tail = (head if head >= 2 else 0), (tail if tail >= 2 else 0)
    if head:
        yield TextChange("equal", (a[0], a[0] + head), (b[0], b[0] + head))
    yield _change((a[0] + head, a[1] - tail), (b[0] + head, b[1] - tail))
    if tail:
        yield TextChange("equal", (a[1] - tail, a[1]), (b[1] - tail, b[1]))


def _change(a: tuple[int, int], b: tuple[int, int]) -> TextChange:
    return TextChange("insert" if a[0] == a[1] else "delete" if b[0] == b[1] else "replace", a, b)


def _joined(steps: Iterator[TextChange]) -> Iterator[TextChange]:
    """Neighbours of one kind made one: equal with equal, and whatever else with whatever else."""
    last: TextChange | None = None
    for step in steps:
        if last is not None and (last.op == "equal") == (step.op == "equal"):
            a, b = (last.a[0], step.a[1]), (last.b[0], step.b[1])
            last = TextChange("equal", a, b) if step.op == "equal" else _change(a, b)
            continue
        if last is not None:
            yield last
        last = step
    if last is not None:
        yield last
