"""A record in lines and rows: used by every command that shows one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from uedasns_tui.cli.output import FINE, FOUND, Console, problem_rows
from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.guideline.schema import Form
from uedasns_tui.records import workflow
from uedasns_tui.records.record import Record
from uedasns_tui.services import changes, record_actions
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.record_log import log_lines
from uedasns_tui.storage.repository import SaveResult


def record_pairs(context: AppContext, record: Record) -> Iterator[tuple[str, str]]:
    """`label: value` of everything that a person asks of a record."""
    form = context.form(record.kind)
    yield "ID", record.id
    yield "状態", workflow.state_label(record, form)
    yield "ガイドラインの版", record.edition.isoformat()
    for field in form.field:
        value = record.text(field.id)
        if field.type == "group" or (not value and not matches(field.when, record.values)):
            continue
        yield field.label, field.choices.get(value, value)
    for medium in record.media:
        yield f"画像・動画 {medium.file}", medium.alt or "（代替テキストなし）"
    since = changes.changes_since_decision(context, record)
    if since is not None and since.fields:
        yield "変わったところ", since.title
        yield from ((f"  {label}", text) for label, text in changes.lines(since))
    yield from log_pairs(context, record)


def log_pairs(context: AppContext, record: Record) -> Iterator[tuple[str, str]]:
    """The log, the newest first: when and what, then who and the answers."""
    for line in log_lines(context, record):
        yield f"{line.at} {line.label}", "／".join(filter(None, (line.who, *line.text.split("\n"))))


def record_row(context: AppContext, record: Record) -> dict[str, Any]:
    """A record for JSON."""
    form = context.form(record.kind)
    return {
        "id": record.id,
        "kind": record.kind,
        "state": workflow.record_state(record, form),
        "edition": record.edition.isoformat(),
        "checklist": record.checklist,
        "values": dict(record.values),
        "media": [vars(entry) for entry in record.media],
        "answers": [
            {
                "id": entry.id,
                "answer": entry.answer,
                "said": entry.statement,
                "note": entry.note,
                "seen": entry.seen,
            }
            for entry in record.answers
        ],
        "changes": change_rows(context, record),
        "log": [
            {
                "id": entry.id,
                "at": entry.at.isoformat(),
                "act": entry.transition,
                "by": vars(entry.by),
                "given": dict(entry.inputs),
                "digest": entry.snapshot.digest if entry.snapshot else "",
                **({"override": vars(entry.override)} if entry.override else {}),
            }
            for entry in record.log
        ],
    }


def named_problems(form: Form | None, problems: Sequence[Problem]) -> list[Problem]:
    """Problems for people: each names the label of its field beside the id that one types."""
    labels = {field.id: field.label for field in form.field} if form else {}
    return [
        replace(problem, where=problem.where._replace(key=f"{label}（{problem.where.key}）"))
        if (label := labels.get(problem.where.key, "")) and label not in problem.message
        else problem
        for problem in problems
    ]


def change_rows(context: AppContext, record: Record) -> list[dict[str, str]]:
    """What differs from what was last stamped, for JSON: a row a field."""
    since = changes.changes_since_decision(context, record)
    return [
        {
            "field": change.field,
            "label": change.label,
            "before": change.before,
            "after": change.after,
            "marked": change.marked,
            "since": since.entry.at.isoformat(),
            "step": since.entry.transition,
        }
        for change in (since.fields if since else ())
        if since
    ]


def print_saved(context: AppContext, saved: SaveResult, console: Console, done: str = "") -> int:
    """Say what was kept and where, and what the rules say of it. `done`: what is said of the step that was taken."""
    record = saved.kept.record
    form = context.guideline.forms.get(record.kind)
    lacking = [Problem("error", Location("forms"), context.missing_form(record.kind), code="form")]
    problems = record_actions.problems(context, record) if form else lacking
    console.data(
        {
            "id": record.id,
            "path": str(saved.kept.path),
            "confirmed": saved.confirmed,
            "state": workflow.record_state(record, form) if form else "",
            "problems": problem_rows(problems),
        }
    )
    if not console.json:
        state = f"（{workflow.state_label(record, form)}）" if form else ""
        name = record_actions.title(context, record) if console.plain and form else record.id
        if not (done and console.plain):  # it says the state, too
            console.say(f"保存しました: {name}{state}")
        if not console.plain:
            console.say(f"ファイル: {saved.kept.path}")
        if not saved.confirmed:
            console.say("保存しましたが、ディスクに確かに書かれたことはまだ確かめられていません。")
        if saved.put_back:
            console.say("記録のファイルがなくなっていたので、元の場所に書き直しました。")
        if saved.place:
            console.say(saved.place)
        for merged in saved.merged:
            console.say(f"ほかの人の変更も合わせました: {merged}")
        console.problems(named_problems(form, problems))
    return FOUND if any(problem.severity == "must" for problem in problems) else FINE
