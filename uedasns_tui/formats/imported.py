"""What is taken in from others' files: values, and whatever was not understood; nothing is ever guessed silently."""

from __future__ import annotations

from collections.abc import Mapping

from uedasns_tui.frozen import dataclass


class ImportRefused(ValueError):
    """A file that is not read at all; `reason` is a Japanese sentence that says why and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class ImportedSheet:
    """One sheet: values by the ids the caller gave, texts nobody claimed, and remarks for the preview."""

    values: Mapping[str, str]
    not_understood: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportedRows:
    """A table: rows as text by column head, in file order; what had no head; remarks for the preview."""

    heads: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    not_understood: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
