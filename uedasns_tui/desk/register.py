"""The register (台帳): every account in one table, and what needs doing about it, each with its clause.

Used by the register's screen, home, `policy list` and `todo`. What is watched, from how many days on and in
which words, is the form's data; what each kind of watch means is here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from uedasns_tui.desk import work
from uedasns_tui.desk.desk import Desk
from uedasns_tui.guideline.problem import Problem, Where
from uedasns_tui.guideline.schema import Form, Watch
from uedasns_tui.japanese import era, fold
from uedasns_tui.records import life
from uedasns_tui.records.record import Record
from uedasns_tui.store.store import Kept

KIND = "policy"
UNKNOWN = "未確認"


@dataclass(frozen=True)
class Account:
    """A row of the register. `last_post` is None where nobody knows (未確認), never "silent"."""

    kept: Kept
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

    @property
    def id(self) -> str:
        return self.kept.record.id

    @property
    def last_label(self) -> str:
        """The day of the last post in words."""
        return self.last_post.isoformat() if self.last_post else UNKNOWN


COLUMNS: Mapping[str, str] = {
    "name": "名称", "platform": "媒体", "account": "アカウント", "section": "課", "state_label": "状態",
    "period": "期間", "last_label": "最後の投稿", "review": "次の見直し",
}  # fmt: skip


def accounts(desk: Desk) -> tuple[list[Account], list[Problem]]:
    """Every account, by name, with Problems for files that cannot be read."""
    kept, faults = desk.store.everything(KIND)
    posted = last_posts(desk)
    rows = [_account(desk, one, posted.get(one.record.id)) for one in kept if one.record.kind == KIND]
    return sorted(rows, key=lambda row: (fold.fold(row.reading or row.name), row.id)), faults


def last_posts(desk: Desk) -> dict[str, date]:
    """Policy id -> day of its newest recorded post."""
    newest: dict[str, date] = {}
    if "post" not in desk.guideline.forms:
        return newest
    form = desk.form("post")
    acts = {one.id for one in form.act if one.role == "posted"}
    for kept in desk.store.everything("post")[0]:
        days = [entry.at.date() for entry in kept.record.log if entry.act in acts]
        if days and (field := work.field_of(form, "accounts")):
            for name in kept.record.many(field.id):
                newest[name] = max(days[-1], newest.get(name, days[-1]))
    return newest


def _account(desk: Desk, kept: Kept, posted: date | None) -> Account:
    record = kept.record
    form = desk.form(KIND)
    value = {role: work.value_of(record, form, role) for role in (
        "name", "reading", "platform", "account", "url", "section", "period", "review", "runner", "seen_on", "seen_by",
    )}  # fmt: skip
    seen = _day(value["seen_on"])
    last = max((day for day in (posted, seen) if day), default=None)
    state = life.state(record, form)
    return Account(
        kept=kept,
        name=value["name"].strip() or "（無題）",
        reading=value["reading"],
        platform=value["platform"],
        account=value["account"],
        url=value["url"].strip(),
        section=value["section"],
        state=state,
        state_label=life.state_label(record, form),
        period=value["period"],
        last_post=last,
        last_from="記録" if last and last == posted else (value["seen_by"] if last else ""),
        review=_day(value["review"]),
        outside=value["runner"] == "outside",
        ended=state in form.ended,
    )


def _day(text: str) -> date | None:
    moment = era.read_date(text) if text.strip() else None
    return moment.last() if isinstance(moment, era.Moment) else None


def matching(rows: Iterable[Account], words: str = "", **columns: str) -> list[Account]:
    """Rows that hold all the words anywhere, and whose named columns hold theirs; the folding of find."""
    wanted = [fold.fold(word) for word in words.split()]
    found = []
    for row in rows:
        whole = fold.fold("\n".join(str(getattr(row, key)) for key in (*COLUMNS, "reading", "url")))
        if all(word in whole for word in wanted) and all(
            fold.fold(text) in fold.fold(str(getattr(row, key))) for key, text in columns.items() if text
        ):
            found.append(row)
    return found


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


def watched(desk: Desk, rows: list[Account]) -> dict[str, list[Problem]]:
    """Policy id -> what needs doing about it, as the form's watches say."""
    form = desk.form(KIND)
    addresses: dict[str, list[str]] = {}
    for row in rows:
        if row.url and not row.ended:
            addresses.setdefault(fold.fold(row.url).rstrip("/"), []).append(row.id)
    found: dict[str, list[Problem]] = {}
    for row in rows:
        if row.ended:
            continue
        found[row.id] = [
            _problem(watch, row) for watch in form.watch if _meets(desk, form, watch, row, addresses)
        ]
    return found


def _problem(watch: Watch, row: Account) -> Problem:
    severity = "should" if row.outside and watch.weight == "must" else watch.weight
    return Problem(
        "note" if severity == "may" else severity,
        Where(str(row.kept.path)),
        watch.message,
        watch.clause,
        watch.kind,
    )


def _meets(desk: Desk, form: Form, watch: Watch, row: Account, addresses: Mapping[str, list[str]]) -> bool:
    record = row.kept.record
    match watch.kind:
        case "unpublished":
            return life.decided(record, form) is not None and not published_now(record, form)
        case "period_over":
            period = era.read_period(row.period) if row.period.strip() else None
            end = period.end if isinstance(period, era.Period) else None
            return end is not None and end.last() < desk.today
        case "silent" | "silent_long":
            running = life.decided(record, form) is not None and row.last_post is not None
            return (
                running
                and row.last_post is not None
                and desk.today - row.last_post >= timedelta(days=watch.days)
            )
        case "changed":
            return bool(form.changed) and row.state == form.changed
        case "old_edition":
            return record.edition < desk.guideline.file.edition
        case "no_owner":
            return not row.section.strip()
        case "same_url":
            return bool(row.url) and len(addresses.get(fold.fold(row.url).rstrip("/"), ())) > 1
        case "review_due":
            return row.review is not None and row.review < desk.today


def published_now(record: Record, form: Form) -> bool:
    """Whether the last decided version has been published: a publication stands after the decision."""
    publishing = {one.id for one in form.act if one.role == "publish"}
    decided = life.decided(record, form)
    later = record.log[record.log.index(decided) + 1 :] if decided else ()
    return any(entry.act in publishing for entry in later)
