"""The badge of a record's state: its meaning follows from the transition that leads to it, so it is the form's data."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.schema import TransitionRole
from uedasns_tui.services.context import AppContext
from uedasns_tui.ui.widgets.plain_text import Piece
from uedasns_tui.ui.widgets.row_drawing import STYLES
from uedasns_tui.ui.widgets.row_layout import Badge, Meaning, cell_text

MEANINGS: dict[TransitionRole, Meaning] = {
    "submit": "waiting", "decide": "good", "approve": "good", "exempt": "good", "except": "waiting", "publish": "good",
    "posted": "good", "late": "good", "return": "bad", "close": "ended", "delete": "ended", "suspend": "neutral",
    "withdraw": "neutral", "resume": "good", "reopen": "waiting",
}  # fmt: skip
"""What the state means that a transition of a role leads to; the first transition that leads to it decides."""


def badge(context: AppContext, form_id: str, state: str, label: str) -> Badge:
    """The badge of a state."""
    return Badge(label, _meanings(context.guideline, form_id).get(state, "neutral"))


def badge_piece(shown: Badge, *, no_color: bool) -> Piece:
    """A badge in a line of text: its word on its colour, in brackets where there is none."""
    return cell_text(shown, brackets=no_color), "bold" if no_color else STYLES[shown.meaning]


def section_name(section: str) -> str:
    """A section as a narrow column shows it: of 上田市 政策企画部 広報課 the last, which is the section itself."""
    return " ".join(section.split("\n")[0].split()[-1:])


def first_of(names: Sequence[str]) -> str:
    """Several names as a narrow column shows them: the first, and how many more there are."""
    return names[0] + (f" ほか{len(names) - 1}" if len(names) > 1 else "") if names else ""


@lru_cache(8)
def _meanings(guideline: Guideline, form_id: str) -> dict[str, Meaning]:
    form = guideline.forms.get(form_id)
    if form is None:
        return {}
    meanings: dict[str, Meaning] = {form.first: "waiting" if form.purpose == "incident" else "neutral"}
    if form.changed:
        meanings[form.changed] = "waiting"
    for transition in form.act:
        if transition.to and transition.role in MEANINGS:
            meanings.setdefault(transition.to, MEANINGS[transition.role])
    return meanings
