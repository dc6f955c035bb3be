"""Opening the terminal screen: the only command that loads it."""

from __future__ import annotations

import sys
from collections.abc import Callable

from uedasns_tui.cli.output import FINE, WRONG_USE, Console, print_problems
from uedasns_tui.services.context import open_context
from uedasns_tui.services.folders import AppOptions


def open_screen(options: AppOptions, console: Console, usage: Callable[[], str]) -> int:
    """Open the screen; where there is no terminal to draw on, show the commands instead."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        console.fault(usage().rstrip())
        console.fault("画面は端末で開きます。上のコマンドは画面がなくても使えます。")
        return WRONG_USE
    context = open_context(options)
    from uedasns_tui.ui import ambiguous_width
    from uedasns_tui.ui.app import Uedasns

    wide = context.user_settings.wide
    ambiguous_width.apply(2 if wide == 2 else 1 if wide == 1 else ambiguous_width.probe(context.env))
    app = Uedasns(context)
    app.run(mouse=context.user_settings.mouse)
    print_problems(context.problems, console)
    if app.fault is not None:
        from uedasns_tui.cli.errors import report

        console.fault(report(app.fault))
        return 1
    return FINE
