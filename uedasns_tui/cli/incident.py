"""incident new, list, show, report: trouble, recorded and reported without a screen."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace

from uedasns_tui.cli.ask import Asker
from uedasns_tui.cli.grammar import Usage
from uedasns_tui.cli.handing import write_out
from uedasns_tui.cli.opening import introduced, opened
from uedasns_tui.cli.policy import listing as list_records
from uedasns_tui.cli.policy import show as show_record
from uedasns_tui.cli.show import told
from uedasns_tui.cli.speak import FINE, Speaker
from uedasns_tui.cli.values import ask_fields, pairs
from uedasns_tui.desk import incidents, work
from uedasns_tui.desk.folders import Options
from uedasns_tui.formats.registry import FORMATS

KIND = "incident"


def listing(options: Options, given: Namespace, speaker: Speaker) -> int:
    """All incidents, newest first."""
    return list_records(options, given, speaker, KIND)


def show(options: Options, given: Namespace, speaker: Speaker) -> int:
    """One incident with its timeline."""
    return show_record(options, given, speaker)


def new(options: Options, given: Namespace, speaker: Speaker) -> int:
    """Begin an incident: the steps first, then what is known; one of private use gives its report only."""
    desk = opened(options, speaker, needs=given.kind)
    asker = Asker()
    form = desk.form(KIND)
    values = pairs(given.values, form, given.files)
    if not values and not asker.can_ask:
        raise Usage("項目の値がありません（例: incident new 項目=値）。", given.parser.format_usage().strip())
    checklist = incidents.steps(desk)
    if not values and checklist:
        for item in checklist.item:
            speaker.say(f"[{item.clause}] {item.say}")
    introduced(desk, speaker, asker)
    record = work.start(desk, KIND, values, name=given.id, checklist=checklist.id if checklist else "")
    if not values:
        asked = ask_fields(
            form, record.values, asker, lambda seen: work.problems(desk, work.with_values(record, seen))
        )
        record = work.with_values(record, asked)
    if incidents.set_aside(desk, record):
        speaker.raw(FORMATS["text"].write(incidents.report(desk, record)).decode())
        if not given.keep and not (
            asker.can_ask and asker.yes("この PC の自分のフォルダーに保存しますか（共有はしません）")
        ):
            speaker.say("私的利用に関わるため、保存しませんでした。上の報告だけを使ってください。")
            return FINE
        desk = replace(desk, folders=replace(desk.folders, records=incidents.own_folder(desk)))
    return told(desk, work.keep(desk, record, None), speaker)


def report(options: Options, given: Namespace, speaker: Speaker) -> int:
    """The report to the head of section and public relations."""
    desk = opened(options, speaker, needs=given.kind)
    record = desk.store.load(given.id).record
    write_out(
        FORMATS[given.format].write(incidents.report(desk, record)), given.output, given.format, speaker
    )
    return FINE
