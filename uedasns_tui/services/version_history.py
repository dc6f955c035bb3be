"""Versions, trash, purge and backup on the context: what the store keeps, in the words of a person."""

from __future__ import annotations

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.schema import Form
from uedasns_tui.records import compare
from uedasns_tui.records.record import Record
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.versions import Version


@dataclass(frozen=True)
class VersionDifference:
    """A field that differs, by its label."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class VersionInfo:
    """A version of a record: its number (1 the oldest), when, who, and what differs between it and the record now."""

    number: str
    version: Version
    at: str
    who: str
    record: Record | None
    changes: tuple[VersionDifference, ...] = ()


def history(context: AppContext, name: str) -> list[VersionInfo]:
    """Every version of a record, the newest first. Raises StorageError."""
    now = context.repository.try_load(name)
    infos = []
    versions = sorted(context.repository.versions(name), key=lambda version: version.at)
    for number, version in enumerate(versions, 1):
        saved = context.repository.read_version(version).kept
        record = saved.record if saved else None
        changes = differences(context, record, now.record) if record is not None and now is not None else ()
        who = version.who.name if version.who else ""
        infos.append(
            VersionInfo(str(number), version, f"{version.at:%Y-%m-%d %H:%M:%S}", who, record, changes)
        )
    return infos[::-1]


def differences(context: AppContext, before: Record, after: Record) -> tuple[VersionDifference, ...]:
    """What differs between two states of a record, by the labels of its form."""
    form = context.guideline.forms.get(after.kind)
    return tuple(
        VersionDifference(
            label_of(context, form, change.field),
            _said(form, change.field, change.before),
            _said(form, change.field, change.after),
        )
        for change in compare.compare(before, after)
    )


def label_of(context: AppContext, form: Form | None, key: str) -> str:
    """What a field, a picture or an answer is called."""
    if key.startswith("media:"):
        return "画像・動画"
    if key.startswith("answer:"):
        items = (item for checklist in context.guideline.checklists.values() for item in checklist.item)
        return next((f"確認「{item.say}」" for item in items if item.id == key[7:]), key)
    fields = form.field if form else ()
    return next((field.label for field in fields if field.id == key), key)


def _said(form: Form | None, key: str, text: str) -> str:
    field = next((field for field in (form.field if form else ()) if field.id == key), None)
    return field.choices.get(text, text) if field else text
