"""Taking in: existing Word sheets and CSV rows as the values of drafts, after a preview. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from uedasns_tui.formats import csv_reader, word_reader
from uedasns_tui.formats.imported import ImportedRows, ImportRefused
from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.schema import Form, FormField
from uedasns_tui.japanese import fold
from uedasns_tui.records.record import Value
from uedasns_tui.services.context import AppContext


@dataclass(frozen=True)
class ImportPreview:
    """What a file would become: values by field, what was not understood, and remarks."""

    values: Mapping[str, Value]
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def preview(context: AppContext, path: Path) -> list[ImportPreview]:
    """What is in a Word sheet (one policy) or a CSV (a policy a row). Raises Refused with the reason, OSError."""
    data = path.read_bytes()
    form = context.form_for("policy")
    if path.suffix.lower() == ".csv":
        return _rows(form, csv_reader.read_csv(data))
    labels = {field.id: field.label for field in form.field if field.print and not field.part_of}
    taken = word_reader.read_word(data, labels)
    values: dict[str, Value] = {}
    unknown = list(taken.not_understood)
    for name, text in taken.values.items():
        field = next(field for field in form.field if field.id == name)
        if field.type == "group":
            got, rest = split_group(form, field, text)
            values.update(got)
            unknown += [f"{field.label}: {line}" for line in rest]
        else:
            values[name] = _choice(field, text)
    return [ImportPreview(values, tuple(unknown), tuple(taken.notes))] if values else []


def split_group(form: Form, group: FormField, text: str) -> tuple[dict[str, Value], list[str]]:
    """The parts of a group's cell, found by the way in which each part prints; the lines nobody claims."""
    parts = [part for part in form.field if part.part_of == group.id]
    candidates = []
    for facts in _choices(parts):
        printing = [part for part in parts if part.print and matches(part.when, facts)]
        got, rest = _claimed(printing, text)
        labelled = sum(1 for part in printing if part.id in got and any(map(str.isalnum, _head(part))))
        if got:
            candidates.append((-labelled, len(rest), {**facts, **got}, rest))
    if not candidates:
        return {}, text.split("\n")
    _, _, values, rest = min(candidates, key=lambda part: part[:2])
    return values, rest


def _head(part: FormField) -> str:
    """What stands before a part's value as it prints."""
    return (part.printed or "{value}").split("{value}", 1)[0]


def _choices(parts: list[FormField]) -> list[dict[str, Value]]:
    """The ways in which a group's unprinted choice may stand (⑧: no reply, or reply)."""
    choosing = next((part for part in parts if part.type == "choice" and not part.print), None)
    if choosing is None:
        return [{}]
    return [{choosing.id: choice} for choice in choosing.choices]


def _claimed(parts: list[FormField], text: str) -> tuple[dict[str, Value], list[str]]:
    heads = sorted(((part, _head(part)) for part in parts), key=lambda part: -len(part[1]))
    got: dict[str, Value] = {}
    bare = next((part for part, head in heads if not head), None)
    now: FormField | None = None
    rest: list[str] = []
    for line in text.split("\n"):
        flat = fold.narrow(line).strip()
        named = next(
            ((part, head) for part, head in heads if head and flat.startswith(fold.narrow(head).strip())),
            None,
        )
        if named is not None and named[0].id in got:
            got[named[0].id] = f"{got[named[0].id]}\n{line.strip()}"
        elif named is not None:
            now = named[0]
            got[now.id] = line.strip()[len(named[1].strip()) :].lstrip()
        elif bare is not None and (now is None or now is bare):
            now = bare
            got[bare.id] = f"{got[bare.id]}\n{line}" if bare.id in got else line
        elif now is not None and now.type in ("text", "address") and line.strip():
            got[now.id] = f"{got[now.id]}\n{line}"
        elif line.strip():
            rest.append(line)
    return got, rest


def _choice(field: FormField, text: str) -> Value:
    return next(
        (choice for choice, label in field.choices.items() if fold.fold(label) == fold.fold(text)), text
    )


def _rows(form: Form, table: ImportedRows) -> list[ImportPreview]:
    columns = {fold.fold(name): field for field in form.field for name in (field.label, field.id)}
    previews = []
    printed = False
    for row in table.rows:
        values: dict[str, Value] = {}
        unknown = []
        for head, text in row.items():
            field = columns.get(fold.fold(head))
            if field is None:
                unknown += [f"{head}: {text}"] if text and head else []
            elif field.type == "group" and text:
                got, rest = split_group(form, field, text)
                values = {**got, **values}
                unknown += [f"{field.label}: {line}" for line in rest]
            elif text:
                values[field.id] = _choice(field, text)
        if values:
            printed = printed or any(field.id in values for field in form.field if field.print)
            previews.append(ImportPreview(values, (*unknown, *table.not_understood), tuple(table.notes)))
    if previews and not printed:
        raise ImportRefused(
            "様式の欄がひとつもないため、下書きになりません。"
            "今ある利用方針の最後の投稿の日を書くには、端末から policy seen ファイル.csv を使ってください。"
        )
    return previews
