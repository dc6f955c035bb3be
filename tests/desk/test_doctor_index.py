"""The doctor looks at the index, too: broken, it is thrown away and built again; the records are not touched."""

from __future__ import annotations

from collections.abc import Callable

from uedasns_tui.desk import doctor, listing
from uedasns_tui.desk.desk import Desk
from uedasns_tui.store.store import Kept


def test_a_broken_index_is_found_and_mended(desk: Desk, make: Callable[..., Kept]) -> None:
    for number in range(30):
        make(f"p{number}")
    listing.rows(desk)
    assert [one for one in doctor.examine(desk) if one.problem.code == "index"] == []
    file = desk.index.file
    desk.index.close()
    for suffix in ("-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    data = bytearray(file.read_bytes())
    data[8192 : 8192 + 6000] = b"\xff" * 6000
    file.write_bytes(bytes(data))
    found = [one for one in doctor.examine(desk) if one.problem.code == "index"]
    assert [one.mend is not None for one in found] == [True]
    doctor.mend(found)
    assert len(listing.rows(desk)[0]) == 30
    assert [one for one in doctor.examine(desk) if one.problem.code == "index"] == []
