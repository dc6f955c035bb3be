"""policy bulk: section and contacts of many accounts at once, when an office is reorganised or people change."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from uedasns_tui.cli import common_arguments
from uedasns_tui.cli.answer_draft import answer_draft
from uedasns_tui.cli.context import identified_user, open_for_command
from uedasns_tui.cli.output import FINE, FOUND, Console, problem_rows
from uedasns_tui.cli.parser import UsageError, command
from uedasns_tui.cli.prompt import Prompt
from uedasns_tui.cli.values import pairs
from uedasns_tui.records.checklist_run import AnswerRefused
from uedasns_tui.records.record import Value
from uedasns_tui.services import bulk_change
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.folders import AppOptions


def _bulk_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("section", metavar="課", help="今の課の名前（その課のアカウントすべてが対象）")
    common_arguments.from_file(parser)
    parser.add_argument("values", nargs="*", metavar="項目=値", help="新しい値。なければ1つずつ聞きます")
    common_arguments.yes(parser)


@command("policy bulk", "課や連絡先をまとめて変える（人事異動）", _bulk_arguments)
def change(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Show what every account of a section would become, then save them one by one; a decided one is then changed."""
    context = open_for_command(options, console, needs="policy")
    prompt = Prompt()
    values = pairs(context, arguments.values, context.form_for("policy"), arguments.files)
    asks = not values and prompt.can_ask
    with answer_draft(context, prompt, f"bulk/{arguments.section}/_", values, asks):
        if asks:
            _ask_values(context, values, prompt)
        return _change(context, arguments, values, prompt, console)


def _ask_values(context: AppContext, values: dict[str, Value], prompt: Prompt) -> None:
    """Ask for the new value of each field; `<` goes back. Raises PromptStopped."""
    fields = bulk_change.contact_fields(context)

    def ask(number: int) -> None:
        field = fields[number]
        present = str(values.get(field.id, ""))
        values[field.id] = prompt.line(
            f"{field.label}（変えないときは Enter）",
            present,
            lambda text: bulk_change.unusable(context, field, text),
            field.help,
        )
        if not values[field.id]:
            del values[field.id]

    prompt.each(len(fields), ask)


def _change(
    context: AppContext, arguments: Namespace, values: dict[str, Value], prompt: Prompt, console: Console
) -> int:
    """Show what would change, ask, and save."""
    if not values:
        fields = bulk_change.contact_fields(context)
        known = "、".join(f"{field.id}（{field.label}）" for field in fields)
        raise UsageError(f"新しい値がありません（項目=値）。項目: {known}", "")
    for field in bulk_change.contact_fields(context):
        if reason := bulk_change.unusable(context, field, str(values.get(field.id, ""))):
            raise AnswerRefused(f"{field.label}（{field.id}）: {reason}")
    identified_user(context, console, prompt)
    records = bulk_change.records_of_section(context, arguments.section)
    planned = list(bulk_change.preview(context, records, values))
    for line in bulk_change.lines(planned):
        console.say(line)
    question = f"{len(planned)} 件を変えますか{bulk_change.consequence(context)}"
    if planned and not arguments.yes and not (prompt.can_ask and prompt.yes(question)):
        raise UsageError("確認が必要です。問いに答えるか、--yes を付けてください。何も変えていません。", "")
    results, problems = bulk_change.apply(context, planned)
    console.data(
        {"changed": [result.kept.record.id for result in results], "problems": problem_rows(problems)}
    )
    console.say(f"「{arguments.section}」のアカウント {len(results)} 件を変えました。")
    if not console.json:
        console.problems(problems)
    return FOUND if problems else FINE
