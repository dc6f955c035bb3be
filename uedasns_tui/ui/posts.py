"""投稿前チェック: every check, newest first, with its outcome's state; the private check, which is never kept."""

from __future__ import annotations

from typing import ClassVar

from textual import work as worker
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from uedasns_tui.desk import posts, work
from uedasns_tui.desk.work import Line
from uedasns_tui.guideline.problem import Problem
from uedasns_tui.japanese import fold
from uedasns_tui.ui.place import Place
from uedasns_tui.ui.widgets.field import Field
from uedasns_tui.ui.widgets.lines import Lines, Row


class PostsPlace(Place):
    """The list of checks."""

    PLACE = "posts"
    DEFAULT_CSS = """
    PostsPlace #count { height: auto; padding: 0 1; }
    PostsPlace #checks { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "app.begin('post')", "新しく確かめる"),
        Binding("p", "private", "私的利用の確認"),
        Binding("f", "filter", "絞り込み"),
        Binding("r", "read_again", "読み直す", show=False),
    ]

    def content(self) -> ComposeResult:
        """The words to filter by and the list."""
        yield Static("読んでいます…", id="count", markup=False)
        yield Field("", multiline=False, placeholder="絞り込む言葉", id="words")
        yield Lines(id="checks")

    def on_mount(self) -> None:
        """Nothing is read yet."""
        self.rows: list[Line] = []
        self.faults: list[Problem] = []
        self.query_one("#words", Field).display = False
        self.query_one(Lines).focus()

    def on_screen_resume(self) -> None:
        """Read again whenever one comes back here."""
        self.action_read_again()

    @worker(thread=True, exclusive=True, group="checks")
    def action_read_again(self) -> None:
        """Read the records again."""
        rows, faults = work.lines(self.desk, posts.POST)
        self.app.call_from_thread(self.take, rows, faults)

    def take(self, rows: list[Line], faults: list[Problem]) -> None:
        """Show what was read."""
        self.rows, self.faults = rows, faults
        self.draw()

    def draw(self) -> None:
        """Filter and show; the current row stays the current one."""
        words = [fold.fold(word) for word in self.query_one("#words", Field).value.split()]
        rows = [
            row
            for row in self.rows
            if all(
                word in fold.fold(f"{row.title} {row.section} {row.state_label} {row.kept.record.id}")
                for word in words
            )
        ]
        shown = [
            Row(
                key=row.kept.record.id,
                label=f"[{row.state_label}]",
                body=f"{row.title} ／ {row.section} ／ {row.kept.record.id}",
            )
            for row in rows
        ]
        shown += [
            Row(key=f"fault:{n}", label="[読めない]", body=str(one)) for n, one in enumerate(self.faults)
        ]
        if not shown:
            shown = [Row(key="begin", label="n", body="まだありません。n で、投稿する文を確かめ始めます。")]
        lines = self.query_one(Lines)
        lines.set_rows(shown, keep=lines.current_row.key if lines.current_row else None)
        self.query_one("#count", Static).update(f"{len(rows)} 件（全 {len(self.rows)} 件）新しい順")

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """Open the check."""
        key = str(message.row.key)
        if key == "begin":
            self.app.begin("post")  # type: ignore[attr-defined]
        elif not key.startswith("fault:"):
            self.app.follow("post", key)  # type: ignore[attr-defined]

    def action_filter(self) -> None:
        """Open the words to filter by."""
        words = self.query_one("#words", Field)
        words.display = True
        words.focus()

    def on_field_edited(self, message: Field.Edited) -> None:
        """Filter as one types."""
        message.stop()
        self.draw()

    def on_field_submitted(self, message: Field.Submitted) -> None:
        """From the words to the list."""
        message.stop()
        self.query_one(Lines).focus()

    def key_escape(self) -> None:
        """Take the filter away."""
        words = self.query_one("#words", Field)
        if words.display:
            words.put("")
            words.display = False
            self.query_one(Lines).focus()
            self.draw()

    def action_private(self) -> None:
        """Check a text of one's own, for private use: the same quality, never written to disk."""
        from uedasns_tui.ui.private import Private

        checklist = next((one for one in self.desk.guideline.checklists.values() if not one.keeps), None)
        if checklist is None:
            self.notify("このガイドラインに、私的利用のチェックリストはありません。", markup=False)
        else:
            self.app.push_screen(Private(self.desk, checklist))
