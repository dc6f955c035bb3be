"""What it costs a save to be sure of what lies there: saves with and without it take turns on one disk.

Run: python tests/benchmarks/save.py [--long] [FOLDER]. Without it, the record is merely read under the lock.
Exit 1 when the median save takes more than LIMIT times as long. FOLDER: on which disk (default: the temporary one).
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from unittest import mock

from uedasns_tui.guideline.schema import Form, FormField
from uedasns_tui.records.record import Person, Record
from uedasns_tui.storage import file_read, record_writer
from uedasns_tui.storage.record_file import SavedRecord
from uedasns_tui.storage.repository import RecordRepository

LIMIT = 1.3
CALLS = (
    "open",
    "close",
    "read",
    "write",
    "fsync",
    "link",
    "unlink",
    "replace",
    "stat",
    "lstat",
    "fstat",
    "listdir",
)
FORM = Form(1, "post", "投稿", {"draft": "作成中"}, "draft", field=(FormField("text", "本文", "text"),))
PERSON = Person("上田 花子", "広報課", "hanako")


def by_its_own_name(_root: Path, _kind: str, _name: str, path: Path) -> record_writer.Current | None:
    try:
        return record_writer.Current(file_read.read_bytes(path)[0])
    except FileNotFoundError:
        return None


@contextmanager
def cached() -> Iterator[None]:
    """Saves as they were before: what lies there is read by its own name."""
    with mock.patch.object(record_writer, "current", by_its_own_name):
        yield


@contextmanager
def uncached() -> Iterator[None]:
    """Saves as they are."""
    yield


def save(store: RecordRepository, base: SavedRecord, turn: int) -> SavedRecord:
    text = f"{turn} 回目。" + "本日の催しについて、お知らせします。\n" * 40
    return store.save(replace(base.record, values={"text": text}), base).kept


@contextmanager
def counting(calls: Counter[str]) -> Iterator[None]:
    """Count what is asked of the system through os."""

    def counted(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def call(*words: Any, **options: Any) -> Any:
            calls[name] += 1
            return act(*words, **options)

        return call

    with mock.patch.multiple(os, **{name: counted(name, getattr(os, name)) for name in CALLS}):
        yield


def measure(folder: Path, saves: int) -> float:
    """Print the figures; the ratio of the medians. Saves take turns, so that a busy machine hinders both."""
    ways = {"by its own name": cached, "and surely": uncached}
    stores = {
        name: RecordRepository(folder / str(at), {"post": FORM}, who=lambda: PERSON, clock=now)
        for at, name in enumerate(ways)
    }
    record = Record("20261120-save", "post", date(2024, 1, 4), {"text": ""})
    bases = {name: store.save(record, None).kept for name, store in stores.items()}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    calls: dict[str, Counter[str]] = {name: Counter() for name in ways}
    for turn in range(saves):
        for name, way in ways.items():
            with way():
                started = time.perf_counter()
                bases[name] = save(stores[name], bases[name], turn)
                seconds[name].append(time.perf_counter() - started)
    for name, way in ways.items():
        with way(), counting(calls[name]):
            save(stores[name], bases[name], saves)
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    for name, median in medians.items():
        asked = ", ".join(f"{call} {count}" for call, count in sorted(calls[name].items()))
        print(f"{name:<16} {median * 1e3:8.2f} ms a save; {sum(calls[name].values())} calls: {asked}")
    first, second = medians.values()
    return second / first


def now() -> datetime:
    return datetime.now().astimezone()


def main(words: list[str]) -> int:
    saves = 400 if "--long" in words else 100
    where = next((word for word in words if not word.startswith("--")), None)
    with tempfile.TemporaryDirectory(dir=where) as folder:
        ratio = measure(Path(folder), saves)
    print(f"ratio of the medians of {saves} saves each: {ratio:.2f} (limit {LIMIT})")
    return ratio > LIMIT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
