"""todo: what needs me, as home shows it, without a screen."""

from __future__ import annotations

from argparse import Namespace

from uedasns_tui.cli.context import open_for_command
from uedasns_tui.cli.output import FINE, FOUND, Console, problem_rows
from uedasns_tui.services import home
from uedasns_tui.services.folders import AppOptions


def todo(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Unfinished work, most pressing first; exit code 1 when there is any."""
    context = open_for_command(options, console)
    tasks, faults = home.tasks(context, arguments.section)
    console.data(
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
        console.say(f"{one.what}: {one.title}（{one.id}）{place}")
    if not tasks:
        console.say("いま、することはありません。")
    if not console.json:
        console.problems(faults)
    return FOUND if tasks or faults else FINE
