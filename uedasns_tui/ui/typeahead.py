"""Keys in the order they were typed, each to what the one before has made ready: nothing typed is lost or misplaced.

A mixin of the app. Textual hands every key at once to whatever has the focus then; what Tab, Enter or n bring about
comes later, through the queues of widgets and screens. On a slow machine the next keys would go to the field one has
just left, or to a list beneath, where a letter is a command. Here a key waits until the one before has settled.
"""

from __future__ import annotations

import asyncio
from collections import deque

from textual import events
from textual.app import App, ScreenStackError
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget

PATIENCE = 1.0
"""Seconds after which the next key goes on although the one before has not settled: no key is blocked for good."""
ROUNDS = 8
"""Rounds through the queues in which what a key brought about may bring about something else."""

BY_PLACE = {"tab", "shift+tab", "ctrl+down", "ctrl+up"}
"""Keys that go to the next field by where fields stand: they wait until a field that has just been shown has its place."""


class TypeAhead(App[None]):
    """An App that hands a key or a paste on when the one before has done its work."""

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        self._typed: deque[events.Key | events.Paste] = deque()
        self._turn = 0
        self._guard: asyncio.TimerHandle | None = None

    async def on_event(self, event: events.Event) -> None:
        """Keep keys that come while another is at work; everything else goes its way."""
        if not isinstance(event, (events.Key, events.Paste)) or event.is_forwarded:
            await super().on_event(event)
        elif self._guard is not None:
            self._typed.append(event)
        else:
            await self._hand_on(event)

    async def _hand_on(self, event: events.Key | events.Paste) -> None:
        self._turn += 1
        turn, screen = self._turn, self._shown
        self._guard = asyncio.get_running_loop().call_later(
            PATIENCE, lambda: self.call_later(self._settled, turn)
        )
        if isinstance(event, events.Key) and event.key in BY_PLACE and screen is not None and _unlaid(screen):
            screen.call_after_refresh(self.call_later, self._act, event, turn)
        else:
            await self._act(event, turn)

    async def _act(self, event: events.Key | events.Paste, turn: int) -> None:
        screen = self._shown
        pumps = self._pumps(self.focused or screen)
        await super().on_event(event)
        self._follow(turn, screen, pumps, 0)

    @property
    def _shown(self) -> Screen[object] | None:
        try:
            return self.screen
        except ScreenStackError:
            return None

    def _pumps(self, first: MessagePump | None) -> list[MessagePump]:
        """What a key passes on its way up: the widget, what it stands in, the screen, the app."""
        found: list[MessagePump] = []
        while first is not None and first is not self:
            found.append(first)
            first = first._parent
        return [*found, self]

    def _follow(
        self, turn: int, screen: Screen[object] | None, pumps: list[MessagePump], rounds: int
    ) -> None:
        """Go the key's way behind it, queue by queue; at its end see whether all is quiet."""
        way = iter(pumps)

        def hop() -> None:
            for pump in way:
                if pump.call_later(hop):
                    return
            self.call_later(self._arrived, turn, screen, pumps, rounds)

        hop()

    async def _arrived(
        self, turn: int, screen: Screen[object] | None, pumps: list[MessagePump], rounds: int
    ) -> None:
        """What the key brought about may have brought about more, or another screen, which has to be ready."""
        if self._shown is not screen:
            self._follow(turn, self._shown, self._pumps(self._shown), 0)
        elif rounds < ROUNDS and any(pump.message_queue_size for pump in pumps):
            self._follow(turn, screen, self._pumps(self.focused or screen), rounds + 1)
        else:
            await self._settled(turn)

    async def _settled(self, turn: int) -> None:
        if turn != self._turn or self._guard is None:
            return
        self._guard.cancel()
        self._guard = None
        if self._typed:
            await self._hand_on(self._typed.popleft())


def _unlaid(screen: Screen[object]) -> bool:
    """Whether something was shown or hidden whose place is not known yet."""
    return screen._layout_required or any(one._layout_required for one in screen.walk_children(Widget))
