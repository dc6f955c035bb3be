"""The finder: one place to type for citations, words, actions and records; the hits beneath, as one types."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.worker import get_current_worker

from uedasns_tui.guideline import search
from uedasns_tui.japanese import fold
from uedasns_tui.services import finder
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.index.database import IndexUnavailable
from uedasns_tui.storage.index.record_index import IndexRow, RecordHits
from uedasns_tui.ui.dialogs.dialog import Dialog
from uedasns_tui.ui.screens.main_screen import PLACES
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.row_list import ListRow, RowList, RowSpan
from uedasns_tui.ui.widgets.text_field import TextField

Spans = tuple[tuple[int, int], ...]
FIRST_PAGE = 50
"""Records that are shown at once; Enter on the row after them shows more."""
ACTIONS = (
    ("begin", "policy", "利用方針を新しく書く"),
    ("begin", "post", "投稿前チェックを始める"),
    ("begin", "incident", "トラブルの記録を始める"),
    ("app", "theme", "明るい画面・暗い画面を切り替える"),
    ("app", "help", "使えるキーの説明"),
    ("app", "leave", "終了する"),
)


class FinderGoal(NamedTuple):
    """Where to go: a clause, a record, a place, an action. `hits`: citation -> spans of all clauses that match."""

    kind: str
    place: str
    query: str = ""
    hits: dict[str, Spans] = {}  # noqa: RUF012 - never changed


class FinderDialog(Dialog[FinderGoal]):
    """Type; ↑↓ choose; Enter goes; Esc returns to where one was."""

    TALL = True
    DEFAULT_CSS = """
    FinderDialog { align: center top; background: $surface; }
    FinderDialog.tall > .box { width: 100%; max-width: 100%; height: 100%; max-height: 100%; }
    FinderDialog #count { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", "次", priority=True),
        Binding("up", "step(-1)", "前", priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("escape", "cancel", "戻る", priority=True),
    ]

    def __init__(self, context: AppContext) -> None:
        super().__init__("探す")
        self.context = context
        self.hits: dict[str, Spans] = {}
        self.clause_count = 0
        self.rows: list[ListRow] = []
        self.suggestions: list[ListRow] = []
        self.summary = ""
        self.submitted = ""
        self.records: list[IndexRow] = []
        self.readings: finder.ReadingIndex | None = None
        self.record_hits: RecordHits | None = None
        self.page_size = FIRST_PAGE

    def compose_content(self) -> ComposeResult:
        """The words, the count, the hits."""
        example = next((clause.citation for clause in self.context.guideline.clauses if clause.depth > 1), "")
        yield TextField("", placeholder=f"言葉・ローマ字・引用（{example} など）・すること", id="words")
        yield PlainText("", id="count")
        yield RowList(id="hits")

    @property
    def words(self) -> TextField:
        """The field of words."""
        return self.query_one("#words", TextField)

    @property
    def row_list(self) -> RowList:
        """The hits."""
        return self.query_one("#hits", RowList)

    def on_mount(self) -> None:
        """Actions and places until something is typed."""
        self.words.focus()
        self.draw("")
        # folding the whole text costs what a few keys do: before the first is pressed, not on it
        self.call_after_refresh(search.prepare, self.context.guideline)

    def on_text_field_edited(self, message: TextField.Edited) -> None:
        """Find as one types; records are read in a thread."""
        message.stop()
        self.records, self.suggestions, self.page_size, self.submitted = [], [], FIRST_PAGE, ""
        self.draw(message.value)
        if message.value.strip():
            self.read(message.value, self.record_hits)

    def draw(self, query: str) -> None:
        """Show the hits of the guideline and the actions; records come as they are read."""
        self.rows = [*self._clause_rows(query), *self._action_rows(query)]
        if not query.strip():
            self.summary = "言葉を入れると、本文・記録・することから探します。"
        else:
            self.summary = f"{self.clause_count}件（本文）" if self.rows else "記録を探しています…"
        self._show()

    def _show(self, keep: str | None = None) -> None:
        rows = [*self.rows, *self.suggestions]
        rows += [ListRow(f"{row.kind}|{row.id}", "記録", f"{row.title}（{row.id}）") for row in self.records]
        if self.record_hits is not None and self.record_hits.after is not None and self.records:
            more = f"{len(self.records)} 件より後は、Enter で続きを表示します。"
            rows.append(ListRow("more|", "記録", more))
        self.row_list.set_rows(rows, keep)
        self._show_count()

    def _show_count(self) -> None:
        summary, current = self.summary, self.row_list.current
        if self.hits and current < self.clause_count and self.row_list.rows:
            summary = f"{current + 1}/{self.clause_count}件"
        self.query_one("#count", PlainText).update(summary)

    def _clause_rows(self, query: str) -> list[ListRow]:
        guideline = self.context.guideline
        self.hits = {}
        rows: dict[str, ListRow] = {}
        if query.strip():
            for clause in guideline.find(query):
                self.hits[clause.citation] = ()
                rows[clause.citation] = ListRow(f"clause|{clause.citation}", clause.citation, clause.whole)
            for hit in search.search(guideline, query).hits:
                self.hits[hit.clause.citation] = hit.spans
                rows[hit.clause.citation] = _hit_row(hit)
        self.clause_count = len(rows)
        return list(rows.values())

    def _action_rows(self, query: str) -> list[ListRow]:
        words = fold.fold(query).split()
        rows = [ListRow(f"place|{place}", "移る", f"{names[0]}へ移る") for place, names in PLACES.items()]
        rows += [ListRow(f"{kind}|{action}", "する", label) for kind, action, label in ACTIONS]
        return [row for row in rows if all(word in fold.fold(row.body) for word in words)]

    @work(thread=True, exclusive=True, group="records")
    def read(self, query: str, within: RecordHits | None) -> None:
        """Find among the records; a newer question stops an older one. Where the index cannot be asked, the next key
        asks again."""
        worker = get_current_worker()
        hits, by_reading = RecordHits((), ()), []
        with contextlib.suppress(IndexUnavailable):
            hits = finder.find_records(
                self.context, query, self.page_size, within, lambda: worker.is_cancelled
            )
            if hits.stopped:
                return
            if self.readings is None:
                self.readings = finder.sounds(self.context)
            ids = {row.id for row in hits.rows}
            by_reading = [row for row in finder.sounding(self.readings, query) if row.id not in ids]
        records = [*by_reading, *hits.rows]
        near = [] if self.rows or records else search.suggest(self.context.guideline, query)
        self.app.call_from_thread(self.show_records, query, hits, records, [str(word) for word in near])

    def show_records(
        self, query: str, hits: RecordHits, records: list[IndexRow], near: Sequence[str]
    ) -> None:
        """Show the records, or what is near, when the words are still the same and nobody has left."""
        if self.left or self.words.value != query:
            return
        self.record_hits, self.records = hits, records
        if not self.rows and not records:
            self.suggestions = [ListRow(f"suggest|{word}", "近いもの", word) for word in near]
            self.summary = f"「{query}」は見つかりません。" + (
                "近いものを挙げました。" if near else "別の言葉で探してください。"
            )
        elif not self.rows:
            self.summary = "0件（本文）"
        if records or not self.rows:
            current = self.row_list.current_row
            self._show()
            if current:
                self.row_list.go(current.key)
        row = self.row_list.current_row
        if self.is_active and self.submitted == query and row is not None and (self.rows or records):
            self._go(row)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Say which of how many."""
        message.stop()
        self._show_count()

    def action_step(self, direction: int) -> None:
        """To the next hit."""
        self.row_list.action_step(direction)

    def action_page(self, direction: int) -> None:
        """A window of hits on."""
        self.row_list.action_page(direction)

    def on_text_field_submitted(self, message: TextField.Submitted) -> None:
        """Go to the current hit; where records are still being read, to the first that comes."""
        message.stop()
        row = self.row_list.current_row
        if row is not None:
            self._go(row)
        else:
            self.submitted = message.value

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Go to the hit that was chosen by mouse."""
        message.stop()
        self._go(message.row)

    def _go(self, row: ListRow) -> None:
        kind, _, place = row.key.partition("|")
        if kind == "more":
            self.page_size *= 5
            self.read(self.words.value, None)
        elif kind == "suggest":
            self.words.put(place)
            self.draw(place)
        else:
            self.dismiss(FinderGoal(kind, place, self.words.value, self.hits))


def _hit_row(hit: search.ClauseHit) -> ListRow:
    """The sentence with the first hit, and the chapter it is in."""
    first = hit.spans[0][0]
    start = max(hit.shown.rfind("。", 0, first), hit.shown.rfind("\n", 0, first)) + 1
    ends = [end for end in (hit.shown.find("。", first), hit.shown.find("\n", first)) if end >= 0]
    end = min(ends) + 1 if ends else len(hit.shown)
    body = hit.shown[start:end].rstrip("\n")
    spans = tuple(RowSpan(a - start, min(b, end) - start) for a, b in hit.spans if start <= a < end)
    chapter = hit.clause.chapter
    name = f"{chapter.mark} {chapter.title}".strip()
    where = f"（{name}）" if chapter is not hit.clause else ""
    return ListRow(f"clause|{hit.clause.citation}", hit.clause.citation, body + where, 0, spans)
