"""Dialogs with typed results: confirm, ask a line, ask a form's questions, view a text.

Esc is never destructive, and what was typed is not thrown away by one slip of it. They fit 40 columns by 20 rows
by scrolling: PageUp and PageDown move what does not fit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from uedasns_tui.guideline.schema import TransitionInput
from uedasns_tui.japanese import fold
from uedasns_tui.ui.widgets.choice import Choice
from uedasns_tui.ui.widgets.key_bar import KeyBar
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.result_screen import ResultScreen
from uedasns_tui.ui.widgets.row_list import ListRow, RowList
from uedasns_tui.ui.widgets.text_field import TextField

LONG = ("text", "address")
CSS = """
    NAME { align: center middle; background: transparent; }
    NAME > .box {
        width: 92%; max-width: 84; height: auto; max-height: 94%; background: $panel; color: $foreground;
        padding: 0 1; border: ascii $foreground;
    }
    NAME .title { text-style: bold; height: auto; margin: 0 0 1 0; }
    NAME .body { height: auto; margin: 0 0 1 0; }
    NAME .label { height: auto; margin: 1 0 0 0; }
    NAME RowList { height: auto; max-height: 12; background: $panel; }
    NAME .grow { height: 1fr; max-height: 100%; }
"""
"""The look of a box over the screen; NAME is the class of the screen."""
Result = TypeVar("Result")


class Dialog(ResultScreen[Result], ModalScreen[Result]):
    """A box over the screen: a title, a text, what is asked, the keys."""

    DEFAULT_CSS = CSS.replace("NAME", "Dialog")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "box(1)", "文を送る", show=False),
        Binding("pageup", "box(-1)", "文を戻す", show=False),
        Binding("escape", "leave", "やめる", priority=True),
    ]

    def __init__(self, title: str, body: str = "") -> None:
        super().__init__()
        self.heading = title
        self.body = body
        self.warned = False

    def compose(self) -> ComposeResult:
        """Title and text, what is asked, the keys."""
        with VerticalScroll(classes="box", can_focus=False):
            yield PlainText(self.heading, classes="title")
            if self.body:
                yield PlainText(self.body, classes="body")
            yield from self.asked()
        yield KeyBar()

    def asked(self) -> ComposeResult:
        """What is asked."""
        yield from ()

    def written(self) -> bool:
        """Whether something was typed that leaving would throw away."""
        return False

    def done(self, result: Result | None) -> None:
        """Close with a result, once."""
        self.dismiss(result)

    def on_mount(self) -> None:
        """What has the keys is in sight, however long the text above it is."""
        self.call_after_refresh(self._show_asked)

    def _show_asked(self) -> None:
        if self.focused is not None:
            self.focused.scroll_visible(animate=False)

    def action_box(self, by: int) -> None:
        """Scroll what does not fit."""
        box = self.query_one(".box", VerticalScroll)
        box.scroll_relative(y=by * max(1, box.size.height - 2), animate=False)

    def action_leave(self) -> None:
        """Leave with nothing changed; when something was typed, only at the second Esc."""
        if self.written() and not self.warned:
            self.warned = True
            self.notify("もう一度 Esc を押すと、書いたものを捨てて閉じます。", severity="warning")
            return
        self.done(None)


class ConfirmDialog(Dialog[str]):
    """A question with a few answers (id -> label). The result is the id; None for Esc, which changes nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "box(1)", "文を送る", show=False, priority=True),
        Binding("pageup", "box(-1)", "文を戻す", show=False, priority=True),
    ]

    def __init__(self, title: str, body: str, choices: Mapping[str, str]) -> None:
        super().__init__(title, body)
        self.choices = dict(choices)

    def asked(self) -> ComposeResult:
        """The answers."""
        yield RowList(
            [
                ListRow(key=one, label=str(at), body=label)
                for at, (one, label) in enumerate(self.choices.items(), 1)
            ]
        )

    def on_mount(self) -> None:
        """The keys go to the answers."""
        self.query_one(RowList).focus()

    def on_key(self, event: events.Key) -> None:
        """A digit is the answer of that number."""
        figure = fold.narrow(event.character or "")
        if figure and figure in "123456789" and int(figure) <= len(self.choices):
            event.stop()
            event.prevent_default()
            self.done(list(self.choices)[int(figure) - 1])

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """The answer."""
        message.stop()
        self.done(message.row.key)


class LineDialog(Dialog[str]):
    """One line of text; None for Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10,ctrl+s", "done", "決める", priority=True, key_display="Enter")
    ]

    def __init__(self, title: str, question: str, value: str = "") -> None:
        super().__init__(title, question)
        self.field = TextField(value)
        self.before = self.field.value

    def asked(self) -> ComposeResult:
        """The line."""
        yield self.field

    def on_mount(self) -> None:
        """The keys go to the line."""
        self.field.focus()

    def written(self) -> bool:
        """Whether the line is another now."""
        return self.field.value != self.before and bool(self.field.value.strip())

    def on_text_field_submitted(self, message: TextField.Submitted) -> None:
        """The line."""
        message.stop()
        self.done(message.value)

    def action_done(self) -> None:
        """The line as it stands."""
        self.done(self.field.value)


class FormDialog(Dialog[dict[str, str]]):
    """The questions that a step asks. `required`: ids without which it is not done. None for Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f10,ctrl+s", "done", "決める", priority=True)]

    def __init__(
        self,
        title: str,
        asks: Sequence[TransitionInput],
        required: Collection[str] = (),
        body: str = "",
        values: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(title, body)
        self.asks = tuple(asks)
        self.required = frozenset(required)
        given = dict(values or {})
        self.controls: dict[str, TextField | Choice] = {
            one.id: self._control(one, given.get(one.id, one.default)) for one in self.asks
        }
        self.before = self.answers()

    def _control(self, one: TransitionInput, value: str) -> TextField | Choice:
        if one.type == "choice":
            return Choice(one.choices, value)
        return TextField(value, multiline=one.type in LONG)

    def asked(self) -> ComposeResult:
        """Each question with its control."""
        for one in self.asks:
            needed = "【必須】" if one.id in self.required else ""
            said = f"{one.label}{needed}" + (f"\n{one.help}" if one.help else "")
            yield PlainText(said, classes="label")
            yield self.controls[one.id]

    def on_mount(self) -> None:
        """The keys go to the first question."""
        if self.asks:
            self.controls[self.asks[0].id].focus()

    def on_text_field_submitted(self, message: TextField.Submitted) -> None:
        """Enter goes on to the next question; on the last, it is done."""
        message.stop()
        if message.control is self.controls[self.asks[-1].id]:
            self.action_done()
        else:
            self.focus_next()

    def answers(self) -> dict[str, str]:
        """What stands in the controls now."""
        return {key: one.value for key, one in self.controls.items()}

    def written(self) -> bool:
        """Whether an answer is another than at first."""
        return self.answers() != self.before

    def action_done(self) -> None:
        """Give the answers that are not empty, when those that are needed are there."""
        answers = self.answers()
        missing = [one for one in self.asks if one.id in self.required and not answers[one.id].strip()]
        if missing:
            labels = "、".join(one.label for one in missing)
            self.notify(f"{labels} が要ります。", severity="warning")
            self.controls[missing[0].id].focus()
            return
        self.done({key: text for key, text in answers.items() if text.strip()})


class TextDialog(Dialog[None]):
    """A text to read: help, a comparison, a report."""

    DEFAULT_CSS = """
    TextDialog > .box { height: 94%; overflow-y: hidden; }
    TextDialog .title { margin: 0; }
    TextDialog RowList { height: 1fr; max-height: 100%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,f1", "leave", "閉じる", priority=True)]

    def __init__(self, title: str, rows: Sequence[ListRow]) -> None:
        super().__init__(title)
        self.rows = list(rows)

    def asked(self) -> ComposeResult:
        """The rows."""
        yield RowList(self.rows)

    def on_mount(self) -> None:
        """The keys go to the text."""
        self.query_one(RowList).focus()
