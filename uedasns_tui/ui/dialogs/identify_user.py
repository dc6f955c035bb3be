"""Asks who records, before the first record is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App

from uedasns_tui.guideline.schema import TransitionInput
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.data_folder import absent_message
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.ui.dialogs.dialog import ConfirmDialog
from uedasns_tui.ui.dialogs.form_dialog import FormDialog

BODY = (
    "初めての記録です。お名前と課の名前を入力してください。記録のファイルは、ここに書いた場所に 1 件に1つずつ置きます。"
    "あとで変えられます。記載例は、アカウントの一覧で e を押すとコピーできます。"
)


def with_data_folder(app: App[Any], context: AppContext, then: Callable[[], None]) -> None:
    """Do `then`; where the data folder is not there, ask first whether to make it. Esc makes nothing."""
    why = context.records_absence()
    if not why:
        then()
        return

    def chosen(choice: str | None) -> None:
        if choice == "make":
            try:
                context.repository.prepare()
            except StorageError as error:
                app.notify(str(error), severity="error")
        then()

    choices = {
        "leave": "このまま開く（つながるまで、保存はできません）",
        "make": "ここに新しく作る",
    }
    body = absent_message(context.folders.records, why)
    app.push_screen(ConfirmDialog("データフォルダーがありません", body, choices), chosen)


def with_user(app: App[Any], context: AppContext, then: Callable[[], None]) -> None:
    """Do `then` when somebody is named; else ask first. Esc leaves everything as it was."""
    if context.user is not None:
        then()
        return
    places = {
        "own": f"このパソコン（{context.folders.records}）",
        "shared": "課などで共有するフォルダー",
        "new": "共有するフォルダーを、書いた場所に新しく作る",
    }
    inputs = (
        TransitionInput("name", "お名前"),
        TransitionInput("section", "課の名前"),
        TransitionInput("place", "記録の置き場所", "choice", default="own", choices=places),
        TransitionInput("folder", "共有フォルダーの場所（共有するときだけ）"),
    )

    def submit(answers: dict[str, str]) -> dict[str, str]:
        place = answers.get("place")
        folder = answers.get("folder", "").strip() if place in ("shared", "new") else ""
        try:
            problem = context.introduce(answers["name"], answers["section"], folder, create=place == "new")
        except (StorageError, ValueError) as error:
            return {"folder" if folder else "name": str(error)}
        if problem:
            app.notify(problem, severity="warning", timeout=20)
        return {}

    def done(answers: dict[str, str] | None) -> None:
        if answers is None:
            app.notify("まだ保存していません。書いたものは画面に残っています。")
        else:
            then()

    app.push_screen(
        FormDialog("記録する人", inputs, ("name", "section"), BODY, submit=submit, key="user"), done
    )
