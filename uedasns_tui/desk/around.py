"""What stands around a clause: what the house builds on it, and which of the records speak of it.

Used by the reader's side panel, where each is a way to go there.
"""

from __future__ import annotations

from uedasns_tui.desk import incidents, listing, posts, summary, work
from uedasns_tui.desk.desk import Desk
from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline import coverage
from uedasns_tui.guideline.basis import Basis
from uedasns_tui.guideline.schema import Checklist, City, Form


@dataclass(frozen=True)
class Neighbour:
    """Something that rests on a clause: `kind` and `place` say where to go."""

    kind: str
    place: str
    said: str


def bases(desk: Desk, citation: str) -> list[Neighbour]:
    """The items, fields, rules and steps that rest on a clause. `place`: the kind of record that one meets it in,
    and what it is."""
    found = []
    for basis in coverage.built_on(desk.guideline, citation):
        of = f"（{basis.source}）" if basis.page and basis.kind != "page" else ""
        place = f"{_kind(desk, basis)}:{basis.kind}:{basis.page}:{basis.id}"
        found.append(Neighbour("basis", place, f"{basis.said}{of}"))
    return found


def _kind(desk: Desk, basis: Basis) -> str:
    """The kind of record in which one meets what rests on a clause. What is looked for in the text of a post, and a
    private check, are met beside the posts; other regulations where something has gone wrong."""
    source = desk.guideline.sources[basis.file]
    if isinstance(source, Form):
        return source.id
    if isinstance(source, Checklist):
        return source.form or posts.POST
    return incidents.KIND if isinstance(source, City) else posts.POST


def said(desk: Desk, citation: str) -> str:
    """What rests on a clause, in lines; for a clause that no tool answers, why."""
    lines = [one.said for one in coverage.built_on(desk.guideline, citation)]
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
