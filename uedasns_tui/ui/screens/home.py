"""Home: what needs me, most pressing first; Enter goes there. Read in a thread, so no key waits for it."""

from __future__ import annotations

import asyncio
import contextlib
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from uedasns_tui.services import home
from uedasns_tui.services.home import AccountActivity, TodoList
from uedasns_tui.storage.index.database import IndexUnavailable
from uedasns_tui.ui.screens.main_screen import MainScreen
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.row_list import ListRow, RowList

BLINK = 0.05
"""Seconds for which the first frame waits for what there is to do."""
FIRST = 100
"""Things to do that are shown at once; Enter on the row after them shows all."""


class HomeScreen(MainScreen):
    """The list of tasks, the records that cannot be read, and how to begin when there is nothing yet."""

    PLACE = "home"
    NEEDS = ("policy", "post", "incident")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "app.begin('policy')", "利用方針を書く"),
        Binding("c", "app.begin('post')", "投稿を確かめる"),
        Binding("r", "read_again", "読み直す", show=False),
    ]

    def content(self) -> ComposeResult:
        """A line that counts, then the tasks."""
        yield PlainText("読んでいます…", id="count")
        yield RowList(id="tasks")

    async def on_mount(self) -> None:
        """Read; where that is done in a blink, the first frame has what there is to do already."""
        self.years: list[AccountActivity] = []
        self.all = False
        self.shown = asyncio.Event()
        self.begun = True
        self.read()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.shown.wait(), BLINK)

    def records_changed(self) -> None:
        """Ask the index again."""
        begun, self.begun = self.begun, False
        if not begun:
            self.read()

    @work(thread=True, exclusive=True, group="tasks")
    def read(self) -> None:
        """Read what there is to do, then the year; what is pressing does not wait for it."""
        todo = home.todo(self.context, -1 if self.all else FIRST)
        self.app.call_from_thread(self.show_tasks, todo)
        try:
            years = home.account_activity(self.context)
        except IndexUnavailable:
            return
        self.app.call_from_thread(self.show_years, todo, years)

    def show_years(self, todo: TodoList, years: list[AccountActivity]) -> None:
        """Show the year of posts beneath the tasks."""
        if years != self.years:
            self.years = years
            self.show_tasks(todo)

    def show_tasks(self, todo: TodoList) -> None:
        """Show tasks; a row's key says where Enter goes."""
        self.shown.set()
        rows = [
            ListRow(
                key=f"{one.kind}:{one.id}",
                label=one.label,
                body=f"{one.title}（{one.section or '課なし'}） {one.what}",
            )
            for one in todo.tasks
        ]
        if len(rows) < todo.total:
            rows.append(
                ListRow("more:", "ほか", f"{todo.total - len(rows):,} 件（Enter ですべて表示します）")
            )
        rows += [
            ListRow(key=f"fault:{number}", label="読めない", body=str(one))
            for number, one in enumerate(todo.faults)
        ]
        if not rows and todo.whole:
            rows = [
                ListRow(key="place:reading", label="2", body="ガイドラインを読む"),
                ListRow(
                    key="begin:policy",
                    label="n",
                    body="利用方針（様式）を書き始める。記載例を写して始めることもできます。",
                ),
                ListRow(key="begin:post", label="c", body="投稿する文を確かめる"),
                ListRow(key="place:trouble", label="5", body="トラブルが起きたときにすること"),
            ]
            rows = [row for row in rows if not self.context.missing_forms(*row.key.split("begin:")[1:])]
        if self.years:
            weeks = "直近 53 週の投稿（左が古い週。. なし、1〜9 件、+ 10 件以上）"
            rows.append(ListRow("h:year", "", weeks, heading=True))
            rows += [
                ListRow(f"policy:{one.id}", f"{one.total}件", f"{home.activity_chart(one)}\n{one.name}")
                for one in self.years
            ]
        none = "いま、することはありません。" if todo.whole else "記録を読んでいます…"
        self.say(f"することが {todo.total:,} 件あります。" if todo.total else none)
        lines = self.query_one(RowList)
        lines.set_rows(rows, keep=self.kept(lines, todo.whole))

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Go to what was chosen."""
        kind, _, place = str(message.row.key).partition(":")
        if kind == "more":
            self.all = True
            self.records_changed()
            return
        self.app.follow(kind, place)  # type: ignore[attr-defined]
