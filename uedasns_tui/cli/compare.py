"""guideline compare: two editions, clause by clause, and the records that a changed clause touches."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from uedasns_tui.cli.context import open_for_command
from uedasns_tui.cli.output import FINE, FOUND, Console, problem_rows
from uedasns_tui.cli.parser import command
from uedasns_tui.guideline.edition_diff import ClauseDifference
from uedasns_tui.services import edition_impact
from uedasns_tui.services.folders import AppOptions

KINDS = {"added": "追加", "removed": "削除", "moved": "移動", "changed": "変更"}


def _compare_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("before", metavar="前の版", help="フォルダーか日付（2024-01-04）")
    parser.add_argument("after", metavar="後の版", help="フォルダーか日付")


@command("guideline compare", "2つの版を条項ごとに比べる", _compare_arguments)
def compare(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """What was added, removed, moved and changed; changed words stand between [-前-] and {+後+}."""
    context = open_for_command(options, console, records=False)
    compared = edition_impact.compare(context, arguments.before, arguments.after)
    shown = [difference for difference in compared.differences if difference.kind != "same"]
    console.data(
        {
            "differences": [
                {
                    "kind": difference.kind,
                    "before": difference.before.citation if difference.before else "",
                    "after": difference.after.citation if difference.after else "",
                    "text": marked(difference),
                }
                for difference in shown
            ],
            "records": problem_rows(compared.touched),
        }
    )
    for difference in shown:
        places = " → ".join(clause.citation for clause in (difference.before, difference.after) if clause)
        console.say(f"{KINDS[difference.kind]}: {places}")
        console.say(f"    {marked(difference)}")
    if not console.json:
        console.problems(compared.touched)
    console.say("違いはありません。" if not shown else f"{len(shown)} か所に違いがあります。")
    return FOUND if shown else FINE


def marked(difference: ClauseDifference) -> str:
    """The clause's text with what changed marked within the sentence, without colour."""
    before = edition_impact.clause_with_heading(difference.before)
    after = edition_impact.clause_with_heading(difference.after)
    if difference.before is None or difference.after is None or not difference.changes:
        return after or before
    out = []
    for change in difference.changes:
        old, new = before[slice(*change.a)], after[slice(*change.b)]
        if change.op == "equal":
            out.append(new)
            continue
        out.append((f"[-{old}-]" if old else "") + (f"{{+{new}+}}" if new else ""))
    return "".join(out)
