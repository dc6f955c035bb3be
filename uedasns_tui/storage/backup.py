"""Backs up a data folder into one file and restores it. Used by `backup` and `restore`.

A zip with a list of checksums inside. Restoring checks all of it before it touches anything, goes only beneath
the folder it is told, and keeps whatever it replaces.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath

from uedasns_tui.frozen import dataclass
from uedasns_tui.plain_file import open_plain
from uedasns_tui.storage import ancestry, format_mark, lock, paths, purge, version_notes, versions
from uedasns_tui.storage.atomic import is_temporary, make_folder, sync_folder, write_atomic
from uedasns_tui.storage.errors import StorageError, read_error, write_error
from uedasns_tui.storage.file_read import read_bytes, read_uncached

MANIFEST = "checksums.json"
SCHEME = 1
LARGEST = 50_000_000
"""The largest single file that goes into a backup or comes out of one, in bytes."""
LARGEST_WHOLE = 4_000_000_000
"""All that a backup may unpack to, in bytes."""
MOST_PACKED = 200
"""How many times as large as its packed files a backup may be (records: about ten times)."""
REPLACED = "replaced"
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, ValueError, KeyError, TypeError, AttributeError, RuntimeError, EOFError,
)  # fmt: skip
Progress = Callable[[int, int], None]
Histories = dict[str, list[str]]


@dataclass(frozen=True)
class BackupResult:
    """What a backup holds: files, bytes before packing, the paths left out (links, too large) with the reason, and those
    that could not be read, so that something is missing."""

    file: Path
    count: int
    size: int
    left_out: tuple[str, ...]
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class RestorePreview:
    """What a restore would do, by path from the data folder: files it would add, replace, find the same, and leave
    out because they were purged. `found` are the digests of what would be replaced. `united`: the notes of who wrote the
    versions, of which nothing is removed or changed."""

    add: tuple[str, ...]
    replace: tuple[str, ...]
    same: tuple[str, ...]
    purged: tuple[str, ...]
    found: tuple[str, ...] = ()
    united: tuple[str, ...] = ()

    def others(self, kinds: Iterable[str]) -> list[str]:
        """What it would add that is no record of these kinds, nor what belongs to one."""
        tops = {
            "settings.toml",
            paths.HISTORY,
            paths.TRASH,
            paths.PURGED,
            format_mark.NAME,
            *map(paths.top_folder, kinds),
        }
        return [name for name in self.add if name.partition("/")[0] not in tops]


def backup(
    root: Path, file: Path, now: datetime, progress: Progress = lambda _done, _total: None
) -> BackupResult:
    """Write everything in the data folder into `file`, which must not exist. Nobody is kept from saving meanwhile:
    every file is as it was at one moment. Raises StorageError; there is then no such file."""
    if os.path.lexists(file):
        raise StorageError(f"「{file}」は、すでにあります。別の名前にしてください。", file, "taken")
    left_out: list[str] = []
    unread: list[str] = []
    names = sorted(_files(root, root, left_out, unread))
    temporary = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}.tmp")
    sums: dict[str, str] = {}
    size = 0
    try:
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        descriptor = os.open(temporary, flags, 0o600)
        with os.fdopen(descriptor, "wb") as raw:
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
                for done, name in enumerate(names):
                    try:
                        data = _bytes(root / name)
                    except StorageError as fault:
                        unread.append(f"{name}（{fault.message}）")
                        continue
                    if data is None:
                        continue
                    sums[name] = hashlib.sha256(data).hexdigest()
                    size += len(data)
                    packed.writestr(name, data)
                    progress(done + 1, len(names))
                manifest = {"scheme": SCHEME, "at": now.isoformat(), "sha256": sums}
                packed.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=0))
            raw.flush()
            os.fsync(raw.fileno())
        _verified(temporary)
        temporary.rename(file)
        sync_folder(file.parent)
    except OSError as error:
        raise write_error(error, file, "控えを保存") from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    return BackupResult(file, len(sums), size, tuple(left_out), tuple(unread))


def restore_preview(file: Path, into: Path, uncached: bool = False) -> RestorePreview:
    """What restoring `file` into the folder would do. Checks the whole file; changes nothing. `uncached`: whatever a
    share's client remembers of the folder (the caller holds the lock). Raises StorageError."""
    gone = purge.purged_ids(into, uncached) if into.is_dir() else frozenset()
    add, replace, same, purged, digests, united = [], [], [], [], [], []
    for name, wanted in _verified(file).items():
        if _of_purged(name, gone) or (name == paths.PURGED and (into / name).exists()):
            purged.append(name)
            continue
        path = into / name
        paths.guard(into, path)
        present = _bytes(path, uncached)
        if present is None:
            add.append(name)
        elif name == format_mark.NAME:
            same.append(name)
        elif name.startswith(paths.HISTORY) and path.name == version_notes.NAME:
            united.append(name)
        elif (digest := hashlib.sha256(present).hexdigest()) == wanted:
            same.append(name)
        else:
            replace.append(name)
            digests.append(digest)
    return RestorePreview(
        tuple(add), tuple(replace), tuple(same), tuple(purged), tuple(digests), tuple(united)
    )


def restore_backup(
    file: Path,
    into: Path,
    now: datetime,
    agreed: RestorePreview | None = None,
) -> RestorePreview:
    """Bring a backup back: into a folder that is empty or not there, or as `agreed` after a preview.

    What is replaced is kept under .trash/replaced-TIME/. Raises StorageError; when it was cut short, doing it again
    goes on with what is missing.
    """
    empty = not into.exists() or not any(entry.name not in lock.FILES for entry in into.iterdir())
    if agreed is None and not empty:
        raise StorageError(
            f"「{into}」は空ではありません。何も変えていません。先に、何が変わるかを確かめてください。",
            into,
            "not-empty",
        )
    make_folder(into)
    into = into.resolve()
    with lock.locked(into):
        format_mark.check(into)
        plan = restore_preview(file, into, uncached=True)
        if agreed is not None and plan != agreed:
            raise StorageError(
                f"確かめたあとに「{into}」が変わりました。もう一度、何が変わるかを確かめてください。",
                into,
                "changed",
            )
        aside = into / paths.TRASH / f"{REPLACED}-{now:%Y%m%dT%H%M%S}"
        histories: Histories = {}
        for kind, name, _ in versions.all_folders(into):
            histories.setdefault(name, []).append(kind)
        with zipfile.ZipFile(file) as packed:
            for name in (*plan.add, *plan.replace):
                target = into / name
                paths.guard(into, target)
                make_folder(target.parent, into)
                present = _bytes(target, uncached=True)
                if present is not None:
                    make_folder((aside / name).parent, into)
                    write_atomic(aside / name, present, shared=True)
                data = packed.read(name)
                write_atomic(target, data, shared=present is None)
                _note_restored(into, target, data, present, now, histories)
            for name in plan.united:
                notes = version_notes.united(_bytes(into / name, uncached=True) or b"", packed.read(name))
                write_atomic(into / name, notes)
    return plan


def _note_restored(
    into: Path, target: Path, data: bytes, present: bytes | None, now: datetime, histories: Histories
) -> None:
    """A record that was put back over another was made of that (or of all that was saved before it was deleted): what is
    replaced on purpose is no conflict. `histories`: the kinds of which versions were here before, by id."""
    top, name = target.relative_to(into).parts[0], target.stem
    for kind in histories.get(name, []):
        if paths.top_folder(kind) != top:
            continue
        if present is not None:
            ancestry.add_outside_version(into, kind, name, present, now)
        parents = () if present is None else (versions.short_digest(present),)
        versions.add_version(into, kind, name, data, now, None, parents)


def verified_names(file: Path) -> list[str]:
    """The files in a backup, all of which were checked. Raises StorageError."""
    return [*_verified(file)]


def _files(root: Path, folder: Path, left_out: list[str], unread: list[str]) -> Iterator[str]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        fault = read_error(error, folder)
        if folder == root:
            raise fault from error
        unread.append(f"{folder.relative_to(root).as_posix()}/（{fault.message}）")
        return
    for path in entries:
        name = path.relative_to(root).as_posix()
        if name in lock.FILES or is_temporary(path.name):
            continue
        if name == MANIFEST or (path.suffix == ".zip" and (folder == root or _is_backup(path))):
            left_out.append(f"{name}（控えのファイルと紛れる名前）")
            continue
        try:
            entry = path.lstat()
        except FileNotFoundError:
            continue
        except OSError as error:
            unread.append(f"{name}（{read_error(error, path).message}）")
            continue
        if stat.S_ISDIR(entry.st_mode) and not paths.is_link(entry):
            yield from _files(root, path, left_out, unread)
        elif not stat.S_ISREG(entry.st_mode) or paths.is_link(entry):
            left_out.append(f"{name}（リンクなど、ふつうのファイルでないもの）")
        elif entry.st_size > LARGEST:
            left_out.append(f"{name}（大きすぎるファイル）")
        elif not _safe(name):
            left_out.append(ascii(name) + "（使えない文字のある名前）")
        else:
            yield name


def _bytes(path: Path, uncached: bool = False) -> bytes | None:
    try:
        return read_uncached(path, LARGEST).data if uncached else read_bytes(path, LARGEST)[0]
    except FileNotFoundError:
        return None
    except OSError as error:
        raise read_error(error, path) from error


def _safe(name: str) -> bool:
    return paths.is_safe_name(name) and name.partition("/")[0] not in lock.FILES


def _verified(file: Path) -> dict[str, str]:
    """The checksums of a backup, after every file in it was read and compared. Raises StorageError."""
    try:
        with os.fdopen(open_plain(file), "rb") as raw, zipfile.ZipFile(raw) as packed:
            _refuse_bomb(packed, file)
            manifest = json.loads(packed.read(MANIFEST))
            sums = {str(name): str(value) for name, value in manifest["sha256"].items()}
            inside = packed.infolist()
            names = [entry.filename for entry in inside if entry.filename != MANIFEST]
            if (
                manifest["scheme"] != SCHEME
                or sorted(names) != sorted(sums)
                or not all(_safe(name) for name in names)
            ):
                raise _damaged(file)
            for entry in inside:
                if entry.filename == MANIFEST:
                    continue
                if entry.file_size > LARGEST:
                    raise _damaged(file)
                with packed.open(entry) as stream:
                    data = stream.read(LARGEST + 1)
                if entry.filename == format_mark.NAME:
                    format_mark.check_text(data, file)
                if hashlib.sha256(data).hexdigest() != sums[entry.filename]:
                    raise _damaged(file)
    except OSError as error:
        raise read_error(error, file) from error
    except _DAMAGE as error:
        raise _damaged(file) from error
    return sums


def _is_backup(file: Path) -> bool:
    """Whether a file is a backup that somebody put among the records."""
    try:
        with os.fdopen(open_plain(file), "rb") as raw, zipfile.ZipFile(raw) as packed:
            return MANIFEST in packed.namelist()
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def _refuse_bomb(packed: zipfile.ZipFile, file: Path) -> None:
    """Refuse what would unpack to more than a data folder ever holds. Raises StorageError, KeyError."""
    whole = sum(entry.file_size for entry in packed.infolist())
    packed_size = sum(entry.compress_size for entry in packed.infolist())
    if (
        packed.getinfo(MANIFEST).file_size > LARGEST
        or whole > LARGEST_WHOLE
        or whole > max(LARGEST, packed_size * MOST_PACKED)
    ):
        raise StorageError(
            f"「{file}」は、開くと大きくなりすぎるため、読みませんでした（{whole / 1_000_000:,.0f} MB）。"
            f"戻せるのは、全体で {LARGEST_WHOLE / 1_000_000:,.0f} MB（詰めた大きさの {MOST_PACKED} 倍）まで、"
            f"1つのファイルで {LARGEST / 1_000_000:.0f} MB までの控えです。何も変えていません。",
            file,
            "too-large",
        )


def _damaged(file: Path) -> StorageError:
    return StorageError(
        f"「{file}」は、この控えとして使えません（壊れているか、別のファイルです）。何も変えていません。別の控えを試してください。",
        file,
        "damaged",
    )


def _of_purged(name: str, gone: frozenset[str]) -> bool:
    """Whether a file of the backup holds a copy of a record that was purged since."""
    return any(purge.is_copy(PurePosixPath(name), record_id) for record_id in gone)
