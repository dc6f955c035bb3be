"""The patterns of `[asks]`: compiled only where no sentence can make them try without end.

Used by `coverage` and `integrity`. A regular expression may hang on a short sentence: `(あ+)+$`, or thirty optional letters.
So one may be gone through in so many ways at most, and repeat letters only, no groups.
"""

from __future__ import annotations

import re
from functools import lru_cache

MOST_WAYS = 200_000
"""Ways through a pattern that may be tried at one place of a sentence."""
ENDLESS = 100
"""Ways that a letter takes which may stand again and again."""
REPEATS = (
    "かっこの中を何度も繰り返す書き方（(…)* (…)+ (…){2,}、\\1 など）は使えません。「|」で並べてください。"
)
BRANCHES = "分かれ方が多すぎます。「|」と「?」を減らしてください。"


_REPEAT = re.compile(r"[*+]\??|\{\d*,?\d*\}\??")


class UnsafePattern(ValueError):
    """A pattern that is not used; the reason in Japanese."""


@lru_cache(16)
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, ready to search with. Raises UnsafePattern; re.error for what is no pattern."""
    made = re.compile(pattern)
    ways, _ = _ways(pattern, 0)
    if ways > MOST_WAYS:
        raise UnsafePattern(BRANCHES)
    return made


def _ways(pattern: str, at: int) -> tuple[int, int]:
    """In how many ways what stands from `at` to the end of its group can be gone through, and where that ends."""
    total, ways, last, grouped = 0, 1, 1, False
    while at < len(pattern) and pattern[at] != ")":
        letter = pattern[at]
        at += 1
        repeat = _REPEAT.match(pattern, at - 1)
        if repeat:
            if grouped:
                raise UnsafePattern(REPEATS)
            ways *= _times(repeat[0])
            at = repeat.end()
            continue
        if letter == "|":
            total, ways, last, grouped = total + ways, 1, 1, False
            continue
        if letter == "?":
            ways, last = ways // last * (last + 1), last + 1
            continue
        last, grouped = 1, letter == "("
        if letter == "\\":
            if pattern[at : at + 1].isdigit():
                raise UnsafePattern(REPEATS)
            at += 1
        elif letter == "[":
            at = _after_set(pattern, at)
        elif letter == "(":
            opening = _opening(pattern, at)
            inside, at = _ways(pattern, at + len(opening))
            at += 1
            if opening.endswith(("=", "!")):  # nothing goes back into what only looks
                total, inside = total + inside, 1
            last = inside
        ways *= last
    return total + ways, at


def _times(repeat: str) -> int:
    """In how many ways a letter may be repeated: {2,14} is 13."""
    least, comma, most = repeat.strip("{}?").partition(",")
    if not repeat.startswith("{") or (comma and not most):
        return ENDLESS
    return int(most or least) - int(least or 0) + 1 if comma else 1


def _opening(pattern: str, at: int) -> str:
    """What stands between a bracket and the group's own pattern: `?:`, `?<!`, `?P<name>`."""
    match = re.compile(r"\?(?:P?<\w+>|<?[=!]|[a-zA-Z-]*:|>)|").match(pattern, at)
    return match[0] if match else ""


def _after_set(pattern: str, at: int) -> int:
    """Behind the bracket that closes a set of letters; one that stands first is a letter."""
    at += pattern[at : at + 1] == "^"
    at += pattern[at : at + 1] == "]"
    while at < len(pattern) and pattern[at] != "]":
        at += 2 if pattern[at] == "\\" else 1
    return at + 1
