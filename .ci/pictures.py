"""The pictures of the README, made of the real screen: SVG that puts every character into its own cells.

    python .ci/pictures.py [FOLDER]      (docs/ where none is given)

The records are invented, and the day is a fixed one: the same program makes the same bytes. A test compares them.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from html import escape
from pathlib import Path

from rich.color import blend_rgb
from rich.segment import Segment
from rich.style import Style

from uedasns_tui.japanese import local_time, visible, width
from uedasns_tui.records.record import LogEntry, Person
from uedasns_tui.services import record_actions
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.ui.app import Uedasns

NOW = datetime(2026, 11, 27, 10, 0, tzinfo=local_time.JAPAN)
SIZE = (110, 36)
CELL, LINE = 8, 18
BLOCKS = "▁▂▃▄▅▆▇█"
"""Columns of charts and the ends of a scrollbar's thumb, by the eighths of a cell that they fill."""
PICTURES = {"home": ("home", "dark"), "reader": ("reading", "light")}
"""File -> screen and theme."""
ACCOUNTS = (("上田市行政チャンネル", "YouTube"), ("上田市X", "X"), ("空き家バンク", "Instagram"))
POSTS = ("歳末市のお知らせ", "図書館の休館日", "上田城跡公園の紅葉", "市民マラソンの結果", "子育て講座の案内")


def demo(folder: Path, theme: str) -> AppContext:
    """An office with a few accounts and posts."""
    user = UserSettings(name="上田　花子", section="広報課", seen_home=True, theme=theme)  # type: ignore[arg-type]
    times = [NOW]
    context = open_context(AppOptions(create=True, data=str(folder)), {}, lambda: times[0], user)
    sample = record_actions.sample(context, "policy")
    assert sample is not None
    for number, (name, platform) in enumerate(ACCOUNTS):
        values = {**record_actions.copy_of(context, sample), "name": name, "platform": platform}
        values["url"] = f"https://example.jp/{number}"
        record = record_actions.new_record(context, "policy", values, name=f"account{number}")
        record_actions.save_record(context, record, None)
    for number in range(24):
        times[0] = NOW - timedelta(days=3 * number + 1)
        values = {
            "accounts": (f"account{number % 2}",),
            "title": POSTS[number % 5],
            "text": "開催します。",
            "kind": "official",
        }
        record = record_actions.new_record(context, "post", values, "post", f"{times[0]:%Y%m%d}-{number}")
        if number > 2:
            posted = LogEntry(f"e{number}", times[0], "posted", Person("上田　花子", "広報課"))
            record = replace(record, log=(*record.log, posted))
        record_actions.save_record(context, record, None)
    times[0] = NOW
    values = {"what": "なりすましのアカウントがある", "found_at": "2026-11-26 16:30"}
    record = record_actions.new_record(context, "incident", values, "trouble", "20261126-a")
    record_actions.save_record(context, record, None)
    return context


async def lines(context: AppContext, place: str) -> list[list[Segment]]:
    """What stands on a screen, as the terminal would get it."""
    app = Uedasns(context)
    async with app.run_test(size=SIZE) as pilot:
        app.action_go(place)
        for _ in range(4):
            await pilot.pause(0.3)
            while any(worker.is_running for worker in app.workers):
                await asyncio.sleep(0.01)
        strips = app.screen._compositor.render_strips()[: SIZE[1]]
        return [[segment for segment in strip if segment.text] for strip in strips]


def colours(style: Style | None) -> tuple[str, str]:
    """The colours of letters and of what is behind them, "" where nothing is, as a terminal draws reverse and dim."""
    fore = style.color.get_truecolor() if style and style.color else None
    back = style.bgcolor.get_truecolor() if style and style.bgcolor else None
    if style and style.reverse:
        fore, back = back, fore
    if style and style.dim and fore and back:
        fore = blend_rgb(fore, back, 0.5)
    return fore.hex if fore else "#888888", back.hex if back else ""


def cells(segment: Segment, column: int) -> Iterator[str]:
    """The parts of a segment in which every character has as many cells, each in its place."""
    style = segment.style
    fore, back = colours(style)
    size = width.cells(segment.text)
    if back:
        yield f'<rect x="{column * CELL}" y="0" width="{size * CELL}" height="{LINE}" fill="{back}"/>'
    extra = ' font-weight="bold"' if style and style.bold else ""
    extra += ' text-decoration="underline"' if style and style.underline else ""
    kinds = itertools.groupby(segment.text, key=lambda letter: (width.cells(letter), letter in BLOCKS))
    for (wide, block), group in kinds:
        text = "".join(group)
        span = wide * len(text)
        if block:  # letters of a font do not fill their cell
            for at, letter in enumerate(text, column):
                height = LINE * (BLOCKS.index(letter) + 1) // 8
                place = f'x="{at * CELL}" y="{LINE - height}" width="{CELL}" height="{height}"'
                yield f'<rect {place} fill="{fore}"/>'
        elif text.strip():
            yield (
                f'<text x="{column * CELL}" y="13" textLength="{span * CELL}" lengthAdjust="spacingAndGlyphs"'
                f' fill="{fore}"{extra} xml:space="preserve">{escape(visible.visible(text))}</text>'
            )
        column += span


def picture(rows: list[list[Segment]]) -> str:
    """The SVG of a screen."""
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE[0] * CELL} {SIZE[1] * LINE}"'
        " font-family=\"'Noto Sans Mono CJK JP', 'BIZ UDGothic', 'MS Gothic', monospace\" font-size=\"14\" shape-rendering=\"crispEdges\">"
    ]
    for number, row in enumerate(rows):
        out.append(f'<g transform="translate(0 {number * LINE})">')
        column = 0
        for segment in row:
            out.extend(cells(segment, column))
            column += width.cells(segment.text)
        out.append("</g>")
    return "\n".join([*out, "</svg>", ""])


def make(into: Path) -> list[Path]:
    """Make all pictures; returns their files."""
    into.mkdir(parents=True, exist_ok=True)
    files = []
    for name, (place, theme) in PICTURES.items():
        with tempfile.TemporaryDirectory() as folder:
            context = demo(Path(folder) / "records", theme)
            context.folders = replace(
                context.folders, cache=Path(folder) / "cache", state=Path(folder) / "state"
            )
            file = into / f"{name}.svg"
            file.write_text(picture(asyncio.run(lines(context, place))), encoding="utf-8", newline="\n")
            files.append(file)
            context.index.close()  # Windows deletes no open file
    return files


if __name__ == "__main__":
    default = Path(__file__).resolve().parents[1] / "docs"
    for file in make(Path(sys.argv[1]) if len(sys.argv) > 1 else default):
        print(file)
