"""Shows a person's text outside lists and fields, never parsed as markup.

Every screen uses these instead of Textual's Static and Content: no markup, and every control is a picture of itself,
so that nothing in a record, a file or the guideline steers the terminal. A test looks for whoever goes round them.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.notifications import SeverityLevel
from textual.widgets import Static

from uedasns_tui.japanese import visible
from uedasns_tui.ui.textual_frames import NoEmptyToasts


def content(text: str, style: str = "") -> Content:
    """A text to be drawn, in a style."""
    return Content.styled(visible.visible(text), style)


Piece = tuple[str, str]
"""A text as it was written, and its style."""


class StyledText(Static):
    """Pieces of a text, each in its style."""

    def show(self, pieces: Iterable[Piece]) -> None:
        """Show other pieces."""
        self.update(Content("").join(content(text, style) for text, style in pieces))


MUST, SHOULD = ("必須", "bold $error"), ("望ましい", "$warning")
"""What a label says that is missing, in its colour."""


class FieldLabel(StyledText):
    """The label of a field, with the word for what is wrong in its colour; in brackets where there is none."""

    def show_label(self, label: str, mark: Piece | None = None, help: str = "") -> None:
        """Show the label, a mark beside it, and what helps beneath it."""
        word, style = mark or ("", "")
        if self.app.no_color and word:
            word = f"【{word}】"
        self.show([(label, ""), (f" {word}" if word else "", style), (f"\n{help}" if help else "", "")])


class PlainText(Static):
    """A text as it was written."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(visible.visible(text), markup=False, id=id, classes=classes)

    def update(self, content: object = "", *, layout: bool = True) -> None:
        """Show another text."""
        super().update(visible.visible(str(content)), layout=layout)


class PlainNotices(NoEmptyToasts):
    """An App whose notices are texts as they were written."""

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,  # noqa: ARG002 - Textual's own callers ask for it
    ) -> None:
        """Say something in a corner of the screen."""
        shown, heading = visible.visible(message), visible.visible(title)
        super().notify(shown, title=heading, severity=severity, timeout=timeout, markup=False)
