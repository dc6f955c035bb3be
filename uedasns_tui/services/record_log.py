"""The log of a record in words: who did what, when, with which answers and for which reason. For screen and commands."""

from __future__ import annotations

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.schema import Form
from uedasns_tui.japanese import local_time
from uedasns_tui.records import workflow
from uedasns_tui.records.holds import counts_sentence
from uedasns_tui.records.record import LogEntry, Record
from uedasns_tui.services.context import AppContext


@dataclass(frozen=True)
class LogLine:
    """An entry of the log. `answers`: label and text of each answer that was given; a reason is one of them."""

    entry: LogEntry
    at: str
    who: str
    label: str
    answers: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The answers, a line each."""
        return "\n".join(f"{label}: {text}" for label, text in self.answers)

    @property
    def paragraph(self) -> str:
        """When, what and who on a line, and the answers beneath."""
        return "\n".join(filter(None, (f"{self.at} {self.label}　{self.who}", self.text)))


def log_lines(context: AppContext, record: Record) -> list[LogLine]:
    """Every entry, the newest first."""
    form = context.form(record.kind)
    return [_line(form, entry) for entry in reversed(record.log)]


def _line(form: Form, entry: LogEntry) -> LogLine:
    transition = workflow.transition_of(form, entry.transition)
    asked = workflow.questions_of(form, transition) if transition else {}
    questions = {question.id: question for question in form.ask} | asked
    answers = []
    for name, value in entry.inputs.items():
        text = value if isinstance(value, str) else "、".join(value)
        question = questions.get(name)
        label = question.label if question else name
        answers.append((label, question.choices.get(text, text) if question else text))
    if entry.override is not None:
        counts = counts_sentence(entry.override)
        answers.append(("このまま進めた理由", f"{entry.override.reason}（{counts}）"))
    label = transition.label if transition else "記録を始めた"
    who = entry.by.name + (f"（{entry.by.section}）" if entry.by.section else "")
    return LogLine(entry, local_time.stamp(entry.at), who, label, tuple(answers))


def return_line(context: AppContext, record: Record) -> LogLine | None:
    """The return (差戻し) that the record has not been handed in again since; None where there is none."""
    form = context.form(record.kind)
    for entry in reversed(record.log):
        transition = workflow.transition_of(form, entry.transition)
        if transition is not None and transition.role == "return":
            return _line(form, entry)
        if transition is not None and transition.to:
            return None
    return None
