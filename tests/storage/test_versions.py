"""History, trash, purge, drafts, backup: what is kept, for how long, and how it comes back."""

from __future__ import annotations

import json
import os
import socket
import stat
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from uedasns_tui.guideline.schema import Form, FormField
from uedasns_tui.records.record import Person, Record
from uedasns_tui.storage import backup, paths, purge, version_notes, versions
from uedasns_tui.storage import drafts as draft_store
from uedasns_tui.storage.drafts import DraftStore
from uedasns_tui.storage.errors import IdInUse, StorageError
from uedasns_tui.storage.index.record_index import RecordIndex
from uedasns_tui.storage.repository import RecordRepository
from uedasns_tui.storage.versions import PruningRule, Version

Make = Callable[..., Record]
HANAKO = Person("上田 花子", "広報課", "hanako")
links = pytest.mark.skipif(os.name == "nt", reason="links need a right there")


# ---- history
def test_versions_tell_when_and_who_and_keep_their_order(root: Path, now: datetime) -> None:
    for turn, at in enumerate((now, now, now - timedelta(days=3))):  # a clock that was set back
        versions.add_version(root, "post", "x", b"%d" % turn, at, HANAKO)
    assert versions.add_version(root, "post", "x", b"2", now, HANAKO) is None
    found = versions.list_versions(root, "post", "x")
    assert [version.read() for version in found] == [b"0", b"1", b"2"]
    assert {version.who for version in found} == {HANAKO}
    (versions.folder_of(root, "post", "x") / version_notes.NAME).write_bytes(b"\xff{\n[1]\n")
    assert [version.who for version in versions.list_versions(root, "post", "x")] == [None] * 3


@given(
    ages=st.lists(st.floats(0, 4000), max_size=40),
    all_days=st.integers(0, 500),
    daily=st.integers(0, 2000),
    monthly=st.booleans(),
)
def test_pruning_never_takes_what_the_rule_keeps(
    ages: list[float], all_days: int, daily: int, monthly: bool
) -> None:
    now = datetime(2026, 11, 23, 10, 0).astimezone()
    rule = PruningRule(all_days, daily, monthly, least=3)
    found = [
        Version(now - timedelta(days=age), None, "", Path(f"{number}")) for number, age in enumerate(ages)
    ]
    gone = versions.surplus(found, rule, now)
    left = [version for version in found if version not in gone]
    assert {one.path for one in sorted(found, key=lambda one: one.at)[-3:]} <= {
        one.path for one in left
    } or len(found) < 3
    assert all((now - version.at).days > all_days for version in gone)
    for version in gone:
        same = [
            one
            for one in left
            if one.at >= version.at and (one.at.year, one.at.month) == (version.at.year, version.at.month)
        ]
        if (now - version.at).days <= daily:
            assert any(one.at.date() == version.at.date() for one in same)
        elif monthly:
            assert same
    assert versions.surplus(left, rule, now) == [] or not monthly or daily > all_days


# ---- trash
def test_what_is_deleted_comes_back_whole(store: RecordRepository, record: Make) -> None:
    kept = store.save(record(), None).kept
    gone = store.delete(kept.record.id, "重複していた")
    assert not kept.path.exists() and store.try_load(kept.record.id) is None
    (found,) = store.discarded()
    assert found == gone
    assert (found.who, found.reason, found.kind) == (HANAKO, "重複していた", "post")
    assert store.restore(found) == kept.path
    assert store.load(kept.record.id) == kept and store.discarded() == []


def test_what_cannot_be_read_can_be_deleted_and_restored(store: RecordRepository, record: Make) -> None:
    kept = store.save(record(), None).kept
    kept.path.write_bytes(b"\xff[[")
    store.delete(kept.record.id)
    store.restore(store.discarded()[0])
    assert kept.path.read_bytes() == b"\xff[["


def test_restoring_overwrites_nothing(store: RecordRepository, record: Make) -> None:
    kept = store.save(record(), None).kept
    gone = store.delete(kept.record.id)
    store.save(record(name="別"), None)
    with pytest.raises(IdInUse):
        store.restore(gone)
    assert store.load(kept.record.id).record.text("name") == "別"
    assert store.empty_trash() == 1
    assert store.discarded() == [] and store.versions(kept.record.id)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"[]",
        b"\xff",
        {"place": "../../out.toml"},
        {"place": "/etc/x.toml"},
        {"id": "../x"},
        pytest.param({"place": "posts/link/20261123-ab3x7.toml"}, marks=links),
    ],
)
def test_a_note_in_the_trash_leads_nowhere_else(
    store: RecordRepository, record: Make, tmp_path: Path, said: bytes | dict[str, str]
) -> None:
    (tmp_path / "outside").mkdir()
    kept = store.save(record(), None).kept
    if os.name != "nt":
        (store.root / "posts" / "link").symlink_to(tmp_path / "outside")
    gone = store.delete(kept.record.id)
    note = gone.path.with_suffix(".json")
    note.write_bytes(
        json.dumps({**json.loads(note.read_bytes()), **said}).encode() if isinstance(said, dict) else said
    )
    for found in store.discarded():
        try:
            assert store.restore(found) == kept.path
        except StorageError as fault:
            assert "リンク" in fault.message
    assert list((tmp_path / "outside").iterdir()) == []
    assert not (tmp_path / "out.toml").exists()


# ---- purge
def test_a_purged_record_is_in_no_copy_any_more(
    store: RecordRepository, record: Make, edited: Make, index: RecordIndex, tmp_path: Path, now: datetime
) -> None:
    secret = "090-1234-5678"
    store.noticed = index.noticed
    drafts = DraftStore(tmp_path / "drafts")
    kept = store.save(record(text=secret), None).kept
    other = store.save(record("20261123-other", text="残る"), None).kept
    store.save(edited(kept.record, more="二"), kept)
    store.delete(kept.record.id)
    store.save(record(text=secret), None)
    drafts.put(f"post/{kept.record.id}", secret)
    (kept.path.parent / f".{kept.path.name}.12.abcd.tmp").write_text(secret)
    for place in ("replaced-20261120T090000/posts/2026/11", "leftovers"):
        (store.root / ".trash" / place).mkdir(parents=True)
    (
        store.root / ".trash" / "replaced-20261120T090000" / "posts" / "2026" / "11" / kept.path.name
    ).write_text(secret)
    (store.root / ".trash" / "leftovers" / f"1~posts~2026~11~.{kept.path.name}.12.abcd.tmp").write_text(
        secret
    )
    (
        store.root / ".trash" / "leftovers" / f"2~.history~post-{kept.record.id}~.x.toml.12.abcd.tmp"
    ).write_text(secret)
    with pytest.raises(StorageError, match="理由"):
        purge.purge(store.root, store.kinds, kept.record.id, HANAKO, " ", now)
    with pytest.raises(StorageError, match="ありません"):
        store.purge("20261123-never", "理由")
    done = store.purge(kept.record.id, '誤って"保存"\n', drafts)
    assert done.count >= 8
    holders = [
        path for path in tmp_path.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()
    ]
    assert [path for path in holders if "cache" not in path.parts] == []
    assert index.find("090").rows == () and index.get(kept.record.id) is None
    (line,) = purge.purge_notes(store.root)
    assert (line.id, line.by, line.reason) == (kept.record.id, "上田 花子", '誤って"保存"')
    assert line.at.date() == now.date()
    assert store.load(other.record.id) == other
    for act in (
        lambda: store.save(record(), None),
        lambda: purge.purge(store.root, store.kinds, "x" * 3, HANAKO, "", now),
    ):
        with pytest.raises(StorageError):
            act()
    again = purge.purge(store.root, store.kinds, kept.record.id, HANAKO, "もう一度", now)
    assert again.count == 0 and len(purge.purge_notes(store.root)) == 1


def test_a_purge_takes_the_drafts_of_that_record_and_of_no_other(tmp_path: Path) -> None:
    drafts = DraftStore(tmp_path)
    others = {
        "policy-other": 'id = "other"\nkind = "policy"\n[values]\nurl = "https://x.com/abc"\nid = "x"\n',
        "post-x-2": 'id = "x-2"\n',
        "post-2-x": 'id = "2-x"\n',
        "incident-box": "読めない文 x",
        "post-20261123-ab3x7": 'id = "20261123-ab3x7"\n[values]\naccounts = ["x"]\n',
        "a-b_2-x": 'id = "2-x"\n',
    }
    own = {"policy-x": 'id = "x"\n', "event-report_x": "読めない", "x": "", "odd": "\"id\" = 'x'\n"}
    for key, text in {**others, **own}.items():
        drafts.put(key, text)
    drafts.put("post-x", b"\xff\x00")
    assert drafts.forget_record("x") == len(own) + 1
    assert sorted(drafts.keys()) == sorted(others)


NAMES = st.text("ab-", min_size=1, max_size=5)


@given(kind=NAMES, name=NAMES)
def test_a_kind_and_an_id_joined_are_read_as_they_were(kind: str, name: str) -> None:
    assert paths.parted(paths.joined(kind, name)) == (kind, name)


def test_a_purge_leaves_what_is_named_alike(tmp_path: Path, record: Make, now: datetime) -> None:
    form = Form(1, "", "", {"draft": "作成中"}, "draft", field=(FormField("text", "本文", "text"),))
    forms = {kind: replace(form, id=kind) for kind in ("post", "post-event")}
    store = RecordRepository(tmp_path, forms, clock=lambda: now, who=lambda: HANAKO)
    alike = [("post", "event-x"), ("post-event", "x-event"), ("post", "x-x"), ("post", "a-x")]
    for kind, name in [("post-event", "x"), *alike]:
        for text in "まえ", "あと":  # the first goes to the trash; both have a history
            store.save(replace(record(name, text=f"{text}/{kind}/{name}/"), kind=kind), None)
            if text == "まえ":
                store.delete(name, "x")
    store.purge("x", "誤り")
    left = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.toml")]
    for kind, name in alike:
        assert sum(f"あと/{kind}/{name}/" in text for text in left) == 2, "the record, and its version"
        assert sum(f"まえ/{kind}/{name}/" in text for text in left) == 2, "the trash, and its version"
    assert not any("/post-event/x/" in text for text in left)
    assert sorted((one.kind, one.id) for one in store.discarded()) == sorted(alike)


def test_an_unreadable_list_of_purged_records_stops_new_records_not_reading(
    store: RecordRepository, record: Make
) -> None:
    kept = store.save(record(), None).kept
    (store.root / paths.PURGED).write_bytes(b"[[")
    with pytest.raises(StorageError, match="抹消の一覧"):
        store.save(record("20261123-other"), None)
    assert store.load(kept.record.id) == kept


# ---- drafts
def test_a_draft_is_offered_until_it_is_saved_and_never_over_a_newer_record(
    tmp_path: Path, now: datetime
) -> None:
    clock = iter(now + timedelta(minutes=n) for n in range(100))
    drafts = DraftStore(tmp_path / "state" / "drafts", lambda: next(clock))
    drafts.put("post/x", "書きかけ\ud800\r\n", "digest of what it was written over")
    drafts.put("post/y", b"\xff\x00")
    assert drafts.offer("post/x", "digest of what was saved since") is None
    found = drafts.offer("post/x", "digest of what it was written over")
    assert found is not None and found.text == "書きかけ\ud800\r\n"
    assert DraftStore(drafts.folder).offer("post/x") == found, "another crash may come before it is saved"
    assert (kept := drafts.get("post/x")) is not None and kept.text == found.text
    assert (binary := drafts.get("post/y")) is not None and binary.data == b"\xff\x00"
    assert drafts.keys() == ["post/y", "post/x"]
    drafts.put("post/x", "また書いた")
    assert drafts.offer("post/x") is not None
    drafts.drop("post/x")
    drafts.drop("post/x")
    assert drafts.get("post/x") is None


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_only_its_owner_can_read_a_draft(tmp_path: Path) -> None:
    drafts = DraftStore(tmp_path / "drafts")
    earlier = os.umask(0)
    try:
        drafts.put("a", "text")
        drafts.put("a", "again")
    finally:
        os.umask(earlier)
    assert stat.S_IMODE(drafts.folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in drafts.folder.iterdir()] == [0o600]


@pytest.mark.skipif(os.name == "nt", reason="asks after a process")
def test_what_another_running_screen_types_is_not_offered(tmp_path: Path) -> None:
    drafts = DraftStore(tmp_path)
    drafts.put("a", "text")
    (path,) = tmp_path.iterdir()
    said = json.loads(path.read_bytes())
    path.write_text(json.dumps({**said, "pid": os.getppid(), "started": draft_store._started(os.getppid())}))
    assert drafts.offer("a") is None
    if sys.platform == "linux":
        path.write_text(json.dumps({**said, "pid": os.getppid(), "started": "another boot 12"}))
        assert drafts.offer("a") is not None, "another program took over the number"
    path.write_text(json.dumps({**said, "pid": 2**22 + 1, "host": socket.gethostname()}))
    assert drafts.offer("a") is not None


def test_a_broken_draft_is_no_draft(tmp_path: Path) -> None:
    drafts = DraftStore(tmp_path)
    drafts.put("a", "text")
    (path,) = tmp_path.iterdir()
    for data in (b"", b"[]", b"\xff", b"[" * 9000, b'{"key": "a"}'):
        path.write_bytes(data)
        assert drafts.get("a") is None and drafts.offer("a") is None and drafts.keys() == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.text(max_size=30), text=st.text(st.characters(), max_size=100))
def test_any_draft_comes_back(tmp_path: Path, key: str, text: str) -> None:
    drafts = DraftStore(tmp_path)
    drafts.put(key, text)
    found = drafts.get(key)
    assert found is not None and found.data == text
    drafts.drop(key)


# ---- backup
def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".lock")
    }


@pytest.fixture
def filled(store: RecordRepository, record: Make, edited: Make) -> RecordRepository:
    for turn in range(5):
        kept = store.save(record(f"20261123-{turn:05d}", name=f"題{turn}"), None).kept
        store.save(edited(kept.record, more="二"), kept)
    store.delete("20261123-00004")
    (store.root / "settings.toml").write_bytes(b"review_months = 6\n")
    return store


def test_a_backup_comes_back_in_an_empty_folder(
    filled: RecordRepository, tmp_path: Path, now: datetime
) -> None:
    file = tmp_path / "控え.zip"
    done = backup.backup(filled.root, file, now)
    before = tree(filled.root)
    assert done.count == len(before) and not done.left_out
    plan = backup.restore_backup(file, tmp_path / "fresh", now)
    assert set(plan.add) == set(before) and not plan.replace
    assert tree(tmp_path / "fresh") == before
    with pytest.raises(StorageError):
        backup.backup(filled.root, file, now)
    with pytest.raises(StorageError, match="空ではありません"):
        backup.restore_backup(file, tmp_path / "fresh", now)


def test_a_restore_over_records_needs_a_preview_and_keeps_what_it_replaces(
    filled: RecordRepository, tmp_path: Path, now: datetime, edited: Make
) -> None:
    file = tmp_path / "控え.zip"
    backup.backup(filled.root, file, now)
    kept = filled.load("20261123-00000")
    newer = filled.save(edited(kept.record, text="あとで"), kept).kept
    filled.load("20261123-00001").path.unlink()
    plan = backup.restore_preview(file, filled.root)
    assert (
        plan.replace == ("posts/2026/11/20261123-00000.toml",)
        or "posts/2026/11/20261123-00000.toml" in plan.replace
    )
    assert plan.add == ("posts/2026/11/20261123-00001.toml",)
    filled.save(edited(newer.record, text="さらに"), newer)
    with pytest.raises(StorageError, match="変わりました"):
        backup.restore_backup(file, filled.root, now, plan)
    before = filled.load("20261123-00000").data
    backup.restore_backup(file, filled.root, now, backup.restore_preview(file, filled.root))
    assert filled.load("20261123-00000") == kept
    assert before in tree(filled.root / ".trash").values()


def test_a_restore_does_not_bring_back_what_was_purged(
    filled: RecordRepository, tmp_path: Path, now: datetime
) -> None:
    file = tmp_path / "控え.zip"
    backup.backup(filled.root, file, now)
    for name in ("20261123-00000", "20261123-00004"):
        purge.purge(filled.root, filled.kinds, name, HANAKO, "保存年限", now)
    plan = backup.restore_preview(file, filled.root)
    assert len(plan.purged) >= 5
    backup.restore_backup(file, filled.root, now, plan)
    assert not [name for name in tree(filled.root) if "20261123-00000" in name or "20261123-00004" in name]
    assert len(purge.purge_notes(filled.root)) == 2


@pytest.mark.parametrize("where", range(12))
def test_a_damaged_backup_touches_nothing(
    filled: RecordRepository, tmp_path: Path, now: datetime, where: int
) -> None:
    file = tmp_path / "控え.zip"
    backup.backup(filled.root, file, now)
    data = bytearray(file.read_bytes())
    spot = len(data) * where // 12 + 40
    if where == 11:
        del data[spot:]
    else:
        data[spot % len(data)] ^= 0x55
    file.write_bytes(data)
    try:
        backup.restore_backup(file, tmp_path / "fresh", now)
    except StorageError:
        assert not (tmp_path / "fresh").exists() or tree(tmp_path / "fresh") == {}
    else:  # a bit that carries nothing (a time in the directory)
        assert tree(tmp_path / "fresh") == tree(filled.root)


@pytest.mark.parametrize(
    "name",
    [
        "../out.toml",
        "/out.toml",
        "a/../../out.toml",
        "a\\..\\out.toml",
        "C:out.toml",
        ".lock",
        "a/./b",
        "",
        "a\0b",
        "a /b",
    ],
)
def test_a_backup_cannot_lead_out_of_the_folder(tmp_path: Path, now: datetime, name: str) -> None:
    import hashlib

    file = tmp_path / "bad.zip"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(zipfile.ZipInfo(name or "x"), b"1")
        sums = {name: hashlib.sha256(b"1").hexdigest()}
        packed.writestr(backup.MANIFEST, json.dumps({"scheme": 1, "at": "", "sha256": sums}))
    with pytest.raises(StorageError):
        backup.restore_backup(file, tmp_path / "into" / "deep", now)
    left = (
        [".lock-holder"] if os.name == "nt" else [".lock", ".lock-holder"]
    )  # filelock removes its own there
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) in (
        ["bad.zip"],
        [*left, "bad.zip"],
    )


@links
def test_links_are_told_and_left_out_of_a_backup(
    filled: RecordRepository, tmp_path: Path, now: datetime
) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    (filled.root / "posts" / "link.toml").symlink_to(tmp_path / "secret")
    done = backup.backup(filled.root, tmp_path / "b.zip", now)
    assert len(done.left_out) == 1 and "link.toml" in done.left_out[0]
    assert b"secret" not in (tmp_path / "b.zip").read_bytes()
