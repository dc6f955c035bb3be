"""A screen that closes only itself. Base of every screen that is closed with a result.

Textual's dismiss takes away whatever is on top: the answer of a thread that comes when one has left or gone on to a
dialog, or a second Enter, would close another screen, a form with unsaved work among them, or end the program.
"""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete

from uedasns_tui.ui.textual_frames import DrawnOnce
from uedasns_tui.ui.textual_patches import open_screens

Result = TypeVar("Result")


class ResultScreen(DrawnOnce[Result]):
    """A Screen whose `dismiss` does nothing unless it is the one on top."""

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close with a result, where this is what the keys go to."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    @property
    def answering(self) -> bool:
        """Whether a thread still finds out what the last key brings about: keys behind it wait."""
        return False

    @property
    def left(self) -> bool:
        """Whether it is closed: what a thread brings now has nowhere to go."""
        return self not in open_screens(self.app)
