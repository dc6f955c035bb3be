"""The day of the last post as somebody saw it: by hand for one account, or a CSV for many, with who looked.

Used by `policy seen` and by taking in a CSV. Accounts are told by ID, address or account name; nothing is
written before it is confirmed, and a day older than the one that is kept changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from uedasns_tui.desk import work
from uedasns_tui.desk.desk import Desk
from uedasns_tui.formats import csv_in
from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.schema import Field, Form
from uedasns_tui.japanese import era, fold
from uedasns_tui.store.store import Kept, Saved

KIND = "policy"
HEAD_ID = "ID"


@dataclass(frozen=True)
class Seen:
    """What a row says: the account it means (None where none or several are meant), the day, who looked; or the
    reason why nothing will be written."""

    said: str
    kept: Kept | None = None
    title: str = ""
    before: str = ""
    day: str = ""
    by: str = ""
    reason: str = ""


class Unseen(ValueError):
    """A form that keeps no day of the last post, or a file without the columns; the text is a Japanese sentence."""


def by_hand(desk: Desk, name: str, day: str, by: str = "") -> Seen:
    """What one account's entry would be. Raises StoreFault when there is no such record, Unseen."""
    return _judged(desk, _fields(desk.form(KIND)), name, desk.store.load(name), day, by)


def preview(desk: Desk, path: Path) -> list[Seen]:
    """What every row of a CSV would be. Raises Refused, Unseen or OSError with the reason."""
    form = desk.form(KIND)
    fields = _fields(form)
    table = csv_in.read_csv(path.read_bytes())
    columns = {one.id: next((h for h in table.heads if _is(h, one)), "") for one in fields.values()}
    if not columns[fields["seen_on"].id]:
        raise Unseen(f"「{fields['seen_on'].label}」の列がありません。何も書いていません。")
    everything = [one for one in desk.store.everything(KIND)[0] if one.record.kind == KIND]
    rows = []
    for row in table.rows:
        texts = {role: row.get(columns[one.id], "").strip() for role, one in fields.items()}
        said, found = _meant(form, everything, row, texts)
        if len(found) == 1:
            rows.append(_judged(desk, fields, said, found[0], texts["seen_on"], texts["seen_by"]))
        else:
            reason = (
                "同じものがいくつもあります。ID の列で示してください。"
                if found
                else "この利用方針はありません。"
            )
            rows.append(Seen(said, day=texts["seen_on"], by=texts["seen_by"], reason=reason))
    return rows


def write(desk: Desk, seen: Seen) -> Saved | None:
    """Keep an entry; None where there is nothing to write. Raises Conflict, StoreFault."""
    if seen.kept is None or seen.reason:
        return None
    fields = _fields(desk.form(KIND))
    values = {fields["seen_on"].id: seen.day, fields["seen_by"].id: seen.by}
    return work.keep(desk, work.with_values(seen.kept.record, values), seen.kept)


def _fields(form: Form) -> dict[str, Field]:
    found = {
        role: one for role in ("seen_on", "seen_by", "url", "account") if (one := work.field_of(form, role))
    }
    if len(found) < 4:
        raise Unseen("このガイドラインの様式には、最後の投稿の日を書く欄がありません。")
    return found


def _is(head: str, field: Field) -> bool:
    return fold.fold(head) in (fold.fold(field.label), fold.fold(field.id))


def _meant(
    form: Form, everything: list[Kept], row: Mapping[str, str], texts: Mapping[str, str]
) -> tuple[str, list[Kept]]:
    """What a row calls its account, and the records of that name: by ID, else by address, else by account."""
    name = next((text.strip() for head, text in row.items() if fold.fold(head) == fold.fold(HEAD_ID)), "")
    if name:
        return name, [one for one in everything if one.record.id == name]
    for role in ("url", "account"):
        if wanted := texts[role]:
            return wanted, [one for one in everything if _same(work.value_of(one.record, form, role), wanted)]
    return "（名前のない行）", []


def _same(one: str, other: str) -> bool:
    return fold.fold(one).strip().rstrip("/") == fold.fold(other).strip().rstrip("/")


def _judged(desk: Desk, fields: Mapping[str, Field], said: str, kept: Kept, day: str, by: str) -> Seen:
    record = kept.record
    before = record.text(fields["seen_on"].id)
    who = by or (desk.me.name if desk.me else "")
    row = Seen(said, kept, work.title(desk, record), before, day, who)
    return next((_refused(row, reason) for reason in _reasons(desk, row)), _kept(row))


def _reasons(desk: Desk, row: Seen) -> Iterator[str]:
    moment = era.read_date(row.day) if row.day.strip() else None
    if moment is None:
        yield "日付がありません。"
    elif isinstance(moment, era.Fault):
        yield moment.reason
    elif moment.last() > desk.today:
        yield "まだ来ていない日です。"
    else:
        old = era.read_date(row.before) if row.before.strip() else None
        if isinstance(old, era.Moment) and old.last() >= moment.last():
            yield f"{row.before} が既に書かれています。"
    if not row.by:
        yield "誰が確かめたかがありません。"


def _refused(row: Seen, reason: str) -> Seen:
    return Seen(row.said, row.kept, row.title, row.before, row.day, row.by, reason)


def _kept(row: Seen) -> Seen:
    """The row with its day as ISO writes it, where it is a whole day."""
    moment = era.read_date(row.day)
    day = moment.iso() if isinstance(moment, era.Moment) else row.day
    return Seen(row.said, row.kept, row.title, row.before, day, row.by)
