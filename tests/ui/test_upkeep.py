"""Backup, trash, deleting and settings on the screen do what the commands do."""

from __future__ import annotations

import asyncio
import zipfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.pilot import Pilot

from tests.ui.screen import finished, screen_text
from tests.ui.test_screens import context  # noqa: F401
from uedasns_tui.services import record_actions
from uedasns_tui.services.context import AppContext
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.dialogs.upkeep import DiagnosisDialog, TrashDialog
from uedasns_tui.ui.goto import OpenRecord
from uedasns_tui.ui.screens.record_editor import RecordEditor
from uedasns_tui.ui.widgets.text_field import TextField


def run(context: AppContext, journey: Callable[[Uedasns, Pilot[None]], Awaitable[None]]) -> None:  # noqa: F811
    async def inside() -> None:
        app = Uedasns(context)
        async with app.run_test(size=(100, 30)) as pilot:
            await finished(app)
            await pilot.pause(0.1)
            await journey(app, pilot)
            await finished(app)
            assert app.fault is None

    asyncio.run(inside())


def test_a_record_goes_to_the_trash_and_comes_back(context: AppContext) -> None:  # noqa: F811
    async def journey(app: Uedasns, pilot: Pilot[None]) -> None:
        await pilot.press("4")
        await finished(app)
        await pilot.pause(0.1)
        await pilot.press("delete")
        await pilot.press(*"重複", "f10")
        await finished(app)
        assert [entry.reason for entry in context.repository.discarded()] == ["重複"]
        app.action_trash()
        await pilot.pause(0.1)
        assert isinstance(app.screen, TrashDialog)
        assert "まつり" in screen_text(app) and "理由: 重複" in screen_text(app)
        await pilot.press("enter", "2")
        await pilot.pause(0.1)
        assert "ごみ箱は空です。" in screen_text(app)
        assert context.repository.try_load("20261123-fair1") is not None

    run(context, journey)


def test_a_backup_is_written_where_one_says(context: AppContext, tmp_path: Path) -> None:  # noqa: F811
    file = tmp_path / "office.zip"

    async def journey(app: Uedasns, pilot: Pilot[None]) -> None:
        app.action_backup()
        await pilot.pause(0.1)
        app.screen.query_one(TextField).put(str(file))
        await pilot.press("f10")
        await pilot.pause(0.1)
        assert any(name.endswith("channel.toml") for name in zipfile.ZipFile(file).namelist())
        app.action_backup()
        await pilot.pause(0.1)
        app.screen.query_one(TextField).put(str(file))
        await pilot.press("f10")
        await pilot.pause(0.1)
        assert "すでにあります" in screen_text(app), "the dialog stays and says why"

    run(context, journey)


def test_what_the_diagnosis_names_is_opened_from_it(context: AppContext) -> None:  # noqa: F811
    record = record_actions.new_record(context, "policy", {"name": "まだ途中"}, name="begun1")
    record_actions.save_record(context, record, None)

    async def journey(app: Uedasns, pilot: Pilot[None]) -> None:
        app.action_diagnose()
        await pilot.pause(0.1)
        await finished(app)
        await pilot.pause(0.1)
        dialog = app.screen
        assert isinstance(dialog, DiagnosisDialog)
        row = next(row for row in dialog.row_list.rows if row.goto == OpenRecord("begun1"))
        assert row.body.startswith(str(Path("policies", "begun1.toml"))), (
            "its place in the folder, no long path"
        )
        dialog.row_list.go(row.key)
        await pilot.press("enter")
        await finished(app)
        await pilot.pause(0.1)
        assert isinstance(app.screen, RecordEditor) and app.screen.record.id == "begun1"

    run(context, journey)


def test_settings_are_remembered(context: AppContext) -> None:  # noqa: F811
    async def journey(app: Uedasns, pilot: Pilot[None]) -> None:
        app.action_settings()
        await pilot.pause(0.1)
        fields = list(app.screen.query(TextField))
        fields[0].put("上田　次郎")
        fields[2].put("9999")
        await pilot.press("f10")
        await pilot.pause(0.1)
        assert "20 から 200 まで" in screen_text(app)
        fields[2].put("70")
        await pilot.press("f10")
        await pilot.pause(0.1)
        assert (context.user_settings.name, context.user_settings.measure) == ("上田　次郎", 70)

    run(context, journey)
