"""Dialogs with typed results: confirm, ask a line, ask a form's questions, view a text. Esc is never destructive."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from uedasns_tui.guideline.schema import Ask
from uedasns_tui.ui.widgets.choice import Choice
from uedasns_tui.ui.widgets.field import Field
from uedasns_tui.ui.widgets.keys import Keys
from uedasns_tui.ui.widgets.lines import Lines, Row

LONG = ("text", "address")
CSS = """
    NAME { align: center middle; }
    NAME > .box { width: 90%; max-width: 84; height: auto; max-height: 90%; background: $panel; padding: 1 2; }
    NAME .title { text-style: bold; height: auto; margin: 0 0 1 0; }
    NAME .body { height: auto; }
    NAME .label { height: auto; margin: 1 0 0 0; }
    NAME Lines { height: auto; max-height: 12; background: $panel; }
    NAME .grow { height: 1fr; }
"""


class Confirm(ModalScreen[str | None]):
    """A question with a few answers (id -> label). The result is the id; None for Esc, which changes nothing."""

    DEFAULT_CSS = CSS.replace("NAME", "Confirm")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "やめる", priority=True)]

    def __init__(self, title: str, body: str, choices: Mapping[str, str]) -> None:
        super().__init__()
        self.heading = title
        self.body = body
        self.choices = dict(choices)

    def compose(self) -> ComposeResult:
        """The question, its answers."""
        with VerticalScroll(classes="box", can_focus=False):
            yield Static(self.heading, classes="title", markup=False)
            if self.body:
                yield Static(self.body, classes="body", markup=False)
            yield Lines(
                [
                    Row(key=one, label=str(at), body=label)
                    for at, (one, label) in enumerate(self.choices.items(), 1)
                ]
            )
        yield Keys()

    def on_mount(self) -> None:
        """The keys go to the answers."""
        self.query_one(Lines).focus()

    def key_1(self) -> None:
        """The first answer, by its digit."""
        self._take(0)

    def key_2(self) -> None:
        """The second answer, by its digit."""
        self._take(1)

    def key_3(self) -> None:
        """The third answer, by its digit."""
        self._take(2)

    def _take(self, at: int) -> None:
        if at < len(self.choices):
            self.dismiss(list(self.choices)[at])

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """The answer."""
        message.stop()
        self.dismiss(message.row.key)

    def action_leave(self) -> None:
        """Change nothing."""
        self.dismiss(None)


class AskLine(ModalScreen[str | None]):
    """One line of text; None for Esc."""

    DEFAULT_CSS = CSS.replace("NAME", "AskLine")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "やめる", priority=True)]

    def __init__(self, title: str, question: str, value: str = "") -> None:
        super().__init__()
        self.heading = title
        self.question = question
        self.value = value

    def compose(self) -> ComposeResult:
        """The question and the line."""
        with Vertical(classes="box"):
            yield Static(self.heading, classes="title", markup=False)
            yield Static(f"{self.question}（Enter で決めます）", classes="body", markup=False)
            yield Field(self.value)
        yield Keys()

    def on_mount(self) -> None:
        """The keys go to the line."""
        self.query_one(Field).focus()

    def on_field_submitted(self, message: Field.Submitted) -> None:
        """The line."""
        message.stop()
        self.dismiss(message.value)

    def action_leave(self) -> None:
        """Change nothing."""
        self.dismiss(None)


class AskForm(ModalScreen[dict[str, str] | None]):
    """The questions that a step asks. `required`: ids without which it is not done. None for Esc."""

    DEFAULT_CSS = CSS.replace("NAME", "AskForm")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10,ctrl+s", "done", "決める", priority=True),
        Binding("escape", "leave", "やめる", priority=True),
    ]

    def __init__(
        self,
        title: str,
        asks: Sequence[Ask],
        required: Collection[str] = (),
        body: str = "",
        values: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.heading = title
        self.asks = tuple(asks)
        self.required = set(required)
        self.body = body
        self.values = dict(values or {})
        self.warned = False
        self.controls: dict[str, Field | Choice] = {one.id: self._control(one) for one in self.asks}

    def _control(self, one: Ask) -> Field | Choice:
        value = self.values.get(one.id, one.default)
        if one.type == "choice":
            return Choice(one.choices, value)
        return Field(value, multiline=one.type in LONG)

    def compose(self) -> ComposeResult:
        """What it is about, then each question."""
        with VerticalScroll(classes="box", can_focus=False):
            yield Static(self.heading, classes="title", markup=False)
            if self.body:
                yield Static(self.body, classes="body", markup=False)
            for one in self.asks:
                needed = "【必須】" if one.id in self.required else ""
                said = f"{one.label}{needed}" + (f"\n{one.help}" if one.help else "")
                yield Static(said, classes="label", markup=False)
                yield self.controls[one.id]
        yield Keys()

    def on_mount(self) -> None:
        """The keys go to the first question."""
        if self.asks:
            self.controls[self.asks[0].id].focus()

    def on_field_submitted(self, message: Field.Submitted) -> None:
        """Enter goes on to the next question; on the last, it is done."""
        message.stop()
        if self.asks and message.control is self.controls[self.asks[-1].id]:
            self.action_done()
        else:
            self.focus_next()

    def answers(self) -> dict[str, str]:
        """What was answered."""
        return {key: one.value for key, one in self.controls.items()}

    def action_done(self) -> None:
        """Give the answers, when those that are needed are there."""
        answers = self.answers()
        missing = [one for one in self.asks if one.id in self.required and not answers[one.id].strip()]
        if missing:
            self.notify(
                f"{'、'.join(one.label for one in missing)} が要ります。", severity="warning", markup=False
            )
            self.controls[missing[0].id].focus()
            return
        self.dismiss({key: text for key, text in answers.items() if text.strip()})

    def action_leave(self) -> None:
        """Leave; when something was written, only at the second Esc."""
        written = any(
            isinstance(one, Field) and one.value.strip() and one.value != self.values.get(key, "")
            for key, one in self.controls.items()
        )
        if written and not self.warned:
            self.warned = True
            self.notify("もう一度 Esc を押すと、書いたものを捨てて閉じます。", markup=False)
            return
        self.dismiss(None)


class Viewer(ModalScreen[None]):
    """A text to read: help, a comparison, a report."""

    DEFAULT_CSS = (
        CSS.replace("NAME", "Viewer")
        + "    Viewer > .box { height: 90%; }\n    Viewer Lines { height: 1fr; max-height: 100%; }\n"
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,f1", "leave", "閉じる", priority=True)]

    def __init__(self, title: str, rows: Sequence[Row]) -> None:
        super().__init__()
        self.heading = title
        self.rows = list(rows)

    def compose(self) -> ComposeResult:
        """The title and the rows."""
        with Vertical(classes="box"):
            yield Static(self.heading, classes="title", markup=False)
            yield Lines(self.rows)
        yield Keys()

    def on_mount(self) -> None:
        """The keys go to the text."""
        self.query_one(Lines).focus()

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)
