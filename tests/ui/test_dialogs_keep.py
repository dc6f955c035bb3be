"""Every dialog that asks: a bad answer closes nothing, and what was typed is there when it is opened again.

The dialogs are collected from the code, so that a new one is covered by itself: where it is made it names the key under
which its text is kept; `OPENED` says how each is opened, and a dialog that is missing there fails.
"""

from __future__ import annotations

import ast
import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.test_screens import town  # noqa: F401
from uedasns_tui.guideline.schema import TransitionInput
from uedasns_tui.records.record import Medium
from uedasns_tui.services.context import AppContext
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.dialogs import upkeep
from uedasns_tui.ui.dialogs.bulk_change import ask_bulk_change
from uedasns_tui.ui.dialogs.edition_comparison import compare_editions
from uedasns_tui.ui.dialogs.export import ExportDialog, SiteDialog
from uedasns_tui.ui.dialogs.form_dialog import FormDialog, LineDialog
from uedasns_tui.ui.dialogs.identify_user import with_user
from uedasns_tui.ui.dialogs.media_list import MediaDialog
from uedasns_tui.ui.dialogs.record_import import ImportDialog
from uedasns_tui.ui.widgets.text_field import TextField

UI = Path(__file__).resolve().parents[2] / "uedasns_tui" / "ui"
ASKING = ("FormDialog", "LineDialog")
Open = Callable[[Uedasns, AppContext, Path], None]


def record(context: AppContext, name: str = "account0"):  # type: ignore[no-untyped-def]
    return context.repository.load(name).record


def nobody(app: Uedasns, context: AppContext) -> None:
    context.user_settings = type(context.user_settings)()
    with_user(app, context, lambda: None)


OPENED: dict[str, tuple[Open, str, str]] = {
    "upkeep.py:ask_backup": (lambda app, context, _: upkeep.ask_backup(app, context), "file", "/proc/none/b.zip"),
    "upkeep.py:ask_settings": (lambda app, context, _: upkeep.ask_settings(app, context), "measure", "たくさん"),
    "upkeep.py:ask_delete": (lambda app, context, _: upkeep.ask_delete(app, context, "gone", "題"), "reason", "重複"),
    "edition_comparison.py:compare_editions": (lambda app, context, _: compare_editions(app, context), "after", "いつか"),
    "bulk_change.py:ask_bulk_change": (lambda app, _, __: ask_bulk_change(app, ""), "old-section", "ない課"),
    "identify_user.py:with_user": (lambda app, context, _: nobody(app, context), "name", " "),
    "media_list.py:_ask": (lambda app, _, __: app.push_screen(MediaDialog((), "post")), "file", " "),
    "export.py:ExportDialog": (
        lambda app, context, _: app.push_screen(ExportDialog(context, record(context))), "folder", "/proc/none",
    ),
    "export.py:SiteDialog": (lambda app, context, _: app.push_screen(SiteDialog(context)), "folder", " "),
}  # fmt: skip
"""Where a dialog is made -> how it is opened, one of its questions, and an answer that is bad there."""
ELSEWHERE = {
    "transition.py:TransitionDialog",  # test_bad_answers walks every question of every transition
    "checklist_pane.py:_reason",  # below
}


def places() -> dict[str, list[ast.Call]]:
    """Where the code makes a dialog that asks: file:function, or file:class where a class is one."""
    calls: dict[str, list[ast.Call]] = {}
    for path in sorted(UI.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            name = getattr(node, "name", "")
            if isinstance(node, ast.ClassDef):
                if any(getattr(base, "id", "") in ASKING for base in node.bases):
                    made = [call for call in ast.walk(node) if isinstance(call, ast.Call)]
                    calls[f"{path.name}:{name}"] = [
                        call
                        for call in made
                        if isinstance(call.func, ast.Attribute) and call.func.attr == "__init__"
                    ]
            elif isinstance(node, ast.FunctionDef):
                made = [
                    call for call in ast.walk(node)
                    if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ASKING
                ]  # fmt: skip
                if made:
                    calls[f"{path.name}:{name}"] = made
    return calls


def test_every_dialog_that_asks_says_under_which_key_its_text_is_kept() -> None:
    found = places()
    assert set(found) == set(OPENED) | ELSEWHERE
    for place, calls in found.items():
        assert calls, place
        for call in calls:
            assert "key" in {keyword.arg for keyword in call.keywords}, place


@pytest.mark.parametrize("place", OPENED)
def test_a_bad_answer_closes_nothing_and_what_was_typed_comes_back(
    place: str, town: AppContext, tmp_path: Path  # noqa: F811
) -> None:  # fmt: skip
    opening, question, bad = OPENED[place]

    async def run() -> None:
        app = Uedasns(town)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            opening(app, town, tmp_path)
            await pilot.pause()
            dialog = app.screen
            assert isinstance(dialog, FormDialog)
            for name, control in dialog.controls.items():
                if name != question and type(control).__name__ == "TextField" and not control.value:
                    control.put("https://example.jp/" if name == "url" else "きのう")
            dialog.controls[question].put(bad)
            typed = dialog.answers()
            dialog.action_accept()
            await pilot.pause()
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert app.screen is dialog, (place, "a bad answer closed it")
            assert dialog.answers() == typed
            assert any(error.display for error in dialog.errors.values()), place
            await pilot.press("escape")
            await pilot.pause()
            assert app.screen is not dialog, (place, "one Esc is enough: nothing is lost")
            while isinstance(app.screen, MediaDialog):
                app.pop_screen()
                await pilot.pause()
            opening(app, town, tmp_path)
            await pilot.pause()
            again = app.screen
            assert isinstance(again, FormDialog) and again is not dialog
            assert again.answers() == typed, place

    asyncio.run(run())


def test_a_reason_of_one_line_comes_back_for_its_record_only() -> None:
    from textual.app import App

    async def run() -> None:
        app: App[None] = App()
        async with app.run_test(size=(80, 24)) as pilot:
            for key, expected in (("post1:alt:理由", ""), ("post1:alt:理由", "課長"), ("post2:alt:理由", "")):
                dialog = LineDialog("項目", "理由", key=key)
                app.push_screen(dialog)
                await pilot.pause()
                assert dialog.field.value == expected, key
                dialog.field.put("課長")
                await pilot.press("escape")
                await pilot.pause()
                assert app.screen is not dialog
            used = LineDialog("項目", "理由", key="post1:alt:理由")
            app.push_screen(used)
            await pilot.pause()
            await pilot.press("enter")
            await pilot.pause()
            last = LineDialog("項目", "理由", key="post1:alt:理由")
            app.push_screen(last)
            await pilot.pause()
            assert last.field.value == "", "what was used does not come back"

    asyncio.run(run())


def test_the_file_to_import_stays_where_it_cannot_be_read_and_when_one_comes_back(
    town: AppContext, tmp_path: Path  # noqa: F811
) -> None:  # fmt: skip
    async def run() -> None:
        app = Uedasns(town)
        good = tmp_path / "台帳.csv"
        good.write_text("名前,媒体\nまちの便り,X\n", encoding="utf-8")
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            for typed in (str(tmp_path / "ない.docx"), "", str(tmp_path)):
                app.push_screen(ImportDialog(town))
                await pilot.pause()
                dialog = app.screen
                assert isinstance(dialog, ImportDialog)
                file = dialog.query_one(TextField)
                file.put(typed)
                await pilot.press("enter")
                await pilot.pause()
                await pilot.press("f10")
                await pilot.pause()
                assert app.screen is dialog and file.value == typed and not dialog.previews
                await pilot.press("escape")
                await pilot.pause()
                assert app.screen is not dialog
            app.push_screen(ImportDialog(town))
            await pilot.pause()
            file = app.screen.query_one(TextField)
            assert file.value == str(tmp_path), "what was typed is there again"
            file.put(str(good))
            await pilot.press("enter")
            await pilot.pause()
            await pilot.press("f10")
            await pilot.pause()
            assert not isinstance(app.screen, ImportDialog)
            app.push_screen(ImportDialog(town))
            await pilot.pause()
            assert app.screen.query_one(TextField).value == "", "what was used does not come back"

    asyncio.run(run())


def test_what_a_person_wrote_before_is_added_to_and_a_default_is_replaced() -> None:
    from textual.app import App

    asks = (TransitionInput("alt", "代替テキスト"),)

    async def run() -> None:
        app: App[None] = App()
        async with app.run_test(size=(80, 24)) as pilot:
            for own, expected in ((True, "花と人x"), (False, "x")):
                dialog = FormDialog("題", asks, values={"alt": "花と人"}, own=own)
                app.push_screen(dialog)
                await pilot.pause()
                await pilot.press("x")
                assert dialog.answers() == {"alt": expected}

    asyncio.run(run())


def test_a_picture_s_texts_are_the_person_s_own(town: AppContext) -> None:  # noqa: F811
    async def run() -> None:
        app = Uedasns(town)
        async with app.run_test(size=(80, 24)) as pilot:
            app.push_screen(MediaDialog((Medium("m", "花.jpg", "花"),), "post"))
            await pilot.pause()
            await pilot.press("enter", "tab", "x", "f10", "enter")
            await pilot.pause()
            assert isinstance(app.screen, FormDialog) and app.screen.answers()["alt"] == "花x"

    asyncio.run(run())
