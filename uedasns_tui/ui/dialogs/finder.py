"""The finder: one place to type for citations, words, actions and records; the hits beneath, as one types."""

from __future__ import annotations

import contextlib
from dataclasses import field
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.worker import get_current_worker

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline import search
from uedasns_tui.japanese import fold
from uedasns_tui.services import finder
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.index.database import IndexUnavailable
from uedasns_tui.storage.index.record_index import IndexRow as Kept
from uedasns_tui.storage.index.record_index import RecordHits
from uedasns_tui.ui.screens.main_screen import PLACES
from uedasns_tui.ui.widgets.key_bar import KeyBar
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.result_screen import ResultScreen
from uedasns_tui.ui.widgets.row_list import ListRow, RowList, RowSpan
from uedasns_tui.ui.widgets.text_field import TextField

Spans = tuple[tuple[int, int], ...]
FIRST = 50
"""Records found that are shown at once; Enter on the row after them shows more."""
ACTIONS = (
    ("begin", "policy", "利用方針を新しく書く"),
    ("begin", "post", "投稿前チェックを始める"),
    ("begin", "incident", "トラブルの記録を始める"),
    ("app", "theme", "明るい画面・暗い画面を切り替える"),
    ("app", "help", "使えるキーの説明"),
    ("app", "leave", "終了する"),
)


@dataclass(frozen=True)
class FinderGoal:
    """Where to go: a clause, a record, a place, an action. `hits`: citation -> spans of all clauses found."""

    kind: str
    place: str
    query: str = ""
    hits: dict[str, Spans] = field(default_factory=dict)


class FinderDialog(ResultScreen[FinderGoal | None], ModalScreen[FinderGoal | None]):
    """Type; ↑↓ choose; Enter goes; Esc returns to where one was."""

    DEFAULT_CSS = """
    FinderDialog { align: center top; background: $surface; }
    FinderDialog > .box { width: 100%; height: 100%; background: $panel; padding: 0 1; }
    FinderDialog #count { height: auto; }
    FinderDialog #hits { height: 1fr; background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", "次", priority=True),
        Binding("up", "step(-1)", "前", priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("escape", "leave", "戻る", priority=True),
    ]

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context
        self.hits: dict[str, Spans] = {}
        self.clauses = 0
        self.rows: list[ListRow] = []
        self.more: list[ListRow] = []
        self.said = ""
        self.entered = ""
        self.records: list[Kept] = []
        self.sounds: finder.ReadingIndex | None = None
        self.hits_of_records: RecordHits | None = None
        self.most = FIRST

    def compose(self) -> ComposeResult:
        """The words, the count, the hits."""
        with Vertical(classes="box"):
            example = next((one.citation for one in self.context.guideline.clauses if one.depth > 1), "")
            yield TextField("", placeholder=f"言葉・ローマ字・引用（{example} など）・すること", id="words")
            yield PlainText("", id="count")
            yield RowList(id="hits")
        yield KeyBar()

    def on_mount(self) -> None:
        """Actions and places until something is typed."""
        self.query_one("#words", TextField).focus()
        self.draw("")
        # folding the whole text costs what a few keys do: before the first is pressed, not on it
        self.call_after_refresh(search.prepare, self.context.guideline)

    def on_text_field_edited(self, message: TextField.Edited) -> None:
        """Find as one types; records are read beside it."""
        message.stop()
        self.records, self.more, self.most, self.entered = [], [], FIRST, ""
        self.draw(message.value)
        if message.value.strip():
            self.read(message.value, self.hits_of_records)

    def draw(self, query: str) -> None:
        """Show what is found of the guideline and the actions; records come as they are read."""
        self.rows = [*self._clauses(query), *self._actions(query)]
        if not query.strip():
            self.said = "言葉を入れると、本文・記録・することから探します。"
        else:
            self.said = f"{self.clauses}件（本文）" if self.rows else "記録を探しています…"
        self._show()

    def _show(self) -> None:
        rows = [*self.rows, *self.more]
        rows += [ListRow(f"{one.kind}|{one.id}", "記録", f"{one.title}（{one.id}）") for one in self.records]
        if self.hits_of_records is not None and self.hits_of_records.after is not None and self.records:
            rows.append(
                ListRow("more|", "記録", f"{len(self.records)} 件より後は、Enter で続きを表示します。")
            )
        self.query_one("#hits", RowList).set_rows(rows)
        self._count()

    def _count(self) -> None:
        lines = self.query_one("#hits", RowList)
        said = self.said
        if self.clauses and lines.current < self.clauses and lines.rows and self.hits:
            said = f"{lines.current + 1}/{self.clauses}件"
        self.query_one("#count", PlainText).update(said)

    def _clauses(self, query: str) -> list[ListRow]:
        guideline = self.context.guideline
        self.hits = {}
        rows: dict[str, ListRow] = {}
        if query.strip():
            for clause in guideline.find(query):
                self.hits[clause.citation] = ()
                rows[clause.citation] = ListRow(f"clause|{clause.citation}", clause.citation, clause.whole)
            for hit in search.search(guideline, query).hits:
                self.hits[hit.clause.citation] = hit.spans
                rows[hit.clause.citation] = self._hit(hit)
        self.clauses = len(rows)
        return list(rows.values())

    def _hit(self, hit: search.ClauseHit) -> ListRow:
        """The sentence with the first hit, and the chapter it stands in."""
        first = hit.spans[0][0]
        start = max(hit.shown.rfind("。", 0, first), hit.shown.rfind("\n", 0, first)) + 1
        ends = [at for at in (hit.shown.find("。", first), hit.shown.find("\n", first)) if at >= 0]
        end = min(ends) + 1 if ends else len(hit.shown)
        body = hit.shown[start:end].rstrip("\n")
        spans = tuple(RowSpan(a - start, min(b, end) - start) for a, b in hit.spans if start <= a < end)
        chapter = hit.clause.chapter
        where = (
            f"（{chapter.mark} {chapter.title}）".replace("（ ", "（") if chapter is not hit.clause else ""
        )
        return ListRow(f"clause|{hit.clause.citation}", hit.clause.citation, body + where, 0, spans)

    def _actions(self, query: str) -> list[ListRow]:
        wanted = fold.fold(query).split()
        rows = [ListRow(f"place|{key}", "移る", f"{names[0]}へ移る") for key, names in PLACES.items()]
        rows += [ListRow(f"{kind}|{what}", "する", said) for kind, what, said in ACTIONS]
        return [row for row in rows if all(word in fold.fold(row.body) for word in wanted)]

    @work(thread=True, exclusive=True, group="records")
    def read(self, query: str, within: RecordHits | None) -> None:
        """Find among the records; a newer question stops an older one. The next look comes soon where the index
        cannot be asked."""
        asked = get_current_worker()
        hits, found = RecordHits((), ()), []
        with contextlib.suppress(IndexUnavailable):
            hits = finder.find_records(self.context, query, self.most, within, lambda: asked.is_cancelled)
            if hits.stopped:
                return
            if self.sounds is None:
                self.sounds = finder.sounds(self.context)
            known = {row.id for row in hits.rows}
            found = [row for row in finder.sounding(self.sounds, query) if row.id not in known]
        near = [] if self.rows or found or hits.rows else search.suggest(self.context.guideline, query)
        self.app.call_from_thread(self.take, query, hits, [*found, *hits.rows], [str(one) for one in near])

    def take(self, query: str, hits: RecordHits, found: list[Kept], near: list[str]) -> None:
        """Show the records, or what is near, when the words are still the same and nobody has left."""
        if self.left or self.query_one("#words", TextField).value != query:
            return
        self.hits_of_records, self.records = hits, found
        if not self.rows and not found:
            self.more = [ListRow(f"suggest|{one}", "近いもの", one) for one in near]
            self.said = f"「{query}」は見つかりません。" + (
                "近いものを挙げました。" if near else "別の言葉で探してください。"
            )
        elif not self.rows:
            self.said = "0件（本文）"
        if found or not self.rows:
            lines = self.query_one("#hits", RowList)
            keep = lines.current_row.key if lines.current_row else None
            self._show()
            if keep:
                lines.go(keep)
        row = self.query_one("#hits", RowList).current_row
        if self.is_active and self.entered == query and row is not None and (self.rows or found):
            self._go(row)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Say which of how many."""
        message.stop()
        self._count()

    def action_step(self, by: int) -> None:
        """To the next hit."""
        self.query_one("#hits", RowList).action_step(by)

    def action_page(self, by: int) -> None:
        """A window of hits on."""
        self.query_one("#hits", RowList).action_page(by)

    def on_text_field_submitted(self, message: TextField.Submitted) -> None:
        """Go to the current hit; where records are still being read, to the first that comes."""
        message.stop()
        row = self.query_one("#hits", RowList).current_row
        if row is not None:
            self._go(row)
        else:
            self.entered = message.value

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Go to the hit that was chosen by mouse."""
        message.stop()
        self._go(message.row)

    def _go(self, row: ListRow) -> None:
        kind, _, place = row.key.partition("|")
        if kind == "more":
            self.most *= 5
            self.read(self.query_one("#words", TextField).value, None)
        elif kind == "suggest":
            self.query_one("#words", TextField).put(place)
            self.draw(place)
        else:
            self.dismiss(FinderGoal(kind, place, self.query_one("#words", TextField).value, self.hits))

    def action_leave(self) -> None:
        """Back to where one was."""
        self.dismiss(None)
