"""Opening the terminal screen: the only command that loads it."""

from __future__ import annotations

import sys

from uedasns_tui.cli.grammar import Parser
from uedasns_tui.cli.opening import opened
from uedasns_tui.cli.speak import FINE, WRONG_USE, Speaker
from uedasns_tui.desk.folders import Options


def open_screen(options: Options, speaker: Speaker, grammar: Parser) -> int:
    """Open the screen; where there is no terminal to draw on, show the commands instead."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        speaker.fault(grammar.format_help().rstrip())
        speaker.fault("画面は端末で開きます。上のコマンドは画面がなくても使えます。")
        return WRONG_USE
    desk = opened(options, Speaker(json=True))
    from uedasns_tui.ui import ambiguous
    from uedasns_tui.ui.app import Uedasns

    wide = desk.mine.wide
    ambiguous.apply(2 if wide == 2 else 1 if wide == 1 else ambiguous.probe(desk.env))
    app = Uedasns(desk)
    app.run(mouse=desk.mine.mouse)
    if app.fault is not None:
        from uedasns_tui.cli.faults import report

        speaker.fault(report(app.fault))
        return 1
    return FINE
