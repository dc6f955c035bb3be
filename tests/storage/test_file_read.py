"""Two PCs on a share whose client answers from memory: nothing is lost, and who reads is not put off by an error."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from smb_client import SmbClient

from uedasns_tui.records import codec
from uedasns_tui.records.record import Record
from uedasns_tui.storage import backup, file_read, paths, purge, trash, versions
from uedasns_tui.storage.errors import IdInUse, SaveConflict, StorageError
from uedasns_tui.storage.index.record_index import RecordIndex
from uedasns_tui.storage.record_file import SavedRecord
from uedasns_tui.storage.repository import RecordRepository

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the model is one of POSIX calls")
Make = Callable[..., Record]
Client = Callable[..., SmbClient]
NO_LINKS = {"links": False}
CLIENTS = (
    {"confused": 0},
    {"confused": errno.EINVAL},
    {"confused": errno.ESTALE},
    {"confused": 0, "links": False},
    {"confused": errno.EINVAL, "links": False},
)
every_client = pytest.mark.parametrize("options", CLIENTS, ids=str)


@pytest.fixture
def client(root: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Make this process a PC with a memory; `other_pc` is one without."""

    def make(**options: int) -> SmbClient:
        made = SmbClient(root, **options)  # type: ignore[arg-type]
        made.watch(monkeypatch)
        return made

    return make


@pytest.fixture
def other_pc(
    child: Callable[[Callable[[], object]], int], make_store: Callable[..., RecordRepository]
) -> Callable[..., None]:
    """Something done by another PC: in a process of its own, which knows nothing yet and leaves this one's memory."""

    def run(act: Callable[[RecordRepository], object], client: SmbClient | None = None) -> None:
        def work() -> None:
            if client is not None:
                client.leave()
            act(make_store())

        assert child(work) == 0

    return run


def edit(store: RecordRepository, ident: str, /, **values: str) -> SavedRecord:
    base = store.load(ident)
    return store.save(replace(base.record, values={**base.record.values, **values}), base).kept


def on_disk(path: Path) -> bytes:
    """What lies there, read by another program."""
    return subprocess.run(["cat", path], check=True, stdout=subprocess.PIPE).stdout


def replace_by_another_program(path: Path, text: bytes) -> None:
    subprocess.run(["sh", "-c", 'cat >"$1.n" && mv "$1.n" "$1"', "sh", path], check=True, input=text)


def texts(root: Path, record: Record) -> dict[str, object]:
    """What the record's file says."""
    decoded, _ = codec.decode(on_disk(paths.path_of(root, record.kind, record.id)), "")
    assert decoded is not None
    return dict(decoded.values)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# ---- the model
def test_the_model_answers_from_memory_until_it_forgets(root: Path, client: Client) -> None:
    pc = client()
    path, fresh = root / "a", root / "b"
    path.write_bytes(b"old")
    assert path.read_bytes() == b"old" and not os.path.lexists(fresh)
    replace_by_another_program(path, b"new")
    replace_by_another_program(fresh, b"b")
    assert path.read_bytes() == b"old" == file_read.read_bytes(path)[0]
    assert not fresh.exists() and not os.path.lexists(fresh)
    with pytest.raises(FileNotFoundError):
        os.link(fresh, root / "c")
    assert names(root) == ["a", "b"]
    assert pc.stale == 5
    os.link(path, root / "f")
    descriptor = os.open(root / "f", os.O_RDONLY)
    assert os.read(descriptor, 9) == b"old", "the old text is taken for that of the new file"
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    assert os.read(descriptor, 9) == b"new"
    os.close(descriptor)
    pc.forget(root / "f")
    pc.confused = errno.EINVAL
    with pytest.raises(OSError, match=os.strerror(errno.EINVAL)):
        path.read_bytes()
    os.link(path, root / "d")
    assert (root / "d").read_bytes() == b"new"
    os.link(root / "d", root / "e")
    with pytest.raises(OSError, match=os.strerror(errno.EINVAL)):
        (root / "e").read_bytes()
    assert (root / "d").read_bytes() == b"new"
    pc.forget()
    assert path.read_bytes() == b"new" and fresh.read_bytes() == b"b"


# ---- reading past it
@pytest.mark.parametrize("confused", [0, errno.EINVAL, errno.ESTALE])
def test_a_new_name_reads_what_lies_there_now(root: Path, client: Client, confused: int) -> None:
    client(confused=confused)
    path = root / "a"
    path.write_bytes(b"old")
    path.read_bytes()
    replace_by_another_program(path, b"new")
    answer = file_read.read_uncached(path)
    assert (answer.data, answer.certain) == (b"new", True)
    assert names(root) == ["a"]
    if confused:
        assert file_read.read_bytes(path)[0] == b"new"
    assert names(root) == ["a"]


def test_without_links_the_answer_is_not_certain(root: Path, client: Client) -> None:
    pc = client(**NO_LINKS)
    path = root / "a"
    path.write_bytes(b"old")
    path.read_bytes()
    replace_by_another_program(path, b"new")
    answer = file_read.read_uncached(path)
    assert (answer.data, answer.certain) == (b"old", False)
    assert file_read.read_uncached(path, patient=True).data == b"new", (
        "it did not wait until the client forgot"
    )
    assert names(root) == ["a"] and pc.slept < 1


def test_a_name_that_somebody_tidied_away_is_made_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = root / "a"
    path.write_bytes(b"text")
    real, made = os.link, []

    def link(source: Path, target: Path) -> None:
        real(source, target)
        made.append(target)
        if len(made) < 3:
            target.unlink()

    monkeypatch.setattr(os, "link", link)
    assert file_read.read_uncached(path).data == b"text"
    assert len(made) == 3


@pytest.mark.parametrize("links", [True, False])
def test_what_is_missing_large_or_no_file_is_told_by_its_own_name(
    root: Path, client: Client, links: bool
) -> None:
    client(links=links)
    path = root / "a"
    with pytest.raises(FileNotFoundError):
        file_read.read_uncached(path)
    path.write_bytes(b"12345678901")
    with pytest.raises(StorageError, match=r"「[^「]*/a」は大きすぎます"):
        file_read.read_uncached(path, 10)
    assert file_read.read_uncached(path, 11).data == b"12345678901"
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(StorageError, match=r"「[^「]*/a」はふつうのファイルではありません"):
        file_read.read_uncached(path)
    assert names(root) == ["a"]


def test_an_error_that_stays_is_raised_after_a_while(root: Path, client: Client) -> None:
    pc = client(confused=errno.EINVAL, links=False, lifetime=3600.0)
    path = root / "a"
    path.write_bytes(b"old")
    path.read_bytes()
    replace_by_another_program(path, b"new")
    with pytest.raises(OSError, match=os.strerror(errno.EINVAL)):
        file_read.read_bytes(path)
    assert 1.0 < pc.slept < 3.0


# ---- the store on such a share
@every_client
def test_what_another_pc_saved_meanwhile_is_merged(
    store: RecordRepository,
    record: Make,
    client: Client,
    other_pc: Callable[..., None],
    options: dict[str, int],
) -> None:
    """The loss that was measured: this PC read the record shortly before, and reads it under the lock again."""
    first = store.save(record(), None).kept.record
    pc = client(**options)
    base = store.load(first.id)
    for turn in range(3):
        other_pc(lambda theirs, at=turn: edit(theirs, first.id, name=f"別の人 {at}"), pc)  # type: ignore[misc]
        mine = replace(base.record, values={**base.record.values, "more": f"私 {turn}"})
        saved = store.save(mine, base)
        assert saved.kept.record.values["name"] == f"別の人 {turn}" and saved.merged
        base = saved.kept
        assert texts(store.root, first) == {**first.values, "name": f"別の人 {turn}", "more": f"私 {turn}"}
    assert not list(store.root.rglob("*.tmp"))
    assert pc.slept == 0 or not pc.links


def test_a_record_that_this_pc_holds_open_is_read_without_a_pause(
    store: RecordRepository, record: Make, client: Client
) -> None:
    """The client refuses another name of a file that it holds: then the known name leads to the right file."""
    first = store.save(record(), None).kept.record
    pc = client(confused=errno.EINVAL)
    for turn in range(3):
        edit(store, first.id, more=str(turn))
    assert texts(store.root, first)["more"] == "2" and pc.slept == 0


def test_what_this_pc_saved_is_not_taken_for_somebody_elses(
    store: RecordRepository, record: Make, client: Client
) -> None:
    first = store.save(record(), None).kept.record
    pc = client(learns=False)
    base = store.load(first.id)
    for turn in range(3):
        base = store.save(replace(base.record, values={**base.record.values, "more": str(turn)}), base).kept
    assert texts(store.root, first)["more"] == "2" and pc.stale


def test_a_text_put_back_by_hand_counts_although_it_is_an_older_version(
    store: RecordRepository, record: Make, client: Client
) -> None:
    """Where links tell for certain what lies there, the history is not asked."""
    first = store.save(record(), None).kept
    edit(store, first.record.id, name="第二")
    first.path.write_bytes(first.data)
    client()
    edit(store, first.record.id, more="追記")
    assert texts(store.root, first.record) == {**first.record.values, "more": "追記"}


def test_saving_what_lies_there_writes_nothing_without_links_either(
    store: RecordRepository, record: Make, client: Client
) -> None:
    first = store.save(record(), None).kept
    before = first.path.stat()
    pc = client(**NO_LINKS)
    store.save(first.record, first)
    assert os.path.samestat(before, first.path.stat()) and "replace" not in pc.calls


@every_client
def test_the_same_field_is_a_conflict(
    store: RecordRepository,
    record: Make,
    client: Client,
    other_pc: Callable[..., None],
    options: dict[str, int],
) -> None:
    first = store.save(record(), None).kept.record
    pc = client(**options)
    base = store.load(first.id)
    other_pc(lambda theirs: edit(theirs, first.id, name="別の人"), pc)
    with pytest.raises(SaveConflict) as caught:
        store.save(replace(base.record, values={**base.record.values, "name": "私"}), base)
    assert caught.value.theirs is not None and caught.value.theirs.values["name"] == "別の人"
    assert texts(store.root, first)["name"] == "別の人"


@every_client
def test_reading_goes_on_while_another_pc_saves(
    store: RecordRepository,
    record: Make,
    client: Client,
    other_pc: Callable[..., None],
    options: dict[str, int],
) -> None:
    """Alone and by lists: no Problem, where a client is confused the new text."""
    first = store.save(record(), None).kept.record
    pc = client(**options)
    for turn in range(2):
        store.load(first.id)
        other_pc(lambda theirs, at=turn: edit(theirs, first.id, name=f"別の人 {at}"), pc)  # type: ignore[misc]
        records, problems = store.everything()
        assert len(records) == 1 and not problems
        assert pc.stale, "the model answered nothing from memory"
        if options["confused"]:
            assert (
                records[0].record.values["name"]
                == store.load(first.id).record.values["name"]
                == f"別の人 {turn}"
            )


def test_a_record_that_another_pc_mended_is_read_at_once(
    store: RecordRepository, record: Make, client: Client
) -> None:
    """Before a file is called unreadable, it is read past what the client remembers; alone and by lists."""
    first = store.save(record(), None).kept
    first.path.write_bytes(first.data[:-20] + bytes(20))
    pc = client()
    assert store.read(first.record.id).record is None
    replace_by_another_program(first.path, first.data)
    records, problems = store.everything()
    assert [saved.record for saved in records] == [first.record] and not problems and pc.stale
    assert store.load(first.record.id).data == first.data
    first.path.write_bytes(b"[[ not toml")
    assert store.read(first.record.id).data == b"[[ not toml"


def test_a_save_asks_past_the_client_only_in_doubt(
    store: RecordRepository, record: Make, client: Client
) -> None:
    """Its price: a listing of the history; a link only where that does not agree (counted, not timed)."""
    first = store.save(record(), None).kept
    pc = client()
    links = []
    for turn in range(3):
        if turn == 1:
            first.path.write_bytes(on_disk(first.path).replace("花火".encode(), "手書き".encode()))
        base = store.load(first.record.id)
        pc.calls.clear()
        store.save(replace(base.record, values={**base.record.values, "more": str(turn)}), base)
        links.append(pc.calls["link"])
    assert links == [1, 3, 1], "one a version; of the text by hand a version, and a new name to read it by"


# ---- where there are no links
def test_a_save_that_was_cut_short_is_kept_and_written_when_saved_again(
    store: RecordRepository, record: Make, client: Client, make_store: Callable[..., RecordRepository]
) -> None:
    first = store.save(record(), None).kept
    mine = replace(first.record, values={**first.record.values, "more": "途中"})
    store.keep_version(mine)  # the version was written, the record not replaced
    client(**NO_LINKS)
    saved = store.save(mine, store.load(mine.id))
    assert saved.kept.record.values["more"] == "途中" == texts(store.root, mine)["more"]


def test_what_was_written_by_hand_counts(store: RecordRepository, record: Make, client: Client) -> None:
    first = store.save(record(), None).kept
    second = edit(store, first.record.id, name="第二")
    by_hand = second.data.replace("第二".encode(), "手書き".encode())
    first.path.write_bytes(by_hand)
    client(**NO_LINKS)
    edit(store, first.record.id, more="追記")
    assert texts(store.root, first.record)["name"] == "手書き"
    assert [store.read_version(version).data for version in store.versions(first.record.id)][2] == by_hand


def test_text_that_came_back_is_the_newest_version(
    store: RecordRepository, record: Make, client: Client
) -> None:
    first = store.save(record(), None).kept
    edit(store, first.record.id, name="第二")
    edit(store, first.record.id, name=str(first.record.values["name"]))
    client(**NO_LINKS)
    assert edit(store, first.record.id, more="追記").record.values["name"] == first.record.values["name"]


# ---- what else is read before it is written
@every_client
def test_two_pcs_purge_and_no_line_is_lost(
    store: RecordRepository,
    record: Make,
    client: Client,
    other_pc: Callable[..., None],
    options: dict[str, int],
) -> None:
    for number in range(3):
        store.save(record(f"2026112{number}-purge"), None)
    pc = client(**options)
    store.purge("20261120-purge", "期限")
    store.discarded()
    purge.purged_ids(store.root)
    other_pc(lambda theirs: theirs.purge("20261121-purge", "期限"), pc)
    store.purge("20261122-purge", "期限")
    pc.forget()
    assert [line.id for line in purge.purge_notes(store.root)] == [
        f"2026112{number}-purge" for number in range(3)
    ]


def test_an_id_that_another_pc_purged_is_not_used_again(
    store: RecordRepository, record: Make, client: Client, other_pc: Callable[..., None]
) -> None:
    for number in range(2):
        store.save(record(f"2026112{number}-purge"), None)
    pc = client()
    store.purge("20261120-purge", "期限")
    discarded = store.delete("20261121-purge")
    purge.purged_ids(store.root)
    other_pc(lambda theirs: theirs.purge("20261121-purge", "期限"), pc)
    with pytest.raises(IdInUse, match="抹消"):
        store.save(record("20261121-purge"), None)
    with pytest.raises(IdInUse, match="抹消"):
        store.restore(discarded)


def test_nothing_is_put_over_what_another_pc_made_meanwhile(
    store: RecordRepository, record: Make, client: Client, other_pc: Callable[..., None]
) -> None:
    """By restoring from the trash, and by making the same id of the same or of another kind."""
    first = store.save(record(name="私"), None).kept.record
    discarded = store.delete(first.id)
    pc = client()
    assert store.path_of(first.id) is None
    assert store.path_of("20261123-policy") is None
    other_pc(lambda theirs: theirs.save(record(name="別の人"), None), pc)
    other_pc(lambda theirs: theirs.save(record("20261123-policy", "policy", name="別の人"), None), pc)
    with pytest.raises(IdInUse):
        trash.restore_from_trash(store.root, discarded)
    with pytest.raises(IdInUse):
        store.save(record(name="私"), None)
    with pytest.raises(IdInUse):
        store.save(record("20261123-policy", name="私"), None)
    assert pc.stale
    assert texts(store.root, first)["name"] == "別の人"


@pytest.mark.parametrize("confused", [0, errno.EINVAL])
def test_a_backup_brought_back_puts_aside_what_lies_there_now(
    store: RecordRepository,
    record: Make,
    client: Client,
    other_pc: Callable[..., None],
    now: datetime,
    tmp_path: Path,
    confused: int,
) -> None:
    first = store.save(record(), None).kept
    zipped = tmp_path / "a.zip"
    backup.backup(store.root, zipped, now)
    pc = client(confused=confused)
    edit(store, first.record.id, name="第二")
    store.load(first.record.id)
    other_pc(lambda theirs: edit(theirs, first.record.id, name="別の人"), pc)
    agreed = backup.restore_preview(zipped, store.root, uncached=True)
    backup.restore_backup(zipped, store.root, now, agreed)
    aside = next((store.root / paths.TRASH).glob(f"{backup.REPLACED}-*"))
    assert any("別の人".encode() in path.read_bytes() for path in aside.rglob(first.path.name))


def test_a_version_is_not_put_over_a_record_that_was_mended_meanwhile(
    store: RecordRepository, make_store: Callable[..., RecordRepository], record: Make
) -> None:
    first = store.save(record(), None).kept
    version = store.versions(first.record.id)[0]
    first.path.write_bytes(b"[[ not toml")

    def mend() -> None:
        """Asked for just before the lock is taken."""
        replace_by_another_program(first.path, first.data.replace("花火".encode(), "手当て".encode()))

    with pytest.raises(StorageError, match="上書きはしませんでした"):
        make_store(who=mend).bring_back(version)
    assert "手当て" in str(texts(store.root, first.record)["name"])
    assert store.bring_back(version).kept.record.values == first.record.values


@pytest.mark.parametrize("history", [True, False])
def test_the_list_looks_again_at_a_file_that_the_client_remembered(
    store: RecordRepository,
    record: Make,
    client: Client,
    other_pc: Callable[..., None],
    index: RecordIndex,
    history: bool,
) -> None:
    """The folder shows the new file, the client gives the old text: it is not taken for read, however old its time.
    With a history that knows of the new text it is read past the client at once."""
    first = store.save(record(), None).kept

    def settle(theirs: RecordRepository) -> None:
        edit(theirs, first.record.id, name="別の人")
        if not history:
            shutil.rmtree(theirs.root / ".history")
        os.utime(first.path, (1_700_000_000, 1_700_000_000))

    os.utime(first.path, (1_600_000_000, 1_600_000_000))
    pc = client()
    store.load(first.record.id)
    other_pc(settle, pc)
    index.refresh()
    title = "別の人" if history else first.record.values["name"]
    assert pc.stale and index.page("post")[0].title == title
    pc.forget()
    index.refresh()
    assert index.page("post")[0].title == "別の人"


def test_versions_of_one_moment_keep_their_order(root: Path, now: datetime) -> None:
    """Whose clock is behind: the newest version stays the newest, on which the fallback rests."""
    for turn in range(3):
        versions.add_version(root, "post", "a", b"%d" % turn, now - timedelta(hours=turn), None)
    assert [version.read() for version in versions.list_versions(root, "post", "a")] == [b"0", b"1", b"2"]
