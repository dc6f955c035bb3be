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

from uedasns_tui.desk import finder
from uedasns_tui.desk.desk import Desk
from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline import search
from uedasns_tui.japanese import fold
from uedasns_tui.store.index import Hits
from uedasns_tui.store.index import Row as Kept
from uedasns_tui.store.index_base import Unavailable
from uedasns_tui.ui.place import PLACES
from uedasns_tui.ui.widgets.closing import Closing
from uedasns_tui.ui.widgets.field import Field
from uedasns_tui.ui.widgets.keys import Keys
from uedasns_tui.ui.widgets.lines import Lines, Row, Span
from uedasns_tui.ui.widgets.plain_text import PlainText

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
class Goal:
    """Where to go: a clause, a record, a place, an action. `hits`: citation -> spans of all clauses found."""

    kind: str
    place: str
    query: str = ""
    hits: dict[str, Spans] = field(default_factory=dict)


class Finder(Closing[Goal | None], ModalScreen[Goal | None]):
    """Type; ↑↓ choose; Enter goes; Esc returns to where one was."""

    DEFAULT_CSS = """
    Finder { align: center top; background: $surface; }
    Finder > .box { width: 100%; height: 100%; background: $panel; padding: 0 1; }
    Finder #count { height: auto; }
    Finder #hits { height: 1fr; background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", "次", priority=True),
        Binding("up", "step(-1)", "前", priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("escape", "leave", "戻る", priority=True),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.hits: dict[str, Spans] = {}
        self.clauses = 0
        self.rows: list[Row] = []
        self.more: list[Row] = []
        self.said = ""
        self.entered = ""
        self.records: list[Kept] = []
        self.sounds: finder.Sounds | None = None
        self.hits_of_records: Hits | None = None
        self.most = FIRST

    def compose(self) -> ComposeResult:
        """The words, the count, the hits."""
        with Vertical(classes="box"):
            example = next((one.citation for one in self.desk.guideline.clauses if one.depth > 1), "")
            yield Field("", placeholder=f"言葉・ローマ字・引用（{example} など）・すること", id="words")
            yield PlainText("", id="count")
            yield Lines(id="hits")
        yield Keys()

    def on_mount(self) -> None:
        """Actions and places until something is typed."""
        self.query_one("#words", Field).focus()
        self.draw("")
        # folding the whole text costs what a few keys do: before the first is pressed, not on it
        self.call_after_refresh(search.prepare, self.desk.guideline)

    def on_field_edited(self, message: Field.Edited) -> None:
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
        rows += [Row(f"{one.kind}|{one.id}", "記録", f"{one.title}（{one.id}）") for one in self.records]
        if self.hits_of_records is not None and self.hits_of_records.after is not None and self.records:
            rows.append(Row("more|", "記録", f"{len(self.records)} 件より後は、Enter で続きを表示します。"))
        self.query_one("#hits", Lines).set_rows(rows)
        self._count()

    def _count(self) -> None:
        lines = self.query_one("#hits", Lines)
        said = self.said
        if self.clauses and lines.current < self.clauses and lines.rows and self.hits:
            said = f"{lines.current + 1}/{self.clauses}件"
        self.query_one("#count", PlainText).update(said)

    def _clauses(self, query: str) -> list[Row]:
        guideline = self.desk.guideline
        self.hits = {}
        rows: dict[str, Row] = {}
        if query.strip():
            for clause in guideline.find(query):
                self.hits[clause.citation] = ()
                rows[clause.citation] = Row(
                    f"clause|{clause.citation}", clause.citation, search.shown(clause)
                )
            for hit in search.search(guideline, query).hits:
                self.hits[hit.clause.citation] = hit.spans
                rows[hit.clause.citation] = self._hit(hit)
        self.clauses = len(rows)
        return list(rows.values())

    def _hit(self, hit: search.Hit) -> Row:
        """The sentence with the first hit, and the chapter it stands in."""
        first = hit.spans[0][0]
        start = max(hit.shown.rfind("。", 0, first), hit.shown.rfind("\n", 0, first)) + 1
        ends = [at for at in (hit.shown.find("。", first), hit.shown.find("\n", first)) if at >= 0]
        end = min(ends) + 1 if ends else len(hit.shown)
        body = hit.shown[start:end].rstrip("\n")
        spans = tuple(Span(a - start, min(b, end) - start) for a, b in hit.spans if start <= a < end)
        chapter = hit.clause.chapter
        where = (
            f"（{chapter.mark} {chapter.title}）".replace("（ ", "（") if chapter is not hit.clause else ""
        )
        return Row(f"clause|{hit.clause.citation}", hit.clause.citation, body + where, 0, spans)

    def _actions(self, query: str) -> list[Row]:
        wanted = fold.fold(query).split()
        rows = [Row(f"place|{key}", "移る", f"{names[0]}へ移る") for key, names in PLACES.items()]
        rows += [Row(f"{kind}|{what}", "する", said) for kind, what, said in ACTIONS]
        return [row for row in rows if all(word in fold.fold(row.body) for word in wanted)]

    @work(thread=True, exclusive=True, group="records")
    def read(self, query: str, within: Hits | None) -> None:
        """Find among the records; a newer question stops an older one. The next look comes soon where the index
        cannot be asked."""
        asked = get_current_worker()
        hits, found = Hits((), ()), []
        with contextlib.suppress(Unavailable):
            hits = finder.records(self.desk, query, self.most, within, lambda: asked.is_cancelled)
            if hits.stopped:
                return
            if self.sounds is None:
                self.sounds = finder.sounds(self.desk)
            known = {row.id for row in hits.rows}
            found = [row for row in finder.sounding(self.sounds, query) if row.id not in known]
        near = [] if self.rows or found or hits.rows else search.suggest(self.desk.guideline, query)
        self.app.call_from_thread(self.take, query, hits, [*found, *hits.rows], [str(one) for one in near])

    def take(self, query: str, hits: Hits, found: list[Kept], near: list[str]) -> None:
        """Show the records, or what is near, when the words are still the same and nobody has left."""
        if self.left or self.query_one("#words", Field).value != query:
            return
        self.hits_of_records, self.records = hits, found
        if not self.rows and not found:
            self.more = [Row(f"suggest|{one}", "近いもの", one) for one in near]
            self.said = f"「{query}」は見つかりません。" + (
                "近いものを挙げました。" if near else "別の言葉で探してください。"
            )
        elif not self.rows:
            self.said = "0件（本文）"
        if found or not self.rows:
            lines = self.query_one("#hits", Lines)
            keep = lines.current_row.key if lines.current_row else None
            self._show()
            if keep:
                lines.go(keep)
        row = self.query_one("#hits", Lines).current_row
        if self.is_active and self.entered == query and row is not None and (self.rows or found):
            self._go(row)

    def on_lines_moved(self, message: Lines.Moved) -> None:
        """Say which of how many."""
        message.stop()
        self._count()

    def action_step(self, by: int) -> None:
        """To the next hit."""
        self.query_one("#hits", Lines).action_step(by)

    def action_page(self, by: int) -> None:
        """A window of hits on."""
        self.query_one("#hits", Lines).action_page(by)

    def on_field_submitted(self, message: Field.Submitted) -> None:
        """Go to the current hit; where records are still being read, to the first that comes."""
        message.stop()
        row = self.query_one("#hits", Lines).current_row
        if row is not None:
            self._go(row)
        else:
            self.entered = message.value

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """Go to the hit that was chosen by mouse."""
        message.stop()
        self._go(message.row)

    def _go(self, row: Row) -> None:
        kind, _, place = row.key.partition("|")
        if kind == "more":
            self.most *= 5
            self.read(self.query_one("#words", Field).value, None)
        elif kind == "suggest":
            self.query_one("#words", Field).put(place)
            self.draw(place)
        else:
            self.dismiss(Goal(kind, place, self.query_one("#words", Field).value, self.hits))

    def action_leave(self) -> None:
        """Back to where one was."""
        self.dismiss(None)
