"""Which version was made of which: finds the saves that a record does not hold, although its history does.

Two PCs of a share that saved at once, a sync program, a save that was cut short, or a copy carried by hand leave a
version that the record was not made of. Used by the writer, the index, doctor, and by bringing copies in.

The name of a version says its parents. One of an earlier program does not: it is taken to be made of all before it,
and so is one whose parents are gone (pruned), so that neither is ever called lost; where the same text is a version a
second time that says more, that counts.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from uedasns_tui.storage.errors import StorageError
from uedasns_tui.storage.versions import ASIDE, Version, add_version, list_versions, newest_of, short_digest


def descent(versions: Sequence[Version], head: str) -> set[str]:
    """The digests of all that the text `head` was made of, its own included. `versions`: oldest first. A text that is
    no version yet (written by hand) is taken to be made of the newest."""
    places: dict[str, list[int]] = {}
    for place, version in enumerate(versions):
        places.setdefault(version.digest, []).append(place)
    newest = newest_of(versions)
    queue = [head] if head in places or newest is None else [newest.digest]
    reached: set[str] = set()
    before = 0
    while queue:
        digest = queue.pop()
        if digest in reached or digest not in places:
            continue
        reached.add(digest)
        named = any(is_named(versions[place]) for place in places[digest])
        for place in places[digest]:
            version = versions[place]
            queue += version.parents
            unknown = not version.origin and not named
            if unknown or any(parent not in places for parent in version.parents):
                queue += [earlier.digest for earlier in versions[before:place]]
                before = max(before, place)
    return reached | {head}


def is_named(version: Version) -> bool:
    """Whether a version says what it was made of."""
    return version.origin not in ("", ASIDE)


def unmerged(versions: Sequence[Version], head: str) -> list[Version]:
    """The versions that the record, whose text is `head`, was not made of: the last of each line, newest first."""
    covered = descent(versions, head)
    lines = []
    for version in reversed(versions):
        if is_named(version) and version.digest not in covered:
            lines.append(version)
            covered |= descent(versions, version.digest)
    return lines


def nearest_version(versions: Sequence[Version], data: bytes) -> Version | None:
    """The version that a text was most likely made of which is none itself (written by hand, or brought by a sync program):
    the newest, or of several lines of descent the end from which the fewest lines of text differ. None where there is no version."""
    newest = newest_of(versions)
    ends = [newest, *unmerged(versions, newest.digest)] if newest is not None else []
    if len(ends) < 2:
        return newest
    wanted = set(data.splitlines())

    def difference(version: Version) -> int:
        try:
            return len(wanted ^ set(version.read().splitlines()))
        except StorageError:
            return sys.maxsize

    return min(ends, key=difference)


def common_version(versions: Sequence[Version], head: str, other: str) -> Version | None:
    """The newest version of which both texts were made; None when there is none."""
    shared = descent(versions, head) & descent(versions, other)
    return next((version for version in reversed(versions) if version.digest in shared), None)


def newest_descendant(versions: Sequence[Version], digest: str) -> Version | None:
    """The newest version that was made of the version `digest` (or that one itself); None where it was set aside."""
    return next(
        (
            version
            for version in reversed(versions)
            if version.origin != ASIDE and digest in descent(versions, version.digest)
        ),
        None,
    )


def add_outside_version(root: Path, kind: str, name: str, data: bytes, at: datetime) -> None:
    """Keep what lies on disk when no version is equal to it (somebody wrote it by hand). Raises StorageError."""
    saved = list_versions(root, kind, name, authors=False)
    if all(version.digest != short_digest(data) for version in saved):
        nearest = nearest_version(saved, data)
        add_version(root, kind, name, data, at, None, [nearest.digest] if nearest is not None else [])
