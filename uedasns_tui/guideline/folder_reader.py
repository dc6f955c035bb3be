"""Reads the files of a guideline's folder one by one and collects every problem. Used by `loader`."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from uedasns_tui.guideline import toml_reader
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.guideline.toml_positions import Key
from uedasns_tui.plain_file import FileTooLarge, NotPlainFile, read_plain

SCHEME = 1
"""The scheme of the files that this program knows."""

Read = TypeVar("Read")


class GuidelineFolder:
    """Reads the files of one folder. Names of files, in Problems too, are relative to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self._data: dict[str, bytes] = {}

    def exists(self, name: str = "") -> bool:
        """Whether this file or folder exists; False too where the user may not look."""
        try:
            (self.folder / name).lstat()  # a link to nowhere is there, and read in vain
        except (OSError, ValueError):
            return False
        return True

    def names(self, folder: str, suffix: str) -> list[str]:
        """The files of a folder with that suffix, sorted; none where the folder does not exist."""
        try:
            names = sorted(path.name for path in (self.folder / folder).iterdir())
        except FileNotFoundError:
            return []
        except OSError as error:
            self.fault(folder, _unreadable(error))
            return []
        return [f"{folder}/{name}" for name in names if name.endswith(suffix) and name[0] not in ".~"]

    def bytes(self, name: str) -> bytes | None:
        """The bytes of a file, at most `MAX_BYTES`; None with a Problem where they cannot be had."""
        try:
            data = read_plain(self.folder / name, toml_reader.MAX_BYTES)
        except FileNotFoundError:
            self.fault(name, "このファイルがありません。")
            return None
        except FileTooLarge as error:
            message = f"大きすぎます（{error.size:,} バイト。{error.limit:,} バイトまで）。読んでいません。"
            self.fault(name, message)
            return None
        except OSError as error:
            self.fault(name, _unreadable(error))
            return None
        self._data[name] = data
        return data

    def text(self, name: str) -> str | None:
        """A text file (UTF-8, a byte-order mark allowed)."""
        data = self.bytes(name)
        try:
            return None if data is None else data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            message = "UTF-8 のテキストとして読めません。文字コードを UTF-8 にして保存し直してください。"
            self.problems.append(Problem("error", Location(name, line), message))
            return None

    def toml(self, cls: type[Read], name: str) -> Read | None:
        """A TOML file as a dataclass; None where it cannot be used."""
        data = self.bytes(name)
        if data is None:
            return None
        table, faults = toml_reader.read(cls, data, name)
        self.problems += faults
        scheme = getattr(table, "scheme", SCHEME)
        if scheme == SCHEME:
            return table
        message = f"このバージョンのプログラムが読めるのは scheme = {SCHEME} です（今は {scheme}）。読んでいません。"
        self.fault(name, message, key=("scheme",))
        return None

    def fault(self, name: str, message: str, key: Key = ()) -> None:
        """Note that a file, or what stands in it under a key, cannot be used."""
        self.problems.append(Problem("error", self.where(name, *key) if key else Location(name), message))

    def where(self, name: str, *key: str | int) -> Location:
        """The place of a key in a file that was read."""
        return toml_reader.location(name, self._data.get(name, b""), key)


def _unreadable(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "読むアクセス権がありません。"
    if isinstance(error, NotPlainFile):
        return f"ファイルではなく{error.what}です。"
    return f"読めません（{error.strerror or error}）。"
