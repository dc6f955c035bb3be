"""Conflicts found afterwards: what a record's history holds that the record was not made of; used by the index (and so
by lists and home), by doctor, and by whoever merges it."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.japanese import local_time
from uedasns_tui.storage import ancestry, paths, versions
from uedasns_tui.storage.errors import UNMERGED, StorageError
from uedasns_tui.storage.file_read import read_uncached
from uedasns_tui.storage.record_file import RecordFile, SavedRecord, decode_record_file
from uedasns_tui.storage.versions import Version

RECENT = 10.0
"""Seconds for which a version may be that of a save that is still going on."""
PAUSE = 0.1


def unmerged_versions(root: Path, saved: SavedRecord) -> list[Version]:
    """The versions that a record was not made of, the last of each line, newest first. Raises StorageError."""
    kind, name = saved.record.kind, saved.record.id
    if _is_one_line(versions.folder_of(root, kind, name), versions.short_digest(saved.data)):
        return []
    files = versions.list_versions(root, kind, name, authors=False)
    lines = {version.path for version in ancestry.unmerged(files, head_of(files, saved.data))}
    if not lines:
        return []
    return [version for version in versions.list_versions(root, kind, name)[::-1] if version.path in lines]


def head_of(files: list[Version], data: bytes) -> str:
    """The digest of the version that a record's text is, or was most likely made of."""
    short = versions.short_digest(data)
    if any(version.digest == short for version in files):
        return short
    nearest = ancestry.nearest_version(files, data)
    return nearest.digest if nearest is not None else short


def _is_one_line(history: Path, head: str) -> bool:
    """Whether each version was made of the one before, up to the text `head`, by the names alone: nearly every history
    is so, and a hundred thousand of them are looked at when the index is built."""
    try:
        files = sorted(file for file in os.listdir(history) if file.endswith(paths.SUFFIX))  # noqa: PTH208 - twice as fast
    except OSError:
        return False
    newest = ""
    for file in files:
        _, _, names = file.removesuffix(paths.SUFFIX).partition("-")
        digest, _, parent = names.partition("-")
        if newest and parent != newest:
            return False
        newest = digest
    return newest == head


def checked(root: Path, file: RecordFile) -> RecordFile:
    """What was read, with a Problem where its history holds more. An unreadable history is told of by doctor."""
    try:
        lines = unmerged_versions(root, file.kept) if file.kept is not None else []
        if any(_is_recent(version) for version in lines):  # somebody may be saving at this moment
            time.sleep(PAUSE)
        if lines:  # a share's client may have answered with the text before
            again = read_uncached(file.path)
            file = decode_record_file(root, file.path, again.data, again.entry)
            lines = unmerged_versions(root, file.kept) if file.kept is not None else []
    except (StorageError, OSError):
        return file
    if file.kept is None or not lines:
        return file
    return replace(file, problems=(*file.problems, problem_of(file.kept, lines)))


def _is_recent(version: Version) -> bool:
    return abs(time.time() - version.path.stat().st_mtime) < RECENT


def problem_of(saved: SavedRecord, lines: list[Version]) -> Problem:
    """What to say of a record that was not made of some versions."""
    when = "、".join(
        f"{local_time.local(version.at):%Y-%m-%d %H:%M}" + (f" {version.who.name}" if version.who else "")
        for version in lines
    )
    message = (
        f"記録「{saved.record.id}」に入っていない保存が {len(lines)} 件、版にあります（{when}）。"
        f"uedasns-tui record merge {saved.record.id} か、画面の一覧でこの行を選んで、合わせてください。"
    )
    return Problem("warning", Location(paths.display_path(saved.path)), message, code=UNMERGED)
