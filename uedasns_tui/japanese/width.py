"""How many terminal cells a text takes, cluster by cluster; every column and line is cut by this.

It must say what the terminal library says, or borders shift: the tests compare it with that library over every
code point. The tables of wcwidth are loaded only for characters that Japanese office text seldom holds.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

ZWJ = "\u200d"
VS16 = "\ufe0f"
VIRAMAS = "\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d\u1039\u17d2"
"""Marks of Indic scripts that join two consonants into one letter."""
BEHIND = "ﾞﾟ\u0e33\u0eb3"
"""Characters with a width that belong to what stands before them: marks of half-width kana, the am of Thai and Lao."""

_USUAL: tuple[tuple[int, int, int], ...] = (
    (0x0020, 0x007E, 1), (0x3041, 0x3096, 2), (0x309B, 0x30FF, 2), (0x4E00, 0x9FFF, 2), (0x3000, 0x3029, 2),
    (0xFF01, 0xFF60, 2), (0xFF61, 0xFF9F, 1), (0x2010, 0x2027, 1), (0x2030, 0x205E, 1), (0x2190, 0x2319, 1),
    (0x2460, 0x25FC, 1), (0x00A1, 0x00AC, 1), (0x00AE, 0x02FF, 1), (0x0391, 0x0451, 1), (0x2160, 0x2182, 1),
    (0x2100, 0x214F, 1), (0x2605, 0x2606, 1), (0x3030, 0x303E, 2), (0x3220, 0x3247, 2), (0x3250, 0x33FF, 2), (0xF900, 0xFAFF, 2),
    (0xFFE0, 0xFFE6, 2), (0x20000, 0x2FFFD, 2), (0x0000, 0x001F, 0), (0x007F, 0x009F, 0),
    (0x1F1E6, 0x1F1FF, 1), (0x1F3FB, 0x1F3FF, 0),
)  # fmt: skip
"""First, last, cells. The last two: one half of a flag, and a skin tone, which add to what stands before."""


class _Widths(dict[str, int]):
    """Cells of a single character, looked up once each."""

    ambiguous = 1
    picture = 2

    def __missing__(self, char: str) -> int:
        wide = _usual(ord(char))
        if wide == 1 and self.ambiguous == 2 and unicodedata.east_asian_width(char) == "A":
            wide = 2
        self[char] = wide
        return wide


_widths = _Widths()


def _usual(code: int) -> int:
    for first, last, wide in _USUAL:
        if first <= code <= last:
            return wide
    from wcwidth import wcwidth

    return max(wcwidth(chr(code)), 0)


@lru_cache(1024)
def _widened(char: str) -> bool:
    """Whether a variation selector 16 makes this narrow character an emoji two cells wide."""
    from wcwidth import wcswidth

    return _widths.picture == 2 and _widths[char] == 1 and wcswidth(char + VS16) == 2


def set_picture(width: Literal[1, 2]) -> None:
    """Say, for the whole process, how wide the terminal draws a narrow character with a selector 16 (⚠️)."""
    if width != _widths.picture:
        _widened.cache_clear()
        _widths.picture = width


def set_ambiguous(width: Literal[1, 2]) -> None:
    """Say, for the whole process, how wide the terminal draws ①…―│ (East Asian Width "A"): 1 or 2 cells."""
    if width not in (1, 2):
        raise ValueError(f"ambiguous characters are 1 or 2 cells wide, not {width}")
    if width != _widths.ambiguous:
        _widths.clear()
        _widened.cache_clear()
        _widths.ambiguous = width


def ambiguous() -> int:
    """The width set by `set_ambiguous`; 1 until then. Part of the key of whatever caches a width."""
    return _widths.ambiguous


@lru_cache(1)
def ambiguous_ranges() -> tuple[tuple[int, int], ...]:
    """First and last code points of the characters that `set_ambiguous` changes, for other tables to follow."""
    ranges: list[tuple[int, int]] = []
    for code in range(0x110000):
        char = chr(code)
        if unicodedata.east_asian_width(char) == "A" and _usual(code) == 1:
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1] = (ranges[-1][0], code)
            else:
                ranges.append((code, code))
    return tuple(ranges)


def cells(text: str) -> int:
    """Terminal cells that `text` takes when written on one line; control characters take none."""
    if text.isascii() and text.isprintable():
        return len(text)
    if ZWJ in text or VS16 in text:
        return _cells_joined(text)
    return sum(map(_widths.__getitem__, text))


def _cells_joined(text: str) -> int:
    """As `cells`, where a joiner hides the character after it and VS16 may widen the one before."""
    total, last, index = 0, "", 0
    while index < len(text):
        char = text[index]
        if char == ZWJ:
            index += 1
        elif char == VS16:
            total += bool(last) and _widened(last)
            last = ""
        elif wide := _widths[char]:
            total += wide
            last = char
        index += 1
    return total


def _is_control(char: str) -> bool:
    return char < " " or "\x7f" <= char < "\xa0"


def _is_flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _is_joined(before: str, char: str) -> bool:
    """Whether a mark makes one letter of two consonants of its script."""
    return before in VIRAMAS and ord(before) >> 7 == ord(char) >> 7


def graphemes(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, cells) of every cluster that must not be split; they cover the text.

    Combining and variation marks, joined emoji and consonants, pairs of flag letters and the half-width voicing marks
    belong to what stands before them; a control character stands alone, CR LF together.
    """
    start, size = 0, len(text)
    while start < size:
        end = start + 1
        char = text[start]
        if char == ZWJ:
            end = min(end + 1, size)
        if char == "\r" and text[end : end + 1] == "\n":
            end += 1
        elif not _is_control(char):
            if _is_flag_half(char) and end < size and _is_flag_half(text[end]):
                end += 1
            while end < size and not _is_control(text[end]):
                if text[end] == ZWJ:
                    end = min(end + 2, size)
                elif _widths[text[end]] == 0 or text[end] in BEHIND or _is_joined(text[end - 1], text[end]):
                    end += 1
                else:
                    break
        yield start, end, cells(text[start:end])
        start = end


def cut(text: str, width: int) -> int:
    """Index at which to cut `text` so that what stands before it takes at most `width` cells, clusters whole."""
    if text.isascii() and text.isprintable():
        return max(0, min(width, len(text)))
    used = 0
    for start, _, wide in graphemes(text):
        used += wide
        if used > width:
            return start
    return len(text)


def pad(text: str, width: int) -> str:
    """`text` followed by spaces to `width` cells; longer text is returned as it is.

    A joiner at the end, which would swallow the first space, is dropped.
    """
    text = text.rstrip(ZWJ)
    return text + " " * (width - cells(text))


def fit(text: str, width: int, ellipsis: str = "…") -> str:
    """`text` in exactly `width` cells: padded with spaces, or cut with `ellipsis` at the end."""
    if width <= 0:
        return ""
    if cells(text) <= width:
        return pad(text, width)
    mark = cells(ellipsis)
    if mark > width:
        ellipsis, mark = "", 0
    return pad(text[: cut(text, width - mark)] + ellipsis, width)
