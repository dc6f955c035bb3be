"""`--plain` without a command: a menu by numbers through which everything can be done, line by line.

For screen readers: no escape sequence, no redraw, no box. Every entry is a command; the menu asks what the command
line would say, and no id has to be typed. Used by `main.py` and `screen.py`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from uedasns_tui.cli import menu_guideline, menu_records, menu_upkeep, todo
from uedasns_tui.cli.context import open_for_command
from uedasns_tui.cli.menu_loop import Entries, Menu
from uedasns_tui.cli.output import FINE, WRONG_USE, Console
from uedasns_tui.cli.prompt import KEYS
from uedasns_tui.services import home, record_list
from uedasns_tui.services.folders import AppOptions

PURPOSES = ("policy", "post", "incident", "other")


def open_menu(options: AppOptions, console: Console) -> int:
    """The first menu, until the person leaves; Ctrl+C and Ctrl+D leave, too."""
    menu = Menu(options, console)
    if not menu.prompt.can_ask:
        console.fault("メニューは、キーボードで答えられるところで開きます。コマンドは --help で聞けます。")
        return WRONG_USE
    console.plain = True
    context = open_for_command(options, console, records=False)
    guideline = context.guideline
    forms = sorted(guideline.forms.values(), key=lambda form: PURPOSES.index(form.purpose or "other"))
    entries: Entries = {
        "todo": ("対応が必要なもの", partial(_todo, menu)),
        "activity": ("今月の投稿とアカウントの動き", lambda: menu.call(todo.activity)),
        "read": ("ガイドラインを読む", partial(menu_guideline.read, menu)),
        "find": ("言葉で探す", partial(menu_guideline.find, menu)),
        **{form.id: (form.title, partial(menu_records.records, menu, form)) for form in forms},
        "upkeep": ("控え・ごみ箱・点検・設定", partial(menu_upkeep.upkeep, menu)),
    }
    console.say(f"{guideline.title}　uedasns-tui")
    console.say(f"番号で選びます。{KEYS}")
    for problem in record_list.is_unreachable(context):
        console.say(problem.message)
        menu.options = replace(options, create=menu.prompt.yes("ここに新しく作りますか"))
    menu.loop("メニュー", lambda: entries, leave="終わる")
    console.say("終わります。")
    return FINE


def _todo(menu: Menu) -> None:
    """What needs somebody; the record of what is chosen."""

    def rows() -> Entries:
        tasks, faults = home.tasks(menu.context)
        menu.console.problems(faults)
        if not tasks and not faults:
            menu.console.say("対応が必要なものはありません。")
        return {
            f"{number}": (
                f"{task.label} {task.title}: {task.what}",
                partial(menu_records.open_record, menu, task.id),
            )
            for number, task in enumerate(tasks)
        }

    menu.loop("対応が必要なもの", dict, rows)
