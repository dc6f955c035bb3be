"""Following: to a clause by its citation, to a record by its id, to a place, or doing an action. Used by the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uedasns_tui.services.context import Lacking
from uedasns_tui.storage.repository import StorageError
from uedasns_tui.ui.screens.main_screen import HOMES
from uedasns_tui.ui.screens.reader import ReaderScreen

if TYPE_CHECKING:
    from uedasns_tui.ui.app import Uedasns


def follow(app: Uedasns, kind: str, place: str) -> None:
    """Go where `kind` and `place` say; what cannot be read, or this guideline does not have, is said in a sentence."""
    try:
        _follow(app, kind, place)
    except Lacking as lacking:
        app.notify(str(lacking), timeout=10)


def _follow(app: Uedasns, kind: str, place: str) -> None:
    from uedasns_tui.ui.record_navigation import begin_copy, begin_sample

    match kind:
        case "place":
            app.action_go(place)
        case "clause":
            app.action_go("reading")
            app.call_after_refresh(_jump, app, place)
        case "begin":
            begin(app, place)
        case "sample":
            begin_sample(app, place)
        case "copy":
            begin_copy(app, place)
        case "app":
            app.run_worker(app.run_action(place), exclusive=False)
        case "policy" | "post" | "incident":
            open_record(app, kind, place)


def _jump(app: Uedasns, citation: str) -> None:
    if isinstance(app.screen, ReaderScreen):
        app.screen.jump(citation)


def open_record(app: Uedasns, kind: str, name: str) -> None:
    """Open a record on its form, with what was left unsaved offered first."""
    from uedasns_tui.ui.record_navigation import open_saved

    try:
        kept = app.context.repository.load(name)
    except StorageError as fault:
        app.notify(str(fault), severity="error", timeout=10)
        return
    app.context.form(kept.record.kind)
    app.action_go(HOMES[kind])
    open_saved(app, kept)


def begin(app: Uedasns, kind: str) -> None:
    """Begin a new record of a kind."""
    from uedasns_tui.ui.record_navigation import begin_new

    app.context.form(kind)
    app.action_go(HOMES[kind])
    begin_new(app, kind)
