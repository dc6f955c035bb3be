"""Goto: the target of a row, a key or a hit, as a value. Lists carry it, and `navigation` matches on its type."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.problem import Problem
from uedasns_tui.storage.errors import COPY, UNMERGED


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
class MergeCopy:
    """Another copy of a record, such as a sync program leaves: its file."""

    path: str


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
    | MergeCopy
    | OpenDraft
    | NewRecord
    | CopyRecord
    | RunAction
    | ShowMore
    | ShowText
    | UseWords
)


def of_problems(problems: Sequence[Problem]) -> Goto:
    """Where the row of what is wrong with a file leads: to what mends it, else to the message in full."""
    by_code = {problem.code: Path(problem.where.file) for problem in reversed(problems)}
    if UNMERGED in by_code:
        return OpenRecord(by_code[UNMERGED].stem)
    if COPY in by_code:
        return MergeCopy(str(by_code[COPY]))
    return ShowText("\n".join(map(str, problems)))
