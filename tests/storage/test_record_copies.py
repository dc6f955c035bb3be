"""Another copy of the records is brought in: nothing of either is lost, and who wrote what stays known."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from uedasns_tui.guideline.problem import Problem
from uedasns_tui.records.record import Person, Record
from uedasns_tui.storage import (
    backup,
    format_mark,
    paths,
    record_copies,
    record_file,
    version_notes,
    versions,
)
from uedasns_tui.storage.diagnostics import diagnose
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.storage.record_copies import MergeOutcome, RecordCopy
from uedasns_tui.storage.repository import RecordRepository

Make = Callable[..., Record]
TARO = Person("城下 太郎", "防災課", "taro")
NAME = "20261123-ab3x7"


@pytest.fixture
def other(make_store: Callable[..., RecordRepository], tmp_path: Path) -> RecordRepository:
    """The store of a colleague whom no share joins."""
    (tmp_path / "他課").mkdir()
    return make_store(root=tmp_path / "他課", who=lambda: TARO)


@pytest.fixture
def carried(store: RecordRepository, other: RecordRepository, record: Make) -> None:
    """One record, which both have in the same state."""
    store.save(record(), None)
    shutil.copytree(store.root, other.root, dirs_exist_ok=True)


def edit(store: RecordRepository, **values: Any) -> None:
    kept = store.load(NAME)
    store.save(replace(kept.record, values={**kept.record.values, **values}), kept)


def bring(store: RecordRepository, source: Path) -> list[MergeOutcome]:
    """Preview, bring in, and the same again, which must change nothing more."""
    with record_copies.opened(source) as folder:
        copies = [copy for copy in record_copies.copies_in(folder, store) if isinstance(copy, RecordCopy)]
        expected = [record_copies.preview(store, copy) for copy in copies]
        done = [record_copies.bring_in(store, copy) for copy in copies]
        assert done == expected
        again = [record_copies.bring_in(store, copy).outcome for copy in copies]
        assert set(again) <= {"same", "older", "purged", "deleted", "conflict"}
    return done


def outcomes(done: list[MergeOutcome]) -> list[str]:
    return [entry.outcome for entry in done]


def authors(store: RecordRepository) -> dict[str, Person | None]:
    return {entry.path.name: entry.who for entry in store.versions(NAME)}


@pytest.mark.parametrize("packed", [True, False])
def test_what_only_one_side_has_or_changed_is_taken_over(
    store: RecordRepository, other: RecordRepository, carried: None, record: Make, tmp_path: Path, now: datetime, packed: bool
) -> None:  # fmt: skip
    edit(other, more="太郎の追記")
    other.save(record("20261123-other"), None)
    source = other.root
    if packed:
        source = tmp_path / "控え.zip"
        backup.backup(other.root, source, now)
    before = authors(other)
    assert sorted(outcomes(bring(store, source))) == ["added", "updated"]
    assert store.load(NAME).record == other.load(NAME).record
    assert store.load("20261123-other").data == other.load("20261123-other").data
    assert before.items() <= authors(store).items() and TARO in before.values()
    assert not list(diagnose(store))


def test_both_changes_are_merged_and_the_histories_united(
    store: RecordRepository, other: RecordRepository, carried: None
) -> None:
    edit(store, text="花子の文")
    edit(other, more="太郎の追記")
    edit(other, more="太郎の追記、その二")
    hers, his = authors(store), authors(other)
    assert outcomes(bring(store, other.root)) == ["merged"]
    merged = store.load(NAME).record
    assert (merged.text("text"), merged.text("more")) == ("花子の文", "太郎の追記、その二")
    assert (hers | his).items() <= authors(store).items()
    assert not list(diagnose(store))
    assert outcomes(bring(other, store.root)) == ["updated"]
    assert other.load(NAME).record == merged and not list(diagnose(other))


@pytest.mark.parametrize("old", [True, False])
def test_what_both_changed_waits_for_a_person_and_both_texts_stay(
    store: RecordRepository, other: RecordRepository, carried: None, old: bool
) -> None:
    """`old`: versions of an earlier program, which do not name their parents."""
    edit(other, name="太郎の名", more="追記")
    edit(store, name="花子の名")
    if old:
        for side in (store, other):
            for entry in side.versions(NAME):
                entry.path.rename(entry.path.with_name("-".join(entry.path.name.split("-")[:2]) + ".toml"))
    (outcome,) = bring(store, other.root)
    assert outcome.outcome == "conflict"
    assert [(entry.mine, entry.theirs) for entry in outcome.conflicts] == [("花子の名", "太郎の名")]
    saved = store.load(NAME)
    assert saved.record.text("name") == "花子の名"
    (waiting,) = store.unmerged(saved)
    theirs = store.read_version(waiting).record
    assert theirs is not None and theirs.text("name") == "太郎の名"
    (entry,) = store.conflict_with(saved, waiting).conflicts
    assert entry.before == "花火大会"
    store.merge_version(saved, waiting, {entry.path: "theirs"})
    assert (
        store.load(NAME).record.text("name") == "太郎の名" and store.load(NAME).record.text("more") == "追記"
    )
    assert store.unmerged(store.load(NAME)) == []


def test_copies_that_have_nothing_in_common_keep_every_text(
    store: RecordRepository, other: RecordRepository, record: Make
) -> None:
    store.save(record(name="ここ", text="同じ"), None)
    other.save(record(name="写し", text="同じ"), None)
    (outcome,) = bring(store, other.root)
    assert [entry.path for entry in outcome.conflicts] == [("values", "name")]
    assert [entry.who for entry in store.unmerged(store.load(NAME))] == [TARO]


def test_the_older_copy_changes_nothing(
    store: RecordRepository, other: RecordRepository, carried: None
) -> None:
    edit(store, name="花子の名")
    saved = store.load(NAME)
    assert outcomes(bring(store, other.root)) == ["older"]
    shutil.rmtree(other.root / paths.HISTORY)  # a stick with the records alone
    assert outcomes(bring(store, other.root)) == ["older"]
    assert store.load(NAME) == saved


def test_what_was_purged_or_deleted_here_does_not_come_back(
    store: RecordRepository, other: RecordRepository, carried: None, record: Make
) -> None:
    other.save(record("20261123-other"), None)
    shutil.copytree(other.root, store.root, dirs_exist_ok=True)
    edit(other, name="太郎の名")
    store.delete(NAME)
    store.purge("20261123-other", "個人の情報")
    assert outcomes(bring(store, other.root)) == ["purged", "deleted"]
    assert list(store.every()) == [] and len(store.versions(NAME)) == 1


def test_a_hostile_copy_brings_nothing_but_records(
    store: RecordRepository, other: RecordRepository, carried: None, record: Make
) -> None:
    edit(other, name="太郎の名")
    last = other.versions(NAME)[-1]
    last.path.with_name(last.path.name.replace(last.digest, "0" * 16)).write_bytes("偽の版".encode())
    (other.root / "posts" / "bad.toml").write_bytes(b"\xff")
    (other.root / "settings.toml").write_text("keep_all_days = 1\n", encoding="utf-8")
    (other.root / "guideline").mkdir()
    with record_copies.opened(other.root) as folder:
        told = [entry for entry in record_copies.copies_in(folder, store) if isinstance(entry, Problem)]
    assert {Path(entry.where.file).name for entry in told} == {"bad.toml", "settings.toml", "guideline"}
    bring(store, other.root)
    assert (
        not any("0" * 16 in name for name in authors(store)) and not (store.root / "settings.toml").exists()
    )
    for ident in ("../../out", "x/y"):
        copy = RecordCopy(replace(store.load(NAME).record, id=ident), b"")
        with pytest.raises(StorageError):
            record_copies.bring_in(store, copy)


def test_the_records_own_folder_and_that_of_a_newer_program_are_refused(
    store: RecordRepository, other: RecordRepository, carried: None, tmp_path: Path, now: datetime
) -> None:
    with pytest.raises(StorageError, match="今の記録のフォルダー"):
        list(record_copies.copies_in(store.root, store))
    (other.root / format_mark.NAME).write_text("format = 99\n", encoding="utf-8")
    with pytest.raises(StorageError, match="新しい"), record_copies.opened(other.root):
        pass
    zipped = tmp_path / "a.zip"
    edit(store, name="控えの前")
    backup.backup(store.root, zipped, now)
    with zipfile.ZipFile(zipped, "a") as packed, pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr(format_mark.NAME, "format = 99\n")
    with pytest.raises(StorageError), record_copies.opened(zipped):
        pass


# ---- conflict copies of sync programs
SHAPES = (
    "{id} (1)", "{id} (2)", "{id}.sync-conflict-20261127-101500-ABCDEFG", "{id}-DESKTOP-X の競合コピー", "{id}-DESKTOP-X",
    "{id} (花子 の競合コピー 2026-11-27)", "{id} (Taro's conflicted copy 2026-11-27)",
    "{id} (conflicted copy 2026-11-27 101500)", "{id}_conflict-20261127-101500", "{id} (Case Conflict)",
    "{id}_Taro-PC_Nov-27-1015-2026_Conflict", "{id} - コピー", "{id}のコピー", "コピー ～ {id}", "Copy of {id}", "{id} - Copy (2)",
)  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_a_conflict_copy_is_offered_for_merge(store: RecordRepository, record: Make, shape: str) -> None:
    kept = store.save(record(), None).kept
    copy = kept.path.with_name(shape.format(id=NAME) + ".toml")
    copy.write_bytes(kept.data.replace("花火大会".encode(), "太郎の名".encode()))
    edit(store, more="花子の追記")
    (problem,) = (
        problem for file in store.every() if not isinstance(file, Problem) for problem in file.problems
    )
    assert problem.code == "copy" and "record merge" in problem.message and NAME in problem.message
    assert "名前を ID と同じに" not in problem.message
    # its text is in no history: nobody knows what it was made of, so both texts wait for a person
    outcome = record_copies.bring_in(store, record_copies.copy_from_file(copy))
    assert outcome.outcome == "conflict"
    record_copies.set_aside(store, copy)
    assert not copy.exists() and len(store.unmerged(store.load(NAME))) == 1
    assert {entry.problem.code for entry in diagnose(store)} == {"unmerged"}
    assert list((store.root / paths.TRASH).rglob("*.toml"))


def test_doctor_brings_a_copy_in_only_where_nobody_must_choose(store: RecordRepository, record: Make) -> None:
    kept = store.save(record(), None).kept
    edit(store, name="新しい名")
    older = kept.path.with_name(f"{NAME} (1).toml")
    unknown = kept.path.with_name(f"{NAME} (2).toml")
    older.write_bytes(kept.data)
    unknown.write_bytes(kept.data.replace("花火大会".encode(), "太郎の名".encode()))
    mends = {
        entry.problem.where.file: entry.mend for entry in diagnose(store) if entry.problem.code == "copy"
    }
    assert mends[str(unknown)] is None, "both changed the same"
    mend = mends[str(older)]
    assert mend is not None and "ごみ箱" in mend.says and older.name in mend.do()
    assert not older.exists() and unknown.exists() and store.load(NAME).record.values["name"] == "新しい名"
    assert any(path.read_bytes() == kept.data for path in (store.root / paths.TRASH).rglob("*.toml"))


def test_a_copy_whose_save_is_in_the_history_is_merged_over_what_both_were_made_of(
    store: RecordRepository, other: RecordRepository, carried: None
) -> None:
    """A sync program brings the other PC's versions, and its record beside ours."""
    edit(other, more="太郎の追記")
    edit(store, text="花子の文")
    for entry in other.versions(NAME):
        shutil.copy(entry.path, versions.folder_of(store.root, "post", NAME))
    path = store.load(NAME).path.with_name(f"{NAME}.sync-conflict-20261127-101500-ABCDEFG.toml")
    path.write_bytes(other.load(NAME).data)
    assert record_copies.bring_in(store, record_copies.copy_from_file(path)).outcome == "merged"
    merged = store.load(NAME).record
    assert (merged.text("text"), merged.text("more")) == ("花子の文", "太郎の追記")


@pytest.mark.parametrize("stem", ["r10", "ar1", "x-r1", "r", "other", "2r1"])
def test_another_record_is_no_copy(record: Make, stem: str) -> None:
    assert not record_file.is_conflict_copy(Path(f"{stem}.toml"), record("r1"))


# ---- restoring a backup over what is here
def test_restoring_replaces_records_and_nobodys_authorship(
    store: RecordRepository, carried: None, tmp_path: Path, now: datetime
) -> None:
    zipped = tmp_path / "a.zip"
    backup.backup(store.root, zipped, now)
    old = store.load(NAME)
    store.who = lambda: TARO
    edit(store, name="太郎の名")
    before = authors(store)
    plan = backup.restore_preview(zipped, store.root)
    assert plan.replace == (f"posts/2026/11/{NAME}.toml",) and len(plan.united) == 1
    backup.restore_backup(zipped, store.root, now, plan)
    assert store.load(NAME).data == old.data
    assert before.items() <= authors(store).items() and TARO in before.values()
    assert not list(diagnose(store))
    edit(store, more="続き")
    assert not list(diagnose(store))


def test_restoring_what_was_deleted_is_no_conflict(
    store: RecordRepository, carried: None, tmp_path: Path, now: datetime
) -> None:
    zipped = tmp_path / "a.zip"
    backup.backup(store.root, zipped, now)
    edit(store, name="後の名")
    store.delete(NAME)
    backup.restore_backup(zipped, store.root, now, backup.restore_preview(zipped, store.root))
    assert not list(diagnose(store))


def test_restoring_into_an_empty_folder_keeps_what_waits_for_a_person(
    store: RecordRepository,
    other: RecordRepository,
    carried: None,
    make_store: Callable[..., RecordRepository],
    tmp_path: Path,
    now: datetime,
) -> None:
    edit(store, name="花子の名")
    for text in ("太郎", "太郎の", "太郎の名"):
        edit(other, name=text)
    bring(store, other.root)
    (waiting,) = store.unmerged(store.load(NAME))
    assert store.versions(NAME)[-1] == waiting
    zipped = tmp_path / "a.zip"
    backup.backup(store.root, zipped, now)
    backup.restore_backup(zipped, tmp_path / "空", now)
    (tmp_path / "別").mkdir()
    for place in ("空", "別"):
        fresh = make_store(root=tmp_path / place)
        if place == "別":
            assert outcomes(bring(fresh, store.root)) == ["added"]
        assert len(fresh.unmerged(fresh.load(NAME))) == 1
    edit(store, more="後の追記")
    later = store.versions(NAME)[-1].path
    later.rename(
        later.with_name("20261123T000000000000Z" + later.name[22:])
    )  # the other PC's clock was ahead
    backup.restore_backup(zipped, store.root, now, backup.restore_preview(zipped, store.root))
    assert [entry.path for entry in store.unmerged(store.load(NAME))] == [waiting.path]


def test_going_back_to_an_earlier_text_is_a_change(
    store: RecordRepository, other: RecordRepository, carried: None
) -> None:
    edit(other, name="二")
    bring(store, other.root)
    old = store.load(NAME)
    other.bring_back(other.versions(NAME)[0])
    assert outcomes(bring(store, other.root)) == ["updated"]
    assert store.load(NAME).record.text("name") == "花火大会"
    shutil.rmtree(other.root)
    shutil.copytree(store.root, other.root)
    store.bring_back(
        next(entry for entry in store.versions(NAME) if entry.digest == versions.short_digest(old.data))
    )
    assert outcomes(bring(store, other.root)) == ["older"]
    assert store.load(NAME).record.text("name") == "二"


def test_notes_are_united_and_none_is_changed() -> None:
    here = b'{"file": "a", "name": "x"}\n{"torn'
    there = b'{"file": "a", "name": "y"}\n[1]\n{"file": "b", "name": "z"}\n{"discarded": "a"}\n'
    joined = version_notes.united(here, there)
    assert joined.startswith(here) and version_notes.united(joined, there) == joined
    assert [(note.get("file"), note.get("name")) for note in version_notes.notes_of(joined)] == [
        ("a", "x"), ("b", "z"), (None, None),
    ]  # fmt: skip
    assert version_notes.united(b"", there) != b"" and version_notes.united(here, b"") == here + b"\n"


# ---- what belongs to a record
def test_a_purge_takes_conflict_copies_and_no_other_record(store: RecordRepository, record: Make) -> None:
    kept = store.save(record(), None).kept
    other = store.save(record(f"{NAME}-b", name="別の記録"), None).kept
    secret = kept.path.with_name(f"{NAME} (1).toml")
    secret.write_bytes(kept.data)
    put_away = kept.path.with_name(f"{NAME}-DESKTOP-X.toml")
    put_away.write_bytes(kept.data)
    record_copies.set_aside(store, put_away)
    theirs = kept.path.with_name(f"{NAME}-b (1).toml")
    theirs.write_bytes(other.data)
    store.purge(NAME, "個人の情報")
    left = [
        path for path in store.root.rglob("*") if path.is_file() and "花火大会".encode() in path.read_bytes()
    ]
    assert left == []
    assert other.path.exists() and theirs.exists() and store.versions(f"{NAME}-b")


def test_what_leaves_the_trash_for_good_leaves_nothing_behind(store: RecordRepository, record: Make) -> None:
    store.save(record(), None)
    gone = store.delete(NAME)
    torn = gone.path.with_name(f".{gone.path.with_suffix('.json').name}.1.abcdef01.tmp")
    torn.write_bytes(b"{")
    strange = gone.path.with_name(".other.json.1.abcdef01.tmp")
    strange.write_bytes(b"{")
    store.empty_trash()
    assert [path.name for path in gone.path.parent.iterdir()] == [strange.name]
