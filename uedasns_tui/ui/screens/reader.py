"""本文: the whole guideline in one reader, its contents beside it, and what is built on the clause one reads.

Moves by clause; Enter follows a reference, back and forward return to the exact line; y cites. The place is
remembered between runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.events import Resize
from textual.geometry import Size

from uedasns_tui.guideline.clause_tree import Clause
from uedasns_tui.ui.screens.main_screen import MainScreen
from uedasns_tui.ui.widgets.clause_row import row_of
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.row_list import ListRow, RowList

if TYPE_CHECKING:
    from uedasns_tui.guideline.references import CrossReference

CONTENTS_FROM = 100
"""Columns from which the contents stand beside the text."""
SETTLING = 0.1
"""Seconds after which what need not be there with the first sentence is there, too."""
ABOUT_FROM = 120
"""Columns from which what is built on the clause stands beside the text; below, a few lines beneath it."""


class ReaderMark(NamedTuple):
    """A place in the text, to come back to."""

    key: str
    top: tuple[str, int] | None


class ReaderScreen(MainScreen):
    """The reader."""

    PLACE = "reading"
    AUTO_FOCUS = "#text"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash,f3", "find", "探す"),
        Binding("enter", "follow", "たどる"),
        Binding("alt+left,left_square_bracket,backspace", "back", "戻る"),
        Binding("alt+right,right_square_bracket", "forward", "進む", show=False),
        Binding("y", "cite", "引用を写す"),
        Binding("b", "about", "関わるもの"),
        Binding("t", "contents", "目次"),
        Binding("n", "hit(1)", "次の一致", show=False),
        Binding("N", "hit(-1)", "前の一致", show=False),
        Binding("c", "compare", "版を比べる", show=False),
    ]

    def content(self) -> ComposeResult:
        """Contents, text, what is built on the current clause."""
        with Horizontal(id="both"):
            yield RowList(id="contents")
            yield RowList(measure=self.context.user_settings.measure, id="text")
            with VerticalScroll(id="about", can_focus=False):
                yield PlainText("", id="about-text")

    def on_mount(self) -> None:
        """The whole text, at the place where one left it."""
        self.behind: list[ReaderMark] = []
        self.ahead: list[ReaderMark] = []
        self.hits: dict[str, tuple[tuple[int, int], ...]] = {}
        self.words = ""
        self.settled = False
        self.text.set_rows(
            [row_of(self.context, one, linked=False) for one in self.context.guideline.clauses]
        )
        self.text.focus()
        self.call_after_refresh(self._later)
        self.set_timer(SETTLING, self._settle)

    def _later(self) -> None:
        """What the first sentence need not wait for."""
        chapters = [one for one in self.context.guideline.clauses if one.depth <= 1 and one.title]
        self.query_one("#contents", RowList).set_rows(
            [
                ListRow(one.citation, one.mark, one.title, one.depth, heading=one.depth == 0)
                for one in chapters
            ]
        )
        place = self.context.user_settings.place
        if place and self.text.go(place):
            self.text.show_at(place, self.context.user_settings.place_line)

    def _settle(self) -> None:
        """What the first key need not wait for: the references in the text, and what is built on the clause."""
        self.settled = True
        self._mark_hits()
        self._about()

    @property
    def text(self) -> RowList:
        """The reader."""
        return self.query_one("#text", RowList)

    @property
    def clause(self) -> Clause | None:
        """The clause one reads."""
        row = self.text.current_row
        return self.context.guideline.clause(row.key) if row else None

    def on_resize(self, event: Resize) -> None:
        """The window has another size."""
        self.fit(event.size)

    def fit(self, size: Size) -> None:
        """The contents and what is built on a clause fold away where there is no room for them."""
        super().fit(size)
        self.set_class(size.width >= CONTENTS_FROM, "-with-contents")
        self.set_class(size.width >= ABOUT_FROM, "-with-about")

    # ---- moving
    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """The text follows the contents; the panel follows the text."""
        message.stop()
        if message.control.id == "contents":
            if self.query_one("#contents", RowList).has_focus:
                self._show(message.row.key)
        else:
            self._about()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """From the contents to the text; in the text, along a reference."""
        message.stop()
        if message.control.id == "contents":
            self.jump(message.row.key)
            self.text.focus()
        else:
            self.action_follow()

    def _show(self, citation: str) -> None:
        if self.text.go(citation):
            self.text.show_at(citation, 0)

    def _mark(self) -> ReaderMark | None:
        row = self.text.current_row
        return ReaderMark(row.key, self.text.place) if row else None

    def jump(self, citation: str) -> None:
        """Go to a clause; back returns to the exact line one came from."""
        here = self._mark()
        if here is not None and here.key != citation:
            self.behind.append(here)
            self.ahead.clear()
        self._show(citation)
        self._about()

    def _return(self, mark: ReaderMark) -> None:
        self.text.go(mark.key)
        if mark.top is not None:
            self.text.show_at(*mark.top)
        self._about()

    def action_back(self) -> None:
        """To the line one came from."""
        here = self._mark()
        if self.behind and here is not None:
            self.ahead.append(here)
            self._return(self.behind.pop())
        else:
            self.notify("これより前はありません。")

    def action_forward(self) -> None:
        """To the line one went back from."""
        here = self._mark()
        if self.ahead and here is not None:
            self.behind.append(here)
            self._return(self.ahead.pop())

    def action_follow(self) -> None:
        """Along the reference in the current clause; where there are several, ask which."""
        clause = self.clause
        from uedasns_tui.guideline import references

        found = references.references(self.context.guideline, clause) if clause else ()
        if clause is None or not found:
            self.notify("この条項には、たどる先がありません。b で関わるものを見られます。")
            return
        if len(found) == 1:
            self._follow(found[0])
            return
        from uedasns_tui.ui.dialogs.dialog import ConfirmDialog

        choices = {
            str(at): f"「{clause.text[one.start : one.end]}」→ {one.target}" for at, one in enumerate(found)
        }
        self.app.push_screen(
            ConfirmDialog("どれをたどりますか", "", choices),
            lambda at: self._follow(found[int(at)]) if at is not None else None,
        )

    def _follow(self, reference: CrossReference) -> None:
        if reference.form and reference.form in self.context.guideline.forms:
            self.app.follow("place", "policies")  # type: ignore[attr-defined]
        else:
            self.jump(reference.target)

    # ---- finding
    def action_find(self) -> None:
        """Find as one types; the text follows, Esc returns to where one was."""
        from uedasns_tui.ui.dialogs.finder import FinderDialog, FinderGoal

        def done(goal: FinderGoal | None) -> None:
            if goal is None:
                return
            if goal.kind == "clause":
                self.hits = goal.hits
                self.words = goal.query
                self._mark_hits()
                self.jump(goal.place)
            else:
                self.app.follow(goal.kind, goal.place)  # type: ignore[attr-defined]

        self.app.push_screen(FinderDialog(self.context), done)

    def _mark_hits(self) -> None:
        here = self.text.current_row
        self.text.set_rows(
            [
                row_of(self.context, one, self.hits.get(one.citation, ()))
                for one in self.context.guideline.clauses
            ],
            keep=here.key if here else "",
        )

    def action_hit(self, by: int) -> None:
        """To the next or the former clause that was found, and say which of how many."""
        row = self.text.current_row
        order = [one.citation for one in self.context.guideline.clauses]
        found = [key for key in order if key in self.hits]
        if not found or row is None:
            self.notify("先に / で探してください。")
            return
        at = order.index(row.key)
        after = (
            [key for key in found if order.index(key) > at]
            if by > 0
            else [key for key in reversed(found) if order.index(key) < at]
        )
        key = after[0] if after else (found[0] if by > 0 else found[-1])
        self._show(key)
        self.notify(f"「{self.words}」{found.index(key) + 1}/{len(found)}件")

    # ---- what is built on it
    def _about(self) -> None:
        if not self.settled:
            return
        from uedasns_tui.services import backlinks

        clause = self.clause
        said = backlinks.clause_notes(self.context, clause.citation) if clause else ""
        self.query_one("#about-text", PlainText).update(said)

    def action_about(self) -> None:
        """Everything that rests on the clause, each a way to go there."""
        from uedasns_tui.ui.dialogs.backlinks import BacklinksDialog

        clause = self.clause
        if clause is not None:
            self.app.push_screen(BacklinksDialog(self.context, clause.citation), self._gone)

    def _gone(self, goal: tuple[str, str] | None) -> None:
        if goal is not None:
            self.app.follow(*goal)  # type: ignore[attr-defined]

    def action_contents(self) -> None:
        """To the contents, or back from them to the text."""
        contents = self.query_one("#contents", RowList)
        if contents.has_focus:
            self.remove_class("-contents")
            self.text.focus()
        else:
            self.add_class("-contents")
            contents.focus()

    def key_escape(self) -> None:
        """From the contents back to the text; the marks of what was found go away."""
        if self.query_one("#contents", RowList).has_focus:
            self.action_contents()
        elif self.hits:
            self.hits = {}
            self._mark_hits()

    def action_cite(self) -> None:
        """Copy citation and text as one writes it in a memo."""
        from uedasns_tui.ui.clipboard import copy_text

        clause = self.clause
        if clause is not None:
            copy_text(self, self.context.guideline.cite(clause.citation), "引用", "citation.txt")

    def action_compare(self) -> None:
        """Compare two editions."""
        from uedasns_tui.ui.dialogs.edition_comparison import compare_editions

        compare_editions(self.app, self.context)

    def keep_draft(self) -> bool:
        """Remember the place; nothing is lost with it."""
        place = self.text.place
        if place is not None:
            self.context.remember_place(*place)
        return True
