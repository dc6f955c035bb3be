"""Records the day of an account's last post: by hand, or from a CSV for many, with who looked.

Used by `policy seen` and by taking in a CSV. Accounts are told by ID, address or account name; nothing is
written before it is confirmed, and a day older than the one that is kept changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from uedasns_tui.formats import csv_reader
from uedasns_tui.formats.imported import read_file
from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.schema import Form, FormField, TransitionInput
from uedasns_tui.japanese import dates, fold
from uedasns_tui.services import record_actions
from uedasns_tui.services.answers import resolve_answer, unreadable
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.record_file import SavedRecord
from uedasns_tui.storage.repository import SaveResult

HEAD_ID = "ID"


@dataclass(frozen=True)
class LastPostImport:
    """What a row says: the account it means (None where none or several are meant), the day, who looked; or the
    reason why nothing will be written."""

    name: str
    saved: SavedRecord | None = None
    title: str = ""
    before: str = ""
    day: str = ""
    by: str = ""
    reason: str = ""


class InvalidLastPost(ValueError):
    """A form that keeps no day of the last post, or a file without the columns; the text is a Japanese sentence."""


def entered_by_hand(context: AppContext, name: str, day: str, by: str = "") -> LastPostImport:
    """What one account's entry would be. Raises StorageError when there is no such record, Unseen."""
    fields = _fields(context.form_for("policy"))
    question = TransitionInput("day", fields["seen_on"].label, "date")
    day = resolve_answer(question, day, context.today)
    row = _judged(context, fields, name, context.repository.load(name), day, by)
    reason = unreadable("date", day, context.today) if day else ""
    return replace(row, reason=reason) if reason else row


def preview(context: AppContext, path: Path) -> list[LastPostImport]:
    """What every row of a CSV would be. Raises Refused, Unseen or OSError with the reason."""
    form = context.form_for("policy")
    fields = _fields(form)
    table = csv_reader.read_csv(read_file(path))
    columns = {field.id: next((h for h in table.heads if _is(h, field)), "") for field in fields.values()}
    if not columns[fields["seen_on"].id]:
        raise InvalidLastPost(f"「{fields['seen_on'].label}」の列がありません。何も書いていません。")
    everything = [
        saved for saved in context.repository.everything(form.id)[0] if saved.record.kind == form.id
    ]
    rows = []
    for row in table.rows:
        texts = {role: row.get(columns[field.id], "").strip() for role, field in fields.items()}
        account_name, matching = _meant(form, everything, row, texts)
        if len(matching) == 1:
            rows.append(
                _judged(context, fields, account_name, matching[0], texts["seen_on"], texts["seen_by"])
            )
        else:
            reason = (
                "同じものがいくつもあります。ID の列で示してください。"
                if matching
                else f"この{form.title}はありません。"
            )
            rows.append(
                LastPostImport(account_name, day=texts["seen_on"], by=texts["seen_by"], reason=reason)
            )
    return rows


def write(context: AppContext, seen: LastPostImport) -> SaveResult | None:
    """Keep an entry; None where there is nothing to write. Raises Conflict, StorageError."""
    if seen.saved is None or seen.reason:
        return None
    fields = _fields(context.form_for("policy"))
    values = {fields["seen_on"].id: seen.day, fields["seen_by"].id: seen.by}
    return record_actions.save_record(
        context, record_actions.with_values(seen.saved.record, values), seen.saved
    )


def _fields(form: Form) -> dict[str, FormField]:
    fields = {
        role: field
        for role in ("seen_on", "seen_by", "url", "account")
        if (field := record_actions.field_of(form, role))
    }
    if len(fields) < 4:
        raise InvalidLastPost("このガイドラインの様式には、最後の投稿の日を書く欄がありません。")
    return fields


def _is(head: str, field: FormField) -> bool:
    return fold.fold(head) in (fold.fold(field.label), fold.fold(field.id))


def _meant(
    form: Form, everything: list[SavedRecord], row: Mapping[str, str], texts: Mapping[str, str]
) -> tuple[str, list[SavedRecord]]:
    """What a row calls its account, and the records of that name: by ID, else by address, else by account."""
    name = next((text.strip() for head, text in row.items() if fold.fold(head) == fold.fold(HEAD_ID)), "")
    if name:
        return name, [saved for saved in everything if saved.record.id == name]
    for role in ("url", "account"):
        if wanted := texts[role]:
            return wanted, [
                saved
                for saved in everything
                if _same(record_actions.value_of(saved.record, form, role), wanted)
            ]
    return "（名前のない行）", []


def _same(left: str, right: str) -> bool:
    return fold.fold(left).strip().rstrip("/") == fold.fold(right).strip().rstrip("/")


def _judged(
    context: AppContext,
    fields: Mapping[str, FormField],
    account_name: str,
    saved: SavedRecord,
    day: str,
    by: str,
) -> LastPostImport:
    record = saved.record
    before = record.text(fields["seen_on"].id)
    who = by or (context.user.name if context.user else "")
    row = LastPostImport(account_name, saved, record_actions.title(context, record), before, day, who)
    return next((_refused(row, reason) for reason in _reasons(context, row)), _kept(row))


def _reasons(context: AppContext, row: LastPostImport) -> Iterator[str]:
    moment = dates.read_date(row.day) if row.day.strip() else None
    if moment is None:
        yield "日付がありません。"
    elif isinstance(moment, dates.DateError):
        yield moment.reason
    elif moment.last() > context.today:
        yield "まだ来ていない日です。"
    else:
        old = dates.read_date(row.before) if row.before.strip() else None
        if isinstance(old, dates.Moment) and old.last() >= moment.last():
            yield f"{row.before} が既に書かれています。"
    if not row.by:
        yield "確かめた人がありません。"


def _refused(row: LastPostImport, reason: str) -> LastPostImport:
    return LastPostImport(row.name, row.saved, row.title, row.before, row.day, row.by, reason)


def _kept(row: LastPostImport) -> LastPostImport:
    """The row with its day as ISO writes it, where it is a whole day."""
    moment = dates.read_date(row.day)
    day = moment.iso() if isinstance(moment, dates.Moment) else row.day
    return LastPostImport(row.name, row.saved, row.title, row.before, day, row.by)
