"""The transitions of a record on the screen: what its state allows, what one is about, what it asks, what it leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from uedasns_tui.guideline.schema import Form, Transition, TransitionInput
from uedasns_tui.records import workflow
from uedasns_tui.records.record import Record
from uedasns_tui.records.workflow import TransitionRefused
from uedasns_tui.services import transitions
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.repository import SaveConflict, SavedRecord, SaveResult, StorageError
from uedasns_tui.ui.dialogs.dialog import ConfirmDialog, FormDialog, Submit
from uedasns_tui.ui.dialogs.identify_user import with_user

Done = Callable[[SaveResult], None]


class TransitionDialog(FormDialog):
    """A transition's questions under the text that it is about, which scrolls by itself."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "scroll_about(1)", "下へスクロール", priority=True),
        Binding("pageup", "scroll_about(-1)", "上へスクロール", show=False, priority=True),
    ]

    def __init__(
        self,
        transition: Transition,
        inputs: Sequence[TransitionInput],
        about: str,
        values: Mapping[str, str] | None = None,
        *,
        submit: Submit | None = None,
        key: str = "",
        today: date | None = None,
    ) -> None:
        body = f"{transition.help}\n\n{about}".strip()
        super().__init__(
            transition.label, inputs, transition.needs, body, values, submit=submit, key=key, today=today
        )


BACKWARD = ("return", "withdraw", "suspend", "close", "delete", "note")
"""Roles of transitions that lead back, end or only note something: they are offered after the others."""


def ordered_transitions(record: Record, form: Form) -> list[Transition]:
    """What the record's state allows, what comes next first."""
    return sorted(
        workflow.allowed_transitions(record, form), key=lambda transition: transition.role in BACKWARD
    )


def next_transition(record: Record, form: Form) -> Transition | None:
    """The transition that comes next; None where the record's life is over."""
    transition = next(iter(ordered_transitions(record, form)), None)
    return None if transition is None or transition.role in BACKWARD else transition


def offer_transitions(app: App[Any], context: AppContext, saved: SavedRecord, done: Done) -> None:
    """Offer the transitions; the one that is taken is saved and handed to `done`."""
    form = context.form(saved.record.kind)
    transitions = {transition.id: transition for transition in ordered_transitions(saved.record, form)}
    choices = {
        name: transition.label + (f"（{transition.clause}）" if transition.clause else "")
        for name, transition in transitions.items()
    }
    state = workflow.state_label(saved.record, form)

    def chosen(name: str | None) -> None:
        if name in transitions:
            with_user(app, context, lambda: ask(app, context, saved, transitions[name], done))

    app.clear_notifications()  # what was said of the last transition must not cover the questions of this one
    app.push_screen(ConfirmDialog("手続", f"今の状態は「{state}」です。", choices), chosen)


def ask(app: App[Any], context: AppContext, saved: SavedRecord, transition: Transition, done: Done) -> None:
    """Ask what the transition asks, and take it."""
    form = context.form(saved.record.kind)
    order = (*transition.needs, *transition.may)
    inputs = sorted((item for item in form.ask if item.id in order), key=lambda item: order.index(item.id))
    if question := transitions.override_question(context, saved.record, transition):
        inputs.append(question)
    values = transitions.defaults(context, saved.record, inputs)
    about = transitions.summary_of(context, saved.record, transition)
    results: list[SaveResult] = []

    def submit(answers: dict[str, str]) -> dict[str, str]:
        try:
            results.append(transitions.take_transition(context, saved, transition.id, answers))
        except TransitionRefused as refusal:
            return {refusal.problem.where.key if refusal.problem.where.key in answers else "": str(refusal)}
        except (StorageError, SaveConflict) as error:
            return {"": f"{error}\n手続はまだ記録していません。"}
        return {}

    def closed(answers: dict[str, str] | None) -> None:
        if answers is None or not results:
            return
        done(results[-1])
        for problem in transitions.problems_after_transition(results[-1].kept.record, form):
            app.notify(problem.message, timeout=10)

    key = f"{saved.record.id}:{transition.id}"
    if about or inputs:
        app.push_screen(
            TransitionDialog(transition, inputs, about, values, submit=submit, key=key, today=context.today),
            closed,
        )
    elif errors := submit({}):
        app.notify("\n".join(errors.values()), severity="error", timeout=20)
    else:
        closed({})
