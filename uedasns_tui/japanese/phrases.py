"""Phrase ends (文節) of a Japanese sentence, where lines may break.

Used by wrap.py and text_diff.py. The model is BudouX's; it is read when a phrase is first asked for (4 ms).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from itertools import accumulate


@cache
def _parse() -> Callable[[str], list[str]]:
    from uedasns_tui.unused_modules import PHRASES_OF_HTML, leave_out

    leave_out(PHRASES_OF_HTML)
    import budoux

    parse: Callable[[str], list[str]] = budoux.load_default_japanese_parser().parse
    return parse


@lru_cache(2048)
def phrase_ends(text: str) -> tuple[int, ...]:
    """Offsets in `text` at which a phrase ends, rising, the last len(text); "" has none."""
    return tuple(accumulate(map(len, _parse()(text))))
