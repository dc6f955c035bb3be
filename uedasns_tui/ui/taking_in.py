"""Taking in a Word sheet or a CSV: a preview of each value and of what was not understood; drafts once confirmed."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from uedasns_tui.desk import taking, work
from uedasns_tui.desk.desk import Desk
from uedasns_tui.formats.taken import Refused
from uedasns_tui.store.faults import StoreFault
from uedasns_tui.ui.introducing import introduced
from uedasns_tui.ui.widgets.closing import Closing
from uedasns_tui.ui.widgets.dialog import CSS
from uedasns_tui.ui.widgets.field import Field
from uedasns_tui.ui.widgets.keys import Keys
from uedasns_tui.ui.widgets.lines import Lines, Row
from uedasns_tui.ui.widgets.plain_text import PlainText


class TakingIn(Closing[bool], ModalScreen[bool]):
    """The file's name, then what it would become. Nothing is written before F10."""

    DEFAULT_CSS = (
        CSS.replace("NAME", "TakingIn")
        + "    TakingIn > .box { height: 90%; }\n    TakingIn Lines { height: 1fr; max-height: 100%; }\n"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10,ctrl+s", "take", "下書きにする", priority=True),
        Binding("escape", "leave", "やめる", priority=True),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.previews: list[taking.Preview] = []

    def compose(self) -> ComposeResult:
        """The file and the preview."""
        with Vertical(classes="box"):
            yield PlainText(
                "取り込み（様式の Word、または CSV。ファイルの場所を書いて Enter）", classes="title"
            )
            yield Field("", id="file")
            yield Lines(id="preview")
        yield Keys()

    def on_mount(self) -> None:
        """The keys go to the file's name."""
        self.query_one(Field).focus()

    def on_field_submitted(self, message: Field.Submitted) -> None:
        """Read the file and show what it would become."""
        message.stop()
        labels = {one.id: one.label for one in self.desk.form(taking.KIND).field}
        rows = []
        try:
            self.previews = taking.preview(self.desk, Path(message.value.strip().strip('"')).expanduser())
        except (Refused, OSError) as fault:
            self.previews = []
            rows.append(Row("fault", "", f"読めませんでした。{fault}"))
        for number, one in enumerate(self.previews, 1):
            rows.append(Row(f"{number}", "", f"{number} 件目", heading=True))
            for key, value in one.values.items():
                rows.append(
                    Row(
                        f"{number}:{key}",
                        "",
                        f"{labels.get(key, key)}: {value if isinstance(value, str) else '、'.join(value)}",
                        1,
                    )
                )
            for at, text in enumerate(one.unknown):
                rows.append(Row(f"{number}?{at}", "▲", f"分からなかったもの: {text}", 1))
            for at, text in enumerate(one.notes):
                rows.append(Row(f"{number}!{at}", "", text, 1))
        self.query_one(Lines).set_rows(
            rows or [Row("none", "", "利用方針として読めるものがありませんでした。")]
        )

    def action_take(self) -> None:
        """Make the drafts."""
        if self.previews:
            introduced(self.app, self.desk, self._take)

    def _take(self) -> None:
        try:
            for one in self.previews:
                work.keep(self.desk, work.start(self.desk, taking.KIND, one.values), None)
        except StoreFault as fault:
            self.notify(str(fault), severity="error", timeout=15)
            return
        self.app.notify(f"{len(self.previews)} 件の下書きを作りました。")
        self.dismiss(True)

    def action_leave(self) -> None:
        """Write nothing."""
        self.dismiss(False)
