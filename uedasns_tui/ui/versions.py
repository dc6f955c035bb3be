"""Every version of a record: when, by whom, what differs from now; one can be brought back."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from uedasns_tui.desk import keeping
from uedasns_tui.desk.desk import Desk
from uedasns_tui.store.store import Kept, Saved, StoreFault
from uedasns_tui.ui.introducing import introduced
from uedasns_tui.ui.widgets.closing import Closing
from uedasns_tui.ui.widgets.dialog import CSS, Confirm
from uedasns_tui.ui.widgets.keys import Keys
from uedasns_tui.ui.widgets.lines import Lines, Row, Span
from uedasns_tui.ui.widgets.plain_text import PlainText


class Versions(Closing[Saved | None], ModalScreen[Saved | None]):
    """The list, the newest first, with what each differs by from the record now."""

    DEFAULT_CSS = (
        CSS.replace("NAME", "Versions")
        + "    Versions > .box { height: 90%; }\n    Versions Lines { height: 1fr; max-height: 100%; }\n"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "bring_back", "この版に戻す"),
        Binding("escape", "leave", "閉じる", priority=True),
    ]

    def __init__(self, desk: Desk, kept: Kept) -> None:
        super().__init__()
        self.desk = desk
        self.kept = kept

    def compose(self) -> ComposeResult:
        """The list."""
        with Vertical(classes="box"):
            yield PlainText(f"{self.kept.record.id} の履歴", classes="title")
            yield Lines()
        yield Keys()

    def on_mount(self) -> None:
        """Read the versions."""
        self.versions = {one.number: one for one in keeping.history(self.desk, self.kept.record.id)}
        rows = []
        for one in self.versions.values():
            changed = [
                f"{each.label}: {each.before or '（なし）'} → {each.after or '（なし）'}"
                for each in one.changes[:6]
            ]
            body = f"{one.at} {one.who}\n" + ("\n".join(changed) or "今の内容と同じです。")
            rows.append(Row(one.number, one.number, body, 0, (Span(0, len(one.at), "changed"),)))
        self.query_one(Lines).set_rows(rows or [Row("none", "", "まだ版がありません。")])
        self.query_one(Lines).focus()

    def action_bring_back(self) -> None:
        """Make the chosen version the record again; the present one stays in the history."""
        row = self.query_one(Lines).current_row
        one = self.versions.get(row.key) if row else None
        if one is None:
            return

        def confirmed(choice: str | None) -> None:
            if choice == "yes":
                introduced(self.app, self.desk, lambda: self._bring(one))

        choices = {"no": "やめる", "yes": "戻す（今の内容も履歴に残ります）"}
        self.app.push_screen(Confirm(f"版 {one.number} に戻しますか", one.at, choices), confirmed)

    def _bring(self, one: keeping.Past) -> None:
        try:
            saved = self.desk.store.bring_back(one.version)
        except StoreFault as fault:
            self.notify(str(fault), severity="error", timeout=15)
            return
        self.dismiss(saved)

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)
