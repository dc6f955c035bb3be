"""Values from the command line: `項目=値` words, or questions line by line. Used by new and set commands."""

from __future__ import annotations

import codecs
import re
import sys
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path

from uedasns_tui.cli.answer_draft import STOPPED
from uedasns_tui.cli.parser import UsageError
from uedasns_tui.cli.prompt import Check, Prompt, PromptBack, PromptStopped
from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.numbering import read_label
from uedasns_tui.guideline.problem import Problem
from uedasns_tui.guideline.schema import Form, FormField, TransitionInput
from uedasns_tui.japanese import fold, local_time
from uedasns_tui.plain_file import read_plain
from uedasns_tui.records.ids import valid_id
from uedasns_tui.records.record import Record, Value
from uedasns_tui.services import drafts, record_actions
from uedasns_tui.services.answers import resolve_answer
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.drafts import RecoveredDraft
from uedasns_tui.services.field_options import field_options
from uedasns_tui.storage import errors
from uedasns_tui.storage.record_file import SavedRecord

SEVERAL = ("accounts",)
LONG = ("text", "address")
LARGEST = 10_000_000
"""The largest file that a value is read from, in bytes."""
MOST = 20
"""Choices that are read out; of more, those that hold some words."""
NO_LETTERS = frozenset("\x80\xa0\uf8f0\uf8f1\uf8f2\uf8f3")
"""What Python's cp932 makes of bytes that are no Shift_JIS."""
MARKED = {codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
NO_TEXT = "no text"
SHIFTED = re.compile(rb"\x1b\$[@B]")
"""How ISO-2022-JP goes over to Japanese."""


def pairs(
    context: AppContext, words: Iterable[str], form: Form, files: Iterable[str] = ()
) -> dict[str, Value]:
    """`id=value` words, and `id=FILE` words of --from-file, as values; an account may be named by its title. Raises
    Usage for an id that the form lacks, and for a title that several accounts have."""
    known = {field.id: field for field in form.field if field.type != "group"}
    return {
        name: _accounts(context, value)
        if known[name].type == "accounts"
        else _resolved(context, known[name], value)
        for name, value in assignments(words, files, known)
    }


def _accounts(context: AppContext, value: str) -> tuple[str, ...]:
    """The ids of accounts named by id, title or account, with commas or lines between them. A name that fits none
    stays, for the rules to refuse."""
    ids: list[str] = []
    for name in filter(None, map(str.strip, re.split("[,、\n]", value))):
        rows = (
            []
            if all(map(valid_id, name.split()))
            else record_actions.matching_records(context, name, "policy")
        )
        if len(rows) > 1:
            listed = "、".join(f"{row.id}（{row.title}）" for row in rows)
            raise UsageError(f"「{name}」はいくつもあります。ID で指定してください: {listed}", "")
        ids += [rows[0].id] if rows else name.split()
    return tuple(ids)


def assignments(
    words: Iterable[str],
    files: Iterable[str],
    known: Mapping[str, FormField | TransitionInput],
    what: str = "項目",
) -> Iterator[tuple[str, str]]:
    """Id and value of each `name=value` word, then of each `name=FILE`; a name is the id, or the label. A value is
    taken as it stands, @ and = and all; only a file that --from-file names is read. Raises Usage for other words."""
    form = "項目=値" if what == "項目" else f"{what}=答え"
    listed = f"{what}: " + (
        "、".join(f"{name}（{ask.label}）" for name, ask in known.items()) or "ありません"
    )
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not (name := _id_of(name, known)):
            raise UsageError(f"「{word}」は「{form}」ではありません。{listed}", "")
        yield name, value
    for word in files:
        name, equals, file = word.partition("=")
        if not equals or not file or not (name := _id_of(name, known)):
            raise UsageError(f"--from-file の「{word}」は「項目=ファイル」ではありません。{listed}", "")
        yield name, text_of(file)


def _id_of(name: str, known: Mapping[str, FormField | TransitionInput]) -> str:
    """The id that a name on the command line means: itself, or that of the only label it is, with its number or not."""
    if name in known:
        return name
    wanted = fold.fold(name)
    named = []
    for identifier, ask in known.items():
        number = read_label(ask.label)
        bare = ask.label[number[1] if number else 0 :]
        if wanted in (fold.fold(ask.label), fold.fold(bare)):
            named.append(identifier)
    return named[0] if len(named) == 1 else ""


def text_of(file: str) -> str:
    """The text of a file, of standard input for "-". Raises Usage where it cannot be read as UTF-8."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else read_plain(Path(file), LARGEST)
        return decode_text(data).replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        kinds = "文字では" if error.reason == NO_TEXT else " UTF-8 でも Shift_JIS でも"
        reason = f"{error.start + 1} バイト目が{kinds}ありません。UTF-8 で保存し直してください"
    except OSError as error:
        reason = errors.reason(error)[0].removesuffix("。")
    except ValueError:
        reason = "ファイルの名前に使えない文字があります"
    raise UsageError(f"{file} を読めません（{reason}）。何も記録していません。", "")


def decode_text(data: bytes) -> str:
    """The text of a file as Windows programs write it: UTF-8, with a mark or not, UTF-16 with a mark, Shift_JIS; of older
    ones ISO-2022-JP and EUC-JP.

    What is valid UTF-8 is UTF-8. Raises UnicodeDecodeError where it is none of them, with the place in UTF-8.
    """
    for marks, name in MARKED.items():
        if data.startswith(marks):
            return data.decode(name)
    zero = data.find(0)
    if zero >= 0:
        raise UnicodeDecodeError("utf-8", data, zero, zero + 1, NO_TEXT)
    try:
        return data.decode("iso2022_jp" if SHIFTED.search(data) and data.isascii() else "utf-8-sig")
    except UnicodeDecodeError as error:
        if any(letter >= "\u3000" for letter in data[: error.start].decode()):
            raise  # UTF-8 that was cut or damaged: as Shift_JIS it would be other letters
        return _decode_older(data, error)


def _decode_older(data: bytes, error: UnicodeDecodeError) -> str:
    """Shift_JIS or EUC-JP: that which has fewer of the narrow kana that each is in the other. Raises `error`."""
    texts = []
    for name in ("cp932", "euc_jp"):
        with suppress(UnicodeDecodeError):
            texts.append(data.decode(name))
    texts = [text for text in texts if not NO_LETTERS & set(text)]
    if not texts:
        raise error
    return min(texts, key=lambda text: sum("\uff61" <= letter <= "\uff9f" for letter in text))


def typed(field: FormField | TransitionInput, value: str) -> Value:
    """A value as the record keeps it."""
    if field.type in SEVERAL:
        return tuple(part for part in value.replace(",", "\n").split() if part)
    if field.type in ("choice",):
        for choice, label in field.choices.items():
            if value == label:
                return choice
    return value


def ask_fields(
    context: AppContext,
    record: Record,
    prompt: Prompt,
    only: Container[str] = (),
    before: SavedRecord | None = None,
) -> Record:
    """Ask every field whose `when` holds (or `only` some): label, present value, help where nothing is written yet;
    what the rules say of an answer is told under it and the next line corrects it (Enter alone leaves it so, in a
    draft). `<` goes back to the field before. What was answered is kept as a draft over `before` (what the record was
    read as) when the person stops. Raises PromptStopped."""
    form = context.form(record.kind)
    asked: list[str] = []
    start = record
    field: FormField | None = None
    try:
        while (field := _next_field(form, record.values, asked, only)) is not None:
            try:
                record = _ask_one(context, record, field, prompt)
                asked.append(field.id)
            except PromptBack:
                if not asked:
                    raise
                asked.pop()
    except (PromptStopped, KeyboardInterrupt) as stopped:
        if field is not None and isinstance(stopped, PromptStopped) and stopped.typed:
            record = record_actions.with_values(record, {field.id: stopped.typed})
        if record is start:
            raise
        drafts.save_draft(context, record, before)
        raise (type(stopped) if isinstance(stopped, PromptStopped) else PromptStopped)(STOPPED) from None
    return record


def writable_fields(form: Form, values: Mapping[str, Value]) -> list[FormField]:
    """The fields that can be written in now."""
    return [field for field in form.field if field.type != "group" and matches(field.when, values)]


def _next_field(
    form: Form, values: Mapping[str, Value], asked: Container[str], only: Container[str]
) -> FormField | None:
    for field in writable_fields(form, values):
        wanted = field.id in only if only else field.print or field.weight != "may"
        if field.id not in asked and wanted:
            return field
    return None


def _ask_one(context: AppContext, record: Record, field: FormField, prompt: Prompt) -> Record:
    head = field.label + (f"（{field.clause}）" if field.clause else "")
    present = record.values.get(field.id, "")
    if field.help and not present:
        prompt.say(field.help)

    def wrong(value: Value) -> list[Problem]:
        after = record_actions.with_values(record, {field.id: value})
        return [
            problem for problem in record_actions.problems(context, after) if problem.where.key == field.id
        ]

    def check(text: str) -> str:
        messages = [
            problem.message
            for problem in wrong(_resolved(context, field, text))
            if problem.severity == "must"
        ]
        return "\n  ".join(messages)

    options = {
        option.key: option.label if option.key == option.label else f"{option.label}　{option.note}"
        for option in field_options(context, field)
    }
    help = _help(context, field)
    chosen = bool(options) or field.type == "choice"  # what is typed was checked where it was typed
    before: Value | None = None
    while True:
        value = ask_field(field, head, present, prompt, check, options, help=help, draft=True)
        value = _resolved(context, field, value) if isinstance(value, str) else value
        problems = wrong(value)
        for problem in problems:
            if chosen or problem.severity != "must":
                prompt.say(f"  {problem.message}")
        mend = next((problem.mend for problem in problems if problem.mend), "")
        if mend and prompt.yes(f"「{mend}」に直しますか。"):
            value = mend
            break
        if not chosen or value == before or all(problem.severity != "must" for problem in problems):
            break
        prompt.say("  選び直してください。Enter だけなら、このまま下書きとして進みます。")
        present = before = value
    return record_actions.with_values(record, {field.id: value})


def _resolved(context: AppContext, field: FormField, text: str) -> Value:
    """A day as people say it, written out; everything else as typed."""
    if field.type in ("date", "datetime", "period"):
        return resolve_answer(TransitionInput(field.id, field.label, field.type), text, context.today)
    return typed(field, text)


def _help(context: AppContext, field: FormField) -> str:
    """What `?` reads out beside the question: the help, and the clause that the field rests on."""
    clauses = context.guideline.find(field.clause) if field.clause else ()
    return "\n".join(
        part for part in (field.help, *(f"{clause.citation} {clause.whole}" for clause in clauses)) if part
    )


def ask_field(
    field: FormField | TransitionInput,
    head: str,
    present: Value,
    prompt: Prompt,
    check: Check = lambda _: "",
    options: Mapping[str, str] = {},
    *,
    help: str = "",
    draft: bool = False,
) -> Value:
    """Ask one field or one input of a transition. Raises PromptStopped, PromptBack."""
    text = present if isinstance(present, str) else "\n".join(present)
    help = help or field.help
    if field.type == "choice":
        return prompt.choice(head, field.choices, text or field.default, help=help)
    if options:
        options = _narrowed(options, prompt)
    if options and field.type in SEVERAL:
        return prompt.several(
            head, options, present if isinstance(present, tuple) else tuple(text.split()), help
        )
    if options:
        return prompt.choice(head, options, text, help=help, free=True)
    if field.type in LONG:
        return prompt.text(head, text, check, help, draft=draft)
    several = field.type in SEVERAL
    answer = prompt.line(head, text.replace("\n", ",") if several else text, check, help, draft=draft)
    return typed(field, answer) if several else answer


def _narrowed(options: Mapping[str, str], prompt: Prompt) -> Mapping[str, str]:
    """Of a long list those that hold some words, or the first of them."""
    if len(options) <= MOST:
        return options
    words = fold.fold(prompt.line(f"{len(options)} 件あります。絞り込む言葉（なければ Enter）")).split()
    hits = {key: label for key, label in options.items() if all(word in fold.fold(label) for word in words)}
    return dict(islice((hits or options).items(), MOST))


def drafted(context: AppContext, draft: RecoveredDraft | None, prompt: Prompt) -> Record | None:
    """The draft that an earlier stop left, where the person goes on from it."""
    if draft is None:
        return None
    when = f"{local_time.local(draft.at):%m/%d %H:%M}"
    question = f"{when} に途中まで書いた「{record_actions.title(context, draft.record)}」があります。続きから書きますか"
    return draft.record if prompt.yes(question) else None
