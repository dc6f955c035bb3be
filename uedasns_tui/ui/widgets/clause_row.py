"""A clause as a row of the reader: its label, its text, and what is marked in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uedasns_tui.guideline.clause_tree import Clause
from uedasns_tui.guideline.document import TITLE_BLOCK
from uedasns_tui.services.context import AppContext
from uedasns_tui.ui.widgets.row_layout import ListRow, RowSpan

if TYPE_CHECKING:
    from uedasns_tui.guideline.references import CrossReference


def row_of(
    context: AppContext, clause: Clause, hits: tuple[tuple[int, int], ...] = (), *, linked: bool = True
) -> ListRow:
    """A clause as a row. `hits` are offsets in its title and text; `linked`: references are marked."""
    body = "\n".join(part for part in (clause.title, clause.text) if part)
    shift = len(clause.title) + 1 if clause.title and clause.text else 0
    links = _links(context, clause) if linked else ()
    spans = (
        *(RowSpan(link.start + shift, link.end + shift, "link") for link in links),
        *(RowSpan(start, end, "hit") for start, end in hits),
    )
    if clause.title:
        spans = (RowSpan(0, len(clause.title), "title"), *spans)
    return ListRow(
        clause.citation,
        clause.mark,
        body,
        max(0, clause.depth - 1) if clause.mark else 0,
        spans,
        ruled=clause.depth == 0 and bool(clause.title),
        paragraphs=not clause.mark,
        gap=context.user_settings.spacing,
    )


def title_block_row(context: AppContext) -> ListRow:
    """What stands above the first clause: the title, and when and by whom the guideline was made and changed."""
    block = context.guideline.title_block
    title = RowSpan(0, len(context.guideline.title), "title")
    return ListRow(TITLE_BLOCK, "", block, 0, (title,), gap=context.user_settings.spacing)


def _links(context: AppContext, clause: Clause) -> tuple[CrossReference, ...]:
    from uedasns_tui.guideline import references  # the first sentence need not wait for it

    return references.references(context.guideline, clause)
