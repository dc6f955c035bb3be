"""Diagnostics of the data folder. Used by `doctor`, which repairs only when told to.

Each Finding says what is wrong and, where something can be done that can be undone, what that would be. Text that
cannot be read is never mended by itself: a person decides what it should say.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.problem import Location, Problem, Severity
from uedasns_tui.japanese import local_time
from uedasns_tui.plain_file import kind_name
from uedasns_tui.records.ids import valid_id
from uedasns_tui.storage import (
    atomic,
    format_mark,
    found_conflicts,
    lock,
    lost_records,
    paths,
    purge,
    record_copies,
    record_file,
    rights,
    trash,
    version_notes,
    versions,
)
from uedasns_tui.storage.errors import COPY, UNMERGED, StorageError, not_plain_message, reason, write_error
from uedasns_tui.storage.index.record_index import IndexUnavailable, RecordIndex
from uedasns_tui.storage.repository import RecordRepository

STRAY = (
    "名前が{}の名前の決まりに合わないため、並べていません。内容を確かめ、要るものは別の場所に移してください。"
)


@dataclass(frozen=True)
class Repair:
    """A mend that can be undone. `says`: what it would do. `do` does it and tells how to undo it; raises
    StorageError."""

    says: str
    do: Callable[[], str]


@dataclass(frozen=True)
class Diagnosis:
    """Something the examination found, and how it can be mended (None: only by a person)."""

    problem: Problem
    mend: Repair | None = None


def diagnose(
    store: RecordRepository, index: RecordIndex | None = None, now: float | None = None
) -> Iterator[Diagnosis]:
    """Everything that is wrong with what is kept: folder, permissions, records, leftovers, history, trash, purged
    list, lock, index. `now`: seconds since the epoch. Never raises for what it finds."""
    root = store.root
    if not root.is_dir():
        if os.path.lexists(root):
            says = "データフォルダーの場所に、フォルダーでないものがあります。"
            yield _found("error", root, says, "folder")
        return
    yield from _writable(root)
    if long := paths.too_long(root, store.kinds):
        yield _found("warning", root, long, "path-length")
    if old := format_mark.history_note(root):
        yield _found("note", root / paths.HISTORY, old, "unknown-parents")
    yield from _own_files(root)
    yield from _records(store)
    yield from _rights(store)
    now = time.time() if now is None else now
    yield from _leftovers(store, now)
    yield from _history(store, now)
    yield from _lost(store)
    yield from _purged(store)
    yield from _lock(root)
    if index is not None:
        yield from _index(index)


def _found(severity: Severity, path: Path, message: str, code: str, mend: Repair | None = None) -> Diagnosis:
    return Diagnosis(Problem(severity, Location(paths.display_path(path)), message, code=code), mend)


def _writable(root: Path) -> Iterator[Diagnosis]:
    if not os.access(root, os.R_OK | os.W_OK | os.X_OK):
        says = "データフォルダーに書き込めません。その管理者に、アクセス権を付けるよう頼んでください。"
        yield _found("error", root, says, "permission")


def _own_files(root: Path) -> Iterator[Diagnosis]:
    """Folders, pipes, devices and links in the places of the files that this program keeps beside the records."""
    places = [root / name for name in (*lock.FILES[1:], paths.PURGED, "settings.toml")]
    with contextlib.suppress(StorageError):  # said where the history is looked through
        places += [folder / version_notes.NAME for _, _, folder in versions.all_folders(root)]
    places += sorted((root / paths.TRASH).glob(f"*{trash.WHY}"))
    for path in places:
        try:
            mode = path.lstat().st_mode
        except OSError:
            continue
        if not stat.S_ISREG(mode):
            yield _found(
                "error",
                path,
                not_plain_message(path, kind_name(mode)),
                "not-a-file",
                _aside(root, path, "ごみ箱に移します。"),
            )


def _records(store: RecordRepository) -> Iterator[Diagnosis]:
    seen: dict[str, Path] = {}
    for file in store.every():
        if isinstance(file, Problem):
            yield Diagnosis(file)
            continue
        yield from (Diagnosis(problem, _copy_merged(store, problem)) for problem in file.problems)
        if file.record is None:
            if file.data is not None and valid_id(file.path.stem):
                yield from _last_good(store, file)
            continue
        yield from _unmerged(store, file)
        earlier = seen.setdefault(file.record.id, file.path)
        if earlier != file.path:
            yield _found(
                "error",
                file.path,
                f"同じ ID の記録が「{earlier}」にもあります。どちらかを片付けてください。",
                "twice",
            )


def _copy_merged(store: RecordRepository, problem: Problem) -> Repair | None:
    """Brings another copy of a record in, where nobody must choose."""
    do = record_copies.sure_merge(store, Path(problem.where.file)) if problem.code == COPY else None
    return Repair("写しを記録に合わせ、写しはごみ箱へ移します。", do) if do is not None else None


def _unmerged(store: RecordRepository, read: record_file.RecordFile) -> Iterator[Diagnosis]:
    """Versions that the record was not made of; where nobody must choose, they can be brought in."""
    file = found_conflicts.checked(store.root, read)
    problem = next((entry for entry in file.problems if entry.code == UNMERGED), None)
    if problem is None or file.kept is None:
        return
    saved, version = file.kept, store.unmerged(file.kept)[0]

    def do() -> str:
        store.merge_version(saved, version)
        return (
            f"元に戻すには、record history {saved.record.id} で版を確かめ、record restore で戻してください。"
        )

    try:
        clear = not store.conflict_with(saved, version).conflicts
    except StorageError:
        clear = False
    yield Diagnosis(problem, Repair("入っていない保存を、記録に合わせます。", do) if clear else None)


def _lost(store: RecordRepository) -> Iterator[Diagnosis]:
    """Records that are in their history only."""
    names = paths.history_times(store.root)
    for kind, name, version in lost_records.lost_records(store.root, sorted(names)):
        if version is None or store.path_of(name) is not None:
            continue
        problem = lost_records.problem_of(store.root, kind, name, version)
        yield Diagnosis(problem, _put_back(store, version) if version.origin else None)


def _put_back(store: RecordRepository, version: versions.Version) -> Repair:
    def do() -> str:
        path = store.put_back(version).kept.path
        return f"元に戻すには、uedasns-tui record delete {path.stem} でごみ箱へ移してください。"

    return Repair("最後の版を、記録の場所に戻します。", do)


def _last_good(store: RecordRepository, file: record_file.RecordFile) -> Iterator[Diagnosis]:
    """Tell of a version that can be brought back; bringing it back is a person's decision."""
    try:
        saved = store.versions(file.path.stem)
        good = next(
            (version for version in reversed(saved) if store.read_version(version).record is not None), None
        )
    except StorageError:
        return
    if good is not None:
        yield _found(
            "note",
            file.path,
            f"{local_time.local(good.at):%Y-%m-%d %H:%M} に保存した版は読めます。"
            f"uedasns-tui record restore {file.path.stem} で、その版に戻せます。",
            "last-good",
        )


def _rights(store: RecordRepository) -> Iterator[Diagnosis]:
    """What not all may use who may use the data folder: whose it is, and what to do."""
    for entry in rights.narrow_entries(store.root, store.kinds):
        ask = (
            ""
            if entry.own
            else f"{entry.owner}か管理者に、{entry.commands(entry.wanted, entry.group)} を頼んでください。"
        )
        yield _found(
            "warning",
            entry.path,
            f"アクセス権（{entry.mode:03o}）{'とグループ' * (entry.group >= 0)}のため、データフォルダーを使う人全員が読み書きできません"
            f"（持ち主は{entry.owner}）。{ask}",
            "mode",
            _widening(entry) if entry.own else None,
        )


def _widening(entry: rights.NarrowEntry) -> Repair:
    before = entry.path.lstat().st_gid if entry.group >= 0 else -1

    def do() -> str:
        try:
            entry.mend()
        except OSError as error:
            raise write_error(error, entry.path, "アクセス権を直すことが") from error
        return f"元に戻すには: {entry.commands(entry.mode, before)} {entry.path}"

    return Repair(
        f"アクセス権を {entry.wanted:03o} に{'、グループをデータフォルダーと同じに' * (entry.group >= 0)}します。",
        do,
    )


def _leftovers(store: RecordRepository, now: float) -> Iterator[Diagnosis]:
    root = store.root
    folders = [root, root / paths.TRASH]
    folders += [
        root / entry.path for entry in paths.walk(root, store.kinds) if isinstance(entry, paths.RecordFolder)
    ]
    for folder in folders:
        yield from _leftover(root, folder, now)
    for path in trash.orphans(root):
        mend = _aside(root, path, "ごみ箱の奥に移します。")
        yield _found("note", path, "ごみ箱にもうない記録についての書き付けです。", "leftover", mend)


def _leftover(root: Path, folder: Path, now: float) -> Iterator[Diagnosis]:
    for path in atomic.leftovers(folder, now):
        mend = _aside(root, path, "ごみ箱に移します。")
        yield _found("note", path, "書きかけのまま残ったファイルです。", "leftover", mend)


def _aside(root: Path, path: Path, says: str) -> Repair:
    def do() -> str:
        target = trash.aside(root, path, time.time_ns())
        atomic.make_folder(target.parent, root)
        try:
            path.rename(target)
        except OSError as error:
            raise write_error(error, path, "片付けることが") from error
        return f"元に戻すには、「{target}」を「{path}」に移してください。"

    return Repair(says, do)


def _history(store: RecordRepository, now: float) -> Iterator[Diagnosis]:
    try:
        folders = versions.all_folders(store.root)
    except StorageError as fault:
        yield _found("error", fault.path or store.root, fault.message, fault.code)
        return
    for kind, name, folder in folders:
        if not valid_id(name) or not valid_id(kind):
            says = "履歴のフォルダーの名前が、記録の名前の決まりに合いません。"
            yield _found("warning", folder, says, "history")
            continue
        yield from _leftover(store.root, folder, now)
        yield from _versions(store, kind, name)


def _versions(store: RecordRepository, kind: str, name: str) -> Iterator[Diagnosis]:
    try:
        for version in versions.list_versions(store.root, kind, name):
            if record_file.digest(version.read())[: versions.SHORT] != version.digest:
                says = "名前と内容が合わない版です。保存したあとに書き換えられたか、壊れています。"
                yield _found("warning", version.path, says, "history")
        for path in versions.strays(store.root, kind, name):
            yield _found("warning", path, STRAY.format("版"), "history")
    except StorageError as fault:
        yield _found("error", fault.path or store.root, fault.message, fault.code)


def _purged(store: RecordRepository) -> Iterator[Diagnosis]:
    try:
        for name in sorted(purge.purged_ids(store.root)):
            for path in purge.copies(store.root, store.kinds, name):
                says = "抹消した記録の写しが残っています。record purge をもう一度行うと、仕上がります。"
                yield _found("error", path, says, "purged")
        for path in trash.strays(store.root):
            yield _found("warning", path, STRAY.format("ごみ箱の記録"), "trash")
    except StorageError as fault:
        yield _found("error", fault.path or store.root, fault.message, fault.code)


def _lock(root: Path) -> Iterator[Diagnosis]:
    path = root / lock.NAME
    try:
        entry = path.lstat()
    except FileNotFoundError:
        return
    except OSError as error:
        yield _found("error", path, "".join(reason(error)), "lock")
        return
    if not stat.S_ISREG(entry.st_mode):
        says = "保存の順番を守るためのファイルの場所に、別のものがあります。保存できません。"
        yield _found("error", path, says, "lock", _aside(root, path, "ごみ箱に移します。"))
    elif not os.access(path, os.R_OK | os.W_OK):
        says = "保存の順番を守るためのファイルに書けません。保存できません。"
        mend = _aside(root, path, "ごみ箱に移します（次の保存で新しく作ります）。")
        yield _found("error", path, says, "lock", mend)


def _index(index: RecordIndex) -> Iterator[Diagnosis]:
    try:
        index.built  # noqa: B018 - opens it
    except IndexUnavailable as error:
        yield _found("note", index.file, str(error), "index")
        return
    if index.problem is not None:
        yield Diagnosis(index.problem)
        return
    wrong = index.check()
    if wrong:

        def do() -> str:
            index.rebuild()
            index.refresh()
            return "索引は記録から作り直したもので、元に戻すものはありません。"

        yield _found(
            "warning", index.file, wrong, "index", Repair("索引を、記録のファイルから作り直します。", do)
        )
