"""Opening records on their screens, new ones and kept ones; what a crash left unsaved is offered once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from uedasns_tui.japanese import local_time
from uedasns_tui.records.record import Record, Value
from uedasns_tui.services import drafts, record_actions
from uedasns_tui.services.drafts import RecoveredDraft
from uedasns_tui.storage.repository import SavedRecord, StorageError
from uedasns_tui.ui.screens.record_editor import RecordEditor

if TYPE_CHECKING:
    from uedasns_tui.ui.app import Uedasns


def screen_for(
    app: Uedasns, record: Record, kept: SavedRecord | None, stands: Record | None = None
) -> RecordEditor:
    """The screen of a kind of record; `stands` is what stands on its form at first."""
    match record.kind:
        case "post":
            from uedasns_tui.ui.screens.post_editor import PostEditor

            return PostEditor(app.context, record, kept, stands)
        case "incident":
            from uedasns_tui.ui.screens.incident_editor import IncidentEditor

            return IncidentEditor(app.context, record, kept, stands)
    return RecordEditor(app.context, record, kept, stands)


def begin_new(app: Uedasns, kind: str, values: Mapping[str, Value] | None = None) -> None:
    """Begin a new record on its screen."""
    record = record_actions.with_values(
        record_actions.new_record_without_user(app.context, kind),
        record_actions.own_defaults(app.context, kind),
    )
    stands = replace(record, values={**record.values, **values}) if values else None
    app.push_screen(screen_for(app, record, None, stands), app.came_back)


def begin_sample(app: Uedasns, kind: str) -> None:
    """Begin with a copy of the worked example."""
    app.context.form(kind)
    sample = record_actions.sample(app.context, kind)
    if sample is None:
        app.notify("この様式の記載例はありません。")
        return
    begin_new(app, kind, record_actions.copy_of(app.context, sample))


def begin_copy(app: Uedasns, name: str) -> None:
    """Begin with a copy of a kept record: its values, nothing of its life."""
    kept = app.context.repository.try_load(name)
    if kept is None:
        app.notify(f"「{name}」は読めません。", severity="error")
        return
    begin_new(app, kept.record.kind, record_actions.copy_of(app.context, kept.record))
    app.notify(
        f"「{record_actions.title(app.context, kept.record)}」を写しました。名称・アカウント・URL を書き換えてください。"
    )


def open_kept(app: Uedasns, kept: SavedRecord) -> None:
    """Open a kept record; what was typed over it and never saved is offered first."""
    left = drafts.draft_of_saved(app.context, kept)
    if left is None:
        app.push_screen(screen_for(app, kept.record, kept), app.came_back)
        return

    def chosen(choice: str | None) -> None:
        if choice == "take":
            _go_on(app, left, kept)
            return
        if choice == "leave":
            try:
                drafts.draft_to_history(app.context, left)
            except StorageError as fault:
                app.notify(str(fault), severity="warning")
        app.push_screen(screen_for(app, kept.record, kept), app.came_back)

    from uedasns_tui.ui.dialogs.dialog import ConfirmDialog

    choices = {
        "take": "書きかけの続きから始める",
        "leave": "保存したところから始める（書きかけは履歴に残します）",
    }
    body = "前に閉じたとき、または止まったときのものです。"
    app.push_screen(ConfirmDialog("保存していない書きかけがあります", body, choices), chosen)


def offer_left(app: Uedasns, asked: frozenset[str] = frozenset()) -> None:
    """Offer what was typed into new records that were never saved, one by one, each once."""
    left = drafts.drafts_of_new(app.context, asked)
    if left is None:
        return

    def chosen(choice: str | None) -> None:
        if choice == "take":
            _go_on(app, left, None)
            return
        if choice == "drop":
            drafts.discard_draft(app.context, left.record)
        offer_left(app, asked | {left.key})

    from uedasns_tui.ui.dialogs.dialog import ConfirmDialog

    title = record_actions.title(app.context, left.record)
    body = f"{app.context.form(left.record.kind).title}「{title[:40]}」{local_time.local(left.at):%Y-%m-%d %H:%M}"
    choices = {"take": "続きを書く", "leave": "あとで（消しません）", "drop": "捨てる"}
    app.push_screen(ConfirmDialog("保存していない書きかけがあります", body, choices), chosen)


def _go_on(app: Uedasns, left: RecoveredDraft, kept: SavedRecord | None) -> None:
    """Open a record as it was left; it stays put by until it is saved."""
    empty = replace(left.record, values={}, media=(), answers=())
    screen = screen_for(app, kept.record if kept is not None else empty, kept, left.record)
    from uedasns_tui.ui.screens.main_screen import HOMES

    app.action_go(HOMES.get(left.record.kind, "home"))
    app.push_screen(screen, app.came_back)
