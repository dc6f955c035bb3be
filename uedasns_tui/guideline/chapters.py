"""Parses chapters in Markdown into the tree of clauses, by the labels at the beginning of paragraphs.

Used by `loader`. Levels come from the declared order of numbering, not from indentation nor from first appearance:
a 第2項 after ア would otherwise fall under it. A paragraph without a label continues the item above. What is wrong
with the numbering is a Problem with file and line, and is taken as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, zip_longest

from uedasns_tui.guideline import inline
from uedasns_tui.guideline.chapter_lines import UNMARKED_HEADING, Line, read_lines
from uedasns_tui.guideline.clause_tree import HEADINGS, Clause
from uedasns_tui.guideline.guideline_schema import Irregularity
from uedasns_tui.guideline.numbering import (
    ARTICLE,
    BULLETS,
    KINDS,
    ORDER,
    PARAGRAPHS,
    SUPPLEMENT,
    Label,
    read_label,
)
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.japanese import width

STRONG = (ARTICLE, "1.1", "(1)", "1)", "(ア)", "(イ)", "(i)", "(a)", "①", "(一)")
"""Undeclared kinds that are reported wherever they begin a line; others only where they count up (1, 2)."""
WIDEST_TABLE = 72
"""Columns of a table that is shown aligned; a wider one has its cells beside each other."""
_INNER_CAPTION = r"[（(【［]([^()（）。]{1,40})[）)】］](?:[ \t　]+|$)"
"""第6条（委任）　…: the title of an article within its line."""
_ADJACENT_CAPTION = r"[（(【［]([^()（）。]{1,40})[）)】］][ \t　]*(?!及び|又は|、)"
"""第6条（委任）…: without any space, too."""
_PARTICLE = r"[のにをはがでとへもやか第、及又若並中]"


class _Node:
    """A clause while the tree grows. `last`: the number of the last label of each kind beneath it."""

    def __init__(self, rank: int = -1, parent: _Node | None = None, file: str = "", line: int = 0) -> None:
        self.rank, self.parent, self.file, self.line = rank, parent, file, line
        self.label: Label | None = None
        self.mark = self.title = self.name = ""
        self.body: list[inline.Inline] = []
        self.cells: list[tuple[str, ...] | None] = []
        self.below: list[_Node] = []
        self.last: dict[str, tuple[int, ...]] = {}

    def add(self, text: str, cells: tuple[str, ...] | None = None) -> None:
        """Another paragraph, or the row of a table."""
        if text or cells:
            self.body.append(inline.read(text))
            self.cells.append(cells)

    def part(self) -> None:
        """An empty paragraph keeps two tables apart."""
        self.body.append(inline.Inline(""))
        self.cells.append(None)

    def supplement(self) -> _Node | None:
        """The 附則 this is in."""
        node: _Node | None = self
        while node is not None and not node.name.startswith(SUPPLEMENT):
            node = node.parent
        return node

    def frozen(self, parent: Clause | None = None) -> Clause:
        """The finished clause with all beneath it."""
        title, body, cells = self.title, self.body, self.cells
        more = len(body) > 1 or (len(body) == 1 and bool(self.below))
        titled = self.label is not None and not title and more and not cells[0]
        if titled and not re.search("^次|[。、]", body[0].text):
            title, body, cells = body[0].text, body[1:], cells[1:]
        clause = Clause(
            self.label, self.mark, title, _aligned([text.text for text in body], cells), (), parent, self.file, self.line,
            self.rank, tuple(text.marks for text in body), tuple(cells), self.name,
        )  # fmt: skip
        object.__setattr__(clause, "children", tuple(node.frozen(clause) for node in self.below))
        return clause


def read_chapters(
    files: Sequence[tuple[str, str | None]],
    order: Sequence[str] = ORDER,
    irregular: Sequence[Irregularity] = (),
) -> tuple[Clause, list[Problem]]:
    """The tree of the chapters, and what is wrong with their numbering.

    `files`: (name, text) in document order; None for a chapter that cannot be had, whose number then is not missed.
    `irregular`: what is meant as it is written.
    """
    builder = _Builder(tuple(order) or ORDER, irregular)
    for name, text in files:
        builder.chapter(name, text)
    names = [name for name, _ in files]
    builder.report_undeclared()
    faults = sorted(builder.faults, key=lambda fault: (names.index(fault.where.file), fault.where.line))
    return builder.root.frozen(), faults


class _Builder:
    """Reads lines and hangs clauses where their labels put them."""

    def __init__(self, order: tuple[str, ...], irregular: Sequence[Irregularity]) -> None:
        self.order, self.irregular = order, irregular
        self.root = _Node()
        self.current = self.root
        self.articles: dict[_Node | None, tuple[int, ...]] = {}
        self.supplements = 0
        self.gap = False
        self.faults: list[Problem] = []
        self.undeclared: dict[str, list[tuple[Label, str, int, str]]] = {}

    def chapter(self, name: str, text: str | None) -> None:
        self.current = self.root
        if text is None:
            self.gap = True
            return
        for line in read_lines(text, self.order):
            self.line(name, line)

    def line(self, name: str, line: Line) -> None:
        if line.level or re.match(UNMARKED_HEADING, line.text):
            self.heading(name, line)
            return
        label = None if line.cells or line.literal or self.is_meant(line.text, "text") else self.label(line)
        if label is None:
            self.continued(name, line)
            return
        new = self.under(self.rank(label[0].kind), name, line.number)
        new.mark, new.title = line.text[: label[1]].strip(), line.caption
        text = line.text[label[1] :].strip(" \t　")
        inner = _INNER_CAPTION if line.text[label[1] - 1] in " \t　" else _ADJACENT_CAPTION
        if label[0].kind == ARTICLE and not new.title and (caption := re.match(inner, text)):
            new.title, text = caption[1], text[caption.end() :]
        new.add(text)
        if label[0].kind in BULLETS:
            self.put(new, Label(label[0].kind, (self.last(new, label[0].kind, (0,))[0] + 1,)))
            return
        self.sequence(new, label[0], line.text)
        self.level(new)
        self.put(new, label[0])

    def label(self, line: Line) -> tuple[Label, int] | None:
        """The label of a line; 第4条の規定により… within the text of an article is none."""
        label = read_label(line.text, self.order)
        if label is None or label[0].kind != ARTICLE or line.caption:
            return label
        after = line.text[label[1] - 1 : label[1] + 1]
        if label[1] == len(line.text) or after[0] in " \t　" or after[1:] in ("（", "("):
            return label
        before = self.articles.get(self.current.supplement(), (0,))
        expected = label[0].number in _following(before)
        return label if expected and not re.match(_PARTICLE, after[1:]) else None

    def heading(self, name: str, line: Line) -> None:
        new = self.under(line.level or 1, name, line.number)
        label = read_label(line.text, KINDS if self.order is not ORDER else ORDER)
        if label is not None and label[0].kind not in (*self.order, *ORDER):
            label = None
        end = label[1] if label else 0
        new.mark, new.title = line.text[:end].strip(), inline.plain(line.text[end:].strip(" \t　"))
        bracketed = re.fullmatch(r"[（(【［]([^()（）]+)[）)】］]", new.title)
        if label and bracketed:
            new.title = bracketed[1]
        new.title = new.title or line.caption
        if label is not None and label[0].kind not in BULLETS:
            self.sequence(new, label[0], line.text)
            self.put(new, label[0])
        elif re.match(r"[【\[]?[附付][ \t　]*則", new.title):
            self.supplements += 1
            new.name = SUPPLEMENT + (str(self.supplements) if self.supplements > 1 else "")

    def continued(self, name: str, line: Line) -> None:
        other = (
            None
            if line.cells or line.literal or self.is_meant(line.text, "text")
            else read_label(line.text, KINDS)
        )
        if other is not None and other[0].kind not in self.order:
            entry = (other[0], name, line.number, line.text[: other[1]].strip())
            self.undeclared.setdefault(other[0].kind, []).append(entry)
        if self.current is self.root:
            self.fault(name, line.number, "章の見出し（# で始まる行）より前に文があります。読んでいません。")
            return
        if line.head and self.current.cells and self.current.cells[-1]:
            self.current.part()
        self.current.add(line.raw, line.cells)

    def is_meant(self, text: str, read_as: str) -> bool:
        """Whether guideline.toml declares that a line that begins so is meant as it is."""
        return any(entry.read_as == read_as and text.startswith(entry.line) for entry in self.irregular)

    def rank(self, kind: str) -> int:
        """The rank of a kind of label; an article has that of the article before, which may be a heading."""
        node: _Node | None = self.current
        while kind == ARTICLE and node is not None:
            if node.label is not None and node.label.kind == ARTICLE:
                return node.rank
            node = node.parent
        return HEADINGS + self.order.index(kind)

    def under(self, rank: int, name: str, line: int) -> _Node:
        """A new node of that rank, hung under the nearest node above it."""
        while self.current.rank >= rank and self.current.parent is not None:
            self.current = self.current.parent
        new = _Node(rank, self.current, name, line)
        self.current.below.append(new)
        self.current = new
        return new

    def last(self, new: _Node, kind: str, none: tuple[int, ...] = ()) -> tuple[int, ...]:
        """The number of the label of that kind before this one: in the whole document for articles."""
        if kind == ARTICLE:
            return self.articles.get(new.supplement(), none)
        return new.parent.last.get(kind, none) if new.parent else none

    def put(self, new: _Node, label: Label) -> None:
        new.label = label
        if label.kind == ARTICLE:
            self.articles[new.supplement()] = label.last or label.number
        elif new.parent is not None:
            new.parent.last[label.kind] = label.last or label.number

    def sequence(self, new: _Node, label: Label, text: str) -> None:
        """A label must follow the one before it."""
        before = self.last(new, label.kind)
        if self.gap and (label.kind == ARTICLE or new.parent is self.root):
            self.gap = False
            return
        parent = new.parent
        if label.kind == "1.1":
            above = parent.label.number if parent and parent.label else label.number[:-1]
            above = above if len(above) == len(label.number) - 1 else label.number[:-1]
            wanted = [(*above, before[-1] + 1 if before[:-1] == above and before else 1)]
            wanted += [(*before[:end], before[end] + 1) for end in range(1, len(before) - 1)] + [(*before, 1)]
        elif before:
            wanted = _following(before)
        elif parent is None or not (parent.name or (parent.label and parent.label.kind == ARTICLE)):
            wanted = [(1,)]
        elif label.kind == "1":
            wanted = [(2,), (1,)]
        else:
            unnumbered = label.kind in PARAGRAPHS and "1" not in self.order and parent.body
            wanted = [(1,), (2,)] if unnumbered else [(1,)]
        if label.number not in wanted and not self.is_meant(text, "label"):
            expected = next(_texts(label.kind, wanted), "")
            self.fault(new.file, new.line, f"「{expected}」があるはずの所に「{label.text}」があります。")

    def level(self, new: _Node) -> None:
        """An item of a lower level that stands before one of this level had no parent."""
        parent = new.parent
        assert parent is not None
        if parent.label is not None and parent.label.kind == ARTICLE:
            return
        orphans = [
            node
            for node in parent.below[:-1]
            if node.rank > new.rank and node.mark and node.label and node.label.kind not in BULLETS
        ]
        if orphans and parent.below[-2] is orphans[-1]:
            kind = self.order[new.rank - HEADINGS]
            message = f"「{orphans[0].mark}」の上にあるはずの「{kind}」の項目がありません。"
            self.fault(orphans[0].file, orphans[0].line, message)

    def report_undeclared(self) -> None:
        """Labels of each kind that is none of the declared, once."""
        for kind, entries in self.undeclared.items():
            numbers = [label.number for label, *_ in entries]
            counts_up = any(first == (1,) and second == (2,) for first, second in pairwise(numbers))
            if kind not in STRONG and not counts_up:
                continue
            _, name, line, mark = entries[0]
            more = f"（ほかに {len(entries) - 1} か所）" if len(entries) > 1 else ""
            message = (
                "の番号の書き方は guideline.toml の numbering にありません。上の項目の続きとして読みました"
            )
            self.fault(name, line, f"「{mark}」{message}{more}。")

    def fault(self, name: str, line: int, message: str) -> None:
        self.faults.append(Problem("warning", Location(name, line), message, code="numbering"))


def _aligned(texts: Sequence[str], cells: Sequence[tuple[str, ...] | None]) -> tuple[str, ...]:
    """The paragraphs, the rows of each table with their columns under each other; an empty cell shows as ―."""
    aligned = list(texts)
    for is_table, group in groupby(range(len(texts)), lambda index: cells[index] is not None):
        if not is_table:
            continue
        indexes = list(group)
        rows = [[cell or "―" for cell in cells[index] or ()] for index in indexes]
        columns = [max(map(width.cells, column)) for column in zip_longest(*rows, fillvalue="")]
        fits = sum(columns) + 3 * len(columns) <= WIDEST_TABLE
        for index, row in zip(indexes, rows, strict=True):
            padded = (
                [width.pad(cell, wide) for cell, wide in zip(row, columns, strict=False)] if fits else row
            )
            aligned[index] = " │ ".join(padded).rstrip()
    return tuple(aligned)


def _following(before: tuple[int, ...]) -> list[tuple[int, ...]]:
    branch = before[1] if len(before) > 1 else 1
    return [(before[0] + 1,), (before[0], branch + 1)]


def _texts(kind: str, numbers: Sequence[tuple[int, ...]]) -> Iterator[str]:
    for number in numbers:
        try:
            yield Label(kind, number).text
        except IndexError:
            continue
