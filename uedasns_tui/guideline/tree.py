"""The clauses of a document as a tree, made from the labels at the heads of paragraphs.

Used by `load.py`; everybody else walks it. Levels come from the declared order of numbering, not from
indentation: a 第2項 after ア would otherwise fall under it. A paragraph without a label continues the item above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from uedasns_tui.guideline import inline
from uedasns_tui.guideline.numbering import ORDER, Label, read_label
from uedasns_tui.guideline.problem import Problem, Where

DEEP = 10
"""Ranks below this are headings (#, ##, …); from it on they are places in the numbering."""


@dataclass(eq=False)
class Clause:
    """A clause: chapter, article, item. Read-only once the tree is made.

    `mark` is the label as printed ("" for none). `title` is a heading, or the words after a label where more
    follows beneath; `paragraphs` its own text in plain characters. `rank` orders levels.
    """

    label: Label | None = None
    mark: str = ""
    title: str = ""
    paragraphs: tuple[str, ...] = ()
    children: tuple[Clause, ...] = ()
    parent: Clause | None = field(default=None, repr=False)
    file: str = ""
    line: int = 0
    rank: int = -1

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

    @cached_property
    def citation(self) -> str:
        """The canonical citation: 5(8)オ, 第2条2(1), はじめに. 章 and 節 above an article are left out."""
        path = self.path
        articles = [at for at, one in enumerate(path) if one.label and one.label.kind == "第1条"]
        if articles:
            path = path[articles[-1] :]
        elif len(path) > 1:
            path = (
                tuple(one for one in path[:-1] if not (one.label and one.label.kind in ("第1章", "第1節")))
                + path[-1:]
            )
        return "".join(one.own_citation for one in path)

    @property
    def own_citation(self) -> str:
        """The last step of the citation."""
        return self.label.text if self.label else bare_title(self.title)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of its own text; its title where it has no text and nothing beneath."""
        found = tuple(one for paragraph in self.paragraphs for one in split_sentences(paragraph))
        if not found and not self.children and self.title:
            return (self.title,)
        return found


def bare_title(title: str) -> str:
    """A heading without the mark before it: はじめに out of 〇はじめに."""
    return title.lstrip("〇○●◯■□◆◇ 　")


def split_sentences(text: str) -> Iterator[str]:
    """The sentences of a paragraph: they end with 。 outside brackets, and （…。） after one is one of its own."""
    depth = start = 0
    for at, letter in enumerate(text):
        if letter in "「『（(【":
            depth += 1
        elif letter in "」』）)】":
            depth = max(0, depth - 1)
            if depth == 0 and text[at - 1] == "。" and text[start] in "（(":
                yield text[start : at + 1].strip()
                start = at + 1
        if letter == "。" and depth == 0:
            yield text[start : at + 1].strip()
            start = at + 1
        elif letter == "\n" and depth == 0:
            if text[start:at].strip():
                yield text[start:at].strip()
            start = at + 1
    if text[start:].strip():
        yield text[start:].strip()


class _Node(Clause):
    """A clause while the tree grows."""

    def __init__(self, rank: int = -1, parent: _Node | None = None) -> None:
        super().__init__(rank=rank, parent=parent)
        self.body: list[str] = []
        self.below: list[_Node] = []

    def nodes(self) -> Iterator[_Node]:
        """This node and all beneath it."""
        yield self
        for one in self.below:
            yield from one.nodes()


def read_chapters(
    files: Sequence[tuple[str, str]], order: Sequence[str] = ORDER
) -> tuple[Clause, list[Problem]]:
    """The tree of the chapters, given as (file, text) in document order, and what is wrong with their numbering."""
    builder = _Builder(tuple(order) or ORDER)
    for name, text in files:
        builder.chapter(name, text)
    _freeze(builder.root)
    return builder.root, builder.faults


class _Builder:
    """Reads lines and hangs clauses where their labels put them."""

    def __init__(self, order: tuple[str, ...]) -> None:
        self.order = order
        self.root = _Node()
        self.here = self.root
        self.faults: list[Problem] = []

    def chapter(self, name: str, text: str) -> None:
        self.here = self.root
        lines = text.replace("\r\n", "\n").split("\n")
        for number, line in enumerate(lines, 1):
            if line.strip():
                self.line(name, number, line)

    def line(self, name: str, number: int, line: str) -> None:
        heading = re.match(r"(#{1,6})[ \t]+(.*)", line)
        body = inline.plain(heading[2] if heading else line.strip(" \t"))
        found = read_label(body)
        if not heading and (found is None or found[0].kind not in self.order):
            if found is not None and found[0].kind != "ア" and self._looks_numbered(found[0]):
                self.fault(
                    name,
                    number,
                    f"「{body[:10]}」の番号の書き方は guideline.toml の numbering にありません。上の項目の続きとして読みました。",
                )
            if self.here is self.root:
                self.fault(name, number, "章の見出し（# で始まる行）より前に文があります。")
                return
            self.here.body.append(body)
            return
        rank = len(heading[1]) if heading else DEEP + self.order.index(found[0].kind)  # type: ignore[index]
        while self.here.rank >= rank and self.here.parent is not None:
            self.here = self.here.parent  # type: ignore[assignment]
        new = _Node(rank, self.here)
        new.file, new.line = name, number
        label, end = found if found else (None, 0)
        new.mark = body[:end].strip() if label else ""
        if heading:
            new.title = body[end:].strip()
            new.label = label
        else:
            new.label = label
            new.body.append(body[end:].strip(" \t"))
            if label is not None and label.kind == "・":
                new.label = Label(
                    "・",
                    (1 + sum(one.label is not None and one.label.kind == "・" for one in self.here.below),),
                )
            elif label is not None:
                self.sequence(new, name, number)
        self.here.below.append(new)
        self.here = new

    def _looks_numbered(self, label: Label) -> bool:
        return label.kind in ("第1条", "(1)", "(ア)", "①")

    def fault(self, name: str, line: int, message: str) -> None:
        self.faults.append(Problem("warning", Where(name, line), message, code="numbering"))

    def sequence(self, new: _Node, name: str, line: int) -> None:
        """A label must follow the one before it; what is wrong is said and taken as it stands."""
        assert new.label is not None
        kind, have = new.label.kind, new.label.number
        if kind == "第1条":
            before = [one.label.number for one in self.root.nodes() if one.label and one.label.kind == kind]
        else:
            before = [one.label.number for one in self.here.below if one.label and one.label.kind == kind]
        if before:
            last = before[-1]
            wanted = {(last[0] + 1,), (last[0], (last[1] if len(last) > 1 else 1) + 1)}
        else:
            article = self.here.label is not None and self.here.label.kind == "第1条"
            wanted = {(2,), (1,)} if kind == "1" and article else {(1,)}
        if have not in wanted:
            expected = Label(kind, min(wanted)).text
            self.fault(name, line, f"「{expected}」があるはずの所に「{new.label.text}」があります。")


def _freeze(node: _Node) -> None:
    for one in node.below:
        _freeze(one)
    node.children = tuple(node.below)
    body = [text for text in node.body if text]
    more = len(body) > 1 or node.below
    if body and node.label is not None and not node.title and more and "。" not in body[0]:
        node.title, body = body[0], body[1:]
    node.paragraphs = tuple(body)
