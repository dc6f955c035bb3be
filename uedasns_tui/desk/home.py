"""What needs me: unfinished work, most pressing first. Used by the home screen and `todo`."""

from __future__ import annotations

from dataclasses import dataclass

from uedasns_tui.desk import work
from uedasns_tui.desk.desk import Desk
from uedasns_tui.guideline.problem import Problem


@dataclass(frozen=True)
class Task:
    """Something to do: what, on which record, and the clause that asks for it."""

    what: str
    kind: str
    id: str
    title: str
    section: str
    clause: str = ""
    label: str = ""


def tasks(desk: Desk, section: str = "") -> tuple[list[Task], list[Problem]]:
    """Everything unfinished, with Problems for records that cannot be read."""
    found: list[Task] = []
    faults: list[Problem] = []
    for kind, form in desk.guideline.forms.items():
        rows, wrong = work.lines(desk, kind, section)
        faults += wrong
        done = {*form.ended}
        for row in rows:
            if row.state in done:
                continue
            for problem in work.problems(desk, row.kept.record):
                if problem.severity == "must":
                    found.append(
                        Task(
                            problem.message, kind, row.kept.record.id, row.title, row.section, problem.clause
                        )
                    )
                    break
            else:
                if row.state != "":
                    found.append(Task(row.state_label, kind, row.kept.record.id, row.title, row.section))
    return found, faults
