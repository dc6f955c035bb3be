"""The finder: one input for citations, words, actions and records, with hits as somebody types."""

from __future__ import annotations

import contextlib
from dataclasses import field
from datetime import datetime
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.worker import get_current_worker

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline import search
from uedasns_tui.guideline.document import TITLE_BLOCK
from uedasns_tui.guideline.search import ClauseHit
from uedasns_tui.guideline.topic_search import prepare, search_all
from uedasns_tui.japanese import fold, local_time, width
from uedasns_tui.japanese.near_date import near_date
from uedasns_tui.services import finder
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.index.database import IndexUnavailable
from uedasns_tui.storage.index.record_index import IndexRow, RecordHits
from uedasns_tui.ui import finder_actions
from uedasns_tui.ui.dialogs.dialog import Dialog
from uedasns_tui.ui.goto import Goto, OpenClause, OpenRecord, ShowMore, UseWords
from uedasns_tui.ui.states import badge, section_name
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.row_layout import cell_text
from uedasns_tui.ui.widgets.row_list import ListRow, RowList, RowSpan
from uedasns_tui.ui.widgets.table_heading import TableHeading
from uedasns_tui.ui.widgets.text_field import TextField

Spans = tuple[tuple[int, int], ...]
FIRST = 50
"""Records that are shown at once; Enter on the row after them shows more."""
MOST_TITLE = 36
"""Cells to which the titles of records are padded, so that their states stand beneath each other."""
FIRST_ACTIONS = 4
"""Actions before the clauses, where somebody types; the others come behind all that is found."""
HINT = "短い言葉や、かな・ローマ字、条項の番号でも探せます。"
OTHERS = {"item": "項目", "field": "欄", "choice": "選択肢", "help": "説明"}


@dataclass(frozen=True)
class FinderChoice:
    """What was chosen: where to go. `hits`: the spans of every clause that was found, by citation."""

    goto: Goto
    query: str = ""
    hits: dict[str, Spans] = field(default_factory=dict)


class FinderDialog(Dialog[FinderChoice]):
    """Type; ↑↓ choose; Enter goes; Esc returns."""

    TALL = True
    DEFAULT_CSS = """
    FinderDialog { align: center top; background: $surface; }
    FinderDialog.tall > .box { width: 100%; max-width: 100%; height: 100%; max-height: 100%; }
    FinderDialog #count { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "開く"),
        Binding("down", "step(1)", "次", priority=True),
        Binding("up", "step(-1)", "前", priority=True),
        Binding("pagedown", "page(1)", "次のページ", show=False, priority=True),
        Binding("pageup", "page(-1)", "前のページ", show=False, priority=True),
        Binding("escape", "cancel", "戻る", priority=True),
    ]

    def __init__(self, context: AppContext) -> None:
        super().__init__("探す")
        self.context = context
        self.hits: dict[str, Spans] = {}
        self.rows: list[ListRow] = []
        """What is found in the guideline and among the actions."""
        self.suggestions: list[ListRow] = []
        self.records: list[IndexRow] = []
        self.record_hits: RecordHits | None = None
        self.readings: finder.ReadingIndex | None = None
        self.limit = FIRST
        self.summary = ""
        self.reading = ""
        """The words for which records are being read."""
        self.submitted = ""
        """The words for which Enter was pressed before anything was found."""

    def compose_content(self) -> ComposeResult:
        """The words, the count, the hits."""
        clauses = self.context.guideline.clauses
        example = next((clause.citation for clause in clauses if clause.depth > 1), "")
        yield TextField("", placeholder=f"言葉・ローマ字・引用（{example} など）・操作", id="words")
        yield PlainText("", id="count")
        hits = RowList(id="hits")
        yield TableHeading(hits, ("場所", "見つかったところ"))
        yield hits

    def on_mount(self) -> None:
        """Actions and screens until something is typed."""
        self.query_one("#words", TextField).focus()
        self.draw("")
        # folding the whole text costs what a few keys do: before the first is pressed, not on it
        self.call_after_refresh(prepare, self.context.guideline)

    @property
    def row_list(self) -> RowList:
        """The hits."""
        return self.query_one("#hits", RowList)

    @property
    def words(self) -> str:
        """What is typed."""
        return self.query_one("#words", TextField).value

    # ---- what is found
    def on_text_field_edited(self, message: TextField.Edited) -> None:
        """Find as somebody types; records are read beside it."""
        message.stop()
        self.records, self.suggestions, self.limit, self.submitted = [], [], FIRST, ""
        self.reading = message.value.strip()
        self.draw(message.value)
        if message.value.strip():
            self.read(message.value, self.record_hits)

    def draw(self, query: str) -> None:
        """Show what is found of the guideline and the actions; records come as they are read."""
        actions = [
            ListRow(action.key, action.kind, action.title, goto=action.goto)
            for action in finder_actions.matching(self.context.guideline, query)
        ]
        first = FIRST_ACTIONS if query.strip() else len(actions)
        self.rows = [*actions[:first], *self._clause_rows(query), *actions[first:]]
        if not query.strip():
            self.summary = "言葉を入れると、ガイドライン・記録・操作から探します。"
        else:
            self.summary = f"{len(self.hits)}件（ガイドライン）" if self.rows else "記録を探しています…"
        self._show()

    def _show(self) -> None:
        records = [self._record_row(row) for row in self.records]
        named = sum(_is_called(row, self.words) for row in self.records)
        before = [] if self.cited else records if self.partly else records[:named]
        rows = [*before, *self.rows, *self.suggestions, *records[len(before) :]]
        if self.record_hits is not None and self.record_hits.after is not None and self.records:
            text = f"{len(self.records)} 件より後は、Enter で続きを表示します。"
            rows.append(ListRow("more", "記録", text, goto=ShowMore()))
        self.row_list.set_rows(rows)
        self._show_count()

    def _record_row(self, row: IndexRow) -> ListRow:
        label, when = str(row.facts.get("label", "")), ""
        if row.at:
            day = local_time.local(datetime.fromisoformat(row.at)).date()
            when = near_date(day, self.context.today)
        state = badge(self.context, row.kind, row.state, label)
        most = max((width.cells(record.title) for record in self.records), default=0)
        title = width.pad(row.title, min(most, MOST_TITLE)) + "　"
        about = "　".join(filter(None, (when, section_name(row.section), row.id)))
        shown = cell_text(state, brackets=self.app.no_color)
        spans = (RowSpan(len(title), len(title) + len(shown), state.meaning),) if shown else ()
        return ListRow(row.id, "記録", f"{title}{shown}　{about}", 0, spans, goto=OpenRecord(row.id))

    @property
    def cited(self) -> bool:
        """Whether the words name a clause: what was meant is then known."""
        return bool(self.words.strip()) and bool(self.context.guideline.find(self.words))

    @property
    def answering(self) -> bool:
        """Whether Enter was pressed and waits for the records."""
        return bool(self.submitted and self.reading)

    @property
    def partly(self) -> bool:
        """Whether no clause and no action holds every word: a record that holds them fits better."""
        guideline, words = self.context.guideline, self.words
        result = search.search(guideline, words)
        return not (result.hits or result.others or finder_actions.matching(guideline, words))

    def _show_count(self) -> None:
        row, citations = self.row_list.current_row, list(self.hits)
        citation = row.goto.citation if row is not None and isinstance(row.goto, OpenClause) else ""
        in_hits = row is not None and row.key.startswith("clause:") and citation in self.hits
        count = f"{citations.index(citation) + 1}/{len(citations)}件" if in_hits else self.summary
        self.query_one("#count", PlainText).update(count)

    def _clause_rows(self, query: str) -> list[ListRow]:
        guideline = self.context.guideline
        self.hits = {}
        rows: dict[str, ListRow] = {}
        if query.strip():
            for clause in guideline.find(query):
                self.hits[clause.citation] = ()
                rows[clause.citation] = ListRow(
                    f"clause:{clause.citation}",
                    clause.citation,
                    clause.whole,
                    goto=OpenClause(clause.citation),
                )
            self._add_hits(rows, query)
        listed = list(rows.values())
        place = finder.title_block_place(guideline, query, len(listed))
        if place is not None:
            text = guideline.title_block.removeprefix(guideline.title).strip() or guideline.title
            listed.insert(place, ListRow("title", TITLE_BLOCK, text, goto=OpenClause(TITLE_BLOCK)))
        return listed

    def _add_hits(self, rows: dict[str, ListRow], query: str) -> None:
        """Clauses, items, fields, choices and helps, in order of fit."""
        result = search_all(self.context.guideline, query)
        for hit in result.hits:
            if hit.clause.citation not in rows:
                self.hits[hit.clause.citation] = hit.spans
                rows[hit.clause.citation] = _hit_row(hit)
        for other in result.others:
            key = f"{other.kind}:{other.clause}:{other.shown}"
            goto = OpenClause(other.clause) if other.clause else None
            spans = tuple(RowSpan(start, end) for start, end in other.spans)
            where = f"〔{other.clause}〕" if other.clause else ""
            rows.setdefault(key, ListRow(key, OTHERS[other.kind], other.shown + where, 0, spans, goto=goto))

    @work(thread=True, exclusive=True, group="records")
    def read(self, query: str, within: RecordHits | None) -> None:
        """Find among the records; a newer question stops an older one. Where the index cannot be asked, the next
        look comes soon."""
        worker = get_current_worker()
        hits, by_reading = RecordHits((), ()), []
        with contextlib.suppress(IndexUnavailable):
            hits = finder.find_records(self.context, query, self.limit, within, lambda: worker.is_cancelled)
            if hits.stopped:
                return
            if self.readings is None:
                self.readings = finder.sounds(self.context)
            known = {row.id for row in hits.rows}
            by_reading = [row for row in finder.sounding(self.readings, query) if row.id not in known]
        records = [*by_reading, *hits.rows]
        near = [] if self.rows or records else search.suggest(self.context.guideline, query)
        self.call_later(self.show_records, query, hits, records, [str(words) for words in near])

    def show_records(self, query: str, hits: RecordHits, records: list[IndexRow], near: list[str]) -> None:
        """Show the records, or what is near, when the words are still the same and nobody has left."""
        if self.left or self.words != query:
            return
        self.reading = ""
        named = [row for row in records if _is_called(row, query)]
        self.record_hits, self.records = hits, [*named, *(row for row in records if row not in named)]
        if not self.rows and not records:
            self.suggestions = [
                ListRow(f"near:{words}", "近いもの", words, goto=UseWords(words)) for words in near
            ]
            advice = "近いものを挙げました。" if near else f"別の言葉で探してください。\n{HINT}"
            self.summary = f"「{query}」は見つかりません。{advice}"
        elif not self.rows:
            self.summary = "0件（ガイドライン）"
        if records or not self.rows:
            current = self.row_list.current_row if self.row_list.current else None
            self._show()
            if current is not None:  # whoever has moved stays; whoever has not is on what fits best
                self.row_list.go(current.key)
        row = self.row_list.current_row
        if self.is_active and self.submitted == query and row is not None and (self.rows or records):
            self._choose(row)

    # ---- choosing
    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Say which of how many."""
        message.stop()
        self._show_count()

    def action_step(self, by: int) -> None:
        """To the next hit."""
        self.row_list.action_step(by)

    def action_page(self, by: int) -> None:
        """A window of hits on."""
        self.row_list.action_page(by)

    def action_choose(self) -> None:
        """Go to the current hit."""
        self.row_list.action_choose()

    def on_text_field_submitted(self, message: TextField.Submitted) -> None:
        """Go to the current hit; where records are still being read that may fit better, to the first that comes."""
        message.stop()
        row = self.row_list.current_row
        waits = bool(self.reading) and not self.row_list.current and not self.cited
        if row is not None and not waits:
            self._choose(row)
        else:
            self.submitted = message.value

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Go to the hit that was chosen by mouse."""
        message.stop()
        self._choose(message.row)

    def _choose(self, row: ListRow) -> None:
        match row.goto:
            case ShowMore():
                self.limit *= 5
                self.read(self.words, None)
            case UseWords(words):
                self.query_one("#words", TextField).put(words)
                self.draw(words)
            case None:
                pass
            case goto:
                self.dismiss(FinderChoice(goto, self.words, self.hits))


def _is_called(row: IndexRow, words: str) -> bool:
    """Whether a record's title is what was typed."""
    return bool(words.strip()) and fold.fold(row.title).strip() == fold.fold(words).strip()


def _hit_row(hit: ClauseHit) -> ListRow:
    """The sentence with the first hit, and the chapter it is in."""
    first = hit.spans[0][0] if hit.spans else 0
    start = max(hit.shown.rfind("。", 0, first), hit.shown.rfind("\n", 0, first)) + 1
    ends = [place for place in (hit.shown.find("。", first), hit.shown.find("\n", first)) if place >= 0]
    end = min(ends) + 1 if ends else len(hit.shown)
    spans = tuple(RowSpan(a - start, min(b, end) - start) for a, b in hit.spans if start <= a < end)
    clause, chapter = hit.clause, hit.clause.chapter
    where = f"（{f'{chapter.mark} {chapter.title}'.strip()}）" if chapter is not clause else ""
    body = hit.shown[start:end].rstrip("\n") + where
    return ListRow(
        f"clause:{clause.citation}", clause.citation, body, 0, spans, goto=OpenClause(clause.citation)
    )
