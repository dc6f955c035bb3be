"""Opening records on their screens, new ones and kept ones; what a crash left unsaved is offered once."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from uedasns_tui.desk import work
from uedasns_tui.records.record import Record
from uedasns_tui.store.store import Kept
from uedasns_tui.ui.editing import Editing

if TYPE_CHECKING:
    from uedasns_tui.ui.app import Uedasns


def screen_for(
    app: Uedasns, record: Record, kept: Kept | None, values: dict[str, object] | None = None
) -> Editing:
    """The screen of a kind of record."""
    match record.kind:
        case "post":
            from uedasns_tui.ui.post_editing import PostEditing

            return PostEditing(app.desk, record, kept, values)  # type: ignore[arg-type]
        case "incident":
            from uedasns_tui.ui.incident_editing import IncidentEditing

            return IncidentEditing(app.desk, record, kept, values)  # type: ignore[arg-type]
    return Editing(app.desk, record, kept, values)  # type: ignore[arg-type]


def begin_new(app: Uedasns, kind: str, values: dict[str, object] | None = None) -> None:
    """Begin a new record on its screen."""
    record = work.with_values(work.start_unnamed(app.desk, kind), work.mine(app.desk, kind))
    app.push_screen(
        screen_for(app, record, None, {**record.values, **values} if values else None), app.came_back
    )


def begin_sample(app: Uedasns, kind: str) -> None:
    """Begin with a copy of the worked example."""
    sample = work.sample(app.desk, kind)
    if sample is None:
        app.notify("この様式の記載例はありません。", markup=False)
        return
    begin_new(app, kind, dict(work.copied(app.desk, sample)))


def begin_copy(app: Uedasns, name: str) -> None:
    """Begin with a copy of a kept record: its values, nothing of its life."""
    kept = app.desk.store.try_load(name)
    if kept is None:
        app.notify(f"「{name}」は読めません。", severity="error", markup=False)
        return
    begin_new(app, kept.record.kind, dict(work.copied(app.desk, kept.record)))
    app.notify(
        f"「{work.title(app.desk, kept.record)}」を写しました。名称・アカウント・URL を書き換えてください。",
        markup=False,
    )


def open_kept(app: Uedasns, kept: Kept) -> None:
    """Open a kept record; an unsaved draft of it that is newer is offered first."""
    key = f"{kept.record.kind}-{kept.record.id}"
    draft = app.desk.drafts.offer(key, newer_than=work.saved_at(kept))
    if draft is None:
        app.push_screen(screen_for(app, kept.record, kept), app.came_back)
        return
    from uedasns_tui.ui.widgets.dialog import Confirm

    def chosen(choice: str | None) -> None:
        values = None
        if choice == "take":
            values = {
                name: tuple(one) if isinstance(one, list) else one
                for name, one in json.loads(draft.text)["values"].items()
            }
        app.push_screen(screen_for(app, kept.record, kept, values), app.came_back)

    choices = {"take": "書きかけの続きから始める", "leave": "保存したところから始める（書きかけは残します）"}
    app.push_screen(
        Confirm(
            "保存していない書きかけがあります", "前に閉じたとき、または止まったときのものです。", choices
        ),
        chosen,
    )


def offer_left(app: Uedasns) -> None:
    """Offer what was typed into new records that were never saved, one by one, each once."""
    desk = app.desk
    for key in list(desk.drafts.keys()):
        kind, _, name = key.partition("-")
        if kind not in desk.guideline.forms or desk.store.try_load(name) is not None:
            continue
        draft = desk.drafts.offer(key)
        if draft is None:
            continue
        said = json.loads(draft.text)
        values = {
            one: tuple(value) if isinstance(value, list) else value for one, value in said["values"].items()
        }
        begun = replace(work.start_unnamed(desk, kind), id=name, checklist=said.get("checklist", ""))
        title = work.title(desk, replace(begun, values=values))

        def chosen(
            choice: str | None, begun: Record = begun, values: dict[str, object] = values, key: str = key
        ) -> None:
            if choice == "take":
                app.push_screen(screen_for(app, begun, None, values), app.came_back)
            elif choice == "drop":
                desk.drafts.drop(key)

        body = f"{desk.form(kind).title}「{title[:40]}」{draft.at.astimezone():%Y-%m-%d %H:%M}"
        choices = {"take": "続きを書く", "leave": "あとで（消しません）", "drop": "捨てる"}
        from uedasns_tui.ui.widgets.dialog import Confirm

        app.push_screen(Confirm("保存していない書きかけがあります", body, choices), chosen)
        return
