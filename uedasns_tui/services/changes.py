"""Changes between two states of a record, field by field, by label, with the changed words marked.

Used by the history of versions, by `policy show` and `post show`, the form's panel and the dialogs of a decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.schema import Form
from uedasns_tui.japanese import text_diff
from uedasns_tui.records import compare, snapshots, workflow
from uedasns_tui.records.record import LogEntry, Record
from uedasns_tui.services.answers import STATUSES
from uedasns_tui.services.context import AppContext

AROUND = 30
"""Unchanged characters that are shown on each side of a change."""


@dataclass(frozen=True)
class LabelledChange:
    """A field that differs: its label and both texts, choices in words."""

    field: str
    label: str
    before: str
    after: str

    @property
    def marked(self) -> str:
        """The text with 《削除：…》 and 《追加：…》 where its words changed; long unchanged stretches left out."""
        return marked(self.before, self.after)


@dataclass(frozen=True)
class ChangesSinceDecision:
    """What changed since a transition: the entry with the snapshot, the transition's label, the fields."""

    entry: LogEntry
    step: str
    day: date
    fields: tuple[LabelledChange, ...]

    @property
    def title(self) -> str:
        """Since when, in a line."""
        return f"「{self.step}」（{self.day} {self.entry.by.name}）のときと違うところ"


def differences(context: AppContext, before: Record, after: Record) -> tuple[LabelledChange, ...]:
    """What differs between two states of a record."""
    form = context.guideline.forms.get(after.kind)
    return tuple(_labelled(context, form, compare.compare(before, after)))


def _labelled(
    context: AppContext, form: Form | None, changes: Iterable[compare.FieldChange]
) -> Iterator[LabelledChange]:
    for change in changes:
        fields = form.field if form else ()
        choices = next((field.choices for field in fields if field.id == change.field), {})
        before, after = (
            _answer(text) if change.field.startswith("answer:") else choices.get(text, text)
            for text in (change.before, change.after)
        )
        yield LabelledChange(change.field, label_of(context, form, change.field), before, after)


def _answer(text: str) -> str:
    """An answer to an item in words, with its note."""
    status, _, note = text.partition(" ")
    return STATUSES.get(status, status) + (f"（{note}）" if note else "")


def label_of(context: AppContext, form: Form | None, key: str) -> str:
    """What a field, a picture or an answer is called."""
    if key.startswith("media:"):
        return "画像・動画"
    if key.startswith("answer:"):
        items = (item for checklist in context.guideline.checklists.values() for item in checklist.item)
        return next((f"確認「{item.say}」" for item in items if item.id == key[7:]), key)
    fields = form.field if form else ()
    return next((field.label for field in fields if field.id == key), key)


def changes_since_decision(context: AppContext, record: Record) -> ChangesSinceDecision | None:
    """What differs from the record's last snapshot; None where there is none.

    A record that waits exactly as it was submitted is compared with the snapshot before that: with what was decided
    or submitted the last time.
    """
    form = context.form(record.kind)
    entries = [entry for entry in record.log if entry.snapshot is not None]
    if not entries:
        return None
    entry = entries[-1]
    for earlier in reversed(entries[:-1]):
        asked = workflow.role_of(form, entry) in workflow.REQUESTING
        if (
            not asked
            or entry.snapshot is None
            or not snapshots.matches_snapshot(record, form, entry.snapshot)
        ):
            break
        entry = earlier
    transition = workflow.transition_of(form, entry.transition)
    label = transition.label if transition else entry.transition
    day = workflow.entry_date(form, entry)
    return ChangesSinceDecision(entry, label, day, tuple(_fields(context, form, record, entry)))


def _fields(context: AppContext, form: Form, record: Record, entry: LogEntry) -> Iterator[LabelledChange]:
    if entry.snapshot is None or snapshots.matches_snapshot(record, form, entry.snapshot):
        return
    yield from _labelled(context, form, compare.since(entry.snapshot, snapshots.snapshot_of(record, form)))


def lines(changes: ChangesSinceDecision) -> Iterator[tuple[str, str]]:
    """Label and text of every field that differs; a field that was empty or was emptied says so."""
    for change in changes.fields:
        if not change.before.strip():
            yield change.label, f"（なし）→ {change.after}"
        elif not change.after.strip():
            yield change.label, f"{change.before} →（なし）"
        else:
            yield change.label, change.marked


def marked(before: str, after: str) -> str:
    """`after` with what changed since `before`: 《削除：…》《追加：…》, unchanged stretches cut to their ends."""
    parts = []
    changes = text_diff.changes(before, after)
    for index, change in enumerate(changes):
        old, new = before[slice(*change.a)], after[slice(*change.b)]
        if change.op == "equal":
            parts.append(_short(new, first=index == 0, last=index == len(changes) - 1))
            continue
        parts.append((f"《削除：{old}》" if old else "") + (f"《追加：{new}》" if new else ""))
    return "".join(parts)


def _short(text: str, *, first: bool, last: bool) -> str:
    head = "" if first else text[:AROUND]
    tail = "" if last else text[-AROUND:]
    return text if len(text) <= len(head) + len(tail) + 1 else f"{head}…{tail}"
