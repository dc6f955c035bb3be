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
from uedasns_tui.records import toml_editor, toml_writer
from uedasns_tui.records.ids import valid_id
from uedasns_tui.records.record import SCHEME, Answer, LogEntry, Medium, Person, Record, Snapshot, Value

NEWER = "より新しい版の uedasns-tui で書かれた記録です。"


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


@dataclass(frozen=True)
class AnswerTable:
    """[[answer]]"""

    id: str
    answer: Literal["", "ok", "no", "na"] = ""
    said: str = ""
    note: str = ""
    seen: tuple[str, ...] = ()


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
    table, faults = toml_reader.parse(data, file)
    if table is None:
        return None, faults
    scheme = table.get("scheme")
    if type(scheme) is int and scheme != SCHEME:
        newer = f"{NEWER}（書式 {scheme}）新しい版で開いてください。何も変更していません。"
        reason = newer if scheme > SCHEME else f"scheme は {SCHEME} です（今は {scheme}）。"
        return None, [Problem("error", _where(data, file, ("scheme",)), reason, code="scheme")]
    found, faults = toml_reader.read_table(RecordTable, table, file)
    if faults:  # once more, for their lines
        found, faults = toml_reader.read(RecordTable, data, file)
    unknown = [one for one in faults if one.severity == "warning"]
    faults = [one for one in faults if one.severity != "warning"]
    notes = [
        Problem("note", one.where, f"{one.message}そのまま残します。", code="unknown") for one in unknown
    ]
    if found is None:
        return None, faults
    if not valid_id(found.id):
        reason = "id は半角の英小文字・数字・ハイフンで 40 字までです（Windows の機器の名前は使えません）。"
        faults.append(Problem("error", _where(data, file, ("id",)), reason, code="id"))
    faults += _bad_values(found.values, ("values",), data, file)
    for at, one in enumerate(found.log):
        faults += _bad_values(one.given, ("log", at, "given"), data, file)
        if one.stamp is not None:
            faults += _bad_values(one.stamp.values, ("log", at, "stamp", "values"), data, file)
        if one.at.tzinfo is None:
            reason = "日時に時差（+09:00 など）がありません。"
            faults.append(Problem("error", _where(data, file, ("log", at, "at")), reason))
    return (None, faults) if faults else (_record(found), notes)


def _record(found: RecordTable) -> Record:
    log = []
    for one in found.log:
        stamp = Snapshot(one.stamp.digest, _values(one.stamp.values), one.stamp.media) if one.stamp else None
        who = Person(one.by, one.section, one.account)
        log.append(LogEntry(one.id, one.at, one.act, who, _values(one.given), stamp))
    answers = tuple(Answer(one.id, one.answer, one.said, one.note, one.seen) for one in found.answer)
    return Record(
        found.id,
        found.kind,
        found.edition,
        _values(found.values),
        found.checklist,
        found.media,
        answers,
        tuple(log),
    )


def record_of(table: Mapping[str, Any]) -> Record:
    """A record out of a table that `table_of` made (a merged one). Raises ValueError where it is none."""
    found, faults = toml_reader.read_table(RecordTable, dict(table))
    if found is None:
        raise ValueError("; ".join(str(one) for one in faults))
    return _record(found)


def _where(data: bytes, file: str, key: tuple[str | int, ...]) -> Location:
    return toml_reader.location(file, data, key)


def _bad_values(
    values: Mapping[str, Any], key: tuple[str | int, ...], data: bytes, file: str
) -> list[Problem]:
    bad = [name for name, one in values.items() if not _is_value(one)]
    reason = "文字列か、文字列の並びで書いてください。"
    return [Problem("error", _where(data, file, (*key, name)), reason) for name in bad]


def _is_value(one: Any) -> bool:
    return isinstance(one, str) or (isinstance(one, list) and all(isinstance(part, str) for part in one))


def _values(values: Mapping[str, Any]) -> dict[str, Value]:
    return {name: tuple(one) if isinstance(one, list) else one for name, one in values.items()}


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
        **({"media": [_medium(one) for one in record.media]} if record.media else {}),
        **({"answer": [_answer(one) for one in record.answers]} if record.answers else {}),
        **({"log": [_entry(one) for one in record.log]} if record.log else {}),
    }


def _plain(values: Mapping[str, Value]) -> dict[str, Any]:
    return {name: list(one) if isinstance(one, tuple) else one for name, one in values.items()}


def _medium(one: Medium) -> dict[str, Any]:
    return {
        "id": one.id,
        "file": one.file,
        **_filled(alt=one.alt, shows=one.shows, consent=one.consent, source=one.source, sha256=one.sha256),
    }


def _answer(one: Answer) -> dict[str, Any]:
    return {
        "id": one.id,
        "answer": one.answer,
        "said": one.statement,
        **_filled(note=one.note, seen=list(one.seen)),
    }


def _entry(one: LogEntry) -> dict[str, Any]:
    table: dict[str, Any] = {
        "id": one.id,
        "at": one.at,
        "act": one.transition,
        **_filled(by=one.by.name, section=one.by.section, account=one.by.account),
    }
    if one.inputs:
        table["given"] = _plain(one.inputs)
    if one.snapshot is not None:
        table["stamp"] = {"digest": one.snapshot.digest, "values": _plain(one.snapshot.values)}
        if one.snapshot.media:
            table["stamp"]["media"] = [_medium(medium) for medium in one.snapshot.media]
    return table


def _filled(**parts: Any) -> dict[str, Any]:
    return {name: one for name, one in parts.items() if one}


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
        raise UnwritableRecord(f"{NEWER}新しい版で開いてください。")
    there, _ = decode(before, "")
    if there is not None and before == _whole(table_of(there), form, there):
        return EncodedRecord(
            _whole(wanted, form, record)
        )  # nobody's hand was in it: as new, comments in their places
    wanted = toml_editor.overlay(RecordTable, old, wanted)
    text = before.removeprefix(b"\xef\xbb\xbf").decode("utf-8").replace("\r\n", "\n")
    edited = toml_editor.edit_document(text, old, wanted, _comments(form))
    if edited is not None:
        return EncodedRecord(edited.encode())
    return EncodedRecord(_whole(wanted, form, record), True)


def _sound(one: Any, where: str) -> None:
    if isinstance(one, str):
        try:
            one.encode("utf-8")
        except UnicodeEncodeError as error:
            raise UnwritableRecord(
                f"{where or '文章'}の {error.start + 1} 文字目に、文字として保存できないもの（壊れた文字）があります。"
                "そこを消してください。"
            ) from None
    elif isinstance(one, Mapping):
        for name, part in one.items():
            _sound(name, where)
            _sound(part, f"{where}.{name}" if where else str(name))
    elif isinstance(one, list):
        for part in one:
            _sound(part, where)


def _comments(form: Form | None) -> dict[str, str]:
    return {f"values.{one.id}": one.label for one in form.field} if form else {}


def _whole(table: Mapping[str, Any], form: Form | None, record: Record) -> bytes:
    """The whole file; what it says is read back before anything else sees it."""
    order = {one.id: at for at, one in enumerate(form.field)} if form else {}
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
