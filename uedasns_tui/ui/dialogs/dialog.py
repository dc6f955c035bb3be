"""The base of every dialog, and the common ones with typed results: confirm, ask a line, ask a form, read a text.

A dialog opens at its top: the text above what is asked takes at most half the window and scrolls by itself
(PageUp, PageDown). Answers are checked here, where they were typed; a bad one closes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, TypeVar
from weakref import WeakKeyDictionary

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from uedasns_tui.guideline.schema import TransitionInput
from uedasns_tui.japanese import fold
from uedasns_tui.japanese.width import cells
from uedasns_tui.services.answers import check_answer, resolve_answer
from uedasns_tui.ui.widgets.choice import Choice
from uedasns_tui.ui.widgets.frame import FRAME_CSS, framed
from uedasns_tui.ui.widgets.key_bar import KeyBar
from uedasns_tui.ui.widgets.plain_text import Piece, PlainText, StyledText
from uedasns_tui.ui.widgets.result_screen import ResultScreen
from uedasns_tui.ui.widgets.row_layout import Column
from uedasns_tui.ui.widgets.row_list import ListRow, RowList
from uedasns_tui.ui.widgets.table_heading import TableHeading
from uedasns_tui.ui.widgets.text_field import TextField

LONG = ("text", "address")
MOST_COLUMNS = 84
"""Columns of a dialog on a wide window."""
DATE_HINTS = {
    "date": "きょう・きのう・11/27 とも書けます。",
    "datetime": "きのう 18:30・11/27 午後6時半 とも書けます。",
}
Result = TypeVar("Result")
Submit = Callable[[dict[str, str]], Mapping[str, str]]
"""Does what a form asks for with its answers; what is wrong with them by the field's id ("": with all of them)."""

_unfinished: WeakKeyDictionary[App[Any], dict[str, dict[str, str]]] = WeakKeyDictionary()
"""What was typed into dialogs that were left, by the dialog's key: it is there when one opens them again."""


class Dialog(ResultScreen[Result], ModalScreen[Result]):
    """A box over the screen: a title, a text, what is asked, the keys. With TALL a list fills the box."""

    AUTO_FOCUS = ""  # each says itself where the keys go; what Textual focuses, it also scrolls to
    TALL: ClassVar[bool] = False
    DEFAULT_CSS = f"""
    {FRAME_CSS}
    Dialog {{ align: center middle; background: transparent; }}
    Dialog > .box {{ width: 92%; max-width: {MOST_COLUMNS}; height: auto; max-height: 100%; background: $panel; color: $foreground; }}
    Dialog .title {{ text-style: bold; height: auto; margin: 0 0 1 0; }}
    Dialog .about {{ height: auto; margin: 0 0 1 0; overflow-x: hidden; }}
    Dialog .body {{ height: auto; }}
    Dialog .label {{ height: auto; margin: 1 0 0 0; }}
    Dialog .label.first {{ margin: 0; }}
    Dialog .error {{ height: auto; color: $error; text-style: bold; }}
    Dialog RowList {{ height: auto; max-height: 12; background: $panel; }}
    Dialog.tall > .box {{ height: 100%; }}
    Dialog.tall .title {{ margin: 0; }}
    Dialog.tall RowList {{ height: 1fr; max-height: 100%; }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "scroll_about(1)", "下へスクロール", show=False),
        Binding("pageup", "scroll_about(-1)", "上へスクロール", show=False),
        Binding("escape", "cancel", "やめる", priority=True),
    ]

    def __init__(self, title: str, body: str | Sequence[Piece] = "") -> None:
        super().__init__(classes="tall" if self.TALL else "")
        self.heading = title
        self.body = body
        self.warned = False

    def compose(self) -> ComposeResult:
        """Title and text, what is asked, the keys."""
        box = Vertical(classes="box") if self.TALL else VerticalScroll(classes="box", can_focus=False)
        room = min(MOST_COLUMNS, self.app.size.width * 92 // 100) - 6
        in_frame = cells(self.heading) <= room and "\n" not in self.heading
        with framed(box, self.heading if in_frame else ""):
            if not in_frame:
                yield PlainText(self.heading, classes="title")
            yield from self.compose_about()
            yield from self.compose_content()
        yield KeyBar()

    def compose_about(self) -> ComposeResult:
        """What is to be read first."""
        if self.body:
            with VerticalScroll(classes="about", can_focus=False) as about:
                about.styles.max_height = self.about_height()
                text = StyledText(classes="body")
                text.show([(self.body, "")] if isinstance(self.body, str) else self.body)
                yield text

    def compose_content(self) -> ComposeResult:
        """What is asked, or the list."""
        yield from ()

    def is_changed(self) -> bool:
        """Whether something was typed that leaving would throw away."""
        return False

    def on_mount(self) -> None:
        """It opens at its top, wherever the focus is."""
        self.call_after_refresh(self.query_one(".box").scroll_home, animate=False, immediate=True)

    def on_resize(self) -> None:
        """The text above takes half the window at most, so that what is asked is in view."""
        for about in self.query(".about"):
            about.styles.max_height = self.about_height()

    def about_height(self) -> int:
        """Lines that the text above takes at most."""
        return max(3, (self.app.size.height - 4) // 2)

    def action_scroll_about(self, direction: int) -> None:
        """Scroll what does not fit: the text above, else the box."""
        areas = [*self.query(".about"), self.query_one(".box")]
        area = next((area for area in areas if area.max_scroll_y), areas[-1])
        area.scroll_relative(y=direction * max(1, area.size.height - 2), animate=False)

    def action_cancel(self) -> None:
        """Leave with nothing changed; when something was typed, only at the second Esc."""
        if self.is_changed() and not self.warned:
            self.warned = True
            self.notify("もう一度 Esc を押すと、書いたものを捨てて閉じます。", severity="warning")
            return
        self.dismiss(None)


class ListDialog(Dialog[Result]):
    """A dialog that is a list, or a table where there are COLUMNS."""

    TALL = True
    COLUMNS: ClassVar[tuple[Column, ...]] = ()
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "閉じる", priority=True)]

    def __init__(self, title: str, rows: Sequence[ListRow] = ()) -> None:
        super().__init__(title)
        self.rows = list(rows)

    def compose_content(self) -> ComposeResult:
        """The rows, beneath their headings."""
        yield TableHeading(rows := RowList(self.rows, columns=self.COLUMNS))
        yield rows

    @property
    def row_list(self) -> RowList:
        """The list."""
        return self.query_one(RowList)

    def on_mount(self) -> None:
        """The keys go to the list."""
        self.row_list.focus()


class TextDialog(ListDialog[None]):
    """A text to read: help, a comparison, a report."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,f1", "cancel", "閉じる", priority=True)]


class ConfirmDialog(Dialog[str]):
    """A question with a few answers (id -> label). The result is the id; None for Esc, which changes nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "scroll_about(1)", "下へスクロール", show=False, priority=True),
        Binding("pageup", "scroll_about(-1)", "上へスクロール", show=False, priority=True),
    ]

    def __init__(self, title: str, body: str, choices: Mapping[str, str]) -> None:
        super().__init__(title, body)
        self.choices = dict(choices)

    def about_height(self) -> int:
        """All that the answers leave, two lines each."""
        return max(super().about_height(), self.app.size.height - 6 - 2 * len(self.choices))

    def compose_content(self) -> ComposeResult:
        """The answers."""
        yield RowList(
            [
                ListRow(key=choice, label=str(number), body=label)
                for number, (choice, label) in enumerate(self.choices.items(), 1)
            ]
        )

    def on_mount(self) -> None:
        """The keys go to the answers."""
        self.query_one(RowList).focus()

    def on_key(self, event: events.Key) -> None:
        """A digit is the answer of that number."""
        digit = fold.narrow(event.character or "")
        if digit and digit in "123456789" and int(digit) <= len(self.choices):
            event.stop()
            event.prevent_default()
            self.dismiss(list(self.choices)[int(digit) - 1])

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """The answer."""
        message.stop()
        self.dismiss(message.row.key)


class FormDialog(Dialog[dict[str, str]]):
    """The questions of a transition or a task; the result is the answers that are not empty, None for Esc.

    `required`: ids that need an answer. `submit` does what is asked for and says what is wrong; only when it says
    nothing the dialog closes. `key`: what was typed is kept under it until the dialog is done.
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
    ) -> None:
        super().__init__(title, body)
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
            label = item.label + ("【必須】" if item.id in self.required else "")
            first = " first" if item is self.inputs[0] else ""
            hint = DATE_HINTS.get(item.type, "")
            yield PlainText("\n".join(filter(None, (label, item.help, hint))), classes=f"label{first}")
            yield self.controls[item.id]
            yield self.errors[item.id]

    def on_mount(self) -> None:
        """What was typed here before is there again; the keys go to the first question."""
        for name, text in _unfinished.get(self.app, {}).get(self.key, {}).items():
            if name in self.controls:
                self.controls[name].put(text)
        if self.inputs:
            self.controls[self.inputs[0].id].focus(scroll_visible=False)

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
                error = f"{item.label}を入力してください。" if item.id in self.required else ""
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
        _unfinished.get(self.app, {}).pop(self.key, None)
        self.dismiss(filled)

    def action_cancel(self) -> None:
        """Leave with nothing changed; what was typed stays for the next time."""
        if self.key and self.is_changed():
            _unfinished.setdefault(self.app, {})[self.key] = self.answers()
            self.dismiss(None)
            return
        super().action_cancel()


class LineDialog(Dialog[str]):
    """One line of text; None for Esc. `needed`: what to say where it is empty."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10,ctrl+s", "accept", "決める", priority=True, key_display="Enter")
    ]

    def __init__(self, title: str, question: str, value: str = "", *, needed: str = "") -> None:
        super().__init__(title, question)
        self.field = TextField(value)
        self.initial = self.field.value
        self.needed = needed

    def compose_content(self) -> ComposeResult:
        """The line."""
        yield self.field
        yield PlainText("", classes="error")

    def on_mount(self) -> None:
        """The keys go to the line."""
        self.query_one(".error").display = False
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
        self.dismiss(self.field.value)
