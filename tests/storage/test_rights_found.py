"""Doctor finds what colleagues may not use, says whose it is, and mends it no wider than the data folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from uedasns_tui.records.record import Record
from uedasns_tui.storage import rights
from uedasns_tui.storage.diagnostics import Diagnosis, diagnose
from uedasns_tui.storage.repository import RecordRepository

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has access lists in place of modes")


def narrow(store: RecordRepository) -> list[Diagnosis]:
    return [entry for entry in diagnose(store) if entry.problem.code == "mode"]


def places(store: RecordRepository) -> list[Path]:
    return [path for path in store.root.rglob("*") if not path.name.startswith(".lock")]


@pytest.mark.parametrize("shared", [0o2770, 0o2775, 0o777])
def test_what_is_narrower_is_named_and_mended(
    store: RecordRepository, record: Callable[..., Record], shared: int
) -> None:
    store.root.chmod(shared)
    kept = store.save(record(), None).kept
    store.delete(store.save(record("20261123-other"), None).kept.record.id)
    assert narrow(store) == []
    everything = places(store)
    for path in everything:
        path.chmod(0o700 if path.is_dir() else 0o600)
    diagnoses = narrow(store)
    assert {entry.problem.where.file for entry in diagnoses} == {
        str(path) for path in everything if path.name != ".uedasns-tui"
    }
    assert all("持ち主は" in entry.problem.message for entry in diagnoses)
    for entry in diagnoses:
        assert entry.mend is not None
        assert "chmod" in entry.mend.do()
    assert narrow(store) == []
    for path in everything:
        mode, all_need = stat.S_IMODE(path.stat().st_mode), 0o077 if path.is_dir() else 0o044
        assert not mode & 0o777 & ~shared, path
        assert path.name == ".uedasns-tui" or mode & all_need == shared & all_need, path
    assert store.load(kept.record.id).record == kept.record


def test_a_folder_of_one_person_is_not_looked_through(
    store: RecordRepository, record: Callable[..., Record]
) -> None:
    store.root.chmod(0o755)
    kept = store.save(record(), None).kept
    kept.path.chmod(0o600)
    assert narrow(store) == []


def test_what_is_somebody_elses_is_left_to_them(
    store: RecordRepository, record: Callable[..., Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    store.root.chmod(0o770)
    kept = store.save(record(), None).kept
    kept.path.chmod(0o600)
    monkeypatch.setattr(os, "geteuid", lambda: kept.path.stat().st_uid + 1)
    [entry] = narrow(store)
    assert entry.mend is None and "chmod 640 を頼んで" in entry.problem.message
    assert rights.owner_name(kept.path.stat().st_uid) in entry.problem.message
    assert rights.owner_name(4_000_111) == "番号 4000111 の人"
