"""Transitions of a record without a screen: submit, decide, approve, close … one function for all of them.

The command says the role of the act; the form's data says what it asks, after which states it may be taken and
what follows. Answers come as `質問=答え`, else line by line.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Container, Mapping
from datetime import date

from uedasns_tui.cli import common_arguments
from uedasns_tui.cli.answer_draft import answer_draft
from uedasns_tui.cli.context import identified_user, load_record, open_for_command
from uedasns_tui.cli.output import FOUND, Console
from uedasns_tui.cli.parser import UsageError, command
from uedasns_tui.cli.prompt import Check, Prompt, PromptBack, PromptStopped
from uedasns_tui.cli.record_output import print_saved
from uedasns_tui.cli.values import ask_field, assignments, typed
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.guideline.schema import Form, Transition, TransitionInput
from uedasns_tui.records import workflow
from uedasns_tui.records.record import Record, Value
from uedasns_tui.services import post_check, transitions
from uedasns_tui.services.answers import check_answer, resolve_answer
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.storage.record_file import SavedRecord
from uedasns_tui.storage.repository import SaveResult

DATED = ("date", "datetime")
STEPS: tuple[tuple[str, str, str], ...] = (
    ("policy submit", "認めてもらうために出す", "submit"),
    ("policy return", "差し戻す", "return"),
    ("policy withdraw", "取り下げる", "withdraw"),
    ("policy decide", "認められたことを記録する", "decide"),
    ("policy published", "公表したことを記録する", "publish"),
    ("policy suspend", "休止する", "suspend"),
    ("policy resume", "再開する", "resume"),
    ("policy close", "廃止する", "close"),
    ("post submit", "認めてもらうために出す", "submit"),
    ("post approve", "認める", "approve"),
    ("post return", "差し戻す", "return"),
    ("post exempt", "認めてもらわなくてよい場合として進める", "exempt"),
    ("post except", "例外として進める（理由を残す）", "except"),
    ("post posted", "投稿したことを記録する", "posted"),
    ("post late", "あとから認められたことを記録する", "late"),
    ("post corrected", "訂正を記録する", "correct"),
    ("post deleted", "削除を記録する", "delete"),
    ("post reacted", "反応を記録する", "react"),
    ("incident add", "経過を書き足す", "note"),
    ("incident close", "終結する", "close"),
    ("incident reopen", "再び対応する", "reopen"),
)
"""The commands that take a step of a record's life: their words, what they do, the role of the step. The form's data
says what each step is called and asks."""


def _step_arguments(parser: ArgumentParser, *, named: bool = False) -> None:
    common_arguments.record_id(parser)
    if named:
        parser.add_argument("role", metavar="手続", help="手続の名前（例: 年次点検）か ID")
    parser.add_argument(
        "--anyway", metavar="理由", default="", help="確認が残っていても進める理由（経過に残ります）"
    )
    common_arguments.from_file(parser)
    parser.add_argument(
        "values", nargs="*", metavar="質問=答え", help="手続が尋ねること。なければ1つずつ聞きます"
    )


@command("record step", "どの様式の手続も、名前で進める", lambda parser: _step_arguments(parser, named=True))
def step(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Take the step that the command names, and keep it with who, when and what was answered."""
    context = open_for_command(options, console)
    prompt = Prompt()
    before = load_record(context, arguments.id, arguments.kind, prompt, console)
    form = context.form(before.record.kind)
    act = act_of(before.record, form, arguments.role)
    identified_user(context, console, prompt)
    fixed = _answers(form, act, arguments.values, arguments.files)
    answers: dict[str, Value] = {}
    asks_reason = prompt.can_ask and not arguments.values and not arguments.anyway
    asks_inputs = prompt.can_ask and any(name not in fixed for name in act.needs)
    name = f"{act.id}/{before.record.id}"
    with answer_draft(context, prompt, name, answers, asks_reason or asks_inputs):
        if asks_reason:
            _ask_reason(context, before.record, act, answers, prompt)
        if asks_inputs:
            _ask_inputs(context, before.record, act, fixed, answers, prompt)
        saved = _taken(context, before, act, {**answers, **fixed}, arguments.anyway)
    done = transitions.done_message(context, saved.kept.record)
    code = print_saved(context, saved, console, done)
    if not console.json:
        console.say(done)
    for problem in transitions.problems_after_transition(saved.kept.record, form):
        console.say(str(problem))
        code = FOUND
    return code


def _taken(
    context: AppContext, before: SavedRecord, act: Transition, answers: dict[str, Value], anyway: str
) -> SaveResult:
    """The step with its answers, and the usual ones for what nobody is asked. Raises TransitionRefused, StorageError."""
    form = context.form(before.record.kind)
    reason = anyway or str(answers.pop(transitions.OVERRIDE, ""))
    usual = transitions.defaults(context, before.record, act)
    for ask in form.ask:
        if ask.role in ("version", "reason") and usual.get(ask.id) and not answers.get(ask.id):
            answers[ask.id] = usual[ask.id]
    asks = workflow.questions_of(form, act)
    _refuse_days(context, before.record, asks, answers)
    inputs = {
        name: _resolved(context, asks[name], answer)
        for name, answer in answers.items()
        if answer and name in asks
    }
    return transitions.take_transition(context, before, act.id, inputs, reason)


def _refuse_days(
    context: AppContext, record: Record, asks: Mapping[str, TransitionInput], answers: Mapping[str, Value]
) -> None:
    """Refuse a day that cannot be read for the reason that today's date shows. Raises TransitionRefused."""
    for name, answer in answers.items():
        ask = asks.get(name)
        if ask is None or ask.type not in DATED or not isinstance(answer, str) or not answer.strip():
            continue
        if reason := check_answer(ask, answer, context.today):
            raise workflow.TransitionRefused(
                Problem("error", Location(record.id), f"{ask.label}: {reason}", code="given")
            )


def _resolved(context: AppContext, ask: TransitionInput, answer: Value) -> Value:
    """The answer as the record keeps it: きのう as a day."""
    return (
        resolve_answer(ask, answer, context.today)
        if ask.type in DATED and isinstance(answer, str)
        else answer
    )


for _words, _help, _role in STEPS:
    command(_words, _help, _step_arguments, _role)(step)


def act_of(record: Record, form: Form, name: str) -> Transition:
    """The transition of that role, id or label: the one allowed now, else the first, whose refusal then says why."""
    acts = [act for act in form.act if name in (act.role, act.id, act.label)]
    if not acts:
        known = "、".join(act.label for act in form.act)
        raise UsageError(f"「{form.title}」に「{name}」という手続はありません。手続: {known}", "")
    allowed = {act.id for act in workflow.allowed_transitions(record, form)}
    return next((act for act in acts if act.id in allowed), acts[0])


def _ask_reason(
    context: AppContext, record: Record, act: Transition, answers: dict[str, Value], prompt: Prompt
) -> None:
    """Why the person goes on over what is still unconfirmed; nothing is asked where nothing holds the transition."""
    question = transitions.override_question(context, record, act)
    if question is None:
        answers.pop(transitions.OVERRIDE, None)
        return
    prompt.say(question.help)
    prompt.say("やめて、先に項目を確かめるときは < を入力します。")
    check, present = _check_of(question, True, context.today), str(answers.get(transitions.OVERRIDE, ""))
    answers[transitions.OVERRIDE] = prompt.line(question.label, present, check, question.help)


def _ask_inputs(
    context: AppContext,
    record: Record,
    act: Transition,
    fixed: Container[str],
    answers: dict[str, Value],
    prompt: Prompt,
) -> None:
    """Ask what the transition asks and the command line has not `fixed`, each answer checked where it is typed; `<` goes
    back. Raises PromptStopped."""
    form = context.form(record.kind)
    inputs = [ask for ask in workflow.questions_of(form, act).values() if ask.id not in fixed]
    usual = transitions.defaults(context, record, act)
    checklist = post_check.checklist_of(context, record)
    consent = checklist.consent if checklist is not None else None
    number = 0
    while number < len(inputs):
        ask = inputs[number]
        needed = ask.id in workflow.needs_of(form, act, answers, consent)
        head = ask.label if needed else f"{ask.label}（なければ Enter）"
        present = answers.get(ask.id, usual.get(ask.id, ""))
        today = f"今日は {context.today:%Y-%m-%d} です。" if ask.type in DATED else ""
        if ask.help or today:
            prompt.say(f"{ask.help}{today}")
        try:
            check = _check_of(ask, needed, context.today)
            answers[ask.id] = ask_field(ask, head, present, prompt, check)
            number += 1
        except PromptBack:
            if not number:
                raise
            number -= 1
        except PromptStopped as stopped:
            if stopped.typed:
                answers[ask.id] = stopped.typed
            raise


def _check_of(ask: TransitionInput, needed: bool, today: date) -> Check:
    def check(text: str) -> str:
        if not text.strip():
            return f"{ask.label}を入力してください。" if needed else ""
        return check_answer(ask, text, today)

    return check


def _answers(form: Form, act: Transition, words: list[str], files: list[str]) -> dict[str, Value]:
    asks = workflow.questions_of(form, act)
    return {name: typed(asks[name], value) for name, value in assignments(words, files, asks, "質問")}
