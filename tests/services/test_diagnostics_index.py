"""The doctor looks at the index, too: broken, it is thrown away and built again; the records are not touched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from uedasns_tui.guideline import coverage
from uedasns_tui.services import diagnostics, record_list
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.storage.record_file import SavedRecord

ROOT = Path(__file__).resolve().parents[2]


def test_a_broken_index_is_found_and_mended(context: AppContext, make: Callable[..., SavedRecord]) -> None:
    for number in range(30):
        make(f"p{number}")
    record_list.rows(context)
    assert [one for one in diagnostics.diagnose(context) if one.problem.code == "index"] == []
    file = context.index.file
    context.index.close()
    for suffix in ("-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    data = bytearray(file.read_bytes())
    data[8192 : 8192 + 6000] = b"\xff" * 6000
    file.write_bytes(bytes(data))
    found = [one for one in diagnostics.diagnose(context) if one.problem.code == "index"]
    assert [one.mend is not None for one in found] == [True]
    assert diagnostics.repair(found)[1] == []
    assert len(record_list.rows(context)[0]) == 30
    assert [one for one in diagnostics.diagnose(context) if one.problem.code == "index"] == []


@pytest.mark.parametrize("folder", ["guideline", "tests/fixtures/guideline"])
def test_a_sentence_that_only_a_form_without_a_place_answers_is_unreached(
    folder: str, tmp_path: Path, now: datetime
) -> None:
    context = open_context(AppOptions(str(tmp_path), str(ROOT / folder)), {}, lambda: now, UserSettings())
    others = {form.id for form in context.guideline.forms.values() if form.purpose == "other"}
    rows = diagnostics.coverage_rows(context)
    wanted = [
        row.clause
        for row in coverage.coverage(context.guideline)
        if row.kind == "answered" and {link.page for link in row.by} <= others
    ]
    assert [row.clause for row in rows if row.kind == "unreached"] == wanted
    assert bool(wanted) == (folder != "guideline")
