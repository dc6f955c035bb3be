"""The dialog of a step that hands in or decides: what it is about above, scrolled by itself, the questions beneath.

Used by `stepping.py`. What is decided is in sight however small the window is, and so is the question one answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from uedasns_tui.guideline.schema import Transition, TransitionInput
from uedasns_tui.ui.dialogs.dialog import FormDialog
from uedasns_tui.ui.widgets.plain_text import PlainText


class TransitionDialog(FormDialog):
    """A step's questions under the text that it is about."""

    DEFAULT_CSS = """
    TransitionDialog .title { margin: 0; }
    TransitionDialog .about { height: auto; max-height: 9; scrollbar-gutter: stable; border-left: ascii $foreground; }
    TransitionDialog .about PlainText { height: auto; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "box(1)", "内容を送る", priority=True),
        Binding("pageup", "box(-1)", "内容を戻す", show=False, priority=True),
    ]

    def __init__(
        self,
        act: Transition,
        asks: Sequence[TransitionInput],
        about: str,
        values: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(act.label, asks, act.needs, "", values)
        self.about = f"{act.help}\n\n{about}".strip()

    def asked(self) -> ComposeResult:
        """What the step is about, then its questions."""
        with VerticalScroll(classes="about", can_focus=False):
            yield PlainText(self.about)
        yield from super().asked()

    def _show_asked(self) -> None:
        self.call_after_refresh(self.query_one(".box", VerticalScroll).scroll_home, animate=False)

    def action_box(self, by: int) -> None:
        """Scroll what the step is about."""
        about = self.query_one(".about", VerticalScroll)
        about.scroll_relative(y=by * max(1, about.size.height - 1), animate=False)
