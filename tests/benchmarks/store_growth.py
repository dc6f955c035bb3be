"""How the index grows: 1,000, 10,000 and (with --long) 100,000 records, each figure beside its limit.

Run: python tests/benchmarks/store_growth.py [--long] [SIZE…]. Exit 1 when a figure is over its limit. Every
size runs in a process of its own, in a folder of its own that is removed afterwards.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from uedasns_tui.records import codec
from uedasns_tui.records.record import Answer, LogEntry, Person, Record
from uedasns_tui.storage import paths
from uedasns_tui.storage.index.record_index import RecordHits, RecordIndex, RecordSummary

JST = timezone(timedelta(hours=9))
KINDS = ("policy", "post", "incident")
OFFICES = [
    "総務課",
    "広報課",
    "市民課",
    "福祉課",
    "観光課",
    "防災課",
    "図書館",
    "美術館",
    "環境課",
    "健康課",
    "農政課",
    "税務課",
]
THINGS = [
    "催し",
    "講座",
    "説明会",
    "避難所",
    "給水",
    "断水",
    "警報",
    "開館",
    "予約",
    "受付",
    "相談",
    "健診",
    "ごみ収集",
    "通行止め",
    "募集",
    "選挙",
    "花火大会",
    "防犯",
]
DONE = [
    "お知らせします",
    "開催します",
    "受け付けています",
    "中止します",
    "延期します",
    "再開します",
    "変更します",
    "募集しています",
]
NAMES = [
    "髙橋",
    "佐藤",
    "鈴木",
    "田中",
    "渡邊",
    "伊藤",
    "山本",
    "中村",
    "小林",
    "加藤",
    "吉田",
    "山﨑",
    "齋藤",
    "濵田",
]
STATES = ("draft", "waiting", "approved", "posted")
QUERIES = [
    "避難所",
    "髙橋",
    "花火大会",
    "断水",
    "熊出没注意報",
    "存在しない語",
    "鼬",
    "課",
    "ごみ収集",
    "防災課",
    "通行止め",
    "渡邊",
    "選挙",
    "かなもじ",
    "2026",
]


def sentence(dice: random.Random) -> str:
    return (
        f"{dice.choice(OFFICES)}では{dice.choice(THINGS)}に関する{dice.choice(THINGS)}を{dice.choice(DONE)}。"
    )


def record(number: int) -> Record:
    """A post check of about 60 lines; every fiftieth a policy."""
    dice = random.Random(number)
    at = datetime(
        dice.randint(2017, 2026), dice.randint(1, 12), dice.randint(1, 28), 10, number % 60, tzinfo=JST
    )
    kind = "policy" if number % 50 == 0 else "post"
    who = Person(dice.choice(NAMES), dice.choice(OFFICES), "user")
    text = "\n".join("".join(sentence(dice) for _ in range(3)) for _ in range(3))
    if number % 10_000 == 7:
        text += "\n熊出没注意報"
    values = {
        "name": f"{dice.choice(THINGS)}を{dice.choice(DONE)}", "text": text, "section": who.section,
        "state": dice.choice(STATES), "account": f"account-{dice.randint(0, 49):02d}",
    }  # fmt: skip
    answers = tuple(Answer(f"item-{n}", "ok", sentence(dice)) for n in range(10))
    log = tuple(LogEntry(f"e{n}", at + timedelta(hours=n), "note", who) for n in range(3))
    return Record(
        f"{at:%Y%m%d}-{number:06d}", kind, date(2024, 1, 4), values, "post", answers=answers, log=log
    )


def summarise(one: Record) -> RecordSummary:
    """What the context would say of such a record."""
    return RecordSummary(
        one.id, one.kind, one.text("state"), one.text("name"), one.text("section"), one.log[-1].at.isoformat(),
        one.log[0].at.isoformat(), {"made:" + one.text("account"): one.log[0].at.date().isoformat()}, {},
        "\n".join([one.text("name"), one.text("text"), *(answer.statement for answer in one.answers)]),
    )  # fmt: skip


def lay_out(root: Path, count: int) -> int:
    size = 0
    for number in range(count):
        one = record(number)
        path = paths.path_of(root, one.kind, one.id)
        path.parent.mkdir(parents=True, exist_ok=True)
        data = codec.encode(one, None, None)
        path.write_bytes(data)
        os.utime(path, (1_700_000_000, 1_700_000_000 + number))
        size += len(data)
    return size


def parse_all(root: Path) -> float:
    """Reading and parsing every file once, nothing more."""
    started = time.perf_counter()
    for folder, _, names in os.walk(root):
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:  # noqa: PTH118, PTH123 - the plainest loop there is
                tomllib.loads(file.read().decode())
    return time.perf_counter() - started


def stat_all(folder: str) -> int:
    """scandir and stat of the tree, nothing more."""
    count = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                count += stat_all(entry.path)
            else:
                entry.stat(follow_symlinks=False)
                count += 1
    return count


def seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def p95(found: list[float]) -> float:
    return sorted(found)[int(len(found) * 0.95)]


def peak() -> float:
    """The largest this process has been, in MB."""
    if sys.platform == "win32":
        return 0.0  # nobody tells there
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(count: int) -> dict[str, float]:
    """All figures for one size. Times in ms unless the name says otherwise."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "records"
        size = lay_out(root, count)
        parsed = min(parse_all(root) for _ in range(1 if count > 20_000 else 3))
        before = peak()
        index = RecordIndex(root, Path(place) / "cache", KINDS, summarise)
        built = seconds(index.refresh)
        memory = peak() - before
        assert index.count() == count
        listed = sorted(seconds(lambda: stat_all(str(root))) for _ in range(7))[3]
        dice = random.Random(1)
        changes = []
        for _ in range(7):
            one = record(dice.randrange(count))
            path = paths.path_of(root, one.kind, one.id)
            path.write_bytes(codec.encode(one, None, None) + b"# \xe6\x89\x8b\n")
            changes.append(seconds(index.refresh))
            os.utime(
                path, (1_800_000_000, 1_800_000_000 - len(changes))
            )  # settled, as it is after three seconds
            index.refresh()
        index.close()
        index = RecordIndex(root, Path(place) / "cache", KINDS, summarise)
        started = seconds(lambda: (index.counts(), index.page("post", limit=50)))
        found = []
        for query in QUERIES:
            hits: RecordHits | None = None
            for end in range(1, len(query) + 1):
                at = time.perf_counter()
                hits = index.find(query[:end], within=hits)
                found.append(time.perf_counter() - at)
        keys = []
        for order in ("at", "title", "state", "section"):
            for _ in range(25):
                offset = dice.randrange(count)
                keys.append(
                    seconds(lambda at=offset, by=order: index.page("post", order=by, limit=50, offset=at))
                )  # type: ignore[misc]
        for state in STATES:
            keys.append(
                seconds(lambda one=state: index.page("post", states=(one,), section="広報課", limit=50))
            )  # type: ignore[misc]
        disk = index.file.stat().st_size / 1e6
        index.close()
    return {
        "records_mb": size / 1e6, "parse_s": parsed, "build_s": built, "build_ratio": built / parsed,
        "build_memory_mb": memory, "index_mb": disk, "stat_ms": listed * 1e3,
        "refresh_ms": sorted(changes)[3] * 1e3, "refresh_ratio": sorted(changes)[3] / listed,
        "open_ms": started * 1e3, "find_p95_ms": p95(found) * 1e3, "find_max_ms": max(found) * 1e3,
        "page_p95_ms": p95(keys) * 1e3,
    }  # fmt: skip


LIMITS = {
    "build_ratio": 1.5,
    "build_memory_mb": 60,
    "refresh_ratio": 1.5,
    "find_p95_ms": 100,
    "page_p95_ms": 16,
}
SMALL = 10_000
"""Below this many records a ratio is no limit: a few milliseconds of opening and committing decide it."""


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--one"]:
        print(json.dumps(measure(int(arguments[1]))))
        return 0
    sizes = [int(one) for one in arguments if one.isdigit()]
    sizes = sizes or ([1_000, 10_000, 100_000] if "--long" in arguments else [1_000, 10_000])
    figures = []
    for size in sizes:
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(size)], check=True, stdout=subprocess.PIPE, text=True
        )
        figures.append(json.loads(done.stdout))
    print(f"{'':>16}" + "".join(f"{size:>12,}" for size in sizes) + f"{'limit':>9}")
    over = []
    for name in figures[0]:
        limit = LIMITS.get(name)
        print(
            f"{name:>16}"
            + "".join(f"{one[name]:>12.2f}" for one in figures)
            + (f"{limit:>9}" if limit else "")
        )
        counted = [
            one for size, one in zip(sizes, figures, strict=True) if size >= SMALL or "ratio" not in name
        ]
        if limit is not None and any(one[name] > limit for one in counted):
            over.append(name)
    print("\nfind p95, ms (each ■ 2 ms)")
    for size, one in zip(sizes, figures, strict=True):
        print(f"{size:>9,} {'■' * max(1, round(one['find_p95_ms'] / 2))} {one['find_p95_ms']:.1f}")
    if over:
        print("over the limit: " + ", ".join(over))
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
