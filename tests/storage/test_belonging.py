"""What belongs to a record: deleting, the trash, pruning and purging take that, all of it where they should, and nothing else."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.storage.conftest import FORMS, HANAKO
from uedasns_tui.guideline.schema import Form
from uedasns_tui.records.record import LogEntry, Record
from uedasns_tui.storage import paths, purge, trash, versions
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.storage.repository import RecordRepository

NOW = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)
KINDS = {**FORMS, "a-b": Form(1, "a-b", "別の様式", {"draft": "作成中"}, "draft", field=FORMS["post"].field)}
FAMILIES = (
    ("a", "a-b", "b-a"), ("post-a", "a", "policy-a"), ("a-b-a", "a-b", "b-a"), ("20261128-a", "20261128-a-b", "a"),
    ("first", "a", "aside"), ("replaced-a", "a", "replaced"),
)  # fmt: skip
"""Ids of which one begins, ends or holds another, or is a word that the names of files use."""
STEPS = ("save", "save", "delete", "restore", "leave", "copy", "aside", "replaced")


def office(folder: Path) -> RecordRepository:
    ticks = count()
    return RecordRepository(
        folder, KINDS, clock=lambda: NOW + timedelta(seconds=next(ticks)), who=lambda: HANAKO
    )


def files(root: Path) -> set[Path]:
    """Every file of the data folder but the program's own."""
    own = (".lock", ".lock-holder", paths.PURGED, ".uedasns-tui")
    return {path for path in root.rglob("*") if path.is_file() and path.name not in own}


def owner(path: Path) -> str:
    """Whose a file is, by the mark that each of these tests' files holds."""
    match = re.search(r"MARK=([a-z0-9-]+);", path.read_text("utf-8"))
    if match:
        return match[1]
    assert path.name == "who.jsonl", path
    return paths.parted(path.parent.name)[1]


def work(store: RecordRepository, kind: str, name: str, step: str, number: int) -> None:
    """One step of a record's life; what makes no sense now is left."""
    path = store.path_of(name)
    root = store.root
    saved = store.try_load(name)
    if step == "save" and (saved is None or saved.record.kind == kind):
        values = {"name": f"MARK={name};", "text": f"{number}"}
        log = (LogEntry("e1", NOW, "created", HANAKO),)
        store.save(Record(name, kind, NOW.date(), values, log=log), saved)
    elif path is None or saved is None:
        return
    elif step == "delete":
        store.delete(name, f"MARK={name};")
    elif step == "restore":
        entry = next(iter(store.discarded()), None)
        if entry is not None and store.path_of(entry.id) is None:
            store.restore(entry)
    elif step == "leave":
        path.with_name(f".{path.name}.{number}.abcd.tmp").write_bytes(path.read_bytes())
        history = versions.folder_of(root, saved.record.kind, name)
        (history / f".x.toml.{number}.abcd.tmp").write_bytes(path.read_bytes())
    elif step == "copy":
        path.with_name(f"{name} ({number}).toml").write_bytes(path.read_bytes())
    elif step == "aside":
        target = trash.aside(root, path.with_name(f".{path.name}.{number}.abcd.tmp"), number)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    elif step == "replaced":
        target = root / paths.TRASH / f"replaced-{number}" / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())


FAMILY_LIVES = st.sampled_from(FAMILIES).flatmap(
    lambda ids: st.tuples(
        st.lists(
            st.tuples(st.sampled_from(sorted(KINDS)), st.sampled_from(ids), st.sampled_from(STEPS)),
            min_size=6,
            max_size=12,
        ),
        st.sampled_from(ids),
        st.just(ids),
    )
)


@settings(max_examples=20, deadline=None)
@given(family=FAMILY_LIVES)
def test_purge_trash_and_pruning_take_what_belongs_to_the_record(
    family: tuple[list[tuple[str, str, str]], str, tuple[str, ...]],
) -> None:
    lives, victim, ids = family
    with tempfile.TemporaryDirectory() as folder:
        store = office(Path(folder))
        kinds: dict[str, str] = {}
        for (kind, _, _), name in zip(lives, ids, strict=False):
            kinds[name] = kind
            work(store, kind, name, "save", 0)
        for number, (_, name, step) in enumerate(lives, 1):
            work(store, kinds[name], name, step, number)
        root, before = store.root, files(store.root)
        own = {path for path in before if owner(path) == victim}
        belonging = {path for path in before if purge.belongs(root, path, victim)}
        history = {path for path in own if path.relative_to(root).parts[0] == paths.HISTORY}
        assert belonging | history == own
        assert purge.belongs(root, versions.folder_of(root, kinds[victim], victim), victim)

        rule = versions.PruningRule(all_days=0, daily_days=0, monthly=False, least=1)
        versions.prune(root, kinds[victim], victim, rule, NOW + timedelta(days=9))
        assert before - files(root) <= history
        pruned = files(root)
        thrown = [entry for entry in store.discarded() if entry.id == victim]
        store.empty_trash(thrown)
        gone = pruned - files(root)
        assert gone <= own and {path for path in gone if path.suffix == ".toml"} == {
            entry.path for entry in thrown
        }
        left = files(root)
        if own & left:
            store.purge(victim, "試し")
        assert left - files(root) == own & left, "all of it, and nothing else"


def test_a_note_of_another_record_in_the_trash_is_not_believed(
    store: RecordRepository, record: Callable[..., Record]
) -> None:
    for name in ("a", "b"):
        store.save(record(name, name=name), None)
        store.delete(name, "理由")
    mine, other = (next(entry for entry in store.discarded() if entry.id == name) for name in ("a", "b"))
    other.path.with_suffix(trash.WHY).write_bytes(mine.path.with_suffix(trash.WHY).read_bytes())
    assert sorted(entry.id for entry in store.discarded()) == ["a", "b"]
    store.purge("a", "試し")
    assert [entry.id for entry in store.discarded()] == ["b"] and other.path.exists()


def test_purge_refuses_where_a_folder_cannot_be_listed(
    store: RecordRepository, record: Callable[..., Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.scandir

    def refusing(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refusing)
    saved = store.save(record("a", name="a"), None).kept
    closed = saved.path.parent / "closed"
    closed.mkdir()
    with pytest.raises(StorageError, match="closed"):
        store.purge("a", "試し")
    assert saved.path.exists() and not (store.root / paths.PURGED).exists()


def test_a_clock_that_runs_ahead_prunes_nothing(
    make_store: Callable[..., RecordRepository], record: Callable[..., Record]
) -> None:
    rule = versions.PruningRule(all_days=1, daily_days=2, monthly=False, least=1)
    first = make_store()
    saved = first.save(record("a", name="0"), None).kept
    for number in range(1, 5):
        saved = first.save(replace(saved.record, values={"name": f"{number}"}), saved).kept
    years_on = NOW.replace(year=2099)
    ahead = RecordRepository(first.root, FORMS, clock=lambda: years_on, who=lambda: HANAKO, pruning=rule)
    ahead.save(replace(saved.record, values={"name": "2099"}), saved)
    assert len(versions.list_versions(first.root, "post", "a")) == 6
