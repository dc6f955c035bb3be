"""A record in lines and rows: used by every command that shows one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from uedasns_tui.cli.speak import FINE, FOUND, Speaker, problem_rows
from uedasns_tui.desk import changes, work
from uedasns_tui.desk.desk import Desk
from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.problem import Problem, Where
from uedasns_tui.guideline.schema import Form
from uedasns_tui.records import life
from uedasns_tui.records.record import Entry, Record
from uedasns_tui.store.store import Saved


def record_pairs(desk: Desk, record: Record) -> Iterator[tuple[str, str]]:
    """`label: value` of everything that a person asks of a record."""
    form = desk.form(record.kind)
    yield "ID", record.id
    yield "状態", life.state_label(record, form)
    yield "ガイドラインの版", record.edition.isoformat()
    for field in form.field:
        value = record.text(field.id)
        if field.type == "group" or (not value and not matches(field.when, record.values)):
            continue
        yield field.label, field.choices.get(value, value)
    for medium in record.media:
        yield f"画像・動画 {medium.file}", medium.alt or "（代替テキストなし）"
    found = changes.since(desk, record)
    if found is not None and found.fields:
        yield "変わったところ", found.title
        yield from ((f"  {label}", text) for label, text in changes.lines(found))
    for entry in record.log:
        yield entry.at.isoformat(timespec="minutes"), entry_text(form, entry)


def entry_text(form: Form, entry: Entry) -> str:
    """A line of the log in words: what, who, and what was said."""
    label = act_label(form, entry.act)
    asks = {one.id: one for one in form.ask}
    said = []
    for key, value in entry.given.items():
        ask = asks.get(key)
        text = value if isinstance(value, str) else "、".join(value)
        if text:
            said.append(f"{ask.label if ask else key}: {ask.choices.get(text, text) if ask else text}")
    who = entry.by.name + (f"（{entry.by.section}）" if entry.by.section else "")
    return "／".join([f"{label} {who}", *said])


def act_label(form: Form, act: str) -> str:
    """What an act is called."""
    known = {one.id: one.label for one in form.act} | {work.CREATED: "作成"}
    return known.get(act, act)


def record_row(desk: Desk, record: Record) -> dict[str, Any]:
    """A record for JSON."""
    form = desk.form(record.kind)
    return {
        "id": record.id,
        "kind": record.kind,
        "state": life.state(record, form),
        "edition": record.edition.isoformat(),
        "checklist": record.checklist,
        "values": dict(record.values),
        "media": [vars(one) for one in record.media],
        "answers": [vars(one) for one in record.answers],
        "changes": change_rows(desk, record),
        "log": [
            {
                "id": one.id,
                "at": one.at.isoformat(),
                "act": one.act,
                "by": vars(one.by),
                "given": dict(one.given),
                "digest": one.stamp.digest if one.stamp else "",
            }
            for one in record.log
        ],
    }


def change_rows(desk: Desk, record: Record) -> list[dict[str, str]]:
    """What differs from what was last stamped, for JSON: a row a field."""
    found = changes.since(desk, record)
    return [
        {
            "field": one.field,
            "label": one.label,
            "before": one.before,
            "after": one.after,
            "marked": one.marked,
            "since": found.entry.at.isoformat(),
            "step": found.entry.act,
        }
        for one in (found.fields if found else ())
        if found
    ]


def told(desk: Desk, saved: Saved, speaker: Speaker) -> int:
    """Say what was kept and where, and what the rules say of it."""
    record = saved.kept.record
    form = desk.guideline.forms.get(record.kind)
    lacking = [Problem("error", Where("forms"), desk.lacks(record.kind), code="form")]
    problems = work.problems(desk, record) if form else lacking
    speaker.data(
        {
            "id": record.id,
            "path": str(saved.kept.path),
            "confirmed": saved.confirmed,
            "state": life.state(record, form) if form else "",
            "problems": problem_rows(problems),
        }
    )
    if not speaker.json:
        state = f"（{life.state_label(record, form)}）" if form else ""
        speaker.say(f"保存しました: {record.id}{state}")
        speaker.say(f"ファイル: {saved.kept.path}")
        if not saved.confirmed:
            speaker.say("保存しましたが、ディスクに確かに書かれたことはまだ確かめられていません。")
        for merged in saved.merged:
            speaker.say(f"ほかの人の変更も合わせました: {merged}")
        speaker.problems(problems)
    return FOUND if any(one.severity == "must" for one in problems) else FINE
