"""The steps of a record's life on the screen: what the state allows, what a step asks, what it leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App

from uedasns_tui.guideline.schema import Transition
from uedasns_tui.records import workflow
from uedasns_tui.records.workflow import TransitionRefused
from uedasns_tui.services import record_actions, transition_summary
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.repository import SaveConflict, SavedRecord, SaveResult, StorageError
from uedasns_tui.ui.dialogs.dialog import ConfirmDialog, FormDialog
from uedasns_tui.ui.dialogs.identify_user import with_user
from uedasns_tui.ui.dialogs.transition_form import TransitionDialog


def offer(app: App[Any], context: AppContext, kept: SavedRecord, done: Callable[[SaveResult], None]) -> None:
    """Offer the steps; the one taken is kept and `done` is told."""
    form = context.form(kept.record.kind)
    acts = workflow.allowed_transitions(kept.record, form)
    choices = {one.id: one.label + (f"（{one.clause}）" if one.clause else "") for one in acts}
    state = workflow.state_label(kept.record, form)

    def chosen(name: str | None) -> None:
        act = next((one for one in acts if one.id == name), None)
        if act is not None:
            with_user(app, context, lambda: ask(app, context, kept, act, done))

    app.clear_notifications()  # what was said of the last step must not cover the questions of this one
    app.push_screen(ConfirmDialog("手続", f"今の状態は「{state}」です。", choices), chosen)


def ask(
    app: App[Any], context: AppContext, kept: SavedRecord, act: Transition, done: Callable[[SaveResult], None]
) -> None:
    """Ask what the step asks, and take it."""
    form = context.form(kept.record.kind)
    order = (*act.needs, *act.may)
    asks = sorted((one for one in form.ask if one.id in order), key=lambda one: order.index(one.id))
    defaults = transition_summary.defaults(context, kept.record, asks)
    about = transition_summary.summary_of(context, kept.record, act)

    def answered(answers: dict[str, str] | None) -> None:
        if answers is None:
            return
        try:
            saved = record_actions.take_transition(context, kept, act.id, answers)
        except TransitionRefused as refused:
            app.notify(str(refused), severity="error", timeout=20)
            return
        except (StorageError, SaveConflict) as fault:
            app.notify(f"{fault}\n手続はまだ記録していません。", severity="error", timeout=20)
            return
        done(saved)
        for problem in record_actions.problems_after_transition(saved.kept.record, form):
            app.notify(problem.message, timeout=10)

    if about:
        app.push_screen(TransitionDialog(act, asks, about, defaults), answered)
    elif asks:
        app.push_screen(FormDialog(act.label, asks, act.needs, act.help, defaults), answered)
    else:
        answered({})
