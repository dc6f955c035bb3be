"""What is typed and not saved: put by whole, and taken up again after a crash; used by every screen that edits.

It is put by with the digest of what it was written over. What was saved since, by whomever, is the newer: nothing
that was put by is laid over it.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime

from uedasns_tui.desk.desk import Desk
from uedasns_tui.frozen import dataclass
from uedasns_tui.records import codec
from uedasns_tui.records.ids import valid_id
from uedasns_tui.records.record import Record
from uedasns_tui.store import paths
from uedasns_tui.store.store import Kept, StoreFault


@dataclass(frozen=True)
class Left:
    """What a record was to become when the program ended, and when that was put by."""

    key: str
    record: Record
    at: datetime


def key_of(record: Record) -> str:
    """The name under which what is typed into a record is put by."""
    return paths.joined(record.kind, record.id)


def put_by(desk: Desk, record: Record, kept: Kept | None) -> None:
    """Put a record by as it stands on the screen; `kept` is what it was opened as. Raises StoreFault."""
    try:
        data = codec.encode(record, None, None)
    except codec.Unwritable as error:
        raise StoreFault(f"書きかけを控えられませんでした。{error}", None, "unwritable") from error
    desk.drafts.put(key_of(record), data.decode(), kept.digest if kept is not None else "")


def drop(desk: Desk, record: Record) -> None:
    """Forget what was put by of a record. One that cannot be removed is not offered over what was saved anyway."""
    try:
        desk.drafts.drop(key_of(record))
    except StoreFault:
        return


def of_kept(desk: Desk, kept: Kept) -> Left | None:
    """What was put by over just this state of a record, when it is to be offered now."""
    return _offered(desk, key_of(kept.record), kept.digest)


def of_new(desk: Desk, asked: Container[str] = ()) -> Left | None:
    """The newest of what was put by of records that were never saved, when there is one to be offered now; those that
    were `asked` about since the program began are not."""
    for draft in sorted(desk.drafts.all(), key=lambda one: one.at, reverse=True):
        key = draft.key
        kind, name = paths.parted(key)
        if (
            key not in asked
            and kind in desk.guideline.forms
            and valid_id(name)
            and desk.store.path_of(name) is None
        ):
            left = _offered(desk, key, "")
            if left is not None:
                return left
    return None


def to_history(desk: Desk, left: Left) -> None:
    """The person goes on from what was saved: what was put by becomes a version. Raises StoreFault; it then stays."""
    desk.store.keep_version(left.record)
    desk.drafts.drop(left.key)


def _offered(desk: Desk, key: str, base: str) -> Left | None:
    draft = desk.drafts.offer(key, base)
    if draft is None:
        return None
    record, _ = codec.decode(draft.text.encode(), "")
    return Left(key, record, draft.at) if record is not None and key_of(record) == key else None
