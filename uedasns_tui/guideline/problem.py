"""A Problem: what every rule and reader of this house yields, and nothing else.

Rules never write and never mend; screen, command, test and doctor show the same Problems.
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal, NamedTuple

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
        return ":".join(str(part) for part in (self.file, self.line or "", self.key) if part)


@dataclass(frozen=True)
class Problem:
    """One fault or unmet duty, said in Japanese for the person who reads it.

    `clause` is the canonical citation it rests on, or "". `code` names the rule for programs and tests.
    """

    severity: Severity
    where: Location
    message: str
    clause: str = ""
    code: str = field(default="", compare=False)

    def __str__(self) -> str:
        """`file:line:key: message [clause]`, the form that `doctor` prints."""
        place = f"{self.where}: " if str(self.where) else ""
        return f"{place}{self.message}" + (f" [{self.clause}]" if self.clause else "")
