"""incident new, list, show, report: trouble, recorded and reported without a screen."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import replace

from uedasns_tui.cli import common_arguments
from uedasns_tui.cli.context import identified_user, open_for_command
from uedasns_tui.cli.output import FINE, Console
from uedasns_tui.cli.parser import UsageError, command
from uedasns_tui.cli.policy import listing as list_records
from uedasns_tui.cli.policy import save_new
from uedasns_tui.cli.policy import show as show_record
from uedasns_tui.cli.prompt import Prompt
from uedasns_tui.cli.values import ask_fields, drafted, pairs
from uedasns_tui.formats.registry import FORMATS
from uedasns_tui.services import drafts, incidents, record_actions
from uedasns_tui.services.folders import AppOptions

KIND = "incident"


@command("incident list", "トラブルの一覧", common_arguments.section)
def listing(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """All incidents, newest first."""
    return list_records(options, arguments, console, KIND)


@command("incident show", "トラブルの記録を見る", common_arguments.record_id)
def show(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """One incident with its timeline."""
    return show_record(options, arguments, console)


def _incident_arguments(parser: ArgumentParser) -> None:
    common_arguments.new_record(parser)
    parser.add_argument("--keep", action="store_true", help="私的利用のものも、このパソコンに保存する")


@command("incident new", "トラブルの記録を始める", _incident_arguments)
def new(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Begin an incident: the steps first, then what is known; one of private use gives its report only."""
    context = open_for_command(options, console, needs=arguments.kind)
    prompt = Prompt()
    form = context.form_for("incident")
    values = pairs(context, arguments.values, form, arguments.files)
    if not values and not prompt.can_ask:
        raise UsageError(
            "項目の値がありません（例: incident new 項目=値）。", arguments.parser.format_usage().strip()
        )
    checklist = incidents.steps(context)
    if not values and checklist:
        for item in checklist.item:
            console.say(f"[{item.clause}] {item.say}")
    identified_user(context, console, prompt)
    record = record_actions.new_record(
        context, form.id, values, name=arguments.id, checklist=checklist.id if checklist else ""
    )
    if not values:
        record = record_actions.with_values(record, record_actions.own_defaults(context, form.id))
        record = drafted(context, drafts.drafts_of_new(context, kind=KIND), prompt) or record
        record = ask_fields(context, record, prompt)
    if incidents.answered_steps(context, record):
        console.raw(FORMATS["text"].write(incidents.report(context, record)).decode())
        if not arguments.keep and not (
            prompt.can_ask and prompt.yes("このパソコンの自分のフォルダーに保存しますか（共有はしません）")
        ):
            console.say("私的利用に関わるため、保存しませんでした。上の報告だけを使ってください。")
            return FINE
        context = replace(context, folders=replace(context.folders, records=incidents.own_folder(context)))
    return save_new(context, record, console)
