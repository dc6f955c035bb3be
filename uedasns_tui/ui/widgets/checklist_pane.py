"""Item by item: what must be confirmed, with its findings and its clause; and the outcome with its reasons.

Used by the post check, the private check and the trouble's steps. It changes a Sheet and says so; it keeps nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message

from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.schema import ChecklistItem
from uedasns_tui.records import checklist_run
from uedasns_tui.records.checklist_run import AnswerRefused, ChecklistRun, OutcomeResult
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.row_list import ListRow, RowList

MARKS = {"ok": "適合", "no": "不適合", "na": "該当なし", "": "未確認", "off": "対象外", "again": "再確認"}
WEIGHTS = {"must": "必須", "should": "努力", "may": "任意"}


class ChecklistPane(Vertical):
    """The items of a sheet. Keys answer the current one and go on to the next that is open."""

    DEFAULT_CSS = """
    ChecklistPane > #outcome { height: auto; background: $panel; padding: 0 1; }
    ChecklistPane > #items { height: 1fr; }
    ChecklistPane > #about { height: auto; max-height: 8; background: $panel; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,o,right", "answer('ok')", "適合"),
        Binding("x,left", "answer('no')", "不適合"),
        Binding("a", "answer('na')", "該当なし"),
        Binding("u,backspace,delete", "answer('')", "未確認に戻す", show=False),
        Binding("m", "note", "メモ"),
        Binding("v", "look", "指摘を見た"),
        Binding("f4", "clause", "条項"),
    ]

    class Answered(Message):
        """The sheet is another now."""

        def __init__(self, sheet: ChecklistRun) -> None:
            super().__init__()
            self.sheet = sheet

    def __init__(
        self,
        sheet: ChecklistRun,
        guideline: Guideline,
        judge: Callable[[ChecklistRun], OutcomeResult],
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.sheet = sheet
        self.guideline = guideline
        self.judge = judge
        self.clauses = False

    def compose(self) -> ComposeResult:
        """The outcome, the items, what is to know about the current one."""
        yield PlainText("", id="outcome")
        yield RowList(id="items")
        yield PlainText("", id="about")

    def on_mount(self) -> None:
        """Begin at the first that is open."""
        self.draw()
        self._next()

    def focus_items(self) -> None:
        """Put the keys on the items."""
        self.query_one(RowList).focus()

    def put(self, sheet: ChecklistRun) -> None:
        """Another sheet: the text was edited, or somebody else answered."""
        self.sheet = sheet
        self.draw()

    # ---- drawing
    def _rows(self) -> list[ListRow]:
        rows = []
        for question in self.sheet.questions():
            answer = self.sheet.values.get(question.id, "")
            mark = {"yes": "はい", "no": "いいえ"}.get(str(answer), "？")
            rows.append(
                ListRow(
                    key=f"?{question.id}", label=f"[{mark}]", body=f"{question.label}（はい: →　いいえ: ←）"
                )
            )
        rows.extend(self._row(item) for item in self.sheet.items())
        return rows

    def _row(self, item: ChecklistItem) -> ListRow:
        status = self.sheet.status(item)
        open_ones = self.sheet.open_findings(item)
        said = "".join(f"\n▲要確認「{one.text}」{one.message}" for one in open_ones)
        note = self.sheet.answer_of(item.id).note
        body = (
            f"{item.say}〔{item.clause} {WEIGHTS[item.weight]}〕" + (f"\nメモ: {note}" if note else "") + said
        )
        return ListRow(key=item.id, label=f"[{MARKS[status]}]", body=body)

    def draw(self) -> None:
        """Show the sheet as it is; the current item stays the current one."""
        lines = self.query_one(RowList)
        lines.set_rows(self._rows(), keep=lines.current_row.key if lines.current_row else None)
        result = self.judge(self.sheet)
        reasons = "".join(
            f"\n・{one.text}" + (f" [{one.clause}]" if one.clause else "") for one in result.reasons[:3]
        )
        more = f"\n…ほか {len(result.reasons) - 3} 件" if len(result.reasons) > 3 else ""
        self.query_one("#outcome", PlainText).update(f"結果: {result.label}{reasons}{more}")
        self._about()

    def _item(self) -> ChecklistItem | None:
        row = self.query_one(RowList).current_row
        return next((one for one in self.sheet.checklist.item if row and one.id == row.key), None)

    def _about(self) -> None:
        item = self._item()
        text = ""
        if item is not None:
            text = item.help
            clause = self.guideline.clause(item.clause)
            if self.clauses and clause is not None:
                text = f"{item.clause} {clause.title}\n{clause.text}".strip() + (
                    f"\n{item.help}" if item.help else ""
                )
        self.query_one("#about", PlainText).update(text)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Say what is to know about the item one stands on."""
        message.stop()
        self._about()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Enter confirms, as space does."""
        message.stop()
        self.action_answer("ok")

    # ---- answering
    def _changed(self, sheet: ChecklistRun) -> None:
        self.sheet = sheet
        self.draw()
        self.post_message(self.Answered(sheet))

    def action_look(self) -> None:
        """Say that the current item's findings were looked at."""
        item = self._item()
        if item is not None:
            self._changed(checklist_run.acknowledge(self.sheet, item.id))

    def action_answer(self, answer: str) -> None:
        """Answer the current item or question."""
        row = self.query_one(RowList).current_row
        if row is None:
            return
        if str(row.key).startswith("?"):
            if answer in ("ok", "no"):
                self._changed(
                    checklist_run.answer_question(
                        self.sheet, str(row.key)[1:], "yes" if answer == "ok" else "no"
                    )
                )
                self._next()
            return
        item = self._item()
        if item is None or self.sheet.status(item) == "off":
            return
        if answer == "na":
            self._reason(item, answer, "該当しない理由", needed=True)
        elif answer == "no":
            self._reason(item, answer, "どこが合わないか（なければそのまま Enter）", needed=False)
        elif answer == "ok" and any(not one.own for one in self.sheet.open_findings(item)):
            # a confirmation that has not seen its findings becomes the look at them; the next one confirms
            self.action_look()
            self.query_one("#about", PlainText).update(
                "指摘を見たことにしました。差し支えなければ、もう一度 Space で適合とします。"
            )
        else:
            self._answer(item, answer, self.sheet.answer_of(item.id).note if answer else "")

    def _reason(self, item: ChecklistItem, answer: str, question: str, needed: bool) -> None:
        from uedasns_tui.ui.dialogs.dialog import LineDialog

        def said(text: str | None) -> None:
            if text is None:
                return
            if needed and not text.strip():
                self.notify("理由を書いてください。答えは変えていません。")
                return
            self._answer(item, answer, text)

        self.app.push_screen(LineDialog(item.say, question, self.sheet.answer_of(item.id).note), said)

    def action_note(self) -> None:
        """Write a note to the current item."""
        item = self._item()
        if item is not None:
            self._reason(item, self.sheet.answer_of(item.id).answer, "メモ", needed=False)

    def _answer(self, item: ChecklistItem, answer: str, note: str) -> None:
        open_before = self.sheet.open_findings(item)
        try:
            sheet = checklist_run.answer_item(
                self.sheet, item.id, answer, note, tuple(one.key for one in open_before if one.own)
            )
        except AnswerRefused as refusal:
            self.notify(str(refusal), severity="warning")
            return
        self._changed(sheet)
        if answer:
            self._next()

    def begin(self) -> None:
        """Go to the first item that is open."""
        self._next()

    def _next(self) -> None:
        """Go to the next open item; after the last, the first that is open; stay when none is."""
        lines = self.query_one(RowList)
        keys = [f"?{one.id}" for one in self.sheet.questions() if not self.sheet.values.get(one.id)]
        keys += [one.id for one in self.sheet.items() if self.sheet.status(one) in ("", "again")]
        if keys:
            lines.go(keys[0])

    def action_clause(self) -> None:
        """Show the clause of the current item, or fold it away."""
        self.clauses = not self.clauses
        self._about()
