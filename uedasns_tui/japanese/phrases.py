"""Where the phrases (文節) of a Japanese sentence end, so that lines may end there rather than inside one.

Used by wrap.py and diff.py. The model is BudouX's; it is read only when a phrase is first asked for that stands in
no file of phrases. A guideline brings such a file, so that one can read before the model is there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path

BETWEEN = "|"
"""Stands between the phrases in a file of phrases."""
LARGEST = 1 << 20
"""Letters of a file of phrases that are read; of a larger one nothing is."""

_to_read: list[Path] = []
_written: dict[str, str] = {}
"""Texts, and the same with BETWEEN between their phrases."""


def beside(file: Path) -> None:
    """Take the phrases of the texts in `file` from there; it need not exist.

    It holds a text a line, BETWEEN between its phrases, and remarks after "#". A text that stands there in no other
    letters is found by nothing, so a file that is behind its guideline makes no line wrong, only the start slower.
    """
    _to_read.append(file)


def written(text: str) -> dict[str, str]:
    """The lines of a file of phrases by the texts they hold."""
    lines = (line for line in text.split("\n") if line and not line.startswith("#"))
    return {line.replace(BETWEEN, ""): line for line in lines}


def _read_files() -> None:
    while _to_read:
        try:
            with _to_read.pop().open(encoding="utf-8") as file:
                text = file.read(LARGEST + 1)
        except (OSError, UnicodeDecodeError):
            continue
        if len(text) <= LARGEST:
            _written.update(written(text))


@cache
def _parse() -> Callable[[str], list[str]]:
    import budoux

    parse: Callable[[str], list[str]] = budoux.load_default_japanese_parser().parse
    return parse


@lru_cache(2048)
def phrase_ends(text: str) -> tuple[int, ...]:
    """Offsets in `text` at which a phrase ends, rising, the last len(text); "" has none."""
    _read_files()
    line = _written.get(text)
    return tuple(accumulate(map(len, line.split(BETWEEN) if line else _parse()(text))))
