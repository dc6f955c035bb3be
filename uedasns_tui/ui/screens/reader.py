"""The reader: the whole guideline, its contents beside it, and what rests on the current clause.

Moves by clause; Enter follows a reference, back and forward return to the exact line; y copies a citation. The place
is remembered between runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.events import Resize
from textual.geometry import Size

from uedasns_tui.guideline.clause_tree import Clause
from uedasns_tui.guideline.document import TITLE_BLOCK
from uedasns_tui.japanese import width
from uedasns_tui.services.context import AppContext
from uedasns_tui.ui.goto import OpenClause, OpenScreen
from uedasns_tui.ui.screens.main_screen import SCREENS, MainScreen
from uedasns_tui.ui.widgets.clause_row import row_of, title_block_row
from uedasns_tui.ui.widgets.frame import framed, titled
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.row_list import ListRow, RowList

if TYPE_CHECKING:
    from uedasns_tui.guideline.references import CrossReference
    from uedasns_tui.ui.dialogs.finder import FinderChoice

CONTENTS_FROM = 100
"""Columns from which the contents stand beside the text."""
PANEL_FROM = 120
"""Columns from which what rests on the clause stands beside the text; below, a few lines beneath it."""
LATER = 0.1
"""Seconds after which what need not be there with the first sentence is there, too."""

NO_CLAUSE = "題と、策定や改定の日です。"
"""Said beside the title block."""


class ReaderMark(NamedTuple):
    """A place in the text, to come back to."""

    key: str
    top: tuple[str, int] | None


class ReaderScreen(MainScreen):
    """The reader."""

    NAME = "reading"
    CSS_PATH = "reader.tcss"
    AUTO_FOCUS = "#text"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash,f3", "find", "探す"),
        Binding("enter", "follow", "参照先を開く"),
        Binding("alt+left,left_square_bracket,backspace", "back", "戻る"),
        Binding("alt+right,right_square_bracket", "forward", "進む", show=False),
        Binding("y", "cite", "引用をコピー"),
        Binding("b", "backlinks", "関わるもの"),
        Binding("t", "contents", "目次"),
        Binding("full_stop", "hit(1)", "次の一致", show=False),
        Binding("comma", "hit(-1)", "前の一致", show=False),
        Binding("f7", "app.compare", "版を見比べる", show=False),
    ]

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.behind: list[ReaderMark] = []
        self.ahead: list[ReaderMark] = []
        self.hits: dict[str, tuple[tuple[int, int], ...]] = {}
        self.words = ""
        self.complete = False

    def content(self) -> ComposeResult:
        """Contents, text, what rests on the current clause."""
        with Horizontal(id="both"):
            yield framed(RowList(id="contents"), "目次")
            text = RowList(measure=self.context.user_settings.measure, id="text")
            yield framed(text, self.context.guideline.title, focused=True)
            with framed(VerticalScroll(id="about", can_focus=False), "関わるもの"):
                yield PlainText("", id="about-text")

    def on_mount(self) -> None:
        """The whole text, where it was left."""
        clauses = self.context.guideline.clauses
        rows = [row_of(self.context, clause, linked=False) for clause in clauses]
        self.text.set_rows([title_block_row(self.context), *rows])
        self.text.focus()
        if self.context.user_settings.place:
            self.call_after_refresh(self._show_place)
        self.set_timer(LATER, self._complete)

    def _show_contents(self) -> None:
        """The chapters and their sections. A frame of its own would cost four times what they do."""
        clauses = self.context.guideline.clauses
        self.contents.set_rows(
            [
                ListRow(TITLE_BLOCK, "", TITLE_BLOCK, heading=True),
                *(
                    ListRow(
                        clause.citation, clause.mark, clause.title, clause.depth, heading=clause.depth == 0
                    )
                    for clause in clauses
                    if clause.depth <= 1 and clause.title
                ),
            ]
        )

    def _show_place(self) -> None:
        """Where the text was left, as soon as its lines are known."""
        settings = self.context.user_settings
        if self.text.go(settings.place):
            self.text.show_at(settings.place, settings.place_line)

    def _complete(self) -> None:
        """What the first key need not wait for: the references in the text, and what rests on the clause."""
        self.complete = True
        self.add_class("-complete")
        self._show_contents()
        self._follow_text()
        self._show_title()
        self._mark_hits()
        self._show_about()

    def _show_title(self) -> None:
        """The guideline's title with the day of its edition; a short one where that would be cut."""
        from uedasns_tui.japanese.eras import japanese_date

        guideline = self.context.guideline
        whole, short = (
            f"{title}　{japanese_date(guideline.file.edition)}"
            for title in (guideline.title, SCREENS[self.NAME][0])
        )
        titled(self.text, whole if width.cells(whole) <= self.text.outer_size.width - 6 else short)

    @property
    def text(self) -> RowList:
        """The text."""
        return self.query_one("#text", RowList)

    @property
    def contents(self) -> RowList:
        """The contents."""
        return self.query_one("#contents", RowList)

    @property
    def clause(self) -> Clause | None:
        """The current clause."""
        row = self.text.current_row
        return self.context.guideline.clause(row.key) if row else None

    def on_resize(self, event: Resize) -> None:
        """The window has another size."""
        self.fit(event.size)
        if self.complete:
            self.call_after_refresh(self._show_title)

    def size_classes(self, size: Size) -> dict[str, bool]:
        """The contents and what rests on a clause fold away where there is no room for them."""
        contents, about = size.width >= CONTENTS_FROM, size.width >= PANEL_FROM
        return {**super().size_classes(size), "-with-contents": contents, "-with-about": about}

    # ---- moving
    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """The text follows the contents; the panel follows the text."""
        message.stop()
        if message.control is self.text:
            self._show_about()
            self._follow_text()
        elif self.contents.has_focus:
            self._show(message.row.key)

    def _follow_text(self) -> None:
        """The contents show the chapter that is read."""
        if self.contents.has_focus:
            return
        path = self.clause.path if self.clause else ()
        near = (above.citation for above in reversed(path) if above.depth <= 1 and above.title)
        self.contents.go(next(near, "" if path else TITLE_BLOCK))

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """From the contents to the text; in the text, along a reference."""
        message.stop()
        if message.control is self.text:
            self.action_follow()
        else:
            self.jump(message.row.key)
            self.text.focus()

    def _show(self, citation: str) -> None:
        if self.text.go(citation):
            self.text.show_at(citation, 0)

    def _mark(self) -> ReaderMark | None:
        row = self.text.current_row
        return ReaderMark(row.key, self.text.place) if row else None

    def jump(self, citation: str) -> None:
        """Go to a clause; back returns to the exact line."""
        here = self._mark()
        if here is not None and here.key != citation:
            self.behind.append(here)
            self.ahead.clear()
        self._show(citation)
        self._show_about()

    def _move(self, source: list[ReaderMark], target: list[ReaderMark]) -> bool:
        """To the last mark of `source`; where that was is added to `target`."""
        here = self._mark()
        if not source or here is None:
            return False
        target.append(here)
        mark = source.pop()
        self.text.go(mark.key)
        if mark.top is not None:
            self.text.show_at(*mark.top)
        self._show_about()
        return True

    def action_back(self) -> None:
        """To the line before the last jump."""
        if not self._move(self.behind, self.ahead):
            self.notify("これより前はありません。")

    def action_forward(self) -> None:
        """To the line before the last step back."""
        if not self._move(self.ahead, self.behind):
            self.notify("これより先はありません。")

    def action_follow(self) -> None:
        """Along the reference in the current clause; where there are several, ask which."""
        from uedasns_tui.guideline import references

        clause = self.clause
        links = references.references(self.context.guideline, clause) if clause else ()
        if clause is None or not links:
            self.notify("この条項には、開ける参照先がありません。b で関わるものを見られます。")
            return
        if len(links) == 1:
            self._follow(links[0])
            return
        from uedasns_tui.ui.dialogs.dialog import ConfirmDialog

        choices = {
            str(number): f"「{clause.text[link.start : link.end]}」→ {link.target}"
            for number, link in enumerate(links)
        }
        self.app.push_screen(
            ConfirmDialog("どの参照先を開きますか。", "", choices),
            lambda number: self._follow(links[int(number)]) if number is not None else None,
        )

    def _follow(self, link: CrossReference) -> None:
        if link.form and link.form in self.context.guideline.forms:
            self.app.navigate(OpenScreen("policies"))  # type: ignore[attr-defined]
        else:
            self.jump(link.target)

    # ---- finding
    def action_find(self) -> None:
        """Find as somebody types; what was found is marked in the text."""
        from uedasns_tui.ui.dialogs.finder import FinderDialog

        self.app.push_screen(FinderDialog(self.context), self._show_choice)

    def _show_choice(self, choice: FinderChoice | None) -> None:
        if choice is None:
            return
        if isinstance(choice.goto, OpenClause):
            self.hits, self.words = choice.hits, choice.query
            self._mark_hits()
            self.jump(choice.goto.citation)
        else:
            self.app.navigate(choice.goto)  # type: ignore[attr-defined]

    def _mark_hits(self) -> None:
        current = self.text.current_row
        clauses = self.context.guideline.clauses
        rows = [row_of(self.context, clause, self.hits.get(clause.citation, ())) for clause in clauses]
        self.text.set_rows(
            [title_block_row(self.context), *rows],
            keep=current.key if current else "",
        )

    def action_hit(self, by: int) -> None:
        """To the next or the former clause that was found, and say which of how many."""
        row = self.text.current_row
        order = {clause.citation: place for place, clause in enumerate(self.context.guideline.clauses)}
        places = sorted(order[key] for key in self.hits if key in order)
        if not places or row is None:
            self.notify("先に / で探してください。")
            return
        here = order.get(row.key, -1)
        beyond = [place for place in places[::by] if (place - here) * by > 0]
        place = (beyond or places[::by])[0]
        self._show(self.context.guideline.clauses[place].citation)
        self.notify(f"「{self.words}」{places.index(place) + 1}/{len(places)}件")

    # ---- what rests on the clause
    def _show_about(self) -> None:
        if not self.complete:
            return
        from uedasns_tui.services import backlinks

        clause = self.clause
        notes = backlinks.clause_notes(self.context, clause.citation) if clause else NO_CLAUSE
        self.query_one("#about-text", PlainText).update(notes)

    def action_backlinks(self) -> None:
        """Everything that rests on the clause, each a way to go there."""
        from uedasns_tui.ui.dialogs.backlinks import BacklinksDialog

        clause = self.clause
        if clause is None:
            self.notify(NO_CLAUSE)
        else:
            dialog = BacklinksDialog(self.context, clause.citation)
            self.app.push_screen(dialog, self.app.navigate)  # type: ignore[attr-defined]

    def action_contents(self) -> None:
        """To the contents, or back from them to the text."""
        to_text = self.contents.has_focus
        self.set_class(not to_text, "-contents")
        (self.text if to_text else self.contents).focus()

    def key_escape(self) -> None:
        """From the contents back to the text; the marks of what was found go away."""
        if self.contents.has_focus:
            self.action_contents()
        elif self.hits:
            self.hits = {}
            self._mark_hits()

    def action_cite(self) -> None:
        """Copy citation and text as one writes it in a memo."""
        from uedasns_tui.ui.clipboard import copy_text

        row = self.text.current_row
        if row is not None:
            copy_text(self, self.context.guideline.cite(row.key), "引用", "citation.txt")

    def keep_draft(self) -> bool:
        """Remember the place; nothing is lost with it."""
        place = self.text.place
        if place is not None:
            self.context.remember_place(*place)
        return True
