"""Dialogs that ask for texts: one line, or a form of fields. Used by every screen and dialog that asks.

Answers are checked here, where they were typed; a bad one closes nothing, and what was typed in a dialog that one left
is there when one opens it again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.events import DescendantFocus

from uedasns_tui.guideline.schema import TransitionInput
from uedasns_tui.services.answers import check_answer, resolve_answer
from uedasns_tui.ui.dialogs.dialog import Dialog
from uedasns_tui.ui.widgets.choice import Choice
from uedasns_tui.ui.widgets.plain_text import MUST, FieldLabel, Piece, PlainText
from uedasns_tui.ui.widgets.text_field import TextField

LONG = ("text", "address")
DATE_HINTS = {
    "date": "きょう・きのう・11/27 とも書けます。",
    "datetime": "きのう 18:30・11/27 午後6時半 とも書けます。",
}
LINE = "line"
"""What a dialog of one line keeps its text under."""
Submit = Callable[[dict[str, str]], Mapping[str, str]]
"""Does what a form asks for with its answers; what is wrong with them by the field's id ("": with all of them)."""

_unfinished: WeakKeyDictionary[App[Any], dict[str, dict[str, str]]] = WeakKeyDictionary()
"""What was typed into dialogs that were left, by the dialog's key: it is there when one opens them again."""


def typed_before(app: App[Any], key: str) -> Mapping[str, str]:
    """What was typed into a dialog that was left, by the question."""
    return _unfinished.get(app, {}).get(key, {})


def save_typed(app: App[Any], key: str, answers: dict[str, str]) -> None:
    """Save what is typed in a dialog that one leaves, for the next time that it is opened."""
    _unfinished.setdefault(app, {})[key] = answers


def forget_typed(app: App[Any], key: str) -> None:
    """What was typed was used: it does not come back."""
    _unfinished.get(app, {}).pop(key, None)


class FormDialog(Dialog[dict[str, str]]):
    """The questions of a transition or a task; the result is the answers that are not empty, None for Esc.

    `required`: ids that need an answer. `submit` does what is asked for and says what is wrong; only when it says
    nothing the dialog closes. `key`: what was typed is kept under it until the dialog is done. `own`: the answers
    begin with what the person wrote before, and typing adds to it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f10,ctrl+s", "accept", "決める", priority=True)]

    def __init__(
        self,
        title: str,
        inputs: Sequence[TransitionInput],
        required: Collection[str] = (),
        body: str | Sequence[Piece] = "",
        values: Mapping[str, str] | None = None,
        *,
        submit: Submit | None = None,
        key: str = "",
        today: date | None = None,
        own: bool = False,
    ) -> None:
        super().__init__(title, body)
        self.own = own
        self.today = today or date.today()
        self.inputs = tuple(inputs)
        self.required = frozenset(required)
        self.submit = submit
        self.key = key
        initial = dict(values or {})
        self.controls: dict[str, TextField | Choice] = {
            item.id: self._new_control(item, initial.get(item.id, item.default)) for item in self.inputs
        }
        self.errors = {name: PlainText("", classes="error") for name in (*self.controls, "")}
        self.initial = self.answers()

    def about_height(self) -> int:
        """All that the questions leave, where they are few."""
        return max(super().about_height(), self.app.size.height - 6 - 4 * len(self.inputs))

    def _new_control(self, item: TransitionInput, value: str) -> TextField | Choice:
        if item.type == "choice":
            return Choice(item.choices, value)
        return TextField(value, multiline=item.type in LONG)

    def compose_content(self) -> ComposeResult:
        """Each question with its control, and the place where it says what is wrong."""
        for error in self.errors.values():
            error.display = False
        yield self.errors[""]
        for item in self.inputs:
            first = " first" if item is self.inputs[0] else ""
            help = "\n".join(filter(None, (item.help, DATE_HINTS.get(item.type, ""))))
            yield (label := FieldLabel(classes=f"label{first}"))
            label.show_label(item.label, MUST if item.id in self.required else None, help)
            yield self.controls[item.id]
            yield self.errors[item.id]

    def on_mount(self) -> None:
        """What was typed here before is there again; the keys go to the first question."""
        for name, text in typed_before(self.app, self.key).items():
            if name in self.controls:
                self.controls[name].put(text)
        if self.inputs:
            self.controls[self.inputs[0].id].focus(scroll_visible=False)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """What an answer begins with (today, who records) is selected: whatever is typed takes its place."""
        if self.own:
            return
        name = next((name for name, control in self.controls.items() if control is event.widget), "")
        control = self.controls.get(name)
        if isinstance(control, TextField) and not control.multiline and control.value == self.initial[name]:
            control.select_all()

    def on_text_field_submitted(self, message: TextField.Submitted) -> None:
        """Enter goes on to the next question; on the last, the answers are taken."""
        message.stop()
        if message.control is self.controls[self.inputs[-1].id]:
            self.action_accept()
        else:
            self.focus_next()

    def answers(self) -> dict[str, str]:
        """What is in the controls now."""
        return {name: control.value for name, control in self.controls.items()}

    def is_changed(self) -> bool:
        """Whether an answer is another than at first."""
        return self.answers() != self.initial

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Say what is wrong, each at its question; the keys go to the first."""
        for name, label in self.errors.items():
            label.update(f"! {errors[name]}" if name in errors else "")
            label.display = name in errors
        wrong = next((name for name in self.controls if name in errors), None)
        if wrong is not None:
            self.controls[wrong].focus()
            self.call_after_refresh(self.errors[wrong].scroll_visible, animate=False)
        elif "" in errors:
            self.call_after_refresh(self.errors[""].scroll_visible, animate=False)

    def check(self, answers: Mapping[str, str]) -> dict[str, str]:
        """What is wrong with the answers before anything is done."""
        errors = {}
        for item in self.inputs:
            text = answers[item.id]
            if text.strip():
                error = check_answer(item, text, self.today)
            else:
                verb = "選んで" if item.type == "choice" else "入力して"
                error = f"{item.label}を{verb}ください。" if item.id in self.required else ""
            if error:
                errors[item.id] = error
        return errors

    def action_accept(self) -> None:
        """Take the answers that are not empty, when nothing is wrong with them."""
        answers = self.answers()
        errors: Mapping[str, str] = self.check(answers)
        filled = {
            item.id: resolve_answer(item, answers[item.id], self.today)
            if item.type in ("date", "datetime")
            else answers[item.id]
            for item in self.inputs
            if answers[item.id].strip()
        }
        if not errors and self.submit is not None:
            errors = self.submit(filled)
        if errors:
            self.show_errors(errors)
            return
        forget_typed(self.app, self.key)
        self.dismiss(filled)

    def action_cancel(self) -> None:
        """Leave with nothing changed; what was typed stays for the next time."""
        if self.key and self.is_changed():
            save_typed(self.app, self.key, self.answers())
            self.dismiss(None)
            return
        super().action_cancel()


class LineDialog(Dialog[str]):
    """One line of text; None for Esc. `needed`: what to say where it is empty; `key`: as for FormDialog."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10,ctrl+s", "accept", "決める", priority=True, key_display="Enter")
    ]

    def __init__(
        self, title: str, question: str, value: str = "", *, needed: str = "", key: str = ""
    ) -> None:
        super().__init__(title, question)
        self.field = TextField(value)
        self.initial = self.field.value
        self.needed = needed
        self.key = key

    def compose_content(self) -> ComposeResult:
        """The line."""
        yield self.field
        yield PlainText("", classes="error")

    def on_mount(self) -> None:
        """The keys go to the line."""
        self.query_one(".error").display = False
        if text := typed_before(self.app, self.key).get(LINE, ""):
            self.field.put(text)
        self.field.focus()

    def is_changed(self) -> bool:
        """Whether the line is another now."""
        return self.field.value != self.initial and bool(self.field.value.strip())

    def on_text_field_submitted(self, message: TextField.Submitted) -> None:
        """The line."""
        message.stop()
        self.action_accept()

    def action_accept(self) -> None:
        """Take the line as it is; where it may not be empty, say so."""
        if self.needed and not self.field.value.strip():
            error = self.query_one(".error", PlainText)
            error.update(f"! {self.needed}")
            error.display = True
            return
        forget_typed(self.app, self.key)
        self.dismiss(self.field.value)

    def action_cancel(self) -> None:
        """Leave with nothing changed; what was typed stays for the next time."""
        if self.key and self.is_changed():
            save_typed(self.app, self.key, {LINE: self.field.value})
            self.dismiss(None)
            return
        super().action_cancel()
