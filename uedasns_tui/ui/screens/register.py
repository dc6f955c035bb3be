"""利用方針: the register of every account, the selected one beside it, and what needs doing about each.

Rows are read in a thread; sorting and filtering work on what is there. Enter opens the policy's form.
"""

from __future__ import annotations

from typing import ClassVar

from textual import work as worker
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll

from uedasns_tui.guideline.problem import Problem
from uedasns_tui.services import publication, record_list, register
from uedasns_tui.services.register import COLUMNS, Account
from uedasns_tui.ui.screens.main_screen import MainScreen
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.row_list import ListRow, RowList
from uedasns_tui.ui.widgets.text_field import TextField

SEVERITIES = {"must": "必須", "should": "望ましい", "note": "参考", "error": "誤り", "warning": "注意"}


class RegisterScreen(MainScreen):
    """The register."""

    PLACE = "policies"
    NEEDS = ("policy",)
    CSS_PATH = "register.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "app.begin('policy')", "新しく書く"),
        Binding("e", "app.begin_sample('policy')", "記載例を写す"),
        Binding("y", "copy_selected", "写して書く", show=False),
        Binding("s", "sort", "並べ替え"),
        Binding("f", "filter", "絞り込み"),
        Binding("i", "take_in", "取り込み", show=False),
        Binding("w", "site", "公表ページ", show=False),
        Binding("r", "read_again", "読み直す", show=False),
    ]

    def content(self) -> ComposeResult:
        """The words to filter by, the list, and what is selected."""
        yield PlainText("読んでいます…", id="count")
        yield TextField("", multiline=False, placeholder="絞り込む言葉（名称・媒体・課・状態）", id="words")
        with Horizontal(id="both"):
            yield RowList(id="accounts")
            with VerticalScroll(id="beside", can_focus=False):
                yield PlainText("", id="selected")

    def on_mount(self) -> None:
        """Nothing is read yet."""
        self.rows: list[Account] = []
        self.faults: list[Problem] = []
        self.watched: dict[str, list[Problem]] = {}
        self.column = "name"
        self.backwards = False
        self.query_one("#words", TextField).display = False

    def records_changed(self) -> None:
        """Ask the index again."""
        self.read()

    @worker(thread=True, exclusive=True, group="register")
    def read(self) -> None:
        """Read the accounts from the index."""
        rows, faults = register.accounts(self.context)
        watched = register.watched(self.context, rows)
        self.app.call_from_thread(self.take, rows, faults, watched, record_list.is_complete(self.context))

    def take(
        self, rows: list[Account], faults: list[Problem], watched: dict[str, list[Problem]], whole: bool
    ) -> None:
        """Show what was read."""
        self.rows, self.faults, self.watched = rows, faults, watched
        self.draw(whole)

    def draw(self, whole: bool = True) -> None:
        """Filter, sort, show; the current row stays the current one. `whole`: whether all records are there."""
        words = self.query_one("#words", TextField).value
        rows = register.ordered(register.matching(self.rows, words), self.column, self.backwards)
        lines = self.query_one("#accounts", RowList)
        shown = [ListRow(key=row.id, label=f"[{row.state_label}]", body=self._body(row)) for row in rows]
        shown += [
            ListRow(key=f"fault:{n}", label="[読めない]", body=str(one)) for n, one in enumerate(self.faults)
        ]
        if not shown and whole and not self.lacking:
            shown = [
                ListRow(
                    key="begin",
                    label="n",
                    body="まだありません。n で書き始めます。e で記載例を写して始めます。",
                )
            ]
        lines.set_rows(shown, keep=self.kept(lines, whole))
        order = f"{COLUMNS[self.column]}の{'逆' if self.backwards else ''}順"
        todo = sum(1 for row in rows if self.watched.get(row.id))
        if not shown and not whole:
            self.say("記録を読んでいます…")
            return
        self.say(f"{len(rows)} 件（全 {len(self.rows)} 件）{order}／要対応 {todo} 件")

    def _body(self, row: Account) -> str:
        parts = [row.name, row.platform, row.account, row.section.split("\n")[0]]
        todo = self.watched.get(row.id, [])
        mark = f" ◆{len(todo)}" if todo else ""
        outside = "（適用外・参考）" if row.outside else ""
        return " ／ ".join(part for part in parts if part) + outside + mark

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Show the account one stands on."""
        row = next((one for one in self.rows if one.id == message.row.key), None)
        self.query_one("#selected", PlainText).update(self._selected(row) if row else "")

    def _selected(self, row: Account) -> str:
        parts = [
            f"{row.name}［{row.state_label}］",
            f"最後の投稿: {row.last_label}" + (f"（{row.last_from}）" if row.last_from else ""),
            f"次の見直し: {row.review.isoformat() if row.review else '決めていません'}",
        ]
        parts += [
            f"{SEVERITIES[one.severity]}: {one.message}" + (f" [{one.clause}]" if one.clause else "")
            for one in self.watched.get(row.id, [])
        ]
        kept = self.context.repository.try_load(row.id)
        if kept is not None:
            form = self.context.form_for("policy")
            parts += [
                f"{label}\n{value}"
                for label, value in publication.sheet_rows(form, kept.record.values)
                if value
            ]
        return "\n\n".join(parts)

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Open the policy."""
        key = str(message.row.key)
        if key == "begin":
            self.app.begin("policy")  # type: ignore[attr-defined]
        elif not key.startswith("fault:"):
            self.app.follow("policy", key)  # type: ignore[attr-defined]

    def action_copy_selected(self) -> None:
        """Begin a new draft with a copy of the selected policy."""
        row = self.query_one("#accounts", RowList).current_row
        if row is not None and any(one.id == row.key for one in self.rows):
            self.app.follow("copy", str(row.key))  # type: ignore[attr-defined]

    def action_sort(self) -> None:
        """Sort by the next column; after the last, the first backwards."""
        columns = list(COLUMNS)
        at = columns.index(self.column) + 1
        if at == len(columns):
            self.backwards = not self.backwards
        self.column = columns[at % len(columns)]
        self.draw()

    def action_filter(self) -> None:
        """Open the words to filter by."""
        words = self.query_one("#words", TextField)
        words.display = True
        words.focus()

    def on_text_field_edited(self, message: TextField.Edited) -> None:
        """Filter as one types."""
        message.stop()
        self.draw()

    def on_text_field_submitted(self, message: TextField.Submitted) -> None:
        """From the words to the list."""
        message.stop()
        self.query_one("#accounts", RowList).focus()

    def key_escape(self) -> None:
        """Take the filter away."""
        words = self.query_one("#words", TextField)
        if words.display:
            words.put("")
            words.display = False
            self.query_one("#accounts", RowList).focus()
            self.draw()

    def action_take_in(self) -> None:
        """Take in Word or CSV files as drafts, after a preview."""
        if self.refused():
            return
        from uedasns_tui.ui.dialogs.record_import import ImportDialog

        self.app.push_screen(ImportDialog(self.context), self._taken)

    def _taken(self, done: bool | None) -> None:
        if done:
            self.action_read_again()

    def action_site(self) -> None:
        """Write the whole site of public pages."""
        if self.refused():
            return
        from uedasns_tui.ui.dialogs.export import SiteDialog

        self.app.push_screen(SiteDialog(self.context))
