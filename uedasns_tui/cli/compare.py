"""guideline compare: two editions, clause by clause, and the records that a changed clause touches."""

from __future__ import annotations

from argparse import Namespace

from uedasns_tui.cli.context import open_for_command
from uedasns_tui.cli.output import FINE, FOUND, Console, problem_rows
from uedasns_tui.guideline.edition_diff import ClauseDifference
from uedasns_tui.services import edition_impact
from uedasns_tui.services.folders import AppOptions

KINDS = {"added": "追加", "removed": "削除", "moved": "移動", "changed": "変更"}


def compare(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """What was added, removed, moved and changed; changed words stand between [-前-] and {+後+}."""
    context = open_for_command(options, console)
    compared = edition_impact.compare(context, arguments.before, arguments.after)
    shown = [one for one in compared.differences if one.kind != "same"]
    console.data(
        {
            "differences": [
                {
                    "kind": one.kind,
                    "before": one.before.citation if one.before else "",
                    "after": one.after.citation if one.after else "",
                    "text": marked(one),
                }
                for one in shown
            ],
            "records": problem_rows(compared.touched),
        }
    )
    for one in shown:
        places = " → ".join(clause.citation for clause in (one.before, one.after) if clause)
        console.say(f"{KINDS[one.kind]}: {places}")
        console.say(f"    {marked(one)}")
    if not console.json:
        console.problems(compared.touched)
    console.say("違いはありません。" if not shown else f"{len(shown)} か所に違いがあります。")
    return FOUND if shown else FINE


def marked(one: ClauseDifference) -> str:
    """The clause's text with what changed marked within the sentence, without colour."""
    before = edition_impact.clause_with_heading(one.before)
    after = edition_impact.clause_with_heading(one.after)
    if one.before is None or one.after is None or not one.changes:
        return after or before
    out = []
    for change in one.changes:
        old, new = before[slice(*change.a)], after[slice(*change.b)]
        if change.op == "equal":
            out.append(new)
            continue
        out.append((f"[-{old}-]" if old else "") + (f"{{+{new}+}}" if new else ""))
    return "".join(out)
