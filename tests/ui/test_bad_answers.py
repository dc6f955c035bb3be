"""A bad answer to any question of any transition closes nothing and takes nothing away, in dialogs and in prompts."""

from __future__ import annotations

import asyncio
import io
from datetime import date, datetime
from pathlib import Path

import pytest
from textual.app import App

from uedasns_tui.cli.prompt import Prompt
from uedasns_tui.cli.transition import _ask_inputs
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.loader import load
from uedasns_tui.guideline.schema import Form, Transition, TransitionInput
from uedasns_tui.records import workflow
from uedasns_tui.records.record import Value
from uedasns_tui.services import record_actions, transitions
from uedasns_tui.services.context import open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.ui.dialogs.transition import TransitionDialog

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "guideline", ROOT / "tests" / "fixtures" / "guideline")
BAD = {"date": "いつか", "datetime": "昼ごろ", "url": "ここです", "count": "たくさん"}
GOOD = {
    "date": "きのう", "datetime": "きのう 18:30", "url": "https://example.jp/a", "count": "12", "text": "一行目", "line": "花子",
}  # fmt: skip


def guideline(folder: Path) -> Guideline:
    loaded = load(folder).guideline
    assert loaded is not None
    return loaded


def good(question: TransitionInput) -> str:
    return next(iter(question.choices), "") or GOOD.get(question.type, "何か")


def cases(folder: Path) -> list[tuple[Form, Transition, TransitionInput]]:
    """Each question that an answer can be bad for, of each transition of each form."""
    return [
        (form, transition, question)
        for form in guideline(folder).forms.values()
        for transition in form.act
        for question in transitions.questions(form, transition)
        if question.type in BAD or question.id in transition.needs
    ]


@pytest.mark.parametrize("folder", FOLDERS, ids=["bundled", "invented"])
def test_a_dialog_stays_with_all_that_was_typed(folder: Path) -> None:
    every = cases(folder)
    assert len(every) > 15

    async def run() -> None:
        app: App[None] = App()
        taken: list[object] = []
        async with app.run_test(size=(80, 24)) as pilot:
            for form, transition, question in every:
                questions = transitions.questions(form, transition)
                typed = {item.id: good(item) for item in questions}
                typed[question.id] = BAD.get(question.type, " ")
                if question.choices:
                    continue  # one of the choices is always taken
                dialog = TransitionDialog(transition, questions, "", typed, today=date(2026, 11, 23))
                app.push_screen(dialog, taken.append)
                await pilot.pause()
                dialog.action_accept()
                await pilot.pause()
                assert app.screen is dialog and not taken, (form.id, transition.id, question.id)
                assert dialog.answers() == typed
                assert dialog.errors[question.id].display
                dialog.controls[question.id].put(good(question))
                dialog.action_accept()
                await pilot.pause()
                assert app.screen is not dialog and taken.pop(), (form.id, transition.id, question.id)

    asyncio.run(run())


class Keyboard(io.StringIO):
    """Lines typed at a terminal."""

    def isatty(self) -> bool:
        return True


def lines_for(question: TransitionInput, answer: str) -> list[str]:
    if question.choices:
        return ["1"]
    return [answer, "."] if question.type in ("text", "address") else [answer]


@pytest.mark.parametrize("folder", FOLDERS, ids=["bundled", "invented"])
def test_a_prompt_says_why_under_the_question_and_keeps_the_answers_before(
    folder: Path, tmp_path: Path, now: datetime
) -> None:
    options = AppOptions(data=str(tmp_path / "records"), guideline=str(folder))
    context = open_context(options, {}, lambda: now, UserSettings(name="花子", section="課"))
    for form, transition, question in cases(folder):
        if question.choices or question.type not in BAD:
            continue
        record = record_actions.new_record(context, form.id, {})
        asked = workflow.questions_of(form, transition).values()
        typed = []
        for item in asked:
            if item.id == question.id:
                typed += lines_for(item, BAD[item.type])
            typed += lines_for(item, GOOD.get(item.type, "何か"))
        out = io.StringIO()
        prompt = Prompt(Keyboard("".join(f"{line}\n" for line in typed)), out)
        answers: dict[str, Value] = {}
        _ask_inputs(context, record, transition, (), answers, prompt)
        heard = out.getvalue()
        assert BAD[question.type] not in answers.values() and set(answers) == {item.id for item in asked}
        assert heard.count(f"\n{question.label}") + heard.startswith(question.label) >= 1
        after = heard[heard.index(question.label) :]
        assert "\n  " in after, (form.id, transition.id, question.id, heard)


def test_a_prompt_asks_for_what_an_answer_calls_for(tmp_path: Path, now: datetime) -> None:
    options = AppOptions(create=True, data=str(tmp_path / "records"))
    context = open_context(options, {}, lambda: now, UserSettings(name="花子", section="課"))
    record = record_actions.new_record(context, "post", {"text": "催しです。"}, "post", "one")
    posted = workflow.transition_of(context.form("post"), "posted")
    assert posted is not None
    out = io.StringIO()
    lines = (".", "https://x.com/a/1", "きのう 18:30", "2", ".", "催しです！", ".")
    prompt = Prompt(Keyboard("".join(f"{line}\n" for line in lines)), out)
    answers: dict[str, Value] = {}
    _ask_inputs(context, record, posted, (), answers, prompt)
    assert "  実際に投稿した文を入力してください。" in out.getvalue()
    assert answers["posted_text"] == "催しです！" and answers["unchanged"] == "no"
