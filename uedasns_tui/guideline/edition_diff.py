"""Two editions, clause by clause: added, removed, moved, changed, with changed words within the sentence.

Used by `guideline compare` and the screen's comparison. A clause that is renumbered with all above it, its text
untouched, is "moved"; where the text changed it is "changed", wherever it stands now.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.clause_tree import Clause
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.japanese.text_diff import TextChange, changes

ALIKE = 0.6
"""From this likeness of the texts on (0 to 1), a clause elsewhere is the old one, changed."""
ALIKE_HERE = 0.3
"""The same for a clause under the same citation, or at the same place under the same heading."""


@dataclass(frozen=True)
class ClauseDifference:
    """A clause before and after. `changes` are offsets in `Clause.whole` of both; () where no word changed."""

    kind: Literal["added", "removed", "moved", "changed", "same"]
    before: Clause | None
    after: Clause | None
    changes: tuple[TextChange, ...] = ()


def compare_editions(before: Guideline, after: Guideline) -> tuple[ClauseDifference, ...]:
    """Every clause of both editions, in the order of `after`; what was removed stands after what it stood after."""
    became = _pairs(before.clauses, after.clauses)
    was = {new: old for old, new in became.items()}
    removed: dict[Clause | None, list[Clause]] = {}
    last: Clause | None = None
    for old in before.clauses:
        if old in became:
            last = became[old]
        else:
            removed.setdefault(last, []).append(old)
    differences = [ClauseDifference("removed", clause, None) for clause in removed.get(None, ())]
    for new in after.clauses:
        differences.append(_difference(was.get(new), new))
        differences += [ClauseDifference("removed", clause, None) for clause in removed.get(new, ())]
    return tuple(differences)


def _difference(old: Clause | None, new: Clause) -> ClauseDifference:
    if old is None:
        return ClauseDifference("added", None, new)
    if old.whole != new.whole:
        return ClauseDifference("changed", old, new, tuple(changes(old.whole, new.whole)))
    return ClauseDifference("same" if old.citation == new.citation else "moved", old, new)


class _Pairs:
    """Which clause became which, step by step; what is paired is no longer compared."""

    def __init__(self, before: Iterable[Clause], after: Iterable[Clause]) -> None:
        self.old = dict.fromkeys(before)
        self.new = dict.fromkeys(after)
        self.became: dict[Clause, Clause] = {}

    def take(self, old: Clause, new: Clause) -> None:
        self.became[old] = new
        del self.old[old], self.new[new]

    def same(self, *, place: bool) -> None:
        """The same words: under the same citation, or anywhere."""
        by_key: dict[tuple[str, str], list[Clause]] = {}
        for new in self.new:
            by_key.setdefault(_key(new, place), []).append(new)
        for old in list(self.old):
            if candidates := by_key.get(_key(old, place)):
                self.take(old, candidates.pop(0))

    def alike(self) -> None:
        """Changed words, the likest first; under the same citation or heading less likeness is enough."""
        ranked = []
        for old in self.old:
            for new in self.new:
                like = _like(old.whole, new.whole)
                here = old.citation == new.citation or self._under_same(old, new)
                if like >= (ALIKE_HERE if here else ALIKE):
                    ranked.append((like + here * 0.2, old, new))
        for _, old, new in sorted(ranked, key=lambda pair: -pair[0]):
            if old in self.old and new in self.new:
                self.take(old, new)

    def _under_same(self, old: Clause, new: Clause) -> bool:
        """Whether both are the same step under clauses that became each other."""
        up, above = old.parent, new.parent
        return up is not None and self.became.get(up) is above and old.step == new.step


def _pairs(before: Iterable[Clause], after: Iterable[Clause]) -> dict[Clause, Clause]:
    pairs = _Pairs(before, after)
    pairs.same(place=True)
    pairs.same(place=False)
    pairs.alike()
    return pairs.became


def _key(clause: Clause, place: bool) -> tuple[str, str]:
    return clause.whole, clause.citation if place else ""


def _like(text: str, other: str) -> float:
    """The share of pairs of neighbouring characters that two texts have in common."""
    left, right = _neighbours(text), _neighbours(other)
    return 2 * len(left & right) / (len(left) + len(right)) if left or right else 1.0


@lru_cache(4096)
def _neighbours(text: str) -> frozenset[str]:
    return frozenset(text[start : start + 2] for start in range(max(1, len(text) - 1)))
