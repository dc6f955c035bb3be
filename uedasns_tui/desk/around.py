"""What stands around a clause: what the house builds on it, and which of the records speak of it.

Used by the reader's side panel, where each is a way to go there.
"""

from __future__ import annotations

from uedasns_tui.desk import listing, summary, work
from uedasns_tui.desk.desk import Desk
from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline import coverage


@dataclass(frozen=True)
class Neighbour:
    """Something that rests on a clause: `kind` and `place` say where to go."""

    kind: str
    place: str
    said: str


def bases(desk: Desk, citation: str) -> list[Neighbour]:
    """The items, fields, rules and steps that rest on a clause."""
    found = []
    for one in coverage.built_on(desk.guideline, citation):
        source = desk.guideline.forms.get(one.source) or desk.guideline.checklists.get(one.source)
        of = f"（{source.title}）" if source is not None else ""
        found.append(Neighbour("basis", f"{one.source}:{one.id}", f"{one.said}{of}"))
    return found


def said(desk: Desk, citation: str) -> str:
    """What rests on a clause, in lines; for a clause that no tool answers, why."""
    lines = [one.said for one in bases(desk, citation)]
    why = coverage.reason(desk.guideline, citation)
    if why:
        lines.append(why)
    if not lines:
        lines.append("この条項は説明で、確認する項目はありません。")
    return f"{citation}\n" + "\n".join(f"・{line}" for line in lines)


SAYINGS = {"failed": "不適合", "lacks": "不足"}
"""How a record speaks of a clause, in words; otherwise by what it is."""


def records(desk: Desk, citation: str) -> list[Neighbour]:
    """The records that speak of a clause: policies by their fields, posts that failed it, incidents. Raises
    Unavailable while another program writes the index."""
    found = []
    for how, row in listing.index(desk).marked(summary.on_clause(citation)):
        line = work.line(row)
        said = SAYINGS.get(how, desk.form(row.kind).title)
        found.append(Neighbour(row.kind, row.id, f"{said}: {line.title}（{line.state_label}）"))
    return found
