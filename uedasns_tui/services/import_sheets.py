"""A sheet that was read → a preview: its values by field, what was not understood, and what is said of the rest.

Used by record_import. Whatever is in the file and in no field is named whole: the last look compares all that was
seen with all that is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from typing import Final

from uedasns_tui.formats.imported import ImportedSheet, ImportRefused
from uedasns_tui.formats.labels import Labels
from uedasns_tui.formats.text_safety import printable
from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.schema import Form, FormField
from uedasns_tui.japanese import fold
from uedasns_tui.records.record import Value
from uedasns_tui.services import choice_text, group_text
from uedasns_tui.storage.record_file import SavedRecord

_SEEN_MOST: Final = 1_000
_NO_ZERO: Final = re.compile(r"[1-9]\d{8,9}")
"""A telephone number of which a spreadsheet dropped the zero."""
_WORD: Final = re.compile(r"[^\s　：:／/・･、。,（）()「」『』\[\]【】|｜<>＜＞=＝→…]+")


@dataclass(frozen=True)
class ImportPreview:
    """What a file or a row would become: values by field, what was not understood, and remarks.

    `saved`: the record of this account, where there is one; then only `changes` would be written.
    """

    values: Mapping[str, Value]
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    saved: SavedRecord | None = None
    changes: Mapping[str, Value] = field(default_factory=dict)


def form_labels(form: Form) -> Labels:
    """The labels of a form's sheet, and those of the parts and choices in its groups."""
    printing = {
        each.id: each for each in form.field if each.print or (each.part_of and each.type == "choice")
    }
    return Labels(
        {name: each.label for name, each in printing.items()},
        {name: each.aliases for name, each in printing.items()},
        {name: each.part_of for name, each in printing.items() if each.part_of},
    )


def column_labels(form: Form) -> Labels:
    """The labels that a column of a table may have: those of all fields, their ids and other names."""
    return Labels(
        {each.id: each.label for each in form.field},
        {each.id: (each.id, *each.aliases) for each in form.field},
    )


def sheet_previews(form: Form, sheets: list[ImportedSheet]) -> list[ImportPreview]:
    """What the sheets of a file would become. Raises ImportRefused where there is none."""
    previews = [_preview(form, sheet) for sheet in sheets if sheet.values]
    previews = [preview for preview in previews if any(preview.values.values())]
    seen = [text for sheet in sheets for text in sheet.seen]
    if not previews:
        raise ImportRefused(nothing_read(form, tuple(seen) or sheets[0].notes))
    first = previews[0]
    return [replace(first, unknown=(*first.unknown, *_unclaimed(form, previews, seen))), *previews[1:]]


def _preview(form: Form, sheet: ImportedSheet) -> ImportPreview:
    values: dict[str, Value] = {}
    unknown = list(sheet.not_understood)
    notes = list(sheet.notes)
    parts = {each.id: each for each in form.field}
    for name, text in sheet.values.items():
        each = parts[name]
        carried = _carried(form, each, sheet.carried)
        shown = printable(group_text.cell(form, each, carried)).strip("\n")
        if carried and (shown if shown.strip() else "") == text:
            values |= carried
            continue
        if carried:
            notes.append(
                f"「{each.label}」は、書き出した後に書き直されています。書かれているとおりに読みます。"
            )
        if each.type == "group":
            values |= group_values(form, each, text, unknown, carried)
        elif each.part_of or text:
            put_value(values, each, text, unknown)
        else:
            values[name] = text
    return ImportPreview(values, tuple(unknown), (*notes, *holes(form, values)))


def _carried(form: Form, each: FormField, carried: Mapping[str, str]) -> dict[str, Value]:
    """The values that the file carries for a cell."""
    names = [each.id, *(part.id for part in group_text.parts_of(form, each))]
    return {name: carried[name] for name in names if name in carried}


def _unclaimed(form: Form, previews: list[ImportPreview], seen: list[str]) -> Iterator[str]:
    """The texts of which a word stands nowhere in what is shown: whatever a reader passed over, it is named here."""
    shown = [text for preview in previews for text in (*preview.unknown, *preview.notes)]
    for each in form.field:
        shown += [each.label, each.printed, *each.aliases, *each.choices.values()]
        for value in (preview.values.get(each.id) for preview in previews):
            if value:
                shown += [
                    words_of(each, value),
                    *each.choice_words.get(value if isinstance(value, str) else "", ()),
                ]
    heap = _plain("\n".join(shown))
    for text in dict.fromkeys(seen):
        words = [_plain(word) for word in _WORD.findall(text)]
        if any(word not in heap for word in words):
            yield f"どの欄にも入れていない文: {text}"


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", fold.fold(text))


def group_values(
    form: Form, group: FormField, text: str, unknown: list[str], before: Mapping[str, Value] | None = None
) -> Mapping[str, Value]:
    """The values of a group's parts; what no part claims goes to `unknown`."""
    if not text.strip():
        return {}
    rewritten = group_text.edited(form, group, before, text) if before else None
    taken = rewritten or group_text.read_group(form, group, text)
    if taken.undecided is not None:
        unknown.append(
            f"{group.label}: 「{taken.undecided.label}」をこの文からは決められないため、空けておきます。"
            f"選んでから出してください。元の文: {text}"
        )
    else:
        unknown += [f"{group.label}: {line}" for line in taken.rest]
    return taken.values


def put_value(values: dict[str, Value], each: FormField, text: str, unknown: list[str]) -> None:
    """A value; of a choice only what its own words say."""
    if each.type != "choice":
        values[each.id] = text
        if each.type == "phone" and _NO_ZERO.fullmatch(fold.narrow(text).strip()):
            unknown.append(f"{each.label}: 先頭の 0 が落ちているようです。確かめてください: {text}")
    elif (choice := choice_text.read_choice(each, text)) is not None:
        values[each.id] = choice
    else:
        unknown.append(f"{each.label}: {text}（選べるのは {'、'.join(each.choices.values())}）")


def holes(form: Form, values: Mapping[str, Value]) -> Iterator[str]:
    """What is said of fields that the file leaves open though the form would fill them."""
    for each in form.field:
        if values.get(each.id) and each.print and not matches(each.when, values):
            yield f"「{each.label}」は、選んだものでは使わない欄です。様式には出ません: {words_of(each, values[each.id])}"
        if each.id in values or each.type == "group":
            continue
        if each.default and not (each.print or each.part_of):
            yield f"「{each.label}」はファイルにないため、初めの値「{each.choices.get(each.default, each.default)}」にします。"
        elif (each.role in ("reply", "section") or each.default) and matches(each.when, values):
            yield f"「{each.label}」はファイルにないため、空けておきます。"


def nothing_read(form: Form, seen: tuple[str, ...]) -> str:
    """The sentence of a refusal: what was looked for, which of it stands there without a value, and what was seen."""
    labels = form_labels(form)
    cells = [cell for text in seen for cell in text.split("／")]
    empty = dict.fromkeys(name for cell in cells if (name := labels.begins(cell, loose=True)[0]))
    texts = "／".join(" ".join(text.split()) for text in seen[:_SEEN_MOST]) or "（文がありません）"
    more = f"（ほか {len(seen) - _SEEN_MOST} 行）" if len(seen) > _SEEN_MOST else ""
    if empty:
        names = "、".join(labels.texts[name] for name in empty)
        return (
            f"{form.title}の見出しはありますが、どの欄も空か、どれが値か決められません。何も書いていません。"
            f"値のない欄: {names}。ファイルにあったもの: {texts}{more}。値を書いてから、読み込んでください。"
        )
    wanted = "、".join(each.label for each in form.field if each.print and not each.part_of)
    return (
        f"{form.title}として読めるものがありませんでした。何も書いていません。探した見出し: {wanted}。"
        f"ファイルにあったもの: {texts}{more}。見出しを様式のとおりに直してから、読み込んでください。"
    )


def words_of(each: FormField, value: Value) -> str:
    """A value in words."""
    text = value if isinstance(value, str) else "、".join(value)
    return each.choices.get(text, text)
