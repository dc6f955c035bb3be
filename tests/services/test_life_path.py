"""The path of steps: the states behind, the present one, what follows when all goes well, and the next step."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from uedasns_tui.records.record import LogEntry, Person, Record
from uedasns_tui.services import record_actions, transitions
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings

PERSON = Person("上田　花子", "広報課")


@pytest.fixture
def context(tmp_path: Path, now: datetime) -> AppContext:
    options = AppOptions(create=True, data=str(tmp_path / "records"))
    return open_context(options, {}, lambda: now, UserSettings(name=PERSON.name, section=PERSON.section))


def stepped(context: AppContext, kind: str, *steps: str) -> Record:
    record = record_actions.new_record(context, kind, {}, name="one")
    entries = (LogEntry(f"e{number}", context.clock(), step, PERSON) for number, step in enumerate(steps))
    return replace(record, log=(*record.log, *entries))


@pytest.mark.parametrize(
    ("kind", "steps", "path"),
    [
        ("post", (), "［確認中］ → 了承待ち → 了承済 → 投稿済　次は F8「了承を求める」"),
        ("post", ("submit",), "確認中 → ［了承待ち］ → 了承済 → 投稿済"),
        ("post", ("submit", "withdraw"), "［確認中］ → 了承待ち → 了承済 → 投稿済　次は F8「了承を求める」"),
        ("post", ("submit", "approve", "posted"), "確認中 → 了承待ち → 了承済 → ［投稿済］"),
        ("policy", (), "［下書き］ → 決裁待ち → 決裁済　次は F8「決裁に出す」"),
        ("policy", ("submit", "return"), "下書き → 決裁待ち → ［差戻し］"),
        ("incident", (), ""),
        ("incident", ("close",), "対応中 → ［終結］"),
    ],
)
def test_the_path(context: AppContext, kind: str, steps: tuple[str, ...], path: str) -> None:
    before, present, after = transitions.path(stepped(context, kind, *steps), context.form(kind))
    line = f"{before}［{present}］{after}" if present else before + after
    assert line.startswith(path) if path else line == ""
