"""Clauses of the guideline as a Page, for Word, HTML and the other formats: headings, labelled text, tables as tables.

Used by `read --format`. The words are the guideline's own, unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from uedasns_tui.formats.page import Block, Heading, Page, Paragraph, Table
from uedasns_tui.guideline.clause_tree import Clause
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.japanese import eras


def clause_page(
    guideline: Guideline, clauses: Sequence[Clause], day: date, *, block_only: bool = False
) -> Page:
    """The clauses with all that lies under them; without any the whole guideline, or its title block only."""
    tops = clauses or (() if block_only else guideline.root.children)
    blocks: list[Block] = (
        [] if clauses else [Paragraph(line) for line in guideline.title_block.split("\n")[1:]]
    )
    blocks += [block for top in tops for block in _blocks(top)]
    return Page(
        guideline.title,
        (Heading(guideline.title, 1), *blocks),
        name="、".join(clause.citation for clause in clauses) or guideline.title,
        made=(f"ガイドラインの版: {eras.japanese_date(guideline.file.edition)}",),
        day=day,
    )


def _blocks(top: Clause) -> Iterator[Block]:
    for clause in top.walk():
        label = clause.mark
        if clause.title:
            yield Heading(f"{label} {clause.title}".strip(), min(2 + len(clause.path) - len(top.path), 6))
            label = ""
        for block in clause.blocks:
            if block and isinstance(block[0], tuple):
                head, *rows = block
                yield Table(tuple(map(tuple, rows)), head=tuple(map(str, head)))
            else:
                yield Paragraph(f"{label} {block[0]}".strip())
            label = ""
        if label and not clause.blocks:
            yield Paragraph(label)
