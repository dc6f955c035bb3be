"""The register (台帳): every account in one table, and its open tasks, each with its clause.

Used by the register's screen, home, `policy list` and `todo`. What is watched, from how many days on and in
which words, is the form's data; what each kind of watch means is here.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, timedelta

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.guideline.schema import Form, RegisterWatch
from uedasns_tui.japanese import fold
from uedasns_tui.services import record_list
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.index.database import IndexUnavailable
from uedasns_tui.storage.index.record_index import IndexRow

UNKNOWN = "未確認"


@dataclass(frozen=True)
class Account:
    """A row of the register. `last_post` is None where nobody knows (未確認), never "silent"."""

    row: IndexRow
    name: str
    reading: str
    platform: str
    account: str
    url: str
    section: str
    state: str
    state_label: str
    period: str
    last_post: date | None
    last_from: str
    review: date | None
    outside: bool
    ended: bool
    end: date | None = None
    decided: bool = False
    published: bool = False
    edition: date = date.min
    steps: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The policy's id."""
        return self.row.id

    @property
    def last_label(self) -> str:
        """The day of the last post in words."""
        return self.last_post.isoformat() if self.last_post else UNKNOWN


COLUMNS: Mapping[str, str] = {
    "name": "名称", "platform": "ソーシャルメディア", "account": "アカウント", "section": "課", "state_label": "状態",
    "period": "期間", "last_label": "最後の投稿", "review": "次の見直し",
}  # fmt: skip


def accounts(context: AppContext) -> tuple[list[Account], list[Problem]]:
    """Every account, by name, with Problems for files that cannot be read."""
    form = context.form_id("policy")
    rows, faults = record_list.rows(context, form) if form else ([], [])
    posted = last_posts(context, [row.id for row in rows])
    found_accounts = [account(context, row, posted.get(row.id)) for row in rows if "account" in row.facts]
    return sorted(found_accounts, key=lambda row: (row.row.facts["account"]["sort"], row.id)), faults


def last_posts(context: AppContext, names: Iterable[str]) -> dict[str, date]:
    """Policy id -> day of its newest recorded post."""
    marks = {record_list.posted(name): name for name in names}
    try:
        days = record_list.index(context, context.form_id("post")).last(marks)
    except IndexUnavailable:
        days = {}
        for row in record_list.rows(context, context.form_id("post"))[0]:
            for mark in marks.keys() & row.marks.keys():
                days[mark] = max(row.marks[mark], days.get(mark, ""))
    return {marks[mark]: date.fromisoformat(day) for mark, day in days.items()}


def account(context: AppContext, row: IndexRow, posted: date | None) -> Account:
    """An account as the register shows it; `posted` is the day of its newest recorded post."""
    facts = row.facts["account"]
    seen = _day(facts["seen_on"])
    last = max((day for day in (posted, seen) if day), default=None)
    return Account(
        row=row,
        name=facts["name"].strip() or record_list.UNTITLED,
        reading=facts["reading"],
        platform=facts["platform"],
        account=facts["account"],
        url=facts["url"].strip(),
        section=facts["section"],
        state=row.state,
        state_label=str(row.facts["label"]),
        period=facts["period"],
        last_post=last,
        last_from="記録" if last and last == posted else (facts["seen_by"] if last else ""),
        review=_day(facts["review"]),
        outside=facts["runner"] == "outside",
        ended=row.state in context.form(row.kind).ended,
        end=_day(facts["end"]),
        decided=facts["decided"],
        published=facts["published"],
        edition=date.fromisoformat(facts["edition"]),
        steps=facts["steps"],
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def matching(rows: Iterable[Account], words: str = "", **columns: str) -> list[Account]:
    """Rows that hold all the words anywhere, and whose named columns hold theirs; the folding of find."""
    wanted = [fold.fold(word) for word in words.split()]
    matched = []
    for row in rows:
        whole = fold.fold("\n".join(str(getattr(row, key)) for key in (*COLUMNS, "reading", "url")))
        if all(word in whole for word in wanted) and all(
            fold.fold(text) in fold.fold(str(getattr(row, key))) for key, text in columns.items() if text
        ):
            matched.append(row)
    return matched


def ordered(rows: Iterable[Account], column: str, backwards: bool = False) -> list[Account]:
    """Rows sorted by a column; unknown dates come last either way."""
    known: list[Account] = []
    unknown: list[Account] = []
    for row in rows:
        value = row.last_post if column == "last_label" else getattr(row, column)
        (unknown if value in (None, "") else known).append(row)
    known.sort(key=lambda row: _sorting(row, column), reverse=backwards)
    return known + unknown


def _sorting(row: Account, column: str) -> str:
    if column == "last_label":
        return str(row.last_post)
    if column == "name":
        return fold.fold(row.reading or row.name)
    return fold.fold(str(getattr(row, column)))


def watched(context: AppContext, rows: list[Account]) -> dict[str, list[Problem]]:
    """Policy id -> what needs doing about it, as the form's watches say."""
    form = context.guideline.form_for("policy")
    if form is None:
        return {}
    addresses: dict[str, list[str]] = {}
    for row in rows:
        if row.url and not row.ended:
            addresses.setdefault(fold.fold(row.url).rstrip("/"), []).append(row.id)
    problems: dict[str, list[Problem]] = {}
    for row in rows:
        if row.ended:
            continue
        problems[row.id] = [
            _problem(watch, row) for watch in form.watch if _meets(context, form, watch, row, addresses)
        ]
    return problems


def todo_of(row: Account, watched: Mapping[str, list[Problem]]) -> list[Problem]:
    """What is watched of an account and its state does not ask for already: each is something to do."""
    return [problem for problem in watched.get(row.id, ()) if problem.code not in ("changed", "no_owner")]


def count_todo(row: Account, watched: Mapping[str, list[Problem]]) -> int:
    """How much there is to do about an account, as home counts it."""
    return int("task" in row.row.facts) + len(todo_of(row, watched))


def due_day(context: AppContext, kind: str, row: Account) -> date | None:
    """The day on which what a watch says began to be late: the end of the period, the day of review, the day by
    which the next post was due."""
    match kind:
        case "period_over":
            return row.end
        case "review_due":
            return row.review
        case "silent" | "silent_long" if row.last_post is not None:
            form = context.form(row.row.kind)
            days = next((watch.days for watch in form.watch if watch.kind == kind), 0)
            return row.last_post + timedelta(days=days)
        case _:
            return None


def _problem(watch: RegisterWatch, row: Account) -> Problem:
    severity = "should" if row.outside and watch.weight == "must" else watch.weight
    return Problem(
        "note" if severity == "may" else severity,
        Location(str(row.row.path)),
        watch.message,
        watch.clause,
        watch.kind,
    )


def _meets(
    context: AppContext, form: Form, watch: RegisterWatch, row: Account, addresses: Mapping[str, list[str]]
) -> bool:
    match watch.kind:
        case "unpublished":
            return row.decided and not row.published
        case "period_over":
            return row.end is not None and row.end < context.today
        case "silent" | "silent_long":
            silent = context.today - row.last_post if row.decided and row.last_post is not None else None
            return silent is not None and silent >= timedelta(days=watch.days)
        case "changed":
            return bool(form.changed) and row.state == form.changed
        case "old_edition":
            return row.edition < context.guideline.file.edition
        case "no_owner":
            return not row.section.strip()
        case "same_url":
            return bool(row.url) and len(addresses.get(fold.fold(row.url).rstrip("/"), ())) > 1
        case "step_due":
            since = _day(row.steps.get(watch.step, ""))
            return since is not None and _months_later(since, watch.months) <= context.today
        case "review_due":
            return row.review is not None and row.review < context.today


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
