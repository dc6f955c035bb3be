"""The line of the few keys that matter here, and the rows of help; both made from the bindings themselves."""

from __future__ import annotations

from collections.abc import Iterator

from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from uedasns_tui.japanese import width
from uedasns_tui.ui.widgets.lines import Row

NAMES = {
    "escape": "Esc", "enter": "Enter", "space": "Space", "slash": "/", "tab": "Tab", "up": "↑", "down": "↓", "left": "←",
    "right": "→", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End", "backspace": "BS", "delete": "Del",
    "question_mark": "?", "left_square_bracket": "[", "right_square_bracket": "]",
}  # fmt: skip


def key_name(key: str) -> str:
    """A key as it stands on the keyboard: F10, Ctrl+S, Enter."""
    *mods, last = key.split("+")
    shown = NAMES.get(last, last.upper() if last.startswith("f") and last[1:].isdigit() else last)
    return "+".join(
        [*(mod.capitalize() for mod in mods), shown.upper() if mods and len(shown) == 1 else shown]
    )


def active(screen: Screen[object]) -> Iterator[Binding]:
    """The bindings that act now: the focused widget's and the screen's first, then the app's; each action once."""
    seen: set[str] = set()
    for one in screen.active_bindings.values():
        if one.enabled and one.binding.action not in seen and one.binding.description:
            seen.add(one.binding.action)
            yield one.binding


def help_rows(screen: Screen[object]) -> list[Row]:
    """Every key that acts here, hidden ones too, by what it does."""
    keys: dict[str, list[str]] = {}
    for one in screen.active_bindings.values():
        if one.enabled and one.binding.description and _japanese(one.binding.description):
            names = keys.setdefault(one.binding.description, [])
            name = key_name(one.binding.key)
            if name not in names:
                names.append(name)
    return [Row(key=said, label=" ".join(names[:3]), body=said) for said, names in keys.items()]


def _japanese(text: str) -> bool:
    return any(ord(letter) > 0x2FFF for letter in text)


class Keys(Widget):
    """The last line of a screen."""

    DEFAULT_CSS = """
    Keys { dock: bottom; height: 1; background: $panel; color: $foreground; }
    """

    def on_mount(self) -> None:
        """Follow what the keys do as the focus goes."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def render(self) -> Content:
        """As many keys as there is room for, none cut in half; help stands last and always."""
        helping = f"{key_name('f1')} 説明"
        room = self.size.width - width.cells(helping) - 1
        parts: list[tuple[str, str]] = []
        for one in active(self.screen):
            if not one.show or not _japanese(one.description) or one.key == "f1":
                continue
            text = f"{one.key_display or key_name(one.key)} {one.description}"
            if width.cells(text) + 2 > room:
                break
            room -= width.cells(text) + 2
            parts.append((one.key_display or key_name(one.key), one.description))
        pieces = [Content.styled(key, "bold") + Content(f" {said}  ") for key, said in parts]
        return Content("").join([*pieces, Content.styled("F1", "bold"), Content(" 説明")])
