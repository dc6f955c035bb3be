"""The clauses of a document as a tree.

Made by `chapters.py`, and never changed after that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from functools import cached_property
from itertools import groupby

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.inline import InlineMark
from uedasns_tui.guideline.numbering import ABOVE, ARTICLE, BULLETS, PARAGRAPHS, SUPPLEMENT, Label

HEADINGS = 10
"""Ranks below this are headings (#, ##, …); from it on they are places in the numbering."""
ITEMS = ("(1)", "一")
"""Kinds of 号."""


@dataclass(frozen=True, eq=False)
class Clause:
    """A clause: chapter, article, item; the document itself at the root.

    `mark` is the label as printed ("" for none). `title` is a heading, or the words after a label where more
    follows beneath; `paragraphs` its own text in plain characters, `marks` the inline marks of each paragraph.
    `rank` orders levels. `line` is where it begins in `file`, 1-based. `cells` of a paragraph that is the row of a
    table, None for others. `name`: what a citation calls a heading without a number (附則, 附則2).
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
    cells: tuple[tuple[str, ...] | None, ...] = field(default=(), repr=False)
    name: str = ""

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
        """The canonical citation: 5(8)オ, 第2条の2-1, はじめに(1), 附則第2条.

        章 and 節 above an article or item are left out; a hyphen keeps two bare numbers apart (第1-1).
        """
        text = ""
        for clause in self.cited_path:
            step = clause.step
            text += ("-" if text[-1:].isdecimal() and step[:1].isdecimal() else "") + step
        return text

    @cached_property
    def cited_path(self) -> tuple[Clause, ...]:
        """The clauses that its citation names, from the outermost."""
        path = self.path
        start = max(
            (depth for depth, clause in enumerate(path) if clause.kind in (ARTICLE, "1.1")), default=0
        )
        supplements = tuple(clause for clause in path[:start] if clause.name.startswith(SUPPLEMENT))
        path = supplements + path[start:]
        if len(path) > 1 and path[0].is_title_only and path[1].label and path[1].kind not in BULLETS:
            path = path[1:]
        counted = any(clause.kind in (ARTICLE, "第1") for clause in path)
        return path if self.skipped or not counted else tuple(clause for clause in path if not clause.skipped)

    @property
    def is_title_only(self) -> bool:
        """Whether this is the one chapter, headed by the guideline's title: nothing but 附則 and sheets stands beside it."""
        if self.label or self.name or self.parent is None or self.parent.parent is not None:
            return False
        return all(
            re.match("[附付別様]", chapter.title) for chapter in self.parent.children if chapter is not self
        )

    @property
    def formal_citation(self) -> str:
        """As ordinances and circulars write it: 第3条第3項第1号ア, 第1の2の(1)のイ."""
        if self.cited_path and self.cited_path[0].kind == "第1":
            return "の".join(clause.step for clause in self.cited_path)
        text, article = "", False
        for clause in self.cited_path:
            article = article or clause.kind == ARTICLE
            first = clause.label_number
            if article and clause.is_paragraph:
                text += f"第{first}項"
            elif article and clause.kind in ITEMS:
                first_paragraph = (
                    clause.parent is not None
                    and clause.parent.kind == ARTICLE
                    and clause.parent.has_paragraphs
                )
                branch = "".join(f"の{number}" for number in clause.label.number[1:]) if clause.label else ""
                text += f"{'第1項' if first_paragraph else ''}第{first}号{branch}"
            else:
                text += ("-" if text[-1:].isdecimal() and clause.step[:1].isdecimal() else "") + clause.step
        return text

    @property
    def kind(self) -> str:
        """The kind of its label, "" for none."""
        return self.label.kind if self.label else ""

    @property
    def label_number(self) -> int:
        """The first part of its number, 0 for none."""
        return self.label.number[0] if self.label and self.label.number else 0

    @property
    def is_paragraph(self) -> bool:
        """Whether it is a 項 of an article; 項 may be written 2, (2) or ②, where the first has no number."""
        if self.kind == "1" or self.kind not in PARAGRAPHS:
            return self.kind == "1"
        siblings = self.parent.children if self.parent and self.parent.kind == ARTICLE else ()
        first = next((clause.label for clause in siblings if clause.label and clause.kind == self.kind), None)
        return first is not None and first.number == (2,)

    @property
    def has_paragraphs(self) -> bool:
        """Whether an article has more 項 than its own text."""
        return any(clause.is_paragraph for clause in self.children)

    @property
    def skipped(self) -> bool:
        """Whether the citations of what is beneath leave it out."""
        return self.kind in ABOVE

    @property
    def step(self) -> str:
        """The last step of the citation: the label, or the title of what has none."""
        if self.kind == "1" and self.parent is not None and self.parent.name:
            return f"第{self.label_number}項"
        return self.name or (self.label.text if self.label else bare_title(self.title))

    @property
    def blocks(self) -> tuple[tuple[str, tuple[InlineMark, ...]] | tuple[tuple[str, ...], ...], ...]:
        """Its own text in order, for whoever prints it.

        A paragraph is (text, marks): `isinstance(block[0], str)`. A table is its rows, each a tuple of cells: the first
        row is its head, an empty cell is "", and rows may differ in length. Cells are plain text, never markup.
        """
        blocks: list[tuple[str, tuple[InlineMark, ...]] | tuple[tuple[str, ...], ...]] = []
        for is_table, group in groupby(
            range(len(self.paragraphs)), lambda index: self.row(index) is not None
        ):
            if is_table:
                blocks.append(tuple(self.row(index) or () for index in group))
            else:
                blocks += (
                    (self.paragraphs[index], self.marks[index]) for index in group if self.paragraphs[index]
                )
        return tuple(blocks)

    def row(self, index: int) -> tuple[str, ...] | None:
        """The cells of a paragraph that is the row of a table."""
        return self.cells[index] if index < len(self.cells) else None

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of its own text, without tables; its title where it has no text and nothing beneath."""
        prose = (text for index, text in enumerate(self.paragraphs) if self.row(index) is None)
        sentences = tuple(sentence for text in prose for sentence in split_sentences(text))
        return sentences or ((self.title,) if self.title and not self.children else ())


def bare_title(title: str) -> str:
    """A heading without the sign before it or around it: はじめに out of 〇はじめに and 【はじめに】."""
    bracketed = title[:1] + title[-1:] in ("【】", "（）", "()") and not set(title[1:-1]) & set("【】（）()")
    bare = title[1:-1] if bracketed else title
    return bare.lstrip("〇○●◯◎■□◆◇▼▽ 　") or title


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
