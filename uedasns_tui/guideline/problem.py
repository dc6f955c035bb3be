"""Problem: the result of every rule and reader.

Rules never write and never mend; screen, command, test and doctor show the same Problems.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from functools import cached_property
from typing import Literal, NamedTuple, overload

from uedasns_tui.frozen import dataclass

Severity = Literal["error", "warning", "must", "should", "note"]
"""error: cannot be used; warning: used as far as it goes; must / should: a duty of the guideline
that is not met; note: worth knowing, asks nothing."""


class Location(NamedTuple):
    """A place that a person can go to: file, 1-based line (0: unknown) and dotted key or field id."""

    file: str = ""
    line: int = 0
    key: str = ""

    def __str__(self) -> str:
        return ":".join(str(field) for field in (self.file, self.line or "", self.key) if field)


@dataclass(frozen=True)
class Problem:
    """One fault or unmet duty, in Japanese for the person who reads it.

    `clause` is the canonical citation it rests on, or "". `code` names the rule for programs and tests. `mend` is the
    value that would put the field right, where it is sure; nobody but a person puts it in.
    """

    severity: Severity
    where: Location
    message: str
    clause: str = ""
    code: str = field(default="", compare=False)
    mend: str = field(default="", compare=False)

    def __str__(self) -> str:
        """`file:line:key: message [clause]`, the form that `doctor` prints."""
        place = f"{self.where}: " if str(self.where) else ""
        return f"{place}{self.message}" + (f" [{self.clause}]" if self.clause else "")


class LazyProblems(Sequence[Problem]):
    """Problems that are looked for when somebody first reads them; `known` are those that came up without looking."""

    def __init__(
        self, find: Callable[[], Sequence[Problem]], known: Callable[[], Sequence[Problem]] = tuple
    ) -> None:
        self._find, self._known = find, known

    @property
    def known(self) -> Sequence[Problem]:
        """What is known to be wrong so far."""
        return self._all if "_all" in self.__dict__ else self._known()

    @cached_property
    def _all(self) -> tuple[Problem, ...]:
        return tuple(self._find())

    @overload
    def __getitem__(self, index: int) -> Problem: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Problem, ...]: ...

    def __getitem__(self, index: int | slice) -> Problem | tuple[Problem, ...]:
        return self._all[index]

    def __len__(self) -> int:
        return len(self._all)


def known_problems(problems: Sequence[Problem]) -> Sequence[Problem]:
    """Those that are known without looking for more."""
    return problems.known if isinstance(problems, LazyProblems) else problems
