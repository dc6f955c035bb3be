"""What a window that is too small to be used shows: what it needs, and that nothing is lost."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static


class TooSmall(ModalScreen[None]):
    """Stands over everything until the window is large enough; what is beneath stays as it is."""

    DEFAULT_CSS = """
    TooSmall { background: $surface; }
    TooSmall Static { height: auto; }
    """

    def compose(self) -> ComposeResult:
        """One sentence."""
        yield Static(
            "窓が小さすぎます。36桁×12行以上に広げてください。書いたものはそのままです。", markup=False
        )
