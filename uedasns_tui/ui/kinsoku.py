"""Kinsoku for Textual's own widgets: Static, Label, Toast, TextArea wrap through japanese.wrap too.

Textual and Rich split at spaces only and have no hook for it, so three names are replaced once, when the app is
made. The version of Textual is bounded for this, and a test sees that the names are there.
"""

from __future__ import annotations

from typing import Any

import rich.text
import textual.content
import textual.document._wrapped_document as wrapped_document

from uedasns_tui.japanese import wrap


def divide_line(text: str, width: int, fold: bool = True) -> list[int]:
    """Where lines begin, for displayed texts; phrases are kept whole."""
    if not fold or width < 2:
        return list(_divide_line(text, width, fold))
    return [start for start, _ in wrap.wrap(text, width)[1:]]


def compute_wrap_offsets(
    text: str,
    width: int,
    tab_size: int,
    fold: bool = True,
    precomputed_tab_sections: list[tuple[str, int]] | None = None,
) -> list[int]:
    """Where lines begin, for the editor: filled, so that what stands above a caret stays while one types."""
    if "\t" in text or width < 2:
        return list(_compute_wrap_offsets(text, width, tab_size, fold, precomputed_tab_sections))
    return [start for start, _ in wrap.wrap(text, width, phrases=False, hang=False)[1:]]


# the modules' own names, not exports of theirs: typed as Any on purpose
_content: Any = textual.content
_text: Any = rich.text
_wrapped: Any = wrapped_document
_divide_line = _content.divide_line
_compute_wrap_offsets = _wrapped.compute_wrap_offsets


def install() -> None:
    """Replace the three names; doing it again changes nothing."""
    _content.divide_line = divide_line
    _text.divide_line = divide_line
    _wrapped.compute_wrap_offsets = compute_wrap_offsets
