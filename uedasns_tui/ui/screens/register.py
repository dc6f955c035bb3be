"""The register of every account, the selected one beside it, and what needs doing about each."""

from __future__ import annotations

from typing import ClassVar

from textual import work as worker
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll

from uedasns_tui.guideline.problem import Problem
from uedasns_tui.services import publication, record_list, register
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.register import COLUMNS, Account
from uedasns_tui.ui.goto import CopyRecord, NewRecord, OpenRecord, ShowText
from uedasns_tui.ui.screens.list_screen import READING, ListScreen
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.row_list import ListRow, RowList

SEVERITIES = {"must": "必須", "should": "望ましい", "note": "参考", "error": "誤り", "warning": "注意"}


class RegisterScreen(ListScreen):
    """The register."""

    NAME = "policies"
    NEEDS = ("policy",)
    FILTER = "絞り込む言葉（名称・媒体・課・状態）"
    CSS_PATH = "register.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "app.begin('policy')", "新しく書く"),
        Binding("e", "app.begin_sample('policy')", "記載例を写す"),
        Binding("y", "copy_selected", "写して書く", show=False),
        Binding("s", "sort", "並べ替え"),
        Binding("f", "filter", "絞り込み"),
        Binding("i", "import", "取り込み", show=False),
        Binding("w", "site", "公表ページ", show=False),
        Binding("r", "read_again", "読み直す", show=False),
    ]

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.accounts: dict[str, Account] = {}
        self.faults: list[Problem] = []
        self.watched: dict[str, list[Problem]] = {}
        self.column = "name"
        self.backwards = False

    def body(self) -> ComposeResult:
        """The list, and what is selected."""
        with Horizontal(id="both"):
            yield RowList(id="rows")
            with VerticalScroll(id="beside", can_focus=False):
                yield PlainText("", id="selected")

    def records_changed(self) -> None:
        """Ask the index again."""
        self.read()

    @worker(thread=True, exclusive=True, group="register")
    def read(self) -> None:
        """Read the accounts from the index."""
        accounts, faults = register.accounts(self.context)
        watched = register.watched(self.context, accounts)
        whole = record_list.is_complete(self.context)
        self.app.call_from_thread(self.show_accounts, accounts, faults, watched, whole)

    def show_accounts(
        self, accounts: list[Account], faults: list[Problem], watched: dict[str, list[Problem]], whole: bool
    ) -> None:
        """Show what was read."""
        self.accounts = {account.id: account for account in accounts}
        self.faults, self.watched = faults, watched
        self.draw(whole)

    def words_changed(self) -> None:
        """Filter again."""
        self.draw()

    def draw(self, whole: bool = True) -> None:
        """Filter, sort, show. `whole`: whether all records are there."""
        matching = register.matching(self.accounts.values(), self.words)
        accounts = register.ordered(matching, self.column, self.backwards)
        rows = [
            ListRow(account.id, f"[{account.state_label}]", self._body(account), goto=OpenRecord(account.id))
            for account in accounts
        ]
        rows += [
            ListRow(f"fault:{number}", "[読めない]", str(fault), goto=ShowText(str(fault)))
            for number, fault in enumerate(self.faults)
        ]
        if not rows and whole and not self.lacking:
            text = "まだありません。n で書き始めます。e で記載例を写して始めます。"
            rows = [ListRow("begin", "n", text, goto=NewRecord("policy"))]
        self.show_rows(rows, whole)
        order = f"{COLUMNS[self.column]}の{'逆' if self.backwards else ''}順"
        todo = sum(1 for account in accounts if self.watched.get(account.id))
        counted = f"{len(accounts)} 件（全 {len(self.accounts)} 件）{order}／要対応 {todo} 件"
        self.show_summary(counted if rows or whole else READING)

    def _body(self, account: Account) -> str:
        parts = [account.name, account.platform, account.account, account.section.split("\n")[0]]
        todo = self.watched.get(account.id, [])
        mark = f" ◆{len(todo)}" if todo else ""
        outside = "（適用外・参考）" if account.outside else ""
        return " ／ ".join(part for part in parts if part) + outside + mark

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Show the current account."""
        account = self.accounts.get(message.row.key)
        self.query_one("#selected", PlainText).update(self._details(account) if account else "")

    def _details(self, account: Account) -> str:
        last_from = f"（{account.last_from}）" if account.last_from else ""
        parts = [
            f"{account.name}［{account.state_label}］",
            f"最後の投稿: {account.last_label}{last_from}",
            f"次の見直し: {account.review.isoformat() if account.review else '決めていません'}",
        ]
        parts += [
            f"{SEVERITIES[problem.severity]}: {problem.message}"
            + (f" [{problem.clause}]" if problem.clause else "")
            for problem in self.watched.get(account.id, [])
        ]
        saved = self.context.repository.try_load(account.id)
        if saved is not None:
            form = self.context.form(saved.record.kind)
            rows = publication.sheet_rows(form, saved.record.values)
            parts += [f"{label}\n{value}" for label, value in rows if value]
        return "\n\n".join(parts)

    def action_copy_selected(self) -> None:
        """Begin a new draft with a copy of the selected policy."""
        row = self.row_list.current_row
        if row is not None and row.key in self.accounts:
            self.app.navigate(CopyRecord(row.key))  # type: ignore[attr-defined]

    def action_sort(self) -> None:
        """Sort by the next column; after the last, the first backwards."""
        columns = list(COLUMNS)
        place = columns.index(self.column) + 1
        if place == len(columns):
            self.backwards = not self.backwards
        self.column = columns[place % len(columns)]
        self.draw()

    def action_import(self) -> None:
        """Import Word or CSV files as drafts, after a preview."""
        if not self.refused():
            from uedasns_tui.ui.dialogs.record_import import ImportDialog

            self.app.push_screen(ImportDialog(self.context), self._imported)

    def _imported(self, done: bool | None) -> None:
        if done:
            self.action_read_again()

    def action_site(self) -> None:
        """Write the whole site of public pages."""
        if not self.refused():
            from uedasns_tui.ui.dialogs.export import SiteDialog

            self.app.push_screen(SiteDialog(self.context))
