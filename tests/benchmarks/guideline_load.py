"""How long the guideline takes to load, beside reading its files once with tomllib alone; printed as ratios.

Run: python tests/benchmarks/guideline_load.py [FOLDER]. Nothing is held to a time: it shows what a change costs.
"""

from __future__ import annotations

import statistics
import sys
import time
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from uedasns_tui.guideline.coverage import coverage
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.loader import load, load_text_first
from uedasns_tui.guideline.search import search
from uedasns_tui.guideline.topic_search import prepare

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 15
WORDS = ("返信", "hensin", "kojin", "所属長 了承", "zzz")


def median(rounds: int, *works: Callable[[], object]) -> list[float]:
    """The median milliseconds of each work, taken in turn so that a busy machine slows all of them alike."""
    spent: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, times in zip(works, spent, strict=True):
            began = time.perf_counter()
            work()
            times.append((time.perf_counter() - began) * 1000)
    return [statistics.median(times) for times in spent]


def main() -> int:
    """Print the figures; see the module."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1] != "--long" else ROOT / "guideline"

    def parse() -> None:
        for path in folder.rglob("*.toml"):
            tomllib.loads(path.read_text(encoding="utf-8-sig"))
        for path in folder.rglob("*.md"):
            path.read_text(encoding="utf-8-sig")

    def first() -> Guideline:
        found = load(folder).guideline
        if found is None:
            raise SystemExit(f"no guideline in {folder}")
        return found

    began = time.perf_counter()
    guideline = first()
    print(f"first load of this process {(time.perf_counter() - began) * 1000:7.1f} ms")
    parsing, loading, beginning = median(ROUNDS, parse, first, lambda: load_text_first(folder))
    print(f"reading every file once    {parsing:7.1f} ms")
    print(f"load, every fault looked for {loading:5.1f} ms, ratio {loading / parsing:.2f}")
    print(f"begin, the text alone      {beginning:7.1f} ms, ratio {beginning / parsing:.2f}")
    for label, work in (("coverage", coverage), ("what finding stands on", prepare)):
        began = time.perf_counter()
        work(guideline)
        print(f"{label:26} {(time.perf_counter() - began) * 1000:7.1f} ms, once")
    typed = [word[:end] for word in WORDS for end in range(1, len(word) + 1)]
    spent = {query: median(1, partial(search, guideline, query))[0] for query in dict.fromkeys(typed)}
    worst = max(spent, key=spent.__getitem__)
    print(
        f"find, a key typed          {statistics.median(spent.values()):7.1f} ms, the slowest「{worst}」{spent[worst]:.1f} ms"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
