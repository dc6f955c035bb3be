"""The versions of a record for lists: number, time, author, and the difference from the current state."""

from __future__ import annotations

from uedasns_tui.frozen import dataclass
from uedasns_tui.japanese import local_time
from uedasns_tui.records.record import Record
from uedasns_tui.services.changes import LabelledChange, differences
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.storage.versions import Version


@dataclass(frozen=True)
class VersionInfo:
    """A version of a record: its number (1 the oldest), when, who, and what differs between it and the record now."""

    number: str
    version: Version
    at: str
    who: str
    record: Record | None
    changes: tuple[LabelledChange, ...] = ()


def history(context: AppContext, name: str) -> list[VersionInfo]:
    """Every version of a record, the newest first. Raises StorageError."""
    now = context.repository.try_load(name)
    infos = []
    versions = sorted(context.repository.versions(name), key=lambda version: version.at)
    for number, version in enumerate(versions, 1):
        record = _record_of(context, version)
        changes = differences(context, record, now.record) if record is not None and now is not None else ()
        who = version.who.name if version.who else ""
        infos.append(
            VersionInfo(
                str(number),
                version,
                f"{local_time.local(version.at):%Y-%m-%d %H:%M:%S}",
                who,
                record,
                changes,
            )
        )
    return infos[::-1]


def _record_of(context: AppContext, version: Version) -> Record | None:
    """What a version says; None for one that cannot be read, which keeps none of the others from being shown."""
    try:
        return context.repository.read_version(version).record
    except StorageError:
        return None
