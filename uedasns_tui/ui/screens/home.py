"""Home: what needs me, most pressing first; Enter goes there."""

from __future__ import annotations

import asyncio
import contextlib
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from uedasns_tui.services import home
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.home import AccountActivity, TodoList
from uedasns_tui.storage.index.database import IndexUnavailable
from uedasns_tui.ui.goto import NewRecord, OpenRecord, OpenScreen, ShowMore, ShowText
from uedasns_tui.ui.screens.list_screen import READING, ListScreen
from uedasns_tui.ui.textual_patches import bind_key
from uedasns_tui.ui.widgets.row_list import ListRow

BLINK = 0.05
"""Seconds for which the first frame waits for what there is to do."""
FIRST = 100
"""Things to do that are shown at once; Enter on the row after them shows all."""


class HomeScreen(ListScreen):
    """The tasks, the files that cannot be read, and how to begin when there is nothing yet."""

    NAME = "home"
    NEEDS = ("policy", "post", "incident")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("r", "read_again", "読み直す", show=False)]

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        for key, purpose in (("n", "policy"), ("c", "post")):
            form = context.guideline.form_for(purpose)  # type: ignore[arg-type]
            bind_key(self, key, f"app.begin('{purpose}')", form.begin_label if form else "新しく書く")
        self.activity: list[AccountActivity] = []
        self.show_all = False
        self.starting = True

    async def on_mount(self) -> None:
        """Read; where that is done in a blink, the first frame shows it already."""
        self.tasks_shown = asyncio.Event()
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
        """Read what there is to do, then the year; what is pressing does not wait for it."""
        todo = home.todo(self.context, -1 if self.show_all else FIRST)
        self.app.call_from_thread(self.show_tasks, todo)
        with contextlib.suppress(IndexUnavailable):
            activity = home.account_activity(self.context)
            self.app.call_from_thread(self.show_activity, todo, activity)

    def show_activity(self, todo: TodoList, activity: list[AccountActivity]) -> None:
        """Show the year of posts beneath the tasks."""
        if activity != self.activity:
            self.activity = activity
            self.show_tasks(todo)

    def show_tasks(self, todo: TodoList) -> None:
        """Show what there is to do."""
        self.tasks_shown.set()
        rows = [
            ListRow(
                task.id,
                task.label,
                f"{task.title}（{task.section or '課なし'}） {task.what}",
                goto=OpenRecord(task.id),
            )
            for task in todo.tasks
        ]
        if len(rows) < todo.total:
            text = f"{todo.total - len(rows):,} 件（Enter ですべて表示します）"
            rows.append(ListRow("more", "ほか", text, goto=ShowMore()))
        rows += [
            ListRow(f"fault:{number}", "読めない", str(fault), goto=ShowText(str(fault)))
            for number, fault in enumerate(todo.faults)
        ]
        if not rows and todo.whole:
            rows = self._first_steps()
        none = "いま、することはありません。" if todo.whole else READING
        self.show_summary(f"することが {todo.total:,} 件あります。" if todo.total else none)
        self.show_rows([*rows, *self._activity_rows()], todo.whole)

    def _first_steps(self) -> list[ListRow]:
        rows = [
            ListRow("read", "2", "ガイドラインを読む", goto=OpenScreen("reading")),
            ListRow(
                "policy",
                "n",
                "利用方針（様式）を書き始める。記載例を写して始めることもできます。",
                goto=NewRecord("policy"),
            ),
            ListRow("post", "c", "投稿する文を確かめる", goto=NewRecord("post")),
            ListRow("trouble", "5", "トラブルが起きたときにすること", goto=OpenScreen("trouble")),
        ]
        return [row for row in rows if not self.context.missing_forms(*self._purposes(row))]

    @staticmethod
    def _purposes(row: ListRow) -> list[str]:
        return [row.goto.purpose] if isinstance(row.goto, NewRecord) else []

    def _activity_rows(self) -> list[ListRow]:
        if not self.activity:
            return []
        heading = "直近 53 週の投稿（左が古い週。. なし、1〜9 件、+ 10 件以上）"
        return [
            ListRow("h:year", "", heading, heading=True),
            *(
                ListRow(
                    f"year:{account.id}",
                    f"{account.total}件",
                    f"{home.activity_chart(account)}\n{account.name}",
                    goto=OpenRecord(account.id),
                )
                for account in self.activity
            ),
        ]
