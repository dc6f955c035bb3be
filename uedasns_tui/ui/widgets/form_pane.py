"""A form on the screen, made from its schema: every field with its label, group by group.

Used by policies, posts and incidents. It keeps the values as typed and says what was typed and where one is;
the screen judges and shows. While one types nothing here repaints but the field itself and, where its state
changes, the word beside its label.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widget import Widget

from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.problem import Problem
from uedasns_tui.guideline.schema import Form
from uedasns_tui.guideline.schema import FormField as FieldSchema
from uedasns_tui.records.record import Value
from uedasns_tui.ui import textual_patches
from uedasns_tui.ui.widgets.choice import Choice
from uedasns_tui.ui.widgets.picker import Picker, PickerOption
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.text_field import TextField

LONG = ("text", "address")
MARKS = {"must": "【必須】", "should": "【望ましい】"}
Offers = Callable[[FieldSchema], list[PickerOption]]


class FormFieldRow(Vertical):
    """One field: its label with the word for what is wrong, and the control that holds its value."""

    DEFAULT_CSS = """
    FormFieldRow { height: auto; margin: 0 0 1 0; }
    FormFieldRow > .form-label { height: auto; color: $foreground; }
    FormFieldRow.group > .form-label { text-style: bold; }
    """

    def __init__(self, schema: FieldSchema, value: Value, offers: list[PickerOption]) -> None:
        super().__init__(classes="group" if schema.type == "group" else "")
        self.schema = schema
        self.mark = ""
        self.label = PlainText(schema.label, classes="form-label")
        self.control: Widget | None = self._control(value, offers)

    def _control(self, value: Value, offers: list[PickerOption]) -> Widget | None:
        schema = self.schema
        text = value if isinstance(value, str) else "\n".join(value)
        match schema.type:
            case "group":
                return None
            case "choice":
                return Choice(schema.choices, value=text or schema.default)
            case "accounts":
                return Picker(
                    offers, value if isinstance(value, tuple) else tuple(text.split()), several=True
                )
            case "platform":
                return Picker(offers, (text,) if text else (), free=True)
            case _:
                return TextField(text, multiline=schema.type in LONG)

    def compose(self) -> ComposeResult:
        """Label, then control."""
        yield self.label
        if self.control is not None:
            yield self.control

    @property
    def value(self) -> Value:
        """The value as typed."""
        match self.control:
            case Picker() as picker:
                return picker.picked if self.schema.type == "accounts" else "".join(picker.picked[:1])
            case TextField() | Choice() as control:
                return control.value
        return ""

    def put(self, value: Value) -> None:
        """Show another value (of a merge, of the worked example); what was typed stays in the field's undo."""
        text = value if isinstance(value, str) else "\n".join(value)
        match self.control:
            case Picker() as picker:
                picker.put(value if isinstance(value, tuple) else ((text,) if text else ()))
            case TextField() | Choice() as control:
                control.put(text)

    def tell(self, mark: str) -> None:
        """Say beside the label what is wrong, in a word."""
        if mark != self.mark:
            self.mark = mark
            self.label.update(f"{self.schema.label} {mark}".strip())


class FormPane(VerticalScroll, can_focus=False):
    """All fields of a form. Posts Edited for every change and Entered for the field one is in."""

    DEFAULT_CSS = "FormPane { padding: 0 1; scrollbar-gutter: stable; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+down,f8", "app.focus_next", "次の欄", show=False),
        Binding("ctrl+up,shift+f8", "app.focus_previous", "前の欄", show=False),
    ]

    class Edited(Message):
        """A value was changed by the person."""

        def __init__(self, field: str, value: Value) -> None:
            super().__init__()
            self.field = field
            self.value = value

    class Entered(Message):
        """The person is in this field now."""

        def __init__(self, schema: FieldSchema) -> None:
            super().__init__()
            self.schema = schema

    def __init__(
        self, form: Form, values: Mapping[str, Value], offers: Offers, skip: Iterable[str] = ()
    ) -> None:
        super().__init__()
        self.form = form
        left = set(skip)
        self.fields = {
            one.id: FormFieldRow(one, values.get(one.id, ""), offers(one))
            for one in form.field
            if one.id not in left
        }
        self._rest = {key: value for key, value in values.items() if key not in self.fields}

    def compose(self) -> ComposeResult:
        """The fields, in the form's order."""
        yield from self.fields.values()

    def on_mount(self) -> None:
        """Fields whose condition does not hold are not shown."""
        self._fold()

    def on_resize(self) -> None:
        """What one is in stays in sight: the window, or what stands beside the form, took some of its room."""
        self.call_after_refresh(self._show_current)

    def _show_current(self) -> None:
        current = self.screen.focused
        if isinstance(current, TextField) and self in current.ancestors:
            current.show_caret()
        elif current is not None and self in current.ancestors:
            current.scroll_visible(animate=False)

    @property
    def values(self) -> dict[str, Value]:
        """Every value as typed, those of fields that are not shown included: nothing typed is lost."""
        typed = {key: one.value for key, one in self.fields.items() if one.schema.type != "group"}
        return {**self._rest, **{key: value for key, value in typed.items() if value or key in self._rest}}

    def put(self, values: Mapping[str, Value]) -> None:
        """Show other values."""
        for key, one in self.fields.items():
            if one.schema.type != "group" and one.value != values.get(key, ""):
                one.put(values.get(key, ""))
        self._fold()

    def tell(self, problems: Iterable[Problem]) -> None:
        """Mark the fields that problems speak of; the graver word wins."""
        marks: dict[str, str] = {}
        for problem in problems:
            mark = MARKS.get(problem.severity, "")
            if mark and marks.get(problem.where.key) != MARKS["must"]:
                marks[problem.where.key] = mark
        for key, one in self.fields.items():
            one.tell(marks.get(key, ""))

    def go(self, field: str) -> None:
        """Put the caret in a field (the first when there is none of that id)."""
        one = self.fields.get(field) or next(iter(self.fields.values()))
        if one.control is not None:
            one.control.focus()

    def _fold(self) -> None:
        values = self.values
        for one in self.fields.values():
            one.display = matches(one.schema.when, values)
        textual_patches.children_changed(self)

    def _field_of(self, widget: Widget | None) -> FormFieldRow | None:
        return next(
            (one for one in (widget.ancestors_with_self if widget else ()) if isinstance(one, FormFieldRow)),
            None,
        )

    def _edited(self, widget: Widget | None) -> None:
        one = self._field_of(widget)
        if one is not None:
            if any(one.schema.id in other.schema.when for other in self.fields.values()):
                self._fold()
            self.post_message(self.Edited(one.schema.id, one.value))

    def on_text_field_edited(self, message: TextField.Edited) -> None:
        """A text was typed."""
        message.stop()
        self._edited(message.control)

    def on_choice_changed(self, message: Choice.Changed) -> None:
        """Another choice was taken."""
        message.stop()
        self._edited(message.control)

    def on_picker_changed(self, message: Picker.Changed) -> None:
        """Something was picked."""
        message.stop()
        self._edited(message.control)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say which field the person is in."""
        one = self._field_of(event.widget)
        if one is not None:
            self.post_message(self.Entered(one.schema))
