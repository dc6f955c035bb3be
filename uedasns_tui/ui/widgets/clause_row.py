"""A clause as it stands in the reader: its label, its text, and what is marked in it. Used by `reading.py`."""

from __future__ import annotations

from uedasns_tui.guideline.clause_tree import Clause
from uedasns_tui.services.context import AppContext
from uedasns_tui.ui.widgets.row_layout import ListRow, RowSpan


def row_of(
    context: AppContext, clause: Clause, hits: tuple[tuple[int, int], ...] = (), *, linked: bool = True
) -> ListRow:
    """A clause as a row of the reader. `hits` are offsets in its title and text; `linked`: references are marked."""
    body = "\n".join(part for part in (clause.title, clause.text) if part)
    shift = len(clause.title) + 1 if clause.title and clause.text else 0
    links = []
    if linked:
        from uedasns_tui.guideline import references

        links = [
            RowSpan(one.start + shift, one.end + shift, "link")
            for one in references.references(context.guideline, clause)
        ]
    spans = (*links, *(RowSpan(a, b, "hit") for a, b in hits))
    return ListRow(
        clause.citation,
        clause.mark,
        body,
        max(0, clause.depth - 1) if clause.mark else 0,
        spans,
        clause.depth == 0,
    )
