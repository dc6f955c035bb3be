"""The items of a checklist with findings and clauses, and the outcome with its reasons.

Used by the record editor and the private check. It changes a ChecklistRun and posts that; it saves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message

from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.schema import ChecklistItem
from uedasns_tui.japanese import width
from uedasns_tui.records import checklist_run
from uedasns_tui.records.checklist_run import AnswerRefused, ChecklistRun
from uedasns_tui.records.outcomes import OutcomeResult
from uedasns_tui.services.answers import STATUSES
from uedasns_tui.ui.widgets.plain_text import PlainText
from uedasns_tui.ui.widgets.post_panes import finding_numbers
from uedasns_tui.ui.widgets.row_layout import Badge, Meaning
from uedasns_tui.ui.widgets.row_list import ListRow, RowList

MEANINGS: dict[str, Meaning] = {
    "ok": "good", "no": "bad", "na": "neutral", "": "waiting", "off": "neutral", "again": "waiting",
}  # fmt: skip
WEIGHTS = {"must": "必須", "should": "望ましい", "may": "任意"}
BAR = 16
"""Cells of the bar of progress."""
BAR_FROM = 60
"""Columns of the window from which the bar stands on the line of its figures."""
LOOK = "指摘を見て差し支えなければ、v を押します。"
LOOK_FIRST = "指摘があります。見て差し支えなければ v を押してください。そのあと Space で適合にできます。"

YES_OR_NO = "これは問いです。はいは →、いいえは ← で答えます。"
NOTHING_TO_SEE = "この項目に、まだ見ていない指摘はありません。"


class ChecklistItems(RowList):
    """The items; Enter does what space does, and says so."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "適合", show=False)]


class ChecklistPane(Vertical):
    """The items of a checklist. Keys answer the current one and go on to the next that is open."""

    DEFAULT_CSS = """
    ChecklistPane > #outcome { height: auto; background: $panel; padding: 0 1; }
    ChecklistPane > #items { height: 1fr; }
    ChecklistPane > #about { height: auto; max-height: 8; background: $panel; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,o,right", "answer('ok')", "適合"),
        Binding("x,left", "answer('no')", "不適合"),
        Binding("a", "answer('na')", "該当なし"),
        Binding("u", "answer('')", "未確認に戻す", show=False),
        Binding("m", "note", "メモ"),
        Binding("v", "acknowledge", "指摘を見た"),
        Binding("f4", "clause", "条項"),
    ]

    class Answered(Message):
        """The run has another answer now."""

    def __init__(
        self,
        run: ChecklistRun,
        guideline: Guideline,
        judge: Callable[[ChecklistRun], OutcomeResult],
        id: str | None = None,
        record: str = "",
    ) -> None:
        super().__init__(id=id)
        self.record = record
        """The id of the record whose items these are, "" for a check that is never kept."""
        self.run = run
        self.guideline = guideline
        self.judge = judge
        self.clauses = False

    def compose(self) -> ComposeResult:
        """The outcome, the items, what is to know about the current one."""
        yield PlainText("", id="outcome")
        yield ChecklistItems(id="items")
        yield PlainText("", id="about")

    def on_mount(self) -> None:
        """Begin at the first that is open."""
        self.draw()
        self._next()

    @property
    def items(self) -> RowList:
        """The list of items."""
        return self.query_one("#items", RowList)

    def begin(self) -> None:
        """Put the keys on the first item that is open."""
        self.items.focus()
        self._next()

    def put(self, run: ChecklistRun) -> None:
        """Another run: the text was edited, or somebody else answered."""
        self.run = run
        self.draw()

    # ---- drawing
    def _item_rows(self) -> list[ListRow]:
        rows = []
        for question in self.run.questions():
            answer = self.run.values.get(question.id, "")
            mark = {"yes": Badge("はい"), "no": Badge("いいえ")}.get(str(answer), Badge("未回答", "waiting"))
            rows.append(ListRow(f"?{question.id}", mark, f"{question.label}（はい・いいえ: →・←）"))
        shown: set[tuple[str, str]] = set()
        rows.extend(self._row(item, shown) for item in self.run.items())
        return rows

    def _finding_lines(self, item: ChecklistItem, shown: set[tuple[str, str]]) -> Iterator[str]:
        """What is found that bears on an item, whole at the first item; the numbers are those in the text."""
        numbers = finding_numbers(self.run) if self.record else {}
        findings = {(finding.key, finding.message): finding for finding in self.run.open_findings(item)}
        for key, finding in findings.items():
            line = f"▲指摘 {numbers.get(key, '')}".rstrip() + f"「{finding.label}」"
            yield f"{line}（上と同じ）" if key in shown else line + finding.message
        shown.update(findings)

    def _row(self, item: ChecklistItem, shown: set[tuple[str, str]]) -> ListRow:
        status = self.run.status(item)
        lines = [f"{item.say}〔{item.clause} {WEIGHTS[item.weight]}〕"]
        if status == "again":
            before = STATUSES[self.run.answer_of(item.id).answer]
            lines.append(f"{self.run.lapse_of(item)}（前の答え: {before}）。もう一度確かめてください。")
        if item.rests_on == "media" and status != "off":
            lines += [
                f"画像・動画 {number} {medium.file}  写っている人の承諾: {medium.consent or '（まだ書いていません）'}"
                for number, medium in enumerate(self.run.media, 1)
            ]
        if note := self.run.answer_of(item.id).note:
            lines.append(f"メモ: {note}")
        lines += self._finding_lines(item, shown)
        return ListRow(item.id, Badge(STATUSES[status], MEANINGS[status]), "\n".join(lines))

    def draw(self) -> None:
        """Show the run as it is; the current item stays the current one."""
        row = self.items.current_row
        self.items.set_rows(self._item_rows(), keep=row.key if row else None)
        result = self.judge(self.run)
        # what waits for an answer says so in the list below, and the line of progress how much it is
        others = [reason for reason in result.reasons if not reason.is_open]
        reasons = "".join(
            f"\n・{reason.text}" + (f" [{reason.clause}]" if reason.clause else "") for reason in others[:3]
        )
        more = f"\n…ほか {len(others) - 3} 件" if len(others) > 3 else ""
        self.query_one("#outcome", PlainText).update(
            f"{self._progress()}\n結果: {result.label}{reasons}{more}"
        )
        self._about()

    def _progress(self) -> str:
        items = [item for item in self.run.items() if self.run.status(item) != "off"]
        done, count = checklist_run.progress(self.run)
        must = checklist_run.progress(self.run, must=True)
        needed = f"（必須は {must[0]}/{must[1]}）" if must[1] != count else ""
        findings = {
            finding.key: finding in self.run.open_findings(item)
            for item in items
            for finding in self.run.findings_of(item)
            if not finding.own
        }
        filled = BAR * done // max(1, count)
        # where a terminal draws blocks two cells wide, other signs
        full, empty = ("▇", "▁") if width.ambiguous() == 1 else ("#", "-")
        looked = f"  指摘を見た {list(findings.values()).count(False)}/{len(findings)}" if findings else ""
        bar = f" {full * filled}{empty * (BAR - filled)}" if self.app.size.width >= BAR_FROM else ""
        return f"確認 {done}/{count}{needed}{bar}{looked}"

    def _current_item(self) -> ChecklistItem | None:
        row = self.items.current_row
        return next((item for item in self.run.checklist.item if row and item.id == row.key), None)

    def _about(self) -> None:
        item = self._current_item()
        text = ""
        if item is not None:
            text = "\n".join(filter(None, (LOOK if self.run.open_findings(item) else "", item.help)))
            clause = self.guideline.clause(item.clause)
            if self.clauses and clause is not None:
                text = f"{item.clause} {clause.title}\n{clause.text}\n{item.help}".strip()
        self._say(text)

    def _say(self, text: str) -> None:
        about = self.query_one("#about", PlainText)
        about.display = bool(text)
        about.update(text)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Say what is to know about the current item."""
        message.stop()
        self._about()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Enter confirms, as space does."""
        message.stop()
        self.action_answer("ok")

    # ---- answering
    def _changed(self, run: ChecklistRun) -> None:
        self.run = run
        self.draw()
        self.post_message(self.Answered())

    def action_acknowledge(self) -> None:
        """Mark the findings of the current item as seen."""
        item = self._current_item()
        if item is not None and self.run.open_findings(item):
            self._changed(checklist_run.acknowledge(self.run, item.id))
        else:
            self._say(NOTHING_TO_SEE if item is not None else YES_OR_NO)

    def action_answer(self, answer: str) -> None:
        """Answer the current item or question."""
        row = self.items.current_row
        if row is None:
            return
        if str(row.key).startswith("?"):
            if answer in ("ok", "no"):
                self._changed(
                    checklist_run.answer_question(
                        self.run, str(row.key)[1:], "yes" if answer == "ok" else "no"
                    )
                )
                self._next()
            else:
                self._say(YES_OR_NO)
            return
        item = self._current_item()
        if item is None or self.run.status(item) == "off":
            return
        if answer in ("ok", "na") and self.run.open_findings(item):
            self._say(LOOK_FIRST)
        elif answer == "na":
            self._reason(item, answer, "該当しない理由", needed=True)
        elif answer == "no":
            self._reason(item, answer, "どこが合わないか（なければそのまま Enter）", needed=False)
        else:
            self._answer(item, answer, self.run.answer_of(item.id).note if answer else "")

    def _reason(self, item: ChecklistItem, answer: str, question: str, needed: bool) -> None:
        from uedasns_tui.ui.dialogs.form_dialog import LineDialog

        def written(text: str | None) -> None:
            if text is not None:
                self._answer(item, answer, text)

        note = self.run.answer_of(item.id).note
        empty = "理由を書いてください。答えは変えていません。" if needed else ""
        key = f"{self.record}:{item.id}:{question}" if self.record else ""
        self.app.push_screen(LineDialog(item.say, question, note, needed=empty, key=key), written)

    def action_note(self) -> None:
        """Write a note to the current item."""
        item = self._current_item()
        if item is not None:
            self._reason(item, self.run.answer_of(item.id).answer, "メモ", needed=False)
        else:
            self._say(YES_OR_NO)

    def _answer(self, item: ChecklistItem, answer: str, note: str) -> None:
        open_before = self.run.open_findings(item)
        try:
            run = checklist_run.answer_item(
                self.run, item.id, answer, note, tuple(finding.key for finding in open_before if finding.own)
            )
        except AnswerRefused as refusal:
            self.notify(str(refusal), severity="warning")
            return
        self._changed(run)
        if answer:
            self._next()

    def _next(self) -> None:
        """Go to the next open item; after the last, the first that is open; stay when none is."""
        keys = [
            f"?{question.id}" for question in self.run.questions() if not self.run.values.get(question.id)
        ]
        keys += [item.id for item in self.run.items() if self.run.status(item) in ("", "again")]
        if keys:
            self.items.go(keys[0])

    def action_clause(self) -> None:
        """Show the clause of the current item, or fold it away."""
        self.clauses = not self.clauses
        self._about()
        if self._current_item() is None:
            self._say(YES_OR_NO)
