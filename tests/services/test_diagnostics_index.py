"""The doctor looks at the index, too: broken, it is thrown away and built again; the records are not touched."""

from __future__ import annotations

from collections.abc import Callable

from uedasns_tui.services import diagnostics, record_list
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.repository import SavedRecord


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
    diagnostics.repair(found)
    assert len(record_list.rows(context)[0]) == 30
    assert [one for one in diagnostics.diagnose(context) if one.problem.code == "index"] == []
