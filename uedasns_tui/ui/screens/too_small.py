"""Shown in a window that is too small: the size it needs, and that nothing is lost."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import ModalScreen

from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.result_screen import ResultScreen


class TooSmallScreen(ResultScreen[None], ModalScreen[None]):
    """Lies over everything until the window is large enough (columns, rows); what is beneath stays as it is."""

    DEFAULT_CSS = """
    TooSmallScreen { background: $surface; }
    TooSmallScreen PlainText { height: auto; }
    """

    def __init__(self, least: tuple[int, int]) -> None:
        super().__init__()
        self.least = least

    def compose(self) -> ComposeResult:
        """One sentence."""
        yield PlainText(
            f"ウィンドウが小さすぎます。{self.least[0]}桁×{self.least[1]}行以上に広げてください。書いたものはそのままです。"
        )

    def on_screen_resume(self) -> None:
        """The window became large enough while another screen was shown."""
        if self.app.size.width >= self.least[0] and self.app.size.height >= self.least[1]:
            self.dismiss()
