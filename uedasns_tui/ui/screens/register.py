"""The register of every account, the selected one beside it, and what needs doing about each."""

from __future__ import annotations

from typing import ClassVar

from textual import work as worker
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from uedasns_tui.guideline.problem import Problem
from uedasns_tui.japanese.near_date import near_date
from uedasns_tui.services import record_actions, record_list, register
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.register import Account
from uedasns_tui.ui.goto import CopyRecord, NewRecord, OpenRecord
from uedasns_tui.ui.screens.list_screen import BEGIN, NO_RECORD, READING, ListScreen, fault_row
from uedasns_tui.ui.states import badge, section_name
from uedasns_tui.ui.widgets.row_layout import Badge, Column, ListRow

SEVERITIES = {"must": "必須", "should": "望ましい", "note": "参考", "error": "誤り", "warning": "注意"}


class RegisterScreen(ListScreen):
    """The register."""

    NAME = "policies"
    NEEDS = ("policy",)
    FILTER = "絞り込む言葉（名称・メディア・課・状態）"
    COLUMNS = (
        Column("状態", "state_label"),
        Column("名称", "name", grow=True),
        Column("要対応"),
        Column("メディア", "platform", most=12),
        Column("課", "section", most=18),
        Column("最後の投稿", "last_label"),
        Column("アカウント", "account", most=18),
        Column("期間", "period", most=16),
        Column("見直し", "review"),
    )
    SORT = ("name", False)
    CSS_PATH = "register.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "app.begin('policy')", "新しく書く"),
        Binding("e", "app.begin_sample('policy')", "記載例から作成"),
        Binding("y", "copy_selected", "コピーして作成", show=False),
        Binding("s", "sort", "並べ替え"),
        Binding("S", "reverse", "逆順にする", show=False),
        Binding("f", "filter", "絞り込み"),
        Binding("i", "app.import", "取り込み", show=False),
        Binding("h", "bulk_change", "課や連絡先をまとめて変える", show=False),
        Binding("w", "app.site", "公表ページ", show=False),
        Binding("r", "read_again", "読み直す", show=False),
    ]

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.accounts: dict[str, Account] = {}
        self.faults: list[Problem] = []
        self.watched: dict[str, list[Problem]] = {}

    def body(self) -> ComposeResult:
        """The list, and what is selected."""
        with Container(id="both"):
            yield self.table()
            yield self.beside()

    def records_changed(self) -> None:
        """Ask the index again."""
        self.read()

    @worker(thread=True, exclusive=True, group="register")
    def read(self) -> None:
        """Read the accounts from the index."""
        accounts, faults = register.accounts(self.context)
        watched = register.watched(self.context, accounts)
        whole = record_list.is_complete(self.context)
        self.call_later(self.show_accounts, accounts, faults, watched, whole)

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
        rows = [] if self.words else self.draft_rows("policy")
        rows += [
            ListRow(account.id, goto=OpenRecord(account.id), cells=self._cells(account))
            for account in accounts
        ]
        rows += [fault_row(number, fault) for number, fault in enumerate(self.faults)]
        if not rows and self.words.strip():
            rows = [self.no_match()]
        elif not rows and whole and not self.lacking:
            form = self.context.guideline.form_for("policy")
            sample = form and record_actions.sample(self.context, form.id)
            text = f"まだありません。{form.title if form else ''}はアカウントごとに書き、ここに並びます。\nn で書き始めます。"
            text += "e で記載例をコピーして始めます。" if sample else ""
            rows = [ListRow(BEGIN, "", text, goto=NewRecord("policy"))]
        self.show_rows(rows, whole)
        self.show_order()
        todo = sum(register.count_todo(account, self.watched) for account in accounts)
        counted = f"{len(accounts)} 件（全 {len(self.accounts)} 件）　要対応 {todo} 件　{self.order_label()}"
        form = self.context.guideline.form_for("policy")
        self.title_pane(form.register_title if form else "一覧")
        self.show_summary(counted if rows or whole else READING)

    def _cells(self, account: Account) -> tuple[str | Badge, ...]:
        todo = register.count_todo(account, self.watched)
        outside = "（適用外・参考）" if account.outside else ""
        last = near_date(account.last_post, self.context.today) if account.last_post else account.last_label
        return (
            badge(self.context, account.row.kind, account.state, account.state_label),
            account.name + outside,
            Badge(str(todo), "waiting") if todo else "",
            account.platform,
            section_name(account.section),
            last,
            account.account,
            account.period,
            account.review.isoformat() if account.review else "",
        )

    def order_changed(self) -> None:
        """Sort what is there."""
        self.draw()

    def details(self, record_id: str) -> str:
        """The account's state, what is wrong with it, its values, what was done with it."""
        account = self.accounts.get(record_id)
        if account is None:
            return ""
        last_from = f"（{account.last_from}）" if account.last_from else ""
        review = account.review.isoformat() if account.review else "決めていません"
        parts = [
            f"状態: {account.state_label}\n最後の投稿: {account.last_label}{last_from}\n次の見直し: {review}"
        ]
        parts += [
            f"{SEVERITIES[problem.severity]}: {problem.message}"
            + (f" [{problem.clause}]" if problem.clause else "")
            for problem in self.watched.get(account.id, [])
        ]
        return "\n\n".join([*parts, *self.written(account.id)])

    def action_copy_selected(self) -> None:
        """Begin a new draft with a copy of the selected policy."""
        row = self.row_list.current_row
        if row is not None and row.key in self.accounts:
            self.app.navigate(CopyRecord(row.key))  # type: ignore[attr-defined]
        else:
            self.notify(NO_RECORD)

    def action_bulk_change(self) -> None:
        """Change section and contacts of all accounts of a section, the current one's at first."""
        from uedasns_tui.ui.dialogs.bulk_change import ask_bulk_change

        row = self.row_list.current_row
        account = self.accounts.get(row.key) if row else None
        ask_bulk_change(self.app, account.section.split("\n")[0] if account else "")  # type: ignore[arg-type]
