"""The index follows the files, answers find exactly, and is worth nothing that the files do not hold."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from uedasns_tui.japanese.fold import fold
from uedasns_tui.records.record import Record
from uedasns_tui.storage.index import full_text
from uedasns_tui.storage.index.record_index import RecordIndex, RecordSummary
from uedasns_tui.storage.repository import RecordRepository

Make = Callable[..., Record]


def ids(rows: object) -> list[str]:
    return [row.id for row in rows]  # type: ignore[attr-defined]


def truth(store: RecordRepository) -> dict[str, str]:
    return {kept.record.id: kept.record.text("name") for kept in store.everything()[0]}


def shown(index: RecordIndex) -> dict[str, str]:
    return {row.id: row.title for row in index.page(limit=1_000_000) if row.readable}


def test_it_shows_what_is_there(store: RecordRepository, index: RecordIndex, record: Make) -> None:
    assert index.page() == [] and not index.built
    store.save(record("20261101-aaaaa", name="雨", section="広報課", accounts=("koho-x",)), None)
    store.save(record("koho-x", "policy", name="広報課公式"), None)
    done = index.refresh()
    assert (done.changed, done.removed, done.whole) == (2, 0, True)
    assert index.built and index.problem is None
    assert index.count("post") == 1 and index.count() == 2
    assert index.counts() == {("post", "draft"): 1, ("policy", "draft"): 1}
    assert index.counts("広報課") == {("post", "draft"): 1}
    assert ids(index.page("post", section="広報課", states=("draft",))) == ["20261101-aaaaa"]
    assert index.page("post", section="none") == []
    row = index.get("20261101-aaaaa")
    assert row is not None and row.title == "雨" and row.path == store.path_of("20261101-aaaaa")
    assert [(day, row.title) for day, row in index.marked("made:koho-x", "2026-11-01", "2026-11-30")] == [
        ("2026-11-23", "雨")
    ]
    assert index.marked("made:koho-x", "2026-11-24", "2026-11-30") == [] and index.marked("made:none") == []
    assert index.last(["made:koho-x", "made:none"]) == {"made:koho-x": "2026-11-23"}
    assert index.tally("made:koho-x", "2026-11-23", "2026-11-23") == {"2026-11-23": 1}
    assert index.count_marked("made:koho-x") == 1
    again = index.refresh()
    assert (again.changed, again.removed, again.whole) == (0, 0, True)


def test_it_follows_every_change_even_those_that_look_the_same(
    store: RecordRepository, index: RecordIndex, record: Make, edited: Make, long: bool
) -> None:
    """Saves, edits by hand that keep size and time, deletions: after a refresh the index shows what is there."""
    dice = random.Random(1)
    known = []
    for turn in range(300 if long else 80):
        match dice.choice(["new", "save", "hand", "same", "delete", "move"]):
            case "new":
                name = f"2026{dice.randint(1, 12):02d}01-{turn:05d}"
                known.append(store.save(record(name, name=f"題{turn:05d}"), None).kept)
            case "save" if known:
                spot = dice.randrange(len(known))
                known[spot] = store.save(edited(known[spot].record, name=f"題{turn:05d}"), known[spot]).kept
            case "same" | "hand" as how if known:
                spot = dice.randrange(len(known))
                path, before = known[spot].path, known[spot].path.stat()
                new = f"題{turn:05d}" + ("" if how == "same" else "長い")
                path.write_bytes(
                    known[spot].data.replace(known[spot].record.text("name").encode(), new.encode())
                )
                if how == "same":
                    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
                known[spot] = store.load(known[spot].record.id)
            case "delete" if known:
                store.delete(known.pop(dice.randrange(len(known))).record.id)
            case "move" if known:
                folder = store.root / "posts" / "2026"
                if (folder / "01").is_dir() and not (store.root / "posts" / "other").exists():
                    (folder / "01").rename(store.root / "posts" / "other")
                    known = store.everything()[0]
        if dice.random() < 0.5:
            index.refresh()
            assert shown(index) == truth(store)
    index.refresh()
    assert shown(index) == truth(store)


def test_an_own_save_is_seen_without_a_refresh(
    store: RecordRepository, index: RecordIndex, record: Make, edited: Make
) -> None:
    store.noticed = index.noticed
    kept = store.save(record(name="一"), None).kept
    assert shown(index) == {kept.record.id: "一"}
    kept = store.save(edited(kept.record, name="鼬"), kept).kept
    assert shown(index) == {kept.record.id: "鼬"}
    assert ids(index.find("鼬").rows) == [kept.record.id]
    gone = store.delete(kept.record.id)
    assert shown(index) == {}
    store.restore(gone)
    assert shown(index) == {kept.record.id: "鼬"}
    assert index.refresh().whole and shown(index) == {kept.record.id: "鼬"}


def test_a_file_that_cannot_be_read_is_a_row_with_its_problem(
    store: RecordRepository, index: RecordIndex, record: Make
) -> None:
    kept = store.save(record(), None).kept
    (kept.path.parent / "20261124-bbbbb.toml").write_bytes(b"id = [\n\n")
    (kept.path.parent / "other.toml").write_bytes(b"")
    index.refresh()
    rows = {row.id: row for row in index.page("post")}
    assert len(rows) == 3 and rows[kept.record.id].readable
    broken = rows["20261124-bbbbb"]
    assert not broken.readable and broken.problems[0].where.line > 0
    assert len(index.problems()) >= 2
    assert index.counts()[("post", "")] == 2


@pytest.mark.skipif(os.name == "nt", reason="a file's name is bytes on POSIX only")
def test_a_name_that_is_no_text_is_a_row_with_its_problem(
    store: RecordRepository, index: RecordIndex, record: Make
) -> None:
    store.save(record(), None).kept.path.with_name("\udcff.toml").write_bytes(b"")
    index.refresh()
    assert len(index.page("post")) == 2 and len(index.problems()) >= 1
    assert index.counts()[("post", "")] == 1


@pytest.mark.parametrize(
    "how", ["deleted", "garbage", "truncated", "version", "machine", "flavour", "tables", "folder"]
)
def test_whatever_happens_to_it_it_is_built_again(
    store: RecordRepository,
    root: Path,
    tmp_path: Path,
    record: Make,
    how: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from uedasns_tui.storage.index import database

    for turn in range(30):
        store.save(record(f"20261101-{turn:05d}", name=f"題{turn}"), None)

    def summarise(one: Record) -> RecordSummary:
        return RecordSummary(one.id, one.kind, title=one.text("name"), text=one.text("name"))

    cache = tmp_path / "cache"
    first = RecordIndex(root, cache, store.kinds, summarise)
    first.refresh()
    first.close()
    flavour = ""
    match how:
        case "deleted":
            first.file.unlink()
        case "garbage":
            first.file.write_bytes(b"not a database" * 999)
        case "truncated":
            data = first.file.read_bytes()
            first.file.write_bytes(data[: len(data) // 2])
        case "version":
            monkeypatch.setattr(database, "VERSION", "0")
        case "machine":
            monkeypatch.setattr("platform.node", lambda: "other")
        case "flavour":
            flavour = "2030-01-01"
        case "tables":
            with sqlite3.connect(first.file) as database:
                database.execute("DROP TABLE rec")
            database.close()
        case "folder":
            shutil.rmtree(cache)
    second = RecordIndex(root, cache, store.kinds, summarise, flavour)
    second.page()
    second.refresh()
    second.refresh()
    assert shown(second) == truth(store)
    assert len(second.find("題").rows) == 30
    assert second.problem is None and second.check() == ""
    second.close()


def test_a_disk_that_refuses_it_is_said_and_reading_goes_on(
    store: RecordRepository, root: Path, tmp_path: Path, record: Make
) -> None:
    store.save(record(name="雨"), None)
    (tmp_path / "cache").write_bytes(b"a file where the folder should be")
    index = RecordIndex(
        root,
        tmp_path / "cache",
        store.kinds,
        lambda one: RecordSummary(one.id, one.kind, title="雨", text="雨"),
    )
    index.refresh()
    assert index.problem is not None and index.problem.severity == "warning"
    assert shown(index) == {"20261123-ab3x7": "雨"}
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.extend(index.find("雨").rows))
    thread.start()
    thread.join()
    assert len(found) == 1
    index.close()


def test_a_share_that_went_away_leaves_the_index_as_it_was(
    store: RecordRepository, index: RecordIndex, record: Make
) -> None:
    store.save(record(name="雨"), None)
    index.refresh()
    store.root.rename(store.root.with_name("away"))
    assert not index.refresh().changed
    assert shown(index) == {"20261123-ab3x7": "雨"}
    store.root.with_name("away").rename(store.root)
    assert index.refresh().whole


def test_building_is_stopped_and_goes_on(store: RecordRepository, index: RecordIndex, record: Make) -> None:
    for turn in range(320):
        store.save(record(f"2026{turn % 4 + 1:02d}01-{turn:05d}", name=f"題{turn}"), None)
    told: list[tuple[int, int]] = []
    first = index.refresh(lambda done, total: told.append((done, total)), lambda: index.count() > 0)
    assert not first.whole and 0 < index.count() < 320 and not index.built
    assert index.find("題").rows, "what is there so far is found"
    before = index.count()
    index.refresh(lambda done, total: told.append((done, total)))
    assert index.built
    assert index.count() == 320 and before < 320
    assert all(0 <= done <= total for done, total in told) and told[-1][0] == told[-1][1]


def test_find_is_exact(
    store: RecordRepository, index: RecordIndex, record: Make, monkeypatch: pytest.MonkeyPatch, long: bool
) -> None:
    """One character, two, words, old kanji, widths, kana: the same records as looking into every text."""
    monkeypatch.setattr(full_text, "PENDING_MOST", 40)
    dice = random.Random(7)
    pieces = [
        "髙橋",
        "高橋",
        "避難所",
        "ガイド",
        "がいど",
        "ＡＢＣ",
        "abc",
        "花火大会",
        "鼬",
        "10〜12",
        "課",
        "あ",
        "𠮷",
        "a%_'",
    ]
    for turn in range(600 if long else 150):
        text = "".join(dice.choice(pieces) for _ in range(dice.randint(0, 6)))
        store.save(record(f"202611{turn % 28 + 1:02d}-{turn:05d}", name=text, text=dice.choice(pieces)), None)
    index.refresh()
    bodies = {
        one.record.id: fold("\n".join(one.record.text(key) for key in one.record.values))
        for one in store.everything()[0]
    }
    queries = [
        *pieces,
        "高",
        "橋",
        "%",
        "_",
        "'",
        "無い",
        "課 鼬",
        "課　がいど",
        "橋花",
        "",
        " ",
        "\ud800",
        "a" * 5000,
    ]
    for query in queries:
        words = fold(query.encode("utf-8", "replace").decode()).split()
        expected = {name for name, body in bodies.items() if words and all(word in body for word in words)}
        found: list[str] = []
        after: int | None = 0
        while after is not None:
            hits = index.find(query, limit=7, after=after)
            found += ids(hits.rows)
            after = hits.after
        assert len(found) == len(set(found)) and set(found) == expected, query


def test_find_narrows_and_stops(store: RecordRepository, index: RecordIndex, record: Make) -> None:
    for turn in range(60):
        store.save(record(f"20261101-{turn:05d}", name=f"花火{turn}"), None)
    index.refresh()
    wide = index.find("花火", limit=100)
    assert wide.whole and len(wide.rows) == 60
    assert ids(index.find("花火5", limit=100, within=wide).rows) == ids(index.find("花火5", limit=100).rows)
    assert ids(index.find("火5 花", within=wide).rows) == ids(index.find("火5 花").rows)
    assert len(index.find("題", within=index.find("鼬")).rows) == 0
    assert index.find("花火", stop=lambda: True).stopped


def test_two_programs_and_many_threads_use_it_at_once(
    store: RecordRepository, root: Path, tmp_path: Path, record: Make, index: RecordIndex
) -> None:
    for turn in range(150):
        store.save(record(f"20261101-{turn:05d}", name=f"題{turn}"), None)
    other = RecordIndex(root, tmp_path / "cache", index.kinds, index.summarise)
    faults: list[BaseException] = []

    def work(one: RecordIndex) -> None:
        try:
            for _ in range(5):
                one.refresh()
                one.find("題1")
                one.page("post", order="title", limit=10)
        except BaseException as error:  # noqa: BLE001 - a thread tells here what it met
            faults.append(error)

    threads = [threading.Thread(target=work, args=(one,)) for one in (index, other) * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert index.count() == other.count() == 150
    other.close()


def database_steps(index: RecordIndex, ask: Callable[[], object]) -> int:
    """How many instructions SQLite runs to answer."""
    steps: list[None] = []
    index._database.run(lambda db: db.set_progress_handler(lambda: steps.append(None), 1))
    ask()
    index._database.run(lambda db: db.set_progress_handler(None, 1))
    return len(steps)


@pytest.mark.parametrize("kind", ["", "post"])
def test_problems_cost_the_same_however_many_records_have_none(
    store: RecordRepository, index: RecordIndex, record: Make, kind: str
) -> None:
    steps = []
    for turn in range(200):
        store.save(record(f"20261101-{turn:05d}"), None)
        if turn in (9, 199):
            index.refresh()
            steps.append(database_steps(index, lambda: index.problems(kind)))
    assert 0 < steps[1] < 2 * steps[0]


@pytest.mark.parametrize("order", ["at", "title", "state", "section"])
def test_pages_cover_everything_once(
    store: RecordRepository, index: RecordIndex, record: Make, order: str
) -> None:
    steps = []
    for turn in range(50):
        store.save(record(f"20261101-{turn:05d}", name=f"題{turn % 7}", section=f"課{turn % 3}"), None)
        if turn in (24, 49):
            index.refresh()
            steps.append(database_steps(index, lambda: index.page("post", order=order, limit=10)))
    assert steps[1] < 1.2 * steps[0], "a page costs the same, however many records there are"
    for descending in (True, False):
        pages = [
            ids(index.page("post", order=order, descending=descending, limit=7, offset=at))
            for at in range(0, 56, 7)
        ]
        found = [one for page in pages for one in page]
        assert sorted(found) == [f"20261101-{turn:05d}" for turn in range(50)]
    titles = [row.title for row in index.page("post", order="title", descending=False)]
    assert titles == sorted(titles)
