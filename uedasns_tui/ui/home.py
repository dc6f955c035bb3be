"""Home: what needs me, most pressing first; Enter goes there. Read in a thread, so no key waits for it."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from uedasns_tui.desk import home
from uedasns_tui.desk.home import Task, Year
from uedasns_tui.guideline.problem import Problem
from uedasns_tui.ui.place import Place
from uedasns_tui.ui.widgets.lines import Lines, Row


class HomePlace(Place):
    """The list of tasks, the records that cannot be read, and how to begin when there is nothing yet."""

    PLACE = "home"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "app.begin('policy')", "利用方針を書く"),
        Binding("c", "app.begin('post')", "投稿を確かめる"),
        Binding("r", "refresh_tasks", "読み直す", show=False),
    ]

    def content(self) -> ComposeResult:
        """A line that counts, then the tasks."""
        yield Static("読んでいます…", id="count", markup=False)
        yield Lines(id="tasks")

    def on_mount(self) -> None:
        """Show what there is."""
        self.query_one(Lines).focus()

    def on_screen_resume(self) -> None:
        """Read again whenever one comes back here."""
        self.action_refresh_tasks()

    @work(thread=True, exclusive=True, group="tasks")
    def action_refresh_tasks(self) -> None:
        """Read the records again."""
        tasks, faults = home.tasks(self.desk)
        years = home.year(self.desk)
        self.app.call_from_thread(self.show_tasks, tasks, faults, years)

    def show_tasks(self, tasks: list[Task], faults: list[Problem], years: list[Year]) -> None:
        """Show tasks; a row's key says where Enter goes."""
        rows = [
            Row(
                key=f"{one.kind}:{one.id}",
                label=one.label,
                body=f"{one.title}（{one.section or '課なし'}） {one.what}",
            )
            for one in tasks
        ]
        rows += [
            Row(key=f"fault:{number}", label="読めない", body=str(one)) for number, one in enumerate(faults)
        ]
        if not rows:
            rows = [
                Row(key="place:reading", label="2", body="ガイドラインを読む"),
                Row(
                    key="begin:policy",
                    label="n",
                    body="利用方針（様式）を書き始める。記載例を写して始めることもできます。",
                ),
                Row(key="begin:post", label="c", body="投稿する文を確かめる"),
                Row(key="place:trouble", label="5", body="トラブルが起きたときにすること"),
            ]
        if years:
            weeks = "直近 53 週の投稿（左が古い週。. なし、1〜9 件、+ 10 件以上）"
            rows.append(Row("h:year", "", weeks, heading=True))
            rows += [
                Row(f"policy:{one.id}", f"{one.total}件", f"{home.picture(one)}\n{one.name}") for one in years
            ]
        count = f"することが {len(tasks)} 件あります。" if tasks else "いま、することはありません。"
        self.query_one("#count", Static).update(count)
        self.query_one(Lines).set_rows(rows)

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """Go to what was chosen."""
        kind, _, place = str(message.row.key).partition(":")
        self.app.follow(kind, place)  # type: ignore[attr-defined]
