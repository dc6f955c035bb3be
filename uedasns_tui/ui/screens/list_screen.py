"""A main screen that lists records: words to filter by, rows that lead somewhere, the current row kept.

Home, the register, the post checks and the incidents are its subclasses. Records are read in a thread, so no key
waits for them. The thread hands over what it read by `call_later`: a screen that was left meanwhile drops it, while
`App.call_from_thread` would look for widgets that are gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import work as worker
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll

from uedasns_tui.guideline.problem import Problem
from uedasns_tui.guideline.schema import Purpose
from uedasns_tui.services.context import AppContext
from uedasns_tui.ui.goto import OpenDraft, OpenRecord, ShowMore, ShowText, of_problems
from uedasns_tui.ui.screens.main_screen import MainScreen
from uedasns_tui.ui.widgets.frame import framed, titled
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.row_layout import Badge, Column
from uedasns_tui.ui.widgets.row_list import ListRow, RowList
from uedasns_tui.ui.widgets.table_heading import TableHeading

if TYPE_CHECKING:
    from uedasns_tui.ui.widgets.text_field import TextField

READING = "記録を読んでいます…"
NO_RECORD = "先に、一覧で記録を選んでください。"
BEGIN = "begin"
"""The key of the row that stands where there is no record yet."""


def fault_row(number: int, fault: Problem) -> ListRow:
    """A row for a file that cannot be read, or that another text is to be merged with: it leads to the merging."""
    goto = of_problems([fault])
    unmerged = not isinstance(goto, ShowText)
    return ListRow(
        f"fault:{number}",
        "",
        str(fault),
        cells=(Badge("合わせていない", "waiting") if unmerged else Badge("読めない", "bad"),),
        goto=goto,
    )


def _below(value: str) -> str:
    """A value behind its label; one of several lines beneath it."""
    return f": {value}" if "\n" not in value else "\n" + "\n".join(f"　{line}" for line in value.split("\n"))


class ListScreen(MainScreen):
    """A list. `FILTER` is the placeholder of the words to filter by, "" where there are none; `COLUMNS` those of the
    table; those with a key can be sorted by, with the key s and by the mouse."""

    FILTER: ClassVar[str] = ""
    COLUMNS: ClassVar[tuple[Column, ...]] = ()
    SORT: ClassVar[tuple[str, bool]] = ("", False)
    """The key of the column by which the rows are sorted at first, and whether backwards."""
    LISTS_ITEMS: ClassVar[bool] = True
    """Whether the items that are confirmed here are what somebody is told of who has no record yet."""
    DEFAULT_CSS = """
    ListScreen .pane { height: 1fr; padding: 0; }
    ListScreen.-no-match #both #beside { display: none; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("delete", "delete", "ごみ箱へ移す", show=False)]

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.summary = ""
        self.whole = False
        """Whether all records were there when the rows were last shown."""
        self.column, self.backwards = self.SORT

    def content(self) -> ComposeResult:
        """The count, the words to filter by, the rows."""
        yield PlainText("読んでいます…", id="count")
        if self.FILTER:
            # home has no words to filter by and need not wait for the editor
            from uedasns_tui.ui.widgets.text_field import TextField

            words = TextField("", multiline=False, placeholder=self.FILTER, id="words")
            words.display = False
            yield words
        yield from self.body()

    def body(self) -> ComposeResult:
        """The list, and what stands beside it."""
        yield self.table()

    def table(self) -> Vertical:
        """The pane with the table and its headings."""
        rows = RowList(id="rows", columns=self.COLUMNS)
        return framed(Vertical(TableHeading(rows), rows, classes="pane", id="table"), focused=True)

    def title_pane(self, title: str) -> None:
        """Say in the frame of the table what it lists."""
        titled(self.query_one("#table"), title)

    @property
    def row_list(self) -> RowList:
        """The list of this screen."""
        return self.query_one("#rows", RowList)

    @property
    def words(self) -> str:
        """The words to filter by."""
        return self._words_field.value if self.FILTER else ""

    @property
    def _words_field(self) -> TextField:
        return self.query_one("#words")  # type: ignore[return-value]

    def draft_rows(self, purpose: Purpose) -> list[ListRow]:
        """The new records of a purpose that were begun and never saved; Enter goes on with one."""
        # home has no drafts to list and need not wait for what reads them
        from uedasns_tui.services import drafts, record_actions

        kind = self.context.form_id(purpose)
        return [
            ListRow(
                f"draft:{draft.key}",
                goto=OpenDraft(draft.key),
                cells=(Badge("書きかけ", "waiting"), record_actions.title(self.context, draft.record)),
            )
            for draft in (drafts.new_drafts(self.context, kind) if kind else ())
        ]

    # ---- showing
    def show_summary(self, text: str) -> None:
        """Say how many there are."""
        self.summary = text
        self.show_progress()

    def show_progress(self) -> None:
        """Show the summary and how far the reading of the records is."""
        progress = getattr(self.app, "progress", "")
        for count in self.query("#count").results(PlainText):
            count.update("\n".join(part for part in (self.summary, progress) if part))

    def show_rows(self, rows: list[ListRow], whole: bool = True) -> None:
        """Show rows; the current one stays so. `whole`: whether all records are there now."""
        self.row_list.set_rows(rows, keep=self.current_key(whole))

    def current_key(self, whole: bool) -> str | None:
        """The key of the row that stays current. None for the first, while nobody has moved and records are
        still being read."""
        was_whole, self.whole = self.whole, whole
        row = self.row_list.current_row
        return row.key if row is not None and (was_whole or self.row_list.current) else None

    # ---- the pane beside the list
    def beside(self) -> VerticalScroll:
        """The pane, for a screen that has it in its body."""
        return framed(VerticalScroll(PlainText("", id="selected"), id="beside", can_focus=False))

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Show the current record."""
        self.show_beside(message.row)

    def show_beside(self, row: ListRow | None) -> None:
        """Show the record of a row; where there is none yet, what is asked here."""
        pane = next(iter(self.query("#beside")), None)
        empty = row is not None and row.key == BEGIN
        self.set_class(empty, "-empty")
        self.set_class(row is not None and row.key == "none", "-no-match")
        if pane is None or not (pane.display or empty):
            return
        if row is not None and isinstance(row.goto, OpenRecord):
            titled(pane, str(row.cells[1]) if row.cells else "")
            self.read_details(row.goto.record_id)
            return
        title, text = self.outlook() if empty else ("", "")
        titled(pane, title)
        self.query_one("#selected", PlainText).update(text)

    def outlook(self) -> tuple[str, str]:
        """What a record of this screen asks, as a title and a text: the items of its checklist, else its fields."""
        guideline = self.context.guideline
        form = guideline.form_for(self.NEEDS[0])
        if form is None:
            return "", ""
        checklists = guideline.checklists.values() if self.CHECKS else ()
        items = [
            item
            for checklist in checklists
            if checklist.form == form.id and checklist.keeps
            for item in checklist.item
        ]
        if items and self.LISTS_ITEMS:
            return "確かめること", "\n".join(
                dict.fromkeys(f"・{item.say}〔{item.clause}〕" for item in items)
            )
        fields = (f"{field.label}\n　{field.help}" if field.help else field.label for field in form.field)
        return f"{form.title}に書くこと", "\n".join(fields)

    def details(self, record_id: str) -> str:  # noqa: ARG002
        """What the pane beside the list says of a record; "" in a list without one. Called in a thread."""
        return ""

    def written(self, record_id: str) -> Iterator[str]:
        """The fields of a record that are filled, then its log, a paragraph each. Reads its file."""
        from uedasns_tui.services import publication
        from uedasns_tui.services.record_log import log_lines

        saved = self.context.repository.try_load(record_id)
        if saved is not None:
            record, form = saved.record, self.context.form(saved.record.kind)
            rows = publication.filled_rows(self.context, form, record)
            yield "\n".join(f"{label}{_below(value)}" for label, value in rows if value)
            yield from (line.paragraph for line in log_lines(self.context, record))

    @worker(thread=True, exclusive=True, group="beside")
    def read_details(self, record_id: str) -> None:
        """Read a record for the pane beside the list: no key waits for a file."""
        self.call_later(self.show_details, record_id, self.details(record_id))

    def show_details(self, record_id: str, details: str) -> None:
        """Show what was read, unless somebody has gone on to another record meanwhile."""
        row = self.row_list.current_row if self.query("#rows") else None
        if row is not None and row.goto == OpenRecord(record_id):
            self.query_one("#selected", PlainText).update(details)

    # ---- choosing
    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Go where the row leads."""
        message.stop()
        goto = message.row.goto
        if isinstance(goto, ShowMore):
            self.show_more()
        elif goto is not None:
            self.app.navigate(goto)  # type: ignore[attr-defined]
        else:
            self.notify("この行から開くものはありません。")

    def show_more(self) -> None:
        """Show more rows than the first."""

    def action_delete(self) -> None:
        """Move the current record to the trash, after asking why."""
        focused = self.focused
        row = focused.current_row if isinstance(focused, RowList) else None
        if row is not None and isinstance(row.goto, OpenRecord):
            from uedasns_tui.ui.dialogs.upkeep import ask_delete

            title = next((cell for cell in row.cells if isinstance(cell, str) and cell), row.goto.record_id)
            ask_delete(self.app, self.context, row.goto.record_id, title)
        else:
            self.notify(NO_RECORD)

    # ---- sorting
    def on_table_heading_clicked(self, message: TableHeading.Clicked) -> None:
        """Sort by a column; again, the other way round."""
        message.stop()
        self.sort(message.key)

    def sort(self, key: str) -> None:
        """Sort by a column, at first the way it usually is; where it is sorted by it already, the other way round."""
        if not self.row_list.has_cells:
            self.notify("並べ替える記録がありません。")
        usual = self.SORT[1] if key == self.SORT[0] else False
        self.backwards = not self.backwards if key == self.column else usual
        self.column = key
        self.show_order()
        self.order_changed()

    def show_order(self) -> None:
        """Mark the column in the headings."""
        self.query_one("#table TableHeading", TableHeading).sort(self.column, backwards=self.backwards)

    def order_changed(self) -> None:
        """Show the rows in the order that was chosen."""

    def order_label(self) -> str:
        """The order in words."""
        column = next((column for column in self.COLUMNS if column.key == self.column), None)
        return f"{column.title}の{'逆' if self.backwards else ''}順" if column is not None else ""

    def action_sort(self) -> None:
        """Sort by the next column that can be; after the last, by the first."""
        keys = [column.key for column in self.COLUMNS if column.key]
        place = keys.index(self.column) + 1
        self.sort(keys[place % len(keys)])

    def action_reverse(self) -> None:
        """The other way round."""
        self.sort(self.column)

    # ---- filtering
    def action_filter(self) -> None:
        """Open the words to filter by."""
        words = self._words_field
        words.display = True
        words.focus()

    def on_text_field_edited(self, message: TextField.Edited) -> None:
        """Filter as somebody types."""
        message.stop()
        self.words_changed()

    def words_changed(self) -> None:
        """Show what the words leave."""

    def no_match(self) -> ListRow:
        """The row where no record holds the words."""
        text = (
            f"「{self.words.strip()}」のある記録はありません。\n別の言葉にするか、Esc で絞り込みをやめます。"
        )
        return ListRow("none", "", text)

    def on_text_field_submitted(self, message: TextField.Submitted) -> None:
        """From the words to the list."""
        message.stop()
        self.row_list.focus()

    def key_escape(self) -> None:
        """Take the filter away; where there is none, stop reading the records."""
        words = self._words_field if self.FILTER else None
        if words is None or not words.display:
            self.action_stop_reading()
            return
        words.put("")
        words.display = False
        self.row_list.focus()
        self.words_changed()
