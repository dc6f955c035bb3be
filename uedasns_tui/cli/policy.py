"""policy list, show, new, set: the usage policies (利用方針) without a screen."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from uedasns_tui.cli import common_arguments
from uedasns_tui.cli.context import identified_user, load_record, open_for_command
from uedasns_tui.cli.output import FINE, FOUND, WRONG_USE, Console, OutputColumn, problem_rows
from uedasns_tui.cli.parser import UsageError, command
from uedasns_tui.cli.prompt import Prompt
from uedasns_tui.cli.record_output import named_problems, print_saved, record_pairs, record_row
from uedasns_tui.cli.save import save_answers
from uedasns_tui.cli.values import ask_fields, drafted, pairs
from uedasns_tui.guideline.conditions import matches_any
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.records.record import Record
from uedasns_tui.services import drafts, post_check, record_actions
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.folders import AppOptions

KIND = "policy"


@command("policy list", "アカウントの方針の一覧", common_arguments.section)
def listing(options: AppOptions, arguments: Namespace, console: Console, kind: str = KIND) -> int:
    """All policies, and a line for each file that cannot be read."""
    context = open_for_command(options, console)
    rows, faults = record_actions.record_lines(context, context.form_id(kind) or kind, arguments.section)
    if kind not in context.guideline.forms and (lacking := context.missing_forms(kind)):
        faults.insert(0, Problem("error", Location("forms"), lacking, code="form"))
    columns = (
        OutputColumn("id", "ID"),
        OutputColumn("title", "名称"),
        OutputColumn("state", "状態", words=lambda row: row.state_label),
        OutputColumn("section", "課"),
    )
    return console.listing(rows, columns, name="records", problems=faults, none="まだありません。")


@command("policy show", "アカウントの方針を見る", common_arguments.record_id)
@command("record show", "どの様式の記録も見る", common_arguments.record_id)
def show(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """One record, its state, its problems and its log."""
    context = open_for_command(options, console, needs=arguments.kind)
    saved = load_record(context, arguments.id, arguments.kind, Prompt(), console)
    problems = record_actions.problems(context, saved.record)
    row: dict[str, Any] = record_row(context, saved.record)
    console.data(row | {"problems": problem_rows(problems)})
    if not console.json:
        console.pairs(record_pairs(context, saved.record))
        console.problems(named_problems(context.form(saved.record.kind), problems))
    return FOUND if problems else FINE


@command("policy new", "アカウントの方針を書き始める", common_arguments.new_record)
def new(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """A new draft: from `項目=値`, from another policy, or asked line by line."""
    context = open_for_command(options, console, needs=arguments.kind)
    prompt = Prompt()
    form = context.form(arguments.kind)
    values = pairs(context, arguments.values, form, arguments.files)
    asking = not values and not arguments.source and prompt.can_ask
    if not values and not arguments.source and not asking:
        raise UsageError(
            "項目の値がありません（例: policy new 項目=値）。", arguments.parser.format_usage().strip()
        )
    identified_user(context, console, prompt)
    if arguments.source:
        source = (
            record_actions.sample(context, form.id)
            if arguments.source == "sample"
            else load_record(context, arguments.source, KIND, prompt, console).record
        )
        if source is None:
            console.fault("この様式の記載例はありません。")
            return WRONG_USE
        values = record_actions.copy_of(context, source) | values
    record = record_actions.new_record(context, form.id, values, name=arguments.id)
    if asking:
        record = drafted(context, drafts.drafts_of_new(context, kind=form.id), prompt) or record
        record = ask_fields(context, record, prompt)
    return save_new(context, record, console)


def save_new(context: AppContext, record: Record, console: Console) -> int:
    """Save a new record and forget the draft of it."""
    code = print_saved(context, save_answers(context, record, None, Prompt()), console)
    aside = matches_any(context.form(record.kind).aside, record.values)
    if post_check.checklist_of(context, record) is not None and not aside and not console.plain:
        purpose = context.guideline.purpose_of(record.kind)
        problems = record_actions.problems(context, record)
        # in trouble what to do now comes before what is still to be written
        missing = purpose != "incident" and any(problem.severity == "must" for problem in problems)
        step = "set" if missing else "check"
        doing = "必須の項目を書く" if missing else "項目を確かめる"
        console.say(f"次は {purpose} {step} {record.id}（{doing}）です。")
    return code


@command("policy set", "アカウントの方針の項目を書く", common_arguments.change)
@command("post set", "投稿の文や項目を書き直す", common_arguments.change)
@command("incident set", "トラブルの記録の項目を書く", common_arguments.change)
@command("record set", "どの様式の記録も項目を書く", common_arguments.change)
def change(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Change values of a policy; a decided one becomes 変更あり."""
    context = open_for_command(options, console, needs=arguments.kind)
    prompt = Prompt()
    before = load_record(context, arguments.id, arguments.kind, prompt, console)
    form = context.form(before.record.kind)
    values = pairs(context, arguments.values, form, arguments.files)
    if not values and not arguments.fix and not prompt.can_ask:
        raise UsageError(
            "項目の値がありません（例: policy set ID 項目=値）。", arguments.parser.format_usage().strip()
        )
    identified_user(context, console, prompt)
    record = record_actions.with_values(before.record, values)
    if getattr(arguments, "fix", False):
        mends = record_actions.mends(context, record)
        for name, value in mends.items():
            console.say(f"{name}: {record.text(name)} → {value}")
        record = record_actions.with_values(record, mends)
        if record == before.record:
            console.say("確かに直せる値はありませんでした。")
    elif not values:
        record = drafted(context, drafts.draft_of_saved(context, before), prompt) or record
        record = ask_fields(context, record, prompt, getattr(arguments, "only", ()), before)
    return print_saved(context, save_answers(context, record, before, prompt), console)
