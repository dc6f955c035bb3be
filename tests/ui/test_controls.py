"""Every control in every text: what each screen and dialog writes to the terminal holds none that came from a text."""

from __future__ import annotations

import asyncio
import re
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from textual.driver import Driver

from tests.ui.test_random_keys import press, settled
from uedasns_tui.guideline.schema import Form
from uedasns_tui.records.record import Medium, Record, Value
from uedasns_tui.services import record_actions
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.ui.app import Uedasns

ROOT = Path(__file__).resolve().parents[2]
BIDI = "\u061c\u200e\u200f" + "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
CONTROLS = "".join(map(chr, (*range(0x20), 0x7F, *range(0x80, 0xA0)))) + BIDI + "\u2028\u2029\u200b\ufeff"
STEERS = "\x1b]0;PWN\x07\x1b[2J\x1b]52;c;UFdO\x07\x1b[6n\x1bP\x1b\\\x1bc\x9b31m\x9d0;PWN\x9c"
"""A title, an erased screen, the clipboard, a question, a device string, a reset; the last two in C1."""
PLANT = STEERS + "☠".join(CONTROLS) + "☠"
OURS = re.compile(
    r"\x1b\[[0-9;]*[Hm]|\x1b\[\?(?:25|1000|1003|1004|1006|1015|1049|2004|2026|2048)(?:[hl]|\$p)"
    r"|\x1b\[[<>]?[0-9;]*u|\x1b\[>4;?[0-9]*m|\x1b\[\?u|\x1b\[[0-9]* q|\x1b\]22;[a-z-]*\x07|\x1b\]52;c;(?!UFdO)[A-Za-z0-9+/=]*\x07"
)
"""What Textual writes itself, the clipboard that F9 was asked for included; none erases, asks or sets a title."""


class Recorder(Driver):
    """A terminal that takes down all that is written to it."""

    written = ""

    def write(self, data: str) -> None:
        """Take it down."""
        Recorder.written += data

    def start_application_mode(self) -> None:
        """Nothing to prepare; the size is told as a terminal does."""
        from textual import events
        from textual.geometry import Size

        assert self._size is not None
        size = Size(*self._size)
        self.process_message(events.Resize(size, size))

    def disable_input(self) -> None:
        """There is none."""

    def stop_application_mode(self) -> None:
        """Nothing to restore."""


def planted(form: Form, record: Record, skip: tuple[str, ...] = ()) -> Record:
    """A record with every control in every field."""
    values: dict[str, Value] = {}
    for field in form.field:
        if field.type != "group" and field.id not in skip:
            values[field.id] = f"{field.id}{PLANT}"
    return replace(
        record, values={**record.values, **values}, media=(Medium(f"a{PLANT}", PLANT, PLANT, PLANT, PLANT),)
    )


def clean(text: str) -> None:
    """Nothing is left but text when what Textual writes itself is taken out."""
    left = OURS.sub("", text)
    found = sorted(
        {
            left[max(0, hit.start() - 20) : hit.end() + 20]
            for hit in re.finditer(f"[{re.escape(CONTROLS.replace(chr(10), ''))}]", left)
        }
    )
    assert not found, [ascii(one) for one in found[:5]]
    assert "PWN" in text and "␛" in text


@pytest.fixture
def context(tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> AppContext:
    """A guideline and records of every kind in which every text holds every control."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "guideline"
    shutil.copytree(ROOT / "guideline", folder)
    for path in folder.rglob("*.md"):
        path.write_text(
            re.sub(
                r"(?m)(。)$",
                lambda found: found[0] + PLANT.replace("\n", ""),
                path.read_text(encoding="utf-8"),
            ),
            encoding="utf-8",
            newline="",
        )
    for path in folder.rglob("*.toml"):
        table = tomlkit.parse(path.read_text(encoding="utf-8"))
        plant(table)
        path.write_text(tomlkit.dumps(table), encoding="utf-8", newline="")
    mine = UserSettings(name=f"花子{PLANT}", section=f"課{PLANT}", seen_home=True)
    context = open_context(
        AppOptions(data=str(tmp_path / "records"), guideline=str(folder)), {}, lambda: now, mine
    )
    for kind in ("policy", "post", "incident"):
        checklist = {"post": "post", "incident": "trouble"}.get(kind, "")
        record = record_actions.new_record(context, kind, {}, name=f"{kind}-1", checklist=checklist)
        record_actions.save_record(
            context, planted(context.form(kind), record, ("accounts", "kind", "platform")), None
        )
    return context


def plant(table: Any) -> None:
    """Put every control into each text that is only shown."""
    for key, value in table.items():
        if isinstance(value, dict):
            plant(value)
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, dict):
                    plant(item)
        elif key in ("label", "help", "say", "lead", "note", "text", "message", "source") and isinstance(
            value, str
        ):
            table[key] = f"{value}{PLANT}"


SHOWN = (
    "f4",
    "f5",
    "f7",
    "f12",
    "f11",
    "escape",
    "f8",
    "escape",
    "f9",
    "escape",
    "f1",
    "escape",
    "f2",
    "escape",
    "ctrl+p",
    "i",
    "1",
    "escape",
)
WAYS = {
    "home": (),
    "reading": ("b", "escape", "t", "escape", "end", "enter", "question_mark", "escape"),
    "policies": ("down", "enter", "escape"),
    "posts": ("down", "enter", "f6", "down", "enter", "escape", "escape"),
    "trouble": ("tab", "down", "enter", "escape"),
    "policy": SHOWN,
    "post": SHOWN,
    "incident": SHOWN,
}


def written(context: AppContext, way: str) -> str:
    """All that one way through the screens writes."""

    async def inside() -> None:
        app = Uedasns(context)
        app.driver_class = Recorder
        async with app.run_test(headless=False, size=(110, 120)) as pilot:
            await pilot.pause(0.2)
            if way in ("policy", "post", "incident"):
                app.follow(way, f"{way}-1")
            else:
                app.action_go(way)
            await pilot.pause(0.3)
            for key in WAYS[way]:
                await press(app, key)
                await settled(app)
                await pilot.pause(0.05)
            app.notify(PLANT, title=PLANT)
            await pilot.pause(0.1)
            assert app.fault is None

    Recorder.written = ""
    asyncio.run(inside())
    return Recorder.written


@pytest.mark.parametrize("way", WAYS)
def test_what_a_screen_writes_holds_no_control_of_a_text(context: AppContext, way: str) -> None:
    clean(written(context, way))
