"""Transitions of a record on the screen: what its state allows, what holds one, and its questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType

from uedasns_tui.guideline.schema import Transition, TransitionInput
from uedasns_tui.records import workflow
from uedasns_tui.records.checklist_run import ChecklistRun
from uedasns_tui.records.holds import Holding
from uedasns_tui.records.record import Record
from uedasns_tui.records.workflow import TransitionRefused
from uedasns_tui.services import post_check, record_actions, transitions
from uedasns_tui.services.answers import STATUSES
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.errors import SaveConflict, StorageError
from uedasns_tui.storage.record_file import SavedRecord
from uedasns_tui.storage.repository import SaveResult
from uedasns_tui.ui.dialogs.dialog import ConfirmDialog
from uedasns_tui.ui.dialogs.form_dialog import FormDialog, Submit
from uedasns_tui.ui.dialogs.identify_user import with_user
from uedasns_tui.ui.widgets.plain_text import Piece
from uedasns_tui.ui.widgets.post_panes import marked_post
from uedasns_tui.ui.widgets.row_list import ListRow, RowList

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
        about: str | Sequence[Piece],
        values: Mapping[str, str] | None = None,
        *,
        submit: Submit | None = None,
        key: str = "",
        today: date | None = None,
    ) -> None:
        body = [(f"{transition.help}\n\n" if transition.help else "", "")]
        body += [(about, "")] if isinstance(about, str) else about
        required = (*transition.needs, transitions.OVERRIDE)
        super().__init__(
            transition.label,
            inputs,
            required,
            body if any(text.strip() for text, _ in body) else "",
            values,
            submit=submit,
            key=key,
            today=today,
        )


def about_transition(context: AppContext, record: Record, transition: Transition) -> Iterator[Piece]:
    """What somebody sees before a transition: what holds it, what is different, the content, the answers."""
    held = transitions.holding(context, record, transition)
    if held:
        yield f"■{held.sentence}\n", "bold"
        yield "\n".join(_open_lines(held)) + "\n\n", ""
    is_post = context.form(record.kind).purpose == "post"
    decides = transition.role in transitions.SHOWING and transition.role not in workflow.REQUESTING
    parts = (
        transitions.differing(context, record) if is_post and transition.role in transitions.SHOWING else ()
    )
    summary = "\n\n".join(parts) if is_post else transitions.summary_of(context, record, transition)
    if summary:
        yield f"{summary}\n\n", ""
    if not decides or post_check.checklist_of(context, record) is None:
        return
    run = post_check.post_checklist_run(context, record)
    if is_post:
        names = [
            record_actions.title(context, policy) if policy else f"{name}（読めません）"
            for name, policy in post_check.accounts(context, record)
        ]
        yield "■投稿文\n", "bold"
        yield f"アカウント: {'、'.join(names) or '（選んでいません）'}\n", ""
        yield from marked_post(context, record, run)
        yield "\n\n", ""
    yield "■確認の答え\n", "bold"
    yield "\n".join(_answer_lines(run)), ""


def _open_lines(held: Holding) -> Iterator[str]:
    yield from dict.fromkeys(f"・指摘「{finding.label}」{finding.message}" for finding in held.unread)
    yield from (f"・不適合 {item.say}〔{item.clause}〕" for item in held.failed)
    yield from (f"・答えていない {question.label}" for question in held.questions)
    yield from (f"・未確認 {item.say}〔{item.clause}〕" for item in held.unconfirmed)


def _answer_lines(run: ChecklistRun) -> Iterator[str]:
    for item in run.items():
        note = run.answer_of(item.id).note
        yield f"［{STATUSES[run.status(item)]}］{item.say}" + (f"（{note}）" if note else "")


class TransitionChoice(ConfirmDialog):
    """The transitions that a record's state allows: those that lead on, then the others apart from them."""

    def __init__(self, body: str, onward: Sequence[Transition], back: Sequence[Transition]) -> None:
        labels = {
            transition.id: transition.label + (f"（{transition.clause}）" if transition.clause else "")
            for transition in (*onward, *back)
        }
        super().__init__("手続", body, labels)
        self.apart = len(onward)

    def compose_content(self) -> ComposeResult:
        """The transitions; a heading stands before those that lead back or aside."""
        rows = [
            ListRow(name, str(number), label) for number, (name, label) in enumerate(self.choices.items(), 1)
        ]
        if 0 < self.apart < len(rows):
            rows.insert(self.apart, ListRow("apart", "", "戻す・そのほか", heading=True))
        yield RowList(rows)


def offer_transitions(app: App[Any], context: AppContext, saved: SavedRecord, done: Done) -> None:
    """Offer the transitions; the one that is taken is saved and handed to `done`."""
    form = context.form(saved.record.kind)
    onward, back = transitions.next_transitions(saved.record, form)
    offered = {transition.id: transition for transition in (*onward, *back)}
    state = workflow.state_label(saved.record, form)

    def chosen(name: str | None) -> None:
        if name in offered:
            with_user(app, context, lambda: ask(app, context, saved, offered[name], done))

    app.clear_notifications()  # what was said of the last transition must not cover the questions of this one
    app.push_screen(TransitionChoice(f"今の状態は「{state}」です。", onward, back), chosen)


def ask(app: App[Any], context: AppContext, saved: SavedRecord, transition: Transition, done: Done) -> None:
    """Ask what the transition asks, and take it."""
    form = context.form(saved.record.kind)
    inputs = list(transitions.questions(form, transition))
    if question := transitions.override_question(context, saved.record, transition):
        inputs.append(question)
    values = transitions.defaults(context, saved.record, transition)
    about = list(about_transition(context, saved.record, transition))
    results: list[SaveResult] = []
    asked = {item.id for item in inputs}

    def submit(answers: dict[str, str]) -> dict[str, str]:
        try:
            results.append(transitions.take_transition(context, saved, transition.id, answers))
        except TransitionRefused as refusal:
            return {refusal.problem.where.key if refusal.problem.where.key in asked else "": str(refusal)}
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
