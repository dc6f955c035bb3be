"""What needs me: unfinished work, most pressing first; and a year of posts by account and week.

Used by the home screen and `todo`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.problem import Problem
from uedasns_tui.services import record_list, record_summary, register
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.index.database import IndexUnavailable
from uedasns_tui.storage.index.record_index import IndexRow

WEEKS = 53


@dataclass(frozen=True)
class Task:
    """Something to do: what, on which record, and the clause that asks for it. `label` is its kind in a word."""

    what: str
    kind: str
    id: str
    title: str
    section: str
    clause: str = ""
    label: str = ""
    rank: int = 9


@dataclass(frozen=True)
class TodoList:
    """What there is to do: the first of it, most pressing first, how much there is, and what cannot be read.

    `whole` false: the records are still being read.
    """

    tasks: list[Task]
    total: int
    faults: list[Problem]
    whole: bool = True


def tasks(context: AppContext, section: str = "") -> tuple[list[Task], list[Problem]]:
    """Everything unfinished, most pressing first, with Problems for records that cannot be read."""
    result = todo(context, section=section)
    return result.tasks, result.faults


def todo(context: AppContext, limit: int = -1, section: str = "") -> TodoList:
    """The first `limit` things to do (all: -1); of a section, always all of them."""
    most = -1 if section else limit
    try:
        index = record_list.index(context)
        rows, faults = [row for _, row in index.marked(record_summary.TODO, limit=most)], index.problems()
        total = index.count_marked(record_summary.TODO) if most >= 0 else len(rows)
        whole = record_list.is_complete(context)
    except IndexUnavailable:
        every, faults = record_list.rows(context)
        rows = [row for row in every if record_summary.TODO in row.marks]
        total, whole = len(rows), True
    tasks = [_task(row) for row in rows if not section or section in row.section]
    total -= len(rows) - len(tasks)
    if context.form_id("policy"):
        watched = list(_watched(context, section))
        tasks, total = tasks + watched, total + len(watched)
    tasks.sort(key=lambda task: (task.rank, task.title, task.id))
    return TodoList(
        tasks if most < 0 else tasks[:most], total, [*record_list.is_unreachable(context), *faults], whole
    )


def _task(row: IndexRow) -> Task:
    what, label, rank, clause = row.facts["task"]
    return Task(what, row.kind, row.id, row.title, row.section, clause, label, rank)


def _watched(context: AppContext, section: str) -> Iterator[Task]:
    """What the register watches: accounts unpublished, silent, over."""
    rows, _ = register.accounts(context)
    watched = register.watched(context, rows)
    for row in rows:
        if section and section not in row.section:
            continue
        for problem in watched.get(row.id, ()):
            rank = 3 if problem.severity == "must" else 6
            if problem.code not in ("changed", "no_owner"):
                yield Task(
                    problem.message,
                    row.row.kind,
                    row.id,
                    row.name,
                    row.section,
                    problem.clause,
                    context.form(row.row.kind).register_title,
                    rank,
                )


@dataclass(frozen=True)
class AccountActivity:
    """An account's posts of the last year: how many in each of the 53 weeks that end with this one."""

    id: str
    name: str
    weeks: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many in the year."""
        return sum(self.weeks)


def account_activity(context: AppContext) -> list[AccountActivity]:
    """A year of recorded posts, one row an account that is not closed. Raises Unavailable while another program
    writes the index."""
    if not context.form_id("post") or not context.form_id("policy"):
        return []
    monday = context.today - timedelta(days=context.today.weekday())
    first, last = monday - timedelta(weeks=WEEKS - 1), monday + timedelta(days=6)
    activities = []
    for row in register.accounts(context)[0]:
        if row.ended:
            continue
        weeks = [0] * WEEKS
        days = context.index.tally(record_summary.posted(row.id), first.isoformat(), last.isoformat())
        for day, count in days.items():
            weeks[(date.fromisoformat(day) - first).days // 7] += count
        activities.append(AccountActivity(row.id, row.name, tuple(weeks)))
    return activities


def activity_chart(activity: AccountActivity) -> str:
    """The weeks as figures that need no colour: . none, 1 to 9, + ten or more."""
    return "".join("." if not count else str(count) if count < 10 else "+" for count in activity.weeks)
