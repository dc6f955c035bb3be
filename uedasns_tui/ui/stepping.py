"""The steps of a record's life on the screen: what the state allows, what a step asks, what it leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App

from uedasns_tui.desk import deciding, work
from uedasns_tui.desk.desk import Desk
from uedasns_tui.guideline.schema import Act
from uedasns_tui.records import life
from uedasns_tui.records.life import Refused
from uedasns_tui.store.store import Conflict, Kept, Saved, StoreFault
from uedasns_tui.ui.deciding import Deciding
from uedasns_tui.ui.introducing import introduced
from uedasns_tui.ui.widgets.dialog import AskForm, Confirm


def offer(app: App[Any], desk: Desk, kept: Kept, done: Callable[[Saved], None]) -> None:
    """Offer the steps; the one taken is kept and `done` is told."""
    form = desk.form(kept.record.kind)
    acts = life.offered(kept.record, form)
    choices = {one.id: one.label + (f"（{one.clause}）" if one.clause else "") for one in acts}
    state = life.state_label(kept.record, form)

    def chosen(name: str | None) -> None:
        act = next((one for one in acts if one.id == name), None)
        if act is not None:
            introduced(app, desk, lambda: ask(app, desk, kept, act, done))

    app.clear_notifications()  # what was said of the last step must not cover the questions of this one
    app.push_screen(Confirm("手続", f"今の状態は「{state}」です。", choices), chosen)


def ask(app: App[Any], desk: Desk, kept: Kept, act: Act, done: Callable[[Saved], None]) -> None:
    """Ask what the step asks, and take it."""
    form = desk.form(kept.record.kind)
    order = (*act.needs, *act.may)
    asks = sorted((one for one in form.ask if one.id in order), key=lambda one: order.index(one.id))
    defaults = deciding.defaults(desk, kept.record, asks)
    about = deciding.about(desk, kept.record, act)

    def answered(answers: dict[str, str] | None) -> None:
        if answers is None:
            return
        try:
            saved = work.step(desk, kept, act.id, answers)
        except Refused as refused:
            app.notify(str(refused), severity="error", timeout=20)
            return
        except (StoreFault, Conflict) as fault:
            app.notify(f"{fault}\n手続はまだ記録していません。", severity="error", timeout=20)
            return
        done(saved)
        for problem in work.after_step(saved.kept.record, form):
            app.notify(problem.message, timeout=10)

    if about:
        app.push_screen(Deciding(act, asks, about, defaults), answered)
    elif asks:
        app.push_screen(AskForm(act.label, asks, act.needs, act.help, defaults), answered)
    else:
        answered({})
