"""The lines above a record's form: what it is, its state as a badge, what is missing, and the path of its steps."""

from __future__ import annotations

from collections.abc import Iterator

from uedasns_tui.guideline.schema import Form
from uedasns_tui.japanese import width
from uedasns_tui.records import workflow
from uedasns_tui.records.record import Record
from uedasns_tui.services import record_actions, transitions
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.record_log import return_line
from uedasns_tui.ui import states
from uedasns_tui.ui.widgets.plain_text import Piece, StyledText
from uedasns_tui.ui.widgets.row_layout import Badge

SHORTEST = 16
"""Cells beside which a title has no room for the state in its line."""
MARGINS = 2
"""Cells at both sides."""
PATH_FROM = 30
"""Rows of the window from which the path of steps is shown."""


class RecordHeader(StyledText):
    """A record's title as lists show it, and how it stands."""

    DEFAULT_CSS = "RecordHeader { height: auto; background: $panel; padding: 0 1; }"

    def show_record(self, context: AppContext, record: Record, form: Form, summary: str) -> None:
        """Show how a record stands; `summary` is what the form says of it."""
        state, label = workflow.record_state(record, form), workflow.state_label(record, form)
        badge = states.badge(context, form.id, state, label)
        path = list(self._path(record, form, badge))
        # the path says where it stands, too: twice beneath each other is once too often
        piece = ("", "") if path else states.badge_piece(badge, no_color=self.app.no_color)
        title = record_actions.title(context, record)
        room = self.app.size.width - width.cells(f"{form.title}  ") - MARGINS
        summary = f" {summary}" if piece[0] else summary
        beside = room - width.cells(f"  {piece[0]}{summary}")
        whole = beside >= SHORTEST
        title = width.fit(title, beside if whole else room).rstrip()
        begin = "  " if whole else "\n"
        pieces = [(f"{form.title}  ", ""), (title, "bold"), (begin, ""), piece, (summary, "")]
        if returned := return_line(context, record):
            pieces.append(
                (f"\n{returned.label}（{returned.at} {returned.who}）\n{returned.text}".rstrip(), "")
            )
        self.show([*pieces, *path])

    def _path(self, record: Record, form: Form, badge: Badge) -> Iterator[Piece]:
        before, present, after = transitions.path(record, form)
        if present and self.app.size.height >= PATH_FROM:
            yield f"\n{before}", ""
            yield states.badge_piece(Badge(present, badge.meaning), no_color=self.app.no_color)
            yield after, ""
