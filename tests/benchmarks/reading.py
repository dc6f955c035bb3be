"""How soon a key is answered in the reader: a step, find-as-you-type, the reflow of the whole text on a resize.

Run: python tests/benchmarks/reading.py [--long]. Each figure stands beside its limit; no time is asserted. Measured
inside the program without a terminal: the work between a key and the screen that shows it, Textual's wait for the
next frame left out.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone

from textual.pilot import Pilot

from uedasns_tui.guideline import search
from uedasns_tui.services.context import open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.dialogs.finder import FinderDialog
from uedasns_tui.ui.widgets.row_layout import ListRow, RowLayout, label_column
from uedasns_tui.ui.widgets.row_list import RowList

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=9)))
TYPED = ("hensin", "kojin", "shozokucho", "ソーシャル", "5(8)オ", "henshin unyou")


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that a piece of work takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def row(what: str, times: Sequence[float], limit: float) -> str:
    """A line of the table: median, 95th of a hundred, limit, how many were measured."""
    ordered = sorted(times)
    high = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    said = "ok" if high <= limit else "OVER"
    return f"{what:<52} {statistics.median(times):7.2f} {high:7.2f} {limit:6.0f}  {said:<4} {len(times):5}"


def drawn(lines: RowList) -> None:
    """Draw every line of the window anew, as the next frame would."""
    for y in range(lines.size.height):
        lines.render_line(y)


async def in_app(rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each key in the reader, and of each key typed into the finder, until all is idle again."""
    app = Uedasns(open_context(AppOptions(), os.environ, lambda: NOW, UserSettings()))
    steps: list[float] = []
    typed: list[float] = []
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(0.5)
        lines = app.screen.query_one("#text", RowList)
        for _ in range(rounds):
            for work in (
                lambda: lines.action_step(1),
                lambda: lines.action_page(1),
                lambda: lines.action_edge(0),
            ):
                steps.append(timed(lambda work=work: (work(), drawn(lines))))  # type: ignore[misc]
                await pilot.pause()
        for words in TYPED[: max(2, rounds // 10)]:
            typed += await _type(pilot, words)
    return steps, typed


async def _type(pilot: Pilot[None], words: str) -> list[float]:
    await pilot.press("slash")
    await pilot.pause(0.2)
    finder = pilot.app.screen
    assert isinstance(finder, FinderDialog)
    times = []
    for end in range(1, len(words) + 1):
        began = time.perf_counter()
        finder.draw(words[:end])
        drawn(finder.query_one(RowList))
        times.append((time.perf_counter() - began) * 1000)
        await pilot.pause()
    await pilot.press("escape")
    await pilot.pause()
    return times


def main(arguments: Sequence[str]) -> int:
    """Measure and print; always 0."""
    rounds = 200 if "--long" in arguments else 40
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(HOME=home, XDG_CONFIG_HOME=home, XDG_DATA_HOME=home, XDG_STATE_HOME=home)
        guideline = open_context(AppOptions(), os.environ, lambda: NOW, UserSettings()).guideline
        steps, typed = asyncio.run(in_app(rounds))
    queries = [words[:end] for words in TYPED for end in range(1, len(words) + 1)]
    search.search(guideline, "a")
    found = [timed(lambda query=query: search.search(guideline, query)) for query in queries]  # type: ignore[misc]
    rows = [ListRow(one.citation, one.mark, one.text, one.depth) for one in guideline.clauses]

    def reflow(wide: int) -> None:
        labels = label_column((one.label for one in rows), wide)
        RowLayout(lambda at: rows[at], len(rows), wide, 80, labels, False).measure_all()

    reflow(60)
    first = [timed(lambda wide=wide: reflow(wide)) for wide in range(40, 90)]  # type: ignore[misc]
    print(f"{'milliseconds':<52} {'median':>7} {'95 %':>7} {'limit':>6}")
    print(row("a key in the reader: step, page, top; drawn", steps, 16))
    print(row("the search itself, a key", found, 20))
    print(row("a key typed into the finder: found and drawn", typed, 20))
    print(row("whole text reflowed at a width not seen before", first, 20))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
