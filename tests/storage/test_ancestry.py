"""What a record was made of: saves that it does not hold are found, and nothing else is called so."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uedasns_tui.records.record import Person, Record
from uedasns_tui.storage import ancestry, atomic, format_mark, lost_records, purge, versions
from uedasns_tui.storage.diagnostics import diagnose
from uedasns_tui.storage.errors import DISPLACED, IdInUse, SaveConflict, StorageError
from uedasns_tui.storage.index.record_index import RecordIndex
from uedasns_tui.storage.record_file import SavedRecord
from uedasns_tui.storage.repository import RecordRepository
from uedasns_tui.storage.versions import Version

Make = Callable[..., Record]
TARO = Person("城下 太郎", "防災課", "taro")
START = datetime(2026, 1, 1, tzinfo=UTC)


# ---- the graph
def version(number: int, digest: str, origin: str) -> Version:
    return Version(START + timedelta(seconds=number), None, digest, Path(f"{number}"), origin)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Version], list[set[str]]]:
    """Versions, each made of earlier ones, and for each all that it was made of, as told while it was made."""
    entries: list[Version] = []
    whole: list[set[str]] = []
    for number in range(draw(st.integers(1, 12))):
        parents = draw(st.lists(st.integers(0, number - 1), max_size=2, unique=True)) if number else []
        digest = f"{number:016x}"
        origin = "-".join(entries[parent].digest for parent in parents) or versions.FIRST
        entries.append(version(number, digest, origin))
        whole.append({digest}.union(*(whole[parent] for parent in parents)))
    return entries, whole


@given(graphs(), st.data())
def test_what_a_text_was_made_of_is_known_and_the_rest_is_told(
    graph: tuple[list[Version], list[set[str]]], data: st.DataObject
) -> None:
    entries, whole = graph
    head = data.draw(st.integers(0, len(entries) - 1))
    assert ancestry.descent(entries, entries[head].digest) == whole[head]
    lines = ancestry.unmerged(entries, entries[head].digest)
    outside = [place for place in range(len(entries)) if entries[place].digest not in whole[head]]
    last = {
        place
        for place in outside
        if not any(entries[place].digest in whole[other] for other in outside if other != place)
    }
    assert {entry.path.name for entry in lines} == {str(place) for place in last}
    told = whole[head].union(*(ancestry.descent(entries, entry.digest) for entry in lines))
    assert told == {entry.digest for entry in entries}


@given(graphs(), st.data())
def test_versions_without_parents_and_pruned_ones_are_never_called_lost(
    graph: tuple[list[Version], list[set[str]]], data: st.DataObject
) -> None:
    entries, _ = graph
    chain = [version(at, f"{at:016x}", f"{at - 1:016x}" if at else versions.FIRST) for at in range(9)]
    left = [entry for entry in chain[:-1] if data.draw(st.booleans())] + chain[-1:]
    assert ancestry.unmerged(left, chain[-1].digest) == []
    old = [replace(entry, origin="") for entry in entries]
    assert ancestry.unmerged(old, old[-1].digest) == []
    assert ancestry.unmerged(old, old[0].digest) == []
    mixed = [replace(entry, origin=data.draw(st.sampled_from(["", entry.origin]))) for entry in chain]
    assert ancestry.unmerged(mixed, mixed[-1].digest) == []


def test_a_line_that_goes_round_in_a_circle_is_told_of_once() -> None:
    a, b, c = (digit * 16 for digit in "abc")
    entries = [
        version(0, a, "first"),
        version(1, b, a),
        version(2, c, b),
        version(3, b, c),
        version(4, "d" * 16, a),
    ]
    assert [entry.path.name for entry in ancestry.unmerged(entries, "d" * 16)] == ["3"]
    assert ancestry.common_version(entries, "d" * 16, b) == entries[0]


def test_a_text_that_was_set_aside_is_neither_lost_nor_the_newest() -> None:
    a, b = "a" * 16, "b" * 16
    entries = [version(0, a, "first"), version(1, b, versions.ASIDE)]
    assert ancestry.unmerged(entries, a) == [] and versions.newest_of(entries) == entries[0]
    assert ancestry.newest_descendant(entries, a) == entries[0]
    assert ancestry.newest_descendant(entries, b) is None
    assert ancestry.descent(entries, "c" * 16) == {"c" * 16, a}


# ---- real files
@pytest.fixture
def lost_save(store: RecordRepository, record: Make) -> tuple[SavedRecord, Version]:
    """What two PCs leave that saved at once and read the same: the record of the second, and the first's version."""
    first = store.save(record(), None).kept
    theirs = store.save(
        replace(first.record, values={**first.record.values, "more": "太郎の追記"}), first
    ).kept
    first.path.write_bytes(first.data)
    (newest,) = store.versions(first.record.id)[-1:]
    name = newest.path.name
    mine = replace(first.record, values={**first.record.values, "text": "花子の文"})
    # the second PC neither saw the first's version nor its file
    aside = newest.path.rename(store.root / name)
    saved = store.save(mine, first).kept
    aside.rename(newest.path)
    assert theirs.data != saved.data
    return saved, newest


def test_what_was_lost_by_saves_at_once_is_found_and_merged(
    store: RecordRepository, lost_save: tuple[SavedRecord, Version], index: RecordIndex
) -> None:
    saved, lost = lost_save
    assert [entry.path for entry in store.unmerged(saved)] == [lost.path]
    index.refresh()
    assert [problem.code for problem in index.problems("post")] == ["unmerged"]
    (found,) = diagnose(store)
    assert found.problem.code == "unmerged" and saved.record.id in found.problem.message
    store.noticed = index.noticed
    merged = store.merge_version(saved, lost).kept.record
    assert merged.text("more") == "太郎の追記" and merged.text("text") == "花子の文"
    assert store.unmerged(store.load(saved.record.id)) == [] and not list(diagnose(store))
    index.refresh()
    assert index.problems("post") == []
    later = store.load(saved.record.id)
    store.save(replace(later.record, values={**later.record.values, "name": "その後"}), later)
    assert not list(diagnose(store))


def test_doctor_brings_in_what_nobody_must_choose_about(
    store: RecordRepository, lost_save: tuple[SavedRecord, Version]
) -> None:
    (found,) = diagnose(store)
    assert found.mend is not None
    found.mend.do()
    assert store.load(lost_save[0].record.id).record.text("more") == "太郎の追記"


@pytest.mark.parametrize("pick", ["mine", "theirs"])
def test_what_both_changed_is_a_persons_choice_and_both_texts_stay(
    store: RecordRepository, record: Make, pick: str
) -> None:
    first = store.save(record(), None).kept
    store.save(replace(first.record, values={**first.record.values, "name": "太郎の名"}), first)
    lost = store.versions(first.record.id)[-1]
    aside = lost.path.rename(store.root / lost.path.name)
    first.path.write_bytes(first.data)
    saved = store.save(replace(first.record, values={**first.record.values, "name": "花子の名"}), first).kept
    aside.rename(lost.path)
    (found,) = diagnose(store)
    assert found.mend is None
    with pytest.raises(SaveConflict) as conflict:
        store.merge_version(saved, lost)
    (entry,) = conflict.value.conflicts
    assert (entry.mine, entry.theirs, entry.before) == ("花子の名", "太郎の名", "花火大会")
    assert store.load(first.record.id) == saved
    store.merge_version(saved, lost, {entry.path: pick})
    kept = store.load(first.record.id)
    assert kept.record.text("name") == ("花子の名" if pick == "mine" else "太郎の名")
    assert store.unmerged(kept) == []
    texts = {store.read_version(item).record.text("name") for item in store.versions(first.record.id)}  # type: ignore[union-attr]
    assert {"花子の名", "太郎の名"} <= texts


def test_a_version_that_comes_later_is_found_by_the_list(
    store: RecordRepository, lost_save: tuple[SavedRecord, Version], index: RecordIndex
) -> None:
    """A sync program brings the other PC's version after the record was read."""
    saved, lost = lost_save
    data = lost.read()
    lost.path.unlink()
    for path in store.root.rglob("*"):
        os.utime(path, (1_600_000_000, 1_600_000_000))
    for _ in range(2):
        index.refresh()
        assert index.problems() == []
    lost.path.write_bytes(data)
    os.utime(lost.path.parent, (1_700_000_000, 1_700_000_000))
    index.refresh()
    assert [problem.code for problem in index.problems()] == ["unmerged"]
    lost.path.unlink()
    index.refresh()
    assert index.problems() == [] and store.load(saved.record.id) == saved


def test_what_is_restored_deleted_given_up_or_pruned_is_no_conflict(
    make_store: Callable[..., RecordRepository], record: Make
) -> None:
    store = make_store(pruning=versions.PruningRule(all_days=0, daily_days=0, monthly=False, least=2))
    kept = store.save(record(), None).kept
    for turn in range(4):
        kept = store.save(replace(kept.record, values={**kept.record.values, "more": f"{turn}"}), kept).kept
    store.keep_version(replace(kept.record, values={"name": "やめた文"}))
    store.bring_back(store.versions(kept.record.id)[0])
    gone = store.delete(kept.record.id)
    other = store.save(record(name="作り直した"), None).kept
    store.delete(other.record.id)
    store.restore(gone)
    assert not list(diagnose(store))
    again = store.load(kept.record.id)
    store.save(replace(again.record, values={**again.record.values, "name": "続き"}), again)
    assert not list(diagnose(store))


def test_a_version_that_waits_for_a_person_is_not_pruned(
    make_store: Callable[..., RecordRepository], lost_save: tuple[SavedRecord, Version]
) -> None:
    saved, lost = lost_save
    rule = versions.PruningRule(all_days=-1, daily_days=-1, monthly=False, least=1)
    later = make_store(pruning=rule)

    def edit(text: str) -> None:
        kept = later.load(saved.record.id)
        later.save(replace(kept.record, values={**kept.record.values, "name": text}), kept)

    for turn in range(3):
        edit(str(turn))
    assert len(later.versions(saved.record.id)) == 6
    assert [entry.path for entry in later.unmerged(later.load(saved.record.id))] == [lost.path]
    later.merge_version(later.load(saved.record.id), lost, {})
    edit("その後")
    assert len(later.versions(saved.record.id)) == 1


def test_versions_of_an_earlier_program_are_told_of_by_nobody(store: RecordRepository, record: Make) -> None:
    kept = store.save(record(), None).kept
    for turn in range(3):
        kept = store.save(replace(kept.record, values={**kept.record.values, "more": f"{turn}"}), kept).kept
    for entry in store.versions(kept.record.id):
        entry.path.rename(entry.path.with_name("-".join(entry.path.name.split("-")[:2]) + ".toml"))
    assert {entry.origin for entry in store.versions(kept.record.id)} == {""}
    assert not list(diagnose(store))
    store.save(replace(kept.record, values={"name": "新しいプログラム"}), kept)
    assert not list(diagnose(store)) and len(store.versions(kept.record.id)) == 5


def test_what_another_hand_wrote_is_a_version_once(
    store: RecordRepository, record: Make, now: datetime
) -> None:
    kept = store.save(record(), None).kept
    root, kind, name = store.root, "post", kept.record.id
    second = store.save(replace(kept.record, values={"name": "二"}), kept).kept
    ancestry.add_outside_version(root, kind, name, kept.data, now)  # an older version, put back by hand
    ancestry.add_outside_version(root, kind, name, second.data, now)
    assert len(store.versions(name)) == 2
    for _ in range(2):
        ancestry.add_outside_version(root, kind, name, b"by hand", now)
    by_hand = store.versions(name)[2:]
    assert [(entry.who, entry.read()) for entry in by_hand] == [(None, b"by hand")]
    assert by_hand[0].parents == (versions.short_digest(second.data),)


# ---- records in their history only
class TakingShare:
    """A share that takes the earlier file away, and refuses to put the new one there, `refusals` times."""

    def __init__(self, patch: pytest.MonkeyPatch, place: Path, refusals: int) -> None:
        self.place, self.left = place, refusals
        self.real = {name: getattr(os, name) for name in ("replace", "rename", "link")}
        for name in self.real:
            patch.setattr(os, name, lambda *words, name=name, **options: self.act(name, *words, **options))
        impatient = (0.0, *atomic.retry_while_busy.__defaults__[1:])  # type: ignore[index]
        patch.setattr(atomic.retry_while_busy, "__defaults__", impatient)

    def act(self, name: str, source: Path, target: Path, **options: object) -> object:
        if Path(target) == self.place and self.left:
            self.left -= 1
            self.place.unlink(missing_ok=True)
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
        return self.real[name](source, target, **options)


def test_a_save_whose_place_was_taken_away_gets_it_back(
    store: RecordRepository, record: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = store.save(record(), None).kept
    with monkeypatch.context() as patch:
        TakingShare(patch, kept.path, 1)
        saved = store.save(replace(kept.record, values={"name": "新しい"}), kept).kept
    assert store.load(kept.record.id) == saved and not list(kept.path.parent.glob(".*"))


@pytest.mark.parametrize("hands", ["doctor", "restore", "save"])
def test_a_record_whose_place_is_empty_is_told_of_and_comes_back(
    store: RecordRepository, record: Make, monkeypatch: pytest.MonkeyPatch, index: RecordIndex, hands: str
) -> None:
    kept = store.save(record(), None).kept
    new = replace(kept.record, values={**kept.record.values, "name": "消えかけた"})
    with monkeypatch.context() as patch:
        TakingShare(patch, kept.path, 1000)
        with pytest.raises(StorageError) as fault:
            store.save(new, kept)
    assert fault.value.code == DISPLACED and "そのまま残っています" not in fault.value.message
    (temporary,) = kept.path.parent.glob(".*.tmp")
    assert temporary.name in fault.value.message and not kept.path.exists()
    index.refresh()
    assert [problem.code for problem in index.problems("post")] == [lost_records.CODE]
    assert index.problems("policy") == []
    (found,) = diagnose(store)
    assert "この記録は版の中にだけあります" in found.problem.message and found.mend is not None
    with pytest.raises(StorageError, match="版の中にだけあります"):
        store.load(kept.record.id)
    with pytest.raises(IdInUse):
        store.save(record(name="別の記録"), None)
    if hands == "doctor":
        found.mend.do()
    elif hands == "restore":
        store.bring_back(store.versions(kept.record.id)[-1])
    else:
        assert store.save(new, kept).put_back
        assert not store.save(new, store.load(kept.record.id)).put_back
    assert store.load(kept.record.id).record == new and not list(diagnose(store))
    index.refresh()
    assert index.problems() == []


def test_a_refusal_that_took_nothing_away_says_so(
    store: RecordRepository, record: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = store.save(record(), None).kept
    with monkeypatch.context() as patch:
        share = TakingShare(patch, kept.path, 1000)
        share.place = Path("elsewhere")

        def refuse(_source: Path, target: Path, **_options: object) -> None:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))

        patch.setattr(os, "replace", refuse)
        link = os.link  # reading past a client's memory needs links of other names
        patch.setattr(
            os, "link", lambda source, target: (refuse if Path(target) == kept.path else link)(source, target)
        )
        with pytest.raises(StorageError) as fault:
            store.save(replace(kept.record, values={"name": "新しい"}), kept)
    assert "そのまま残っています" in fault.value.message and store.load(kept.record.id) == kept
    assert not list(kept.path.parent.glob(".*")) and len(store.versions(kept.record.id)) == 1
    assert not list(diagnose(store))


def test_what_was_deleted_is_not_lost(store: RecordRepository, record: Make, index: RecordIndex) -> None:
    kept = store.save(record(), None).kept
    store.delete(kept.record.id)
    index.refresh()
    assert index.problems() == [] and not list(diagnose(store))
    store.empty_trash()
    for _ in range(2):
        index.refresh()
    assert index.problems() == [] and not list(diagnose(store))
    again = store.save(record(name="同じ ID"), None).kept
    again.path.unlink()
    index.refresh()
    assert [problem.code for problem in index.problems()] == [lost_records.CODE]
    purge.purge(store.root, store.kinds, kept.record.id, TARO, "誤り", START)
    index.refresh()
    assert index.problems() == []


def test_histories_of_an_earlier_program_are_a_note_of_doctor_only(
    store: RecordRepository, record: Make, index: RecordIndex
) -> None:
    """It did not write down that the trash was emptied."""
    kept = store.save(record(), None).kept
    (saved,) = store.versions(kept.record.id)
    saved.path.rename(saved.path.with_name(saved.path.name.replace("-first", "")))
    kept.path.unlink()
    index.refresh()
    assert index.problems() == []
    (found,) = diagnose(store)
    assert found.problem.severity == "note" and found.mend is None
    assert store.bring_back(store.versions(kept.record.id)[0]).kept.data == kept.data


# ---- the mark of the folder
def test_a_folder_with_records_gets_its_mark_at_the_next_save(store: RecordRepository, record: Make) -> None:
    kept = store.save(record(), None).kept
    mark = store.root / format_mark.NAME
    assert format_mark.number(store.root) == format_mark.FORMAT
    mark.write_text("format = 1\n", encoding="utf-8")
    kept = store.save(replace(kept.record, values={"name": "前の形式"}), kept).kept
    assert format_mark.number(store.root) == format_mark.FORMAT
    mark.unlink()
    assert format_mark.number(store.root) == 1
    store.load(kept.record.id)
    assert not mark.exists()
    store.save(replace(kept.record, values={"name": "次の保存"}), kept)
    assert format_mark.number(store.root) == format_mark.FORMAT


@pytest.mark.parametrize("text", [f"format = {format_mark.FORMAT + 1}\n", "format = two\n", ""])
def test_nothing_is_written_into_the_folder_of_a_newer_program(
    store: RecordRepository, record: Make, text: str
) -> None:
    kept = store.save(record(), None).kept
    gone = store.delete(store.save(record("20261123-other"), None).kept.record.id)
    (store.root / format_mark.NAME).write_text(text, encoding="utf-8")
    before = sorted(path for path in store.root.rglob("*"))
    edited = replace(kept.record, values={"name": "古いプログラム"})
    for act in (
        lambda: store.save(edited, kept),
        lambda: store.save(record("20261123-new"), None),
        lambda: store.delete(kept.record.id),
        lambda: store.restore(gone),
        lambda: store.empty_trash(),
        lambda: store.keep_version(edited),
        lambda: store.purge(kept.record.id, "理由"),
        lambda: store.bring_back(store.versions(kept.record.id)[0]),
    ):
        with pytest.raises(StorageError) as fault:
            act()
        assert fault.value.code == "format"
    assert sorted(path for path in store.root.rglob("*")) == before and kept.path.read_bytes() == kept.data
    shutil.rmtree(store.root)


def test_a_text_written_by_hand_hides_no_line_that_waits(
    store: RecordRepository, lost_save: tuple[SavedRecord, Version]
) -> None:
    """It was made of the record that it was written over, also where the other PC's save is the newer version."""
    saved, lost = lost_save
    later = lost.path.rename(lost.path.with_name("20261124" + lost.path.name[8:]))
    assert store.versions(saved.record.id)[-1].path == later
    saved.path.write_bytes(saved.data.replace("花子の文".encode(), "花子が手で直した文".encode()))
    by_hand = store.load(saved.record.id)
    assert [entry.path for entry in store.unmerged(by_hand)] == [later]
    kept = store.save(replace(by_hand.record, values={**by_hand.record.values, "name": "続き"}), by_hand).kept
    assert [entry.path for entry in store.unmerged(kept)] == [later]
    merged = store.merge_version(kept, store.unmerged(kept)[0]).kept.record
    assert (merged.text("more"), merged.text("text")) == ("太郎の追記", "花子が手で直した文")
