"""Every control in every text: what each screen and dialog writes to the terminal holds none that came from a text."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
import re
import shutil
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from textual.driver import Driver
from textual.pilot import Pilot
from textual.screen import Screen

import uedasns_tui.ui
from tests.ui.screen import finished
from tests.ui.test_random_keys import press, settled
from uedasns_tui.guideline.schema import Form, TransitionInput
from uedasns_tui.records import merge
from uedasns_tui.records.record import Medium, Record, Value
from uedasns_tui.services import record_actions
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.storage.errors import SaveConflict
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.dialogs.backlinks import BacklinksDialog
from uedasns_tui.ui.dialogs.dialog import ConfirmDialog, TextDialog
from uedasns_tui.ui.dialogs.export import ExportDialog, SiteDialog
from uedasns_tui.ui.dialogs.finder import FinderDialog
from uedasns_tui.ui.dialogs.form_dialog import FormDialog, LineDialog
from uedasns_tui.ui.dialogs.go_to import GoToDialog
from uedasns_tui.ui.dialogs.help import HelpDialog
from uedasns_tui.ui.dialogs.media_list import MediaDialog
from uedasns_tui.ui.dialogs.merge_conflict import MergeConflictDialog
from uedasns_tui.ui.dialogs.other_records import OtherRecordsDialog
from uedasns_tui.ui.dialogs.record_import import ImportDialog
from uedasns_tui.ui.dialogs.transition import TransitionChoice, TransitionDialog
from uedasns_tui.ui.dialogs.upkeep import DiagnosisDialog, TrashDialog
from uedasns_tui.ui.dialogs.versions import VersionsDialog
from uedasns_tui.ui.goto import OpenRecord
from uedasns_tui.ui.screens.main_screen import MainScreen
from uedasns_tui.ui.screens.private_check import PrivateCheckScreen
from uedasns_tui.ui.screens.record_editor import RecordEditor
from uedasns_tui.ui.screens.too_small import TooSmallScreen
from uedasns_tui.ui.widgets.picker import PickerDialog, PickerOption
from uedasns_tui.ui.widgets.row_list import ListRow

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


def planted(form: Form, record: Record) -> Record:
    """A record with every control in every field."""
    values: dict[str, Value] = {}
    for field in form.field:
        if field.type != "group":
            text = f"{field.id}{PLANT}"
            values[field.id] = (text,) if field.type == "accounts" else text
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
        AppOptions(create=True, data=str(tmp_path / "records"), guideline=str(folder)), {}, lambda: now, mine
    )
    for kind in RECORDS:
        checklist = {"post": "post", "incident": "trouble"}.get(kind, "")
        record = record_actions.new_record(context, kind, {}, name=f"{kind}-1", checklist=checklist)
        record_actions.save_record(context, planted(context.form(kind), record), None)
    comment = record_actions.new_record(context, "comment", {"comment": PLANT}, name="comment-1")
    record_actions.save_record(context, comment, None)
    return context


def plant(table: Any) -> None:
    """Put every control into each text that is only shown."""
    for key, value in table.items():
        if key == "choices":
            for choice, label in value.items():
                value[choice] = f"{label}{PLANT}"
        elif isinstance(value, dict):
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
    "f7",
    "f7",
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
RECORDS = ("policy", "post", "incident")
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


def recorded(context: AppContext, visit: Callable[[Uedasns, Pilot[None]], Awaitable[None]]) -> str:
    """All that is written while `visit` goes from screen to screen, and a notice at the end."""

    async def inside() -> None:
        app = Uedasns(context)
        app.driver_class = Recorder
        async with app.run_test(headless=False, size=(110, 120), notifications=True) as pilot:
            await pilot.pause(0.2)
            await visit(app, pilot)
            app.notify(PLANT, title=f"題{PLANT}")
            await shown(app, pilot, "Toast")
            assert app.fault is None

    Recorder.written = ""
    asyncio.run(inside())
    return Recorder.written


async def shown(app: Uedasns, pilot: Pilot[None], widget: str) -> None:
    """Until a widget of that class is on the screen, and drawn."""
    for _ in range(500):
        if any(match.size.height for match in app.screen.query(widget)):
            await pilot.pause(0.05)
            return
        await pilot.pause(0.02)
    raise AssertionError(f"no {widget} on the screen")


def along(way: str) -> Callable[[Uedasns, Pilot[None]], Awaitable[None]]:
    """The visit that begins at a place or record and presses the keys of its way."""

    async def visit(app: Uedasns, pilot: Pilot[None]) -> None:
        if way in RECORDS:
            app.navigate(OpenRecord(f"{way}-1"))
        else:
            app.action_go(way)
        await pilot.pause(0.3)
        for key in WAYS[way]:
            await press(app, key)
            await settled(app)
            await pilot.pause(0.05)

    return visit


@pytest.mark.parametrize("way", WAYS)
def test_what_a_screen_writes_holds_no_control_of_a_text(context: AppContext, way: str) -> None:
    clean(recorded(context, along(way)))


def dialogs(context: AppContext) -> list[Screen[Any]]:
    """One of every dialog and of every screen that is no place, with texts that hold every control."""
    kept = {kind: context.repository.load(f"{kind}-1") for kind in RECORDS}
    policy, form = kept["policy"], context.form("policy")
    asks = (
        TransitionInput("a", label=f"問い{PLANT}", help=PLANT),
        TransitionInput("b", label="選択", type="choice", choices={"x": PLANT}),
    )
    fields = (
        merge.MergeConflict(("values", f"x{PLANT}"), PLANT, PLANT, [PLANT]),
        merge.MergeConflict(("values", "name"), None, PLANT, PLANT),
    )
    conflict = SaveConflict(policy.record, policy.record, policy.record, fields, policy)
    choices = {"1": PLANT, "2": f"二{PLANT}"}
    return [
        ConfirmDialog(PLANT, PLANT, choices), LineDialog(PLANT, PLANT, PLANT), FormDialog(PLANT, asks, ("a",), PLANT, {"b": PLANT}), TextDialog(PLANT, [ListRow("1", PLANT, PLANT)]),
        MergeConflictDialog(context, conflict), MergeConflictDialog(context, SaveConflict(policy.record, None, policy.record, (), None)), TransitionDialog(form.act[0], asks, PLANT), ExportDialog(context, policy.record),
        SiteDialog(context), TrashDialog(context), FinderDialog(context), GoToDialog(context.guideline, "home"), BacklinksDialog(context, "5(8)"), VersionsDialog(context, policy), MediaDialog(kept["post"].record.media, "post"), ImportDialog(context), TooSmallScreen((999, 999)),
        PickerDialog([PickerOption("1", PLANT, PLANT)], ("1",), several=True, free=False), PrivateCheckScreen(context, context.checklist("private")), RecordEditor(context, policy.record, policy),
        RecordEditor(context, kept["post"].record, kept["post"]), RecordEditor(context, kept["incident"].record, kept["incident"]),
        TransitionChoice(PLANT, form.act[:1], form.act[1:]), OtherRecordsDialog(context), DiagnosisDialog(context),
    ]  # fmt: skip


def test_what_every_dialog_writes_holds_no_control_of_a_text(context: AppContext) -> None:
    async def visit(app: Uedasns, pilot: Pilot[None]) -> None:
        for screen in [*dialogs(context), HelpDialog(app.screen, context.guideline)]:
            met.add(type(screen).__name__)
            app.push_screen(screen)
            await pilot.pause(0.15)
            await finished(app)
            await pilot.pause(0.05)
            assert app.screen is screen, screen
            screen.dismiss(None)
            await pilot.pause(0.05)

    met: set[str] = set()
    clean(recorded(context, visit))
    assert met == {screen.__name__ for screen in every(Screen) if not issubclass(screen, MainScreen)} - {
        "DrawnOnce",
        "ResultScreen",
        "UnsavedRecordScreen",
        "Dialog",
        "ListDialog",
    }


def every(base: type[Any]) -> Iterator[type[Any]]:
    """The classes of the product under `base`."""
    for module in pkgutil.walk_packages(uedasns_tui.ui.__path__, "uedasns_tui.ui."):
        importlib.import_module(module.name)
    for below in base.__subclasses__():
        if below.__module__.startswith("uedasns_tui."):
            yield below
        yield from every(below)
