"""What differs between a record as it stands and what was last decided of it, field by field, the words marked.

Used by `policy show`, `post show`, the form's panel and the dialogs of a decision (変更あり・要再決裁).
"""

from __future__ import annotations

from collections.abc import Iterator

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.schema import Form
from uedasns_tui.japanese import text_diff
from uedasns_tui.records import compare, snapshots, workflow
from uedasns_tui.records.record import LogEntry, Record
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.version_history import label_of

AROUND = 30
"""Unchanged characters that are shown on each side of a change."""


@dataclass(frozen=True)
class MarkedChange:
    """A field that differs: its label, both texts, and one text in which the changed words are marked."""

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
    """What changed since a step: the entry that stamped the record, what the step is called, the fields."""

    entry: LogEntry
    step: str
    fields: tuple[MarkedChange, ...]

    @property
    def title(self) -> str:
        """Since when, in a line."""
        return f"「{self.step}」（{self.entry.at:%Y-%m-%d %H:%M} {self.entry.by.name}）のときと違うところ"


def changes_since_decision(context: AppContext, record: Record) -> ChangesSinceDecision | None:
    """What differs from what the record's last step stamped; None where nothing was ever stamped.

    A record that waits exactly as it was handed in is compared with the stamp before that: with what was decided
    or handed in the last time.
    """
    form = context.form(record.kind)
    stamped = [log_entry for log_entry in record.log if log_entry.snapshot is not None]
    if not stamped:
        return None
    entry = stamped[-1]
    for earlier in reversed(stamped[:-1]):
        act = workflow.transition_of(form, entry.transition)
        asked = act is not None and act.role in workflow.REQUESTING
        if (
            not asked
            or entry.snapshot is None
            or not snapshots.matches_snapshot(record, form, entry.snapshot)
        ):
            break
        entry = earlier
    act = workflow.transition_of(form, entry.transition)
    return ChangesSinceDecision(
        entry, act.label if act else entry.transition, tuple(_fields(context, form, record, entry))
    )


def _fields(context: AppContext, form: Form, record: Record, entry: LogEntry) -> Iterator[MarkedChange]:
    if entry.snapshot is None or snapshots.matches_snapshot(record, form, entry.snapshot):
        return
    for change in compare.since(entry.snapshot, snapshots.snapshot_of(record, form)):
        choices = next((field.choices for field in form.field if field.id == change.field), {})
        before, after = choices.get(change.before, change.before), choices.get(change.after, change.after)
        yield MarkedChange(change.field, label_of(context, form, change.field), before, after)


def lines(since: ChangesSinceDecision) -> Iterator[tuple[str, str]]:
    """`label: text` of every field that differs; a field that was empty or was emptied says so."""
    for change in since.fields:
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
    for at, change in enumerate(changes):
        old, new = before[slice(*change.a)], after[slice(*change.b)]
        if change.op == "equal":
            parts.append(_short(new, first=at == 0, last=at == len(changes) - 1))
            continue
        parts.append((f"《削除：{old}》" if old else "") + (f"《追加：{new}》" if new else ""))
    return "".join(parts)


def _short(text: str, *, first: bool, last: bool) -> str:
    head = "" if first else text[:AROUND]
    tail = "" if last else text[-AROUND:]
    return text if len(text) <= len(head) + len(tail) + 1 else f"{head}…{tail}"
