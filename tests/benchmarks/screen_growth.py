"""How the screen grows: start, memory, keys and find with 1,000, 10,000 and (with --long) 100,000 records.

Run: python tests/benchmarks/screen_growth.py [--long] [SIZE…] (a POSIX pty and pyte are needed). Each figure stands
beside its limit and beside an empty folder's in the same run; no time is asserted. Records are post checks as the
bundled guideline makes them, one in fifty unfinished, for fifty accounts over ten years.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from start import Program, Start, environment, ratio, turns

from uedasns_tui.records import codec, workflow
from uedasns_tui.records.record import Answer, Record
from uedasns_tui.services import home, record_actions
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.storage import paths

JST = timezone(timedelta(hours=9))
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=JST)
ACCOUNTS = 50
VARIED = 400
"""Different records; the others are these with another id and another day."""
GIVEN = {
    "submit": {},
    "approve": {"by": "課長　上田太郎"},
    "posted": {"address": "https://x.com/ueda/status/1", "time": "2026-11-23 10:00", "unchanged": "yes"},
}
PLACES = ("上田城跡公園", "図書館", "市民会館", "美術館", "消防署", "体育館", "髙橋記念館", "公民館")
THINGS = (
    "避難所", "断水", "花火大会", "通行止め", "健診", "ごみ収集", "相談会", "講座", "給水", "選挙", "マラソン",
)  # fmt: skip
DONE = ("お知らせします", "開催します", "中止します", "延期します", "受け付けています", "募集しています")
QUERIES = (
    "避難所",
    "髙橋",
    "花火大会",
    "断水",
    "熊出没注意報",
    "存在しない語",
    "鼬",
    "の",
    "ごみ収集",
    "2026",
)


def templates(context: AppContext) -> list[bytes]:
    """Post checks in every state, as the program itself would write them on 2000-01-01 under 20000101-aaaaaa."""
    dice = random.Random(1)
    form, checklist = context.form("post"), context.checklist("post")
    answers = tuple(Answer(one.id, "ok", one.say) for one in checklist.item)
    then = datetime(2000, 1, 1, 10, 0, tzinfo=JST)
    made = []
    for number in range(VARIED):
        text = "".join(
            f"{dice.choice(PLACES)}で{dice.choice(THINGS)}について{dice.choice(DONE)}。" for _ in range(6)
        )
        values = {
            "accounts": (f"account-{dice.randrange(ACCOUNTS):02d}",), "kind": "official", "text": text,
            "title": f"{dice.choice(THINGS)}を{dice.choice(DONE)}",
        }  # fmt: skip
        record = record_actions.new_record(context, "post", values, "post", "20000101-aaaaaa")
        record = replace(record, answers=answers, log=(replace(record.log[0], at=then),))
        acts = ("submit", "approve", "posted") if number % 50 else ("submit",) * (number // 50 % 2)
        for hour, act in enumerate(acts, 1):
            at = then + timedelta(hours=hour)
            record = workflow.apply_transition(
                record, form, act, GIVEN[act], context.require_user(), at, [], checklist.consent
            )
        made.append(codec.encode(record, form, None))
    return made


def lay_out(root: Path, count: int) -> int:
    """Make the records; returns how many of them ask for something."""
    context = open_context(
        AppOptions(data=str(root), create=True),
        {},
        lambda: NOW,
        UserSettings(name="上田　花子", section="広報課"),
    )
    sample = record_actions.sample(context, "policy")
    if sample is None:
        raise SystemExit("no worked example to copy")
    for number in range(ACCOUNTS):
        values = {**record_actions.copy_of(context, sample), "name": f"{PLACES[number % 8]}{number}"}
        values["url"] = f"https://x.com/ueda{number}"
        record_actions.save_record(
            context, record_actions.new_record(context, "policy", values, name=f"account-{number:02d}"), None
        )
    every = templates(context)
    dice = random.Random(2)
    for number in range(count - ACCOUNTS):
        day = NOW.date() - timedelta(days=dice.randrange(3650))
        name = f"{day:%Y%m%d}-{number:06d}"
        path = paths.path_of(root, "post", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        data = every[number % VARIED].replace(b"20000101-aaaaaa", name.encode())
        data = data.replace(b"2000-01-01", day.isoformat().encode())
        if number == count // 2:
            data = data.replace("で".encode(), "で熊出没注意報".encode())
        path.write_bytes(data)
        os.utime(path, (1_700_000_000, 1_700_000_000 + number))
    return len(home.tasks(context)[0])


def files(root: Path) -> Iterator[Path]:
    """The files of the records; not those of their history."""
    return (path for path in root.rglob("*.toml") if not path.relative_to(root).parts[0].startswith("."))


def parse_all(root: Path) -> float:
    """Seconds of reading and parsing every file once, nothing more."""
    began = time.perf_counter()
    for path in files(root):
        tomllib.loads(path.read_bytes().decode())
    return time.perf_counter() - began


def program(home_folder: Path, sentence: str) -> Program:
    """The program, beginning on home; j is the key."""
    env = environment(home_folder, UEDASNS_NOW=NOW.isoformat())
    command = [sys.executable, "-m", "uedasns_tui"]
    return Program("uedasns-tui", command, env, sentence, "j", lambda before, now: before != now)


def dwelling(folder: Path) -> Path:
    """A home folder whose owner has seen the home screen before."""
    settings = folder / ".config" / "uedasns-tui" / "config.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('name = "上田　花子"\nsection = "広報課"\nseen_home = true\n', encoding="utf-8")
    return folder


def records_of(folder: Path) -> Path:
    """Where that owner's records are."""
    return folder / ".local" / "share" / "uedasns-tui" / "records"


async def in_app(context: AppContext, keys: int) -> dict[str, list[float]]:
    """Milliseconds that the screen is kept busy by each key in the lists and each key typed into find, and the longest
    time for which it answered nothing while records were found."""
    from textual.pilot import Pilot

    from uedasns_tui.ui.app import Uedasns
    from uedasns_tui.ui.widgets.row_list import RowList

    dice = random.Random(3)
    times: dict[str, list[float]] = {"key": [], "find": [], "stall": []}
    app = Uedasns(context)

    async def typed(pilot: Pilot[None], words: str) -> None:
        await pilot.press("slash")
        await pilot.pause(0.2)
        finder = app.screen
        for end in range(1, len(words) + 1):
            beats: list[float] = []
            beating = asyncio.create_task(_beat(beats))
            began = time.perf_counter()
            finder.query_one("#words").put(words[:end])  # type: ignore[attr-defined]
            finder.on_text_field_edited(_Edited(words[:end]))  # type: ignore[attr-defined]
            await app.workers.wait_for_complete()
            times["find"].append((time.perf_counter() - began) * 1000)
            beating.cancel()
            times["stall"].append(max(beats, default=0.0) * 1000)
        await pilot.press("escape")
        await pilot.pause(0.1)

    async with app.run_test(size=(120, 40)) as pilot:
        for place in ("1", "3", "4", "5"):
            await pilot.press(place)
            await app.workers.wait_for_complete()
            await pilot.pause(0.3)
            lines = app.screen.query_one(RowList)
            for number in range(keys):
                act = ("step(1)", "page(1)", "page(-1)", "edge(-1)", "step(-1)", "edge(0)")[number % 6]
                if number % 11 == 10 and lines._provider is not None:
                    await _let(pilot)
                    began = time.perf_counter()
                    lines._move(dice.randrange(lines._count))
                else:
                    await _let(pilot)
                    began = time.perf_counter()
                    await lines.run_action(act)
                for y in range(lines.size.height):
                    lines.render_line(y)
                times["key"].append((time.perf_counter() - began) * 1000)
        for words in QUERIES[: max(4, keys // 12)]:
            await typed(pilot, words)
        app.stop_looking()
    return times


class _Edited:
    """What a field says when one types into it."""

    def __init__(self, value: str) -> None:
        self.value = value

    def stop(self) -> None:
        """Nobody else is told."""


async def _let(pilot: object) -> None:
    await asyncio.sleep(0.01)


async def _beat(beats: list[float]) -> None:
    """How late the screen's loop is for somebody who comes every 2 ms."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(0.002)
        beats.append(time.perf_counter() - began - 0.002)


def p95(found: Sequence[float]) -> float:
    """The 95th of a hundred."""
    return sorted(found)[min(len(found) - 1, int(len(found) * 0.95))]


def memory(pid: int) -> float:
    """Megabytes that a process holds for itself (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


def walked(one: Program) -> float:
    """Megabytes that the program holds after a walk through every list and a find."""
    from start import Watched

    watched = Watched(one, 120, 40)
    try:
        watched.until(one.sentence)
        for key in ("3", "4", "\x1b[F", "\x1b[H", "5", "1", "/", "断", "水"):
            os.write(watched.fd, key.encode())
            end = time.perf_counter() + 1.0
            while time.perf_counter() < end:
                watched.read(0.1)
        return memory(watched.process.pid)
    finally:
        watched.end()


def measure(count: int, pairs: int, keys: int) -> dict[str, float]:
    """All figures of one size; times in ms unless the name says otherwise."""
    with tempfile.TemporaryDirectory() as place:
        full, empty = dwelling(Path(place) / "full"), dwelling(Path(place) / "empty")
        root = records_of(full)
        lay_out(root, count)
        cache = full / ".cache" / "uedasns-tui"
        os.environ.update(HOME=str(full), XDG_CACHE_HOME=str(full / ".cache"))
        os.environ.update(XDG_STATE_HOME=str(full / "state"), XDG_CONFIG_HOME=str(full / ".config"))
        context = open_context(AppOptions(data=str(root), create=True), {}, lambda: NOW)
        context.index.rebuild()
        parsed = parse_all(root)
        before = _peak()
        began = time.perf_counter()
        context.index.refresh()
        built = time.perf_counter() - began
        grown = _peak() - before
        todo = home.todo(context)
        right = sum(1 for path in files(root) if _asks(context, path)) if count <= 1000 else todo.total
        times = asyncio.run(in_app(context, keys))
        context.index.close()
        one = program(full, f"対応が必要なものが {todo.total:,} 件あります")
        other = program(empty, "対応が必要なものはありません")
        ours, others = turns(one, other, (80, 24), pairs)
        held = walked(one) - walked(other)
        size = sum(file.stat().st_size for file in cache.iterdir()) / 1e6
    return {
        "todo": todo.total, "todo_counted": right, "build_s": built, "build_ratio": built / parsed,
        "build_memory_mb": grown, "index_mb": size, "start_ratio": _whole(ours, others),
        "start_ms": statistics.median(one.whole for one in ours) * 1000, "memory_mb": held,
        "key_p95_ms": p95(times["key"]), "find_p95_ms": p95(times["find"]), "stall_p95_ms": p95(times["stall"]),
    }  # fmt: skip


def _whole(ours: Sequence[Start], others: Sequence[Start]) -> float:
    return ratio([one.whole for one in ours], [one.whole for one in others])


def _peak() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _asks(context: AppContext, path: Path) -> bool:
    from uedasns_tui.services import record_list, record_summary

    record, _ = codec.decode(path.read_bytes(), str(path))
    return isinstance(record, Record) and record_list.TODO in record_summary.summarise(context, record).marks


LIMITS: Mapping[str, float] = {
    "build_ratio": 1.5, "build_memory_mb": 60, "start_ratio": 1.15, "memory_mb": 60, "key_p95_ms": 16,
    "find_p95_ms": 100, "stall_p95_ms": 16,
}  # fmt: skip


def chart(name: str, sizes: Sequence[int], figures: Sequence[Mapping[str, float]]) -> Iterator[str]:
    """A bar for each size, the longest 50 wide."""
    most = max(one[name] for one in figures) or 1
    yield f"\n{name}"
    for size, one in zip(sizes, figures, strict=True):
        yield f"{size:>9,} {'■' * max(1, round(one[name] / most * 50))} {one[name]:.2f}"


def main(arguments: Sequence[str]) -> int:
    """Measure each size in a process of its own and print the table and the charts; always 0."""
    long = "--long" in arguments
    if arguments[:1] == ["--one"]:
        print(json.dumps(measure(int(arguments[1]), 9 if long else 5, 120 if long else 48)))
        return 0
    sizes = [int(one) for one in arguments if one.isdigit()]
    sizes = sizes or ([1_000, 10_000, 100_000] if long else [1_000, 10_000])
    figures = []
    for size in sizes:
        command = [sys.executable, __file__, "--one", str(size), *(["--long"] if long else [])]
        figures.append(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))
    print(f"{'':>16}" + "".join(f"{size:>12,}" for size in sizes) + f"{'limit':>9}")
    for name in figures[0]:
        limit = LIMITS.get(name)
        said = f"{limit:>9}" if limit else ""
        over = "  OVER" if limit is not None and figures[-1][name] > limit else ""
        print(f"{name:>16}" + "".join(f"{one[name]:>12.2f}" for one in figures) + said + over)
    for name in ("start_ratio", "memory_mb", "key_p95_ms", "find_p95_ms"):
        print("\n".join(chart(name, sizes, figures)))
    return 0


if __name__ == "__main__":
    threading.stack_size(1 << 20)
    sys.exit(main(sys.argv[1:]))
