"""Opens the target of a `Goto`. Used by the app; a target that is missing is reported in a sentence."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from uedasns_tui.services.context import Lacking
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.ui.goto import (
    CopyRecord,
    Goto,
    MergeCopy,
    NewRecord,
    OpenClause,
    OpenDraft,
    OpenRecord,
    OpenScreen,
    RunAction,
    ShowText,
)
from uedasns_tui.ui.screens.main_screen import SCREEN_OF_PURPOSE

if TYPE_CHECKING:
    from uedasns_tui.ui.app import Uedasns


def navigate(app: Uedasns, goto: Goto) -> None:
    """Go there."""
    try:
        _navigate(app, goto)
    except Lacking as lacking:
        app.notify(str(lacking), timeout=10)
    except StorageError as error:
        app.notify(str(error), severity="error", timeout=10)


def _navigate(app: Uedasns, goto: Goto) -> None:
    match goto:
        case OpenScreen(name):
            app.action_go(name)
        case OpenClause(citation):
            app.action_go("reading")
            app.call_after_refresh(_show_clause, app, citation)
        case OpenRecord(record_id):
            open_record(app, record_id)
        case MergeCopy(path):
            from uedasns_tui.ui.dialogs.unmerged import offer_copy

            offer_copy(app, app.context, Path(path), partial(open_record, app))
        case OpenDraft(key):
            from uedasns_tui.ui.record_navigation import open_draft

            open_draft(app, key)
        case NewRecord(purpose, sample):
            new_record(app, purpose, sample=sample)
        case CopyRecord(record_id):
            from uedasns_tui.ui.record_navigation import begin_copy

            begin_copy(app, record_id)
        case RunAction(action):
            app.run_worker(app.run_action(action), exclusive=False)
        case ShowText(text):
            app.notify(text, severity="error", timeout=15)


def _show_clause(app: Uedasns, citation: str) -> None:
    from uedasns_tui.ui.screens.reader import ReaderScreen

    if isinstance(app.screen, ReaderScreen):
        app.screen.jump(citation)


def open_record(app: Uedasns, record_id: str) -> None:
    """Open a record in its editor; what its history holds besides, and what was typed over it and not saved, is offered
    first."""
    from uedasns_tui.ui.record_navigation import open_saved

    saved = app.context.repository.load(record_id)
    app.context.form(saved.record.kind)
    purpose = app.context.guideline.purpose_of(saved.record.kind)
    if purpose in SCREEN_OF_PURPOSE:
        app.action_go(SCREEN_OF_PURPOSE[purpose])
    if app.context.repository.unmerged(saved):
        from uedasns_tui.ui.dialogs.unmerged import offer_merge

        offer_merge(app, app.context, saved, lambda merged: open_saved(app, merged))
    else:
        open_saved(app, saved)


def new_record(app: Uedasns, purpose: str, *, sample: bool = False) -> None:
    """Begin a new record, or a copy of the worked example."""
    from uedasns_tui.ui.record_navigation import begin_new, begin_sample

    form = app.context.form(purpose)
    if sample:
        begin_sample(app, purpose)
    else:
        if form.purpose in SCREEN_OF_PURPOSE:
            app.action_go(SCREEN_OF_PURPOSE[form.purpose])
        begin_new(app, form.id)
