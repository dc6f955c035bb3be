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

from uedasns_tui.desk import publish, register, work
from uedasns_tui.desk.desk import Desk, open_desk
from uedasns_tui.desk.folders import Options
from uedasns_tui.desk.settings import Mine
from uedasns_tui.records import life

FRAME = 1 / 60
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=9)))


def filled(folder: Path, size: int) -> Desk:
    """A desk with so many decided policies."""
    mine = Mine(name="上田　花子", section="広報課")
    desk = open_desk(Options(data=str(folder)), {}, lambda: NOW, mine)
    desk.folders = replace(desk.folders, cache=folder.parent / "cache")
    sample = work.sample(desk, "policy")
    if sample is None:
        raise SystemExit("no worked example to copy")
    form = desk.form("policy")
    for number in range(size):
        name = f"{sample.text('name')}{number * 7919 % size}"
        values = {**work.copied(desk, sample), "name": name, "url": f"https://x.com/ueda{number}"}
        record = replace(work.start(desk, "policy", values, name=f"p{number}"))
        for act, given in (("submit", {}), ("decide", {"by": "課長", "number": f"第{number}号"})):
            record = life.take(record, form, act, given, desk.who, NOW)
        work.keep(desk, record, None)
    return desk


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
    desk = filled(folder / "records", size)
    rows, _ = register.accounts(desk)
    steps: list[int] = []
    begun = time.perf_counter()
    first = publish.build_site(desk, folder / "site", lambda done, _whole: steps.append(done))
    building = time.perf_counter() - begun
    begun = time.perf_counter()
    second = publish.build_site(desk, folder / "site")
    again = time.perf_counter() - begun
    seconds = {
        "open (every account listed)": best(lambda: register.accounts(desk), 3),
        "what needs doing": best(lambda: register.watched(desk, rows), 3),
        "sort": best(lambda: [register.ordered(rows, column) for column in register.COLUMNS])
        / len(register.COLUMNS),
        "filter": best(lambda: register.matching(rows, "うえだ 広報")),
        "site, first": building,
        "site, again": again,
    }
    print(
        f"{size} policies: {first.written} files written with {len(steps)} steps of progress, then {second.written}"
    )
    return seconds, second.written == 0 and first.written == size + 2


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
