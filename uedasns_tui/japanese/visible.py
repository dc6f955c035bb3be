"""Makes hostile or invisible characters visible, so that no text controls the terminal.

Used wherever text of records, files or other people is shown or printed. Nothing is removed: a reader who sees
␛ or a code in brackets knows why a text was refused or looks wrong.
"""

from __future__ import annotations

from functools import cache
from typing import Final

_KEPT: Final = "\n\t"

_CODES: Final = (
    *range(0x80, 0xA0), 0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E,
    *range(0x200B, 0x200D), 0x200E, 0x200F, 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2060, 0x2070),
    0x3164, 0xFEFF, 0xFFA0, *range(0xFFF0, 0xFFFC), *range(0xE0000, 0xE0080),
)  # fmt: skip
"""C1, line and paragraph separators, direction controls, invisible and tag characters; not the joiner of emoji."""


@cache
def _pictures() -> dict[int, str]:
    table = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in _KEPT}
    table[0x7F] = "␡"
    table |= {code: f"〔U+{code:04X}〕" for code in (*_CODES, *range(0xD800, 0xE000))}
    return table


def visible(text: str) -> str:
    """`text` with every control, direction control and lone surrogate as a picture (␛) or its code (〔U+202E〕).

    Newlines, tabs, U+3000, emoji joiners and variation selectors stay; CR LF becomes a newline.
    """
    if text.isprintable():
        return text
    return text.replace("\r\n", "\n").translate(_pictures())


def one_line(text: str) -> str:
    """As `visible`, on one line: newlines and tabs become a space, and none is left at the ends."""
    return " ".join(part for part in visible(text).replace("\t", "\n").split("\n") if part).strip(" ")


def bad_surrogate(text: str) -> int | None:
    """Index of the first lone surrogate, which no file can keep; None when there is none."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as fault:
        return fault.start
    return None
