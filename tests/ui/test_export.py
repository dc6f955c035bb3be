"""Writing files from the screen: named after the account, and what exists is asked about before it is replaced."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import pytest

from tests.ui.test_dialog import Opened
from uedasns_tui.services import record_actions
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.ui.dialogs.export import ExportDialog


@pytest.fixture
def context(tmp_path: Path, now: datetime) -> AppContext:
    """Somebody of 広報課 with no records."""
    mine = UserSettings(name="上田　花子", section="広報課")
    return open_context(AppOptions(data=str(tmp_path / "records")), {}, lambda: now, mine)


def test_an_existing_file_is_replaced_at_the_second_f10_only(
    context: AppContext, tmp_path: Path, monkeypatch
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.setattr(Path, "home", lambda: folder)
    sample = record_actions.sample(context, "policy")
    assert sample is not None
    record = record_actions.new_record(
        context, "policy", record_actions.copy_of(context, sample), name="channel"
    )
    file = folder / "上田市行政チャンネル_様式1.docx"
    file.write_bytes(b"mine")

    async def run() -> None:
        dialog = ExportDialog(context, record)
        async with Opened(dialog).run_test(size=(100, 30)) as pilot:
            await pilot.press("f10")
            await pilot.pause()
            assert file.read_bytes() == b"mine" and dialog.is_attached
            await pilot.press("f10")
            await pilot.pause()

    asyncio.run(run())
    assert file.read_bytes().startswith(b"PK") and [path.name for path in folder.iterdir()] == [file.name]
