"""What needs me: unfinished work, most pressing first; and a year of posts by account and week.

Used by the home screen and `todo`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from uedasns_tui.desk import register, work
from uedasns_tui.desk.desk import Desk
from uedasns_tui.desk.work import Line
from uedasns_tui.guideline.problem import Problem
from uedasns_tui.records import life

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


def tasks(desk: Desk, section: str = "") -> tuple[list[Task], list[Problem]]:
    """Everything unfinished, most pressing first, with Problems for records that cannot be read."""
    found: list[Task] = []
    faults: list[Problem] = []
    for kind, form in desk.guideline.forms.items():
        rows, wrong = work.lines(desk, kind, section)
        faults += wrong
        for row in rows:
            if row.state not in form.ended:
                found += _of(desk, row)
    if register.KIND in desk.guideline.forms:
        found += _watched(desk, section)
    return sorted(found, key=lambda one: (one.rank, one.title, one.id)), faults


def _task(row: Line, what: str, label: str, rank: int, clause: str = "") -> Task:
    record = row.kept.record
    return Task(what, record.kind, record.id, row.title, row.section, clause, label, rank)


def _of(desk: Desk, row: Line) -> Iterator[Task]:
    """What the state of one record asks for: consent, an end, or to be finished."""
    record = row.kept.record
    form = desk.form(record.kind)
    roles = {one.role: one for one in life.offered(record, form)}
    if "late" in roles:
        yield _task(row, f"{row.state_label}です。", "事後", 1, roles["late"].clause)
    elif "approve" in roles or "decide" in roles:
        act = roles.get("approve") or roles["decide"]
        yield _task(
            row, f"{row.state_label}です。", "了承待ち" if "approve" in roles else "決裁待ち", 2, act.clause
        )
    elif record.kind == "incident":
        yield _task(row, f"{row.state_label}です。", "トラブル", 0, form.clause)
    elif "submit" in roles and row.state != form.changed:
        must = [one for one in work.problems(desk, record) if one.severity == "must"]
        said = f"必須の項目が {len(must)} 件残っています。" if must else f"{row.state_label}です。"
        label = "差戻し" if row.state == "returned" else "書きかけ"
        yield _task(row, said, label, 3 if label == "差戻し" else 5, must[0].clause if must else "")
    elif row.state == form.changed:
        yield _task(
            row, f"{row.state_label}です。もう一度、了承や決裁を受けてください。", "変更あり", 3, form.clause
        )
    elif "posted" in roles:
        yield _task(row, f"{row.state_label}です。投稿したら記録してください。", "投稿前", 4)


def _watched(desk: Desk, section: str) -> Iterator[Task]:
    """What the register watches: accounts unpublished, silent, over."""
    rows, _ = register.accounts(desk)
    watched = register.watched(desk, rows)
    for row in rows:
        if section and section not in row.section:
            continue
        for problem in watched.get(row.id, ()):
            rank = 3 if problem.severity == "must" else 6
            if problem.code not in ("changed", "no_owner"):
                yield Task(
                    problem.message,
                    register.KIND,
                    row.id,
                    row.name,
                    row.section,
                    problem.clause,
                    "台帳",
                    rank,
                )


@dataclass(frozen=True)
class Year:
    """An account's posts of the last year: how many in each of the 53 weeks that end with this one."""

    id: str
    name: str
    weeks: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many in the year."""
        return sum(self.weeks)


def year(desk: Desk) -> list[Year]:
    """A year of recorded posts, one row an account that is not closed."""
    if "post" not in desk.guideline.forms or register.KIND not in desk.guideline.forms:
        return []
    form = desk.form("post")
    acts = {one.id for one in form.act if one.role == "posted"}
    field = work.field_of(form, "accounts")
    monday = desk.today - timedelta(days=desk.today.weekday())
    counts: dict[str, list[int]] = {}
    for kept in desk.store.everything("post")[0]:
        day = next((entry.at.date() for entry in kept.record.log if entry.act in acts), None)
        week = _week(day, monday) if day else None
        if week is not None and field is not None:
            for name in kept.record.many(field.id):
                counts.setdefault(name, [0] * WEEKS)[week] += 1
    rows, _ = register.accounts(desk)
    return [Year(row.id, row.name, tuple(counts.get(row.id, [0] * WEEKS))) for row in rows if not row.ended]


def _week(day: date, monday: date) -> int | None:
    ago = (monday - (day - timedelta(days=day.weekday()))).days // 7
    return WEEKS - 1 - ago if 0 <= ago < WEEKS else None


def picture(one: Year) -> str:
    """The weeks as figures that need no colour: . none, 1 to 9, + ten or more."""
    return "".join("." if not count else str(count) if count < 10 else "+" for count in one.weeks)
