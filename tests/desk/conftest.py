"""A desk of the test's own: the bundled guideline, empty records, somebody named, the frozen clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from uedasns_tui.desk import work
from uedasns_tui.desk.desk import Desk, open_desk
from uedasns_tui.desk.folders import Options
from uedasns_tui.desk.settings import Mine
from uedasns_tui.store.store import Kept

Make = Callable[..., Kept]


@pytest.fixture
def desk(tmp_path: Path, now: datetime) -> Desk:
    """Somebody of 広報課 with no records yet."""
    mine = Mine(name="上田　花子", section="広報課")
    return open_desk(Options(data=str(tmp_path / "records")), {}, lambda: now, mine)


@pytest.fixture
def make(desk: Desk) -> Make:
    """Keeps a policy like the worked example: `make(id, act, act, …, field=value)`, each step taken."""

    def made(key: str = "channel", /, *acts: str, **values: str) -> Kept:
        sample = work.sample(desk, "policy")
        assert sample is not None
        record = work.start(desk, "policy", {**work.copied(desk, sample), **values}, name=key)
        kept = work.keep(desk, record, None).kept
        for act in acts:
            kept = work.step(desk, kept, act, GIVEN[act]).kept
        return kept

    return made


@pytest.fixture
def edited(desk: Desk) -> Make:
    """Keeps a record with other values: `edited(kept, field=value)`."""

    def one(kept: Kept, **values: str) -> Kept:
        return work.keep(desk, replace(kept.record, values={**kept.record.values, **values}), kept).kept

    return one


GIVEN = {
    "submit": {},
    "decide": {"by": "課長　上田太郎", "number": "広第12号"},
    "published": {"address": "https://www.city.ueda.nagano.jp/sns.html", "date": "2026-11-23"},
    "suspend": {"date": "2026-11-23", "reason": "人事異動"},
    "resume": {"date": "2026-11-24"},
    "close": {
        "date": "2026-11-23",
        "reason": "番組の終了",
        "fate_account": "kept",
        "fate_data": "課で保存した",
    },
}
"""What each step is told."""
