"""todo: open tasks as the home screen shows them, without a screen."""

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
                    "label": task.label,
                    "what": task.what,
                    "id": task.id,
                    "title": task.title,
                    "section": task.section,
                    "clause": task.clause,
                }
                for task in tasks
            ],
            "problems": problem_rows(faults),
        }
    )
    for task in tasks:
        place = f" [{task.clause}]" if task.clause else ""
        console.say(f"{task.label} {task.what}: {task.title}（{task.id}）{place}")
    if not tasks:
        console.say("いま、することはありません。")
    if not console.json:
        console.problems(faults)
    return FOUND if tasks or faults else FINE
