"""Kinsoku for Textual's TextArea: the third name that `kinsoku.py` speaks of. Used by `widgets/field.py`.

A module of its own, as the first screen holds no field and need not wait for the editor.
"""

from __future__ import annotations

from typing import Any

import textual.document._wrapped_document as wrapped_document

from uedasns_tui.japanese import wrap


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


# the module's own name, not an export of its: typed as Any on purpose
_wrapped: Any = wrapped_document
_compute_wrap_offsets = _wrapped.compute_wrap_offsets


def install() -> None:
    """Replace the name; doing it again changes nothing."""
    _wrapped.compute_wrap_offsets = compute_wrap_offsets
