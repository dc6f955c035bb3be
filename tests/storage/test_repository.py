"""Saving and reading records: what was typed comes back, and nobody's change is overwritten."""

from __future__ import annotations

import errno
import os
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from uedasns_tui.records.record import Record
from uedasns_tui.storage import versions
from uedasns_tui.storage.errors import NOTHING_LOST, IdInUse, RecordMissing, SaveConflict, StorageError
from uedasns_tui.storage.repository import RecordRepository

Make = Callable[..., Record]


@pytest.mark.parametrize(
    ("kind", "name", "place"),
    [
        ("policy", "20261123-ab3x7", "policies/20261123-ab3x7.toml"),
        ("policy", "koho-x", "policies/koho-x.toml"),
        ("post", "20261123-ab3x7", "posts/2026/11/20261123-ab3x7.toml"),
        ("post", "chosen", "posts/undated/chosen.toml"),
        ("incident", "20261123-ab3x7", "incidents/2026/20261123-ab3x7.toml"),
    ],
)
def test_a_record_lies_where_its_kind_and_id_say(
    store: RecordRepository, record: Make, root: Path, kind: str, name: str, place: str
) -> None:
    saved = store.save(record(name, kind), None)
    assert saved.confirmed and not saved.merged
    assert saved.kept.path == root / place
    assert store.load(name).record == saved.kept.record == record(name, kind)
    assert store.load(name) == saved.kept
    assert [one.record.id for one in store.everything(kind)[0]] == [name]


def test_editing_keeps_what_was_there(store: RecordRepository, record: Make, edited: Make) -> None:
    first = store.save(record(), None).kept
    second = store.save(edited(first.record, text="延期します。"), first).kept
    assert store.load(first.record.id) == second
    assert [version.read() for version in store.versions(first.record.id)] == [first.data, second.data]
    again = store.save(second.record, second)
    assert again.kept == second
    assert len(store.versions(first.record.id)) == 2


def test_an_id_is_used_once(store: RecordRepository, record: Make) -> None:
    store.save(record(), None)
    for kind in ("post", "policy"):
        with pytest.raises(IdInUse, match="20261123-ab3x7"):
            store.save(record(kind=kind, name="別のもの"), None)
    assert store.load("20261123-ab3x7").record == record()


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", "A", "x" * 41, "con", "日本", "a.b", "a\0"])
def test_a_name_cannot_leave_the_folder(store: RecordRepository, record: Make, root: Path, name: str) -> None:
    with pytest.raises(StorageError):
        store.save(replace(record(), id=name), None)
    with pytest.raises(StorageError):
        store.save(replace(record(), kind=name), None)
    with pytest.raises(StorageError):
        store.load(name)
    assert store.try_load(name) is None
    with pytest.raises(StorageError):
        store.delete(name)
    assert not [path for path in root.parent.rglob("*.toml") if root not in path.parents]


def test_changes_to_different_fields_are_merged(store: RecordRepository, record: Make, edited: Make) -> None:
    base = store.save(record(name="一", text="二", more="三"), None).kept
    store.save(edited(base.record, text="むこう"), base)
    saved = store.save(edited(base.record, more="こちら"), base)
    assert saved.merged
    assert dict(store.load(base.record.id).record.values) == {
        "name": "一",
        "text": "むこう",
        "more": "こちら",
    }


def test_the_same_field_on_both_sides_is_a_conflict_and_nothing_is_written(
    store: RecordRepository, record: Make, edited: Make
) -> None:
    base = store.save(record(), None).kept
    theirs = store.save(edited(base.record, text="むこう"), base).kept
    before = sorted((path, path.read_bytes()) for path in store.root.rglob("*.toml"))
    with pytest.raises(SaveConflict) as caught:
        store.save(edited(base.record, text="こちら"), base)
    assert caught.value.theirs == theirs.record and caught.value.before == base.record
    assert caught.value.mine.text("text") == "こちら"
    assert sorted((path, path.read_bytes()) for path in store.root.rglob("*.toml")) == before
    chosen = store.save(caught.value.mine, caught.value.kept).kept
    assert chosen.record.text("text") == "こちら"
    said = [store.read_version(version).record.text("text") for version in store.versions(base.record.id)]  # type: ignore[union-attr]
    assert said == ["本日は雨です。\n中止します。", "むこう", "こちら"]


def test_a_record_deleted_meanwhile_is_not_made_anew_by_itself(
    store: RecordRepository, record: Make, edited: Make
) -> None:
    base = store.save(record(), None).kept
    store.delete(base.record.id, "重複")
    with pytest.raises(SaveConflict) as caught:
        store.save(edited(base.record, text="こちら"), base)
    assert caught.value.theirs is None
    store.save(caught.value.mine, None)
    assert store.load(base.record.id).record.text("text") == "こちら"


def test_what_somebody_wrote_by_hand_is_kept_in_the_history(
    store: RecordRepository, record: Make, edited: Make
) -> None:
    base = store.save(record(name="一", text="二"), None).kept
    by_hand = base.data.replace("二".encode(), "手で".encode())
    base.path.write_bytes(by_hand)
    saved = store.save(edited(base.record, name="こちら"), base)
    assert saved.kept.record.text("text") == "手で"
    found = store.versions(base.record.id)
    assert [version.read() for version in found] == [base.data, by_hand, saved.kept.data]
    assert [version.who.name if version.who else "" for version in found] == ["上田 花子", "", "上田 花子"]


def test_what_was_made_unreadable_meanwhile_is_not_overwritten(
    store: RecordRepository, record: Make, edited: Make
) -> None:
    base = store.save(record(), None).kept
    base.path.write_bytes(b"[[[")
    with pytest.raises(StorageError, match="上書きはしませんでした"):
        store.save(edited(base.record, text="こちら"), base)
    assert base.path.read_bytes() == b"[[["


def test_a_version_comes_back_and_the_log_goes_on(
    store: RecordRepository, record: Make, edited: Make
) -> None:
    first = store.save(record(), None).kept
    longer = replace(
        edited(first.record, text="二"),
        log=(*first.record.log, replace(first.record.log[0], id="e2", transition="note")),
    )
    second = store.save(longer, first).kept
    saved = store.bring_back(store.versions(first.record.id)[0])
    assert saved.kept.record.values == first.record.values
    assert saved.kept.record.log == second.record.log
    store.delete(first.record.id)
    store.bring_back(store.versions(first.record.id)[1])
    assert store.load(first.record.id).record == second.record
    store.load(first.record.id).path.write_bytes(b"\xff")
    store.bring_back(store.versions(first.record.id)[0])
    assert store.load(first.record.id).record == first.record
    assert b"\xff" in [version.read() for version in store.versions(first.record.id)]


def test_a_lone_surrogate_is_refused_with_the_reason(store: RecordRepository, record: Make) -> None:
    with pytest.raises(StorageError, match="保存できませんでした"):
        store.save(record(text="a\ud800"), None)
    assert not list(store.root.rglob("*.toml"))


def test_a_record_too_large_to_be_read_again_is_refused(store: RecordRepository, record: Make) -> None:
    with pytest.raises(StorageError, match="長すぎます"):
        store.save(record(text="あ" * 400_000), None)
    assert not list(store.root.rglob("*.toml"))


def test_a_data_folder_is_made_at_the_first_record_but_not_when_it_has_gone_away(
    make_store: Callable[..., RecordRepository], tmp_path: Path, record: Make, edited: Make
) -> None:
    fresh = make_store(root=tmp_path / "new" / "records")
    assert fresh.everything() == ([], [])
    kept = fresh.save(record(), None).kept
    shutil.rmtree(tmp_path / "new")
    for act in (
        lambda: fresh.save(edited(kept.record, text="次"), kept),
        lambda: fresh.save(record("20261123-zzzzz"), None),
        lambda: fresh.delete(kept.record.id),
    ):
        with pytest.raises(StorageError) as caught:
            act()
        assert "見つかりません" in caught.value.message or "ありません" in caught.value.message
    assert not (tmp_path / "new").exists()
    with pytest.raises(RecordMissing):
        make_store(root=tmp_path / "share", make=False).save(record(), None)


def test_old_versions_are_pruned_by_the_rule(
    make_store: Callable[..., RecordRepository], record: Make, edited: Make
) -> None:
    store = make_store(pruning=versions.PruningRule(all_days=-1, daily_days=-1, monthly=True, least=3))
    kept = store.save(record(), None).kept
    for turn in range(8):
        kept = store.save(edited(kept.record, text=f"{turn}"), kept).kept
    found = store.versions(kept.record.id)
    assert [store.read_version(one).record.text("text") for one in found] == ["5", "6", "7"]  # type: ignore[union-attr]


def test_every_call_of_a_save_fails_in_turn(
    make_store: Callable[..., RecordRepository],
    record: Make,
    edited: Make,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """Lock, history and record: whichever call fails with whatever, the record is the old or the new one, whole."""
    counts: Counter[str] = Counter()
    errors = ("ENOSPC", "EIO", "EACCES", "EROFS", "EDQUOT", "EMFILE", "ENOENT", "EBUSY")
    turn = 0
    for call in (
        "open",
        "write",
        "fsync",
        "replace",
        "link",
        "close",
        "fstat",
        "lstat",
        "stat",
        "read",
        "mkdir",
        "scandir",
    ):
        for nth in range(1, 40):
            turn += 1
            store = make_store(root=tmp_path / f"r{turn}")
            kept = store.save(record(), None).kept
            new = edited(kept.record, text="新しい文")
            real, used = getattr(os, call), 0
            number = getattr(errno, errors[turn % len(errors)])

            def fail(*given: object, **named: object) -> object:
                nonlocal used
                used += 1
                if used == nth:  # noqa: B023
                    if call == "close":  # noqa: B023
                        real(*given)  # noqa: B023
                    raise OSError(number, os.strerror(number))  # noqa: B023
                return real(*given, **named)  # noqa: B023

            with monkeypatch.context() as patch:
                patch.setattr(os, call, fail)
                try:
                    store.save(new, kept)
                except SaveConflict as conflict:
                    assert conflict.theirs is None and number == errno.ENOENT
                    outcome = "refused"
                except StorageError as fault:
                    outcome = "refused"
                    assert fault.message.endswith("。"), fault.message
                    assert (
                        "残って" in fault.message
                        or "保存していません" in fault.message
                        or "読めません" in fault.message
                        or "履歴にあります" in fault.message
                    )
                else:
                    outcome = "saved"
            now = store.load(kept.record.id).record
            assert now == new if outcome == "saved" else now in (new, kept.record)
            counts[f"{call} {outcome}"] += 1
            if outcome == "refused" and now == new:
                counts["refused though in place"] += 1
            again = store.save(replace(now, values={**now.values, "more": "次"}), store.load(kept.record.id))
            assert again.kept.record.text("more") == "次", "left locked"
            if used < nth:
                break
    print(dict(counts))
    assert sum(counts.values()) > 60


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=texts, text=texts, more=texts)
def test_any_text_comes_back(store: RecordRepository, record: Make, name: str, text: str, more: str) -> None:
    made = record(name=name, text=text, more=more)
    path = store.path_of(made.id)
    if path is None:
        store.save(made, None)
    else:
        store.save(made, store.load(made.id))
    again = store.load(made.id).record
    assert {key: again.text(key) for key in ("name", "text", "more")} == {
        "name": name,
        "text": text,
        "more": more,
    }


def test_kept_is_said_in_faults() -> None:
    assert NOTHING_LOST.endswith("。")
