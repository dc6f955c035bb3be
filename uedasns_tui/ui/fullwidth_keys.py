"""Full-width keys with an input method on: １ is 1, ｊ is j, ／ is / wherever no text is typed."""

from __future__ import annotations

from textual import events
from textual.app import App

from uedasns_tui.japanese.fold import narrow
from uedasns_tui.ui.textual_patches import key_of_character


class FullWidthKeys(App[None]):
    """An App in which a full-width key acts as the key that was meant."""

    async def on_event(self, event: events.Event) -> None:
        """Read a full-width key as its half-width one, unless it is text for a field."""
        if isinstance(event, events.Key) and event.character:
            meant = narrow(event.character)
            if meant != event.character and len(meant) == 1 and not self._typing():
                event = events.Key(key_of_character(meant), meant)
        await super().on_event(event)

    def _typing(self) -> bool:
        from textual.widgets import TextArea

        return isinstance(self.focused, TextArea)
