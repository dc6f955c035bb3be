"""Kinsoku for Textual's own widgets: Static, Label and Toast wrap through japanese.wrap too.

Textual and Rich split at spaces only and have no hook for it, so two names are replaced once, when the app is
made; that of the editor with the first field (`kinsoku_editor.py`). The version of Textual is bounded for this, and
a test sees that the names are there.
"""

from __future__ import annotations

from typing import Any

import rich.text
import textual.content

from uedasns_tui.japanese import wrap


def divide_line(text: str, width: int, fold: bool = True) -> list[int]:
    """Where lines begin, for displayed texts; phrases are kept whole."""
    if not fold or width < 2:
        return list(_divide_line(text, width, fold))
    return [start for start, _ in wrap.wrap(text, width)[1:]]


# the modules' own names, not exports of theirs: typed as Any on purpose
_content: Any = textual.content
_text: Any = rich.text
_divide_line = _content.divide_line


def install() -> None:
    """Replace the two names; doing it again changes nothing."""
    _content.divide_line = divide_line
    _text.divide_line = divide_line
