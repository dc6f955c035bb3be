"""The register and the site with 1,000 policies: how long each takes beside the same with one policy.

Run: python tests/benchmarks/register.py [SIZE]. Prints the figures; exit 1 when the second build of the site
rewrites anything, or when the register does not open and sort within two frames more than one policy's.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from uedasns_tui.records import workflow
from uedasns_tui.services import public_site, record_actions, register
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings

FRAME = 1 / 60
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=9)))


def filled(folder: Path, size: int) -> AppContext:
    """A context with so many decided policies."""
    mine = UserSettings(name="上田　花子", section="広報課")
    context = open_context(AppOptions(data=str(folder), create=True), {}, lambda: NOW, mine)
    context.folders = replace(context.folders, cache=folder.parent / "cache")
    sample = record_actions.sample(context, "policy")
    if sample is None:
        raise SystemExit("no worked example to copy")
    form = context.form("policy")
    for number in range(size):
        name = f"{sample.text('name')}{number * 7919 % size}"
        values = {
            **record_actions.copy_of(context, sample),
            "name": name,
            "url": f"https://x.com/ueda{number}",
        }
        record = replace(record_actions.new_record(context, "policy", values, name=f"p{number}"))
        for act, given in (("submit", {}), ("decide", {"by": "課長", "number": f"第{number}号"})):
            record = workflow.apply_transition(record, form, act, given, context.require_user(), NOW)
        record_actions.save_record(context, record, None)
    return context


def best(work: Callable[[], object], times: int = 5) -> float:
    """The shortest of some runs, in seconds."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return min(found)


def measure(folder: Path, size: int) -> tuple[dict[str, float], bool]:
    """Seconds by what was done, and whether the second build rewrote nothing."""
    context = filled(folder / "records", size)
    rows, _ = register.accounts(context)
    steps: list[int] = []
    begun = time.perf_counter()
    first = public_site.build_site(context, folder / "site", lambda done, _whole: steps.append(done))
    building = time.perf_counter() - begun
    begun = time.perf_counter()
    second = public_site.build_site(context, folder / "site")
    again = time.perf_counter() - begun
    seconds = {
        "open (every account listed)": best(lambda: register.accounts(context), 3),
        "what needs doing": best(lambda: register.watched(context, rows), 3),
        "sort": best(lambda: [register.ordered(rows, column) for column in register.COLUMNS])
        / len(register.COLUMNS),
        "filter": best(lambda: register.matching(rows, "うえだ 広報")),
        "site, first": building,
        "site, again": again,
    }
    print(
        f"{size} policies: {first.written} files written with {len(steps)} steps of progress, then {second.written}"
    )
    return (
        seconds,
        second.written == 0 and first.written == size + 4,
    )  # the index and the data in three formats


def main() -> int:
    """Measure one and many; 0 when all holds."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        one, fine_one = measure(Path(folder) / "one", 1)
        many, fine_many = measure(Path(folder) / "many", size)
    for what, seconds in many.items():
        print(
            f"{what:<28} {one[what] * 1000:9.2f} ms for 1 {seconds * 1000:9.1f} ms for {size} ({seconds / one[what]:,.0f} x)"
        )
    slow = [
        what
        for what in ("open (every account listed)", "sort", "filter")
        if many[what] - one[what] > 2 * FRAME
    ]
    for what in slow:
        print(f"over two frames: {what}")
    return 0 if fine_one and fine_many and not slow else 1


if __name__ == "__main__":
    sys.exit(main())
