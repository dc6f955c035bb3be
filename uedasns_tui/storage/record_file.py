"""Reads one record file into a Record or into Problems. Used by the repository and the index.

A file that cannot be read is a Problem with its file and line. It is never hidden, changed, or in others' way.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.records import codec
from uedasns_tui.records.ids import valid_id
from uedasns_tui.records.record import Record
from uedasns_tui.storage import paths
from uedasns_tui.storage.errors import COPY, StorageError, read_error
from uedasns_tui.storage.file_read import read_bytes, read_uncached


@dataclass(frozen=True)
class SavedRecord:
    """A record as it lies on disk: what it says, where, and the exact bytes (to compare before replacing)."""

    record: Record
    path: Path
    data: bytes

    @property
    def digest(self) -> str:
        """The digest of the bytes."""
        return digest(self.data)


@dataclass(frozen=True)
class RecordFile:
    """What came of reading a file: `data` None when not even its bytes could be had."""

    path: Path
    record: Record | None
    data: bytes | None
    stat: os.stat_result | None
    problems: tuple[Problem, ...]

    @property
    def kept(self) -> SavedRecord | None:
        """The record, when there is one."""
        if self.record is None or self.data is None:
            return None
        return SavedRecord(self.record, self.path, self.data)


def digest(data: bytes) -> str:
    """The digest of a file's bytes, by which versions are told apart: 64 hexadecimal digits (SHA-256)."""
    return hashlib.sha256(data).hexdigest()


def read_record_file(root: Path, path: Path, guarded: bool = True) -> RecordFile:
    """Read the record at `path`. Never raises for what it finds there. `guarded` checks every folder for links."""
    try:
        if guarded:
            paths.guard(root, path)
        data, entry = read_bytes(path)
    except StorageError as fault:
        return RecordFile(path, None, None, None, (_problem(path, fault.message, fault.code),))
    except OSError as error:
        problem = read_error(error, path)
        return RecordFile(path, None, None, None, (_problem(path, problem.message, problem.code),))
    result = decode_record_file(root, path, data, entry)
    return result if result.record is not None else _read_again(root, path, result)


def _read_again(root: Path, path: Path, result: RecordFile) -> RecordFile:
    """Look past a share's client before a file is called unreadable: it may have mixed two texts of it, twice, too."""
    for _ in range(2):
        try:
            again = read_uncached(path)
        except (StorageError, OSError):
            return result
        if again.data == result.data:
            return result
        result = decode_record_file(root, path, again.data, again.entry)
        if result.record is not None:
            return result
    return result


def decode_record_file(root: Path, path: Path, data: bytes, entry: os.stat_result | None) -> RecordFile:
    """The same for bytes that were read already."""
    record, problems = codec.decode(data, paths.display_path(path))
    if record is not None:
        misplaced = _misplaced(root, path, record)
        if misplaced is not None:
            return RecordFile(path, None, data, entry, (*problems, misplaced))
    return RecordFile(path, record, data, entry, tuple(problems))


def is_conflict_copy(path: Path, record: Record) -> bool:
    """Whether a file is another copy of a record, by its name: the record's id and what sync programs and file managers
    add, such as `r1 (1)`, `r1.sync-conflict-20261127-101500-ABCDEFG` (Syncthing), `r1 (花子 の競合コピー 2026-11-27)` (Dropbox),
    `r1 (conflicted copy 2026-11-27 101500)` (Nextcloud), `r1-DESKTOP-X` (OneDrive), `r1_PC_Nov-27-1015-2026_Conflict`
    (Synology), `r1 - コピー`, `コピー ～ r1`, `Copy of r1`."""
    return valid_id(record.id) and record.id != path.stem and _named(path.stem, record.id)


def _named(stem: str, name: str) -> bool:
    before, middle, after = stem.partition(name)
    if not middle or (valid_id(stem) and before):
        return False
    return not before[-1:].isalnum() and not (after[:1].isalnum() and after[:1].isascii())


def _misplaced(root: Path, path: Path, record: Record) -> Problem | None:
    if is_conflict_copy(path, record):
        return _problem(
            path,
            f"「{path.name}」は、記録「{record.id}」のもう1つの写しです（同期の競合コピーなど）。名前は変えないでください。"
            f'uedasns-tui record merge "{paths.display_path(path)}" で、その記録に合わせられます。合わせた写しはごみ箱へ移ります。',
            COPY,
        )
    if not valid_id(path.stem):
        return _problem(
            path,
            f"ファイルの名前「{path.name}」は、記録の名前の決まり（半角の英小文字・数字・ハイフン）に合いません。"
            "名前を ID と同じにしてください。",
            "name",
        )
    if record.id != path.stem:
        return _problem(
            path,
            f"ファイルの名前「{path.name}」と、中の ID「{record.id}」が違います。写しなら、record merge にこのファイルを渡すと、その記録に合わせられます。",
            "name",
        )
    if not valid_id(record.kind) or paths.top_folder(record.kind) != path.parts[len(root.parts)]:
        return _problem(
            path,
            f"「{record.kind}」の記録が、別の種類の記録のフォルダーにあります。元のフォルダーに移してください。",
            "place",
        )
    return None


def _problem(path: Path, message: str, code: str) -> Problem:
    return Problem("error", Location(paths.display_path(path)), message, code=code)
