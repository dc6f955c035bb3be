"""A storm of keys in every place: no crash, no record lost, no key that does not answer afterwards.

`pytest --long` presses thousands of keys with a seed of the day; the seed and the last keys are told on failure.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from tests.ui.test_screens import context  # noqa: F401
from uedasns_tui.records import codec
from uedasns_tui.services import drafts, record_actions
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.record_file import SavedRecord
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.dialogs.dialog import ConfirmDialog
from uedasns_tui.ui.dialogs.go_to import GoToDialog
from uedasns_tui.ui.goto import OpenRecord
from uedasns_tui.ui.screens.reader import ReaderScreen
from uedasns_tui.ui.screens.record_editor import RecordEditor
from uedasns_tui.ui.widgets.text_field import TextField

PLACES = ("home", "reading", "policies", "posts", "trouble")
RECORDS = {"policy": "channel", "post": "20261123-fair1", "incident": "20261123-inc01"}
STARTS = (*PLACES, *RECORDS, "new policy", "new post", "new incident", "finder", "filter", "private")
LEAVES = {"q", "ｑ", "ctrl+q", "ctrl+c"}
NAMED = ["up", "down", "left", "right", "home", "end", "pageup", "pagedown", "enter", "enter", "enter", "escape", "escape", "tab", "tab", "shift+tab", "space", "backspace", "delete", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12", "ctrl+s", "ctrl+p", "ctrl+z", "ctrl+y", "ctrl+a", "ctrl+x", "ctrl+v", "ctrl+u", "ctrl+k", "ctrl+w", "ctrl+f", "ctrl+b", "ctrl+down", "ctrl+up", "shift+f8", "alt+left", "alt+right", "shift+left", "shift+right", "shift+end", "shift+home", "ctrl+left", "ctrl+right", "f13", "f20", "insert", "ctrl+@", "ctrl+d", "ctrl+e", "shift+up", "shift+down"]  # fmt: skip
LETTERS = [
    one for one in "abcdefghijklmnopqrstuvwxyzNGJK0123456789/?*[]-_.,;:@#%&=+'\"\\ " if one not in LEAVES
]
WIDE = [one for one in "０１２３４５ｎｊｋｓｆ／　。、（あいうかきン髙﨑𠮷①㊙éか゛" if one not in LEAVES]
PASTES = (
    "\x1b[2J\x1b]0;題\x07\x1b[31m赤", "[bold]太[/bold] [@click=app.quit]押す[/]", "＝ＣＭＤ()\n=cmd|' /C calc'!A0",
    "改行\r\nと\rタブ\t", "\u202e逆\u202c\u200b", "\ud800壊れた", "あ" * 3000, "'; DROP TABLE records; --", "", "\x00\x7f\x9b31m",
    "http://例え.jp/?q=<script>alert(1)</script>", "令和8年2月30日（月）", "ﾊﾝｶｸｶﾅ 👨‍👩‍👧‍👦 e\u0301", "../../../x",
)  # fmt: skip


def typed(chance: random.Random) -> events.Key | events.Paste:
    """A key or a paste; none that leaves the program."""
    which = chance.random()
    if which < 0.04:
        return events.Paste(chance.choice(PASTES))
    if which < 0.55:
        name = chance.choice(NAMED)
        return events.Key(name, {"space": " ", "enter": "\r", "tab": "\t", "escape": "\x1b"}.get(name))
    letter = chance.choice(LETTERS if which < 0.85 else WIDE)
    return events.Key(_character_to_key(letter), letter)


def told(one: events.Key | events.Paste) -> str:
    return one.key if isinstance(one, events.Key) else f"paste:{one.text[:12]!r}"


@pytest.fixture
def house(context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppContext:  # noqa: F811
    """A policy, a post check, an incident and a file that cannot be read."""
    monkeypatch.chdir(tmp_path)
    incident = record_actions.new_record(
        context, "incident", {"title": "なりすまし"}, name=RECORDS["incident"]
    )
    record_actions.save_record(context, incident, None)
    bad = context.repository.root / "policies" / "broken.toml"
    bad.write_text('id = "broken\n', encoding="utf-8")
    return context


def files(context: AppContext) -> dict[str, SavedRecord]:  # noqa: F811
    kept, _ = context.repository.everything()
    return {one.record.id: one for one in kept}


async def settled(app: Uedasns) -> None:
    """Until a key and what it brought about are done; a key that never is fails here."""
    for _ in range(3000):
        await asyncio.sleep(0.002)
        if not app.typed_ahead or app.fault is not None:
            return
    raise AssertionError("a key is not done")


async def press(app: Uedasns, *names: str) -> None:
    for name in names:
        app.post_message(events.Key(name, name if len(name) == 1 else None))
        await settled(app)


async def begin(app: Uedasns, pilot: Pilot[None], start: str) -> None:
    if start in PLACES:
        app.action_go(start)
    elif start in RECORDS:
        app.navigate(OpenRecord(RECORDS[start]))
    elif start.startswith("new "):
        app.action_begin(start[4:])
    elif start == "finder":
        app.action_find()
    else:
        app.action_go("policies" if start == "filter" else "posts")
        await pilot.pause(0.1)
        await press(app, "f" if start == "filter" else "p")
    await pilot.pause(0.1)


async def storm(
    app: Uedasns, pilot: Pilot[None], start: str, chance: random.Random, keys: int, last: list[str]
) -> None:
    await begin(app, pilot, start)
    if start in RECORDS:  # at least one of the records is really changed
        app.post_message(events.Paste("嵐の前"))
        await settled(app)
        await press(app, "f10")
    for number in range(1, keys + 1):
        one = events.Key("f10", None) if number % 20 == 0 else typed(chance)
        last.append(told(one))
        app.post_message(one)
        if chance.random() < 0.9:
            await settled(app)
        if chance.random() < 0.03:
            await asyncio.sleep(0.3)
        if app.fault is not None:
            return
    await settled(app)


async def answers(app: Uedasns, pilot: Pilot[None]) -> None:
    """F2 asks where to go from wherever one is; 2 goes to the reader; there the list moves."""
    await press(app, "f2")
    assert isinstance(app.screen, GoToDialog), app.screen
    await press(app, "2")
    assert app.current_mode == "reading", (app.current_mode, app.screen)
    for _ in range(30):
        if isinstance(app.screen, ReaderScreen):
            break
        await press(app, closing(app))
        await pilot.pause(0.05)
    assert isinstance(app.screen, ReaderScreen), app.screen_stack
    await press(app, "escape", "home")
    text = app.screen.text
    text.focus()
    await pilot.pause(0.05)
    await press(app, "end")
    at = text.current
    await press(app, "home")
    assert text.current < at


def closing(app: Uedasns) -> str:
    """Esc, or the digit of the answer with which a form is closed."""
    choices = list(app.screen.choices) if isinstance(app.screen, ConfirmDialog) else []
    return next(
        (str(at) for at, one in enumerate(choices, 1) if one in ("keep", "close", "report")), "escape"
    )


def put_by(app: Uedasns) -> None:
    """What stands on open forms and is not saved is put by, whole; but not what names a colleague's private use."""
    forms = [one for stack in app._screen_stacks.values() for one in stack if isinstance(one, RecordEditor)]
    for form in forms:
        if form.unsaved and (done := form.keep_draft()):
            draft = app.context.drafts.get(drafts.key_of(form.record))
            assert draft is not None
            found, _ = codec.decode(draft.text.encode(), "")
            assert found is not None and found.values == form.edited.values
        elif form.unsaved:
            assert isinstance(form, RecordEditor) and not done


@pytest.mark.parametrize("start", STARTS)
def test_a_storm_of_keys(
    start: str, house: AppContext, long: bool, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    seed = int(time.time()) if long else now.year
    chance = random.Random(f"{seed} {start}")
    before = files(house)
    bad = house.repository.root / "policies" / "broken.toml"
    bytes_before = bad.read_bytes()
    left: list[str] = []
    count: Counter[str] = Counter()
    monkeypatch.setattr(Uedasns, "action_leave", lambda _: left.append("left"))
    for turn in range(10 if long else 1):
        last: list[str] = []

        async def inside(last: list[str]) -> None:
            app = Uedasns(house)
            async with app.run_test(size=chance.choice(((80, 24), (120, 40), (40, 20)))) as pilot:
                await pilot.pause(0.1)
                await storm(app, pilot, start, chance, 100 if long else 40, last)
                assert app.fault is None
                put_by(app)
                await answers(app, pilot)
                assert app.fault is None

        try:
            asyncio.run(inside(last))
        except BaseException:
            print(f"seed {seed}, {start}, turn {turn}; the last of {len(last)} keys: {last[-60:]}")
            raise
        count["keys"] += len(last)
    after = files(house)
    changed = 0
    for name, kept in before.items():
        assert name in after, f"{name} is lost"
        if after[name].data != kept.data:
            changed += 1
            assert kept.data in [one.read() for one in house.repository.versions(name)], (
                f"{name} was changed unseen"
            )
    assert bad.read_bytes() == bytes_before
    print(
        f"seed {seed}, {start}: {count['keys']} keys, {changed} of {len(before)} records changed, "
        f"{len(after) - len(before)} new"
    )


@pytest.mark.parametrize("start", ["home", "reading", "policy", "post"])
@pytest.mark.parametrize("key", ["q", "ctrl+q", "ctrl+c"])
def test_the_keys_that_leave(key: str, start: str, house: AppContext) -> None:
    """q leaves where no text is typed, Ctrl+Q everywhere, with what is typed put by; Ctrl+C copies, and ends nothing."""
    before = {name: kept.data for name, kept in files(house).items()}

    async def inside() -> None:
        app = Uedasns(house)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause(0.1)
            await begin(app, pilot, start)
            if start in RECORDS:
                app.post_message(events.Paste("書きかけ"))
                await settled(app)
            editing = app.screen
            app.post_message(events.Key(key, key if len(key) == 1 else None))
            await pilot.pause(0.1)
            writes = isinstance(app.focused, TextField)
            assert (app._exit, app.fault) == (key == "ctrl+q" or (key == "q" and not writes), None)
            if app._exit and isinstance(editing, RecordEditor):
                assert (
                    not editing.unsaved or app.context.drafts.get(drafts.key_of(editing.record)) is not None
                )

    asyncio.run(inside())
    assert {name: kept.data for name, kept in files(house).items()} == before
