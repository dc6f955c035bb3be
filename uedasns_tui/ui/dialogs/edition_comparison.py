"""Comparing editions on the screen: which two, then what was added, removed, moved and changed."""

from __future__ import annotations

from typing import Any

from textual.app import App

from uedasns_tui.guideline.edition_diff import ClauseDifference
from uedasns_tui.guideline.editions import editions
from uedasns_tui.guideline.schema import TransitionInput
from uedasns_tui.services import edition_impact
from uedasns_tui.services.context import AppContext, NoGuideline
from uedasns_tui.ui.dialogs.dialog import FormDialog, TextDialog
from uedasns_tui.ui.widgets.row_list import ListRow, RowSpan

KINDS = {"added": "追加", "removed": "削除", "moved": "移動", "changed": "変更"}


def compare_editions(app: App[Any], context: AppContext) -> None:
    """Ask which two editions, and show what differs."""
    dates = [edition.date.isoformat() for edition in editions(context.folders.guideline)]
    body = f"手もとの版: {'、'.join(dates)}。ほかの版はフォルダーの場所を書きます。"
    inputs = (
        TransitionInput("before", "前の版（日付かフォルダー）", default=dates[0] if dates else ""),
        TransitionInput("after", "後の版（日付かフォルダー）"),
    )

    def submit(answers: dict[str, str]) -> dict[str, str]:
        try:
            comparison = edition_impact.compare(context, answers["before"].strip(), answers["after"].strip())
        except NoGuideline as error:
            return {"": "\n".join([str(error), *map(str, error.problems[:3])])}
        title = f"{comparison.before.edition} から {comparison.after.edition} へ"
        app.call_later(app.push_screen, TextDialog(title, comparison_rows(comparison)))
        return {}

    app.push_screen(FormDialog("版を比べる", inputs, ("before", "after"), body, submit=submit))


def comparison_rows(comparison: edition_impact.EditionComparison) -> list[ListRow]:
    """The differences as rows: the new text, changed words marked; then the records touched."""
    rows = [
        _row(str(number), difference)
        for number, difference in enumerate(comparison.differences)
        if difference.kind != "same"
    ]
    rows += [ListRow(f"r{number}", "[記録]", str(line)) for number, line in enumerate(comparison.touched)]
    return rows or [ListRow("none", "", "違いはありません。")]


def _row(key: str, difference: ClauseDifference) -> ListRow:
    before, after = difference.before, difference.after
    places = " → ".join(dict.fromkeys(clause.citation for clause in (before, after) if clause))
    clause = after or before
    body = f"{places}\n{clause.whole if clause else ''}"
    spans: list[RowSpan] = []
    if before is not None and after is not None:
        shift = len(places) + 1
        for change in difference.changes:
            if change.op in ("insert", "replace"):
                spans.append(RowSpan(change.b[0] + shift, change.b[1] + shift, "changed"))
            removed = before.whole[slice(*change.a)] if change.op in ("delete", "replace") else ""
            body += f"\n－{removed}" if removed.strip() else ""
    return ListRow(key, f"[{KINDS[difference.kind]}]", body, 0, tuple(spans))
