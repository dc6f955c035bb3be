"""Records whose text is in their history only: their place is empty, and nobody deleted them.

A share on which a file could not be put over another leaves that, or somebody who took the file away by hand. Used by
the repository, the index and doctor.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.japanese import local_time
from uedasns_tui.records.ids import valid_id
from uedasns_tui.storage import paths, trash, versions
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.storage.versions import Version

CODE = "history-only"


def lost_version(root: Path, kind: str, name: str, trashed: frozenset[str] | None = None) -> Version | None:
    """The newest version of a record that is nowhere else (the caller knows that its place is empty); None where it was
    deleted or has no history. `trashed`: what the trash holds, where it is known. Raises StorageError."""
    newest = versions.newest_of(versions.list_versions(root, kind, name))
    if newest is None or newest.path.name in versions.discarded(root, kind, name):
        return None
    names = trash.trashed_names(root) if trashed is None else trashed
    return None if paths.joined(kind, name) in names else newest


def problem_of(root: Path, kind: str, name: str, version: Version) -> Problem:
    """What to say of a lost record. Earlier programs did not note that the trash was emptied: of their records it may
    have been meant."""
    when = f"{local_time.local(version.at):%Y-%m-%d %H:%M}"
    who = f" {version.who.name}" if version.who else ""
    message = f"この記録は版の中にだけあります（最後の保存 {when}{who}）。記録のファイルがありません。"
    if version.origin:
        message += f"uedasns-tui doctor --fix か record restore {name} で戻せます。"
    else:
        message += (
            f"消したものでなければ、record restore {name} で戻せます。"
            f"要らないものなら、record purge {name} で版も消せます。"
        )
    place = paths.display_path(paths.path_of(root, kind, name))
    return Problem("error" if version.origin else "note", Location(place), message, code=CODE)


def lost_records(root: Path, names: Iterable[str]) -> Iterator[tuple[str, str, Version | None]]:
    """Of each history in `names` (of folders) whose record is not in its place: the kind, the id, and the newest version
    where the record is lost. Unreadable histories are told of elsewhere."""
    try:
        trashed = trash.trashed_names(root)
    except StorageError:
        return
    for joined in names:
        kind, name = paths.parted(joined)
        if joined in trashed or not valid_id(kind) or not valid_id(name):
            continue
        with contextlib.suppress(StorageError):
            yield kind, name, lost_version(root, kind, name, trashed)
