"""Replaces a record's file and keeps its history. Used by the repository, which holds the lock."""

from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path
from typing import Any

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.schema import Form
from uedasns_tui.records import codec, merge, workflow
from uedasns_tui.records.record import Person, Record
from uedasns_tui.storage import ancestry, record_file, versions
from uedasns_tui.storage.atomic import Hook, make_folder, write_atomic
from uedasns_tui.storage.errors import DISPLACED, NOTHING_LOST, SaveConflict, StorageError, read_error
from uedasns_tui.storage.file_read import MAX_BYTES, read_bytes, read_uncached
from uedasns_tui.storage.record_file import SavedRecord


@dataclass(frozen=True)
class Current:
    """What a record says now. `in_place` false: its newest version says so, the file may not."""

    data: bytes
    in_place: bool = True


@dataclass(frozen=True)
class WritePlan:
    """What a write needs to know: the data folder, the file, what lies there now (None: nothing), when, by whom, the
    rule for old versions, a hook for tests, and the digests of the versions that the record takes in."""

    root: Path
    target: Path
    current: Current | None
    now: datetime
    who: Person | None
    pruning: versions.PruningRule | None
    hook: Hook
    merged: tuple[str, ...] = ()

    @property
    def there(self) -> bytes | None:
        """The bytes that lie there now; None for nothing."""
        return self.current.data if self.current is not None else None


def current(root: Path, kind: str, name: str, path: Path) -> Current | None:
    """What lies at `path`, whatever a share's client remembers of it; None for nothing. The caller holds the lock.

    The newest version in the history bears the digest of what was saved last, in a name that was never used before:
    a text that agrees with it is the latest. Any other text is read again past the client's memory. Where even that is
    not certain, the history decides: a text that is an older version was remembered (or the newest save was cut
    short), so the newest version stands for the record, and nobody's text is written over. Raises StorageError.
    """
    try:
        digests = versions.digests(root, kind, name)
        data, _ = read_bytes(path)
        if digests[-1:] == [versions.short_digest(data)]:
            return Current(data)
        again = read_uncached(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise read_error(error, path) from error
    short = versions.short_digest(again.data)
    if again.certain or short not in digests:
        return Current(again.data)
    newest = ancestry.newest_descendant(versions.list_versions(root, kind, name, authors=False), short)
    return (
        Current(again.data)
        if newest is None or newest.digest == short
        else Current(newest.read(), in_place=False)
    )


def write_record(record: Record, form: Form | None, plan: WritePlan) -> tuple[SavedRecord, bool]:
    """Write a record: first its version into the history, then the record itself. Tells what now lies there, and
    whether the disk confirmed it. Raises StorageError; the earlier record is then whole."""
    target = plan.target
    data = encoded(record, form, plan)
    if plan.current == Current(data) and not plan.merged:
        # what was edited by hand and then saved as it stood is a version, too
        ancestry.add_outside_version(plan.root, record.kind, record.id, data, _changed_at(target, plan.now))
        return SavedRecord(record, target, data), True
    make_folder(target.parent, plan.root)
    if plan.there is not None:
        ancestry.add_outside_version(
            plan.root, record.kind, record.id, plan.there, _changed_at(target, plan.now)
        )
    parents = (*(() if plan.there is None else (versions.short_digest(plan.there),)), *plan.merged)
    version = versions.add_version(plan.root, record.kind, record.id, data, plan.now, plan.who, parents)
    try:
        confirmed = write_atomic(
            target,
            data,
            new=plan.there is None,
            shared=plan.there is None,
            check=lambda written: _check(record, target, written),
            hook=plan.hook,
        )
    except StorageError as fault:
        if fault.code != DISPLACED:
            versions.remove_version(version)
        raise
    try:
        again = _in_place(target, data)
    except (StorageError, OSError):
        return SavedRecord(record, target, data), False
    if not again:
        raise StorageError(
            f"「{target}」を保存した直後に、ほかのプログラムが書き換えました。"
            "保存した内容は履歴にあります。記録を開き直して確かめてください。",
            target,
            "overwritten",
        )
    if plan.pruning is not None and version is not None and versions.clock_agrees(version, plan.now):
        with contextlib.suppress(StorageError):  # the record is saved; the next save tries again
            _prune(record, data, plan.root, plan.pruning, plan.now)
    return SavedRecord(record, target, data), confirmed


def _prune(record: Record, data: bytes, root: Path, rule: versions.PruningRule, now: datetime) -> None:
    """Let old versions go, unless there is one that the record was not made of: it waits for a person, and what
    tells so must stay."""
    saved = versions.list_versions(root, record.kind, record.id, authors=False)
    if not ancestry.unmerged(saved, versions.short_digest(data)):
        versions.prune(root, record.kind, record.id, rule, now)


def _in_place(target: Path, data: bytes) -> bool:
    """Whether the file says what was just written; asked past a client's memory only when that says otherwise."""
    try:
        return read_bytes(target)[0] == data or read_uncached(target).data == data
    except FileNotFoundError:
        return False


def keep_version(record: Record, form: Form | None, plan: WritePlan) -> None:
    """Write a record into its history only, as a text that was set aside. Raises StorageError."""
    data = encoded(record, form, plan)
    versions.add_version(plan.root, record.kind, record.id, data, plan.now, plan.who, (versions.ASIDE,))


def merge_with_existing(
    root: Path, mine: Record, base: SavedRecord, data: bytes, form: Form | None
) -> tuple[Record, tuple[Any, ...]]:
    """Mine over what somebody else made of `base` meanwhile, and what was taken over from it. Raises Conflict where
    both changed the same, StorageError when theirs cannot be read, TransitionOvertaken for a step that was taken."""
    theirs = record_file.decode_record_file(root, base.path, data, None)
    if theirs.record is None:
        raise StorageError(
            f"読んだあとに「{base.path}」が書き換えられ、読めない内容になっています。上書きはしませんでした。"
            + "".join(str(problem) for problem in theirs.problems),
            base.path,
            "unreadable",
        )
    if form is not None:
        workflow.refuse_overtaken(base.record, mine, theirs.record, form)
    result = merge.merge_records(base.record, mine, theirs.record)
    if result.conflicts or result.record is None:
        raise SaveConflict(mine, theirs.record, base.record, tuple(result.conflicts), theirs.kept)
    return result.record, tuple(result.taken)


def encoded(record: Record, form: Form | None, plan: WritePlan) -> bytes:
    """The record as bytes, comments and unknown keys of what lies there kept. Raises StorageError."""
    try:
        data = codec.encode(record, form, plan.there)
    except codec.UnwritableRecord as error:
        raise StorageError(
            f"「{plan.target}」に保存できませんでした。{error}{NOTHING_LOST}", plan.target, "unwritable"
        ) from error
    if len(data) > MAX_BYTES:
        raise StorageError(
            f"「{plan.target}」に保存できませんでした。内容が長すぎます（{len(data) / 1_000_000:.1f} MB）。"
            f"記録は {MAX_BYTES / 1_000_000:.0f} MB までです。{NOTHING_LOST}文章を短くしてください。",
            plan.target,
            "too-large",
        )
    return data


def _check(record: Record, target: Path, written: bytes) -> None:
    again, problems = codec.decode(written, str(target))
    if again is None and [problem.code for problem in problems] == ["limit"]:
        raise StorageError(
            f"「{target}」に保存できませんでした。{problems[0].message}{NOTHING_LOST}", target, "limit"
        )
    if again != record:
        raise StorageError(
            f"「{target}」に書く内容を読み返すと、元と違っていました。保存をやめました。{NOTHING_LOST}"
            "お手数ですが、このことを管理者に知らせてください。",
            target,
            "readback",
        )


def _changed_at(path: Path, now: datetime) -> datetime:
    try:
        return min(datetime.fromtimestamp(path.stat().st_mtime, now.tzinfo), now)
    except (OSError, ValueError, OverflowError):
        return now
