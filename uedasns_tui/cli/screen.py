"""Opening the terminal screen: the only command that loads it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from uedasns_tui.cli.output import FINE, WRONG_USE, Console, print_problems
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.storage import format_mark
from uedasns_tui.unused_modules import leave_out_for_screen

if TYPE_CHECKING:
    from uedasns_tui.ui.app import Uedasns


def open_screen(options: AppOptions, console: Console, usage: Callable[[], str]) -> int:
    """Open the screen; where there is no terminal to draw on, show the commands instead."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        console.fault(usage().rstrip())
        console.fault("画面は端末で開きます。上のコマンドは画面がなくても使えます。")
        return WRONG_USE
    context = open_context(options)
    format_mark.check(context.folders.records)
    if context.user_settings.plain:
        from uedasns_tui.cli.menu import open_menu

        return open_menu(options, console)
    app = _make_app(context)
    app.run(mouse=context.user_settings.mouse)
    print_problems(context.problems, console)
    if app.fault is not None:
        from uedasns_tui.cli.errors import report

        console.fault(report(app.fault))
        return 1
    return app.return_code or FINE


def _make_app(context: AppContext) -> Uedasns:
    """The app, measuring as the terminal draws. The terminal answers while Textual and the first screen are loaded."""
    from uedasns_tui.ui import ambiguous_width

    setting = context.user_settings.wide
    question = None if setting in (1, 2) else ambiguous_width.ask(context.env)
    leave_out_for_screen()
    try:
        from uedasns_tui.ui.app import Uedasns, first_mode, screen_class

        screen_class(first_mode(context))
    finally:
        answers = question.answers() if question else []
    ambiguous_width.apply(2 if setting == 2 else (*answers, 1)[0], (*answers[1:], 2)[0])
    return Uedasns(context)
