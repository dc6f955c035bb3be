"""The result of an import: values, and a note on everything that was not understood. Nothing is guessed silently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Final

from uedasns_tui.frozen import dataclass
from uedasns_tui.plain_file import FileTooLarge, NotPlainFile, read_plain

MOST_BYTES: Final = 50_000_000


class ImportRefused(ValueError):
    """A file that is not read at all; `reason` is a Japanese sentence that says why and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class ImportedSheet:
    """One sheet: values by the ids the caller gave, texts nobody claimed, and remarks for the preview.

    `carried`: values by field id that the program wrote beside the visible text, to be checked against it.
    """

    values: Mapping[str, str]
    not_understood: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    carried: Mapping[str, str] = field(default_factory=dict)
    seen: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportedRows:
    """A table: rows as text by column head, in file order; what had no head; remarks for the preview."""

    heads: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    not_understood: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_file(path: Path) -> bytes:
    """A plain file of a bearable size, whole. Raises ImportRefused, OSError."""
    try:
        return read_plain(path, MOST_BYTES)
    except NotPlainFile as error:
        raise ImportRefused(
            f"{path.name}: ふつうのファイルではない（{error.what}）ため、読みません。ファイルを選んでください。"
        ) from error
    except FileTooLarge as error:
        raise ImportRefused(
            f"{path.name}: ファイルが大きすぎます（{MOST_BYTES // 1_000_000} MB まで）。"
        ) from error
