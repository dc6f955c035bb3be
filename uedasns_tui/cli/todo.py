"""todo: what needs me, as home shows it, without a screen."""

from __future__ import annotations

from argparse import Namespace

from uedasns_tui.cli.opening import opened
from uedasns_tui.cli.speak import FINE, FOUND, Speaker, problem_rows
from uedasns_tui.desk import home
from uedasns_tui.desk.folders import Options


def todo(options: Options, given: Namespace, speaker: Speaker) -> int:
    """Unfinished work, most pressing first; exit code 1 when there is any."""
    desk = opened(options, speaker)
    tasks, faults = home.tasks(desk, given.section)
    speaker.data(
        {
            "tasks": [
                {
                    "what": one.what,
                    "id": one.id,
                    "title": one.title,
                    "section": one.section,
                    "clause": one.clause,
                }
                for one in tasks
            ],
            "problems": problem_rows(faults),
        }
    )
    for one in tasks:
        place = f" [{one.clause}]" if one.clause else ""
        speaker.say(f"{one.what}: {one.title}（{one.id}）{place}")
    if not tasks:
        speaker.say("いま、することはありません。")
    if not speaker.json:
        speaker.problems(faults)
    return FOUND if tasks or faults else FINE
