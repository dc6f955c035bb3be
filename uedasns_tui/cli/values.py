"""Values from the command line: `項目=値` words, or questions line by line. Used by new and set commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from uedasns_tui.cli.ask import Asker
from uedasns_tui.cli.grammar import Usage
from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.problem import Problem
from uedasns_tui.guideline.schema import Ask, Field, Form
from uedasns_tui.records.record import Value

SEVERAL = ("accounts",)
LONG = ("text", "address")


def pairs(words: Iterable[str], form: Form) -> dict[str, Value]:
    """`id=value` words as values. `id=@FILE` reads a file. Raises Usage for an id that the form does not have."""
    known = {one.id: one for one in form.field if one.type != "group"}
    found: dict[str, Value] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or name not in known:
            raise Usage(f"「{word}」は「項目=値」ではありません。項目: {'、'.join(known)}", "")
        found[name] = typed(known[name], value)
    return found


def typed(field: Field | Ask, value: str) -> Value:
    """A value as the record keeps it; @FILE is the text of a file."""
    if value.startswith("@"):
        try:
            value = Path(value[1:]).read_bytes().decode("utf-8-sig")
        except (OSError, ValueError) as error:
            raise Usage(f"{value[1:]} を UTF-8 の文章として読めません（{error}）。", "") from None
    if field.type in SEVERAL:
        return tuple(part for part in value.replace(",", "\n").split() if part)
    if field.type in ("choice",):
        for choice, label in field.choices.items():
            if value == label:
                return choice
    return value


Judge = Callable[[Mapping[str, Value]], list[Problem]]


def ask_fields(
    form: Form, present: Mapping[str, Value], asker: Asker, judge: Judge, only: Iterable[str] = ()
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
            asker.say(field.help)
        while True:
            values[field.id] = one(field, head, values.get(field.id, ""), asker)
            wrong = [p for p in judge(values) if p.where.key == field.id]
            for problem in wrong:
                asker.say(f"  {problem.message}")
            if not any(p.severity == "must" for p in wrong) or asker.yes(
                "このまま（下書きとして）進みますか"
            ):
                break
    return values


def one(field: Field | Ask, head: str, present: Value, asker: Asker) -> Value:
    """Ask one field or question."""
    text = present if isinstance(present, str) else "\n".join(present)
    if field.type == "choice":
        return asker.choice(head, field.choices, text or field.default)
    if field.type in LONG:
        return asker.text(head, text)
    answer = asker.line(head, text.replace("\n", ",") if field.type in SEVERAL else text)
    return typed(field, answer) if field.type in SEVERAL else answer
