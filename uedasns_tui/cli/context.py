"""Opens the context for a command, and asks who records before the first record is written.

Used by every command that touches records. Reading never asks anything.
"""

from __future__ import annotations

from uedasns_tui.cli.answer_draft import answer_draft
from uedasns_tui.cli.output import Console, print_problems
from uedasns_tui.cli.parser import UsageError
from uedasns_tui.cli.prompt import Prompt, required
from uedasns_tui.records.ids import valid_id
from uedasns_tui.services import record_actions
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions, default_records
from uedasns_tui.storage.errors import RecordMissing
from uedasns_tui.storage.record_file import SavedRecord

ANY_FORM = "record"
"""The first word of the commands that work on the records of every form."""


def open_for_command(
    options: AppOptions, console: Console, *, reading: bool = False, needs: str = "", records: bool = True
) -> AppContext:
    """The context; faults of the guideline's files are told on standard error and do not stop the work. Who is only
    `reading` its text is told of the faults of the text, and waits for nothing else. Raises Lacking where the
    guideline has no form of the kind that the command `needs`, RecordMissing where the data folder is not there;
    `records` false: the command goes on without it."""
    context = open_context(options)
    context.progress = console.progress
    console.plain |= context.user_settings.plain
    print_problems(context.problems.known if reading else context.problems, console)
    if needs and needs != ANY_FORM:
        context.form(needs)
    if records and not reading:
        context.require_records()
    return context


def identified_user(context: AppContext, console: Console, prompt: Prompt) -> None:
    """Ask, once, who records, of which section, and where records live. Raises Unnamed when nobody can be asked."""
    if context.user is not None or not prompt.can_ask:
        _ = context.require_user()
        return
    console.say("初めての記録です。お名前と課の名前を入力してください。あとで変えられます。")
    with answer_draft(context, prompt, "who/_", answers := {"name": "", "section": "", "records": ""}):
        problem = _introduced(context, console, prompt, answers)
    console.say(f"記録は {context.folders.records} に、1件に1つずつファイルで置きます。")
    if problem:
        console.say(problem)
    policy = context.guideline.form_for("policy")
    if policy and record_actions.sample(context, policy.id) is not None and not console.plain:
        console.say("記載例をコピーして始めるときは、policy new --from sample です。")


def _introduced(context: AppContext, console: Console, prompt: Prompt, answers: dict[str, str]) -> str:
    """Ask the name, the section and the folder, and remember them; what is wrong with the folder. Raises PromptStopped."""

    def ask(number: int) -> None:
        if number == 0:
            answers["name"] = prompt.line("お名前", answers["name"], required("名前"))
        elif number == 1:
            answers["section"] = prompt.line("課の名前", answers["section"], required("課の名前"))
        else:
            answers["records"] = _records_folder(context, prompt)

    prompt.each(3, ask)
    try:
        return context.introduce(answers["name"], answers["section"], answers["records"])
    except RecordMissing as fault:
        console.say(str(fault))
        if not prompt.yes("ここに新しく作りますか"):
            raise
        return context.introduce(answers["name"], answers["section"], answers["records"], create=True)


def _records_folder(context: AppContext, prompt: Prompt) -> str:
    """The shared folder that the person names; "" where records stay where they are."""
    place = prompt.choice(
        f"記録はどこに置きますか（今は {context.folders.records}）",
        {"own": f"このまま（{context.folders.records_from}）", "shared": "課などで共有するフォルダー"},
    )
    return prompt.line("共有フォルダーの場所", str(default_records())) if place == "shared" else ""


def load_record(
    context: AppContext, words: str, purpose: str, prompt: Prompt, console: Console
) -> SavedRecord:
    """The record that a person means by id, title or account. Raises StorageError where there is none."""
    return named_record(context, words, purpose, prompt, console) or context.repository.load(words)


def named_record(
    context: AppContext, words: str, purpose: str, prompt: Prompt, console: Console
) -> SavedRecord | None:
    """The record that a person means by id, title or account, None where there is none. Where several fit, it is
    asked which; without a terminal UsageError names them."""
    name = record_id(context, words, purpose, prompt, console)
    return context.repository.load(name) if context.repository.path_of(name) is not None else None


def record_id(context: AppContext, words: str, purpose: str, prompt: Prompt, console: Console) -> str:
    """The id of the record that a person means by id, title or account; the words themselves where no record is called
    so: it may lie in the trash, or in the history only. Raises UsageError where several are, or none can be."""
    if valid_id(words) and context.repository.path_of(words) is not None:
        return words
    rows = record_actions.matching_records(context, words, purpose)
    if len(rows) > 1 and prompt.can_ask and not console.json:
        choices = {row.id: f"{row.title}（{row.state_label}）" for row in rows}
        return prompt.choice(f"「{words}」はいくつもあります。どれですか", choices)
    if len(rows) > 1:
        names = "、".join(f"{row.id}（{row.title}）" for row in rows)
        raise UsageError(f"「{words}」はいくつもあります。ID で指定してください: {names}", "")
    if not rows and not valid_id(words):
        raise UsageError(f"「{words}」という ID・件名・アカウントの記録はありません。", "")
    return rows[0].id if rows else words
