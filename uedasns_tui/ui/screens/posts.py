"""The checks of posts, newest first; the private check, which is never stored.

The list asks the index for the page that is in the window: ten years of posts open as fast as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work as worker
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.events import Resize
from textual.worker import get_current_worker

from uedasns_tui.japanese.near_date import near_date
from uedasns_tui.services import finder, post_check, record_actions
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.record_list import Pages
from uedasns_tui.services.record_log import log_lines
from uedasns_tui.storage.errors import UNMERGED
from uedasns_tui.storage.index.database import IndexUnavailable
from uedasns_tui.storage.index.record_index import IndexRow, RecordHits
from uedasns_tui.ui.file_watch import BUSY
from uedasns_tui.ui.goto import NewRecord, OpenRecord, ShowMore, ShowText, of_problems
from uedasns_tui.ui.screens.list_screen import BEGIN, READING, ListScreen
from uedasns_tui.ui.states import badge, first_of, section_name
from uedasns_tui.ui.widgets.post_panes import lengths, medium_lines
from uedasns_tui.ui.widgets.row_layout import Badge, Column, ListRow

FIRST = 200
"""Hits of a filter that are shown at once; Enter on the row after them shows more."""
EMPTY = "まだありません。投稿する前に確かめた文が、ここに並びます。\nn で、投稿する文を確かめ始めます。"


class PostsScreen(ListScreen):
    """The list of checks."""

    NAME = "posts"
    NEEDS = CHECKS = ("post",)
    FILTER = "絞り込む言葉"
    DEFAULT_CSS = """
    PostsScreen {
      #count { padding: 0 1; }
      #both { height: 1fr; layout: horizontal; }
      #table { width: 5fr; }
      #beside { display: none; width: 3fr; height: 1fr; }
      &.-empty #both { layout: vertical; }
      &.-empty #table { width: 1fr; height: auto; }
      &.-empty #table RowList { height: auto; }
      &.-empty #beside { width: 1fr; }
      #selected { height: auto; }
    }
    PostsScreen.-broad #beside, PostsScreen.-empty #beside { display: block; }
    """
    COLUMNS = (
        Column("状態", "state"),
        Column("件名", "title", grow=True),
        Column("要対応"),
        Column("未確認"),
        Column("日付", "at"),
        Column("アカウント", most=22),
        Column("課", "section", most=18),
    )
    SORT = ("at", True)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "app.begin('post')", "新しく確かめる"),
        Binding("p", "app.private", "私的利用の確認"),
        Binding("f", "filter", "絞り込み"),
        Binding("s", "sort", "並べ替え"),
        Binding("S", "reverse", "逆順にする", show=False),
        Binding("r", "read_again", "読み直す", show=False),
    ]

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.hits: RecordHits | None = None
        self.limit = FIRST
        self.account_names: dict[str, str] = {}

    def body(self) -> ComposeResult:
        """The list; beside it the current post where there is room."""
        with Container(id="both"):
            yield self.table()
            yield self.beside()

    def on_resize(self, event: Resize) -> None:
        """Where there is room now, the current post."""
        self.fit(event.size)
        self.show_beside(self.row_list.current_row)

    def details(self, record_id: str) -> str:
        """The text, its lengths, its pictures, what was done with it."""
        saved = self.context.repository.try_load(record_id)
        if saved is None:
            return ""
        record = saved.record
        parts = (
            post_check.text_of(self.context, record),
            "\n".join(lengths(self.context, record)),
            *(f"画像・動画 {medium.file}\n{medium_lines(medium)}" for medium in record.media),
            *(line.paragraph for line in log_lines(self.context, record)),
        )
        return "\n\n".join(filter(None, parts))

    def records_changed(self) -> None:
        """Ask the index again, for the words that stand in the filter now."""
        self.read(self.words, self.current_key(self.whole) or "", self.hits if self.words.strip() else None)

    def words_changed(self) -> None:
        """Ask for other words."""
        self.limit = FIRST
        self.records_changed()

    order_changed = records_changed

    def order_label(self) -> str:
        """The order in words; that of the days by what it means."""
        return "新しい順" if (self.column, self.backwards) == self.SORT else super().order_label()

    def show_more(self) -> None:
        """Ask for more hits."""
        self.limit *= 5
        self.hits = None
        self.records_changed()

    @worker(thread=True, exclusive=True, group="checks")
    def read(self, words: str, current: str, within: RecordHits | None) -> None:
        """Count, or find the words; a newer question stops an older one."""
        running = get_current_worker()
        try:
            policies = record_actions.record_lines(self.context, self.context.form_id("policy") or "?")[0]
            self.account_names = {policy.id: policy.title for policy in policies}
            if words.strip():
                hits = finder.find_records(
                    self.context,
                    words,
                    self.limit,
                    within,
                    lambda: running.is_cancelled,
                    self.context.form_id("post"),
                )
                if not hits.stopped:
                    self.call_later(self.show_hits, words, hits)
            else:
                pages = Pages(
                    self.context, self.context.form_id("post"), order=self.column, descending=self.backwards
                )
                place = pages.place_of(current) or 0 if current else 0
                self.call_later(self.show_pages, pages, place)
        except IndexUnavailable:
            self.call_later(self.show_summary, f"{BUSY}r で読み直します。")

    def show_pages(self, pages: Pages, place: int) -> None:
        """Show all checks, one a line; the current row stays so."""
        self.hits, self.whole = None, pages.whole
        form = self.context.guideline.form_for("post")
        self.title_pane(form.title if form else "一覧")
        self.show_order()
        begun = self.draft_rows("post")
        if pages.count or begun or not pages.whole:

            def row(number: int) -> ListRow:
                return begun[number] if number < len(begun) else self._page_row(pages, number - len(begun))

            self.row_list.set_provider(pages.count + len(begun), row, place + len(begun) if place else 0)
        else:
            empty = ListRow(BEGIN, "", EMPTY, goto=NewRecord("post"))
            self.row_list.set_rows([] if self.lacking else [empty])
        self.show_summary(
            f"{pages.count:,} 件　要対応 {pages.todo:,} 件　{self.order_label()}"
            if pages.whole or pages.count
            else READING
        )

    def _page_row(self, pages: Pages, number: int) -> ListRow:
        try:
            row = pages[number]
        except IndexUnavailable:
            row = None
        return self._row(row) if row is not None else ListRow(f"gone:{number}", cells=("", "…"))

    def _row(self, row: IndexRow) -> ListRow:
        if not row.readable:
            fault = "\n".join(map(str, row.problems))
            goto = of_problems(row.problems)
            unmerged = not isinstance(goto, ShowText)
            badge_of = Badge("合わせていない", "waiting") if unmerged else Badge("読めない", "bad")
            return ListRow(f"fault:{row.id}", goto=goto, cells=(badge_of, f"{row.title} {fault}"))
        line = record_actions.record_line(row)
        unconfirmed = row.facts.get("unconfirmed", 0)
        accounts = [self.account_names.get(name, name) for name in row.facts.get("accounts", ())]
        return ListRow(
            line.id,
            goto=OpenRecord(line.id),
            cells=(
                Badge("合わせていない", "waiting")
                if any(problem.code == UNMERGED for problem in row.problems)
                else badge(self.context, line.kind, line.state, line.state_label),
                line.title,
                Badge(str(line.todo), "waiting") if line.todo else "",
                str(unconfirmed or ""),
                near_date(line.changed_on, self.context.today) if line.changed_on else "",
                first_of(accounts),
                section_name(line.section),
            ),
        )

    def show_hits(self, words: str, hits: RecordHits) -> None:
        """Show what holds the words, when they are still the same."""
        if self.words != words:
            return
        self.hits = hits
        more = hits.after is not None
        rows = [self._row(row) for row in (hits.rows if more else self._ordered(hits.rows))]
        if more:
            rows.append(ListRow("more", goto=ShowMore(), cells=("", "ほか（Enter で続きを表示します）")))
        current = self.row_list.current_row
        self.row_list.set_rows(
            rows or [self.no_match()],
            keep=current.key if current else None,
        )
        self.show_summary(
            f"{len(hits.rows):,} 件{'以上' if more else ''}（「{words.strip()}」）{'新しい順' if more else self.order_label()}"
        )

    def _ordered(self, rows: Sequence[IndexRow]) -> list[IndexRow]:
        """All that was found, in the order of the list; the first of more stay the newest."""
        return sorted(rows, key=lambda row: (getattr(row, self.column), row.at), reverse=self.backwards)
