"""The text of a group's cell (⑧, ⑨) as a form prints it, and read back into the group's parts.

Used by publication and record_import. A choice is set only by its own words, its own ticked box, or labels that
print under it alone; everything else leaves it empty. What no part claims is handed back, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.schema import Form, FormField
from uedasns_tui.japanese import fold
from uedasns_tui.records.record import Value

_BULLETS: Final = "・○●◎◇◆■□*-"
_TICKED: Final = r"[☑☒✓✔✅🗹■◼]|[\[［][xXｘＸレ✓✔][\]］]|[（(][○〇レ✓✔][)）]"
_OPEN: Final = r"[☐□◻▢]|[\[［][ 　]*[\]］]|[（(][ 　]*[)）]"
_BOX: Final = re.compile(f"(?P<ticked>{_TICKED})|(?P<open>{_OPEN})")
_PARTICLES: Final = re.compile(r"[\sはをもがのに、,・○●「」『』()]")
_CONTAINED: Final = 5
"""Characters from which the words of a choice are looked for inside a sentence; shorter ones are a whole text."""
_UNSURE_AFTER: Final = re.compile(
    r"(こと|わけ|訳|事)(で)?(ありません|ない|無い|あり)|でありません|でない|と限|場合|かどうか|か否|やめ|廃止|撤回|見直|変更|改め|検討"
    r"|でした|ていました|ていた|た(方針|取扱|扱い)"
)
_UNSURE_BEFORE: Final = re.compile("従来|これまで|以前|かつて|必ずし")
_NEGATED: Final = re.compile("ません|ない|かね|ず")
_UNKNOWN_LABEL: Final = re.compile(r"[・○●]?\s*[^：:\d\s@]{1,12}\s*[：:]")
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_POSTCODE: Final = re.compile(r"〒\s*\d|.{2,}(丁目|番地|番\d|\d番)")


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
    if field.printed.startswith("・{value}") and text.startswith("・"):
        return field.printed.removeprefix("・").replace("{value}", text)
    return field.printed.replace("{value}", text) if field.printed else text


def cell(form: Form, field: FormField, values: Mapping[str, Value]) -> str:
    """What a field's cell on the sheet holds: of a group its printed parts, a line each."""
    if field.type != "group":
        return printed(field, values)
    parts = [part for part in parts_of(form, field) if part.print and part.public]
    texts = [printed(part, values) for part in parts if matches(part.when, values)]
    return "\n".join(text for text in texts if text)


def read_group(form: Form, group: FormField, text: str) -> GroupText:
    """The parts of a group's cell, found by the way in which each part prints."""
    parts = parts_of(form, group)
    choosing = next((part for part in parts if part.type == "choice" and not part.print), None)
    if choosing is not None:
        return _chosen(parts, choosing, text)
    return _labelled(parts, text)


# ---- a choice
def read_choice(field: FormField, text: str) -> str | None:
    """The choice that a whole cell names by its words, its id, its box; None where it names none or several."""
    flat = _flat(text)
    for choice, label in field.choices.items():
        if flat in (_flat(choice), _flat(label), _flat(re.sub(r"[（(].*?[)）]", "", label))):
            return choice
    if any(flat == _flat(word) for words in field.choice_words.values() for word in words):
        named = {choice for choice, words in field.choice_words.items() if flat in map(_flat, words)}
        return named.pop() if len(named) == 1 else None
    chosen, _ = _evidence(field, text)
    return chosen.pop() if len(chosen) == 1 else None


def _flat(text: str) -> str:
    return _PARTICLES.sub("", fold.fold(text)).strip("。.")


def _polite(label: str) -> list[str]:
    """A label that ends in a verb, in です・ます: 行わない → 行いません, 答える → 答えます."""
    flat = _flat(label)
    rows = dict(zip("わかさたなばまらが", "いきしちにびみりぎ", strict=True))
    if flat.endswith("ない") and len(flat) > 2:
        stem = flat[:-2]
        return [f"{stem[:-1]}{rows[stem[-1]]}ません" if stem[-1] in rows else f"{stem}ません"]
    if flat.endswith("する"):
        return [f"{flat[:-2]}します"]
    if flat[-1:] == "る":
        return [f"{flat[:-1]}ます", f"{flat[:-1]}ります"]
    rows = dict(zip("うくすつぬぶむぐ", "いきしちにびみぎ", strict=True))
    return [f"{flat[:-1]}{rows[flat[-1]]}ます"] if flat[-1:] in rows else []


def _words(field: FormField) -> dict[str, list[str]]:
    """The words of each choice that may stand inside a sentence; the label itself always may."""
    return {
        choice: [
            _flat(label),
            *_polite(label),
            *(word for word in map(_flat, field.choice_words.get(choice, ())) if len(word) >= _CONTAINED),
        ]
        for choice, label in field.choices.items()
    }


def _evidence(field: FormField, text: str) -> tuple[set[str], str]:
    """The choices that a text makes, and the text without its boxes and what they leave open."""
    ticked, text, boxes = _boxes(field, text)
    chosen = {choice for sentence in re.split("[。\n！!]", text) for choice in _sentence(field, sentence)}
    if boxes and len(ticked) != 1:
        return set(field.choices), text
    return chosen | ticked, text


def _sentence(field: FormField, sentence: str) -> Iterator[str]:
    flat = _flat(sentence)
    for choice, words in _words(field).items():
        for word in words:
            start = flat.find(word)
            while start >= 0:
                before, after = flat[:start], flat[start + len(word) :]
                positive = not _NEGATED.search(word)
                if not (
                    _UNSURE_AFTER.search(after)
                    or _UNSURE_BEFORE.search(before)
                    or (positive and _NEGATED.search(after))
                ):
                    yield choice
                start = flat.find(word, start + 1)


def _boxes(field: FormField, text: str) -> tuple[set[str], str, bool]:
    """The choices that are ticked, the text without the boxes of choices, and whether there are any."""
    ticked: set[str] = set()
    boxes = False
    lines = []
    for line in text.split("\n"):
        marks = list(_BOX.finditer(line))
        after = bool(marks) and bool(_named(field, line[: marks[0].start()]))
        pieces = [] if after else [line[: marks[0].start()] if marks else line]
        for number, mark in enumerate(marks):
            if after:
                piece = line[marks[number - 1].end() if number else 0 : mark.start()]
            else:
                piece = line[mark.end() : marks[number + 1].start() if number + 1 < len(marks) else len(line)]
            named = _named(field, piece)
            boxes = boxes or bool(named)
            if not named:
                pieces.append(mark.group() + piece)
            elif mark["ticked"]:
                ticked |= named
                pieces.append(piece.strip(" 　"))
        if after:
            pieces.append(line[marks[-1].end() :])
        if pieces and (any(piece.strip() for piece in pieces) or not marks):
            lines.append("".join(pieces))
    return ticked, "\n".join(lines), boxes


def _named(field: FormField, piece: str) -> set[str]:
    """The choices whose words stand in a piece beside a box, the short words too where they are all of it."""
    flat = _flat(piece)
    named = {choice for choice, words in _words(field).items() if any(word in flat for word in words)}
    short = {choice for choice, words in field.choice_words.items() if flat and flat in map(_flat, words)}
    return named | short


def _chosen(parts: list[FormField], choosing: FormField, text: str) -> GroupText:
    labelled, free = _by_heads([part for part in parts if part.print], text)
    chosen, clean = _evidence(choosing, "\n".join(free))
    alone = [part for part in parts if part.id in labelled]
    chosen |= {choice for choice in choosing.choices for part in alone if _only(part, choosing, choice)}
    if len(chosen) != 1:
        return GroupText({}, tuple(line for line in text.split("\n") if line.strip()), choosing)
    choice = chosen.pop()
    values: dict[str, Value] = {choosing.id: choice}
    printing = [part for part in parts if part.print and matches(part.when, values)]
    if not any(_core(part) for part in printing):
        _, clean, _ = _boxes(choosing, text)
        return GroupText(*_free(printing, values, clean))
    values |= {part.id: labelled[part.id] for part in printing if part.id in labelled}
    strays = [line for part in alone if part not in printing for line in labelled[part.id].split("\n")]
    lines = [line for line in clean.split("\n") if _flat(line) not in (*_words(choosing)[choice], "")]
    result, rest = _free(printing, values, "\n".join(lines))
    return GroupText(result, (*rest, *strays))


def _only(part: FormField, choosing: FormField, choice: str) -> bool:
    return [each for each in choosing.choices if matches(part.when, {choosing.id: each})] == [choice]


def _free(
    printing: list[FormField], values: dict[str, Value], text: str
) -> tuple[dict[str, Value], tuple[str, ...]]:
    """The text that stands under no label, to the part that prints without one."""
    free = next((part for part in printing if not _core(part)), None)
    if not text.strip():
        return values, ()
    if free is None:
        return values, tuple(line for line in text.split("\n") if line.strip())
    bullet = free.printed.partition("{value}")[0]
    text = text.strip("\n")
    return values | {free.id: text.removeprefix(bullet) if bullet else text}, ()


def _core(part: FormField) -> str:
    """The words that a part prints before its value, without bullet and colon; "" where there are none."""
    return part.printed.partition("{value}")[0].strip("：: 　" + _BULLETS)


def _by_heads(parts: list[FormField], text: str) -> tuple[dict[str, str], list[str]]:
    """Lines under the labels that parts print, and the lines under none."""
    labelled: dict[str, str] = {}
    free: list[str] = []
    current: FormField | None = None
    for line in text.split("\n"):
        part, value = _head(parts, line)
        if part is not None and part.id not in labelled:
            current, labelled[part.id] = part, value
        elif current is not None and line.strip() and not line.lstrip().startswith(tuple(_BULLETS + "※")):
            labelled[current.id] += f"\n{line}"
        else:
            current = None
            free.append(line)
    return labelled, free


def _head(parts: list[FormField], line: str) -> tuple[FormField | None, str]:
    bare = fold.narrow(line)
    for part in sorted(parts, key=lambda part: -len(_core(part))):
        for name in filter(None, (_core(part), *((part.label, *part.aliases) if _core(part) else ()))):
            pattern = rf"\s*[{re.escape(_BULLETS)}]?\s*{re.escape(fold.narrow(name))}\s*[:\t]\s*"
            if match := re.match(pattern, bare, re.IGNORECASE):
                return part, line[match.end() :]
    return None, ""


# ---- parts that stand under their labels
def _labelled(parts: list[FormField], text: str) -> GroupText:
    parts = [part for part in parts if part.print]
    names = _label_pattern(parts)
    values: dict[str, Value] = {}
    rest: list[str] = []
    current: FormField | None = None
    for line in text.split("\n"):
        pieces = list(_pieces(names, line))
        if not pieces:
            current = _unlabelled(parts, values, current, line, rest)
        for part_id, value in pieces:
            part = next((part for part in parts if part.id == part_id), None)
            if part is None:
                current = _unlabelled(parts, values, current, value, rest)
            elif part.id in values:
                rest.append(f"{part.label}（二つ目）: {value}")
            else:
                current, values[part.id] = part, value
    return GroupText(values, tuple(rest))


def _label_pattern(parts: list[FormField]) -> tuple[re.Pattern[str], dict[str, str]]:
    owners: dict[str, str] = {}
    for part in parts:
        for name in (_core(part), part.label, *part.aliases):
            if name:
                owners.setdefault(fold.narrow(name).casefold(), part.id)
    names = "|".join(re.escape(name) for name in sorted(owners, key=len, reverse=True))
    return re.compile(
        rf"(?:(?P<begin>^)|(?<=[\s、/／,，（(・|｜]))\s*[{re.escape(_BULLETS)}（(\[【]?\s*(?P<name>{names})\s*[)）\]】]?"
        rf"(?P<apart>\s*[:=\t]\s*|[ ]+|(?=[\d(+〒]))",
        re.IGNORECASE,
    ), owners


def _pieces(names: tuple[re.Pattern[str], dict[str, str]], line: str) -> Iterator[tuple[str, str]]:
    """The labelled pieces of a line; what stands before the first under "". Nothing where there is no label."""
    pattern, owners = names
    bare = fold.narrow(line)
    marks = [
        mark
        for mark in pattern.finditer(bare)
        if mark["begin"] is not None
        or mark["apart"].strip(" ")
        or bare[mark.end() : mark.end() + 1].isdigit()
    ]
    if marks and (before := line[: marks[0].start()].strip(" 　、／/,，・（(")):
        yield "", before
    for number, mark in enumerate(marks):
        last = number + 1 == len(marks)
        value = line[mark.end() : len(line) if last else marks[number + 1].start()]
        yield owners[mark["name"].casefold()], value if last else value.strip(" 　、／/,，・|｜\t")


def _unlabelled(
    parts: list[FormField],
    values: dict[str, Value],
    current: FormField | None,
    line: str,
    rest: list[str],
) -> FormField | None:
    """A line without a label: by what it plainly is, else to the part that prints without one, else it is rest."""
    text = line.strip(" 　\t")
    if not text:
        return current
    part = _plain_kind(parts, text)
    free = next((part for part in parts if not _core(part)), None)
    if part is not None and part.id not in values:
        values[part.id] = text.strip("・ 　")
        return part
    if part is None and not _UNKNOWN_LABEL.match(text):
        if free is not None and free.id not in values and current is None:
            values[free.id] = text.strip(_BULLETS + " 　")
            return free
        if current is not None and current.type in ("text", "address") and text[0] not in _BULLETS:
            values[current.id] = f"{values[current.id]}\n{line}" if values[current.id] else line
            return current
    rest.append(line)
    return current


def _plain_kind(parts: list[FormField], text: str) -> FormField | None:
    kind = ""
    if _EMAIL.fullmatch(fold.narrow(text).strip("・ ")):
        kind = "email"
    elif _POSTCODE.match(fold.narrow(text).strip("・ ")):
        kind = "address"
    return next((part for part in parts if part.type == kind), None)
