"""投稿前チェック: every check, newest first, with its outcome's state; the private check, which is never kept.

The list asks the index for the page that is in the window: ten years of posts open as fast as one.
"""

from __future__ import annotations

from typing import ClassVar

from textual import work as worker
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.worker import get_current_worker

from uedasns_tui.services import finder, record_actions
from uedasns_tui.services.record_list import Pages
from uedasns_tui.storage.index.database import IndexUnavailable
from uedasns_tui.storage.index.record_index import IndexRow as Kept
from uedasns_tui.storage.index.record_index import RecordHits
from uedasns_tui.ui.file_watch import BUSY
from uedasns_tui.ui.screens.main_screen import MainScreen
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.row_list import ListRow, RowList
from uedasns_tui.ui.widgets.text_field import TextField

FIRST = 200
"""Hits of a filter that are shown at once; Enter on the row after them shows more."""


class PostsScreen(MainScreen):
    """The list of checks."""

    PLACE = "posts"
    NEEDS = CHECKS = ("post",)
    DEFAULT_CSS = """
    PostsScreen #count { height: auto; padding: 0 1; }
    PostsScreen #checks { height: 1fr; }
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
        yield TextField("", multiline=False, placeholder="絞り込む言葉", id="words")
        yield RowList(id="checks")

    def on_mount(self) -> None:
        """Nothing is read yet."""
        self.faults: dict[str, str] = {}
        self.hits: RecordHits | None = None
        self.most = FIRST
        self.query_one("#words", TextField).display = False

    def records_changed(self) -> None:
        """Ask the index again, for the words that are there now."""
        kept = self.kept(self.query_one(RowList), self.whole)
        words = self.query_one("#words", TextField).value
        self.read(words, kept or "", self.hits if words.strip() else None)

    @worker(thread=True, exclusive=True, group="checks")
    def read(self, words: str, keep: str, within: RecordHits | None) -> None:
        """Count, or find the words; a newer question stops an older one."""
        asked = get_current_worker()
        try:
            if words.strip():
                hits = finder.find_records(
                    self.context,
                    words,
                    self.most,
                    within,
                    lambda: asked.is_cancelled,
                    self.context.form_id("post"),
                )
                if not hits.stopped:
                    self.app.call_from_thread(self.show_hits, words, hits)
            else:
                pages = Pages(self.context, self.context.form_id("post"))
                at = pages.place_of(keep) or 0 if keep else 0
                self.app.call_from_thread(self.show_pages, pages, at)
        except IndexUnavailable:
            self.app.call_from_thread(self.say, f"{BUSY}r で読み直します。")

    def show_pages(self, pages: Pages, at: int) -> None:
        """Show all checks, one a line; the current row stays the current one."""
        lines = self.query_one(RowList)
        self.hits, self.whole = None, pages.whole
        if not pages.count and pages.whole and self.lacking:
            lines.set_rows([])
        elif not pages.count and pages.whole:
            lines.set_rows([ListRow("begin", "n", "まだありません。n で、投稿する文を確かめ始めます。")])
        else:
            lines.set_provider(pages.count, lambda place: self._row(pages, place), at)
        self.say(f"{pages.count:,} 件　新しい順" if pages.whole or pages.count else "記録を読んでいます…")

    def _row(self, pages: Pages, place: int) -> ListRow:
        try:
            found = pages[place]
        except IndexUnavailable:
            found = None
        return self._shown(found) if found is not None else ListRow(f"gone:{place}", "", "…")

    def _shown(self, found: Kept) -> ListRow:
        if not found.readable:
            self.faults[found.id] = "\n".join(str(one) for one in found.problems)
            return ListRow(f"fault:{found.id}", "[読めない]", f"{found.title} {self.faults[found.id]}")
        line = record_actions.record_line(found)
        return ListRow(line.id, f"[{line.state_label}]", f"{line.title} ／ {line.section} ／ {line.id}")

    def show_hits(self, words: str, hits: RecordHits) -> None:
        """Show what holds the words, when they are still the same."""
        if self.query_one("#words", TextField).value != words:
            return
        self.hits = hits
        shown = [self._shown(row) for row in hits.rows]
        more = hits.after is not None
        if more:
            shown.append(ListRow("more", "ほか", "Enter で続きを表示します。"))
        lines = self.query_one(RowList)
        lines.set_rows(
            shown or [ListRow("none", "", f"「{words.strip()}」のある記録はありません。")],
            keep=lines.current_row.key if lines.current_row else None,
        )
        self.say(f"{len(hits.rows):,} 件{'以上' if more else ''}（「{words.strip()}」）新しい順")

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
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
        words = self.query_one("#words", TextField)
        words.display = True
        words.focus()

    def on_text_field_edited(self, message: TextField.Edited) -> None:
        """Filter as one types."""
        message.stop()
        self.most = FIRST
        self.records_changed()

    def on_text_field_submitted(self, message: TextField.Submitted) -> None:
        """From the words to the list."""
        message.stop()
        self.query_one(RowList).focus()

    def key_escape(self) -> None:
        """Take the filter away."""
        words = self.query_one("#words", TextField)
        if words.display:
            words.put("")
            words.display = False
            self.query_one(RowList).focus()
            self.records_changed()

    def action_private(self) -> None:
        """Check a text of one's own, for private use: the same quality, never written to disk."""
        from uedasns_tui.ui.screens.private_check import PrivateCheckScreen

        checklist = next((one for one in self.context.guideline.checklists.values() if not one.keeps), None)
        if checklist is None:
            self.notify("このガイドラインに、私的利用のチェックリストはありません。")
        else:
            self.app.push_screen(PrivateCheckScreen(self.context, checklist))
