"""What stands around a clause: what the house builds on it, and which of the records speak of it.

Used by the reader's side panel, where each is a way to go there.
"""

from __future__ import annotations

from dataclasses import dataclass

from uedasns_tui.desk import adoption, work
from uedasns_tui.desk.desk import Desk
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


def records(desk: Desk, citation: str) -> list[Neighbour]:
    """The records that speak of a clause: policies by their fields, posts that failed it, incidents."""
    found = []
    for kept in desk.store.everything()[0]:
        record = kept.record
        if record.kind not in desk.guideline.forms:
            continue
        checklist = desk.guideline.checklists.get(record.checklist)
        failed = {
            item.clause
            for item in (checklist.item if checklist else ())
            if record.answer(item.id).answer == "no"
        }
        problems = {one.clause for one in work.problems(desk, record) if one.severity == "must"}
        line = work.line(desk, kept)
        if citation in failed:
            found.append(Neighbour(record.kind, record.id, f"不適合: {line.title}（{line.state_label}）"))
        elif citation in problems:
            found.append(Neighbour(record.kind, record.id, f"不足: {line.title}（{line.state_label}）"))
        elif record.kind != "post" and citation in adoption.spoken(desk, record):
            found.append(
                Neighbour(
                    record.kind,
                    record.id,
                    f"{desk.form(record.kind).title}: {line.title}（{line.state_label}）",
                )
            )
    return found
