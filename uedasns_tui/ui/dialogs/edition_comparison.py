"""Comparing editions on the screen: which two, then what was added, removed, moved and changed."""

from __future__ import annotations

from typing import Any

from textual.app import App

from uedasns_tui.guideline.editions import editions
from uedasns_tui.guideline.schema import TransitionInput
from uedasns_tui.services import edition_impact
from uedasns_tui.services.context import AppContext, NoGuideline
from uedasns_tui.ui.dialogs.dialog import FormDialog, TextDialog
from uedasns_tui.ui.widgets.row_list import ListRow, RowSpan

KINDS = {"added": "追加", "removed": "削除", "moved": "移動", "changed": "変更"}


def choose(app: App[Any], context: AppContext) -> None:
    """Ask which two editions, and show what differs."""
    known = [one.date.isoformat() for one in editions(context.folders.guideline)]
    body = f"手もとの版: {'、'.join(known)}。ほかの版はフォルダーの場所を書きます。"
    asks = (
        TransitionInput("before", "前の版（日付かフォルダー）", default=known[0] if known else ""),
        TransitionInput("after", "後の版（日付かフォルダー）"),
    )

    def done(answers: dict[str, str] | None) -> None:
        if answers is None:
            return
        try:
            compared = edition_impact.compare(context, answers["before"].strip(), answers["after"].strip())
        except NoGuideline as fault:
            app.notify(
                f"{fault}\n" + "\n".join(str(one) for one in fault.problems[:3]), severity="error", timeout=15
            )
            return
        app.push_screen(
            TextDialog(f"{compared.before.edition} から {compared.after.edition} へ", rows(compared))
        )

    app.push_screen(FormDialog("版を比べる", asks, ("before", "after"), body), done)


def rows(compared: edition_impact.EditionComparison) -> list[ListRow]:
    """The differences as rows: the new text, changed words marked; then the records touched."""
    out = []
    for at, one in enumerate(compared.differences):
        if one.kind == "same":
            continue
        places = " → ".join(dict.fromkeys(clause.citation for clause in (one.before, one.after) if clause))
        clause = one.after or one.before
        text = clause.whole if clause else ""
        spans = []
        body = f"{places}\n{text}"
        if one.before is not None and one.after is not None:
            gone = [
                one.before.whole[slice(*change.a)]
                for change in one.changes
                if change.op in ("delete", "replace")
            ]
            spans = [
                RowSpan(change.b[0] + len(places) + 1, change.b[1] + len(places) + 1, "changed")
                for change in one.changes
                if change.op in ("insert", "replace")
            ]
            body += "".join(f"\n－{text}" for text in gone if text.strip())
        out.append(ListRow(str(at), f"[{KINDS[one.kind]}]", body, 0, tuple(spans)))
    out += [ListRow(f"r{at}", "[記録]", str(one)) for at, one in enumerate(compared.touched)]
    return out or [ListRow("none", "", "違いはありません。")]
