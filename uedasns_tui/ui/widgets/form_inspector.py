"""The panel beside a form: the clause of the current field, the worked example, the finished sheet, or what differs
from what was decided.

On a wide window it is to the right of the form; on a narrow one beneath, a few lines high.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from uedasns_tui.guideline.problem import Problem
from uedasns_tui.guideline.schema import Form, FormField
from uedasns_tui.records.record import Record
from uedasns_tui.services import changes, publication, record_actions
from uedasns_tui.services.context import AppContext
from uedasns_tui.ui.widgets.frame import titled
from uedasns_tui.ui.widgets.plain_text import PlainText

TITLES = {
    "clause": "条項と書き方",
    "sample": "記載例",
    "sheet": "様式のでき上がり",
    "changes": "前に決まった内容と違うところ",
}
SEVERITIES = {"must": "必須", "should": "望ましい", "error": "誤り", "warning": "注意", "note": "参考"}


class FormInspector(VerticalScroll, can_focus=False):
    """The panel. `field` is the field that the person is in."""

    DEFAULT_CSS = """
    FormInspector { background: $panel; padding: 0 1; scrollbar-gutter: stable; }
    FormInspector > PlainText { height: auto; }
    FormInspector > #side-title { text-style: bold; }
    """

    def __init__(self, context: AppContext, form: Form) -> None:
        super().__init__()
        self.context = context
        self.form = form
        self.topic = "clause"
        self.field: FormField | None = None
        self.problems: list[Problem] = []
        self._shown = ""

    def compose(self) -> ComposeResult:
        """A title and a text."""
        titled(self, TITLES[self.topic])
        yield PlainText(TITLES[self.topic], id="side-title")
        yield PlainText("", id="side-text")

    @property
    def mend(self) -> str:
        """The value that would put the current field right, "" where nobody can be sure of one."""
        name = self.field.id if self.field is not None else ""
        return next((entry.mend for entry in self.problems if entry.where.key == name and entry.mend), "")

    def enter(self, field: FormField, record: Record) -> None:
        """The person is in this field now."""
        self.field = field
        self._draw(record)

    def update(self, record: Record, problems: Iterable[Problem]) -> None:
        """The record was judged, and the sheet follows what is typed."""
        self.problems = list(problems)
        self._draw(record)

    def show(self, topic: str, record: Record) -> None:
        """Show another topic; the same again folds the panel away."""
        folded = self.topic == topic and not self.has_class("folded")
        self.set_class(folded, "folded")
        self.set_class(not folded and topic != "clause", "tall")
        self.topic = topic
        self.query_one("#side-title", PlainText).update(TITLES[topic])
        titled(self, TITLES[topic])
        self._draw(record)

    def next_topic(self, topics: Sequence[str], record: Record) -> bool:
        """Show the topic after the one that is shown, or the clause after the last; whether there was one."""
        following = [*topics[topics.index(self.topic) + 1 :]] if self.topic in topics else [*topics]
        if following or self.topic != "clause":
            self.show([*following, "clause"][0], record)
        return bool(following)

    def _draw(self, record: Record) -> None:
        match self.topic:
            case "clause":
                text = self._clause()
            case "sample":
                text = self._sample()
            case "changes":
                text = self._changes(record)
            case _:
                text = self._sheet(record)
        if text != self._shown and self.is_mounted:
            self._shown = text
            self.screen.refresh_bindings()
            self.query_one("#side-text", PlainText).update(text)

    def _clause(self) -> str:
        field = self.field
        if field is None:
            return ""
        texts = [
            f"{SEVERITIES[problem.severity]}: {problem.message}"
            for problem in self.problems
            if problem.where.key == field.id
        ]
        if self.mend:
            texts.append(f"Ctrl+T で直せます: {self.mend}")
        if field.help:
            texts.append(field.help)
        clause = self.context.guideline.clause(field.clause) if field.clause else None
        if clause is not None:
            parts = (part for part in clause.walk() if part.text or part is not clause)
            body = "\n".join(part.text or part.title for part in parts)
            texts.append(f"{field.clause} {clause.title}\n{body}".strip())
        return "\n\n".join(texts)

    def _sample(self) -> str:
        sample = record_actions.sample(self.context, self.form.id)
        if sample is None:
            return "この様式の記載例はありません。"
        if self.field is not None and (value := sample.text(self.field.id)):
            return f"{self.field.label}\n{self.field.choices.get(value, value)}"
        return self._sheet(sample)

    def _changes(self, record: Record) -> str:
        since = changes.changes_since_decision(self.context, record)
        if since is None:
            return f"まだ{self.form.approval}されていません。"
        if not since.fields:
            return f"「{since.step}」（{since.entry.at:%Y-%m-%d}）のときと同じです。"
        return "\n\n".join([since.title, *(f"{label}\n{text}" for label, text in changes.lines(since))])

    def _sheet(self, record: Record) -> str:
        return "\n".join(
            f"{label}\n{value or '（まだ書いていません）'}\n"
            for label, value in publication.sheet_rows(self.form, record.values)
        )
