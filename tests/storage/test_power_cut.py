"""The power goes at every moment of saving, deleting, bringing back: whatever the disk is found in, nothing is lost.

disk.py gives the states; each is laid into a fresh folder and opened as the program opens it the next morning.
"""

from __future__ import annotations

import itertools
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from disk import Disk, State, lay

from uedasns_tui.records import codec
from uedasns_tui.records.record import Person, Record
from uedasns_tui.storage import format_mark, lock, lock_claim, paths, purge
from uedasns_tui.storage.atomic import sweep
from uedasns_tui.storage.diagnostics import diagnose
from uedasns_tui.storage.drafts import DraftStore
from uedasns_tui.storage.repository import RecordRepository
from uedasns_tui.storage.versions import PruningRule

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the model is one of POSIX calls")
Make = Callable[..., Record]
HANAKO = Person("上田 花子", "広報課", "hanako")
LATER = 7200.0
"""Seconds after the cut at which the program is started again: what was left is stale by then."""


def every_state(top: Path, act: Callable[[], object]) -> tuple[set[State], set[State], Counter[str]]:
    """All states of a cut while `act` runs, all of a cut after it, and how often each call was asked."""
    disk = Disk(top, apart=(lock_claim.NAME,))  # what a claim leaves: test_lock_claim
    during: set[State] = set(disk.states())
    disk.between = lambda: during.update(disk.states())
    with pytest.MonkeyPatch.context() as patch:
        disk.watch(patch)
        act()
    return during, set(disk.states()), Counter(disk.calls)


class Morning:
    """What is found when the program starts again on a state."""

    def __init__(self, store: RecordRepository, thorough: bool = True) -> None:
        self.repository = store
        self.thorough = thorough
        kept, problems = store.everything()
        assert not problems, problems
        self.records = [one.record for one in kept]

    def versions(self, name: str) -> list[Record]:
        """Every version of a record; each can be read."""
        found = [self.repository.read_version(one).record for one in self.repository.versions(name)]
        assert None not in found
        return [one for one in found if one is not None]

    def mended(self) -> int:
        """What doctor finds is leftovers, and texts in the history only; each can be mended, and then nothing is left."""
        found = list(diagnose(self.repository, now=time.time() + LATER))
        assert {one.problem.code for one in found} <= {"leftover", "unmerged", "history-only"}, found
        for one in found:
            assert one.mend is not None
            one.mend.do()
        assert not list(diagnose(self.repository, now=time.time() + LATER))
        assert all(one.with_suffix(".toml").exists() for one in self.repository.root.glob(".trash/*.json"))
        return len(found)

    def can_work(self, record: Record) -> None:
        """Nothing obstructs: the record can be saved, edited, deleted and brought back (tried on some states)."""
        if not self.thorough:
            return
        kept = self.repository.try_load(record.id)
        if kept is None:
            kept = self.repository.save(record, None).kept
        self.repository.save(replace(kept.record, values={**kept.record.values, "more": "翌朝"}), kept)
        assert self.repository.versions(record.id)[-1].who == HANAKO
        self.repository.restore(self.repository.delete(record.id))
        assert self.repository.load(record.id).record.text("more") == "翌朝"

    def can_be_purged(self) -> None:
        """No copy of a record is anywhere after a purge: not in what was mended either (tried on some states)."""
        names = {one.id for one in self.records} | {one.id for one in self.repository.discarded()}
        for name in names if self.thorough else ():
            self.repository.purge(name, "保存の期間が過ぎた")
            left = [path.name for path in self.repository.root.rglob("*") if path.is_file()]
            ours = (paths.PURGED, format_mark.NAME)
            assert all(one in lock.FILES or any(name in one for name in ours) for one in left), left


@pytest.fixture
def cut(tmp_path: Path, make_store: Callable[..., RecordRepository], long: bool) -> Callable[..., None]:
    """Let `act` run on a store, cut the power at every moment, and give each state's morning to `check`."""

    def run(
        what: str,
        act: Callable[[RecordRepository], object],
        check: Callable[[Morning, bool], None],
        before: Callable[[RecordRepository], object] = lambda _repository: None,
        **options: Any,
    ) -> None:
        top = tmp_path / "disk"
        top.mkdir()
        root = top / "共有" / "記録"
        before(make_store(root=root, **options))
        store = make_store(root=root, **options)
        during, after, calls = every_state(top, lambda: act(store))
        mended = 0
        for number, state in enumerate(sorted(during | after, key=repr)):
            place = tmp_path / f"state{number}"
            lay(state, place)
            morning = Morning(make_store(root=place / "共有" / "記録", **options), long or number % 5 == 0)
            try:
                check(morning, state in after)
                mended += morning.mended()
                morning.can_be_purged()
            except BaseException:
                print(f"{what}: state {number} of a cut {'after' if state in after else 'during'} it")
                print("\n".join(f"  {path}: {content!r:.120}" for path, content in sorted(state, key=str)))
                raise
        print(f"{what}: {sum(calls.values())} calls, {len(during)} states of a cut while it runs,"
              f" {len(after)} after it; lost 0, neither old nor new 0, leftovers mended {mended}", dict(calls))  # fmt: skip
        assert len(during) > len(calls) and after

    return run


def test_a_record_saved_for_the_first_time(cut: Callable[..., None], record: Make) -> None:
    new = record()

    def check(morning: Morning, done: bool) -> None:
        assert morning.records == [new] if done else morning.records in ([], [new])
        assert all(one in morning.versions(new.id) for one in morning.records)
        morning.can_work(new)

    cut("first save", lambda store: store.save(new, None), check)


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_record_saved_over_another(
    cut: Callable[..., None], record: Make, edited: Make, by_hand: bool
) -> None:
    old = record()
    new = edited(old, text="新しい文。\n" * 40)

    def before(store: RecordRepository) -> None:
        kept = store.save(old, None).kept
        if by_hand:
            kept.path.write_bytes(kept.data + "# 手で書き足した\n".encode())

    def act(store: RecordRepository) -> None:
        assert store.save(new, store.load(old.id)).confirmed

    def check(morning: Morning, done: bool) -> None:
        assert morning.records in ([[new]] if done else [[old], [new]])
        assert all(one in morning.versions(old.id) for one in (old, *morning.records))
        morning.can_work(old)

    cut(f"save over another{', written by hand' if by_hand else ''}", act, check, before)


def of_it(morning: Morning) -> list[Record]:
    """The record where it lies, and its copies in the trash."""
    found = [codec.decode(one.path.read_bytes(), "")[0] for one in morning.repository.discarded()]
    return [*morning.records, *(one for one in found if one is not None)]


def test_a_record_deleted(cut: Callable[..., None], record: Make) -> None:
    one = record()

    def check(morning: Morning, done: bool) -> None:
        assert of_it(morning) == [one] and one in morning.versions(one.id)
        assert not (done and morning.records)
        assert [gone.reason for gone in morning.repository.discarded()] == ["重複"] * (not morning.records)
        if morning.repository.discarded():
            assert (
                morning.repository.restore(morning.repository.discarded()[0])
                == morning.repository.load(one.id).path
            )
        morning.can_work(one)

    cut("delete", lambda store: store.delete(one.id, "重複"), check, lambda store: store.save(one, None))


def test_a_record_brought_back_from_the_trash(cut: Callable[..., None], record: Make) -> None:
    one = record()

    def before(store: RecordRepository) -> None:
        store.save(one, None)
        store.delete(one.id, "重複")

    def check(morning: Morning, done: bool) -> None:
        assert of_it(morning) == [one] and one in morning.versions(one.id)
        assert not done or morning.records == [one]
        assert [gone.reason for gone in morning.repository.discarded()] == ["重複"] * (not morning.records)
        if morning.records:
            morning.can_work(one)

    cut("bring back", lambda store: store.restore(store.discarded()[0]), check, before)


def test_old_versions_let_go(cut: Callable[..., None], record: Make, edited: Make) -> None:
    """Pruning while saving takes no version that its rule keeps."""
    texts = [edited(record(), text=f"{turn} 番目の文") for turn in range(5)]

    def before(store: RecordRepository) -> None:
        store.pruning = None
        kept = None
        for one in texts[:4]:
            kept = store.save(one, kept).kept

    def check(morning: Morning, done: bool) -> None:
        assert morning.records in ([texts[4:]] if done else [texts[3:4], texts[4:]])
        found = morning.versions(texts[0].id)
        assert all(one in found for one in (texts[3], *morning.records))

    rule = PruningRule(all_days=-1, daily_days=-1, monthly=False, least=2)
    cut(
        "save and prune",
        lambda store: store.save(texts[4], store.load(texts[0].id)),
        check,
        before,
        pruning=rule,
    )


def test_a_record_purged(cut: Callable[..., None], record: Make, edited: Make) -> None:
    """A purge that was cut short is either not begun, or its line says so and doing it again ends it."""
    one = record(text="残してはならない個人情報")

    def before(store: RecordRepository) -> None:
        kept = store.save(one, None).kept
        store.delete(store.save(edited(one, more="備考"), kept).kept.record.id)
        store.save(one, None)

    def check(morning: Morning, done: bool) -> None:
        root = morning.repository.root
        begun = one.id in purge.purged_ids(root)
        assert begun or (not done and morning.records == [one])
        if begun:
            morning.repository.purge(one.id, "誤って記録した")
            assert purge.copies(root, morning.repository.kinds, one.id) == []
        else:
            morning.can_work(one)

    cut("purge", lambda store: store.purge(one.id, "誤って記録した"), check, before)


def test_what_is_typed_is_put_by(tmp_path: Path) -> None:
    """What was put by and confirmed stays; while more is put by, the earlier or the later is there, whole."""
    top = tmp_path / "home"
    top.mkdir()
    folder = Path(".local", "state", "drafts")

    def first() -> None:
        DraftStore(top / folder).put("policy-x", "はじめの文")

    def check(states: set[State], allowed: list[str | None]) -> None:
        for state in states:
            place = tmp_path / f"state{next(number)}"
            lay(state, place)
            drafts = DraftStore(place / folder)
            found = drafts.get("policy-x")
            assert (found.text if found else None) in allowed
            drafts.put("policy-x", "翌朝の文")
            sweep(place / folder, time.time() + LATER)
            assert [one.text for one in drafts.all()] == ["翌朝の文"]
            assert len(list((place / folder).iterdir())) == 1

    number = itertools.count()
    during, after, _ = every_state(top, first)
    check(during, [None, "はじめの文"])
    check(after, ["はじめの文"])
    more, last, _ = every_state(top, lambda: DraftStore(top / folder).put("policy-x", "つぎの文" * 200))
    check(more, ["はじめの文", "つぎの文" * 200])
    check(last, ["つぎの文" * 200])
    print(f"a draft: {len(during)} states of a cut at the first, {len(more)} at the next; lost 0")
    assert len(during) > 5 and len(more) > 5
