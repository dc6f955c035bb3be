"""What a PC of the lab does, and what is counted afterwards: the only part that knows the program.

    crowd.py SHARE PC PCS SAVES [watch]     one PC's saves, reported as JSON, a line each, on standard output

Every save adds a value of its own to one of three records, so no two saves want the same thing: each save that was
acknowledged must be in its record at the end. What is missing was lost without a word. `lab.py` imports the rest.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from uedasns_tui.guideline.schema import Form, FormField
from uedasns_tui.records import codec
from uedasns_tui.records.record import Person, Record
from uedasns_tui.storage.errors import SaveConflict, StorageError
from uedasns_tui.storage.repository import RecordRepository

RECORDS = ("20261120-crowd", "20261121-crowd", "20261122-crowd")
VALUE = "済"
FORM = Form(1, "post", "投稿", {"draft": "作成中"}, "draft", field=(FormField("title", "件名", "line"),))
TRIES = 20
"""Conflicts in a row after which a save is given up."""
LOCK_PATIENCE = 60.0
"""Seconds that a save waits for the others: emulated PCs on a busy machine are slow, and that is not the question."""
PATIENCE = 150.0
"""Seconds that a PC waits for the others to be ready."""


def open_repository(share: Path) -> RecordRepository:
    person = Person(f"職員{os.uname().nodename}", "広報課", "lab")
    return RecordRepository(
        share / "records",
        {"post": FORM},
        who=lambda: person,
        clock=lambda: datetime.now().astimezone(),
        patience=LOCK_PATIENCE,
    )


def prepare(share: Path) -> None:
    """Make the records and the place where the PCs meet."""
    (share / "ready").mkdir()
    repository = open_repository(share)
    for name in RECORDS:
        repository.save(Record(name, "post", date.today(), {"title": name}), None)


# ---- one PC
def report(**line: object) -> None:
    print(json.dumps(line), flush=True)


def save(repository: RecordRepository, name: str, key: str) -> str:
    """Load a record, set one value, save it. Returns "saved", "conflict", or the fault in words."""
    try:
        base = repository.load(name)
        repository.save(replace(base.record, values={**base.record.values, key: VALUE}), base)
    except SaveConflict:
        return "conflict"
    except StorageError as fault:
        return f"{type(fault).__name__}: {fault}"
    return "saved"


def watch(repository: RecordRepository) -> None:
    """What other programs on the same PC do that look at the records again and again: ours, and any."""
    paths = [repository.load(name).path for name in RECORDS]
    before: set[str] = set()
    while True:
        for path in paths:
            with contextlib.suppress(OSError):
                path.read_bytes()
        _, problems = repository.everything()
        now = {problem.where.file for problem in problems}
        if now & before:  # a list that is wrong for a moment is right when it is drawn again
            report(unread=[str(problem) for problem in problems])
        before = now
        time.sleep(0.2)


def wait_for_others(share: Path, number: int, pcs: int) -> None:
    (share / "ready" / str(number)).touch()
    end = time.monotonic() + PATIENCE
    while len(list((share / "ready").iterdir())) < pcs and time.monotonic() < end:
        time.sleep(0.1)


def run_pc(share: Path, number: int, pcs: int, saves: int, watched: bool) -> None:
    repository = open_repository(share)
    wait_for_others(share, number, pcs)
    if watched:
        threading.Thread(target=watch, args=[open_repository(share)], daemon=True).start()
    dice = random.Random(number)
    for turn in range(saves):
        name, key = dice.choice(RECORDS), f"p{number}-{turn}"
        started = time.monotonic()
        for _ in range(TRIES):
            result = save(repository, name, key)
            report(result=result, record=name, key=key, seconds=round(time.monotonic() - started, 3))
            if result != "conflict":
                break
    report(end=True)
    os._exit(0)  # the watching thread may be in the middle of a read


# ---- the count
@dataclass(frozen=True)
class Count:
    """What the PCs reported, against what lies on the server's disk. `unauthored`: versions of an unknown hand."""

    present: int
    acknowledged: int
    lost: tuple[tuple[str, str], ...]
    rescued: int
    finished: tuple[int, ...]
    conflicts: int
    faults: tuple[str, ...]
    unread: int
    versions: int
    unauthored: int
    slowest: float
    median: float

    def __str__(self) -> str:
        return (
            f"records that are there {self.present} of {len(RECORDS)}, PCs that finished {len(self.finished)}, conflicts {self.conflicts}, refused {len(self.faults)}, lists with "
            f"records unreadable twice running {self.unread}, versions {self.versions} ({self.unauthored} of an unknown hand), "
            f"seconds a save {self.median:.2f} (slowest {self.slowest:.2f})\n"
            f"acknowledged {self.acknowledged}, in the records {self.acknowledged - len(self.lost)}, "
            f"lost {len(self.lost)} ({self.rescued} of them in the history)"
        )


def read_report(path: Path) -> list[dict[str, object]]:
    lines = []
    for line in path.read_text("utf-8", "replace").splitlines() if path.exists() else ():
        with contextlib.suppress(ValueError):  # the last line of a PC that was ended may be cut short
            lines.append(json.loads(line))
    return lines


def holds(data: bytes, key: str) -> bool:
    record, _ = codec.decode(data, "")
    return record is not None and record.values.get(key) == VALUE


def lying(repository: RecordRepository, name: str) -> bytes:
    """What lies on the disk; nothing for a record that has gone."""
    try:
        return repository.load(name).data
    except StorageError:
        return b""


def count(share: Path, reports: dict[int, Path]) -> Count:
    """Count. Every acknowledged save must be in its record; `rescued` of the lost ones are in its history."""
    repository = open_repository(share)
    lines = {number: read_report(path) for number, path in reports.items()}
    every = [line for report in lines.values() for line in report]
    results = Counter(str(line["result"]) for line in every if "result" in line)
    saved = [(str(line["record"]), str(line["key"])) for line in every if line.get("result") == "saved"]
    seconds = sorted(float(str(line["seconds"])) for line in every if line.get("result") == "saved")
    records = {name: lying(repository, name) for name in RECORDS}
    versions = {name: repository.versions(name) for name in RECORDS}
    lost = [(name, key) for name, key in saved if not holds(records[name], key)]
    return Count(
        present=sum(map(bool, records.values())),
        acknowledged=len(saved),
        lost=tuple(lost),
        rescued=sum(any(holds(version.read(), key) for version in versions[name]) for name, key in lost),
        finished=tuple(number for number, report in lines.items() if any("end" in line for line in report)),
        conflicts=results["conflict"],
        faults=tuple(
            f"{line['key']}: {line['result']}"
            for line in every
            if "result" in line and line["result"] not in ("saved", "conflict")
        ),
        unread=sum("unread" in line for line in every),
        versions=sum(map(len, versions.values())),
        unauthored=sum(version.who is None for listed in versions.values() for version in listed),
        slowest=seconds[-1] if seconds else 0.0,
        median=seconds[len(seconds) // 2] if seconds else 0.0,
    )


if __name__ == "__main__":
    run_pc(Path(sys.argv[1]), *map(int, sys.argv[2:5]), "watch" in sys.argv[5:])  # type: ignore[call-arg]
