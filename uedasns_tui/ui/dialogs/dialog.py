"""The base of every dialog, and those that show: a list, a text, a question with a few answers.

A dialog opens at its top: the text above what is asked takes at most half the window and scrolls by itself
(PageUp, PageDown). Dialogs that ask for texts are in `form_dialog`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from uedasns_tui.japanese import fold
from uedasns_tui.japanese.width import cells, fit
from uedasns_tui.ui.textual_patches import bind_key
from uedasns_tui.ui.widgets.frame import FRAME_CSS, framed
from uedasns_tui.ui.widgets.key_bar import Buttons, KeyBar
from uedasns_tui.ui.widgets.plain_text import Piece, PlainText, StyledText
from uedasns_tui.ui.widgets.result_screen import ResultScreen
from uedasns_tui.ui.widgets.row_layout import Column
from uedasns_tui.ui.widgets.row_list import ListRow, RowList
from uedasns_tui.ui.widgets.table_heading import TableHeading

MOST_COLUMNS = 84
"""Columns of a dialog on a wide window."""
HIGH = 30
"""Rows of the window from which a dialog has buttons."""
Result = TypeVar("Result")


class Dialog(ResultScreen[Result], ModalScreen[Result]):
    """A box over the screen: a title, a text, what is asked, the keys. With TALL a list fills the box."""

    AUTO_FOCUS = ""  # each says itself where the keys go; what Textual focuses, it also scrolls to
    TALL: ClassVar[bool] = False
    OF_RECORD: ClassVar[bool] = True
    """Whether the record on the screen beneath is what it is about."""
    DEFAULT_CSS = f"""
    {FRAME_CSS}
    Dialog {{ align: center middle; background: $background 70%; }}
    Dialog > .box {{ width: 92%; max-width: {MOST_COLUMNS}; height: auto; max-height: 100%; background: $panel; color: $foreground; }}
    Dialog.-whole > .box {{ width: 100%; max-width: 100%; }}
    Dialog .title {{ text-style: bold; height: auto; margin: 0 0 1 0; }}
    Dialog .about {{ height: auto; margin: 0 0 1 0; overflow-x: hidden; }}
    Dialog .body {{ height: auto; }}
    Dialog .label {{ height: auto; margin: 1 0 0 0; }}
    Dialog .label.first {{ margin: 0; }}
    Dialog .error {{ height: auto; color: $error; text-style: bold; }}
    Dialog Buttons {{ display: none; }}
    Dialog.-high Buttons {{ display: block; }}
    Dialog RowList {{ height: auto; max-height: 12; background: $panel; }}
    Dialog.tall > .box {{ height: 100%; }}
    Dialog.tall .title {{ margin: 0; }}
    Dialog.tall RowList {{ height: 1fr; max-height: 100%; }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "scroll_about(1)", "下へスクロール", show=False),
        Binding("pageup", "scroll_about(-1)", "上へスクロール", show=False),
        Binding("escape", "cancel", "やめる", priority=True),
    ]

    def __init__(self, title: str, body: str | Sequence[Piece] = "") -> None:
        super().__init__(classes="tall" if self.TALL else "")
        self.heading = title
        self.body = body
        self.warned = False
        self.subject = ""
        """What the screen beneath is about, where that is a record."""

    def compose(self) -> ComposeResult:
        """Title and text, what is asked, the keys."""
        self.fit()
        box = Vertical(classes="box") if self.TALL else VerticalScroll(classes="box", can_focus=False)
        room = min(MOST_COLUMNS, self.app.size.width) - 6
        in_frame = cells(self.heading) <= room and "\n" not in self.heading
        beneath = self.app.screen_stack[-2:][0]
        self.subject = "" if beneath is self else getattr(beneath, "subject", "")
        own = self.OF_RECORD and self.subject and self.subject not in self.heading
        title = f"{self.heading}　{self.subject}" if own else self.heading
        with framed(box, fit(title, room).rstrip() if in_frame else ""):
            if not in_frame:
                yield PlainText(self.heading, classes="title")
            yield from self.compose_about()
            yield from self.compose_content()
            yield Buttons()
        yield KeyBar()

    def compose_about(self) -> ComposeResult:
        """What is to be read first."""
        if self.body:
            with VerticalScroll(classes="about", can_focus=False) as about:
                about.styles.max_height = self.about_height()
                text = StyledText(classes="body")
                text.show([(self.body, "")] if isinstance(self.body, str) else self.body)
                yield text

    def compose_content(self) -> ComposeResult:
        """What is asked, or the list."""
        yield from ()

    def is_changed(self) -> bool:
        """Whether something was typed that leaving would throw away."""
        return False

    def on_mount(self) -> None:
        """It opens at its top, wherever the focus is."""
        self.call_after_refresh(self.query_one(".box").scroll_home, animate=False, immediate=True)

    def on_resize(self) -> None:
        """The text above takes half the window at most, so that what is asked is in view."""
        self.fit()
        for about in self.query(".about"):
            about.styles.max_height = self.about_height()

    def fit(self) -> None:
        """What depends on the window: buttons; no bits of what is beneath at the sides of a box that is as wide."""
        self.set_class(self.app.size.height >= HIGH, "-high")
        self.set_class(self.app.size.width < MOST_COLUMNS * 6 // 5, "-whole")

    def about_height(self) -> int:
        """Lines that the text above takes at most."""
        return max(3, (self.app.size.height - 4) // 2)

    def action_scroll_about(self, direction: int) -> None:
        """Scroll what does not fit: the text above, else the box."""
        areas = [*self.query(".about"), self.query_one(".box")]
        area = next((area for area in areas if area.max_scroll_y), areas[-1])
        area.scroll_relative(y=direction * max(1, area.size.height - 2), animate=False)

    def action_cancel(self) -> None:
        """Leave with nothing changed; when something was typed, only at the second Esc."""
        if self.is_changed() and not self.warned:
            self.warned = True
            self.notify("もう一度 Esc を押すと、書いたものを捨てて閉じます。", severity="warning")
            return
        self.dismiss(None)


class ListDialog(Dialog[Result]):
    """A dialog that is a list, or a table where there are COLUMNS."""

    TALL = True
    COLUMNS: ClassVar[tuple[Column, ...]] = ()
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "閉じる", priority=True)]

    def __init__(self, title: str, rows: Sequence[ListRow] = ()) -> None:
        super().__init__(title)
        self.rows = list(rows)

    def compose_content(self) -> ComposeResult:
        """The rows, beneath their headings."""
        yield TableHeading(rows := RowList(self.rows, columns=self.COLUMNS))
        yield rows

    @property
    def row_list(self) -> RowList:
        """The list."""
        return self.query_one(RowList)

    def on_mount(self) -> None:
        """The keys go to the list."""
        self.watch(self.row_list, "virtual_size", self.fit_rows)
        self.row_list.focus()

    def fit_rows(self) -> None:
        """The box is as high as its rows need, where that is less than there is and it is not as wide as the window."""
        titles = [title for title in self.query(".title, TableHeading") if title.display]
        high = self.row_list.virtual_size.height + len(titles) + (4 if self.has_class("-high") else 2)
        if self.TALL:
            fits = high < self.app.size.height - 1 and not self.has_class("-whole")
            self.query_one(".box").styles.height = high if fits else "100%"


class TextDialog(ListDialog[None]):
    """A text to read: help, a comparison, a report."""

    OF_RECORD = False

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,f1", "cancel", "閉じる", priority=True)]

    def on_mount(self) -> None:
        """There is nothing to choose in it."""
        self.row_list.chooses = False


class ConfirmDialog(Dialog[str]):
    """A question with a few answers (id -> label). The result is the id; None for Esc, which changes nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "scroll_about(1)", "下へスクロール", show=False, priority=True),
        Binding("pageup", "scroll_about(-1)", "上へスクロール", show=False, priority=True),
    ]

    def __init__(self, title: str, body: str, choices: Mapping[str, str]) -> None:
        super().__init__(title, body)
        self.choices = dict(choices)

    def about_height(self) -> int:
        """All that the answers leave, two lines each."""
        return max(super().about_height(), self.app.size.height - 6 - 2 * len(self.choices))

    def compose_content(self) -> ComposeResult:
        """The answers."""
        yield RowList(
            [
                ListRow(key=choice, label=str(number), body=label)
                for number, (choice, label) in enumerate(self.choices.items(), 1)
            ]
        )

    def on_mount(self) -> None:
        """The keys go to the answers."""
        bind_key(rows := self.query_one(RowList), "enter", "choose", "選ぶ")
        rows.focus()

    def on_key(self, event: events.Key) -> None:
        """A digit is the answer of that number."""
        digit = fold.narrow(event.character or "")
        if digit and digit in "123456789" and int(digit) <= len(self.choices):
            event.stop()
            event.prevent_default()
            self.dismiss(list(self.choices)[int(digit) - 1])

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """The answer."""
        message.stop()
        self.dismiss(message.row.key)
