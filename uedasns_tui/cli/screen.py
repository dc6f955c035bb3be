"""Opening the terminal screen: the only command that loads it."""

from __future__ import annotations

import sys
from collections.abc import Callable

from uedasns_tui.cli.speak import FINE, WRONG_USE, Speaker, told
from uedasns_tui.desk.desk import open_desk
from uedasns_tui.desk.folders import Options


def open_screen(options: Options, speaker: Speaker, usage: Callable[[], str]) -> int:
    """Open the screen; where there is no terminal to draw on, show the commands instead."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        speaker.fault(usage().rstrip())
        speaker.fault("画面は端末で開きます。上のコマンドは画面がなくても使えます。")
        return WRONG_USE
    desk = open_desk(options)
    from uedasns_tui.ui import ambiguous
    from uedasns_tui.ui.app import Uedasns

    wide = desk.mine.wide
    ambiguous.apply(2 if wide == 2 else 1 if wide == 1 else ambiguous.probe(desk.env))
    app = Uedasns(desk)
    app.run(mouse=desk.mine.mouse)
    told(desk.problems, speaker)
    if app.fault is not None:
        from uedasns_tui.cli.faults import report

        speaker.fault(report(app.fault))
        return 1
    return FINE
