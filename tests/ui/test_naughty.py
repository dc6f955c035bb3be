"""Hostile text through the screen: pasted and typed into every text field, saved, opened again: the same, as text.

The Big List of Naughty Strings where it is on this machine; cases of the same kinds, written here, always.
"""

from __future__ import annotations

import asyncio
import json
import unicodedata
from itertools import islice
from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from tests.ui.screen import screen_text
from tests.ui.test_random_keys import PASTES, settled
from tests.ui.test_screens import context  # noqa: F401
from uedasns_tui.services.context import AppContext
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.goto import OpenRecord
from uedasns_tui.ui.screens.record_editor import RecordEditor
from uedasns_tui.ui.widgets.text_field import TextField

OWN = (
    *PASTES, "[red]赤[/red]", "[/]", "[@click=app.bell]鳴[/]", ":smile:", "\\[x]", "$(touch here)", "`touch here`",
    "{{7*7}}", "%s%n", "\\n\\x1b[31m", "=1+1", "+81-268-22-4100", "-1", "@SUM(A1)", '"""', "'''", "\\u0000", "# 見出し",
    "<b>太</b>", "../../etc", "C:\\CON", "null", "NaN", "ｎｕｌｌ", "　全角の空白　", "か\u3099き\u309a", "神\ufa19",
    "葛\U000e0100城", "𠮟る", "☃", "\ufeffBOM", "a\u200db", "ﷺ" * 30, "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮", "終",
)  # fmt: skip
TURNS = "\u061c\u200e\u200f\u2028\u2029" + "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))


def same(field: TextField, text: str) -> bool:
    """Whether a field holds a text: one break for every kind of break (a space in one line), no lone surrogate."""
    for one in ("\r\n", *"\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"):
        text = text.replace(one, "\n")
    text = text.encode("utf-8", "ignore").decode()
    if not field.multiline:
        text = " ".join(part.strip() for part in text.replace("\t", " ").split("\n") if part.strip())
    return _letters(field.value) == _letters(text)


def _letters(text: str) -> tuple[str, list[str]]:
    """What a text consists of, however its marks are composed; compatibility ideographs as they are."""
    return unicodedata.normalize("NFD", text), [one for one in text if "\uf900" <= one <= "\ufaff"]


def steers_nothing(shown: str) -> None:
    """No control that a terminal obeys, and none that turns the direction of what follows."""
    bad = {one for one in shown if unicodedata.category(one) in ("Cc", "Cs") or one in TURNS} - {"\n"}
    assert not bad, (ascii(bad), shown)


async def enter(app: Uedasns, field: TextField, text: str, number: int) -> None:
    """Paste, or type key by key what can be typed."""
    field.focus()
    await settled(app)
    if number % 2 and len(text) < 100 and text.isprintable():
        for letter in text:
            app.post_message(events.Key(_character_to_key(letter), letter))
    else:
        app.post_message(events.Paste(text))
    await settled(app)


async def rounds(context: AppContext, app: Uedasns, pilot: Pilot[None], texts: list[str]) -> int:  # noqa: F811
    """As many policies as it takes to give every text a field of its own; how many."""
    waiting, made = iter(texts), 0
    while True:
        app.action_begin("policy")
        await pilot.pause(0.2)
        form = app.screen
        assert isinstance(form, RecordEditor)
        fields = {
            name: one.control
            for name, one in form.pane.rows.items()
            if isinstance(one.control, TextField) and one.display
        }
        given = dict(zip(fields, islice(waiting, len(fields)), strict=False))
        if not given:
            form.dismiss(None)
            return made
        for number, (name, text) in enumerate(given.items(), made):
            field = fields[name]
            field.put("")
            await pilot.pause(0)
            await enter(app, field, text, number)
            assert same(field, text), (name, text, field.value)
            await asyncio.sleep(0.03)  # until it is drawn
            steers_nothing(screen_text(app))
        before = {name: fields[name].value for name in given}
        app.post_message(events.Key("f10", None))
        await settled(app)
        assert form.saved is not None and not form.unsaved
        name = form.record.id
        app.post_message(events.Key("escape", "\x1b"))
        await settled(app)
        app.navigate(OpenRecord(name))
        await pilot.pause(0.2)
        again = app.screen
        assert isinstance(again, RecordEditor) and again is not form and again.record.id == name
        assert {one: again.pane.rows[one].value for one in given} == before
        kept = context.repository.load(name).record
        assert {one: kept.text(one) for one in given} == before
        app.post_message(events.Key("escape", "\x1b"))
        await settled(app)
        await pilot.pause(0.2)
        steers_nothing(screen_text(app))
        assert app.fault is None
        made += 1


def through_the_screen(context: AppContext, texts: list[str]) -> None:  # noqa: F811
    async def inside() -> int:
        app = Uedasns(context)
        async with app.run_test(size=(100, 40)) as pilot:
            await pilot.pause(0.2)
            return await rounds(context, app, pilot, texts)

    made = asyncio.run(inside())
    print(f"{len(texts)} texts in {made} policies")


def test_hostile_text_is_text(context: AppContext, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:  # noqa: F811
    monkeypatch.chdir(tmp_path)
    through_the_screen(context, list(OWN))
    assert not (tmp_path / "here").exists()


def test_the_big_list_of_naughty_strings_is_text(context: AppContext, corpora: Path, long: bool) -> None:  # noqa: F811
    texts = json.loads((corpora / "blns.json").read_bytes())
    through_the_screen(context, texts if long else texts[::9])
