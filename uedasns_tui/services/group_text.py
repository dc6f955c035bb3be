"""The text of a group's cell (⑧, ⑨) as a form prints it, and read back into the group's parts.

Used by publication and record_import. A choice is set only by its own words, its own ticked box, or labels that
print under it alone; everything else leaves it empty. What no part claims is handed back, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Final

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.schema import Form, FormField
from uedasns_tui.japanese import fold
from uedasns_tui.records.record import Value
from uedasns_tui.services import choice_text, contact_text
from uedasns_tui.services.contact_text import BULLETS, core

_PLACEHOLDER: Final = re.compile(
    r"\(.*\)|※.*|例.*|[-－―ー—〜…_\s]+|(該当|特に)?(なし|無し|無)|未定|検討中|同上", re.DOTALL
)
"""What stands behind a label where nothing was filled in."""


@dataclass(frozen=True)
class GroupText:
    """A group's cell read: values by part, and lines that no part claims."""

    values: Mapping[str, Value]
    rest: tuple[str, ...] = ()
    undecided: FormField | None = None


def parts_of(form: Form, group: FormField) -> list[FormField]:
    """The parts of a group."""
    return [field for field in form.field if field.part_of == group.id]


def printed(field: FormField, values: Mapping[str, Value]) -> str:
    """A field's value as it stands on the sheet, its printed words around it."""
    value = values.get(field.id, "")
    text = value if isinstance(value, str) else "\n".join(value)
    text = field.choices.get(text, text).strip("\n")
    if not text.strip():
        return ""
    if _own_bullet(field, values):
        return field.printed.removeprefix("・").replace("{value}", text)
    return field.printed.replace("{value}", text) if field.printed else text


def cell(form: Form, field: FormField, values: Mapping[str, Value]) -> str:
    """What a field's cell on the sheet holds: of a group its printed parts, a line each."""
    if field.type != "group":
        return printed(field, values)
    parts = [part for part in parts_of(form, field) if part.print and part.public]
    texts = [printed(part, values) for part in parts if matches(part.when, values)]
    return "\n".join(text for text in texts if text)


def blank(form: Form, field: FormField) -> str:
    """A field's cell on an empty sheet: boxes for its choice, the labels that its parts print, or lines to write on."""
    if field.type != "group":
        return "\n" * (3 if field.type == "text" else 0)
    parts = [part for part in parts_of(form, field) if part.public]
    boxes = [
        "　".join(f"☐{label}" for label in part.choices.values()) for part in parts if part.type == "choice"
    ]
    labels = [part.printed.partition("{value}")[0] for part in parts if part.print and core(part)]
    free = ["", ""] if any(part.print and not core(part) for part in parts) else []
    return "\n".join([*boxes, *free, *labels])


def read_group(form: Form, group: FormField, text: str) -> GroupText:
    """The parts of a group's cell, found by the way in which each part prints."""
    parts = parts_of(form, group)
    choosing = next((part for part in parts if part.type == "choice" and not part.print), None)
    if choosing is not None:
        return _chosen(parts, choosing, text)
    return GroupText(*contact_text.read_parts(parts, text))


def edited(form: Form, group: FormField, before: Mapping[str, Value], text: str) -> GroupText | None:
    """A cell that printed `before` and in which lines were rewritten; None where its choice may be another now.

    Lines that stand as they were keep their part; a rewritten one stays with it while its label stands.
    """
    printing = [
        part for part in parts_of(form, group) if part.print and part.public and matches(part.when, before)
    ]
    lines, rest = _owned_lines(printing, before, text.split("\n"))
    values = dict(before)
    for part in printing:
        new = "\n".join(lines.get(part.id, ()))
        if new == printed(part, before):
            continue
        prefix = "" if _own_bullet(part, before) else part.printed.partition("{value}")[0]
        short = next((each for each in (prefix, prefix.lstrip(BULLETS)) if new.startswith(each)), None)
        values[part.id] = "" if short is None else new.removeprefix(short)
        if short is None:
            rest += [line for line in new.split("\n") if line.strip()]
    earlier, after = read_group(form, group, cell(form, group, before)), read_group(form, group, text)
    choices = [part.id for part in parts_of(form, group) if part.type == "choice"]
    same = all(after.values.get(name) == earlier.values.get(name) for name in choices)
    return GroupText(values, tuple(rest)) if same else None


def _owned_lines(
    printing: list[FormField], before: Mapping[str, Value], new: list[str]
) -> tuple[dict[str, list[str]], list[str]]:
    """The lines of a rewritten cell by the part that printed them, and lines that are new under a one-line part."""
    texts = [(part, printed(part, before)) for part in printing]
    old = [(part, line) for part, text in texts if text for line in text.split("\n")]
    owned: dict[str, list[str]] = {}
    rest: list[str] = []
    for _, start, end, first, last in SequenceMatcher(
        None, [line for _, line in old], new, False
    ).get_opcodes():
        for (part, _), line in zip(old[start:end], new[first:last], strict=False):
            owned.setdefault(part.id, []).append(line)
        for line in new[first + end - start : last]:
            above = old[end - 1][0] if end else None
            if above is not None and above.type == "text":
                owned.setdefault(above.id, []).append(line)
            elif line.strip():
                rest.append(line)
    return owned, rest


def _own_bullet(field: FormField, values: Mapping[str, Value]) -> bool:
    """Whether a value brings the bullet that its field prints."""
    return field.printed.startswith("・{value}") and str(values.get(field.id, "")).startswith("・")


def _chosen(parts: list[FormField], choosing: FormField, text: str) -> GroupText:
    labelled, free = _by_heads([part for part in parts if part.print], text)
    chosen, clean = choice_text.evidence(choosing, "\n".join(free))
    alone = [part for part in parts if labelled.get(part.id, "").strip()]
    filled = [part for part in alone if not _PLACEHOLDER.fullmatch(fold.narrow(labelled[part.id]).strip())]
    chosen |= {choice for choice in choosing.choices for part in filled if _only(part, choosing, choice)}
    if not chosen and (whole := choice_text.whole_choice(choosing, text)) is not None:
        return GroupText({choosing.id: whole})
    if len(chosen) != 1:
        return GroupText({}, tuple(line for line in text.split("\n") if line.strip()), choosing)
    choice = chosen.pop()
    values: dict[str, Value] = {choosing.id: choice}
    printing = [part for part in parts if part.print and matches(part.when, values)]
    if not any(core(part) for part in printing):
        _, clean, _ = choice_text.without_boxes(choosing, text)
        return GroupText(*_free(printing, values, clean))
    values |= {part.id: labelled[part.id] for part in printing if part.id in labelled}
    strays = [line for part in alone if part not in printing for line in labelled[part.id].split("\n")]
    lines = [
        line
        for line in clean.split("\n")
        if choice_text.bare_words(line) not in (*choice_text.choice_words(choosing)[choice], "")
    ]
    result, rest = _free(printing, values, "\n".join(lines))
    return GroupText(result, (*rest, *strays))


def _only(part: FormField, choosing: FormField, choice: str) -> bool:
    return [each for each in choosing.choices if matches(part.when, {choosing.id: each})] == [choice]


def _free(
    printing: list[FormField], values: dict[str, Value], text: str
) -> tuple[dict[str, Value], tuple[str, ...]]:
    """The text that stands under no label, to the part that prints without one."""
    free = next((part for part in printing if not core(part)), None)
    if not text.strip():
        return values, ()
    if free is None:
        return values, tuple(line for line in text.split("\n") if line.strip())
    bullet = free.printed.partition("{value}")[0]
    text = text.strip("\n")
    return values | {free.id: text.removeprefix(bullet) if bullet else text}, ()


def _by_heads(parts: list[FormField], text: str) -> tuple[dict[str, str], list[str]]:
    """Lines under the labels that parts print, and the lines under none."""
    labelled: dict[str, str] = {}
    free: list[str] = []
    current: FormField | None = None
    for line in text.split("\n"):
        part, value = _head(parts, line)
        if part is not None and part.id not in labelled:
            current, labelled[part.id] = part, value
        elif current is not None and line.strip() and not line.lstrip().startswith(tuple(BULLETS + "※")):
            labelled[current.id] += f"\n{line}"
        else:
            current = None
            free.append(line)
    return labelled, free


def _head(parts: list[FormField], line: str) -> tuple[FormField | None, str]:
    bare = fold.narrow(line)
    for part in sorted(parts, key=lambda part: -len(core(part))):
        for name in filter(None, (core(part), *((part.label, *part.aliases) if core(part) else ()))):
            pattern = rf"\s*[{re.escape(BULLETS)}]?\s*{re.escape(fold.narrow(name))}\s*[:\t]\s*"
            if match := re.match(pattern, bare, re.IGNORECASE):
                return part, line[match.end() :]
    return None, ""
