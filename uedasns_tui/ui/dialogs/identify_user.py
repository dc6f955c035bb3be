"""Who records: asked once, when something is first to be recorded; where records live is said in one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App

from uedasns_tui.guideline.schema import TransitionInput
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.ui.dialogs.dialog import FormDialog


def with_user(app: App[Any], context: AppContext, then: Callable[[], None]) -> None:
    """Do `then` when somebody is named; else ask first. Esc leaves everything as it was."""
    if context.user is not None:
        then()
        return
    asks = (
        TransitionInput("name", "お名前"),
        TransitionInput("section", "課の名前"),
        TransitionInput("place", "記録の置き場所", "choice", default="own", choices={"own": f"この PC（{context.folders.records}）", "shared": "課などで共有するフォルダー"}),
        TransitionInput("folder", "共有フォルダーの場所（共有するときだけ）"),
    )  # fmt: skip
    body = "はじめて記録します。記録は 1 件 1 ファイルの TOML で、ここに書いた場所に置きます。あとで変えられます。記載例は、利用方針の一覧で e を押すと写せます。"

    def done(answers: dict[str, str] | None) -> None:
        if answers is None:
            app.notify("まだ保存していません。書いたものは画面に残っています。")
            return
        folder = answers.get("folder", "").strip() if answers.get("place") == "shared" else ""
        try:
            context.introduce(answers["name"], answers["section"], folder)
        except (StorageError, ValueError) as fault:
            app.notify(str(fault), severity="error", timeout=15)
            return
        then()

    app.push_screen(FormDialog("記録する人", asks, ("name", "section"), body), done)
