"""Backlinks of a clause: entries of the guideline's files, and the records that cite it.

Used by the dialog of backlinks and the reader's panel; each target says where to go.
"""

from __future__ import annotations

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.backlinks import Backlink, backlinks_to, reason
from uedasns_tui.guideline.facts_schema import City
from uedasns_tui.guideline.schema import Checklist, Form
from uedasns_tui.services import record_actions, record_list
from uedasns_tui.services.context import AppContext


@dataclass(frozen=True)
class BacklinkTarget:
    """Something that rests on a clause. `form` is the id of the form in whose records one meets it ("" for none),
    `record` the id of a record, `backlink` the entry of the guideline's files."""

    label: str
    form: str = ""
    record: str = ""
    backlink: Backlink | None = None


def document_backlinks(context: AppContext, citation: str) -> list[BacklinkTarget]:
    """The items, fields, rules and transitions that rest on a clause."""
    targets = []
    for backlink in backlinks_to(context.guideline, citation):
        source = f"（{backlink.source}）" if backlink.page and backlink.kind != "page" else ""
        form = _form_of(context, backlink)
        targets.append(BacklinkTarget(f"{backlink.text}{source}", form, backlink=backlink))
    return targets


def _form_of(context: AppContext, backlink: Backlink) -> str:
    """The form in whose records one meets a backlink. What is looked for in texts and the private check belong to
    posts, other regulations to trouble."""
    source = context.guideline.sources[backlink.file]
    if isinstance(source, Form):
        return source.id
    if isinstance(source, Checklist) and source.form:
        return source.form
    form = context.guideline.form_for("incident" if isinstance(source, City) else "post")
    return form.id if form else ""


def clause_notes(context: AppContext, citation: str) -> str:
    """What rests on a clause, in lines, what several checklists ask alike once; for what nothing answers, why."""
    lines = [*dict.fromkeys(backlink.text for backlink in backlinks_to(context.guideline, citation))]
    why = reason(context.guideline, citation)
    if why:
        lines.append(why)
    if not lines:
        lines.append("この条項は説明で、確認する項目はありません。")
    return f"{citation}\n" + "\n".join(f"・{line}" for line in lines)


NOTE_SOURCES = {"failed": "不適合", "lacks": "不足"}
"""How a record speaks of a clause, in words; otherwise by the title of its form."""


def record_backlinks(context: AppContext, citation: str) -> list[BacklinkTarget]:
    """The records that speak of a clause: policies by their fields, posts that failed it, incidents. Raises
    IndexUnavailable while another program writes the index."""
    targets = []
    for how, row in record_list.index(context).marked(record_list.on_clause(citation)):
        line = record_actions.record_line(row)
        source = NOTE_SOURCES.get(how, context.form(row.kind).title)
        targets.append(BacklinkTarget(f"{source}: {line.title}（{line.state_label}）", row.kind, row.id))
    return targets
