"""Two editions, clause by clause: added, removed, moved, changed, with changed words within the sentence."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.search import shown
from uedasns_tui.guideline.tree import Clause
from uedasns_tui.japanese.diff import Change, changes

ALIKE = 0.6
"""From this share of common characters on, two clauses are one that was changed."""


@dataclass(frozen=True)
class Difference:
    """A clause before and after. `changes` are offsets into `shown` of both; moved: the same text elsewhere."""

    kind: Literal["added", "removed", "moved", "changed", "same"]
    before: Clause | None
    after: Clause | None
    changes: tuple[Change, ...] = ()


def compare(before: Guideline, after: Guideline) -> tuple[Difference, ...]:
    """Every clause of both editions, in the order of `after`, what was removed where it stood before."""
    pairs = _pairs(before.clauses, after.clauses)
    partner = {id(new): old for old, new in pairs}
    gone = {id(old) for old, _ in pairs}
    out: list[Difference] = []
    removed = [one for one in before.clauses if id(one) not in gone]
    order = {id(one): at for at, one in enumerate(before.clauses)}
    for new in after.clauses:
        old = partner.get(id(new))
        if old is not None:
            while removed and order[id(removed[0])] < order[id(old)]:
                out.append(Difference("removed", removed.pop(0), None))
        out.append(_difference(old, new))
    out.extend(Difference("removed", one, None) for one in removed)
    return tuple(out)


def _difference(old: Clause | None, new: Clause) -> Difference:
    if old is None:
        return Difference("added", None, new)
    if shown(old) != shown(new):
        return Difference("changed", old, new, tuple(changes(shown(old), shown(new))))
    return Difference("same" if old.citation == new.citation else "moved", old, new)


def _pairs(before: tuple[Clause, ...], after: tuple[Clause, ...]) -> list[tuple[Clause, Clause]]:
    """Which clause became which: the same text first (at its own place if it can be), then place, then likeness."""
    pairs: list[tuple[Clause, Clause]] = []
    old, new = list(before), list(after)

    def take(one: Clause, other: Clause) -> None:
        pairs.append((one, other))
        old.remove(one)
        new.remove(other)

    for same_place in (True, False):
        for one in list(old):
            text = shown(one)
            if not text and not same_place:
                continue
            hit = next(
                (
                    other
                    for other in new
                    if shown(other) == text and (one.citation == other.citation if same_place else True)
                ),
                None,
            )
            if hit is not None:
                take(one, hit)
    for one in list(old):
        hit = next(
            (other for other in new if other.citation == one.citation and _like(one, other) >= ALIKE / 2),
            None,
        )
        if hit is not None:
            take(one, hit)
    for one in list(old):
        ranked = sorted(((_like(one, other), at) for at, other in enumerate(new)), reverse=True)
        if ranked and ranked[0][0] >= ALIKE:
            take(one, new[ranked[0][1]])
    return pairs


def _like(one: Clause, other: Clause) -> float:
    matcher = SequenceMatcher(None, shown(one), shown(other), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE / 2 else 0.0
