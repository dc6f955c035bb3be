"""A power cut on a real file system: its image is copied while a save is under way, and the copy is mounted.

The kernel replays the copy's journal as it does after a cut. Needs root, mkfs.ext4 and loop mounts; where the machine
has none the skip says so, and test_power_cut.py tries more states, by a model.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from uedasns_tui.records.record import Record
from uedasns_tui.storage import lock, lock_claim
from uedasns_tui.storage.diagnostics import diagnose
from uedasns_tui.storage.repository import RecordRepository

Make = Callable[..., Record]
SIZE = 4 << 20
MODES = ("data=ordered", "data=writeback,noauto_da_alloc", "data=journal")
"""As systems come; as careless as ext4 can be mounted; as careful."""


class Image:
    """A file with an ext4 in it, mounted on `folder`."""

    def __init__(self, place: Path, options: str) -> None:
        self.file = place / "image"
        self.folder = place / "mounted"
        self.place = place
        self.copies = 0
        self.folder.mkdir()
        self.file.write_bytes(b"")
        os.truncate(self.file, SIZE)
        _run("mkfs.ext4", "-q", "-F", "-b", "1024", "-J", "size=1", str(self.file))
        _run("mount", "-o", f"loop,{options}", str(self.file), str(self.folder))

    def copy(self) -> Path:
        """The image as it is at one moment: read again until nothing was written meanwhile."""
        earlier = None
        while (now := self.file.read_bytes()) != earlier:
            earlier = now
        self.copies += 1
        found = self.place / f"copy{self.copies}"
        found.write_bytes(now)
        return found

    @contextlib.contextmanager
    def opened(self, copy: Path) -> Iterator[Path]:
        """A copy, mounted as it is the next morning."""
        folder = self.place / "morning"
        folder.mkdir(exist_ok=True)
        _run("mount", "-o", "loop", str(copy), str(folder))
        try:
            yield folder
        finally:
            lock.close_held()
            _run("umount", str(folder))
            copy.unlink()


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise OSError(f"{command[0]}: {done.stderr.decode(errors='replace').strip()}")


@pytest.fixture(params=MODES)
def image(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Image]:
    """A mounted image, where this machine lets us mount one."""
    if sys.platform != "linux" or os.getuid() != 0 or not shutil.which("mkfs.ext4"):
        pytest.skip(
            "an image of ext4 needs root on Linux and mkfs.ext4; test_power_cut.py tries a model of it"
        )
    try:
        made = Image(tmp_path, request.param)
    except OSError as error:
        pytest.skip(f"this machine mounts no image ({error}); test_power_cut.py tries a model of it")
    try:
        yield made
    finally:
        subprocess.run(["umount", "-l", made.folder], check=True)


def morning(folder: Path, make_store: Callable[..., RecordRepository], name: str) -> Record:
    """The record as it is found; everything else is in order, and it can be saved again."""
    store = make_store(root=folder / "records")
    kept, problems = store.everything()
    assert not problems and [one.record.id for one in kept] == [name]
    found = kept[0].record
    assert found in [store.read_version(one).record for one in store.versions(name)]
    for one in diagnose(store, now=time.time() + 7200):
        assert one.problem.code in ("leftover", "unmerged") and one.mend is not None, one
        one.mend.do()
    mended = store.load(name)  # a save that was under way is in its history, and was brought in
    assert mended.record in [store.read_version(one).record for one in store.versions(name)]
    assert not [*diagnose(store, now=time.time() + 7200)]
    store.save(replace(mended.record, values={**mended.record.values, "more": "翌朝"}), mended)
    return found


def test_the_image_is_copied_at_every_step(
    image: Image,
    make_store: Callable[..., RecordRepository],
    record: Make,
    long: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lock_claim, "STALE", 0.0)  # a claim cut short is waited for in the morning, once
    store = make_store(root=image.folder / "records")
    kept = store.save(record(), None).kept
    counts: Counter[tuple[str, str]] = Counter()
    for turn in range(20 if long else 6):
        copies: dict[str, Path] = {}
        store.hook = lambda step, copies=copies: copies.update({step: image.copy()})  # type: ignore[misc]
        old = kept.record
        new = replace(old, values={**old.values, "text": f"{turn} 度目に書いた文。\n" * 300})
        kept = store.save(new, kept).kept
        for step, copy in copies.items():
            with image.opened(copy) as folder:
                found = morning(folder, make_store, new.id)
            assert found == new if step == "confirmed" else found in (old, new)
            assert found == old or step in ("replaced", "confirmed")
            counts[step, "new" if found == new else "old"] += 1
    print(
        {f"{step}: {which}": count for (step, which), count in counts.items()},
        "lost 0, neither old nor new 0",
    )
    assert len({step for step, _ in counts}) == 5


def test_the_image_is_copied_at_any_moment(
    image: Image,
    make_store: Callable[..., RecordRepository],
    record: Make,
    long: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A program saves on and on; what it had confirmed before a copy was begun is in the copy."""
    monkeypatch.setattr(lock_claim, "STALE", 0.0)
    name = record().id
    store = make_store(root=image.folder / "records", pruning=None)
    store.save(record(more="0"), None)
    log = tmp_path / "acknowledged"
    log.write_bytes(b"")

    def confirmed() -> int:
        return log.read_bytes().count(b"\n")

    pid = os.fork()
    if pid == 0:
        with contextlib.suppress(BaseException), log.open("ab", buffering=0) as acknowledged:
            for turn in range(1, 400):
                kept = store.load(name)
                text = f"{turn} 度目の文。\n" * (turn % 40 + 1)
                store.save(
                    replace(kept.record, values={**kept.record.values, "more": str(turn), "text": text}), kept
                )
                acknowledged.write(b"\n")
                time.sleep(0.001)
        os._exit(0)
    taken: list[tuple[int, Path, int]] = []
    dice = random.Random(7)
    try:
        while len(taken) < (100 if long else 20):
            time.sleep(dice.uniform(0.001, 0.03))
            before = confirmed()
            copy = image.copy()
            taken.append((before, copy, confirmed()))
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    between = 0
    for before, copy, after in taken:
        with image.opened(copy) as folder:
            found = morning(folder, make_store, name)
        number = int(found.text("more"))
        assert before <= number <= after + 1, "a confirmed save is not in the copy"
        assert number == 0 or found.text("text") == f"{number} 度目の文。\n" * (number % 40 + 1)
        between += number > before
    print(f"{len(taken)} copies of the image while {confirmed()} saves were confirmed: lost 0, torn 0,"
          f" {between} had a save that was under way or confirmed during the copy")  # fmt: skip
    assert taken[-1][2] > taken[0][0], "nothing was saved while the copies were taken"
