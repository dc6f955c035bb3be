"""Many programs at once, some of them killed: nothing lost, nothing corrupt, nothing left locked."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from uedasns_tui.records.record import Record
from uedasns_tui.storage.errors import SaveConflict
from uedasns_tui.storage.repository import RecordRepository

pytestmark = pytest.mark.skipif(os.name == "nt", reason="these tests fork and kill")
Make = Callable[..., Record]
STEPS = ("created", "written", "fsynced", "replaced", "confirmed")


def test_saving_is_killed_at_every_step(
    make_store: Callable[..., RecordRepository],
    record: Make,
    long: bool,
    child: Callable[[Callable[[], object]], int],
    kill_at: Callable[[str], Callable[[str], None]],
) -> None:
    """Counted by step: afterwards the record is the old or the new one, readable, and can be saved again."""
    each = 200 if long else 15
    store = make_store()
    kept = store.save(record(), None).kept
    counts: Counter[str] = Counter()
    for step in STEPS:
        for turn in range(each):
            new = replace(
                kept.record, values={**kept.record.values, "text": f"{step} {turn} " + "長い文。" * 50}
            )
            killed = make_store()
            killed.hook = kill_at(step)
            assert child(lambda one=killed, text=new, base=kept: one.save(text, base)) == -signal.SIGKILL  # type: ignore[misc]
            there = store.load(kept.record.id)
            assert there.record == (new if step in ("replaced", "confirmed") else kept.record)
            assert new in [store.read_version(one).record for one in store.versions(kept.record.id)[-2:]]
            kept = store.save(
                replace(there.record, values={**there.record.values, "more": f"{step}{turn}"}), there
            ).kept
            counts[step] += 1
    print("kills while saving", dict(counts), "lost 0, corrupt 0, left locked 0")
    assert len(counts) == len(STEPS)


def worker(store: RecordRepository, number: int, names: list[str], updates: int, log: Path) -> None:
    """Write `updates` values, each under a key of its own; a line in `log` acknowledges each."""
    dice = random.Random(number * 1000 + os.getpid())
    with log.open("ab", buffering=0) as acknowledged:
        for turn in range(updates):
            name = dice.choice(names)
            key = f"p{number}-{os.getpid()}-{turn}"
            while True:
                kept = store.load(name)
                try:
                    new = replace(kept.record, values={**kept.record.values, key: "済"})
                    store.save(new, kept)
                except SaveConflict:
                    continue
                break
            acknowledged.write(f"{name} {key}\n".encode())


def test_many_programs_update_the_same_and_different_records_and_are_killed(
    make_store: Callable[..., RecordRepository], record: Make, long: bool, tmp_path: Path, now: datetime
) -> None:
    processes, updates, kills = (8, 500, 60) if long else (4, 25, 6)
    store = make_store(patience=60)
    names = [f"2026112{n}-crowd" for n in range(3 if not long else 20)]
    for name in names:
        store.save(record(name), None)
    logs = [tmp_path / f"log{number}" for number in range(processes)]
    running: dict[int, int] = {}
    left = dict.fromkeys(range(processes), updates)

    def start(number: int) -> None:
        pid = os.fork()
        if pid == 0:
            try:
                worker(store, number, names, left[number], logs[number])
                os._exit(0)
            finally:
                os._exit(1)
        running[pid] = number

    for number in range(processes):
        start(number)
    dice = random.Random(5)
    killed = 0
    while running:
        if killed < kills:
            time.sleep(dice.uniform(0.005, 0.08))
            os.kill(dice.choice(list(running)), signal.SIGKILL)
        pid, status = os.wait()
        number = running.pop(pid)
        if os.waitstatus_to_exitcode(status) == -signal.SIGKILL:
            killed += 1
            done = len(logs[number].read_bytes().splitlines()) if logs[number].exists() else 0
            left[number] = updates - done
            if left[number] > 0:
                start(number)
        else:
            assert os.waitstatus_to_exitcode(status) == 0
    kept, problems = store.everything()
    assert not problems and len(kept) == len(names)
    values = {one.record.id: one.record.values for one in kept}
    acknowledged = [line.split() for log in logs for line in log.read_text().splitlines()]
    lost = [(name, key) for name, key in acknowledged if key not in values[name]]
    print(
        f"{processes} programs, {len(acknowledged)} acknowledged, {killed} killed: lost {len(lost)}, corrupt 0, locked 0"
    )
    assert not lost
    assert len(acknowledged) == processes * updates
    store.save(replace(kept[0].record, values={}), kept[0])
