"""What stands around a clause: what the house builds on it, and which of the records speak of it.

Used by the reader's side panel, where each is a way to go there.
"""

from __future__ import annotations

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.backlinks import Backlink, backlinks_to, reason
from uedasns_tui.guideline.facts_schema import City
from uedasns_tui.guideline.schema import Checklist, Form
from uedasns_tui.services import incidents, post_check, record_actions, record_list, record_summary
from uedasns_tui.services.context import AppContext


@dataclass(frozen=True)
class BacklinkTarget:
    """Something that rests on a clause: `kind` and `place` say where to go."""

    kind: str
    place: str
    said: str


def document_backlinks(context: AppContext, citation: str) -> list[BacklinkTarget]:
    """The items, fields, rules and steps that rest on a clause. `place`: the kind of record that one meets it in,
    and what it is."""
    found = []
    for basis in backlinks_to(context.guideline, citation):
        of = f"（{basis.source}）" if basis.page and basis.kind != "page" else ""
        place = f"{_kind(context, basis)}:{basis.kind}:{basis.page}:{basis.id}"
        found.append(BacklinkTarget("basis", place, f"{basis.text}{of}"))
    return found


def _kind(context: AppContext, basis: Backlink) -> str:
    """The kind of record in which one meets what rests on a clause. What is looked for in the text of a post, and a
    private check, are met beside the posts; other regulations where something has gone wrong."""
    source = context.guideline.sources[basis.file]
    if isinstance(source, Form):
        return source.id
    if isinstance(source, Checklist):
        return source.form or post_check.POST
    return incidents.KIND if isinstance(source, City) else post_check.POST


def clause_notes(context: AppContext, citation: str) -> str:
    """What rests on a clause, in lines; for a clause that no tool answers, why."""
    lines = [one.text for one in backlinks_to(context.guideline, citation)]
    why = reason(context.guideline, citation)
    if why:
        lines.append(why)
    if not lines:
        lines.append("この条項は説明で、確認する項目はありません。")
    return f"{citation}\n" + "\n".join(f"・{line}" for line in lines)


NOTE_SOURCES = {"failed": "不適合", "lacks": "不足"}
"""How a record speaks of a clause, in words; otherwise by what it is."""


def record_backlinks(context: AppContext, citation: str) -> list[BacklinkTarget]:
    """The records that speak of a clause: policies by their fields, posts that failed it, incidents. Raises
    Unavailable while another program writes the index."""
    found = []
    for how, row in record_list.index(context).marked(record_summary.on_clause(citation)):
        line = record_actions.record_line(row)
        said = NOTE_SOURCES.get(how, context.form(row.kind).title)
        found.append(BacklinkTarget(row.kind, row.id, f"{said}: {line.title}（{line.state_label}）"))
    return found
