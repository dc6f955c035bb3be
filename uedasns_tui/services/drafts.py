"""Drafts: unsaved text, kept as it is typed and offered again after a crash. Used by every screen that edits.

It is put by with the digest of what it was written over. What was saved since, by whomever, is the newer: nothing
that was put by is laid over it.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import datetime

from uedasns_tui.frozen import dataclass
from uedasns_tui.records import codec
from uedasns_tui.records.ids import valid_id
from uedasns_tui.records.record import Record
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage import paths
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.storage.record_file import SavedRecord


@dataclass(frozen=True)
class RecoveredDraft:
    """What a record was to become when the program ended, and when that was put by."""

    key: str
    record: Record
    at: datetime


def key_of(record: Record) -> str:
    """The name under which what is typed into a record is put by."""
    return paths.joined(record.kind, record.id)


def save_draft(context: AppContext, record: Record, saved: SavedRecord | None) -> None:
    """Put a record by as it stands on the screen; `kept` is what it was opened as. Raises StorageError."""
    try:
        data = codec.encode(record, None, None)
    except codec.UnwritableRecord as error:
        raise StorageError(f"書きかけを一時保存できませんでした。{error}", None, "unwritable") from error
    context.drafts.put(key_of(record), data.decode(), saved.digest if saved is not None else "")


def discard_draft(context: AppContext, record: Record) -> None:
    """Forget what was put by of a record. One that cannot be removed is not offered over what was saved anyway."""
    try:
        context.drafts.drop(key_of(record))
    except StorageError:
        return


def draft_of_saved(context: AppContext, saved: SavedRecord) -> RecoveredDraft | None:
    """What was put by over just this state of a record, when it is to be offered now."""
    return _offered(context, key_of(saved.record), saved.digest)


def new_drafts(context: AppContext, kind: str = "") -> Iterator[RecoveredDraft]:
    """What was put by of records that were never saved, newest first; one that was emptied again is none. `kind`: only
    of that kind."""
    for draft in sorted(context.drafts.all(), key=lambda draft: draft.at, reverse=True):
        of_kind, name = paths.parted(draft.key)
        if (
            of_kind in context.guideline.forms
            and kind in ("", of_kind)
            and valid_id(name)
            and context.repository.path_of(name) is None
        ):
            left = _offered(context, draft.key, "")
            if left is not None and _says_something(context, left.record):
                yield left


def drafts_of_new(context: AppContext, asked: Container[str] = (), kind: str = "") -> RecoveredDraft | None:
    """The newest of them that is to be offered now; those that were `asked` about since the program began are not."""
    return next((draft for draft in new_drafts(context, kind) if draft.key not in asked), None)


def _says_something(context: AppContext, record: Record) -> bool:
    """Whether anything is in it beside what a form begins with: its defaults, the section, the only account."""
    form = context.form(record.kind)
    begun = {field.id for field in form.field if field.role in ("section", "accounts", "found_at")}
    typed = (
        field
        for field in form.field
        if field.id not in begun and record.text(field.id) not in ("", field.default)
    )
    return bool(record.media or record.answers) or next(typed, None) is not None


def draft_to_history(context: AppContext, left: RecoveredDraft) -> None:
    """The person goes on from what was saved: what was put by becomes a version. Raises StorageError; it then stays."""
    context.repository.keep_version(left.record)
    context.drafts.drop(left.key)


def _offered(context: AppContext, key: str, base: str) -> RecoveredDraft | None:
    draft = context.drafts.offer(key, base)
    if draft is None:
        return None
    record, _ = codec.decode(draft.text.encode(), "")
    return RecoveredDraft(key, record, draft.at) if record is not None and key_of(record) == key else None
