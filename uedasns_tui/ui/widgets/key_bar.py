"""The line of the few keys that matter here, and the rows of help; both made from the bindings themselves.

Bindings are described in Japanese; what Textual's own widgets bind with English words is left out of both.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, ClassVar

from textual.app import App
from textual.binding import Binding
from textual.content import Content
from textual.dom import DOMNode
from textual.events import Click
from textual.screen import Screen
from textual.widget import Widget

from uedasns_tui.japanese import width
from uedasns_tui.ui.textual_patches import key_of_character
from uedasns_tui.ui.widgets.plain_text import content
from uedasns_tui.ui.widgets.row_layout import ListRow

NAMES = {
    "escape": "Esc", "enter": "Enter", "space": "Space", "tab": "Tab", "up": "↑", "down": "↓", "left": "←",
    "right": "→", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End", "backspace": "BS",
    "delete": "Del", "insert": "Ins",
}  # fmt: skip
HELP = ("F1", "説明")
MOVES = ("↑", "↓", "←", "→", "PgUp", "PgDn")
BETWEEN = "  "
MOST = 8
"""Keys that the bar shows at most, the way out and help among them."""
LASTING = ("transitions", "save", "turn", "accept", "choose")
"""Actions whose keys give way last where there is little room: without them nobody gets on."""


def key_name(key: str) -> str:
    """A key as it stands on the keyboard: F10, Ctrl+S, Enter, /."""
    *mods, last = key.split("+")
    if last in NAMES:
        shown = NAMES[last]
    elif last.startswith("f") and last[1:].isdigit():
        shown = last.upper()
    else:
        shown = characters().get(last, last)
    if mods and len(shown) == 1:
        shown = shown.upper()
    return "+".join([*(mod.capitalize() for mod in mods), shown])


@cache
def characters() -> dict[str, str]:
    """Textual's names of the keys that write a character: slash -> /."""
    return {key_of_character(chr(code)): chr(code) for code in range(0x20, 0x7F)}


def active(screen: Screen[Any]) -> Iterator[Binding]:
    """The bindings that act now, each action once: the focused widget's first, then outwards to the app's."""
    seen: set[str] = set()
    for bound in screen.active_bindings.values():
        action = bound.binding.action
        if bound.enabled and action not in seen and _japanese(bound.binding.description):
            seen.add(action)
            yield bound.binding


def help_rows(screen: Screen[Any]) -> list[ListRow]:
    """Every key that acts here, hidden ones too, by where it acts and what it does; keys that do the same stand
    together."""
    groups: dict[str, dict[str, list[str]]] = {"この画面": {}, "一覧・欄": {}, "どこでも": {}}
    for bound in screen.active_bindings.values():
        text = bound.binding.description
        if bound.enabled and _japanese(text):
            name = bound.binding.key_display or key_name(bound.binding.key)
            names = groups[_where(bound.node)].setdefault(text, [])
            if name not in names:
                names.append(name)
    rows = []
    for where, keys in groups.items():
        rows += [ListRow(where, "", where, heading=True)] if keys else []
        rows += [ListRow(f"{where}{text}", " ".join(names[:3]), text) for text, names in keys.items()]
    return rows


def _where(node: DOMNode) -> str:
    """The group of the keys that a node binds."""
    return "どこでも" if isinstance(node, App) else "この画面" if isinstance(node, Screen) else "一覧・欄"


def _japanese(text: str) -> bool:
    return any(letter > "\u2fff" for letter in text)


class KeyBar(Widget):
    """The last line of a screen: as many keys as there is room for, at most eight, none cut in half; the way out and
    help always."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; background: $panel; color: $foreground; }
    """

    MARGINS: ClassVar[int] = 0
    """Cells of a part around its text."""

    def on_mount(self) -> None:
        """Follow what the keys do as the focus goes."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def _follow(self, screen: Screen[Any]) -> None:
        if screen is self.screen:
            self.refresh()

    def parts(self) -> list[tuple[str, str]]:
        """The keys that have room, with what they do."""
        first: list[tuple[str, str]] = []
        last: list[tuple[str, str]] = []
        lasting: list[tuple[str, str]] = []
        for binding in active(self.screen):
            if binding.show and binding.key != "f1":
                part = (binding.key_display or key_name(binding.key), binding.description)
                (last if binding.key == "escape" else first).append(part)
                lasting += [part] if binding.action in LASTING else []
        own = self.screen.active_bindings.get("f1")
        if own is None or own.binding.description == HELP[1]:
            last.append(HELP)
        first, last = self.wanted(first), self.wanted(last)
        while first and (
            len(first + last) > MOST or sum(map(self._cells, first + last)) > self.size.width + len(BETWEEN)
        ):
            # the first, which is what one does here, gives way last; before it those without which nobody gets on
            moves = [part for part in first if part[0] in MOVES]
            others = [part for part in first[1:] if part not in lasting]
            first.remove((moves or others or first)[-1])
        return first + last

    def wanted(self, parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Those that no button shows already."""
        buttons = [part for bar in self.screen.query(Buttons) if bar.size.height for part in bar.parts()]
        return [part for part in parts if part not in buttons]

    def render(self) -> Content:
        """The parts, keys in bold."""
        return content(BETWEEN).join(
            content(key, "bold $accent") + content(f" {text}") for key, text in self.parts()
        )

    def _cells(self, part: tuple[str, str]) -> int:
        return width.cells(" ".join(part)) + len(BETWEEN) + self.MARGINS

    def on_click(self, event: Click) -> None:
        """Do what the key under the mouse does."""
        place = event.get_content_offset(self)
        begin = 0
        for part in self.parts():
            end = begin + self._cells(part)
            if place is not None and begin <= place.x < end - len(BETWEEN):
                self._act(part[0])
            begin = end

    def _act(self, name: str) -> None:
        for bound in self.screen.active_bindings.values():
            binding = bound.binding
            if bound.enabled and (binding.key_display or key_name(binding.key)) == name:
                self.app.call_later(self.app.run_action, binding.action, bound.node)
                return


class Buttons(KeyBar):
    """The keys of a dialog as buttons at the foot of its box: who uses the mouse sees how it goes on."""

    MARGINS = 2
    DEFAULT_CSS = "Buttons { height: 2; padding: 1 0 0 0; background: transparent; }"

    def on_resize(self) -> None:
        """What the buttons show, the bar does not."""
        for bar in self.screen.query(KeyBar):
            bar.refresh()

    def wanted(self, parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """What one answers with; help and the keys that only move are no answers."""
        return [part for part in parts if part != HELP and part[0] not in MOVES]

    def render(self) -> Content:
        """The parts, each on a shade; in brackets where there is no colour."""
        begin, end = ("[", "]") if self.app.no_color else (" ", " ")
        return content(BETWEEN).join(
            content(
                f"{begin}{key} {text}{end}",
                "$foreground on $foreground 20%" if key == "Esc" else "bold $background on $primary",
            )
            for key, text in self.parts()
        )
