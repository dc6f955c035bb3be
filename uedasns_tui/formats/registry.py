"""FORMATS: the formats that a page can be handed on in, by name; a new one is one file and one line here.

Used by context, commands and screens. A format's module is loaded when it is asked for, not before: the names can be
listed without loading what Word needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Final

from uedasns_tui.formats.text_safety import Format

_CLASSES: Final = {
    "word": ("word", "WordFormat"),
    "html": ("html", "HtmlFormat"),
    "csv": ("csv", "CsvFormat"),
    "markdown": ("markdown", "MarkdownFormat"),
    "text": ("plain_text", "TextFormat"),
}
"""Module in this room and the class in it, in the order in which they are offered."""


class _Formats(Mapping[str, Format]):
    def __init__(self) -> None:
        self._loaded: dict[str, Format] = {}

    def __getitem__(self, name: str) -> Format:
        if name not in self._loaded:
            module, kind = _CLASSES[name]
            self._loaded[name] = getattr(import_module(f"uedasns_tui.formats.{module}"), kind)()
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_CLASSES)

    def __len__(self) -> int:
        return len(_CLASSES)

    def __contains__(self, name: object) -> bool:
        return name in _CLASSES


FORMATS: Final[Mapping[str, Format]] = _Formats()
