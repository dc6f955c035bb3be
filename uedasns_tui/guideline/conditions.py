"""The condition language of the guideline's data: used by fields, items, rules and outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from uedasns_tui.guideline.schema import Condition


def matches(condition: Condition, facts: Mapping[str, Any]) -> bool:
    """Whether every key of `condition` holds in `facts`.

    A list holds when the fact is one of it (or, for a fact of several values, shares one); "*" is any value
    but empty; an empty condition always holds.
    """
    return all(_holds(want, facts.get(key)) for key, want in condition.items())


def matches_any(conditions: Iterable[Condition], facts: Mapping[str, Any]) -> bool:
    """Whether one of `conditions` holds; False when there is none."""
    return any(matches(condition, facts) for condition in conditions)


def _holds(want: Any, have: Any) -> bool:
    if want == "*":
        return bool(have)
    wanted = want if isinstance(want, list | tuple) else [want]
    if isinstance(have, list | tuple | set | frozenset):
        return any(value in wanted for value in have)
    return have in wanted
