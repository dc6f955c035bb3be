"""Chapters as Markdown → the tree of clauses, from the labels at the heads of paragraphs.

Used by `load.py`. Levels come from the declared order of numbering, not from indentation nor from first appearance:
a 第2項 after ア would otherwise fall under it. A paragraph without a label continues the item above. What is wrong
with the numbering is said, with file and line, and taken as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from uedasns_tui.guideline import inline
from uedasns_tui.guideline.clause_tree import HEADINGS, Clause
from uedasns_tui.guideline.numbering import ORDER, Label, read_label
from uedasns_tui.guideline.problem import Location, Problem

ARTICLE = "第1条"


class _Node:
    """A clause while the tree grows. `last`: the number of the last label of each kind beneath it."""

    def __init__(self, rank: int = -1, parent: _Node | None = None, file: str = "", line: int = 0) -> None:
        self.rank, self.parent, self.file, self.line = rank, parent, file, line
        self.label: Label | None = None
        self.mark = self.title = ""
        self.body: list[inline.Inline] = []
        self.below: list[_Node] = []
        self.last: dict[str, tuple[int, ...]] = {}

    def frozen(self, parent: Clause | None = None) -> Clause:
        """The finished clause with all beneath it."""
        title, body = self.title, [one for one in self.body if one.text]
        more = len(body) > 1 or (len(body) == 1 and bool(self.below))
        if self.label is not None and not title and more and not re.search("^次|[。、]", body[0].text):
            title, body = body[0].text, body[1:]
        texts, marks = tuple(one.text for one in body), tuple(one.marks for one in body)
        made = Clause(self.label, self.mark, title, texts, (), parent, self.file, self.line, self.rank, marks)
        object.__setattr__(made, "children", tuple(one.frozen(made) for one in self.below))
        return made


def read_chapters(
    files: Sequence[tuple[str, str | None]], order: Sequence[str] = ORDER
) -> tuple[Clause, list[Problem]]:
    """The tree of the chapters, and what is wrong with their numbering.

    `files`: (name, text) in document order; None for a chapter that cannot be had, whose number then is not missed.
    """
    builder = _Builder(tuple(order) or ORDER)
    for name, text in files:
        builder.chapter(name, text)
    return builder.root.frozen(), sorted(builder.faults, key=lambda one: files_order(files, one))


def files_order(files: Sequence[tuple[str, str | None]], fault: Problem) -> tuple[int, int]:
    """Where a fault stands in the document."""
    return [name for name, _ in files].index(fault.where.file), fault.where.line


class _Builder:
    """Reads lines and hangs clauses where their labels put them."""

    def __init__(self, order: tuple[str, ...]) -> None:
        self.order = order
        self.root = _Node()
        self.here = self.root
        self.article: tuple[int, ...] = ()
        self.gap = False
        self.faults: list[Problem] = []

    def chapter(self, name: str, text: str | None) -> None:
        self.here = self.root
        if text is None:
            self.gap = True
            return
        for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
            if line.strip() and not ("---" in line and re.fullmatch(r"\s*\|?[\s:|-]*---[\s:|-]*", line)):
                self.line(name, number, line)

    def line(self, name: str, number: int, line: str) -> None:
        if heading := re.match(r"(#{1,6})[ \t　]+(.*)", line):
            self.heading(name, number, len(heading[1]), heading[2].strip())
            return
        bare = line.strip(" \t　")
        found = read_label(bare, self.order)
        if found is None:
            self.continued(name, number, line.rstrip(), bare)
            return
        label, end = found
        new = self.under(HEADINGS + self.order.index(label.kind), name, number)
        new.mark = bare[:end].strip()
        new.body.append(inline.read(bare[end:].strip(" \t　")))
        if label.kind == "・":
            label = Label("・", (self.last(new, "・", (0,))[0] + 1,))
        else:
            self.sequence(new, label)
            self.level(new)
        self.put(new, label)

    def heading(self, name: str, number: int, level: int, text: str) -> None:
        new = self.under(level, name, number)
        found = read_label(text)
        label, end = found if found else (None, 0)
        new.mark = text[:end].strip()
        new.title = inline.plain(text[end:].strip(" \t　"))
        if label is not None:
            self.sequence(new, label)
            self.put(new, label)

    def continued(self, name: str, number: int, line: str, bare: str) -> None:
        other = read_label(bare)
        if other is not None and other[0].kind in (ARTICLE, "(1)", "(ア)", "①"):
            said = (
                "の番号の書き方は guideline.toml の numbering にありません。上の項目の続きとして読みました。"
            )
            self.fault(name, number, f"「{bare[: other[1]].strip()}」{said}")
        if self.here is self.root:
            self.fault(name, number, "章の見出し（# で始まる行）より前に文があります。読んでいません。")
            return
        text = line.strip(" \t")
        if bare.startswith("|") and bare.endswith("|"):
            text = "　".join(cell.strip() for cell in bare.strip("|").split("|"))
        self.here.body.append(inline.read(text))

    def under(self, rank: int, name: str, line: int) -> _Node:
        """A new node of that rank, hung under the nearest node above it."""
        while self.here.rank >= rank and self.here.parent is not None:
            self.here = self.here.parent
        new = _Node(rank, self.here, name, line)
        self.here.below.append(new)
        self.here = new
        return new

    def last(self, new: _Node, kind: str, none: tuple[int, ...] = ()) -> tuple[int, ...]:
        """The number of the label of that kind before this one: in the whole document for articles."""
        if kind == ARTICLE:
            return self.article or none
        return new.parent.last.get(kind, none) if new.parent else none

    def put(self, new: _Node, label: Label) -> None:
        new.label = label
        if label.kind == ARTICLE:
            self.article = label.number
        elif new.parent is not None:
            new.parent.last[label.kind] = label.number

    def sequence(self, new: _Node, label: Label) -> None:
        """A label must follow the one before it."""
        before = self.last(new, label.kind)
        if self.gap and (label.kind == ARTICLE or new.parent is self.root):
            self.gap = False
            return
        if before:
            branch = before[1] if len(before) > 1 else 1
            wanted = [(before[0] + 1,), (before[0], branch + 1)]
        else:
            article = new.parent is not None and new.parent.label and new.parent.label.kind == ARTICLE
            wanted = [(2,), (1,)] if label.kind == "1" and article else [(1,)]
        if label.number not in wanted:
            expected = next(_texts(label.kind, wanted), "")
            self.fault(new.file, new.line, f"「{expected}」があるはずの所に「{label.text}」があります。")

    def level(self, new: _Node) -> None:
        """An item of a lower level that stands before one of this level had no parent."""
        parent = new.parent
        assert parent is not None
        if parent.label is not None and parent.label.kind == ARTICLE:
            return
        lost = [
            one
            for one in parent.below[:-1]
            if one.rank > new.rank and one.mark and one.label and one.label.kind != "・"
        ]
        if lost and parent.below[-2] is lost[-1]:
            kind = self.order[new.rank - HEADINGS]
            message = f"「{lost[0].mark}」の上にあるはずの「{kind}」の項目がありません。"
            self.fault(lost[0].file, lost[0].line, message)

    def fault(self, name: str, line: int, message: str) -> None:
        self.faults.append(Problem("warning", Location(name, line), message, code="numbering"))


def _texts(kind: str, numbers: Sequence[tuple[int, ...]]) -> Iterator[str]:
    for number in numbers:
        try:
            yield Label(kind, number).text
        except IndexError:
            continue
