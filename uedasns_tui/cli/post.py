"""post new, list, show, check: the post check (投稿前チェック) without a screen."""

from __future__ import annotations

import contextlib
from argparse import ArgumentParser, Namespace
from collections.abc import Container
from dataclasses import replace

from uedasns_tui.cli import common_arguments, exchange
from uedasns_tui.cli.context import identified_user, load_record, open_for_command
from uedasns_tui.cli.output import FINE, FOUND, Console
from uedasns_tui.cli.parser import UsageError, command
from uedasns_tui.cli.policy import listing as list_records
from uedasns_tui.cli.policy import save_new
from uedasns_tui.cli.prompt import Prompt, PromptStopped, required
from uedasns_tui.cli.record_output import record_pairs, record_row
from uedasns_tui.cli.save import save_answers
from uedasns_tui.cli.values import ask_fields, drafted, pairs, text_of
from uedasns_tui.findings.finding import NO_FINDINGS, Finding, group_findings
from uedasns_tui.guideline.schema import ChecklistItem, ChecklistQuestion
from uedasns_tui.records import checklist_run, outcomes, workflow
from uedasns_tui.records.checklist_run import ChecklistRun
from uedasns_tui.records.outcomes import OutcomeResult
from uedasns_tui.records.record import Record, Value
from uedasns_tui.services import drafts, post_check, record_actions
from uedasns_tui.services.answers import STATUSES
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.folders import AppOptions

KIND = "post"


@command("post list", "投稿の前の確認の一覧", common_arguments.section)
def listing(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """All post checks, newest first."""
    return list_records(options, arguments, console, KIND)


def _new_post_arguments(parser: ArgumentParser) -> None:
    common_arguments.new_record(parser)
    parser.add_argument("--checklist", default="", metavar="一覧", help="チェックリストの ID")
    parser.add_argument("--file", default="", metavar="ファイル", help="投稿文のファイル（- は標準入力）")


@command("post new", "投稿の前の確認を始める", _new_post_arguments)
def new(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Begin a check: which account, which kind, which text."""
    context = open_for_command(options, console, needs=arguments.kind)
    prompt = Prompt()
    form = context.form_for("post")
    values = pairs(context, arguments.values, form, arguments.files)
    if arguments.checklist:
        context.checklist(arguments.checklist)
    text = record_actions.field_of(form, "text")
    if arguments.file and text:
        values[text.id] = text_of(arguments.file)
    if not values and not prompt.can_ask:
        raise UsageError(
            "投稿文がありません（--file ファイル、または 項目=値）。", arguments.parser.format_usage().strip()
        )
    identified_user(context, console, prompt)
    usual = {} if values else record_actions.own_defaults(context, form.id)
    record = record_actions.new_record(context, form.id, usual | values, name=arguments.id)
    if not values:
        record = drafted(context, drafts.drafts_of_new(context, kind=KIND), prompt) or record
        record = ask_fields(context, record, prompt)
    record = replace(record, checklist=arguments.checklist or chosen(context, record))
    if not record.checklist:
        console.say(post_check.outcome(context, record).label)
    for problem in post_check.notices(context, record):
        console.say(str(problem))
    return save_new(context, record, console)


def chosen(context: AppContext, record: Record) -> str:
    """The checklist that the record's values call for."""
    checklist = post_check.checklist_for(context, record.values)
    if checklist is None and not any(
        checklist_data.form == record.kind for checklist_data in context.guideline.checklists.values()
    ):
        return ""
    if checklist is None:
        raise UsageError("この投稿に合うチェックリストがありません。--checklist で選んでください。", "")
    return checklist.id


@command("post show", "投稿の前の確認を見る", common_arguments.record_id)
def show(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """A check: text, findings, answers, outcome with its reasons."""
    context = open_for_command(options, console, needs=arguments.kind)
    record = load_record(context, arguments.id, arguments.kind, Prompt(), console).record
    result = post_check.outcome(context, record)
    sheet = post_check.post_checklist_run(context, record)
    console.data(
        record_row(context, record)
        | {"outcome": result.label, "reasons": [reason.text for reason in result.reasons]}
    )
    if not console.json:
        console.pairs(record_pairs(context, record))
        tell_findings(sheet, console)
        items = [item for item in sheet.items() if not console.plain or sheet.status(item) != "off"]
        for item in items:
            console.say(f"{STATUSES[sheet.status(item)]}: {item.say} [{item.clause}]")
        tell_outcome(result, console, {item.say for item in items} if console.plain else ())
    return FINE if result.ready else FOUND


def _text_arguments(parser: ArgumentParser) -> None:
    common_arguments.record_id(parser)
    parser.add_argument("--output", "-o", default="-", metavar="ファイル", help="書き出す先（- は標準出力）")
    parser.add_argument("--overwrite", action="store_true", help="同じ名前のファイルがあれば、置き換える")


@command("post text", "認められた文を、そのまま出す", _text_arguments)
def text(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """The text exactly as it was approved, to a file or standard output; its length on each service beside it. Exit
    code 1 where it is not approved as it stands."""
    context = open_for_command(options, console, needs=arguments.kind)
    record = load_record(context, arguments.id, arguments.kind, Prompt(), console).record
    data = post_check.text_of(context, record).encode()
    exchange.write_out(context, data, arguments.output, "text", arguments.overwrite, console)
    for count in post_check.counts(context, record):
        console.fault(count)
    form = context.form(record.kind)
    approved = workflow.valid_approval(record, form) is not None
    if not approved:
        console.fault(f"この文は、まだ{form.approval}されていません。")
    return FINE if approved else FOUND


def tell_findings(sheet: ChecklistRun, console: Console, more: bool = False) -> None:
    """The findings, each a hint to confirm. `more`: others are told elsewhere."""
    for places in group_findings(finding for finding in sheet.findings if isinstance(finding, Finding)):
        finding, count = places[0], f"（{len(places)}か所）" if len(places) > 1 else ""
        own = "（市の連絡先）" if finding.own else ""
        clause = f" [{finding.clause}]" if finding.clause else ""
        console.say(f"指摘{own}「{finding.label}」{count}: {finding.message}{clause}")
    if not (sheet.findings or more):
        console.say(NO_FINDINGS)


def tell_outcome(result: OutcomeResult, console: Console, known: Container[str] = ()) -> None:
    """The outcome in words with its reasons; of those that are `known`, how many."""
    left = sum(reason.text in known for reason in result.reasons)
    console.say(f"結果: {result.label}" + (f"（残っている項目 {left}）" if left else ""))
    for reason in [reason for reason in result.reasons if reason.text not in known]:
        console.say(f"    {reason.text}" + (f" [{reason.clause}]" if reason.clause else ""))


def _check_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", default="", metavar="ID", help="記録の ID（なければ新しく始めます）")
    parser.add_argument(
        "answers", nargs="*", metavar="項目=答え", help="ok / no / na:理由。なければ1つずつ聞きます"
    )
    parser.add_argument(
        "--checklist", default="", metavar="一覧", help="チェックリストの ID（私的利用は private）"
    )


@command("policy check", "アカウントの項目を1つずつ確かめる", _check_arguments)
@command("post check", "項目を1つずつ確かめる", _check_arguments)
@command("incident check", "手順を1つずつ確かめる", _check_arguments)
@command("record check", "どの様式の記録も項目を確かめる", _check_arguments)
def check(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Answer the items one by one; what is answered is kept, also when one stops halfway."""
    context = open_for_command(options, console, needs=arguments.kind)
    prompt = Prompt()
    if arguments.checklist and not context.checklist(arguments.checklist).keeps:
        return _private(context, arguments.checklist, prompt, console)
    if not arguments.id:
        raise UsageError(
            "記録の ID がありません。先に post new で始めてください。",
            arguments.parser.format_usage().strip(),
        )
    before = load_record(context, arguments.id, arguments.kind, prompt, console)
    if post_check.checklist_of(context, before.record) is None:
        context.checklist(before.record.checklist)
    sheet = post_check.post_checklist_run(context, before.record)
    if arguments.answers:
        for word in arguments.answers:
            sheet = _answered(sheet, word)
    elif prompt.can_ask:
        identified_user(context, console, prompt)
        sheet = ask_items(sheet, prompt, console, getattr(arguments, "only", ""))
    else:
        raise UsageError(
            f"答えがありません（例: {arguments.kind} check ID 項目=ok）。",
            arguments.parser.format_usage().strip(),
        )
    record = post_check.with_checklist_run(before.record, sheet)
    if record != before.record:
        record = save_answers(context, record, before, prompt).kept.record
    result = post_check.outcome(context, record)
    console.data(
        {"id": record.id, "outcome": result.label, "reasons": [reason.text for reason in result.reasons]}
    )
    if not console.json:
        tell_outcome(result, console, {item.say for item in sheet.items()} if console.plain else ())
    return FINE if result.ready else FOUND


def _answered(sheet: ChecklistRun, word: str) -> ChecklistRun:
    name, _, value = word.partition("=")
    question = next((entry for entry in sheet.checklist.question if entry.id == name), None)
    if question is not None:
        return checklist_run.answer_question(sheet, name, value)
    item = next((entry for entry in sheet.checklist.item if entry.id == name), None)
    answer, _, note = value.partition(":")
    if item is None or answer not in ("ok", "no", "na"):
        known = "、".join(entry.id for entry in sheet.checklist.item)
        raise UsageError(
            f"「{word}」は「項目=ok」「項目=no」「項目=na:理由」ではありません。項目: {known}", ""
        )
    seen = tuple(entry.key for entry in sheet.open_findings(item))
    return checklist_run.answer_item(sheet, item.id, answer, note, seen)


CHOICES = {"ok": "適合", "no": "不適合", "na": "該当なし（番号の後に理由）", "": "あとで（未確認）"}


def ask_items(run: ChecklistRun, prompt: Prompt, console: Console, only: str = "") -> ChecklistRun:
    """Ask the questions without an answer and the items without one, with one that lapsed or with 不適合 (or `only` one of
    them, however it is answered), until the person stops; what was answered stays. Findings that no item rests on are
    told first, the others beside their item."""
    asks: list[ChecklistQuestion | ChecklistItem] = [
        *(entry for entry in run.questions() if only == entry.id or not (only or entry.id in run.values)),
        *(
            entry
            for entry in run.items()
            if only == entry.id or (not only and run.status(entry) in ("", "again", "no"))
        ),
    ]
    borne = {finding.key for item in run.items() for finding in run.findings_of(item)}
    if not only:
        tell_findings(
            replace(run, findings=tuple(f for f in run.findings if f.key not in borne)), console, bool(borne)
        )

    def ask(number: int) -> None:
        nonlocal run
        entry = asks[number]
        if isinstance(entry, ChecklistQuestion):
            run = checklist_run.answer_question(run, entry.id, "yes" if prompt.yes(entry.label) else "no")
        elif run.status(entry) != "off":
            run = _ask_item(run, entry, prompt)

    try:
        prompt.each(len(asks), ask)
    except (PromptStopped, KeyboardInterrupt):
        with contextlib.suppress(PromptStopped):  # the window may have gone
            prompt.say("ここまでの答えを残します。")
    return run


def _ask_item(run: ChecklistRun, item: ChecklistItem, prompt: Prompt) -> ChecklistRun:
    for finding in run.open_findings(item):
        prompt.line(f"指摘「{finding.label}」: {finding.message}（Enter で見たことにします）")
    seen = tuple(finding.key for finding in run.open_findings(item))
    weight = "必須" if item.weight == "must" else "望ましい"
    status = run.status(item)
    present = status if status in CHOICES and status else ""
    question, reason = f"[{item.clause} {weight}] {item.say}", run.answer_of(item.id).note
    answer, note = prompt.choice_with_note(question, CHOICES, present, help=item.help, present_note=reason)
    if answer == "na" and not note:
        note = prompt.line("該当しない理由", reason, required("理由"))
    if not answer:
        return checklist_run.acknowledge(run, item.id) if seen else run
    return checklist_run.answer_item(run, item.id, answer, note, seen)


def _private(context: AppContext, name: str, prompt: Prompt, console: Console) -> int:
    """A private check: the same quality, nothing kept."""
    if not prompt.can_ask:
        raise UsageError("私的利用のチェックは、コマンドで1つずつ答えます。何も保存しません。", "")
    console.say("この確認は保存しません。")
    text = prompt.text("投稿しようとする文章")
    values: dict[str, Value] = {}
    sheet = post_check.private_checklist_run(context, context.checklist(name), text, values)
    sheet = ask_items(sheet, prompt, console)
    result = outcomes.outcome(sheet, None, None, [])
    tell_outcome(result, console)
    return FINE if result.ready else FOUND
