"""The whole screen as plain text at 40, 80, 120 and 200 columns: goldens that a person can read and compare.

A golden that differs is written beside the old one as NAME.new.txt; look at it, then put it in its place.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from tests.ui.screen import finished, screen_lines, screen_text
from tests.ui.test_theme import contrast
from uedasns_tui.japanese import width
from uedasns_tui.services import record_actions
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.goto import OpenRecord

GOLDEN = Path(__file__).parent / "golden"
SIZES = ((40, 20), (80, 24), (120, 40), (200, 50))
PLACES = ("home", "reading", "policies", "posts", "trouble", "policy-form", "post-form", "finder", "help")
NEVER_FIRST = "、。，．・：；？！」』）】ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"


@pytest.fixture
def context(tmp_path: Path, now: datetime) -> AppContext:
    """Somebody with a policy and a post check."""
    context = open_context(
        AppOptions(create=True, data=str(tmp_path / "records")),
        {},
        lambda: now,
        UserSettings(name="上田　花子", section="広報課", seen_home=True),
    )
    sample = record_actions.sample(context, "policy")
    assert sample is not None
    record_actions.save_record(
        context,
        record_actions.new_record(context, "policy", record_actions.copy_of(context, sample), name="channel"),
        None,
    )
    post = record_actions.new_record(
        context,
        "post",
        {
            "accounts": ("channel",),
            "title": "まつり",
            "text": "11月24日（月）にまつりを開催します。",
            "kind": "official",
        },
        checklist="post",
        name="20261123-fair1",
    )
    record_actions.save_record(context, post, None)
    return context


async def drawn(
    context: AppContext, size: tuple[int, int], place: str, faint: dict[str, float] | None = None
) -> str:
    """What stands on the screen of a place."""
    app = Uedasns(context)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        match place:
            case "policy-form":
                app.navigate(OpenRecord("channel"))
            case "post-form":
                app.navigate(OpenRecord("20261123-fair1"))
            case "finder":
                app.action_find()
                await pilot.pause()
                await pilot.press(*"kojin")
            case "help":
                app.action_help()
            case _:
                app.action_go(place)
        await finished(app)
        for _ in range(3):
            await pilot.pause(0.15)
        for line in screen_lines(app) if faint is not None else ():
            faint |= {
                one.text.strip(): ratio
                for one in line
                if (ratio := contrast(one)) is not None and ratio < 4.5
            }
        return screen_text(app)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_place_looks_as_it_did(
    context: AppContext, size: tuple[int, int], place: str, tmp_path: Path
) -> None:
    text = asyncio.run(drawn(context, size, place)).replace(str(tmp_path), "/home")
    lines = [line.rstrip() for line in text.splitlines()]
    assert all(width.cells(line) <= size[0] for line in lines)
    for line in lines:
        begun = line.lstrip(" >|│╭╰")
        assert not begun or begun[0] not in NEVER_FIRST or begun.startswith("・"), line
    golden = GOLDEN / f"{place}-{size[0]}x{size[1]}.txt"
    said = "\n".join(lines).rstrip("\n") + "\n"
    if not golden.exists() or golden.read_text(encoding="utf-8") != said:
        new = golden.with_suffix(".new.txt")
        new.parent.mkdir(exist_ok=True)
        new.write_text(said, encoding="utf-8")
        assert golden.exists(), f"no golden yet; look at {new}"
    assert golden.read_text(encoding="utf-8") == said


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_of_a_place_can_be_read(context: AppContext, theme: str, place: str) -> None:
    context.user_settings = replace(context.user_settings, theme=theme)
    faint: dict[str, float] = {}
    asyncio.run(drawn(context, (120, 40), place, faint))
    assert {text: ratio for text, ratio in faint.items() if text.strip("▁▂▃▄▅▆▇█ ")} == {}
