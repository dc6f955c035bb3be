"""The examination of everything that is kept; used by `doctor`, which mends only when it is told to.

Each Finding says what is wrong and, where something can be done that can be undone, what that would be. Text that
cannot be read is never mended by itself: a person decides what it should say.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.problem import Problem, Severity, Where
from uedasns_tui.japanese import local_time
from uedasns_tui.records.ids import valid_id
from uedasns_tui.store import atomic, history, lock, paths, purge, reading, trash
from uedasns_tui.store.faults import StoreFault, reason, write_fault
from uedasns_tui.store.index import Index, Unavailable
from uedasns_tui.store.store import Store


@dataclass(frozen=True)
class Mend:
    """A mend that can be undone. `says`: what it would do. `do` does it and tells how to undo it; raises
    StoreFault."""

    says: str
    do: Callable[[], str]


@dataclass(frozen=True)
class Examined:
    """Something the examination found, and how it can be mended (None: only by a person)."""

    problem: Problem
    mend: Mend | None = None


def examine(store: Store, index: Index | None = None, now: float | None = None) -> Iterator[Examined]:
    """Everything that is wrong with what is kept: folder, permissions, records, leftovers, history, trash, purged
    list, lock, index. `now`: seconds since the epoch. Never raises for what it finds."""
    root = store.root
    if not root.is_dir():
        if os.path.lexists(root):
            yield _found("error", root, "データフォルダの場所に、フォルダでないものがあります。", "folder")
        return
    yield from _writable(root)
    yield from _records(store)
    now = time.time() if now is None else now
    yield from _leftovers(store, now)
    yield from _history(store, now)
    yield from _purged(store)
    yield from _lock(root)
    if index is not None:
        yield from _index(index)


def _found(severity: Severity, path: Path, message: str, code: str, mend: Mend | None = None) -> Examined:
    return Examined(Problem(severity, Where(paths.shown(path)), message, code=code), mend)


def _writable(root: Path) -> Iterator[Examined]:
    if not os.access(root, os.R_OK | os.W_OK | os.X_OK):
        yield _found(
            "error",
            root,
            "データフォルダに書き込めません。フォルダの管理者に、権限を付けるよう頼んでください。",
            "permission",
        )


def _records(store: Store) -> Iterator[Examined]:
    seen: dict[str, Path] = {}
    for found in store.every():
        if isinstance(found, Problem):
            yield Examined(found)
            continue
        yield from (Examined(problem) for problem in found.problems)
        if found.record is None:
            if found.data is not None and valid_id(found.path.stem):
                yield from _last_good(store, found)
            continue
        yield from _mode(found)
        earlier = seen.setdefault(found.record.id, found.path)
        if earlier != found.path:
            yield _found(
                "error",
                found.path,
                f"同じ ID の記録が「{earlier}」にもあります。どちらかを片付けてください。",
                "twice",
            )


def _last_good(store: Store, found: reading.Reading) -> Iterator[Examined]:
    """Tell of a version that can be brought back; bringing it back is a person's decision."""
    try:
        versions = store.versions(found.path.stem)
        good = next((one for one in reversed(versions) if store.read_version(one).record is not None), None)
    except StoreFault:
        return
    if good is not None:
        yield _found(
            "note",
            found.path,
            f"{local_time.local(good.at):%Y-%m-%d %H:%M} に保存した版は読めます。"
            f"uedasns-tui record restore {found.path.stem} で、その版に戻せます。",
            "last-good",
        )


def _mode(found: reading.Reading) -> Iterator[Examined]:
    """A record that its folder's group may replace but not read, or that its owner may not write."""
    if os.name == "nt" or found.stat is None:
        return
    mode = stat.S_IMODE(found.stat.st_mode)
    folder = stat.S_IMODE(found.path.parent.stat().st_mode)
    wanted = mode | 0o600 | (0o040 if folder & 0o020 else 0)
    if wanted == mode:
        return
    path = found.path

    def do() -> str:
        try:
            path.chmod(wanted)
        except OSError as error:
            raise write_fault(error, path, "権限を直すことが") from error
        return f"元に戻すには: chmod {mode:o} {path}"

    yield _found(
        "warning",
        path,
        f"ファイルの権限（{mode:03o}）では、書き込める人全員が読み書きできません。",
        "mode",
        Mend(f"権限を {wanted:03o} にします。", do),
    )


def _leftovers(store: Store, now: float) -> Iterator[Examined]:
    root = store.root
    folders = [root, root / paths.TRASH]
    folders += [root / one.path for one in paths.walk(root, store.kinds) if isinstance(one, paths.Folder)]
    for folder in folders:
        for path in atomic.leftovers(folder, now):
            yield _found(
                "note",
                path,
                "書きかけのまま残ったファイルです。",
                "leftover",
                _aside(root, path, "ごみ箱に移します。"),
            )
    for path in trash.orphans(root):
        says = "ごみ箱にもうない記録についての書き付けです。"
        yield _found("note", path, says, "leftover", _aside(root, path, "ごみ箱の奥に移します。"))


def _aside(root: Path, path: Path, says: str) -> Mend:
    def do() -> str:
        target = trash.aside(root, path, time.time_ns())
        atomic.make_folder(target.parent, root)
        try:
            path.rename(target)
        except OSError as error:
            raise write_fault(error, path, "片付けることが") from error
        return f"元に戻すには、「{target}」を「{path}」に移してください。"

    return Mend(says, do)


def _history(store: Store, now: float) -> Iterator[Examined]:
    try:
        folders = history.all_folders(store.root)
    except StoreFault as fault:
        yield _found("error", fault.path or store.root, fault.message, fault.code)
        return
    for kind, name, folder in folders:
        if not valid_id(name) or not valid_id(kind):
            yield _found(
                "warning", folder, "履歴のフォルダの名前が、記録の名前の決まりに合いません。", "history"
            )
            continue
        for path in atomic.leftovers(folder, now):
            yield _found(
                "note",
                path,
                "書きかけのまま残ったファイルです。",
                "leftover",
                _aside(store.root, path, "ごみ箱に移します。"),
            )
        yield from _versions(store, kind, name)


def _versions(store: Store, kind: str, name: str) -> Iterator[Examined]:
    try:
        for version in history.versions(store.root, kind, name):
            if reading.digest(version.read())[: history.SHORT] != version.digest:
                says = "名前と内容が合わない版です。保存したあとに書きかえられたか、壊れています。"
                yield _found("warning", version.path, says, "history")
    except StoreFault as fault:
        yield _found("error", fault.path or store.root, fault.message, fault.code)


def _purged(store: Store) -> Iterator[Examined]:
    try:
        for name in sorted(purge.purged_ids(store.root)):
            for path in purge.copies(store.root, store.kinds, name):
                says = "抹消した記録の写しが残っています。record purge をもう一度行うと、仕上がります。"
                yield _found("error", path, says, "purged")
        trash.discarded(store.root)
    except StoreFault as fault:
        yield _found("error", fault.path or store.root, fault.message, fault.code)


def _lock(root: Path) -> Iterator[Examined]:
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
        yield _found(
            "error", path, says, "lock", _aside(root, path, "ごみ箱に移します（次の保存で新しく作ります）。")
        )


def _index(index: Index) -> Iterator[Examined]:
    try:
        index.built  # noqa: B018 - opens it
    except Unavailable as error:
        yield _found("note", index.file, str(error), "index")
        return
    if index.problem is not None:
        yield Examined(index.problem)
        return
    wrong = index.check()
    if wrong:

        def do() -> str:
            index.rebuild()
            index.refresh()
            return "索引は記録から作り直したもので、元に戻すものはありません。"

        yield _found(
            "warning", index.file, wrong, "index", Mend("索引を、記録のファイルから作り直します。", do)
        )
