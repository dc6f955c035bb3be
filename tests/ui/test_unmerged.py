"""A save that a record does not hold is offered on the screen before the record opens."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.pilot import Pilot

from tests.ui.screen import finished, screen_text
from tests.ui.test_screens import context  # noqa: F401
from tests.ui.test_upkeep import run
from uedasns_tui.services.context import AppContext
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.dialogs.merge_conflict import MergeConflictDialog
from uedasns_tui.ui.goto import MergeCopy, OpenRecord
from uedasns_tui.ui.screens.record_editor import RecordEditor
from uedasns_tui.ui.widgets.row_list import RowList

NAME = "20261123-fair1"


@pytest.fixture
def lost(context: AppContext) -> AppContext:  # noqa: F811
    """Two PCs saved the same post at once."""
    store = context.repository
    first = store.load(NAME)

    def saved(text: str) -> None:
        store.save(replace(first.record, values={**first.record.values, "text": text}), first)

    saved("太郎の文")
    newest = store.versions(NAME)[-1]
    away = newest.path.rename(store.root / newest.path.name)
    first.path.write_bytes(first.data)
    saved("花子の文")
    away.rename(newest.path)
    return context


@pytest.mark.parametrize(("keys", "text"), [(("1", "f10"), "花子の文"), (("1", "2", "f10"), "太郎の文")])
def test_both_texts_are_shown_and_one_key_merges(lost: AppContext, keys: tuple[str, ...], text: str) -> None:
    async def journey(app: Uedasns, pilot: Pilot[None]) -> None:
        assert "合わせていない" in screen_text(app) and "花子の文" in screen_text(app)
        app.navigate(OpenRecord(NAME))
        await pilot.pause(0.1)
        shown = screen_text(app)
        assert "太郎の文" in shown and "花子の文" in shown and "入っていない保存" in shown
        await pilot.press(keys[0])
        await pilot.pause(0.1)
        assert isinstance(app.screen, MergeConflictDialog) and "入っていない版" in screen_text(app)
        await pilot.press(*keys[1:])
        await finished(app)
        await pilot.pause(0.1)
        assert isinstance(app.screen, RecordEditor)
        saved = lost.repository.load(NAME)
        assert saved.record.text("text") == text and lost.repository.unmerged(saved) == []

    run(lost, journey)


def test_who_does_not_choose_opens_the_record_as_it_is(lost: AppContext) -> None:
    async def journey(app: Uedasns, pilot: Pilot[None]) -> None:
        app.navigate(OpenRecord(NAME))
        await pilot.pause(0.1)
        await pilot.press("2")
        await pilot.pause(0.1)
        assert isinstance(app.screen, RecordEditor)
        assert len(lost.repository.unmerged(lost.repository.load(NAME))) == 1

    run(lost, journey)


@pytest.fixture
def copied(context: AppContext) -> AppContext:  # noqa: F811
    """A sync program left another copy of the post; nothing was changed here since."""
    path = context.repository.load(NAME).path
    text = path.read_text(encoding="utf-8").replace("まつりを開催", "祭りを開催")
    path.with_name(f"{NAME} (1).toml").write_text(text, encoding="utf-8")
    return context


@pytest.mark.parametrize("screen", ["1", "4"])
def test_a_conflict_copy_is_merged_from_its_row(copied: AppContext, screen: str) -> None:
    """Enter on the row, both texts, one key; then what both changed is asked as of any other save."""
    folder = copied.repository.load(NAME).path.parent

    async def journey(app: Uedasns, pilot: Pilot[None]) -> None:
        await pilot.press(screen)
        await finished(app)
        await pilot.pause(0.1)
        rows = app.screen.query_one("#rows", RowList)
        assert "合わせていない" in screen_text(app)
        rows.focus()
        await pilot.press("home")
        while not isinstance(rows.current_row.goto if rows.current_row else None, MergeCopy):
            assert rows.current < 9
            await pilot.press("down")
        await pilot.press("enter")
        await pilot.pause(0.1)
        shown = screen_text(app)
        assert "もう1つの写し" in shown and "まつりを開催" in shown and "祭りを開催" in shown
        await pilot.press("1")
        await finished(app)
        await pilot.pause(0.1)
        assert [path.name for path in folder.iterdir()] == [f"{NAME}.toml"]
        assert "入っていない保存" in screen_text(app)
        await pilot.press("1")
        await pilot.pause(0.1)
        await pilot.press("2", "f10")
        await finished(app)
        await pilot.pause(0.1)
        assert isinstance(app.screen, RecordEditor)
        assert "祭りを開催" in copied.repository.load(NAME).record.text("text")

    run(copied, journey)


def test_who_does_not_merge_a_copy_keeps_it(copied: AppContext) -> None:
    path = copied.repository.load(NAME).path

    async def journey(app: Uedasns, pilot: Pilot[None]) -> None:
        app.navigate(MergeCopy(str(path.with_name(f"{NAME} (1).toml"))))
        await pilot.pause(0.1)
        await pilot.press("2")
        await pilot.pause(0.1)
        assert len(list(path.parent.iterdir())) == 2
        app.navigate(MergeCopy(str(path.with_name("gone (1).toml"))))
        await pilot.pause(0.1)
        assert any("見つかりません" in note.message for note in app._notifications)

    run(copied, journey)
