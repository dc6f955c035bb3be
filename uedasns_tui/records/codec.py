"""Records as TOML files and back: one record, one file, UTF-8, ASCII keys, comments above the keys.

Used by the store. `tomllib` reads; an existing file is edited by `tomlkit` (scalar sets, append and remove in
arrays of tables: the edits that were shown to be safe), so that comments and keys this program does not know stay;
what was edited is read back, and where it is not exactly what was meant the file is written anew from its table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from typing import Any, Literal

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline import toml_reader
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.guideline.schema import Form
from uedasns_tui.guideline.toml_positions import too_deep
from uedasns_tui.records import limits, toml_editor, toml_writer
from uedasns_tui.records.ids import valid_id
from uedasns_tui.records.record import (
    SCHEME,
    Answer,
    LogEntry,
    Medium,
    Override,
    Person,
    Record,
    Snapshot,
    Value,
)

NEWER = "より新しいバージョンの uedasns-tui で書かれた記録です。"


class UnwritableRecord(Exception):
    """A record that no TOML file can hold; the reason in Japanese."""


@dataclass(frozen=True)
class SnapshotTable:
    """[log.stamp]"""

    digest: str
    values: dict[str, Any] = field(default_factory=dict)
    media: tuple[Medium, ...] = ()


@dataclass(frozen=True)
class LogTable:
    """[[log]]"""

    id: str
    at: datetime
    act: str
    by: str = ""
    section: str = ""
    account: str = ""
    given: dict[str, Any] = field(default_factory=dict)
    stamp: SnapshotTable | None = None
    override: Override | None = None


@dataclass(frozen=True)
class AnswerTable:
    """[[answer]]"""

    id: str
    answer: Literal["", "ok", "no", "na"] = ""
    said: str = ""
    note: str = ""
    seen: tuple[str, ...] = ()
    basis: str = ""
    by: str = ""
    at: datetime | None = None
    seen_by: str = ""
    seen_at: datetime | None = None


ANSWER_KEYS = tuple(AnswerTable.__dataclass_fields__)
"""In the order of the fields of an Answer."""


@dataclass(frozen=True)
class RecordTable:
    """The whole file."""

    scheme: int
    id: str
    kind: str
    edition: date
    checklist: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    media: tuple[Medium, ...] = ()
    answer: tuple[AnswerTable, ...] = ()
    log: tuple[LogTable, ...] = ()


# ---- reading
def decode(data: bytes, file: str) -> tuple[Record | None, list[Problem]]:
    """A record out of a file's bytes; None with Problems that name file and line where it is none."""
    text = data.decode("utf-8", "replace")
    if reason := limits.crowded(text):
        deep = too_deep(text) if limits.NESTED.search(text) else 0  # such a file is full of signs, too
        return None, [_excess(file, "", limits.TOO_DEEP if deep else reason, deep or 1)]
    table, faults = toml_reader.parse(data, file)
    if table is None:
        return None, faults
    key, reason = limits.excess(table)
    if reason:
        return None, [_excess(file, key, reason, _where(data, file, (key,)).line)]
    scheme = table.get("scheme")
    if type(scheme) is int and scheme != SCHEME:
        newer = f"{NEWER}（書式 {scheme}）新しいバージョンで開いてください。何も変更していません。"
        reason = newer if scheme > SCHEME else f"scheme は {SCHEME} です（今は {scheme}）。"
        return None, [Problem("error", _where(data, file, ("scheme",)), reason, code="scheme")]
    record_table, faults = toml_reader.read_table(RecordTable, table, file)
    if faults:  # once more, for their lines
        record_table, faults = toml_reader.read(RecordTable, data, file)
    unknown = [fault for fault in faults if fault.severity == "warning"]
    faults = [fault for fault in faults if fault.severity != "warning"]
    notes = [
        Problem("note", fault.where, f"{fault.message}そのまま残します。", code="unknown")
        for fault in unknown
    ]
    if record_table is None:
        return None, faults
    if not valid_id(record_table.id):
        reason = "id は半角の英小文字・数字・ハイフンで 40 字までです（Windows の機器の名前は使えません）。"
        faults.append(Problem("error", _where(data, file, ("id",)), reason, code="id"))
    faults += _bad_values(record_table.values, ("values",), data, file)
    for at, entry in enumerate(record_table.log):
        faults += _bad_values(entry.given, ("log", at, "given"), data, file)
        if entry.stamp is not None:
            faults += _bad_values(entry.stamp.values, ("log", at, "stamp", "values"), data, file)
        if entry.at.tzinfo is None:
            reason = "日時に時差（+09:00 など）がありません。"
            faults.append(Problem("error", _where(data, file, ("log", at, "at")), reason))
    return (None, faults) if faults else (_record(record_table), notes)


def _excess(file: str, key: str, reason: str, line: int) -> Problem:
    message = f"{reason}記録として読んでいません。ファイルはそのまま残しています。"
    return Problem("error", Location(file, line, key), message, code="limit")


def _record(table: RecordTable) -> Record:
    log = []
    for entry in table.log:
        stamp = (
            Snapshot(entry.stamp.digest, _values(entry.stamp.values), entry.stamp.media)
            if entry.stamp
            else None
        )
        who = Person(entry.by, entry.section, entry.account)
        inputs = _values(entry.given)
        log.append(LogEntry(entry.id, entry.at, entry.act, who, inputs, stamp, entry.override))
    answers = tuple(Answer(*(getattr(answer, name) for name in ANSWER_KEYS)) for answer in table.answer)
    return Record(
        table.id,
        table.kind,
        table.edition,
        _values(table.values),
        table.checklist,
        table.media,
        answers,
        tuple(log),
    )


def record_of(table: Mapping[str, Any]) -> Record:
    """A record out of a table that `table_of` made (a merged one). Raises ValueError where it is none."""
    record_table, faults = toml_reader.read_table(RecordTable, dict(table))
    if record_table is None:
        raise ValueError("; ".join(str(fault) for fault in faults))
    return _record(record_table)


def _where(data: bytes, file: str, key: tuple[str | int, ...]) -> Location:
    return toml_reader.location(file, data, key)


def _bad_values(
    values: Mapping[str, Any], key: tuple[str | int, ...], data: bytes, file: str
) -> list[Problem]:
    bad = [name for name, value in values.items() if not _is_value(value)][: toml_reader.MOST_FAULTS]
    reason = "文字列か、文字列の並びで書いてください。"
    return [Problem("error", _where(data, file, (*key, name)), reason) for name in bad]


def _is_value(value: Any) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(part, str) for part in value)
    )


def _values(values: Mapping[str, Any]) -> dict[str, Value]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


# ---- writing
def table_of(record: Record) -> dict[str, Any]:
    """The record as a TOML table; empty parts are left out."""
    return {
        "scheme": SCHEME,
        "id": record.id,
        "kind": record.kind,
        "edition": record.edition,
        **({"checklist": record.checklist} if record.checklist else {}),
        "values": _plain(record.values),
        **({"media": [_medium(medium) for medium in record.media]} if record.media else {}),
        **({"answer": [_answer(answer) for answer in record.answers]} if record.answers else {}),
        **({"log": [_entry(entry) for entry in record.log]} if record.log else {}),
    }


def _plain(values: Mapping[str, Value]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _medium(medium: Medium) -> dict[str, Any]:
    return {
        "id": medium.id,
        "file": medium.file,
        **_filled(
            alt=medium.alt,
            shows=medium.shows,
            consent=medium.consent,
            source=medium.source,
            sha256=medium.sha256,
        ),
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "id": answer.id,
        "answer": answer.answer,
        "said": answer.statement,
        **_filled(note=answer.note, seen=list(answer.seen), basis=answer.basis),
        **_filled(by=answer.by, at=answer.at, seen_by=answer.seen_by, seen_at=answer.seen_at),
    }


def _entry(entry: LogEntry) -> dict[str, Any]:
    result: dict[str, Any] = {
        "id": entry.id,
        "at": entry.at,
        "act": entry.transition,
        **_filled(by=entry.by.name, section=entry.by.section, account=entry.by.account),
    }
    if entry.inputs:
        result["given"] = _plain(entry.inputs)
    if entry.snapshot is not None:
        result["stamp"] = {"digest": entry.snapshot.digest, "values": _plain(entry.snapshot.values)}
        if entry.snapshot.media:
            result["stamp"]["media"] = [_medium(medium) for medium in entry.snapshot.media]
    if entry.override is not None:
        counts = {key: getattr(entry.override, key) for key in ("unconfirmed", "unread", "failed")}
        result["override"] = {"reason": entry.override.reason, **_filled(**counts)}
    return result


def _filled(**parts: Any) -> dict[str, Any]:
    return {name: value for name, value in parts.items() if value}


@dataclass(frozen=True)
class EncodedRecord:
    """The bytes of a record's file. `whole`: written anew where a file lay, so that its comments are gone (keys that
    this program does not know are kept all the same)."""

    data: bytes
    whole: bool = False


def encode(record: Record, form: Form | None, before: bytes | None) -> bytes:
    """The bytes of a record's file. `before`: what lies there now, whose comments and unknown keys are kept.

    Raises Unwritable for text that UTF-8 cannot hold (lone surrogates) and for a file of a newer scheme.
    """
    return encode_checked(record, form, before).data


def encode_checked(record: Record, form: Form | None, before: bytes | None) -> EncodedRecord:
    """The same, and whether an existing file had to be written anew. Raises Unwritable."""
    wanted = table_of(record)
    _sound(wanted, "")
    old = toml_reader.parse(before, "")[0] if before is not None else None
    if before is None or old is None:
        return EncodedRecord(_whole(wanted, form, record), before is not None)
    scheme = old.get("scheme")
    if isinstance(scheme, int) and scheme > SCHEME:
        raise UnwritableRecord(f"{NEWER}新しいバージョンで開いてください。")
    current, _ = decode(before, "")
    if current is not None and before == _whole(table_of(current), form, current):
        return EncodedRecord(
            _whole(wanted, form, record)
        )  # nobody's hand was in it: as new, comments in their places
    wanted = toml_editor.overlay(RecordTable, old, wanted)
    text = before.removeprefix(b"\xef\xbb\xbf").decode("utf-8").replace("\r\n", "\n")
    edited = toml_editor.edit_document(text, old, wanted, _comments(form))
    if edited is not None:
        return EncodedRecord(edited.encode())
    return EncodedRecord(_whole(wanted, form, record), True)


def _sound(value: Any, where: str) -> None:
    if isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise UnwritableRecord(
                f"{where or '文章'}の {error.start + 1} 文字目に、文字として保存できないもの（壊れた文字）があります。"
                "そこを消してください。"
            ) from None
    elif isinstance(value, Mapping):
        for name, part in value.items():
            _sound(name, where)
            _sound(part, f"{where}.{name}" if where else str(name))
    elif isinstance(value, list):
        for part in value:
            _sound(part, where)


def _comments(form: Form | None) -> dict[str, str]:
    return {f"values.{field.id}": field.label for field in form.field} if form else {}


def _whole(table: Mapping[str, Any], form: Form | None, record: Record) -> bytes:
    """The whole file; what it says is read back before anything else sees it."""
    order = {field.id: at for at, field in enumerate(form.field)} if form else {}
    values = sorted(table["values"].items(), key=lambda pair: order.get(pair[0], len(order)))
    table = {**table, "values": dict(values)}
    comments = {
        **_comments(form), "media": "画像・動画", "answer": "確認の答え", "log": "経過（書き足すだけで、変えません）",
    }  # fmt: skip
    head = f"{form.title if form else record.kind}の記録です。uedasns-tui が書きました。文字コードは UTF-8 です。"
    out = toml_writer.document(table, head, comments)
    import tomllib

    if not toml_editor.same(tomllib.loads(out), table):
        raise UnwritableRecord("書いた内容を読み返すと、元と違っていました。何も変えていません。")
    return out.encode()
