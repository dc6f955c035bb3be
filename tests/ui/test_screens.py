"""Every place on the invented guideline: a golden file each, which a person can read and compare.

A file holds the text at 40, 80, 120 and 160 columns, the colours by their names in the theme, and what NO_COLOR
changes. One that differs is written beside the old one as NAME.new.txt; look at it, then put it in its place.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path, PurePosixPath

import pytest
from rich.segment import Segment
from textual.pilot import Pilot

from tests.ui.screen import finished, own_lines, screen_lines, screen_text
from tests.ui.test_theme import FRAME, contrast
from uedasns_tui.japanese import width
from uedasns_tui.records.record import LogEntry, Person
from uedasns_tui.services import record_actions, record_list
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.goto import OpenRecord, RunAction

GOLDEN = Path(__file__).parent / "golden"
SIZES = ((40, 20), (80, 24), (120, 40), (160, 50))
LISTS = ("home", "reading", "policies", "posts", "trouble")
KEYS = {
    "policy-form": (), "post-form": (), "policy-checks": ("f6",), "post-checks": ("f6",), "transition": ("f8",),
    "versions": ("f7", "f7", "f7"), "finder": tuple("hasshin"), "finder-action": tuple("gomi"), "help": (), "go-to": (),
    "trash": (), "settings": (), "import": (), "site": (), "export": ("f9",), "private": ("p",),
}  # fmt: skip
"""Place -> the keys that lead there from where `opened` goes."""
PLACES = (*LISTS, *KEYS)
NEVER_FIRST = "、。，．・：；？！」』）】ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
PERSON = Person("港　一郎", "総務課")


@pytest.fixture(autouse=True)
def japanese_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is shown in the machine's time is shown in Japan's, where a process can say so."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "JST-9")  # as the C runtime of Windows reads it, too
        getattr(time, "tzset", bool)()
        yield
    getattr(time, "tzset", bool)()


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


@pytest.fixture
def town(tmp_path: Path, now: datetime, small_guideline: Path, monkeypatch: pytest.MonkeyPatch) -> AppContext:
    """Somebody of the invented town with two accounts, posts of several weeks, an incident, and a record in the trash."""
    monkeypatch.setattr(Path, "home", lambda: PurePosixPath("/home/minato"))  # of every machine
    times = [now]
    context = open_context(
        AppOptions(create=True, data=str(tmp_path / "records"), guideline=str(small_guideline)),
        {},
        lambda: times[0],
        UserSettings(name=PERSON.name, section=PERSON.section, seen_home=True),
    )
    for number, name in enumerate(("みなと町だより", "みなと港まつり")):
        values = {"name": name, "platform": ("X", "Instagram")[number], "account": f"minato{number}"}
        values |= {"period": "R8.4.1〜R8.10.31" if number else "R8.4.1〜"}
        save(context, "policy", f"account{number}", values)
    for number in range(8):
        times[0] = now - timedelta(days=6 * number)
        text = "11月24日（月）にまつりを開催します。個人の方の写真があります。\n詳しくは http://bit.ly/abc"
        values = {"name": f"まつりのお知らせ{number + 1}", "text": text, "accounts": ("account0",)}
        save(context, "post", f"{times[0]:%Y%m%d}-fair{number}", values, posted=number > 1)
    times[0] = now
    save(context, "incident", "20261122-nori1", {"what": "乗っ取りの疑いがあります。", "where": "X"})
    save(context, "policy", "old1", {"name": "もう使わない届出"})
    context.repository.delete("old1", "重なっていました。")
    return context


def save(
    context: AppContext, purpose: str, name: str, values: dict[str, object], *, posted: bool = False
) -> None:
    """Save a record whose values are given by what their fields mean."""
    form = context.guideline.form_for(purpose)  # type: ignore[arg-type]
    assert form is not None
    fields = {field.role: field.id for field in form.field}
    own = {fields[role]: value for role, value in values.items()}
    checklist = "kakunin" if purpose == "post" else ""
    record = record_actions.new_record(context, form.id, own, checklist, name)  # type: ignore[arg-type]
    if posted:
        step = next(step for step in form.act if step.role == "posted")
        entry = LogEntry("p", context.clock(), step.id, PERSON)
        record = replace(record, log=(*record.log, entry))
    record_actions.save_record(context, record, None)


async def opened(app: Uedasns, pilot: Pilot[None], place: str) -> None:
    """Go to a place, from where all records are read: a screen beneath a dialog shows no more of them."""
    await pilot.pause()
    await read(app, pilot)
    if place == "settings":  # it only names the folder: here one of every machine
        app.context.folders = replace(app.context.folders, records=PurePosixPath("/home/minato/records"))
    if place in LISTS:
        app.action_go(place)
    elif place.startswith(("policy", "transition", "versions", "export")):
        app.navigate(OpenRecord("account0"))
    elif place.startswith("post"):
        app.navigate(OpenRecord("20261123-fair0"))
    elif place == "private":
        app.action_go("posts")
    else:
        app.navigate(
            RunAction({"finder": "find", "finder-action": "find", "go-to": "go_to"}.get(place, place))
        )
    await rested(app, pilot)
    for key in KEYS.get(place, ()):
        await pilot.press(key)
        await rested(app, pilot)


async def read(app: Uedasns, pilot: Pilot[None]) -> None:
    """Until all records are read, and the lists and the reader show all they have."""
    for _ in range(1000):
        shown = (getattr(screen, name, True) for screen in app.screen_stack for name in ("whole", "complete"))
        if record_list.is_complete(app.context) and all(shown):
            break
        await pilot.pause(0.01)


async def rested(app: Uedasns, pilot: Pilot[None]) -> None:
    """Until everything that was begun is drawn."""
    await read(app, pilot)
    for _ in range(2):
        await finished(app)
        await pilot.pause(0.05)


def styles(app: Uedasns) -> Iterator[str]:
    """Each colour that stands on the screen, by the names in the theme, with the first texts that have it."""
    names = {
        "foreground",
        "background",
        "panel",
        "primary",
        "secondary",
        "accent",
        "success",
        "warning",
        "error",
    }
    known = {value.lower(): name for name, value in app.get_css_variables().items() if name in names}
    known = {} if app.no_color else known
    texts: dict[str, dict[str, None]] = {}
    for line in screen_lines(app):
        for segment in line:
            if segment.text.strip(" │╭╮╰╯─▌>"):
                texts.setdefault(style_name(segment, known), {}).setdefault(segment.text.strip(), None)
    for name, shown in sorted(texts.items()):
        yield f"{name}: {' / '.join(list(shown)[:4])[:70]}"


def style_name(segment: Segment, known: dict[str, str]) -> str:
    """The colours and attributes of a text."""
    style = segment.style
    assert style is not None
    parts = [word for word in ("bold", "underline", "reverse", "dim", "italic") if getattr(style, word)]
    if known and style.color is not None and style.bgcolor is not None:
        colors = [color.get_truecolor().hex for color in (style.color, style.bgcolor)]
        parts.insert(0, " on ".join(known.get(color, color) for color in colors))
    return " ".join(parts) or "plain"


def unlike(text: str, other: str) -> str:
    """The lines of a text that another has otherwise."""
    others = other.splitlines()
    lines = [line for at, line in enumerate(text.splitlines()) if at >= len(others) or others[at] != line]
    return "\n".join(lines)


def short(text: str) -> str:
    """The lines, of more than two that are alike only the first, and how many there are."""
    lines = (line.rstrip() for line in text.strip("\n").splitlines())
    runs = ((line, len(list(run))) for line, run in groupby(lines))
    return "\n".join(
        "\n".join([line] * count) if count < 3 else f"{line}\n  ({count})" for line, count in runs
    )


def legible(text: str, columns: int) -> None:
    """No line is wider than the window, and none begins with what never begins a line."""
    for line in text.splitlines():
        assert width.cells(line) <= columns, line
        begun = line.lstrip(" >▌|│╭╰")
        assert not begun or begun[0] not in NEVER_FIRST or begun.startswith("・"), line


def narrow_scrollbars(app: Uedasns) -> None:
    """Every scrollbar is one cell wide: the text has the others."""
    for widget in app.screen.query("*"):
        assert widget.scrollbar_size_vertical <= 1, widget


async def drawn(context: AppContext, place: str) -> dict[str, str]:
    """What stands on the screen of a place at every size, and its colours at 80 columns."""
    sections = {}
    for size in SIZES:
        app = Uedasns(context)
        async with app.run_test(size=size) as pilot:
            await opened(app, pilot, place)
            sections[f"{size[0]}x{size[1]}"] = text = screen_text(app)
            legible(text, size[0])
            narrow_scrollbars(app)
            if size[0] >= 120 and not app.screen.is_modal:
                assert not any(line[:1].strip() for line in text.splitlines()), "a margin"
            if size[0] == 80:
                sections["colours"] = "\n".join(styles(app))
    return sections


async def drawn_without_color(context: AppContext, place: str) -> tuple[str, str]:
    """The text at 80 columns where the terminal is to show no colour, and its attributes."""
    context.env = {"NO_COLOR": "1"}
    app = Uedasns(context)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot, place)
        return screen_text(app), "\n".join(styles(app))


@pytest.mark.parametrize("place", PLACES)
def test_a_place_looks_as_it_did(town: AppContext, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sections = asyncio.run(drawn(town, place))
    monkeypatch.setenv("NO_COLOR", "1")
    text, attributes = asyncio.run(drawn_without_color(town, place))
    sections["NO_COLOR"] = f"{unlike(text, sections['80x24'])}\n{attributes}"
    parts = (f"==== {name}\n{short(part)}\n" for name, part in sections.items())
    whole = "".join(parts)
    golden = GOLDEN / f"{place}.txt"
    if not golden.exists() or golden.read_text(encoding="utf-8") != whole:
        golden.with_suffix(".new.txt").write_text(whole, encoding="utf-8")
    assert golden.exists(), f"no golden yet; look at {golden.with_suffix('.new.txt')}"
    assert golden.read_text(encoding="utf-8") == whole


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_of_a_place_can_be_read(town: AppContext, theme: str, place: str) -> None:
    async def faint() -> dict[str, float]:
        app = Uedasns(town)
        async with app.run_test(size=(120, 40)) as pilot:
            await opened(app, pilot, place)
            segments = [segment for line in own_lines(app) for segment in line]
            ratios = {segment.text.strip(): contrast(segment) or 99 for segment in segments}
            return {
                text: ratio
                for text, ratio in ratios.items()
                if ratio < (4.5 if text.strip(FRAME) else 3) and text.strip("▁▂▃▄▅▆▇█ ")
            }

    town.user_settings = replace(town.user_settings, theme=theme)
    assert asyncio.run(faint()) == {}


def test_every_message_is_whole_in_a_frame_of_its_colour(town: AppContext) -> None:
    """The last one, too, which stands right above the keys."""

    async def run() -> set[object]:
        app = Uedasns(town)
        async with app.run_test(size=(80, 24), notifications=True) as pilot:
            await opened(app, pilot, "posts")
            for severity in ("information", "warning", "error"):
                app.notify("もう一度 Esc を押すと、書いたものを捨てて閉じます。", severity=severity)  # type: ignore[arg-type]
            await pilot.pause(0.2)
            assert screen_text(app).count("閉じます。") == 3
            ends = [segment for line in screen_lines(app) for segment in line if "╰" in segment.text]
            return {style.color for _, style, _ in ends if style}

    assert len(asyncio.run(run())) == 4, "the pane, and each kind of message"


@pytest.mark.parametrize("no_color", [False, True])
def test_today_stands_on_a_colour_of_its_own_in_the_month(
    town: AppContext, monkeypatch: pytest.MonkeyPatch, no_color: bool
) -> None:
    """In brackets where there is none."""
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
        town.env = {"NO_COLOR": "1"}

    async def run() -> tuple[str, set[object]]:
        app = Uedasns(town)
        async with app.run_test(size=(120, 40)) as pilot:
            await opened(app, pilot, "home")
            lines = screen_text(app).splitlines()
            below = next(at for at, line in enumerate(lines) if "23  24  25" in line) + 1
            segments = screen_lines(app)[below]
            return lines[below], {style.bgcolor for _, style, _ in segments[-6:] if style}

    text, shades = asyncio.run(run())
    assert ("[-]" in text) == no_color
    assert no_color or len(shades) == 2, "today's, and the pane's"
