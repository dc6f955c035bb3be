"""A form on the screen, made from its schema: every field with its label, group by group.

It holds the values as typed, and posts what was typed and which field is entered; the record editor judges and
shows. While somebody types nothing here repaints but the field itself and, where its state changes, the word beside
its label.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widget import Widget

from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.problem import Problem
from uedasns_tui.guideline.schema import Form, FormField, TransitionInput
from uedasns_tui.records.record import Value
from uedasns_tui.services.answers import resolve_answer
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.field_options import FieldOption, field_options
from uedasns_tui.ui import textual_patches
from uedasns_tui.ui.states import badge, section_name
from uedasns_tui.ui.widgets.choice import Choice
from uedasns_tui.ui.widgets.picker import Picker, PickerOption
from uedasns_tui.ui.widgets.plain_text import MUST, SHOULD, FieldLabel, Piece, content
from uedasns_tui.ui.widgets.row_layout import Badge
from uedasns_tui.ui.widgets.text_field import TextField

LONG = ("text", "address")
MARKS = {"must": MUST, "should": SHOULD}


class FormFieldRow(Vertical):
    """One field: its label with the word for what is wrong, and the control that holds its value."""

    DEFAULT_CSS = """
    FormFieldRow { height: auto; margin: 0 0 1 0; }
    FormFieldRow > .form-label { height: auto; color: $foreground; }
    FormFieldRow.group > .form-label { text-style: bold; }
    """

    def __init__(self, schema: FormField, value: Value, options: list[PickerOption]) -> None:
        super().__init__(classes="group" if schema.type == "group" else "")
        self.schema = schema
        self.mark: Piece | None = None
        self.label = FieldLabel(content(schema.label), classes="form-label")
        self.control = self._new_control(value, options)

    def _new_control(self, value: Value, options: list[PickerOption]) -> Picker | TextField | Choice | None:
        schema, text = self.schema, _as_text(value)
        match schema.type:
            case "group":
                return None
            case "choice":
                return Choice(schema.choices, value=text or schema.default)
            case "accounts":
                picked = value if isinstance(value, tuple) else tuple(text.split())
                return Picker(options, picked, schema.label, several=True)
            case "platform":
                return Picker(options, (text,) if text else (), schema.label, free=True)
        return TextField(text, multiline=schema.type in LONG, grows=True)

    def compose(self) -> ComposeResult:
        """Label, then control."""
        yield self.label
        if self.control is not None:
            yield self.control

    @property
    def value(self) -> Value:
        """The value as typed."""
        if isinstance(self.control, Picker):
            picked = self.control.picked
            return picked if self.schema.type == "accounts" else "".join(picked[:1])
        return self.control.value if self.control is not None else ""

    def put(self, value: Value) -> None:
        """Show another value (of a merge, of the worked example); what was typed stays in the field's undo."""
        text = _as_text(value)
        if isinstance(self.control, Picker):
            self.control.put(value if isinstance(value, tuple) else ((text,) if text else ()))
        elif self.control is not None:
            self.control.put(text)

    def show_mark(self, mark: Piece | None) -> None:
        """Say beside the label what is wrong, in a word."""
        if mark != self.mark:
            self.mark = mark
            self.label.show_label(self.schema.label, mark)


def _as_text(value: Value) -> str:
    return value if isinstance(value, str) else "\n".join(value)


def _options(context: AppContext, field: FormField, chosen: list[str]) -> list[PickerOption]:
    """What can be picked in a field; nothing where nothing is picked in it."""
    return [
        PickerOption(option.key, option.label, option.note, tuple(_cells(context, option)))
        for option in field_options(context, field, chosen)
    ]


def _cells(context: AppContext, option: FieldOption) -> Iterator[str | Badge]:
    """What stands beside an option's name: of a record its section and state, else what it is called besides."""
    if (line := option.line) is not None:
        yield section_name(line.section)
        yield badge(context, line.kind, line.state, line.state_label)
    else:
        yield "・".join(name for name in option.note.split("・") if name != option.label)


class FormPane(VerticalScroll, can_focus=False):
    """All fields of a form. Posts Edited for every change and Entered for the field that has the keys."""

    DEFAULT_CSS = "FormPane { padding: 0 1; scrollbar-gutter: stable; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+down", "app.focus_next", "次の欄", show=False),
        Binding("ctrl+up", "app.focus_previous", "前の欄", show=False),
    ]

    class Edited(Message):
        """A value was changed by the person."""

    class Entered(Message):
        """The person is in this field now."""

        def __init__(self, schema: FormField) -> None:
            super().__init__()
            self.schema = schema

    def __init__(self, context: AppContext, form: Form, values: Mapping[str, Value]) -> None:
        super().__init__()
        self.context = context
        self.form = form
        self.rows = {
            field.id: FormFieldRow(
                field, value := values.get(field.id, ""), _options(context, field, _as_text(value).split())
            )
            for field in form.field
        }
        self._others = {name: value for name, value in values.items() if name not in self.rows}
        self._valued = set(values)
        self._conditions = {name for field in form.field for name in field.when}

    def compose(self) -> ComposeResult:
        """The fields, in the form's order."""
        yield from self.rows.values()

    def on_mount(self) -> None:
        """Fields whose condition does not hold are not shown."""
        self._show_applicable()

    def on_resize(self) -> None:
        """The focused field stays in view when the window, or what is beside the form, takes some of its room."""
        self.call_after_refresh(self._show_focused)

    def _show_focused(self) -> None:
        focused = self.screen.focused
        if focused is None or self not in focused.ancestors:
            return
        if isinstance(focused, TextField):
            focused.show_caret()
        else:
            focused.scroll_visible(animate=False)

    @property
    def values(self) -> dict[str, Value]:
        """Every value as typed, those of fields that are not shown included: nothing typed is lost, and what was
        emptied is empty."""
        typed = {name: row.value for name, row in self.rows.items() if row.control is not None}
        return {
            **self._others,
            **{name: value for name, value in typed.items() if value or name in self._valued},
        }

    def put(self, values: Mapping[str, Value]) -> None:
        """Show other values."""
        self._valued |= set(values)
        for name, row in self.rows.items():
            if row.control is not None and row.value != values.get(name, ""):
                row.put(values.get(name, ""))
        self._show_applicable()

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Mark the fields that problems name; the graver word wins."""
        marks: dict[str, Piece] = {}
        for problem in problems:
            mark = MARKS.get(problem.severity)
            if mark is not None and marks.get(problem.where.key) != MUST:
                marks[problem.where.key] = mark
        for name, row in self.rows.items():
            row.show_mark(marks.get(name))

    def go(self, field: str) -> None:
        """Put the caret in a field (the first when there is none of that id)."""
        row = self.rows.get(field) or next(iter(self.rows.values()))
        if row.control is not None:
            row.control.focus()

    def _show_applicable(self) -> None:
        values = self.values
        for row in self.rows.values():
            row.display = matches(row.schema.when, values)
        textual_patches.children_changed(self)

    def _row_of(self, widget: Widget | None) -> FormFieldRow | None:
        ancestors = widget.ancestors_with_self if widget else ()
        return next((node for node in ancestors if isinstance(node, FormFieldRow)), None)

    def _edited(self, message: TextField.Edited | Choice.Changed | Picker.Changed) -> None:
        message.stop()
        row = self._row_of(message.control)
        if row is not None:
            if row.schema.id in self._conditions:
                self._show_applicable()
            self.post_message(self.Edited())

    on_text_field_edited = on_choice_changed = on_picker_changed = _edited

    def on_text_field_submitted(self, message: TextField.Submitted) -> None:
        """Enter in a field of one line goes on to the next."""
        message.stop()
        self.screen.focus_next()

    def write_day(self, widget: Widget | None) -> None:
        """A day as people say it (きのう) is written out where somebody is done with a field; undo brings it back."""
        row = self._row_of(widget)
        if row is not None and (day := self.day_of(row)):
            row.put(day)
            self.post_message(self.Edited())

    def day_of(self, row: FormFieldRow) -> str:
        """The day that a row names as people say it, written out; "" where it names none so."""
        if not row.value or not isinstance(row.value, str):
            return ""
        field = TransitionInput(row.schema.id, row.schema.label, row.schema.type)
        text = resolve_answer(field, row.value, self.context.today)
        return text if text != row.value.strip() else ""

    def days(self) -> dict[str, str]:
        """Every such day by its field: what is written when somebody is done with it."""
        return {name: day for name, row in self.rows.items() if (day := self.day_of(row))}

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Whoever leaves a field is done with it."""
        self.write_day(event.widget)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say which field the person is in."""
        row = self._row_of(event.widget)
        if row is not None:
            self.post_message(self.Entered(row.schema))
