"""guideline compare: two editions, clause by clause, and the records that a changed clause touches."""

from __future__ import annotations

from argparse import Namespace

from uedasns_tui.cli.opening import opened
from uedasns_tui.cli.speak import FINE, FOUND, Speaker, problem_rows
from uedasns_tui.desk import adoption
from uedasns_tui.desk.folders import Options
from uedasns_tui.guideline.compare import Difference

KINDS = {"added": "追加", "removed": "削除", "moved": "移動", "changed": "変更"}


def compare(options: Options, given: Namespace, speaker: Speaker) -> int:
    """What was added, removed, moved and changed; changed words stand between [-前-] and {+後+}."""
    desk = opened(options, speaker)
    compared = adoption.compare(desk, given.before, given.after)
    shown = [one for one in compared.differences if one.kind != "same"]
    speaker.data(
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
        speaker.say(f"{KINDS[one.kind]}: {places}")
        speaker.say(f"    {marked(one)}")
    if not speaker.json:
        speaker.problems(compared.touched)
    speaker.say("違いはありません。" if not shown else f"{len(shown)} か所に違いがあります。")
    return FOUND if shown else FINE


def marked(one: Difference) -> str:
    """The clause's text with what changed marked within the sentence, without colour."""
    before = adoption.whole(one.before)
    after = adoption.whole(one.after)
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
