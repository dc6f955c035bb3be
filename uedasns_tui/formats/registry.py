"""FORMATS: the output formats by name; a new one is one file in this folder.

The format `x` is the class in `x_format.py` that has `name`, `label`, `suffix`, `order` and `write`. Whether there is
a format is answered without loading it; what Word needs is loaded only when a Word file is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from uedasns_tui.formats.text_safety import Format

_FOLDER: Final = "uedasns_tui.formats"
_END: Final = "_format"


@cache
def _names() -> frozenset[str]:
    return frozenset(
        module.name.removesuffix(_END)
        for module in iter_modules(import_module(_FOLDER).__path__)
        if module.name.endswith(_END)
    )


class _Formats(Mapping[str, Format]):
    def __init__(self) -> None:
        self._loaded: dict[str, Format] = {}

    def __getitem__(self, name: str) -> Format:
        if name not in self._loaded:
            if name not in self:
                raise KeyError(name)
            module = import_module(f"{_FOLDER}.{name}{_END}")
            self._loaded[name] = next(
                kind()
                for kind in vars(module).values()
                if isinstance(kind, type) and kind.__module__ == module.__name__ and hasattr(kind, "suffix")
            )
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(_names(), key=lambda name: self[name].order))

    def __len__(self) -> int:
        return len(_names())

    def __contains__(self, name: object) -> bool:
        return name in _names()


FORMATS: Final[Mapping[str, Format]] = _Formats()
