"""A fault that nobody foresaw: no English traceback, what was typed is put by, the report holds no record's text."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from uedasns_tui.cli.errors import report
from uedasns_tui.services.context import open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.ui.app import Uedasns

MARKER = "消えてはならない文章"


async def _fall(app: Uedasns, kind: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_begin(kind)
        await pilot.pause(0.3)
        if kind == "incident":
            await pilot.press("f6")  # a new one begins at its steps, where a letter is an answer
        await pilot.press(*"abc")
        app.screen.query_one("TextField").insert(MARKER)  # type: ignore[attr-defined]
        await pilot.pause(0.1)
        raise_later = RuntimeError(MARKER)
        app._handle_exception(raise_later)
        await pilot.pause(0.1)


@pytest.mark.parametrize("kind", ["policy", "incident"])
def test_what_was_typed_is_put_by(kind: str, tmp_path: Path) -> None:
    import asyncio

    app = Uedasns(open_context(AppOptions(create=True, data=str(tmp_path / "records"))))
    with pytest.raises(RuntimeError):
        asyncio.run(_fall(app, kind))
    assert isinstance(app.fault, RuntimeError)
    drafts = [tomllib.loads(one.text) for one in app.context.drafts.all()]
    assert any(MARKER in str(one["values"]) for one in drafts)
    said = report(app.fault)
    assert MARKER not in said and "Traceback" not in said
    (file,) = Path.home().rglob("fault-*.txt")
    assert MARKER not in file.read_text(encoding="utf-8")
