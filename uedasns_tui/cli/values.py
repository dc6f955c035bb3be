"""Values from the command line: `項目=値` words, or questions line by line. Used by new and set commands."""

from __future__ import annotations

import sys
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from pathlib import Path

from uedasns_tui.cli.parser import UsageError
from uedasns_tui.cli.prompt import Prompt
from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.problem import Problem
from uedasns_tui.guideline.schema import Form, FormField, TransitionInput
from uedasns_tui.records.record import Value

SEVERAL = ("accounts",)
LONG = ("text", "address")


def pairs(words: Iterable[str], form: Form, files: Iterable[str] = ()) -> dict[str, Value]:
    """`id=value` words, and `id=FILE` words of --from-file, as values. Raises Usage for an id that the form lacks."""
    known = {field.id: field for field in form.field if field.type != "group"}
    listed = f"項目: {'、'.join(known)}"
    return {name: typed(known[name], value) for name, value in assignments(words, files, known, listed)}


def assignments(
    words: Iterable[str], files: Iterable[str], known: Container[str], listed: str, form: str = "項目=値"
) -> Iterator[tuple[str, str]]:
    """Name and value of each `name=value` word, then of each `name=FILE`. A value is taken as it stands, @ and = and
    all; only a file that --from-file names is read. Raises Usage for what is no such word."""
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or name not in known:
            raise UsageError(f"「{word}」は「{form}」ではありません。{listed}", "")
        yield name, value
    for word in files:
        name, equals, file = word.partition("=")
        if not equals or not file or name not in known:
            raise UsageError(f"--from-file の「{word}」は「項目=ファイル」ではありません。{listed}", "")
        yield name, text_of(file)


def text_of(file: str) -> str:
    """The text of a file, of standard input for "-". Raises Usage where it cannot be read as UTF-8."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        reason = f"{error.start + 1} バイト目が UTF-8 ではありません。UTF-8 で保存し直してください"
    except OSError as error:
        reason = f"{error.strerror}"
    except ValueError:
        reason = "ファイルの名前に使えない文字があります"
    raise UsageError(f"{file} を読めません（{reason}）。何も記録していません。", "")


def typed(field: FormField | TransitionInput, value: str) -> Value:
    """A value as the record keeps it."""
    if field.type in SEVERAL:
        return tuple(part for part in value.replace(",", "\n").split() if part)
    if field.type in ("choice",):
        for choice, label in field.choices.items():
            if value == label:
                return choice
    return value


Judge = Callable[[Mapping[str, Value]], list[Problem]]


def ask_fields(
    form: Form, present: Mapping[str, Value], prompt: Prompt, judge: Judge, only: Iterable[str] = ()
) -> dict[str, Value]:
    """Ask every field whose `when` holds: label, help, present value; what the rules say is told beneath."""
    values = dict(present)
    wanted = set(only)
    for field in form.field:
        if field.type == "group" or not matches(field.when, values) or (wanted and field.id not in wanted):
            continue
        if not wanted and not field.print and field.weight == "may":
            continue
        head = f"{field.label}" + (f"（{field.clause}）" if field.clause else "")
        if field.help:
            prompt.say(field.help)
        while True:
            values[field.id] = ask_field(field, head, values.get(field.id, ""), prompt)
            wrong = [p for p in judge(values) if p.where.key == field.id]
            for problem in wrong:
                prompt.say(f"  {problem.message}")
            if not any(p.severity == "must" for p in wrong) or prompt.yes(
                "このまま（下書きとして）進みますか"
            ):
                break
    return values


def ask_field(field: FormField | TransitionInput, head: str, present: Value, prompt: Prompt) -> Value:
    """Ask one field or question."""
    text = present if isinstance(present, str) else "\n".join(present)
    if field.type == "choice":
        return prompt.choice(head, field.choices, text or field.default)
    if field.type in LONG:
        return prompt.text(head, text)
    answer = prompt.line(head, text.replace("\n", ",") if field.type in SEVERAL else text)
    return typed(field, answer) if field.type in SEVERAL else answer
