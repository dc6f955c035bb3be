"""The dialog of a step that is held: what is open stands first, the reason is asked last, and nothing typed is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from tests.ui.screen import screen_text
from tests.ui.test_screens import town  # noqa: F401
from uedasns_tui.records import workflow
from uedasns_tui.services import record_actions, transitions
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.record_file import SavedRecord
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.dialogs.transition import TransitionDialog, about_transition, ask

TEXT = "12月6日（月）に開きます。電話 090-1234-5678"


def written(context: AppContext, name: str, account: str = "account0") -> SavedRecord:
    form = context.form("post")
    text = next(field.id for field in form.field if field.role == "text")
    accounts = next(field.id for field in form.field if field.type == "accounts")
    record = record_actions.new_record(
        context, form.id, {text: TEXT, accounts: (account,) if account else ()}, "post", name
    )
    return record_actions.save_record(context, record, None).kept


def held_step(context: AppContext, saved: SavedRecord):  # type: ignore[no-untyped-def]
    form = context.form("post")
    allowed = workflow.allowed_transitions(saved.record, form)
    return next(act for act in allowed if act.role in ("submit", "approve"))


def test_what_is_open_stands_first_and_by_name(town: AppContext) -> None:  # noqa: F811
    saved = written(town, "p1")
    step = held_step(town, saved)
    held = transitions.holding(town, saved.record, step)
    text = "".join(piece[0] for piece in about_transition(town, saved.record, step))
    assert held.unconfirmed and text.startswith(f"■{held.sentence}")
    for item in held.unconfirmed:
        assert f"・未確認 {item.say}〔{item.clause}〕" in text
    for question in held.questions:
        assert f"・答えていない {question.label}" in text
    for finding in held.unread:
        assert finding.message in text


def test_the_reason_is_asked_last_must_be_given_and_comes_back_for_its_record_only(
    town: AppContext,  # noqa: F811
) -> None:
    async def run(saved: SavedRecord, other: SavedRecord, done: Callable[[object], None]) -> None:
        app = Uedasns(town)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            step = held_step(town, saved)

            async def opened(record: SavedRecord) -> TransitionDialog:
                ask(app, town, record, step, done)
                await pilot.pause()
                dialog = app.screen
                assert isinstance(dialog, TransitionDialog)
                return dialog

            dialog = await opened(saved)
            assert list(dialog.controls)[-1] == transitions.OVERRIDE
            typed = {name: control.value for name, control in dialog.controls.items()}
            for name in typed:
                if name in step.needs and not typed[name]:
                    dialog.controls[name].put("課長")
            before = dialog.answers()
            dialog.action_accept()
            await pilot.pause()
            assert app.screen is dialog and dialog.answers() == before
            assert dialog.errors[transitions.OVERRIDE].display, "said at the question, not elsewhere"
            assert town.repository.load(saved.record.id).record.log == saved.record.log
            assert "理由" in screen_text(app)
            dialog.controls[transitions.OVERRIDE].put("係で読み合わせた")
            await pilot.press("escape")
            await pilot.pause()
            assert (await opened(other)).answers()[transitions.OVERRIDE] == ""
            await pilot.press("escape")
            await pilot.pause()
            again = await opened(saved)
            assert again.answers()[transitions.OVERRIDE] == "係で読み合わせた"
            again.action_accept()
            await pilot.pause()
            assert app.screen is not again

    results: list[object] = []
    saved, other = written(town, "p1"), written(town, "p2")
    asyncio.run(run(saved, other, results.append))
    override = town.repository.load("p1").record.log[-1].override
    assert results and override is not None and override.reason == "係で読み合わせた" and override.unconfirmed
    assert town.repository.load("p2").record.log == other.record.log


def test_a_refusal_is_said_in_the_dialog_and_what_was_typed_stays(town: AppContext) -> None:  # noqa: F811
    saved = written(town, "p1", account="")
    step = held_step(town, saved)

    async def run() -> None:
        app = Uedasns(town)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            ask(app, town, saved, step, lambda _: pytest.fail("nothing may be saved"))
            await pilot.pause()
            dialog = app.screen
            assert isinstance(dialog, TransitionDialog)
            dialog.controls[transitions.OVERRIDE].put("係で読み合わせた")
            before = dialog.answers()
            dialog.action_accept()
            await pilot.pause()
            assert app.screen is dialog and dialog.answers() == before
            assert dialog.errors[""].display and "アカウントを選んでください" in screen_text(app)

    asyncio.run(run())
    assert town.repository.load("p1").record.log == saved.record.log
