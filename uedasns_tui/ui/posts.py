"""投稿前チェック: every check, newest first, with its outcome's state; the private check, which is never kept.

The list asks the index for the page that is in the window: ten years of posts open as fast as one.
"""

from __future__ import annotations

from typing import ClassVar

from textual import work as worker
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.worker import get_current_worker

from uedasns_tui.desk import finder, posts, work
from uedasns_tui.desk.listing import Pages
from uedasns_tui.store.index import Hits
from uedasns_tui.store.index import Row as Kept
from uedasns_tui.store.index_base import Unavailable
from uedasns_tui.ui.place import Place
from uedasns_tui.ui.watching import BUSY
from uedasns_tui.ui.widgets.field import Field
from uedasns_tui.ui.widgets.lines import Lines, Row
from uedasns_tui.ui.widgets.plain_text import PlainText

FIRST = 200
"""Hits of a filter that are shown at once; Enter on the row after them shows more."""


class PostsPlace(Place):
    """The list of checks."""

    PLACE = "posts"
    NEEDS = CHECKS = ("post",)
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
        yield PlainText("読んでいます…", id="count")
        yield Field("", multiline=False, placeholder="絞り込む言葉", id="words")
        yield Lines(id="checks")

    def on_mount(self) -> None:
        """Nothing is read yet."""
        self.faults: dict[str, str] = {}
        self.hits: Hits | None = None
        self.most = FIRST
        self.query_one("#words", Field).display = False

    def records_changed(self) -> None:
        """Ask the index again, for the words that are there now."""
        kept = self.kept(self.query_one(Lines), self.whole)
        words = self.query_one("#words", Field).value
        self.read(words, kept or "", self.hits if words.strip() else None)

    @worker(thread=True, exclusive=True, group="checks")
    def read(self, words: str, keep: str, within: Hits | None) -> None:
        """Count, or find the words; a newer question stops an older one."""
        asked = get_current_worker()
        try:
            if words.strip():
                hits = finder.records(
                    self.desk, words, self.most, within, lambda: asked.is_cancelled, posts.POST
                )
                if not hits.stopped:
                    self.app.call_from_thread(self.show_hits, words, hits)
            else:
                pages = Pages(self.desk, posts.POST)
                at = pages.place_of(keep) or 0 if keep else 0
                self.app.call_from_thread(self.show_pages, pages, at)
        except Unavailable:
            self.app.call_from_thread(self.say, f"{BUSY}r で読み直します。")

    def show_pages(self, pages: Pages, at: int) -> None:
        """Show all checks, one a line; the current row stays the current one."""
        lines = self.query_one(Lines)
        self.hits, self.whole = None, pages.whole
        if not pages.count and pages.whole and self.lacking:
            lines.set_rows([])
        elif not pages.count and pages.whole:
            lines.set_rows([Row("begin", "n", "まだありません。n で、投稿する文を確かめ始めます。")])
        else:
            lines.set_provider(pages.count, lambda place: self._row(pages, place), at)
        self.say(f"{pages.count:,} 件　新しい順" if pages.whole or pages.count else "記録を読んでいます…")

    def _row(self, pages: Pages, place: int) -> Row:
        try:
            found = pages[place]
        except Unavailable:
            found = None
        return self._shown(found) if found is not None else Row(f"gone:{place}", "", "…")

    def _shown(self, found: Kept) -> Row:
        if not found.readable:
            self.faults[found.id] = "\n".join(str(one) for one in found.problems)
            return Row(f"fault:{found.id}", "[読めない]", f"{found.title} {self.faults[found.id]}")
        line = work.line(found)
        return Row(line.id, f"[{line.state_label}]", f"{line.title} ／ {line.section} ／ {line.id}")

    def show_hits(self, words: str, hits: Hits) -> None:
        """Show what holds the words, when they are still the same."""
        if self.query_one("#words", Field).value != words:
            return
        self.hits = hits
        shown = [self._shown(row) for row in hits.rows]
        more = hits.after is not None
        if more:
            shown.append(Row("more", "ほか", "Enter で続きを表示します。"))
        lines = self.query_one(Lines)
        lines.set_rows(
            shown or [Row("none", "", f"「{words.strip()}」のある記録はありません。")],
            keep=lines.current_row.key if lines.current_row else None,
        )
        self.say(f"{len(hits.rows):,} 件{'以上' if more else ''}（「{words.strip()}」）新しい順")

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """Open the check."""
        key = str(message.row.key)
        if key == "begin":
            self.app.begin("post")  # type: ignore[attr-defined]
        elif key == "more":
            self.most *= 5
            self.hits = None
            self.records_changed()
        elif key.startswith("fault:"):
            self.notify(self.faults[key.removeprefix("fault:")], severity="error", timeout=15)
        elif key != "none" and not key.startswith("gone:"):
            self.app.follow("post", key)  # type: ignore[attr-defined]

    def action_filter(self) -> None:
        """Open the words to filter by."""
        words = self.query_one("#words", Field)
        words.display = True
        words.focus()

    def on_field_edited(self, message: Field.Edited) -> None:
        """Filter as one types."""
        message.stop()
        self.most = FIRST
        self.records_changed()

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
            self.records_changed()

    def action_private(self) -> None:
        """Check a text of one's own, for private use: the same quality, never written to disk."""
        from uedasns_tui.ui.private import Private

        checklist = next((one for one in self.desk.guideline.checklists.values() if not one.keeps), None)
        if checklist is None:
            self.notify("このガイドラインに、私的利用のチェックリストはありません。")
        else:
            self.app.push_screen(Private(self.desk, checklist))
