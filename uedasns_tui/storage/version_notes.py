"""The notes beside the versions of a record (`who.jsonl`): who saved each, and that a record was thrown away for good.

A file that only grows, a line a note. It is never relied upon: a version whose line was lost is one of unknown hand.
Used by `versions.py`, and by whatever brings another history in.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from uedasns_tui.plain_file import open_plain
from uedasns_tui.records.record import Person
from uedasns_tui.storage.atomic import take_rights, write_atomic
from uedasns_tui.storage.errors import StorageError, read_error, write_error
from uedasns_tui.storage.file_read import read_bytes

NAME = "who.jsonl"
LARGEST = 50_000_000
"""The largest file of notes that is read, in bytes (a line takes about 150)."""


def add_note(folder: Path, note: Mapping[str, str]) -> None:
    """Write one more line. Raises StorageError."""
    path = folder / NAME
    line = json.dumps(note).encode() + b"\n"
    try:
        _append(path, line)
        take_rights(path, folder)
    except PermissionError:  # written by a colleague, for themselves alone
        write_atomic(path, _bytes_of(path) + line, mode=None)
    except OSError as error:
        raise write_error(error, path) from error


def _append(path: Path, line: bytes) -> None:
    """A last line that was cut short must not take the next one with it."""
    descriptor = open_plain(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, follow=False)
    try:
        torn = False
        if os.fstat(descriptor).st_size:
            os.lseek(descriptor, -1, os.SEEK_END)
            torn = os.read(descriptor, 1) != b"\n"
        os.write(descriptor, b"\n" * torn + line)
    finally:
        os.close(descriptor)


def _bytes_of(path: Path) -> bytes:
    try:
        return read_bytes(path, LARGEST)[0]
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise read_error(error, path) from error


def notes_of(data: bytes) -> Iterator[dict[str, Any]]:
    """The lines that are notes."""
    for line in data.decode("utf-8", "replace").splitlines():
        try:
            note = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(note, dict):
            yield note


def _notes(folder: Path) -> Iterator[dict[str, Any]]:
    try:
        data = _bytes_of(folder / NAME)
    except StorageError:
        return
    yield from notes_of(data)


def authors(folder: Path) -> dict[str, Person]:
    """Who saved each version, by the name of its file."""
    known: dict[str, Person] = {}
    for note in _notes(folder):
        try:
            known[str(note["file"])] = Person(str(note["name"]), str(note["section"]), str(note["account"]))
        except (KeyError, TypeError):
            continue
    return known


def values(folder: Path, key: str) -> frozenset[str]:
    """What the notes say under one key."""
    return frozenset(str(note[key]) for note in _notes(folder) if key in note)


def united(here: bytes, other: bytes) -> bytes:
    """The notes of both: none of `here` is changed; of `other` come those about what `here` has no note of."""
    subjects = {_subject(note) for note in notes_of(here)}
    lines = [json.dumps(note).encode() for note in notes_of(other) if _subject(note) not in subjects]
    joined = here if not here or here.endswith(b"\n") else here + b"\n"
    return joined + b"".join(line + b"\n" for line in lines)


def unite(folder: Path, other: Path) -> None:
    """Take over the notes of another history about what this one has no note of. Raises StorageError."""
    here = _bytes_of(folder / NAME)
    joined = united(here, _bytes_of(other / NAME))
    if joined != here:
        write_atomic(folder / NAME, joined, shared=not here)


def _subject(note: Mapping[str, Any]) -> tuple[str, str]:
    return next(((key, str(note[key])) for key in ("file", "discarded") if key in note), ("", str(note)))
