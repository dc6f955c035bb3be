"""Section and contacts of many accounts changed at once: which section, the new values, what each account becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uedasns_tui.guideline.schema import TransitionInput
from uedasns_tui.services import bulk_change
from uedasns_tui.services.bulk_change import BulkChange
from uedasns_tui.ui.dialogs.dialog import ConfirmDialog
from uedasns_tui.ui.dialogs.form_dialog import FormDialog
from uedasns_tui.ui.dialogs.identify_user import with_user

if TYPE_CHECKING:
    from uedasns_tui.ui.app import Uedasns

SECTION = "old-section"
ABOUT = "今の課のアカウントすべてが対象です。変えないところは空のままにします。"


def ask_bulk_change(app: Uedasns, section: str) -> None:
    """Ask which section and what changes, show what every account would become, and save when told so."""
    fields = bulk_change.contact_fields(app.context)
    inputs = [TransitionInput(SECTION, "今の課", default=section)]
    inputs += [TransitionInput(field.id, f"新しい {field.label}", field.type) for field in fields]
    planned: list[BulkChange] = []

    def submit(answers: dict[str, str]) -> dict[str, str]:
        records = bulk_change.records_of_section(app.context, answers[SECTION])
        values = {name: text for name, text in answers.items() if name != SECTION}
        planned[:] = bulk_change.preview(app.context, records, values)
        if not records:
            return {SECTION: "この課のアカウントはありません。"}
        return {} if planned else {"": "変わるアカウントはありません。新しい値を入力してください。"}

    def closed(answers: dict[str, str] | None) -> None:
        if answers is not None and planned:
            _confirm(app, planned)

    dialog = FormDialog(
        "課や連絡先をまとめて変える",
        inputs,
        (SECTION,),
        ABOUT,
        submit=submit,
        today=app.context.today,
        key="bulk",
    )
    app.push_screen(dialog, closed)


def _confirm(app: Uedasns, planned: list[BulkChange]) -> None:
    def apply() -> None:
        results, problems = bulk_change.apply(app.context, planned)
        app.look()
        text = "\n".join((f"{len(results)} 件を変えました。", *(problem.message for problem in problems)))
        app.notify(text, severity="error" if problems else "information", timeout=10)

    def chosen(choice: str | None) -> None:
        if choice == "yes":
            with_user(app, app.context, apply)

    choices = {"no": "やめる", "yes": f"{len(planned)} 件を変える{bulk_change.consequence(app.context)}"}
    body = "\n\n".join(bulk_change.lines(planned))
    app.push_screen(ConfirmDialog(f"{len(planned)} 件のアカウントが変わります", body, choices), chosen)
