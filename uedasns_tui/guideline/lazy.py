"""A guideline whose text is there at once, and whose tables are read when somebody first asks for them.

Used by `load.begin`, for the screen and `read`: one who wants to read need not wait for forms and checklists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, overload

from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.problem import Problem

if TYPE_CHECKING:
    from uedasns_tui.guideline.clause_tree import Clause
    from uedasns_tui.guideline.guideline_schema import GuidelineFile

TABLES = ("forms", "checklists", "templates", "city", "words", "readings", "sources")
"""What of a Guideline stands in other files than its text."""


class LazyGuideline(Guideline):
    """A Guideline like any other; `tables` gives that of TABLES which is asked for, and any that it reads with it.

    It is asked once for each, by whichever thread comes first.
    """

    def __init__(
        self, file: GuidelineFile, root: Clause, folder: Path, tables: Callable[[str], Mapping[str, Any]]
    ) -> None:
        self.__dict__.update(file=file, root=root, folder=folder, _tables=tables, _lock=RLock())

    def __getattr__(self, name: str) -> Any:
        if name not in TABLES:
            raise AttributeError(name)
        with self._lock:
            if name not in self.__dict__:
                self.__dict__.update(self._tables(name))
        return self.__dict__[name]


class LazyProblems(Sequence[Problem]):
    """Problems that are looked for when somebody first reads them; `known` are those that came up without looking."""

    def __init__(
        self, find: Callable[[], Sequence[Problem]], known: Callable[[], Sequence[Problem]] = tuple
    ) -> None:
        self._find = find
        self._known = known
        self._found: tuple[Problem, ...] | None = None

    @property
    def known(self) -> Sequence[Problem]:
        """What is known to be wrong so far."""
        return self._known() if self._found is None else self._found

    def _all(self) -> tuple[Problem, ...]:
        if self._found is None:
            self._found = tuple(self._find())
        return self._found

    @overload
    def __getitem__(self, index: int) -> Problem: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Problem, ...]: ...

    def __getitem__(self, index: int | slice) -> Problem | tuple[Problem, ...]:
        return self._all()[index]

    def __len__(self) -> int:
        return len(self._all())
