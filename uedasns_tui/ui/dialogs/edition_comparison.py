"""Compares two editions on the screen: what was added, removed, moved and changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual.app import App

from uedasns_tui.guideline.edition_diff import ClauseDifference
from uedasns_tui.guideline.editions import editions
from uedasns_tui.guideline.schema import TransitionInput
from uedasns_tui.services import edition_impact
from uedasns_tui.services.context import AppContext, NoGuideline
from uedasns_tui.services.edition_impact import EditionComparison
from uedasns_tui.ui.dialogs.dialog import TextDialog
from uedasns_tui.ui.dialogs.form_dialog import FormDialog
from uedasns_tui.ui.widgets.row_layout import Badge, ListRow, RowSpan

CHANGES = {
    "added": Badge("追加", "good"), "removed": Badge("削除", "bad"), "moved": Badge("移動", "info"),
    "changed": Badge("変更", "waiting"),
}  # fmt: skip


def compare_editions(app: App[Any], context: AppContext) -> None:
    """Ask which two editions, and show what differs."""
    dates = [edition.date.isoformat() for edition in editions(context.folders.guideline)]
    body = f"手もとの版: {'、'.join(dates)}。ほかの版はフォルダーの場所を書きます。"
    inputs = (
        TransitionInput("before", "前の版（日付かフォルダー）", default=dates[0] if dates else ""),
        TransitionInput("after", "後の版（日付かフォルダー）"),
    )

    results: list[EditionComparison] = []

    def submit(answers: dict[str, str]) -> dict[str, str]:
        try:
            results.append(
                edition_impact.compare(context, answers["before"].strip(), answers["after"].strip())
            )
        except NoGuideline as error:
            return {"": "\n".join([str(error), *map(str, error.problems[:3])])}
        return {}

    def show(answers: dict[str, str] | None) -> None:
        if answers is not None:
            result = results[-1]
            app.push_screen(
                TextDialog(f"{result.before.edition} から {result.after.edition} へ", rows(result))
            )

    dialog = FormDialog("版を比べる", inputs, ("before", "after"), body, submit=submit, key="compare")
    app.push_screen(dialog, show)


def rows(comparison: EditionComparison) -> list[ListRow]:
    """The differences as rows: the new text, changed words marked; then the records they touch."""
    changes = [change for change in comparison.differences if change.kind != "same"]
    out = [_row(number, change) for number, change in enumerate(changes)]
    out += [
        ListRow(f"r{number}", Badge("記録"), str(record)) for number, record in enumerate(comparison.touched)
    ]
    return out or [ListRow("none", "", "違いはありません。")]


def _row(number: int, difference: ClauseDifference) -> ListRow:
    before, after = difference.before, difference.after
    places = " → ".join(dict.fromkeys(clause.citation for clause in (before, after) if clause))
    clause = after or before
    body = f"{places}\n{clause.whole if clause else ''}"
    spans: tuple[RowSpan, ...] = ()
    if before is not None and after is not None:
        shift = len(places) + 1
        spans = tuple(
            RowSpan(change.b[0] + shift, change.b[1] + shift, "changed")
            for change in difference.changes
            if change.op in ("insert", "replace")
        )
        body += "".join(f"\n－{text}" for text in _removed(before.whole, difference))
    return ListRow(str(number), CHANGES[difference.kind], body, 0, spans)


def _removed(text: str, difference: ClauseDifference) -> Iterator[str]:
    for change in difference.changes:
        passage = text[slice(*change.a)]
        if change.op in ("delete", "replace") and passage.strip():
            yield passage
