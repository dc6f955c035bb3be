"""Records without a screen of their own: found by F2 and the finder, begun, opened and listed."""

from __future__ import annotations

from textual.pilot import Pilot

from tests.ui.screen import finished, screen_text
from tests.ui.test_screens import context  # noqa: F401
from tests.ui.test_upkeep import run
from uedasns_tui.services import record_actions
from uedasns_tui.services.context import AppContext
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.dialogs.other_records import OtherRecordsDialog
from uedasns_tui.ui.screens.record_editor import RecordEditor


def test_other_records_are_listed_opened_and_begun(context: AppContext) -> None:  # noqa: F811
    values = {"comment": "ひどい文", "measure": "hidden"}
    record_actions.save_record(
        context, record_actions.new_record(context, "comment", values, name="c1"), None
    )

    async def journey(app: Uedasns, pilot: Pilot[None]) -> None:
        await pilot.press("f2")
        await pilot.pause(0.1)
        assert "ほかの記録" in screen_text(app)
        await pilot.press("6")
        await pilot.pause(0.1)
        assert isinstance(app.screen, OtherRecordsDialog)
        assert "書き込みの削除記録（1件　要対応 0 件）" in screen_text(app)
        assert "ひどい文" in screen_text(app)
        await pilot.press("down", "enter")
        await finished(app)
        await pilot.pause(0.1)
        assert isinstance(app.screen, RecordEditor)
        assert app.screen.record.id == "c1"
        await pilot.press("escape")
        await pilot.pause(0.1)
        app.action_others()
        await pilot.pause(0.1)
        await pilot.press("enter")
        await finished(app)
        await pilot.pause(0.1)
        assert isinstance(app.screen, RecordEditor)
        assert app.screen.saved is None

    run(context, journey)
