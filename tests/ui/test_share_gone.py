"""A shared folder that goes away while somebody types: what is typed stays, it is said, and it is saved once the share is back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.screen import finished, screen_text
from tests.ui.test_screens import context  # noqa: F401
from tests.ui.test_upkeep import run
from uedasns_tui.services import drafts
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.goto import OpenRecord
from uedasns_tui.ui.screens.record_editor import RecordEditor

NAME = "channel"


def _nothing(_root: Path) -> None:
    return None


@pytest.mark.parametrize(
    ("left", "said"),
    [(_nothing, "見つかりません"), (Path.mkdir, "空です"), (Path.touch, "フォルダーではありません")],
)
def test_what_is_typed_stays_and_is_saved_when_the_share_is_back(
    context: AppContext,  # noqa: F811
    left: Callable[[Path], None],
    said: str,
) -> None:
    context = open_context(  # on another day: nobody has just asked to make the folder
        AppOptions(data=str(context.folders.records)), {}, context.clock, context.user_settings
    )
    root = context.repository.root
    away = root.with_name("away")
    before = context.repository.load(NAME)

    async def journey(app: Uedasns, pilot: Pilot[None]) -> None:
        app.navigate(OpenRecord(NAME))
        await pilot.pause(0.1)
        await pilot.press("home", "A")
        root.rename(away)
        left(root)
        await pilot.press("B", "f10")
        await finished(app)
        await pilot.pause(0.1)
        editor = app.screen
        assert isinstance(editor, RecordEditor) and editor.unsaved
        messages = [note.message for note in app._notifications]
        assert any(said in message and "画面に残っています" in message for message in messages)
        draft = drafts.draft_of_saved(context, before)
        assert draft is not None and draft.record.values == editor.edited.values != before.record.values
        assert not root.is_dir() or list(root.iterdir()) == [], "nothing is written where the share was"
        if root.is_dir():
            root.rmdir()
        elif root.exists():
            root.unlink()
        away.rename(root)
        await pilot.press("C", "f10")
        await finished(app)
        await pilot.pause(0.1)
        assert "ABC" in str(context.repository.load(NAME).record.values)
        assert drafts.draft_of_saved(context, before) is None and not editor.unsaved
        assert "保存済み" in screen_text(app)

    run(context, journey)
