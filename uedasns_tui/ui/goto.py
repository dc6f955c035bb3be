"""Goto: the target of a row, a key or a hit, as a value. Lists carry it, and `navigation` matches on its type."""

from __future__ import annotations

from uedasns_tui.frozen import dataclass


@dataclass(frozen=True)
class OpenScreen:
    """One of the main screens, by its mode."""

    name: str


@dataclass(frozen=True)
class OpenClause:
    """A clause in the reader."""

    citation: str


@dataclass(frozen=True)
class OpenRecord:
    """A record in its editor."""

    record_id: str


@dataclass(frozen=True)
class OpenDraft:
    """A new record that was begun and never saved, by the key of its draft."""

    key: str


@dataclass(frozen=True)
class NewRecord:
    """A new record of a purpose; `sample`: begun with a copy of the worked example."""

    purpose: str
    sample: bool = False


@dataclass(frozen=True)
class CopyRecord:
    """A new record with the values of another."""

    record_id: str


@dataclass(frozen=True)
class RunAction:
    """An action of the app."""

    action: str


@dataclass(frozen=True)
class ShowMore:
    """The rest of a list that shows only its first rows."""


@dataclass(frozen=True)
class ShowText:
    """A message in full, such as why a file cannot be read."""

    text: str


@dataclass(frozen=True)
class UseWords:
    """Other words to search for."""

    words: str


Goto = (
    OpenScreen
    | OpenClause
    | OpenRecord
    | OpenDraft
    | NewRecord
    | CopyRecord
    | RunAction
    | ShowMore
    | ShowText
    | UseWords
)
