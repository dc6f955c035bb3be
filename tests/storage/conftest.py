"""What the tests of keeping stand on: a store in an empty folder, records to keep in it, and steps that kill."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from uedasns_tui.guideline.schema import Form, FormField
from uedasns_tui.records.record import LogEntry, Person, Record
from uedasns_tui.storage.index.record_index import RecordIndex, RecordSummary
from uedasns_tui.storage.repository import RecordRepository

HANAKO = Person("上田 花子", "広報課", "hanako")

FORMS = {
    kind: Form(
        1, kind, title, {"draft": "作成中"}, "draft",
        field=(FormField("name", "名称", "line"), FormField("text", "本文", "text"), FormField("more", "備考", "text")),
    )
    for kind, title in (("policy", "利用方針"), ("post", "投稿前チェック"), ("incident", "トラブルの記録"))
}  # fmt: skip


@pytest.fixture
def forms() -> dict[str, Form]:
    return FORMS


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "記録"
    folder.mkdir()
    return folder


@pytest.fixture
def make_store(root: Path, now: datetime) -> Callable[..., RecordRepository]:
    """A store whose clock ticks a second each time it is asked."""

    def make(**options: Any) -> RecordRepository:
        ticks = iter(range(1_000_000))
        options.setdefault("who", lambda: HANAKO)
        return RecordRepository(
            options.pop("root", root), FORMS, clock=lambda: now + timedelta(seconds=next(ticks)), **options
        )

    return make


@pytest.fixture
def store(make_store: Callable[..., RecordRepository]) -> RecordRepository:
    return make_store()


@pytest.fixture
def record(now: datetime) -> Callable[..., Record]:
    def make(ident: str = "20261123-ab3x7", /, kind: str = "post", **values: Any) -> Record:
        return Record(
            ident, kind, date(2024, 1, 4), values or {"name": "花火大会", "text": "本日は雨です。\n中止します。"},
            log=(LogEntry("e1", now, "created", HANAKO),),
        )  # fmt: skip

    return make


@pytest.fixture
def edited() -> Callable[..., Record]:
    """A record with some values changed."""
    return lambda record, **values: replace(record, values={**record.values, **values})


def summarise(record: Record) -> RecordSummary:
    """What a record comes to in these tests."""
    return RecordSummary(
        record.id, record.kind, "draft", record.text("name"), record.text("section"),
        record.log[0].at.isoformat() if record.log else "", marks={
            "made:" + one: record.log[0].at.date().isoformat() for one in record.many("accounts") if record.log
        },
        text="\n".join(record.text(key) for key in record.values),
    )  # fmt: skip


@pytest.fixture
def index(root: Path, tmp_path: Path) -> Iterator[RecordIndex]:
    found = RecordIndex(root, tmp_path / "cache", FORMS, summarise)
    yield found
    found.close()


@pytest.fixture
def child() -> Callable[[Callable[[], object]], int]:
    """Run something in a forked child; returns minus the signal that ended it, or its exit code."""

    def run(act: Callable[[], object]) -> int:
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                act()
                code = 0
            finally:
                os._exit(code)
        _, status = os.waitpid(pid, 0)
        return os.waitstatus_to_exitcode(status)

    return run


@pytest.fixture
def kill_at() -> Callable[[str], Callable[[str], None]]:
    """A hook that kills the process, as a power button does, at one step."""

    def make(phase: str) -> Callable[[str], None]:
        def hook(step: str) -> None:
            if step == phase:
                os.kill(os.getpid(), signal.SIGKILL)

        return hook

    return make
