"""Inline marks of the chapters' Markdown, read by markdown-it-py and only where there are any.

The zero preset with emphasis, links, tables' and escapes' rules: everything else is text as it stands. Used by
`tree.py`; what the reader shows is plain text, since Ueda's and most guidelines have no marks at all.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

MARKS = re.compile(r"[*_`\\\[]")


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("zero").enable(["emphasis", "link", "escape", "backticks"])


def plain(text: str) -> str:
    """The text as a person reads it: marks taken away, escapes resolved."""
    if not MARKS.search(text):
        return text
    tokens = _parser().parseInline(text)
    return "".join(child.content for token in tokens for child in token.children or () if child.content)
