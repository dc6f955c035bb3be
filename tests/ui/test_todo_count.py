"""要対応 is one count: home, the lists and `todo` say the same number, and no line says its state twice."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from tests.ui.screen import finished, screen_text
from tests.ui.test_screens import context, town  # noqa: F401
from uedasns_tui.cli.main import run
from uedasns_tui.records import checklist_run
from uedasns_tui.services import home, post_check, record_list, register
from uedasns_tui.services.context import AppContext
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.screens.list_screen import ListScreen


def number(text: str) -> int:
    match = re.search(r"(?:要対応|対応が必要なものが) ([\d,]+) 件", text)
    return int(match[1].replace(",", "")) if match else 0


def test_home_lists_and_todo_count_the_same(
    town: AppContext, capsys: pytest.CaptureFixture[str], small_guideline: Path  # noqa: F811
) -> None:  # fmt: skip
    async def counts() -> dict[str, int]:
        app = Uedasns(town)
        shown = {}
        async with app.run_test(size=(120, 40)) as pilot:
            for name in ("home", "policies", "posts", "trouble"):
                app.action_go(name)
                await pilot.pause()
                await finished(app)
                await pilot.pause()
                screen = app.screen
                assert isinstance(screen, ListScreen)
                shown[name] = number(screen_text(app) if name == "trouble" else screen.summary)
        return shown

    shown = asyncio.run(counts())
    assert shown["home"] > 5 and all(shown.values())
    assert shown["home"] == shown["policies"] + shown["posts"] + shown["trouble"]
    run(["todo", "--data", str(town.folders.records), "--guideline", str(small_guideline)])
    assert number(capsys.readouterr().out) == shown["home"]


def test_each_row_counts_what_home_lists_of_it(town: AppContext) -> None:  # noqa: F811
    tasks = [task.id for task in home.tasks(town)[0]]
    rows = register.accounts(town)[0]
    watched = register.watched(town, rows)
    for row in rows:
        assert register.count_todo(row, watched) == tasks.count(row.id)
    others = {
        row.id for kind in ("post", "incident") for row in record_list.rows(town, town.form_id(kind))[0]
    }  # type: ignore[arg-type]
    for row in record_list.rows(town)[0]:
        if row.id in others:
            assert int("task" in row.facts) == tasks.count(row.id)


def test_no_line_says_its_state_twice(town: AppContext) -> None:  # noqa: F811
    for task in home.tasks(town)[0]:
        state = task.state_label or task.label
        assert f"{task.label} {task.what}".count(state) <= 1, task


def test_the_pane_and_what_holds_a_step_count_the_same(context: AppContext) -> None:  # noqa: F811
    record = context.repository.load("20261123-fair1").record
    run_now = post_check.post_checklist_run(context, record)
    for _ in range(4):
        done, count = checklist_run.progress(run_now, must=True)
        assert count - done == checklist_run.open_points(run_now).override("").unconfirmed > 0
        item = next(item for item in run_now.items() if run_now.status(item) == "")
        run_now = checklist_run.answer_item(checklist_run.acknowledge(run_now, item.id), item.id, "ok")
