"""Home: open tasks, most pressing first; the posts of this month; the accounts and their last twelve weeks."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.events import Resize
from textual.geometry import Size

from uedasns_tui.japanese import width
from uedasns_tui.japanese.near_date import near_date
from uedasns_tui.services import home
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.home import AccountActivity, PostActivity, Task, TodoList
from uedasns_tui.storage.index.database import IndexUnavailable
from uedasns_tui.ui.goto import NewRecord, OpenRecord, OpenScreen, ShowMore
from uedasns_tui.ui.screens.list_screen import READING, ListScreen, fault_row
from uedasns_tui.ui.screens.main_screen import WIDE
from uedasns_tui.ui.states import badge, first_of, section_name
from uedasns_tui.ui.textual_patches import bind_key
from uedasns_tui.ui.widgets.frame import framed, titled
from uedasns_tui.ui.widgets.plain_text import StyledText
from uedasns_tui.ui.widgets.row_layout import Badge, Column, ListRow
from uedasns_tui.ui.widgets.row_list import RowList
from uedasns_tui.ui.widgets.table_heading import TableHeading

BLINK = 0.05
"""Seconds for which the first frame waits for what there is to do."""
FIRST = 100
"""Things to do that are shown at once; Enter on the row after them shows all."""
MONTH_ROWS = 28
"""Rows of the window from which there is room for the month."""
ACTIVITY_ROWS = 18
"""Rows from which there is room for the accounts."""
CALENDAR_ROWS = 36
"""Rows from which there is room for a line of its own for the days of each week."""
LEAST = 4
"""Posts of a week that a full column stands for at least: one a week, as is asked, is then a column one sees."""
WEEKDAYS = "月火水木金土日"


class HomeScreen(ListScreen):
    """The tasks, the month, the accounts; and how to begin when there is nothing yet."""

    NAME = "home"
    CSS_PATH = "home.tcss"
    NEEDS = ("policy", "post", "incident")
    COLUMNS = (
        Column("状態"),
        Column("件名", grow=True),
        Column("期日"),
        Column("アカウント", most=22),
        Column("更新"),
        Column("課", most=18),
    )
    ACTIVITY = (
        Column("アカウント", grow=True, least=20),
        Column("最後の投稿"),
        Column("週1回", most=30),
        Column("直近12週"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("r", "read_again", "読み直す", show=False)]

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        for key, purpose in (("n", "policy"), ("c", "post")):
            head = context.guideline.form_heads.get(purpose)  # type: ignore[call-overload]
            bind_key(self, key, f"app.begin('{purpose}')", head.begin_label if head else "新しく書く")
        self.activity = PostActivity()
        self.show_all = False
        self.days_numbered = False
        self.starting = True
        self.beginning = False
        """Whether nothing is recorded yet, and the steps to begin with are shown."""
        self.tasks_drawn = threading.Event()

    def body(self) -> ComposeResult:
        """The panes."""
        with Container(id="panes"):
            yield self.table()
            yield framed(StyledText("", markup=False, id="month"))
            activity = RowList(id="accounts", columns=self.ACTIVITY)
            yield framed(Vertical(TableHeading(activity), activity, id="activity"))

    def on_resize(self, event: Resize) -> None:
        """The window has another size."""
        self.fit(event.size)
        if self.activity.month:
            self.show_month()

    def size_classes(self, size: Size) -> dict[str, bool]:
        """What is not pressing folds away where there is no room for it."""
        month = size.height >= (ACTIVITY_ROWS if size.width >= WIDE else MONTH_ROWS)
        return {
            **super().size_classes(size),
            "-with-month": month,
            "-with-activity": size.height >= ACTIVITY_ROWS,
        }

    async def on_mount(self) -> None:
        """Read; where that is done in a blink, the first frame shows it already."""
        self.tasks_shown = asyncio.Event()
        self.title_pane("対応が必要なもの")
        self.read()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.tasks_shown.wait(), BLINK)

    def records_changed(self) -> None:
        """Ask the index again."""
        starting, self.starting = self.starting, False
        if not starting:
            self.read()

    def show_more(self) -> None:
        """Show all tasks."""
        self.show_all = True
        self.read()

    @work(thread=True, exclusive=True, group="tasks")
    def read(self) -> None:
        """Read what there is to do, then the posts; what is pressing does not wait for them."""
        todo = home.todo(self.context, -1 if self.show_all else FIRST)
        # the first frame waits for this in on_mount, while the screen handles no message of its own
        self.app.call_from_thread(self.show_tasks, todo)
        self.tasks_drawn.wait(BLINK)  # two threads at once would only make each other slower
        with contextlib.suppress(IndexUnavailable):
            activity = home.post_activity(self.context)
            self.call_later(self.show_activity, activity)

    # ---- the tasks
    def show_tasks(self, todo: TodoList) -> None:
        """Show what there is to do, unless the screen is being taken apart."""
        self.tasks_shown.set()
        if not self.query("#rows"):
            return
        self.call_after_refresh(self.tasks_drawn.set)
        rows = []
        numbers = Counter[str]()
        for task in todo.tasks:
            numbers[task.id] += 1
            rows.append(self._task_row(task, f"{task.id} {numbers[task.id]}"))
        if len(rows) < todo.total:
            text = f"ほか {todo.total - len(rows):,} 件（Enter ですべて表示します）"
            rows.append(ListRow("more", goto=ShowMore(), cells=("", text)))
        rows += [fault_row(number, fault) for number, fault in enumerate(todo.faults)]
        self.beginning = not rows and todo.whole
        if self.beginning:
            rows = list(self._first_steps())
        none = "対応が必要なものはありません。" if todo.whole else READING
        if todo.faults:
            none = f"読めないもの・合わせていないものが {len(todo.faults)} 件あります。"
        self.show_summary(f"対応が必要なものが {todo.total:,} 件あります。" if todo.total else none)
        self.show_rows(rows, todo.whole)

    def _task_row(self, task: Task, key: str) -> ListRow:
        # the key is the record's: what there is to do about it changes with every step, and the current row stays
        state = (
            badge(self.context, task.kind, task.state, task.state_label)
            if task.state_label
            else Badge(task.label, "info")
        )
        obvious = task.what == f"{task.state_label}です。"
        details = [f"理由: {task.reason}"] if task.reason else [] if obvious else [task.what]
        return ListRow(
            key,
            "",
            "".join(f"└ {detail}" for detail in details),
            goto=OpenRecord(task.id),
            cells=(
                state,
                task.title,
                near_date(task.due, self.context.today) if task.due else "",
                first_of(task.accounts),
                near_date(task.changed_on, self.context.today) if task.changed_on else "",
                section_name(task.section) or "課は未設定",
            ),
        )

    def _first_steps(self, *, explained: bool = False) -> Iterator[ListRow]:
        """How to begin when there is nothing yet; `explained`: with what the guideline says of each step."""
        yield ListRow("read", "2", "ガイドラインを読む", goto=OpenScreen("reading"), gap=explained)
        for key, purpose, more in (
            ("n", "policy", "記載例をコピーして始めることもできます。"),
            ("c", "post", ""),
        ):
            head = self.context.guideline.form_heads.get(purpose)  # type: ignore[call-overload]
            if head is not None:
                shown = (head.begin_label, more if self.context.folders.offers_samples else "")
                text = "\n".join(filter(None, (*shown, self._clause_text(head.clause) if explained else "")))
                yield ListRow(purpose, key, text, goto=NewRecord(purpose), gap=explained)
        head = self.context.guideline.form_heads.get("incident")
        lines = ["トラブルが起きたときにすること"]
        lines += [self._clause_text(head.clause)] if explained and head is not None else []
        yield ListRow("trouble", "5", "\n".join(filter(None, lines)), goto=OpenScreen("trouble"))

    def _clause_text(self, citation: str) -> str:
        """What the guideline says of a step."""
        clause = self.context.guideline.clause(citation) if citation else None
        return f"{clause.text}〔{citation}〕" if clause is not None and clause.text else ""

    # ---- the posts
    def show_activity(self, activity: PostActivity) -> None:
        """Show the month and the accounts."""
        if activity == self.activity:
            return
        self.activity = activity
        if self.beginning:  # the first frame need not wait for the text of the guideline
            self.row_list.set_rows(list(self._first_steps(explained=True)), keep=self.current_key(True))
        most = max([LEAST, *(count for account in activity.accounts for count in account.weeks)])
        rows = [self._account_row(account, most) for account in activity.accounts]
        rows = rows or list(self._no_accounts())
        self.query_one("#accounts", RowList).set_rows(rows)
        clause = f"（{activity.watch.clause}）" if activity.watch else ""
        titled(self.query_one("#activity"), f"アカウントの動き{clause}")
        today = self.context.today
        titled(self.query_one("#month"), f"{today.year}年{today.month}月の投稿")
        self.show_month()

    def show_month(self) -> None:
        """Draw the month: each day with its number where there is room, else each week with its first day."""
        self.days_numbered = self.size.height >= CALENDAR_ROWS and self.size.width >= WIDE
        self.query_one("#month", StyledText).show(self._month())

    def _no_accounts(self) -> Iterator[ListRow]:
        """What is missing before there is anything to show, and the key that begins it."""
        head = self.context.guideline.form_heads.get("policy")
        if head is not None:
            text = f"まだアカウントがありません。{head.begin_label}と、最後の投稿と12週の動きをここに表示します。"
            yield ListRow("begin", "n", text, goto=NewRecord("policy"))

    def _account_row(self, account: AccountActivity, most: int) -> ListRow:
        """An account, its weeks in columns of which a full one stands for `most` posts."""
        digits = width.ambiguous() == 2
        last = near_date(account.last_post, self.context.today) if account.last_post else "未確認"
        chart = home.column_chart(account.weeks, digits=digits, most=most)
        return ListRow(
            account.id,
            goto=OpenRecord(account.id),
            cells=(account.name, last, self._met(account), chart),
        )

    def _met(self, account: AccountActivity) -> str | Badge:
        """Whether what the form watches over is met, in words."""
        watch = self.activity.watch
        met = account.is_met(watch.days) if watch else None
        if watch is None or met is None:
            return Badge("記録がありません") if watch else ""
        if met:
            return Badge("できています", "good")
        return Badge(f"{(account.silent_days or 0) // watch.days}週ありません", "waiting")

    def _month(self) -> Iterator[tuple[str, str]]:
        """Each week: its days or its first day, the posts of each day, and that there are none."""
        edge = 2 if self.days_numbered else 6
        yield " " * edge + "".join(width.pad(f" {day}", 4) for day in WEEKDAYS) + "\n", "bold"
        today = self.context.today
        for week in self.activity.weeks():
            first = week[0][0]
            label = "" if self.days_numbered else f"{first.month}/{first.day}"
            if self.days_numbered:
                numbers = "".join(width.pad(f"{day.day:>2}", 4) for day, _ in week)
                yield " " * edge + "    " * first.weekday() + f"{numbers}\n", ""
            yield width.pad(label, edge) + "    " * first.weekday(), ""
            for day, count in week:
                text = "" if day > today else str(count) if count else "-"
                if day == today and not self.app.no_color:
                    yield f" {text} ", "bold $background on $accent"
                    yield " ", ""
                else:
                    mark = f"[{text}]" if day == today else f" {text} "
                    yield width.pad(mark, 4), "bold" if day == today or count else ""
            if not any(count for _, count in week) and week[-1][0] < today:
                yield "    " * (7 - len(week) - first.weekday()) + "なし", "bold"
            yield "\n", ""
