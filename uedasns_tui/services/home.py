"""Home: open tasks, most pressing first; the posts of a month by day, and of each account by week.

Used by the home screen and `todo`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.problem import Problem
from uedasns_tui.guideline.schema import RegisterWatch
from uedasns_tui.japanese import local_time
from uedasns_tui.japanese.near_date import near_date
from uedasns_tui.services import record_list, register
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.register import Account
from uedasns_tui.storage.index.database import IndexUnavailable
from uedasns_tui.storage.index.record_index import IndexRow

WEEKS = 12
"""Weeks of an account's chart; the last is this one."""


COLUMNS = ".▁▂▃▄▅▆▇█"


@dataclass(frozen=True)
class Task:
    """Something to do: what, on which record, and the clause that asks for it. `label` is its kind in a word; `accounts` are
    names, `reason` is that of a return; `due` is the day by which it was or is to be done (of an incident the day on
    which it was seen, as it does not wait), None where no day is set."""

    what: str
    kind: str
    id: str
    title: str
    section: str
    clause: str = ""
    label: str = ""
    rank: int = 9
    state: str = ""
    state_label: str = ""
    accounts: tuple[str, ...] = ()
    reason: str = ""
    changed_on: date | None = None
    due: date | None = None


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
        rows = [row for _, row in index.marked(record_list.TODO, limit=most)]
        faults = record_list.explained(context, index.problems())
        total = index.count_marked(record_list.TODO) if most >= 0 else len(rows)
        whole = record_list.is_complete(context)
    except IndexUnavailable:
        every, faults = record_list.rows(context)
        rows = [row for row in every if record_list.TODO in row.marks]
        total, whole = len(rows), True
    accounts = register.accounts(context)[0]
    names = {account.id: account.name for account in accounts}
    tasks = [_task(row, names, context.today) for row in rows if not section or section in row.section]
    total -= len(rows) - len(tasks)
    if context.form_id("policy"):
        watched = list(_watched(context, accounts, section))
        tasks, total = tasks + watched, total + len(watched)
    tasks.sort(key=lambda task: (task.rank, task.title, task.id))
    return TodoList(
        tasks if most < 0 else tasks[:most], total, [*record_list.is_unreachable(context), *faults], whole
    )


def _task(row: IndexRow, names: Mapping[str, str], today: date) -> Task:
    what, label, rank, clause = row.facts["task"]
    if planned := row.facts.get("planned"):
        day, clock = date.fromisoformat(planned[0]), planned[1]
        what = f"予定 {near_date(day, today)} {clock}".rstrip() + f"。{what}"
        rank = min(rank, 1) if day <= today else rank
    due = row.facts.get("due", planned[0] if planned else "")
    account = row.facts.get("account")
    return Task(
        what,
        row.kind,
        row.id,
        row.title,
        row.section,
        clause,
        label,
        rank,
        row.state,
        str(row.facts.get("label", "")),
        (account["account"],)
        if account
        else tuple(names.get(name, name) for name in row.facts.get("accounts", ())),
        row.facts.get("reason", ""),
        local_time.local(datetime.fromisoformat(row.at)).date() if row.at else None,
        date.fromisoformat(due) if due else None,
    )


def _watched(context: AppContext, rows: list[Account], section: str) -> Iterator[Task]:
    """What the register watches: accounts unpublished, silent, over."""
    watched = register.watched(context, rows)
    for row in rows:
        if section and section not in row.section:
            continue
        for problem in register.todo_of(row, watched):
            yield Task(
                problem.message,
                row.row.kind,
                row.id,
                row.name,
                row.section,
                problem.clause,
                context.form(row.row.kind).register_title,
                3 if problem.severity == "must" else 6,
                due=register.due_day(context, problem.code, row),
            )


@dataclass(frozen=True)
class AccountActivity:
    """An account's posts: how many in each of the last twelve weeks, and the day of the last, None where unknown."""

    id: str
    name: str
    weeks: tuple[int, ...]
    last_post: date | None
    silent_days: int | None

    def is_met(self, days: int) -> bool | None:
        """Whether there was a post within so many days; None where nobody knows."""
        return None if self.silent_days is None else self.silent_days < days


@dataclass(frozen=True)
class PostActivity:
    """What was posted: by account, and in this month by day. `watch` is the form's watch over silence, if any."""

    accounts: tuple[AccountActivity, ...] = ()
    month: tuple[tuple[date, int], ...] = ()
    watch: RegisterWatch | None = None

    def weeks(self) -> list[list[tuple[date, int]]]:
        """The days of the month by weeks that begin on Monday."""
        weeks: list[list[tuple[date, int]]] = []
        for day, count in self.month:
            if not weeks or day.weekday() == 0:
                weeks.append([])
            weeks[-1].append((day, count))
        return weeks


def post_activity(context: AppContext) -> PostActivity:
    """The recorded posts of the accounts that are not closed. Raises IndexUnavailable while another program writes
    the index."""
    if not context.form_id("post") or not context.form_id("policy"):
        return PostActivity()
    today = context.today
    monday = today - timedelta(days=today.weekday())
    first, last = monday - timedelta(weeks=WEEKS - 1), monday + timedelta(days=6)
    begin = today.replace(day=1)
    numbered = (begin + timedelta(days=number) for number in range(31))
    month = dict.fromkeys((day for day in numbered if day.month == today.month), 0)
    accounts = []
    for row in register.accounts(context)[0]:
        if row.ended:
            continue
        weeks = [0] * WEEKS
        until = max(last, max(month))
        days = context.index.tally(record_list.posted(row.id), first.isoformat(), until.isoformat())
        for text, count in days.items():
            day = date.fromisoformat(text)
            if day <= last:
                weeks[(day - first).days // 7] += count
            if day in month:
                month[day] += count
        silent = (today - row.last_post).days if row.last_post else None
        accounts.append(AccountActivity(row.id, row.name, tuple(weeks), row.last_post, silent))
    watches = context.form_for("policy").watch
    watch = next((watch for watch in watches if watch.kind == "silent"), None)
    return PostActivity(tuple(accounts), tuple(month.items()), watch)


def column_chart(weeks: Iterable[int], *, digits: bool = False, most: int = 8) -> str:
    """The weeks as small columns, the tallest for `most` posts; or as figures (. none, + ten or more) where columns
    would be two cells wide."""
    if digits:
        return "".join("." if not count else str(count) if count < 10 else "+" for count in weeks)
    top = len(COLUMNS) - 1
    return "".join(COLUMNS[min(-(-count * top // most), top)] for count in weeks)
