"""A context of the test's own: the bundled guideline, empty records, somebody named, the frozen clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from tests.worked_example import lacking_values
from uedasns_tui.services import record_actions, transitions
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.storage.record_file import SavedRecord

Make = Callable[..., SavedRecord]


@pytest.fixture
def context(tmp_path: Path, now: datetime) -> AppContext:
    """Somebody of 広報課 with no records yet."""
    mine = UserSettings(name="上田　花子", section="広報課")
    return open_context(AppOptions(create=True, data=str(tmp_path / "records")), {}, lambda: now, mine)


@pytest.fixture
def make(context: AppContext) -> Make:
    """Keeps a policy like the worked example: `make(id, act, act, …, field=value)`, each step taken."""

    def made(key: str = "channel", /, *acts: str, **values: str) -> SavedRecord:
        sample = record_actions.sample(context, "policy")
        assert sample is not None
        record = record_actions.new_record(
            context, "policy", {**record_actions.copy_of(context, sample), **values}, name=key
        )
        record = record_actions.with_values(record, lacking_values(context, record))
        kept = record_actions.save_record(context, record, None).kept
        for act in acts:
            kept = transitions.take_transition(context, kept, act, GIVEN[act], "試験のため").kept
        return kept

    return made


@pytest.fixture
def edited(context: AppContext) -> Make:
    """Keeps a record with other values: `edited(kept, field=value)`."""

    def one(kept: SavedRecord, **values: str) -> SavedRecord:
        return record_actions.save_record(
            context, replace(kept.record, values={**kept.record.values, **values}), kept
        ).kept

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
