"""The register as open data: CSV, Excel and JSON with plain heads, exact values and ISO days, and what its columns mean.

Used by publication, import_tables and `site build`. Names follow 自治体標準オープンデータセット where it has one (全国地方公共団体コード,
ID, 地方公共団体名); the columns between come from the form.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from uedasns_tui.formats.page import Page, Table
from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.schema import Form, FormField
from uedasns_tui.japanese import periods
from uedasns_tui.records import workflow
from uedasns_tui.records.record import Record, Value
from uedasns_tui.services import publication
from uedasns_tui.services.context import AppContext

CODE: Final = "全国地方公共団体コード"
ID: Final = "ID"
CITY: Final = "地方公共団体名"
START, END, STATE, PLACE, UPDATED = "開始日", "終了日", "状態", "公表URL", "更新日"
_ABOUT: Final = {
    CODE: "検査数字を含む 6 桁の番号です。先頭の 0 も値です。",
    ID: "この一覧の中での記録の番号です。変わりません。",
    CITY: "一覧を公表している団体の名前です。",
    START: "運用を始めた日です（ISO 8601。日が分からないときは年と月まで）。",
    END: "運用を終える日です。決まっていないときは空です。",
    STATE: "運用の状態です。",
    PLACE: "{title}を公表したページのURLです。",
    UPDATED: "この行の内容が決まった日です（ISO 8601）。",
}
"""What the columns around those of the form mean."""
OWN_HEADS: Final = (CODE, ID, CITY, START, END, STATE, PLACE, UPDATED)


def is_own(head: str, row: Mapping[str, str], form: Form) -> bool:
    """Whether a column of a row is one of ours that no field holds; in others' tables the same words are theirs."""
    name = head.strip()
    ours = CODE in row and name in OWN_HEADS
    return ours or name.upper() == ID or (ID in row and name in (STATE, f"{form.approval}日"))


def heads(context: AppContext) -> list[tuple[str, str]]:
    """The columns, in order, each with what it means."""
    form = context.form_for("policy")
    own = {CODE: _ABOUT[CODE], ID: _ABOUT[ID], CITY: _ABOUT[CITY]}
    fields = {_plain(field.label): _meaning(field) for field in columns(form)}
    return [*own.items(), *fields.items(), *((name, _ABOUT[name]) for name in (START, END, STATE)),
            (f"{form.approval}日", f"{form.approval}の日です（ISO 8601）。"), (PLACE, _ABOUT[PLACE].format(title=form.title)), (UPDATED, _ABOUT[UPDATED])]  # fmt: skip


def columns(form: Form) -> list[FormField]:
    """The public fields that are columns."""
    return [field for field in form.field if field.public and field.type != "group"]


def _plain(label: str) -> str:
    return re.sub(r"^\s*[①-⑳]\s*", "", label)


def _meaning(field: FormField) -> str:
    if field.choices:
        return f"{'、'.join(field.choices.values())}のどれかです。"
    return f"様式の「{field.label}」です。" if field.print else "様式にはない項目です。"


def rows(context: AppContext, records: list[Record]) -> Iterator[dict[str, str]]:
    """A row of each decided account, by head; the values as they were decided, exactly."""
    form = context.form_for("policy")
    names = [name for name, _ in heads(context)]
    for record in sorted(records, key=lambda record: record.id):
        sheet = publication.printed_values(context, record)
        if sheet.decided is None:
            continue
        decided = workflow.entry_date(form, sheet.decided)
        changed = publication.ended_on(form, record) or decided
        first, last = _period(form, sheet.values)
        own = [
            *(context.guideline.city.code, record.id, context.guideline.city.name),
            *(_value(field, sheet.values) for field in columns(form)),
            *(first, last, publication.public_state(form, record), decided.isoformat()),
            *(_published(form, record), changed.isoformat()),
        ]
        yield dict(zip(names, own, strict=True))


def _value(field: FormField, values: Mapping[str, Value]) -> str:
    value = values.get(field.id, "")
    text = value if isinstance(value, str) else "\n".join(value)
    return field.choices.get(text, text) if matches(field.when, values) else ""


def _period(form: Form, values: Mapping[str, Value]) -> tuple[str, str]:
    field = next((field for field in form.field if field.role == "period"), None)
    text = _value(field, values) if field is not None else ""
    period = periods.read_period(text) if text.strip() else None
    if not isinstance(period, periods.Period):
        return "", ""
    return period.start.iso() if period.start else "", period.end.iso() if period.end else ""


def _published(form: Form, record: Record) -> str:
    """Where the policy was published last, as its step says."""
    steps = {step.id for step in form.act if step.role == "publish"}
    for entry in reversed(record.log):
        if entry.transition in steps:
            return str(entry.inputs.get("address", ""))
    return ""


def page(context: AppContext, records: list[Record]) -> Page:
    """The rows as one table, for CSV and Excel."""
    form = context.form_for("policy")
    names = tuple(name for name, _ in heads(context))
    table = Table(tuple(tuple(row.values()) for row in rows(context, records)), head=names)
    return Page(f"{form.title}の一覧", (table,), name="register")


def as_json(context: AppContext, records: list[Record], updated: date | None) -> bytes:
    """The same as JSON, with the columns described."""
    document = {
        "title": page(context, []).title,
        "publisher": context.guideline.city.name,
        "updated": updated.isoformat() if updated else None,
        "columns": [{"name": name, "description": about} for name, about in heads(context)],
        "data": list(rows(context, records)),
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
