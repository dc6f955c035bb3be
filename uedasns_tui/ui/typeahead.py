"""Delivers keys in the order they were typed, each to the widget that the one before has opened.

A mixin of the app. Textual gives a key at once to what has the focus then; but Tab moves the focus only when it has
gone through the queues of the field, of all that holds the field, and of the app, and a screen that a key opens has
no focus until it is mounted. On a slow machine the keys after Tab or after n would go to the field before, to the
list beneath, where a letter is a command, or nowhere. Here a key (or a pasted text) that comes too early waits, in
order, while a callback follows the one before through those queues, behind all that it posted. It goes round until
nothing moves and nothing waits there; where focus or screen moved, the screen is drawn first, too, and where a thread
brings what a key asked for (`ResultScreen.answering`), keys wait for that. A lone key waits for nothing.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from functools import partial

from textual import events
from textual.app import App, ScreenStackError
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget

from uedasns_tui.ui.textual_patches import has_messages, needs_layout
from uedasns_tui.ui.widgets.result_screen import ResultScreen

ROUNDS = 2
"""Rounds in which nothing moves and nothing waits until a key is done."""
DRAWN = 4
"""Times that the screen is drawn for one key at most: what is drawn may move the focus again."""
TICK = 0.05
"""Seconds between two looks of the watchdog. A loop that was busy for long is one look, not many."""
PATIENCE = 20
"""Looks after which the next key goes although the one before is not done: nothing blocks the keys for good."""
LEAVING = frozenset({"ctrl+q", "ctrl+c"})
"""Keys that one presses where a program does not answer: one wait for all keys before them; pressed again, none."""

BY_PLACE = frozenset({"tab", "shift+tab", "ctrl+down", "ctrl+up"})
"""Keys that go by where fields are: they wait until what has just been shown or hidden has its place."""

Typed = events.Key | events.Paste
Where = tuple[Screen[object] | None, Widget | None]


class TypeAhead(App[None]):
    """An App that hands on keys and pasted texts one after the other. Comes before mixins that read keys."""

    def __init__(self, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._typed: deque[Typed] = deque()
        self._busy = False
        self._turn = 0
        self._quiet = 0
        self._waiting = False
        self._moved = False
        self._drawn = 0
        self._seen: Where = (None, None)
        self._placed: Typed | None = None
        self._known: Screen[object] | None = None
        self._looks = 0
        self._watchdog: asyncio.TimerHandle | None = None

    @property
    def typed_ahead(self) -> bool:
        """Whether a key waits, or what one brought about has not settled yet."""
        return self._busy or bool(self._typed)

    async def on_event(self, event: events.Event) -> None:
        """Hand on a key when it is its turn; everything else goes its way."""
        if not isinstance(event, (events.Key, events.Paste)) or event.is_forwarded:
            await super().on_event(event)
            return
        again = isinstance(event, events.Key) and event.key in LEAVING and self._leaving()
        self._typed.append(event)
        if again:
            await self._hand_on(everything=True)
        elif self._busy:
            self._watch()
        else:
            await self._hand_on()

    def _leaving(self) -> bool:
        return any(isinstance(typed, events.Key) and typed.key in LEAVING for typed in self._typed)

    # ---- handing on
    async def _hand_on(self, *, patient: bool = True, everything: bool = False) -> None:
        """Hand on the next key, when the screen that it goes to is ready; impatiently, or all of them, at once."""
        self._busy = bool(self._typed)
        if not self._typed:
            return
        self._seen = self._where()
        self._turn += 1
        self._quiet, self._moved, self._drawn, self._looks = 0, False, 0, 0
        way = self._way()
        if everything:
            while self._typed:
                await super().on_event(self._typed.popleft())
        elif not patient or self._seen[0] is self._known:
            if patient and self._needs_places(self._typed[0]):
                self._placed = self._typed[0]
                self._watch()
                self._draw(self._turn)
                return
            await super().on_event(self._typed.popleft())
        if self._typed:
            self._watch()
        self._follow(self._turn, way)

    def _needs_places(self, typed: Typed) -> bool:
        by_place = isinstance(typed, events.Key) and typed.key in BY_PLACE
        screen = self._seen[0]
        return by_place and typed is not self._placed and screen is not None and needs_layout(screen)

    def _where(self) -> Where:
        try:
            return self.screen, self.screen.focused
        except ScreenStackError:
            return None, None

    def _way(self) -> Sequence[MessagePump]:
        """What a key passes on its way up: the widget, what it stands in, the screen, the app."""
        screen, focused = self._where()
        return [self] if screen is None else (focused or screen).ancestors_with_self

    # ---- following a key through the queues
    def _follow(self, turn: int, way: Sequence[MessagePump], start: int = 0) -> None:
        if turn != self._turn:
            return
        if start:
            self._waiting = self._waiting or has_messages(way[start - 1])
        for after, pump in enumerate(way[start:], start + 1):
            if after == len(way):
                pump.call_later(self._arrived, turn)
            elif pump.call_later(self._follow, turn, way, after):
                return

    async def _arrived(self, turn: int) -> None:
        """The app has done all that the round came behind: go round again, draw, or hand on the next key."""
        if turn != self._turn:
            return
        where = self._where()
        still = where == self._seen and not self._waiting and not has_messages(self)
        self._quiet = self._quiet + 1 if still else 0
        self._moved = self._moved or where != self._seen
        self._seen, self._waiting = where, False
        if self._quiet < ROUNDS:
            self._follow(turn, self._way())
        elif self._moved and self._drawn < DRAWN:
            self._draw(turn)
        elif isinstance(where[0], ResultScreen) and where[0].answering:
            self.set_timer(TICK, partial(self._follow, turn, self._way()))
        else:
            self._known = where[0]
            await self._hand_on()

    def _draw(self, turn: int) -> None:
        self._quiet, self._moved, self._drawn = 0, False, self._drawn + 1
        self.call_after_refresh(self._follow, turn, [self])

    # ---- nothing blocks the keys for good
    def _watch(self) -> None:
        if self._watchdog is None:
            self._watchdog = asyncio.get_running_loop().call_later(TICK, self._look)

    def _look(self) -> None:
        self._watchdog = None
        if not self._typed:
            return
        self._looks += 1
        if self._looks > PATIENCE:
            self._turn += 1
            self._looks = 0
            self.call_later(self._give_up)
        self._watch()

    async def _give_up(self) -> None:
        await self._hand_on(patient=False, everything=self._leaving())
