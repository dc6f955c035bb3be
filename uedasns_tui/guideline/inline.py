"""Inline marks of the chapters' Markdown: plain text, and where it was emphasised or linked.

Used by `chapters.py`. markdown-it-py reads them (its zero preset with emphasis, links, code and escapes), and only
where a text holds one of the characters that can make a mark: most guidelines have none, and start without it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_MARKS = r"[*_`\\\[]"
_KINDS: dict[str, Literal["emphasis", "strong", "link"]] = {
    "em": "emphasis",
    "strong": "strong",
    "link": "link",
}


class InlineMark(NamedTuple):
    """`text[start:end]` is emphasised, strong, code, or a link to `target`."""

    start: int
    end: int
    kind: Literal["emphasis", "strong", "link", "code"]
    target: str = ""


class Inline(NamedTuple):
    """A text as a person reads it, and its marks in the order in which they end."""

    text: str
    marks: tuple[InlineMark, ...] = ()


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("zero").enable(["emphasis", "link", "escape", "backticks"])


def read(text: str) -> Inline:
    """Marks taken out of a text, escapes resolved. What is no mark (HTML, [red]) is text as it stands."""
    if not re.search(_MARKS, text):
        return Inline(text)
    plain, marks = "", []
    opened: list[tuple[int, str]] = []
    for token in _parser().parseInline(text)[0].children or ():
        if token.nesting == 1:
            opened.append((len(plain), str(token.attrs.get("href", ""))))
        elif token.nesting == -1:
            start, target = opened.pop()
            kind = _KINDS.get(token.type.removesuffix("_close"))
            if kind is not None and start < len(plain):
                marks.append(InlineMark(start, len(plain), kind, target))
        else:
            if token.type == "code_inline":
                marks.append(InlineMark(len(plain), len(plain) + len(token.content), "code"))
            plain += token.content
    return Inline(plain, tuple(marks))


def plain(text: str) -> str:
    """The text as a person reads it."""
    return read(text).text
