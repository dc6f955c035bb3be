"""Opens records in the editor, new and saved ones; an unsaved draft is offered once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from uedasns_tui.japanese import local_time
from uedasns_tui.records.record import Record, Value
from uedasns_tui.services import drafts, record_actions
from uedasns_tui.services.drafts import RecoveredDraft
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.storage.record_file import SavedRecord
from uedasns_tui.ui.screens.record_editor import RecordEditor

if TYPE_CHECKING:
    from uedasns_tui.ui.app import Uedasns


def _edit(app: Uedasns, record: Record, saved: SavedRecord | None, shown: Record | None = None) -> None:
    app.push_screen(RecordEditor(app.context, record, saved, shown), app.came_back)


def begin_new(app: Uedasns, kind: str, values: Mapping[str, Value] | None = None) -> None:
    """Begin a new record."""
    record = record_actions.begun_record(app.context, kind)
    shown = replace(record, values={**record.values, **values}) if values else None
    _edit(app, record, None, shown)


def begin_sample(app: Uedasns, kind: str) -> None:
    """Begin with a copy of the worked example."""
    app.context.form(kind)
    sample = record_actions.sample(app.context, kind)
    if sample is None:
        app.notify("この様式の記載例はありません。")
        return
    begin_new(app, kind, record_actions.copy_of(app.context, sample))


def begin_copy(app: Uedasns, name: str) -> None:
    """Begin with a copy of a saved record: its values, nothing of its life."""
    saved = app.context.repository.try_load(name)
    if saved is None:
        app.notify(f"「{name}」は読めません。", severity="error")
        return
    begin_new(app, saved.record.kind, record_actions.copy_of(app.context, saved.record))
    title = record_actions.title(app.context, saved.record)
    app.notify(f"「{title}」をコピーしました。名称・アカウント・URL を書き換えてください。")


def open_saved(app: Uedasns, saved: SavedRecord) -> None:
    """Open a saved record; what was typed over it and never saved is offered first."""
    draft = drafts.draft_of_saved(app.context, saved)
    if draft is None:
        _edit(app, saved.record, saved)
        return

    def chosen(choice: str | None) -> None:
        if choice == "take":
            _resume(app, draft, saved)
            return
        if choice == "leave":
            try:
                drafts.draft_to_history(app.context, draft)
            except StorageError as error:
                app.notify(str(error), severity="warning")
        _edit(app, saved.record, saved)

    from uedasns_tui.ui.dialogs.dialog import ConfirmDialog

    choices = {
        "take": "書きかけの続きから始める",
        "leave": "保存したところから始める（書きかけは履歴に残します）",
    }
    body = "前に閉じたとき、または止まったときのものです。"
    app.push_screen(ConfirmDialog("保存していない書きかけがあります", body, choices), chosen)


def offer_drafts(app: Uedasns, asked: frozenset[str] = frozenset()) -> None:
    """Offer what was typed into new records that were never saved, each once."""
    draft = drafts.drafts_of_new(app.context, asked)
    if draft is None:
        return

    def chosen(choice: str | None) -> None:
        if choice == "take":
            _resume(app, draft, None)
            return
        if choice == "drop":
            question = "捨てた書きかけは、元に戻せません。"
            app.push_screen(ConfirmDialog("書きかけを捨てますか", f"{body}\n{question}", sure), confirmed)
        else:
            offer_drafts(app, asked | {draft.key})

    def confirmed(choice: str | None) -> None:
        if choice == "drop":
            drafts.discard_draft(app.context, draft.record)
        offer_drafts(app, asked | {draft.key})

    from uedasns_tui.ui.dialogs.dialog import ConfirmDialog

    title = record_actions.title(app.context, draft.record)[:40]
    body = (
        f"{app.context.form(draft.record.kind).title}「{title}」{local_time.local(draft.at):%Y-%m-%d %H:%M}"
    )
    choices = {"take": "続きを書く", "leave": "あとで（消しません）", "drop": "捨てる"}
    sure = {"leave": "捨てない", "drop": "捨てる"}
    app.push_screen(ConfirmDialog("保存していない書きかけがあります", body, choices), chosen)


def open_draft(app: Uedasns, key: str) -> None:
    """Go on with a new record that was never saved."""
    draft = next((draft for draft in drafts.new_drafts(app.context) if draft.key == key), None)
    if draft is None:
        app.notify("この書きかけは、もうありません。", severity="warning")
    else:
        _resume(app, draft, None)


def _resume(app: Uedasns, draft: RecoveredDraft, saved: SavedRecord | None) -> None:
    """Open a record as it was left; it stays a draft until it is saved."""
    from uedasns_tui.ui.screens.main_screen import SCREEN_OF_PURPOSE

    fresh = record_actions.begun_record(app.context, draft.record.kind)
    empty = replace(draft.record, values=fresh.values, media=(), answers=())
    purpose = app.context.guideline.purpose_of(draft.record.kind)
    app.action_go(SCREEN_OF_PURPOSE.get(purpose, "home"))
    _edit(app, saved.record if saved is not None else empty, saved, draft.record)
