"""The clauses of a document as a tree: what all others walk, cite and show.

Made by `chapters.py`, and never changed after that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from functools import cached_property

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.inline import InlineMark
from uedasns_tui.guideline.numbering import ABOVE, Label

HEADINGS = 10
"""Ranks below this are headings (#, ##, …); from it on they are places in the numbering."""


@dataclass(frozen=True, eq=False)
class Clause:
    """A clause: chapter, article, item; the document itself at the root.

    `mark` is the label as printed ("" for none). `title` is a heading, or the words after a label where more
    follows beneath; `paragraphs` its own text in plain characters, `marks` the inline marks of each paragraph.
    `rank` orders levels. `line` is where it begins in `file`, 1-based.
    """

    label: Label | None = None
    mark: str = ""
    title: str = ""
    paragraphs: tuple[str, ...] = ()
    children: tuple[Clause, ...] = field(default=(), repr=False)
    parent: Clause | None = field(default=None, repr=False)
    file: str = ""
    line: int = 0
    rank: int = -1
    marks: tuple[tuple[InlineMark, ...], ...] = field(default=(), repr=False)

    def walk(self) -> Iterator[Clause]:
        """This clause and all beneath it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @cached_property
    def path(self) -> tuple[Clause, ...]:
        """From the chapter down to this clause; empty for the document itself."""
        return (*self.parent.path, self) if self.parent is not None else ()

    @property
    def depth(self) -> int:
        """0 for a chapter, 1 beneath it, and so on."""
        return max(0, len(self.path) - 1)

    @property
    def chapter(self) -> Clause:
        """The chapter this stands in."""
        return self.path[0] if self.path else self

    @property
    def text(self) -> str:
        """Its own paragraphs, one a line."""
        return "\n".join(self.paragraphs)

    @property
    def whole(self) -> str:
        """All its own words: title, then paragraphs, one a line."""
        return "\n".join((self.title, *self.paragraphs)) if self.title else self.text

    @cached_property
    def citation(self) -> str:
        """The canonical citation: 5(8)オ, 第2条の2-1, はじめに(1).

        章 and 節 above an article or item are left out; a hyphen keeps two bare numbers apart (第1-1).
        """
        path = self.path
        articles = [
            depth for depth, clause in enumerate(path) if clause.label and clause.label.kind == "第1条"
        ]
        if articles:
            path = path[articles[-1] :]
        elif not self.skipped:
            path = tuple(clause for clause in path if not clause.skipped)
        steps = ""
        for clause in path:
            step = clause.step
            steps += ("-" if steps[-1:].isdecimal() and step[:1].isdecimal() else "") + step
        return steps

    @property
    def skipped(self) -> bool:
        """Whether the citations of what is beneath leave it out."""
        return self.label is not None and self.label.kind in ABOVE

    @property
    def step(self) -> str:
        """The last step of the citation: the label, or the title of what has none."""
        return self.label.text if self.label else bare_title(self.title)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of its own text; its title where it has no text and nothing beneath."""
        sentences = tuple(text for paragraph in self.paragraphs for text in split_sentences(paragraph))
        return sentences or ((self.title,) if self.title and not self.children else ())


def bare_title(title: str) -> str:
    """A heading without the sign before it: はじめに out of 〇はじめに."""
    return title.lstrip("〇○●◯◎■□◆◇▼▽ 　") or title


def split_sentences(text: str) -> Iterator[str]:
    """The sentences of a paragraph: they end with 。 outside brackets, and （…。） after one is one of its own.

    A bracket that is never closed closes with its line.
    """
    depth = start = 0
    for index, letter in enumerate(text):
        end = index + 1
        if letter in "「『（(【":
            depth += 1
            continue
        if letter in "」』）)】":
            depth = max(0, depth - 1)
            remark = depth == 0 and text[index - 1] == "。" and text[start:].lstrip()[:1] in ("（", "(")
            ends = remark and text[end : end + 1] not in ("、", "。")
        elif letter == "\n":
            depth, ends = 0, True
        else:
            ends = letter == "。" and depth == 0
        if ends:
            if sentence := text[start:end].strip():
                yield sentence
            start = end
    if sentence := text[start:].strip():
        yield sentence
