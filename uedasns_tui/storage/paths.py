"""Paths of records, and the guard against paths that leave the data folder.

A record's place follows from its kind and the date in its id, so that no folder grows without end and nothing
rewrites old files. Symbolic links beneath the data folder are refused: they would read or write elsewhere.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.plain_file import kind_name
from uedasns_tui.records.ids import is_device, valid_id
from uedasns_tui.storage.errors import StorageError, not_plain_message, read_error, reason

HISTORY = ".history"
TRASH = ".trash"
PURGED = ".purged.toml"
SUFFIX = ".toml"
UNDATED = "undated"
ID_LENGTH = 40
"""Letters of an id at most, as `records.ids` has it."""
WINDOWS_PATH = 259
"""Letters of a path at most, where Windows has not been told to take longer ones (260 with the end mark)."""
PATH_LIMIT = WINDOWS_PATH if os.name == "nt" else 0
"""The limit of this system; 0 where there is none that a folder could reach."""

_FORBIDDEN = set('<>:"|?*\\') | {chr(code) for code in range(32)}
_BY_MONTH = re.compile(r"(\d{4})(\d{2})\d{2}-")
_KNOWN = {"policy": ("policies", 0), "post": ("posts", 2), "incident": ("incidents", 1)}
"""The folder of a kind, and how deep it is divided: 0 not, 1 by year, 2 by year and month."""


class DirectoryEntry(NamedTuple):
    """A file as its folder lists it. Times in nanoseconds, size in bytes, `ino` 0 where the system has none."""

    name: str
    mtime_ns: int
    size: int
    ino: int


@dataclass(frozen=True)
class RecordFolder:
    """A folder beneath the data folder: its path from there (with /), and the record files in it, last name first,
    as plain tuples of what `Listed` names (a hundred thousand of them are looked at while somebody types)."""

    path: str
    raw: tuple[tuple[str, int, int, int], ...]

    @property
    def files(self) -> tuple[DirectoryEntry, ...]:
        """The files by name of their parts."""
        return tuple(DirectoryEntry(*entry) for entry in self.raw)


def record_kinds(forms: Iterable[str]) -> tuple[str, ...]:
    """The kinds of record there are: those every data folder has, and the guideline's own."""
    return tuple(dict.fromkeys((*_KNOWN, *forms)))


def top_folder(kind: str) -> str:
    """The folder beneath the data folder that holds a kind of record."""
    return _KNOWN[kind][0] if kind in _KNOWN else f"{kind}s"


def joined(kind: str, name: str) -> str:
    """The kind and id of a record as one name (of a file, a folder, a draft). A kind with a hyphen is set off by a
    letter that neither may hold: `a-b` and `c` would read as `a` and `b-c` otherwise."""
    return f"{kind}{'_' if '-' in kind else '-'}{name}"


def parted(text: str) -> tuple[str, str]:
    """The kind and id that `joined` put together."""
    kind, _, name = text.partition("_" if "_" in text else "-")
    return kind, name


def path_of(root: Path, kind: str, name: str) -> Path:
    """Where the record `name` of a kind lies. Raises StorageError for a name that is no id."""
    if not valid_id(name) or not valid_id(kind):
        raise StorageError(
            f"「{name}」は記録の ID に使えません。ID には半角の英小文字・数字・ハイフンを、40字まで使えます"
            "（con や com1 など、Windows が機器の名前に使うものを除きます）。",
            None,
            "id",
        )
    top, depth = _KNOWN.get(kind, (f"{kind}s", 0))
    if depth == 0:
        return root / top / (name + SUFFIX)
    dated = _BY_MONTH.match(name)
    parts = dated.groups()[:depth] if dated else (UNDATED,)
    return root.joinpath(top, *parts, name + SUFFIX)


def is_link(entry: os.stat_result) -> bool:
    """Whether an lstat is that of a symbolic link, or of a Windows junction."""
    tags = {getattr(stat, "IO_REPARSE_TAG_SYMLINK", -1), getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)}
    return stat.S_ISLNK(entry.st_mode) or getattr(entry, "st_reparse_tag", 0) in tags - {0}


def guard(root: Path, path: Path) -> None:
    """Raises StorageError when `path` is not beneath `root`, or a folder or file on the way is a link."""
    try:
        parts = path.relative_to(root).parts
    except ValueError:
        parts = ("..",)
    if not parts or ".." in parts:
        raise StorageError(
            f"「{path}」はデータフォルダー「{root}」の外です。読み書きしませんでした。", path, "outside"
        )
    place = root
    for part in parts:
        place = place / part
        try:
            entry = os.lstat(place)
        except FileNotFoundError:
            return
        except OSError as error:
            raise read_error(error, place) from error
        if is_link(entry):
            raise StorageError(link_message(place), place, "link")


def link_message(path: Path) -> str:
    """The sentence about a link in the data folder."""
    return (
        f"「{path}」は別の場所を指すリンクです。データフォルダーの外を読み書きしないよう、使いませんでした。"
        "リンクではなく、ファイルそのものを置いてください。"
    )


def is_listed(path: Path) -> bool:
    """Whether a file is in its folder, as the folder lists it: what a share's client answers about one name alone may
    be what it remembers. False where there is no such folder. Raises OSError."""
    try:
        with os.scandir(path.parent) as entries:
            return any(entry.name == path.name for entry in entries)
    except FileNotFoundError:
        return False


def walk(root: Path, kinds: Iterable[str]) -> Iterator[RecordFolder | Problem]:
    """Every folder of records of these kinds, newest year and month first; Problems for what is not entered."""
    for top in dict.fromkeys(top_folder(kind) for kind in kinds):
        yield from _walk(root / top, top)


def history_times(root: Path) -> dict[str, int]:
    """When a version was last added to or taken from each history, by the name of its folder, in nanoseconds; empty
    where they cannot be read (doctor tells of that)."""
    times: dict[str, int] = {}
    with contextlib.suppress(OSError), os.scandir(root / HISTORY) as entries:
        for entry in entries:
            try:
                times[entry.name] = entry.stat(follow_symlinks=False).st_mtime_ns
            except FileNotFoundError:
                continue
    return times


def list_one(root: Path, relative: str) -> RecordFolder | Problem | None:
    """One folder again, without what lies beneath; None when it has gone."""
    return next(iter(_walk(root / relative, relative)), None)


def _walk(folder: Path, relative: str, top: bool = True) -> Iterator[RecordFolder | Problem]:
    files: list[tuple[str, int, int, int]] = []
    below: list[str] = []
    refused: list[Problem] = []
    try:
        if (top or os.name == "nt") and is_link(os.lstat(folder)):
            yield Problem("error", Location(display_path(folder)), link_message(folder), code="link")
            return
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name[0] == ".":
                    continue
                if entry.is_file(follow_symlinks=False):
                    if name.endswith(SUFFIX):
                        try:
                            status = entry.stat(follow_symlinks=False)
                        except FileNotFoundError:
                            continue
                        files.append((name, status.st_mtime_ns, status.st_size, status.st_ino))
                elif entry.is_symlink() or name.endswith(SUFFIX):
                    refused.append(_refused(folder / name, entry))
                elif entry.is_dir(follow_symlinks=False):
                    below.append(name)
    except FileNotFoundError:
        return
    except OSError as error:
        what, do = reason(error)
        yield Problem(
            "error",
            Location(display_path(folder)),
            f"フォルダー「{folder}」を読めませんでした。{what}{do}",
            code="folder",
        )
        return
    files.sort(reverse=True)
    yield RecordFolder(relative, tuple(files))
    yield from refused
    for name in sorted(below, reverse=True):
        yield from _walk(folder / name, f"{relative}/{name}", False)


def room(root: str, kinds: Iterable[str], limit: int = WINDOWS_PATH) -> int:
    """How many letters are left before `limit` when the longest name is written that this program writes beneath a
    folder: a version of two parents, while it is a temporary file. Windows counts UTF-16 units. Negative: too long."""
    kind = max((joined(kind, "x" * ID_LENGTH) for kind in kinds), key=len)
    version = f"{'9' * 8}T{'9' * 12}Z{'-' + 'f' * 16}{('-' + 'f' * 16) * 2}{SUFFIX}"
    longest = f"{HISTORY}/{kind}/.{version}.4294967295.ffffffff.tmp"
    return limit - len(root.rstrip("/\\").encode("utf-16-le")) // 2 - 1 - len(longest)


def too_long(root: Path, kinds: Iterable[str]) -> str:
    """By how much a data folder's own path leaves too little room for the names beneath it, and what to do; "" if it does not."""
    left = room(str(root), kinds, PATH_LIMIT) if PATH_LIMIT else 0
    return (
        f"データフォルダーの場所の名前が、Windows で使える長さより {-left} 文字長いため、保存できない記録が出ます。"
        "もっと浅い場所に移すか、ドライブの文字を割り当ててください。"
        if left < 0
        else ""
    )


def _refused(path: Path, entry: os.DirEntry[str]) -> Problem:
    """What lies in the place of a record and is no file."""
    where = Location(display_path(path))
    if entry.is_symlink():
        return Problem("error", where, link_message(path), code="link")
    mode = entry.stat(follow_symlinks=False).st_mode
    return Problem("error", where, not_plain_message(path, kind_name(mode)), code="not-a-file")


def stamp(at: datetime) -> str:
    """A moment as the names of versions and of what is in the trash begin: in the order of time, the year in four digits
    (which strftime does not give early ones everywhere)."""
    return f"{at.year:04}{at:%m%dT%H%M%S%f}"


def is_safe_name(name: str) -> bool:
    """Whether a path with / stays beneath the folder it is put in, on every system."""
    parts = PurePosixPath(name).parts
    return (
        bool(parts)
        and not name.startswith("/")
        and PurePosixPath(name).as_posix() == name
        and not any(part in ("..", ".") or part.endswith((" ", ".")) for part in parts)
        and not _FORBIDDEN & set(name)
        and not any(0xD800 <= ord(letter) < 0xE000 for letter in name)
        and not any(is_device(part) for part in parts)
    )


def display_path(path: Path | str) -> str:
    """A path as a text that can be kept and shown, whatever bytes its names are made of."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
